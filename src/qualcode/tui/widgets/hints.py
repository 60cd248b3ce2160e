"""What stands in a list while it is empty: sentences, and keys with what they do, wrapped so that none is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.tui.widgets.cells import filled
from qualcode.tui.widgets.transcript.wrap import rows_of_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_INDENT = 3


def hint_row(said: Sequence[str], y: int, width: int) -> tuple[str, bool]:
    """The row `y` of an empty list in exactly `width` cells, and whether it is of the first thing said.

    The first row is left empty. What does not fit goes on below; behind a key it goes on where its words begin.
    """
    at = 1
    for place, one in enumerate(said):
        rows = _rows(one, max(1, width - _INDENT - 1))
        if at <= y < at + len(rows):
            return filled(" " * _INDENT + rows[y - at], width), place == 0
        at += len(rows)
    return " " * width, False


def _rows(words: str, room: int) -> list[str]:
    key, gap, rest = words.partition("  ")
    hang = len(words) - len(rest.lstrip()) if gap else 0
    if not hang or hang > room // 2:
        return list(rows_of_words(words, room)) or [""]
    broken = list(rows_of_words(rest.lstrip(), room - hang)) or [""]
    return [(key if place == 0 else "").ljust(hang) + row for place, row in enumerate(broken)]
