"""A source drawn row by row: only the rows in sight, each from a cache, painted again only where it changed."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView

from qualcode.domain.spans import Span
from qualcode.tui.widgets.transcript.geometry import MEASURE, Geometry, geometry_of
from qualcode.tui.widgets.transcript.marks import Marks
from qualcode.tui.widgets.transcript.motion import Motion
from qualcode.tui.widgets.transcript.paint import RowPainter, RowState, Stationery
from qualcode.tui.widgets.transcript.reading import Reading
from qualcode.tui.widgets.transcript.row_cache import RowCache
from qualcode.tui.widgets.transcript.selection import Selection
from qualcode.tui.widgets.transcript.tints import Ink, hues_of
from qualcode.tui.widgets.transcript.units import Units
from qualcode.tui.widgets.transcript.wrap import SPACER, WrapIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textual import events
    from textual.strip import Strip

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.coding import Coding
    from qualcode.domain.edits import EditMap

_IN_SIGHT = 2
"""Rows kept in sight above and below the caret."""


class TranscriptCanvas(ScrollView, can_focus=True):
    """One source with its codings, a caret and a selection, drawn.

    `on_said` is called in the handler of each key, with what the key did in words (often nothing): so the status line
    is painted with the rows and not a frame later.
    """

    marks: Marks
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TranscriptCanvas { width: 1fr; height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    def __init__(self, on_said: Callable[[str], None]) -> None:
        super().__init__()
        self.on_said = on_said
        self.compact = False
        self.widest = MEASURE
        self.dims_context = True
        self.ink = Ink({}, dark=True)
        self.codebook: Codebook | None = None
        self.hits: Sequence[Span] = ()
        self.focus_id: int | None = None
        self.only: frozenset[int] | None = None
        self.read(Reading(""), (), None)

    # what is shown

    def read(self, reading: Reading, codings: Sequence[Coding], at: int | None) -> None:
        """Show a source with its codings, the caret at the word of an offset, or where a first reading starts."""
        self.reading = reading
        self.units = Units(reading)
        self.close_overlay()
        self.hits, self.focus_id = (), None
        self.motion = Motion(reading, self.units)
        if reading.blocks:
            caret = self.motion.first_of_turns() if at is None else self.units.word_at(at)
            self.selection = Selection(caret)
        else:
            self.selection = Selection(Span(0, 1))
        self._lay_out(self.columns, codings)
        self._settle_focus()
        if self.is_attached and self.size.width:
            self._place_scroll(top=at is None)

    def read_again(self, reading: Reading, codings: Sequence[Coding], edits: EditMap) -> bool:
        """Show the open source in another state, to which `edits` lead: everything stays with its words.

        Returns whether what lay over the text is there still.
        """
        first = self.wrap.starts[min(self.scroll_offset.y, len(self.wrap) - 1)] if len(self.wrap) else 0
        selection, focus = self.selection, self.focus_id
        hits = [edits.carry(hit) for hit in self.hits]
        self.read(reading, codings, edits.place(selection.caret.start))
        if not reading.blocks:
            return True
        if selection.anchor is not None:
            self.selection = selection.carried(edits, self.units)
        self.hits = [hit.span for hit in hits if hit.span is not None and not hit.changed]
        self.focus_id = focus
        self._settle_focus()
        if self.is_attached and self.size.width:
            self.scroll_rows(self.wrap.row_of(edits.place(first)))
            self._scroll_into_sight()
            self.refresh()
        return True

    def use_codebook(self, codebook: Codebook) -> None:
        """Draw with these names and hues."""
        self.codebook = codebook
        self._prepare_paint()
        self.refresh()

    def put_codings(self, changed: Mapping[int, Coding | None]) -> None:
        """Show codings in their new state; None takes one away. Only rows that look different are painted again."""
        rows: set[int] = set()
        for id_, coding in changed.items():
            rows |= self.marks.drop(id_) if coding is None else self.marks.put(coding)
        self._painted.forget(rows)
        self._settle_focus()
        self.show_changes()

    def set_compact(self, compact: bool) -> None:
        """With or without an empty row between turns."""
        self.compact = compact
        self._lay_out(self.columns, list(self.marks.by_id.values()))
        self._place_scroll()

    def prepare(self, *, compact: bool, widest: int, dims_context: bool) -> None:
        """How sources are drawn from the first one on: close together or not, how wide, with fainter interviewers or not."""
        self.compact, self.widest, self.dims_context = compact, widest, dims_context

    def show_only(self, codes: frozenset[int] | None) -> None:
        """Show the codings of these codes alone, or all again."""
        if codes == self.only:
            return
        self.only = codes
        self.marks = Marks(self.reading, self.wrap, self.marks.by_id.values(), only=codes)
        self._prepare_paint()
        self._settle_focus()
        self.refresh()

    def show_hits(self, hits: Sequence[Span]) -> None:
        """Underline what was found."""
        self.hits = hits
        self.show_changes()

    @property
    def columns(self) -> int:
        """Cells of a row: the scrollbar has the last one."""
        return max(0, self.size.width - 1)

    @property
    def target(self) -> Span:
        """What a code would be applied to: the selection, else the sentence at the caret."""
        return self.selection.span or self.units.sentence_at(self.selection.caret.start)

    @property
    def caret(self) -> Span:
        """What is drawn as the caret."""
        return self.selection.caret

    @property
    def highlighted(self) -> Span | None:
        """What is drawn as selected."""
        return self.selection.span

    @property
    def focused(self) -> Coding | None:
        """The coding that uncode, star and the like would act on."""
        return self.marks.by_id.get(self.focus_id) if self.focus_id is not None else None

    # after a change

    def show_changes(self) -> None:
        """Paint again the rows in sight whose state is no longer the one drawn."""
        top, (width, height) = self.scroll_offset.y, self.size
        highlighted, painted = self.highlighted, self._painted
        regions = [
            Region(0, row - top, width, 1)
            for row in range(top, min(top + height, len(self.wrap)))
            if not painted.is_drawn(row, self._state(row, highlighted))
        ]
        if regions:
            self.refresh(*regions)
        self._put_cursor()

    def focus_coding(self, coding: int) -> None:
        """Put one of the codings at the caret in focus."""
        self.focus_id = coding
        self._settle_focus()
        self.show_changes()

    def _settle_focus(self) -> None:
        """Keep the focused coding while the caret is in it, else take the innermost there."""
        if not self.reading.blocks:
            self.focus_id = None
            return
        here = [coding.id for coding in self.marks.at(self.selection.caret)]
        if self.focus_id not in here:
            self.focus_id = here[0] if here else None

    def after_move(self, said: str = "") -> None:
        """Bring the caret into sight, paint what changed and say where it is."""
        self._settle_focus()
        self._scroll_into_sight()
        self.show_changes()
        self.on_said(said)

    def _scroll_into_sight(self) -> None:
        height = self.size.height
        row = self.wrap.row_of(self.caret.start)
        top = self.scroll_offset.y
        keep = min(_IN_SIGHT, max(0, (height - 1) // 2))
        if top + keep <= row < top + height - keep:
            return
        if abs(row - (top + height // 2)) > height:
            wanted = row - height // 3
        else:
            wanted = row - keep if row < top + keep else row - height + 1 + keep
        self.scroll_rows(wanted)

    def scroll_rows(self, top: int) -> None:
        """Put a row at the top of the view, at once."""
        top = max(0, min(top, len(self.wrap) - self.size.height))
        self.scroll_to(y=top, animate=False, force=True)

    def _put_cursor(self) -> None:
        """The terminal's own cursor stands at the caret: screen magnifiers and input methods look there."""
        if not self.has_focus or not self.reading.blocks:
            return
        caret = self.caret
        row = self.wrap.row_of(caret.start)
        column = self.geometry.text_left + self.wrap.column_of(row, caret.start)
        where = self.overlay_cursor() or Offset(column, row - self.scroll_offset.y)
        self.app.cursor_position = self.content_region.offset + where

    # what may lie over the rows

    def with_overlay(self, _y: int, strip: Strip) -> Strip:
        """The strip of a line with what lies over it."""
        return strip

    def overlay_cursor(self) -> Offset | None:
        """Where the text cursor of an overlay stands in the view."""
        return None

    def close_overlay(self) -> None:
        """Take away what lies over the rows."""

    # layout

    def _lay_out(self, width: int, codings: Sequence[Coding]) -> None:
        labels = [len(speaker.label) for speaker in self.reading.speakers.values()]
        self.geometry = self.geometry_for(width, turns=len(self.reading.turns), longest_label=max(labels, default=0))
        self.wrap = WrapIndex(self.reading, self.geometry.measure, compact=self.compact)
        self.place_marks(codings)
        self._prepare_paint()
        self.virtual_size = Size(width, len(self.wrap))

    def geometry_for(self, width: int, *, turns: int, longest_label: int) -> Geometry:
        """The columns of a view of some width."""
        return geometry_of(width, turns=turns, longest_label=longest_label, widest=self.widest)

    def place_marks(self, codings: Sequence[Coding]) -> None:
        """Place the stripes of codings at the present wrap."""
        self.marks = Marks(self.reading, self.wrap, codings, only=self.only)

    def painter(self) -> RowPainter:
        """What draws the rows."""
        return RowPainter(self.reading, self.wrap, self.marks, self.stationery)

    def _prepare_paint(self) -> None:
        names = {code.id: code.name for code in self.codebook.codes} if self.codebook else {}
        hues = hues_of(self.codebook, self.ink) if self.codebook else {}
        self.stationery = Stationery(self.ink, self.geometry, names, hues)
        self._painter = self.painter()
        self._painted = RowCache(self._painter)

    def _place_scroll(self, *, top: bool = False) -> None:
        row = self.wrap.row_of(self.selection.caret.start) if self.reading.blocks else 0
        block_first = self.wrap.rows_of_block(self.wrap.block_at_row(row))[0] if self.reading.blocks else 0
        self.scroll_rows(block_first if top else row - self.size.height // 3)
        self.refresh()
        self.call_after_refresh(self._put_cursor)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew at the new width, with the first visible words where they were."""
        width = max(0, event.size.width - 1)
        if width == self.geometry.width:
            self._scroll_into_sight()
            return
        first = self.wrap.starts[min(self.scroll_offset.y, len(self.wrap) - 1)] if len(self.wrap) else 0
        fresh = self.geometry.width == 0
        self._lay_out(width, list(self.marks.by_id.values()))
        self.close_overlay()
        if fresh:
            self._place_scroll()
        elif self.reading.blocks:
            self.scroll_rows(self.wrap.row_of(first))
            self._scroll_into_sight()
        self.refresh()

    def on_mount(self) -> None:
        """Take the theme's colours, now and whenever it changes."""
        self._take_colours()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._take_colours())

    def _take_colours(self) -> None:
        self.ink = Ink(self.app.theme_variables, dark=self.app.current_theme.dark, dims=self.dims_context)
        self._prepare_paint()
        self.refresh()

    # drawing

    def _state(self, row: int, highlighted: Span | None) -> RowState:
        start, end = self.wrap.extent(row)
        focus = self.focus_id
        if focus is not None:
            first, last = self.marks.lanes.rows(focus)
            if not first <= row <= last and self.marks.names.place(focus) != row:
                focus = None
        if end <= start or self.wrap.blocks[row] == SPACER:
            return RowState(focus=focus)
        found = tuple(self._hits_on(start, end)) if self.hits else ()
        return RowState(_clip(highlighted, start, end), _clip(self.caret, start, end), focus, found)

    def _hits_on(self, start: int, end: int) -> Iterator[Span]:
        """The hits that touch a row; they are disjoint and in order, and there can be thousands."""
        first = bisect_right(self.hits, start, key=lambda hit: hit.end)
        for place in range(first, len(self.hits)):
            if self.hits[place].start >= end:
                return
            yield self.hits[place]

    def render_line(self, y: int) -> Strip:
        """The strip of a line of the view, from the cache where it looks as before."""
        row = y + self.scroll_offset.y
        if row >= len(self.wrap):
            return self.with_overlay(y, self._painter.row(-1, RowState()))
        strip = self._painted.strip(row, self._state(row, self.highlighted))
        return self.with_overlay(y, strip)


def _clip(span: Span | None, start: int, end: int) -> Span | None:
    """The part of a span on a row; None where there is none."""
    if span is None or span.end <= start or end <= span.start:
        return None
    return Span(max(span.start, start), min(span.end, end))
