"""The transcript view with its mouse: a drag selects whole words, two clicks take the sentence, three the turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Offset

from qualcode.tui.commands import bindings
from qualcode.tui.widgets.transcript.moves import MovingTranscript

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType
    from textual.timer import Timer

    from qualcode.domain.spans import Span

_SCROLL_EVERY = 0.04
"""Seconds between two rows while a drag is held past the edge."""


class TranscriptView(MovingTranscript, inherit_bindings=False):
    """One source, to be read and coded."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reading")]

    _pressed: Span | None = None
    _held_at: Offset | None = None
    _scrolling: Timer | None = None

    def _word_under(self, at: Offset) -> Span:
        row = at.y + self.scroll_offset.y
        return self.motion.on_row(row, at.x - self.geometry.text_left, self.wrap)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret down and be ready to drag."""
        event.stop()
        at = Offset(event.x, event.y)
        if event.button != 1 or not self.reading.blocks or self.quick_code_clicked(at) or self.put_end(at):
            return
        self.selection.clear()
        self._pressed = self._word_under(at)
        self.capture_mouse()
        self.selection.move(self._pressed)
        self._show_drag()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Extend the selection to the word under the pointer."""
        if self._pressed is None:
            return
        event.stop()
        self._held_at = Offset(event.x, event.y)
        past = event.y < 0 or event.y >= self.size.height
        if past and self._scrolling is None:
            self._scrolling = self.set_interval(_SCROLL_EVERY, self._scroll_on)
        elif not past:
            self._stop_scrolling()
            self._drag_to(self._held_at)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End the drag; the selection stays."""
        if self._pressed is None:
            return
        event.stop()
        self._pressed = None
        self._stop_scrolling()
        self.release_mouse()
        self.on_said("")

    def on_click(self, event: events.Click) -> None:
        """Two clicks select the sentence, three the turn."""
        if event.chain < 2 or not self.reading.blocks or self.takes_keys:
            return
        event.stop()
        word = self._word_under(Offset(event.x, event.y))
        if event.chain == 2:
            self.select_unit(self.motion.sentences_around(word), "Selected the sentence.")
        else:
            self.select_unit(self.motion.turns_around(word), "Selected the turn.")

    def _drag_to(self, at: Offset) -> None:
        word = self._word_under(at)
        if self._pressed is not None and word != self.selection.caret:
            self.selection.move(word, extend=True)
            self._show_drag()

    def _scroll_on(self) -> None:
        if self._held_at is None or self._pressed is None:
            return
        down = self._held_at.y >= 0
        self.scroll_rows(self.scroll_offset.y + (1 if down else -1))
        self._drag_to(Offset(self._held_at.x, self.size.height - 1 if down else 0))

    def _stop_scrolling(self) -> None:
        if self._scrolling is not None:
            self._scrolling.stop()
            self._scrolling = None

    def _show_drag(self) -> None:
        # The caret is not brought into sight: the pointer decides where the view is.
        self._settle_focus()
        self.show_changes()
        self.on_said("")
