"""The caret and what is selected: whole words and units, as offsets that survive every re-wrap."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.domain.edits import EditMap
    from qualcode.domain.spans import Span
    from qualcode.tui.widgets.transcript.units import Units


class Selection:
    """A caret word and, while something is selected, the word at its other end.

    `extending` is the extend mode: there the caret's word is selected from the start, and each move extends.
    """

    def __init__(self, caret: Span) -> None:
        self.caret = caret
        self.anchor: Span | None = None
        self.extending = False
        self._settled = False
        self._unit: Span | None = None
        self._narrower: list[tuple[Span | None, Span, Span | None]] = []

    @property
    def span(self) -> Span | None:
        """What is selected, or None: a unit with its punctuation, or from word to word."""
        if self.anchor is None:
            return None
        return self._unit or self.anchor.hull(self.caret)

    @property
    def settled(self) -> bool:
        """Whether what is selected was coded already and only waits to be let go."""
        return self._settled

    def move(self, caret: Span, *, extend: bool = False) -> None:
        """Put the caret on a word; the selection follows in extend mode or when asked, else it goes."""
        self._narrower.clear()
        self._unit = None
        self._settled = False
        if extend or self.extending:
            self.anchor = self.anchor or self.caret
        else:
            self.anchor = None
        self.caret = caret

    def toggle_extending(self) -> None:
        """Start the extend mode at the caret, keeping what is selected but not yet coded; or leave it, selecting nothing."""
        if self.extending:
            self.clear()
            return
        if self._settled:
            self.clear()
        self.extending = True
        self.anchor = self.anchor or self.caret

    def select(self, unit: Span, first: Span, last: Span) -> None:
        """Select a unit whose outer words are `first` and `last`; the caret goes to the last."""
        self._narrower.clear()
        self._settled = False
        self._unit, self.anchor, self.caret = unit, first, last

    def grow(self, unit: Span, first: Span, last: Span) -> None:
        """Select a wider unit and remember the way back."""
        way_back = [*self._narrower, (self.anchor, self.caret, self._unit)]
        self.select(unit, first, last)
        self._narrower = way_back

    def shrink(self) -> bool:
        """Go back to what was selected before it grew; False where nothing is remembered."""
        if not self._narrower:
            return False
        self.anchor, self.caret, self._unit = self._narrower.pop()
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
        self.anchor = self._unit = None
        self.extending = self._settled = False
        self._narrower.clear()
        return had

    def carried(self, edits: EditMap, units: Units) -> Selection:
        """The same selection after the text was corrected, its ends on the words that are there now."""
        made = Selection(units.word_at(edits.place(self.caret.start)))
        if self.anchor is not None:
            made.anchor = units.word_at(edits.place(self.anchor.start))
            made._unit = edits.carry(self._unit).span if self._unit is not None else None
        made.extending, made._settled = self.extending, self._settled
        return made

    def settle(self) -> None:
        """Leave the extend mode with the selection kept, as after coding it: the next plain move or `v` lets it go."""
        self.extending = False
        self._settled = self.anchor is not None
