"""One row of the transcript as a strip: number, speaker, stripes, tinted words, name in the margin."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from qualcode.domain.sources import Role, Turn
from qualcode.tui.widgets.transcript.reading import OUTSIDE, Block, Reading
from qualcode.tui.widgets.transcript.signs import drawn
from qualcode.tui.widgets.transcript.tints import Hue, Ink, Look
from qualcode.tui.widgets.transcript.wrap import SPACER, WrapIndex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.style import Style

    from qualcode.domain.coding import Coding
    from qualcode.domain.spans import Span
    from qualcode.tui.widgets.transcript.geometry import Geometry
    from qualcode.tui.widgets.transcript.marks import Marks


@dataclass(frozen=True, slots=True)
class RowState:
    """What else than text and codings decides how a row looks: two equal states give the same strip."""

    selected: Span | None = None
    caret: Span | None = None
    focus: int | None = None
    found: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Stationery:
    """What rows are drawn with: colours, columns, and the names and hues of codes."""

    ink: Ink
    geometry: Geometry
    names: Mapping[int, str]
    hues: Mapping[int, Hue]


class RowPainter:
    """Draws rows of one reading at one wrap."""

    def __init__(self, reading: Reading, wrap: WrapIndex, marks: Marks, stationery: Stationery) -> None:
        self._reading = reading
        self._wrap = wrap
        self._marks = marks
        self._ink = stationery.ink
        self._geometry = stationery.geometry
        self._names = stationery.names
        self._hues = stationery.hues
        self._blank = self._ink.blank()

    def row(self, row: int, state: RowState) -> Strip:
        """The strip of a row; blank below the last one."""
        if not 0 <= row < len(self._wrap):
            return Strip([Segment(" " * self._geometry.width, self._blank)], self._geometry.width)
        codings = self._marks.on_row(row)
        segments = [*self._gutter(row), *self._stripes(row, codings, state.focus), *self._text(row, codings, state)]
        segments += self._margin(row, state.focus)
        return Strip(Segment.simplify(segments), self._geometry.width)

    def _gutter(self, row: int) -> list[Segment]:
        """Turn number and speaker on a turn's first row, its time on the second."""
        ink, columns = self._ink, self._geometry
        width = columns.lanes_left
        block = self._wrap.blocks[row]
        if block == SPACER or self._reading.blocks[block].turn == OUTSIDE:
            return [Segment(" " * width, self._blank)]
        turn = self._reading.turns[self._reading.blocks[block].turn]
        nth = row - self._wrap.first_rows[block]
        if nth == 0:
            speaker = self._reading.speaker_of(turn)
            interviewer = speaker is not None and speaker.role is Role.INTERVIEWER
            label = _cut(drawn(speaker.label) if speaker else "", columns.speaker)
            style = ink.plain(ink.speaker(interviewer=interviewer), bold=True)
            return [
                Segment(f"{turn.number:>{columns.number}} ", ink.plain(ink.faint)),
                Segment(label, style),
                Segment(" ", self._blank),
            ]
        time = clock(turn) if nth == 1 else ""
        room = columns.number + 1 + columns.speaker
        return [Segment(f"{time if len(time) <= room else '':>{room}} ", ink.plain(ink.faint))]

    def _stripes(self, row: int, codings: Sequence[Coding], focus: int | None) -> list[Segment]:
        shown = self._geometry.lanes
        signs: list[tuple[str, Coding | None]] = [(" ", None)] * shown
        hidden = 0
        for coding in codings:
            lane = self._marks.lanes.lane[coding.id]
            if lane < shown:
                signs[lane] = (self._bracket(row, coding, focused=coding.id == focus), coding)
            else:
                hidden += 1
        segments = [Segment(sign, self._blank if coding is None else self._stripe_style(coding, focus)) for sign, coding in signs]
        count = "+" if hidden > 9 else str(hidden) if hidden else " "
        return [*segments, Segment(f"{count} ", self._ink.plain(self._ink.faint) if hidden else self._blank)]

    def _bracket(self, row: int, coding: Coding, *, focused: bool) -> str:
        first, last = self._marks.lanes.rows(coding.id)
        if coding.star and row == first:
            return "★"
        if first == last:
            return "◆" if focused else "•"
        if row == first:
            return "┏" if focused else "╭"
        if row == last:
            return "┗" if focused else "╰"
        return "┃" if focused else "│"

    def _stripe_style(self, coding: Coding, focus: int | None) -> Style:
        return self._ink.plain(self._ink.sign(self._hues[coding.code]), bold=coding.id == focus)

    def _text(self, row: int, codings: Sequence[Coding], state: RowState) -> list[Segment]:
        """The words of the row in runs of one look, padded to the measure."""
        start, end = self._wrap.extent(row)
        measure = self._geometry.measure
        if end <= start:
            return [Segment(" " * measure, self._blank)]
        block = self._reading.blocks[self._wrap.blocks[row]]
        inner = sorted(codings, key=lambda coding: (-len(coding.span), coding.id))
        segments: list[Segment] = []
        cells = self._wrap.cells(row)
        edges = _edges(start, end, [*(coding.span for coding in inner), *self.also_marked(state)], state)
        if cells is not None:
            # A span may begin inside what takes one place; cutting it there would change its width, so the look changes after it.
            places = [*(start + first for first, _, _ in cells), end]
            edges = sorted({places[bisect_left(places, edge)] for edge in edges})
        for left, right in itertools.pairwise(edges):
            style = self._ink.style(self._look(left, inner, state, block))
            segments.append(Segment(self._reading.drawn[left:right], style))
        filled = end - start if cells is None else sum(width for _, _, width in cells)
        if filled < measure:
            segments.append(Segment(" " * (measure - filled), self._blank))
        return segments

    def also_marked(self, _state: RowState) -> Sequence[Span]:
        """Spans at whose ends the look changes too, besides those of codings."""
        return ()

    def _look(self, at: int, inner: Sequence[Coding], state: RowState, block: Block) -> Look:
        here = [coding for coding in inner if at in coding.span]
        return Look(
            hues=tuple(self._hues[coding.code] for coding in here[-3:]),
            selected=state.selected is not None and at in state.selected,
            caret=state.caret is not None and at in state.caret,
            focused=any(coding.id == state.focus for coding in here),
            dimmed=not here and self._reading.is_context(block),
            found=any(at in hit for hit in state.found),
        )

    def _margin(self, row: int, focus: int | None) -> list[Segment]:
        columns, ink = self._geometry, self._ink
        rest = columns.width - columns.text_left - columns.measure
        id_ = self._marks.names.on_row(row) if columns.margin else None
        if id_ is None:
            return [Segment(" " * rest, self._blank)] if rest > 0 else []
        coding = self._marks.by_id[id_]
        more = self._marks.names.more_on_row(row)
        tail = f" +{more}" if more else ""
        name = f"{'★ ' if coding.star else ''}{self._names[coding.code]}{' ?' if coding.unsure else ''}"
        room = rest - 2 - len(tail)
        if cell_len(name) > room:
            name = set_cell_size(name, room - 1) + "…"
        style = ink.plain(ink.text, bold=True) if id_ == focus else ink.plain(ink.muted)
        padded = set_cell_size(name + tail, rest - 2)
        return [Segment(" ", self._blank), Segment("▌", ink.plain(ink.sign(self._hues[coding.code]))), Segment(padded, style)]


def clock(turn: Turn) -> str:
    """When a turn began, as 04:05 or 1:04:05; empty where it is not known."""
    if turn.started is None:
        return ""
    minutes, seconds = divmod(turn.started // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def _edges(start: int, end: int, spans: Sequence[Span], state: RowState) -> list[int]:
    """Offsets of a row at which the look may change, its own ends included."""
    marked = [*spans, *state.found]
    marked += [one for one in (state.selected, state.caret) if one is not None]
    inside = {offset for span in marked for offset in (span.start, span.end) if start < offset < end}
    return sorted({start, end} | inside)


def _cut(label: str, width: int) -> str:
    """A label in so many cells; one that is longer ends in an ellipsis."""
    if cell_len(label) > width > 1:
        label = set_cell_size(label, width - 1) + "…"
    return set_cell_size(label, width)
