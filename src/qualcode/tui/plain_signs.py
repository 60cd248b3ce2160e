"""Screens without signs beyond ASCII for lines, dots and arrows, for terminals and fonts that lack them.

The signs are changed as the last thing before a line goes to the terminal, whatever drew it, so none slips through. A
transcript that holds such a sign itself is drawn with its stand-in too; its text stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.color import Color

_CHOSEN = {
    "●": "o",
    "○": ".",
    "◆": "#",
    "◇": "+",
    "•": "*",
    "◂": "<",
    "▸": ">",
    "▴": "^",
    "▾": "v",
    "◧": "#",
    "▌": "|",
    "▐": "|",
    "▏": "|",
    "▕": "|",
    "▎": "|",
    "▊": "|",
    "▰": "#",
    "▱": "-",
    "■": "#",
    "□": "-",
    "█": "#",
    "▁": "_",
    "▔": "-",
    "▀": "-",
    "▄": "_",
    "★": "*",
    "☆": "+",
    "✓": "x",
    "✔": "x",
    "✗": "X",
    "✘": "X",
    "⌕": "/",
    "⏎": "<",
    "↵": "<",
    "⇥": ">",
    "←": "<",
    "→": ">",
    "↑": "^",
    "↓": "v",
    "⇧": "^",
    "−": "-",
    "×": "x",
    "›": ">",
    "‹": "<",
}
_HEAVY = "━┃┏┓┗┛┣┫┳┻╋"
_ACROSS = "─┄┈╌═╴╶╸╺"
_DOWN = "│┆┊╎║╵╷╹╻"


def _table() -> dict[int, str]:
    """What stands for each sign of the ranges of arrows, technical signs, lines, blocks and shapes that takes one cell."""
    table = dict.fromkeys((*range(0x2500, 0x2580), *range(0x25A0, 0x2600)), "+")
    table |= dict.fromkeys(range(0x2580, 0x25A0), "#")
    table |= dict.fromkeys(range(0x2190, 0x2200), ">")
    for signs, stand_in in ((_ACROSS, "-"), (_DOWN, "|"), (_HEAVY, "#")):
        table |= {ord(sign): stand_in for sign in signs}
    table |= {ord(sign): stand_in for sign, stand_in in _CHOSEN.items()}
    return {code: stand_in for code, stand_in in table.items() if cell_len(chr(code)) == 1}


STAND_INS = _table()
_ANY = re.compile(f"[{''.join(map(chr, sorted(STAND_INS)))}]")


def in_ascii(text: str) -> str:
    """A text with a sign of ASCII, one cell wide too, for each line, dot and arrow."""
    return text.translate(STAND_INS) if _ANY.search(text) else text


class PlainSigns(LineFilter):
    """Changes signs in every line that is drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 (the toolkit's signature)
        """The segments with plain signs."""
        return [Segment(in_ascii(text), style, control) for text, style, control in segments]
