"""How a code point is drawn: one sign for each code point, and nothing that a terminal would obey.

Control characters, bidirectional overrides and an ESC stay in the stored text; `domain.text` gives each a sign of one
cell, so that offsets do not move and no escape sequence ever reaches the terminal.
"""

from __future__ import annotations

import re

from qualcode.domain import text as stored

_LAID_OUT = {0x09: " ", 0xAD: "-", 0xFEFF: "\u25ca"}
"""Tab, soft hyphen and a byte order mark inside a text: terminals disagree on their width."""
_TO_LAY_OUT = re.compile("[\t\xad\ufeff]")


def drawn(text: str) -> str:
    """`text` as it is drawn: as many code points, line feeds kept, every other control a sign of one cell.

    A tab is drawn as one space: text made from tables and indented lines stays readable at one cell for each.
    """
    safe = stored.drawn(text)
    return safe.translate(_LAID_OUT) if _TO_LAY_OUT.search(safe) else safe


_NARROW = (
    "\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038e-\u03a1\u03a3-\u0482\u048a-\u052f"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u218b\u2190-\u21ff\u2400-\u2426\u2500-\u25fc\ufffd"
)
"""Code points of one cell that never join with a neighbour; wider than Rich's own set by curly quotes and dashes."""

_WIDE = re.compile(f"[^{_NARROW}]")


def is_narrow(text: str) -> bool:
    """Whether each code point of a drawn text takes exactly one cell, so that columns can be counted by length."""
    return _WIDE.search(text) is None
