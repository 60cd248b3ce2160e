"""What is done to the words that a coding holds: its ends nudged by word or moved by sign, and whole turns taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.spans import Span
from qualcode.tui.screens.coding_told import counted, quoted
from qualcode.tui.screens.coding_verbs import CodingVerbs
from qualcode.tui.widgets.transcript.ends import SpanEnds

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Coding


class CodingSpans(CodingVerbs):
    """The verbs of the coding screen that are about words and not about codes."""

    def action_nudge(self, step: int) -> None:
        """Move the end of the focused coding by a word; its start where that is in hand."""
        coding = self._focused()
        if coding is None:
            return
        view, span = self.view, coding.span
        start, end = span.start, span.end
        moved = view.motion.start_beyond(start, step) if view.nudges_start else view.motion.end_beyond(end, step)
        if view.nudges_start:
            start = start if moved is None else moved
        else:
            end = end if moved is None else moved
        name = self.codebook[coding.code].name
        if moved is None:
            self.say(f"{name} cannot go farther: the text ends.", refused=True)
        elif end <= start:
            self.say(f"{name} is one word here; {self.key('coding.uncode')} takes it away.", refused=True)
        else:
            self._move_ends(coding, Span(start, end), at_start=view.nudges_start)

    def action_edit(self) -> None:
        """Move the ends of the selection, else of the focused coding, by sign."""
        view = self.view
        if self.desk is None or not view.reading.blocks:
            return
        if view.selection.span is not None and not view.selection.settled:
            view.open_ends(SpanEnds(view.reading, view.motion, view.selection.span), self._take_selection)
            return
        coding = self._focused()
        if coding is None:
            return

        def done(span: Span | None) -> None:
            if span is None or span == coding.span:
                self.say("The ends are where they were.")
            else:
                self._move_ends(coding, span)

        view.open_ends(SpanEnds(view.reading, view.motion, coding.span), done)

    def _take_selection(self, span: Span | None) -> None:
        if span is None:
            self.say("The selection is as it was.")
            return
        self.view.selection.select(span, *self.view.units.words_in(span))
        words = quoted(span.words_of(self.view.reading.drawn))
        self.view.after_move(f"Selected {words}; {self.key('coding.quick_code')} codes just that.")

    def _move_ends(self, coding: Coding, span: Span, *, at_start: bool = False) -> None:
        """Write other ends, put the caret at the one that moved and say what the coding holds now."""
        view, name, text = self.view, self.codebook[coding.code].name, self._text
        first, last = view.units.words_in(span)
        held = f"{counted(view.units.count_words(span), 'word')} {quoted(span.words_of(view.reading.drawn))}"
        here = view.selection.caret

        def moved(made: tuple[int, ChangeSet | None]) -> None:
            kept, change = made
            if change is None:
                return
            said = f"{name} now holds {held}."
            if kept != coding.id:
                said = f"{name} was on just these words already: the two are one now."
            self.done(change, said)
            if view.selection.caret == here and self._text.revision == text.revision:
                view.selection.clear()
                view.go_to(first if at_start else last, said, focus=kept)

        self.write(lambda: self._desk.move_ends(text, coding.id, span), moved, f"other ends for {name}")

    def action_code_turn(self) -> None:
        """Choose a code for the whole turn, or for the turns that the selection touches."""
        view = self.view
        if self.desk is None or not view.reading.blocks:
            return
        turns = view.motion.turns_around(view.selection.span or view.selection.caret)
        view.select_unit(turns)
        self.action_quick_code()
        if view.quick is not None:
            self.say(f"The code goes on the whole turn: {counted(view.units.count_words(turns), 'word')}.")

    def action_in_vivo(self) -> None:
        """Code the selected words with a code that they name."""
        if self.desk is None or not self.view.reading.blocks:
            return
        if self.view.selection.span is None:
            self.say("Select the words that are to name a code: v, then move.", refused=True)
            return
        span, _ = self._segment()
        if span is None:
            return
        text, before = self._text, {code.id for code in self.codebook}

        def coded(made: tuple[int, int, ChangeSet | None]) -> None:
            code, coding, change = made
            if change is None:
                self.view.focus_coding(coding)
                self.say(f"{self.codebook[code].name} is there already, on just these words.")
                return
            self._publish_coding(change, code, coding, span)
            name = self.codebook[code].name
            said = f"Coded with the code “{name}”." if code in before else f"Made the code “{name}” of these words."
            self.say(said + self._hidden(code))

        self.write(lambda: self._desk.code_in_vivo(text, span), coded, "a code named by its words")
