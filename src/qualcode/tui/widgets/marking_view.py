"""The words of a quotation with a cursor on one of them: what is selected is cut, replaced or followed by an addition."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.domain.sentences import sentences
from qualcode.domain.spans import Span
from qualcode.tui.widgets.inked import Inked
from qualcode.tui.widgets.marked_words import CHOSEN, CURSOR, Mark, marked_rows
from qualcode.tui.widgets.transcript.signs import drawn
from qualcode.tui.widgets.transcript.wrap import places_of_rows
from qualcode.tui.widgets.typing import TypedInto

if TYPE_CHECKING:
    from textual import events

    from qualcode.tui.quote_marking import Marking


class MarkingView(Inked, TypedInto, ScrollView, can_focus=True, inherit_bindings=False):
    """Verbatim words, stepped over word by word; the selection runs from where it was begun to the cursor."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    MarkingView { width: 1fr; height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    """

    class Moved(Message):
        """The cursor stands elsewhere, or more is selected."""

    def __init__(self, marking: Marking) -> None:
        super().__init__()
        self.marking = marking
        self.words = marking.words
        self.at = 0
        self.since: int | None = None
        self.extending = False
        self._rows: list[list[Segment]] | None = None

    def _take_colours(self) -> None:
        super()._take_colours()
        self.draw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (the toolkit's signature)
        """As many rows as the words take."""
        return len(places_of_rows(drawn(self.marking.verbatim), max(8, width - 3)))

    def on_resize(self) -> None:
        """Break the words anew."""
        self.draw()

    # the selection

    @property
    def selected(self) -> Span:
        """The words selected, or the one at the cursor."""
        first = self.words[self.at if self.since is None else min(self.at, self.since)]
        last = self.words[self.at if self.since is None else max(self.at, self.since)]
        return Span(first.start, last.end)

    def show(self, marking: Marking) -> None:
        """Show other marks, or other ends, with nothing selected; the cursor stays on its word."""
        before, here = self.marking, self.words[self.at].start + self.marking.at
        self.marking, self.since, self.extending = marking, None, False
        if marking.span != before.span:
            self.words = marking.words
            starts = [word.start + marking.at for word in self.words]
            self.at = min(max(0, bisect_right(starts, here) - 1), len(self.words) - 1)
            self.refresh(layout=True)
        self.draw()

    def step(self, words: int, *, extend: bool = False) -> None:
        """Some words on or back; `extend` selects them."""
        self._go(min(max(0, self.at + words), len(self.words) - 1), extend=extend)

    def step_row(self, rows: int, *, extend: bool = False) -> None:
        """Some rows down or up, to the word nearest to the column."""
        places = self._places()
        here = self.words[self.at].start
        row = self._row_of(here)
        wanted = min(max(0, row + rows), len(places) - 1)
        offset = places[wanted][0] + here - places[row][0]
        if wanted == row:
            self._go(len(self.words) - 1 if rows > 0 else 0, extend=extend)
            return
        starts = [word.start for word in self.words]
        self._go(max(0, bisect_right(starts, min(offset, max(places[wanted][0], places[wanted][1] - 1))) - 1), extend=extend)

    def step_past(self, offset: int) -> None:
        """To the first word that begins at an offset or behind it."""
        further = next((place for place, word in enumerate(self.words) if word.start >= offset), len(self.words) - 1)
        self._go(further, extend=False)

    def select_sentence(self) -> None:
        """Select the sentence at the cursor; where it is selected already, everything."""
        found = sentences(self.marking.verbatim)
        here = self.words[self.at]
        sentence = next((one for one in found if one.start <= here.start < one.end), None)
        inside = [
            number
            for number, word in enumerate(self.words)
            if sentence and sentence.start <= word.start and word.end <= sentence.end
        ]
        every = list(range(len(self.words)))
        chosen = inside if inside and (self.since, self.at) != (inside[0], inside[-1]) else every
        self.since, self.at = chosen[0], chosen[-1]
        self.draw()
        self.post_message(self.Moved())

    def let_go(self) -> bool:
        """Select nothing any more; False where nothing was."""
        if self.since is None and not self.extending:
            return False
        self.since, self.extending = None, False
        self.draw()
        return True

    def _go(self, word: int, *, extend: bool) -> None:
        if extend or self.extending:
            self.since = self.at if self.since is None else self.since
        else:
            self.since = None
        self.at = word
        self.draw()
        self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        """A click goes to a word, with shift it selects up to it."""
        event.stop()
        places, row = self._places(), event.y + self.scroll_offset.y
        if row < len(places):
            starts = [word.start for word in self.words]
            self._go(max(0, bisect_right(starts, places[row][0] + max(0, event.x - 1)) - 1), extend=event.shift)

    # drawing

    @property
    def _width(self) -> int:
        return max(8, self.size.width - 3)

    def _places(self) -> list[tuple[int, int]]:
        return places_of_rows(drawn(self.marking.verbatim), self._width)

    def _row_of(self, offset: int) -> int:
        return max((number for number, (first, _) in enumerate(self._places()) if first <= offset), default=0)

    def draw(self) -> None:
        """Draw the words, the cursor in sight."""
        if not self.size.width:
            return
        marks = self.marking.marks_on_verbatim()
        if self.since is not None:
            marks.append(Mark(self.selected.start, self.selected.end, CHOSEN))
        here = self.words[self.at]
        marks.append(Mark(here.start, here.end, CURSOR))
        self._rows = marked_rows(self.marking.verbatim, marks, self._width, self._ink, self._ink.ground)
        self.virtual_size = Size(self.size.width - 1, len(self._rows))
        row, top, height = self._row_of(here.start), self.scroll_offset.y, max(1, self.size.height)
        if row < top:
            self.scroll_to(y=row, animate=False, force=True)
        elif row >= top + height:
            self.scroll_to(y=row - height + 1, animate=False, force=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The strip of a row."""
        width, row = max(0, self.size.width - 1), y + self.scroll_offset.y
        blank = self._ink.blank()
        if self._rows is None or row >= len(self._rows):
            return Strip([Segment(" " * width, blank)], width)
        return Strip([Segment(" ", blank), *self._rows[row]]).adjust_cell_length(width, blank)
