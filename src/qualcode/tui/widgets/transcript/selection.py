"""The caret and what is selected: whole words, as offsets that survive every re-wrap."""

from __future__ import annotations

from qualcode.domain.spans import Span


class Selection:
    """A caret word and, while something is selected, the word at its other end.

    `extending` is the extend mode: there the caret's word is selected from the start, and each move extends.
    """

    def __init__(self, caret: Span) -> None:
        self.caret = caret
        self.anchor: Span | None = None
        self.extending = False
        self._narrower: list[tuple[Span, Span]] = []

    @property
    def span(self) -> Span | None:
        """What is selected, or None."""
        return None if self.anchor is None else self.anchor.hull(self.caret)

    def move(self, caret: Span, *, extend: bool = False) -> None:
        """Put the caret on a word; the selection follows in extend mode or when asked, else it goes."""
        self._narrower.clear()
        if extend or self.extending:
            self.anchor = self.anchor or self.caret
        else:
            self.anchor = None
        self.caret = caret

    def toggle_extending(self) -> None:
        """Start the extend mode at the caret, keeping what is selected; or leave it, selecting nothing."""
        self.extending = not self.extending
        self.anchor = (self.anchor or self.caret) if self.extending else None
        self._narrower.clear()

    def select(self, first: Span, last: Span, *, from_narrower: bool = False) -> None:
        """Select from one word to another, the caret on the last. `from_narrower` remembers the way back."""
        if from_narrower:
            self._narrower.append((self.anchor or self.caret, self.caret))
        else:
            self._narrower.clear()
        self.anchor, self.caret = first, last

    def narrow_again(self) -> bool:
        """Go back to what was selected before it grew; False where nothing is remembered."""
        if not self._narrower:
            return False
        self.anchor, self.caret = self._narrower.pop()
        return True

    def swap(self) -> bool:
        """Exchange the ends: the caret goes to the other one. False where nothing is selected."""
        if self.anchor is None:
            return False
        self.anchor, self.caret = self.caret, self.anchor
        return True

    def clear(self) -> bool:
        """Select nothing and leave the extend mode; False where there was nothing to leave."""
        had = self.anchor is not None or self.extending
        self.anchor, self.extending = None, False
        self._narrower.clear()
        return had

    def settle(self) -> None:
        """Leave the extend mode with the selection kept, as after coding it: the next plain move lets it go."""
        self.extending = False
