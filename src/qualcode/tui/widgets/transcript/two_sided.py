"""One text with the stripes of two coders: the first's on its left, the second's on its right.

The tint behind the words is what stands: where a difference is settled, the agreed coding; where it is not, what both
coders have there, deeper where both have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from qualcode.tui.widgets.transcript.geometry import Geometry, geometry_of
from qualcode.tui.widgets.transcript.marks import Marks
from qualcode.tui.widgets.transcript.paint import RowPainter, RowState
from qualcode.tui.widgets.transcript.tints import Look
from qualcode.tui.widgets.transcript.view import TranscriptView
from qualcode.tui.widgets.transcript.wrap import SPACER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from qualcode.domain.coding import Coding
    from qualcode.domain.edits import EditMap
    from qualcode.domain.spans import Span
    from qualcode.tui.widgets.transcript.paint import Stationery
    from qualcode.tui.widgets.transcript.reading import Block, Reading
    from qualcode.tui.widgets.transcript.wrap import WrapIndex

_LEFT = ("╭", "│", "╰", "┏", "┃", "┗")
_RIGHT = ("╮", "│", "╯", "┓", "┃", "┛")
"""First, middle and last sign of a stripe; of one in focus."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One difference as the text shows it: the stripes that belong to it, by id, and the spans of its words."""

    ids: frozenset[int]
    spans: tuple[Span, ...]

    @property
    def span(self) -> Span:
        """The smallest span that holds all of it."""
        whole = self.spans[0]
        for span in self.spans[1:]:
            whole = whole.hull(span)
        return whole


class TwoSidedGeometry(Geometry):
    """Columns with as many stripes on the right of the text as on its left, and no names beside them."""

    @property
    def margin(self) -> int:
        """No names: the list beside the text has them."""
        return 0


def two_sided(width: int, *, turns: int, longest_label: int, widest: int) -> TwoSidedGeometry:
    """The columns for a view of some width; see `geometry_of`."""
    one = geometry_of(width, turns=turns, longest_label=longest_label, widest=widest)
    right = one.lanes + 2
    measure = max(16, min(one.measure, width - one.text_left - 1 - right))
    return TwoSidedGeometry(width, one.number, one.speaker, one.lanes, measure)


class TwoSidedPainter(RowPainter):
    """Draws rows with stripes on both sides."""

    def __init__(
        self,
        reading: Reading,
        wrap: WrapIndex,
        first: Marks,
        stationery: Stationery,
        *,
        second: Marks,
        tinted: Marks,
        shown: Mapping[int, Shown],
    ) -> None:
        super().__init__(reading, wrap, first, stationery)
        self._second = second
        self._tinted = tinted
        self._shown = shown

    def row(self, row: int, state: RowState) -> Strip:
        """The strip of a row; blank below the last one."""
        if not 0 <= row < len(self._wrap):
            return super().row(row, state)
        focus = self._shown.get(state.focus) if state.focus is not None else None
        ids = focus.ids if focus is not None else frozenset()
        segments = [
            *self._gutter(row),
            *self._side(row, self._marks, ids, _LEFT),
            *self._text(row, self._tinted.on_row(row), state),
            Segment(" ", self._blank),
            *reversed(self._side(row, self._second, ids, _RIGHT)),
        ]
        return Strip(Segment.simplify(segments)).adjust_cell_length(self._geometry.width, self._blank)

    def _side(self, row: int, marks: Marks, focus: frozenset[int], signs: tuple[str, ...]) -> list[Segment]:
        """The stripes of one side, the outermost first, then how many have no place, then a gap to the text."""
        shown = self._geometry.lanes
        lanes: list[Segment] = [Segment(" ", self._blank)] * shown
        hidden = 0
        for coding in marks.on_row(row):
            lane = marks.lanes.lane[coding.id]
            if lane >= shown:
                hidden += 1
                continue
            first, last = marks.lanes.rows(coding.id)
            heavy = coding.id in focus
            if first == last:
                sign = "◆" if heavy else "•"
            else:
                sign = signs[(0 if row == first else 2 if row == last else 1) + 3 * heavy]
            colour = self._ink.sign(self._hues[coding.code])
            # The first lane stands next to the text.
            lanes[shown - 1 - lane] = Segment(sign, self._ink.plain(colour, bold=heavy))
        count = "+" if hidden > 9 else str(hidden) if hidden else " "
        return [Segment(count, self._ink.plain(self._ink.faint) if hidden else self._blank), *lanes, Segment(" ", self._blank)]

    def _look(self, at: int, inner: Sequence[Coding], state: RowState, block: Block) -> Look:
        here = [coding for coding in inner if at in coding.span]
        focus = self._shown.get(state.focus) if state.focus is not None else None
        return Look(
            hues=tuple(self._hues[coding.code] for coding in here[-3:]),
            selected=state.selected is not None and at in state.selected,
            caret=state.caret is not None and at in state.caret,
            focused=focus is not None and any(at in span for span in focus.spans),
            dimmed=not here and self._reading.is_context(block),
            found=any(at in hit for hit in state.found),
        )

    def also_marked(self, state: RowState) -> Sequence[Span]:
        """The spans of the difference that is current."""
        focus = self._shown.get(state.focus) if state.focus is not None else None
        return focus.spans if focus is not None else ()


class TwoSidedView(TranscriptView, inherit_bindings=False):
    """A source with what two coders have in it; one difference is current."""

    BINDINGS = TranscriptView.BINDINGS

    def __init__(self, on_said: Callable[[str], None]) -> None:
        self.current: int | None = None
        """The number of the difference whose stripes are heavy and whose words are underlined."""
        self._second: Sequence[Coding] = ()
        self._tints: Sequence[Coding] = ()
        self._shown: dict[int, Shown] = {}
        self._numbers: dict[int, int] = {}
        super().__init__(on_said)

    def show_sides(
        self,
        reading: Reading,
        first: Sequence[Coding],
        second: Sequence[Coding],
        tints: Sequence[Coding],
        shown: Mapping[int, Shown],
        *,
        edits: EditMap | None = None,
    ) -> None:
        """Show a source with the stripes of both, the tints, and the differences by number.

        With `edits` it is the open source in another state: caret and selection stay on their words.
        """
        self._second, self._tints, self._shown = second, tints, dict(shown)
        self._numbers = {id_: number for number, one in shown.items() for id_ in one.ids}
        if edits is None:
            self.current = None
            self.read(reading, first, None)
        else:
            self.read_again(reading, first, edits)
        if self.current not in shown:
            self.current = None

    def show_tints(self, gone: Iterable[int], fresh: Sequence[Coding]) -> None:
        """Take tints away, by id, and show others; only rows that look different are painted again."""
        kept = {one.id: one for one in self._tints}
        rows: set[int] = set()
        for number in gone:
            kept.pop(number, None)
            rows |= self.tinted.drop(number)
        for coding in fresh:
            kept[coding.id] = coding
            rows |= self.tinted.put(coding)
        self._tints = list(kept.values())
        self._painted.forget(rows)
        self.show_changes()

    def step_to(self, number: int | None, said: str = "", *, caret: bool = True) -> None:
        """Make a difference current and bring it into sight, the caret at its first word."""
        self.current = number if number in self._shown else None
        if self.current is None or not self.reading.blocks or not caret:
            self.show_changes()
            self.on_said(said)
            return
        self.selection.clear()
        span = self._shown[self.current].span
        self._bring_into_sight(span)
        self.go_to(self.units.words_in(span)[0], said)

    def _bring_into_sight(self, span: Span) -> None:
        """Show the whole of a span where it fits, with what stands before it."""
        first, last = self.wrap.row_of(span.start), self.wrap.row_of(span.end - 1)
        height, top = self.size.height, self.scroll_offset.y
        if first <= top or last >= top + height - 1:
            self.scroll_rows(first - max(1, min(height // 3, height - 2 - (last - first))))

    def at_caret(self) -> list[int]:
        """The differences that hold the word at the caret, by number."""
        word = self.selection.caret
        here = (*self.marks.at(word), *self.second.at(word))
        return list(dict.fromkeys(self._numbers[coding.id] for coding in here if coding.id in self._numbers))

    # what the canvas asks

    def place_marks(self, codings: Sequence[Coding]) -> None:
        """Place the stripes of both sides and the tints."""
        super().place_marks(codings)
        self.second = Marks(self.reading, self.wrap, self._second)
        self.tinted = Marks(self.reading, self.wrap, self._tints)

    def geometry_for(self, width: int, *, turns: int, longest_label: int) -> Geometry:
        """The columns, with stripes on both sides."""
        return two_sided(width, turns=turns, longest_label=longest_label, widest=self.widest)

    def painter(self) -> RowPainter:
        """What draws the rows."""
        return TwoSidedPainter(
            self.reading, self.wrap, self.marks, self.stationery, second=self.second, tinted=self.tinted, shown=self._shown
        )

    def _settle_focus(self) -> None:
        """No single coding is in focus here, but a whole difference."""
        self.focus_id = None

    def _state(self, row: int, highlighted: Span | None) -> RowState:
        state = super()._state(row, highlighted)
        if self.current is None or self.wrap.blocks[row] == SPACER:
            return state
        start, end = self.wrap.extent(row)
        spans = self._shown[self.current].spans
        rows = [self.wrap.rows_of(span.start, span.end) for span in spans]
        if any(first <= row <= last for first, last in rows) or any(span.start < end and start < span.end for span in spans):
            return RowState(state.selected, state.caret, self.current, state.found)
        return state
