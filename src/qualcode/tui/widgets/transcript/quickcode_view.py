"""Quick code inside the transcript view: it takes the keys while open, and its box replaces parts of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Offset, Region
from textual.strip import Strip

from qualcode.tui.widgets.transcript.canvas import TranscriptCanvas
from qualcode.tui.widgets.transcript.quickcode import Choice, QuickCode, Reply
from qualcode.tui.widgets.transcript.quickcode_box import QuickCodeBox, frame_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.coding import Coding
    from qualcode.domain.edits import EditMap
    from qualcode.domain.spans import Span
    from qualcode.tui.prompt import Prompt
    from qualcode.tui.ranking import CodeSearch
    from qualcode.tui.widgets.transcript.reading import Reading


class QuickCodeTranscript(TranscriptCanvas):
    """A transcript over which quick code can be opened."""

    quick: QuickCode | None = None
    prompt: Prompt | None = None
    """A question on the status line that takes the keys while it is open."""
    _box: QuickCodeBox | None = None
    _lines: Sequence[Strip] = ()
    _on_choice: Callable[[Choice], None]

    def open_quick_code(self, quick: QuickCode, on_choice: Callable[[Choice], None]) -> None:
        """Draw quick code over the text; `on_choice` is called for each choice, and closes it or lets it stay."""
        self.close_overlay()
        self.quick = quick
        self._on_choice = on_choice
        top = self.scroll_offset.y
        first, last = self.wrap.rows_of(quick.span.start, quick.span.end)
        frame = frame_for(self.columns, self.size.height, first - top, min(last - top, self.size.height - 1))
        self._box = QuickCodeBox(frame, self.ink, self.stationery.hues)
        self._lines = []
        self._redraw()
        self.show_changes()

    def close_overlay(self) -> None:
        """Take the box away."""
        box, self.quick, self._box = self._box, None, None
        if box is not None:
            self.refresh(Region(box.frame.left, box.frame.top, box.frame.width, box.frame.height))
            self.show_changes()

    def read_again(self, reading: Reading, codings: Sequence[Coding], edits: EditMap) -> bool:
        """Show the open source in another state; quick code stays open on its words, False where they are gone."""
        quick = self.quick
        super().read_again(reading, codings, edits)
        if quick is None:
            return True
        span = edits.carry(quick.span).span
        if span is None:
            return False
        quick.span, quick.passage = span, span.words_of(reading.drawn)
        self.open_quick_code(quick, self._on_choice)
        return True

    def renew_quick_code(self, codebook: Codebook, search: CodeSearch) -> None:
        """Go on in a codebook that was changed."""
        if self.quick is not None:
            self.quick.renew(codebook, search)
            self.redraw_quick_code()

    def redraw_quick_code(self) -> None:
        """Draw the box anew after its quick code changed, with hues of codes made since."""
        if self._box is not None:
            self._box = QuickCodeBox(self._box.frame, self.ink, self.stationery.hues)
            self._redraw()

    def _take_colours(self) -> None:
        super()._take_colours()
        self.redraw_quick_code()

    def _redraw(self) -> None:
        if self.quick is not None and self._box is not None:
            frame = self._box.frame
            before, self._lines = self._lines, self._box.strips(self.quick)
            changed = [line for line, strip in enumerate(self._lines) if line >= len(before) or before[line] != strip]
            self.refresh(*(Region(frame.left, frame.top + line, frame.width, 1) for line in changed))

    def with_overlay(self, y: int, strip: Strip) -> Strip:
        """The strip of a line with the part of the box that lies on it."""
        if self._box is None:
            return strip
        frame = self._box.frame
        if not frame.top <= y < frame.top + frame.height:
            return strip
        right = frame.left + frame.width
        return Strip.join(
            [strip.crop(0, frame.left), self._lines[y - frame.top], strip.crop(right, max(right, strip.cell_length))]
        )

    @property
    def highlighted(self) -> Span | None:
        """What is drawn as selected: with quick code open, what it is about."""
        return self.quick.span if self.quick is not None else super().highlighted

    def overlay_cursor(self) -> Offset | None:
        """Where the text cursor of the open box stands in the view."""
        if self.quick is None or self._box is None:
            return None
        column, row = self._box.cursor(self.quick)
        return Offset(self._box.frame.left + column, self._box.frame.top + row)

    @property
    def takes_keys(self) -> bool:
        """Whether quick code or a question is open: then every key is its own."""
        return self.quick is not None or self.prompt is not None

    def take_key(self, key: str, character: str | None) -> None:
        """Give a key to quick code or to the question."""
        if self.quick is not None:
            self._answer(self.quick.key(key, character))
        elif self.prompt is not None:
            self.prompt.key(key, character)

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text goes into the query."""
        if self.quick is not None:
            event.stop()
            self.quick.paste(event.text)
            self._answer(Reply.CHANGED)
        elif self.prompt is not None:
            event.stop()
            self.prompt.paste(event.text)

    def quick_code_clicked(self, at: Offset) -> bool:
        """A click on a listed code applies it, elsewhere in the box it does nothing, beside it closes it."""
        if self.quick is None or self._box is None:
            return False
        frame = self._box.frame
        if not Region(frame.left, frame.top, frame.width, frame.height).contains(at.x, at.y):
            self._answer(Reply.CLOSED)
            return True
        row = self._box.row_of_line(at.y - frame.top)
        if row is not None and row < self.quick.rows:
            self.quick.chosen = row
            self._answer(self.quick.choose(stay=False))
        return True

    def _answer(self, reply: Choice | Reply) -> None:
        if isinstance(reply, Choice):
            self._on_choice(reply)
        elif reply is Reply.CLOSED:
            applied = self.quick.applied if self.quick is not None else []
            self.close_overlay()
            self.on_said(f"Applied {', '.join(applied)}." if applied else "Nothing was applied.")
        elif reply is Reply.CHANGED:
            self._redraw()
            self.show_changes()
