"""Words with marks on some of them, broken into rows: how a quotation shows what was cut, replaced and added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from qualcode.tui.widgets.transcript.signs import drawn
from qualcode.tui.widgets.transcript.wrap import places_of_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.tui.colour import Rgb
    from qualcode.tui.widgets.transcript.tints import Ink

CUT, CHANGED, MARK, CHOSEN, CURSOR = "cut", "changed", "mark", "chosen", "cursor"
"""Kinds of marks: words left out, words that print otherwise, what the printed form adds, what is selected, the cursor."""
_STRUCK = Style(strike=True)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of words and how it is marked, in code points; the last of several marks on a sign is drawn."""

    start: int
    end: int
    kind: str


def marked_rows(words: str, marks: Sequence[Mark], width: int, ink: Ink, ground: Rgb, kind: str = "plain") -> list[list[Segment]]:
    """The rows of some words at a width, each as segments; `kind` draws what has no mark (see `widgets.bars.Part`)."""
    shown = drawn(words)
    kinds: list[str | None] = [None] * len(shown)
    for mark in marks:
        kinds[mark.start : mark.end] = [mark.kind] * (min(mark.end, len(shown)) - mark.start)
    plain = ink.plain(ink.named(kind, ground), ground)
    rows = []
    for first, last in places_of_rows(shown, width):
        segments: list[Segment] = []
        start = first
        for at in range(first, last + 1):
            if at == last or kinds[at] != kinds[start]:
                if at > start:
                    segments.append(Segment(shown[start:at], _style(kinds[start], ink, ground) or plain))
                start = at
        rows.append(segments or [Segment("", plain)])
    return rows


def row_at(words: str, width: int, offset: int) -> int:
    """The row that holds an offset."""
    places = places_of_rows(drawn(words), width)
    return max((number for number, (first, _) in enumerate(places) if first <= offset), default=0)


def _style(kind: str | None, ink: Ink, ground: Rgb) -> Style | None:
    if kind == CUT:
        return ink.plain(ink.faint_on(ground), ground) + _STRUCK
    if kind == CHANGED:
        return ink.plain(ink.named("accent", ground), ground, underline=True)
    if kind == MARK:
        return ink.plain(ink.named("accent", ground), ground, bold=True)
    if kind == CHOSEN:
        return ink.plain(ink.on(ink.chosen), ink.chosen)
    if kind == CURSOR:
        under = ink.named("accent", ground)
        return ink.plain(ground, under, bold=True)
    return None
