"""Moving a span's ends inside the transcript view: the keys while it lasts, and what is drawn as selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.tui.widgets.transcript.ends import SpanEnds
from qualcode.tui.widgets.transcript.quickcode_view import QuickCodeTranscript

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.geometry import Offset

    from qualcode.domain.coding import Coding
    from qualcode.domain.edits import EditMap
    from qualcode.domain.spans import Span
    from qualcode.tui.widgets.transcript.reading import Reading


class EndsTranscript(QuickCodeTranscript):
    """A transcript in which the ends of a span can be moved by sign."""

    ends: SpanEnds | None = None
    _on_ends: Callable[[Span | None], None]

    def open_ends(self, ends: SpanEnds, on_done: Callable[[Span | None], None]) -> None:
        """Take a span's ends in hand; `on_done` gets the span as it is kept, or None when it is given up."""
        self.close_overlay()
        self.ends, self._on_ends = ends, on_done
        self._show_ends("")

    def read_again(self, reading: Reading, codings: Sequence[Coding], edits: EditMap) -> bool:
        """Show the open source in another state; the ends stay in hand on their words, False where they are gone."""
        ends = self.ends
        kept = super().read_again(reading, codings, edits)
        if ends is None:
            return kept
        span = edits.carry(ends.span).span
        if span is None:
            return False
        self.ends = SpanEnds(reading, self.motion, span)
        self.ends.at_end = ends.at_end
        self.show_changes()
        return kept

    def close_overlay(self) -> None:
        """Let go of the ends, as of whatever else lies over the text."""
        self.ends = None
        super().close_overlay()

    @property
    def highlighted(self) -> Span | None:
        """What is drawn as selected: with its ends in hand, the span."""
        return self.ends.span if self.ends is not None else super().highlighted

    @property
    def caret(self) -> Span:
        """What is drawn as the caret: the sign at the end in hand."""
        return self.ends.held if self.ends is not None else super().caret

    @property
    def takes_keys(self) -> bool:
        """Whether every key is the view's own."""
        return self.ends is not None or super().takes_keys

    def take_key(self, key: str, character: str | None) -> None:
        """Give a key to the ends, or to what else is open."""
        ends = self.ends
        if ends is None:
            super().take_key(key, character)
        elif key in ("enter", "escape"):
            done, span = self._on_ends, ends.span if key == "enter" else None
            self.close_overlay()
            self.show_changes()
            done(span)
        elif key in ("tab", "shift+tab") or character == "O":
            ends.switch()
            self._show_ends("")
        elif key in _SIGNS:
            self._show_ends("" if ends.step(_SIGNS[key]) else "It cannot go farther.")
        elif key in _WORDS:
            self._show_ends("" if ends.step_word(_WORDS[key]) else "It cannot go farther.")

    def put_end(self, at: Offset) -> bool:
        """A click puts the end in hand there; False where no end is in hand."""
        if self.ends is None:
            return False
        row = min(max(0, at.y + self.scroll_offset.y), len(self.wrap) - 1)
        start, end = self.wrap.extent(row)
        if end > start:
            there = self.ends.put_at(self.wrap.offset_at(row, at.x - self.geometry.text_left))
            self._show_ends("" if there else "The end cannot stand there.")
        return True

    def _show_ends(self, said: str) -> None:
        self._scroll_into_sight()
        self.show_changes()
        self.on_said(said)


_SIGNS = {"right": 1, "l": 1, "left": -1, "h": -1}
_WORDS = {"greater_than_sign": 1, "less_than_sign": -1, "down": 1, "j": 1, "up": -1, "k": -1}
