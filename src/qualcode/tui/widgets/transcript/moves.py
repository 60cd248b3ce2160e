"""The caret's keys: what each move does to caret and selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from qualcode.tui.widgets.transcript.ends_view import EndsTranscript

if TYPE_CHECKING:
    from qualcode.domain.spans import Span


class MovingTranscript(EndsTranscript):
    """A transcript whose caret moves. Each move ends with one call of `after_move`, so that it is one paint."""

    class LetGo(Message):
        """There was nothing to let go in the view itself."""

    _column: int | None = None
    """The column that moves by row keep to; forgotten by every other move."""
    _start_of: int | None = None
    """The coding whose start is nudged, and not its end."""

    def go_to(self, word: Span, said: str = "", *, focus: int | None = None) -> None:
        """Put the caret on a word, as a jump does; `focus` puts one of the codings there in focus."""
        self._move(word, said=said, focus=focus)

    def select_unit(self, unit: Span, said: str = "") -> None:
        """Select a unit of the text, the caret on its last word."""
        self.selection.select(unit, *self.units.words_in(unit))
        self._column = None
        self.after_move(said)

    def _move(self, word: Span | None, *, end: str = "", extend: bool = False, said: str = "", focus: int | None = None) -> None:
        if word is None:
            self.after_move(end)
            return
        self._column = None
        self.selection.move(word, extend=extend)
        if focus is not None:
            self.focus_id = focus
        self.after_move(said)

    def _move_rows(self, step: int, *, extend: bool = False) -> None:
        if not self.reading.blocks:
            return
        caret = self.selection.caret
        row = self.wrap.row_of(caret.start)
        column = self.wrap.column_of(row, caret.start) if self._column is None else self._column
        word = self.motion.row(caret, step, column, self.wrap)
        self._move(word, end="This is the last row." if step > 0 else "This is the first row.", extend=extend)
        self._column = column

    def action_word(self, step: int) -> None:
        """A word on or back."""
        if self.reading.blocks:
            end = "This is the last word." if step > 0 else "This is the first word."
            self._move(self.motion.word(self.selection.caret, step), end=end)

    def action_row(self, step: int) -> None:
        """A row down or up."""
        self._move_rows(step)

    def action_page(self, step: int) -> None:
        """A page down or up: the caret keeps its place in the view."""
        self._move_page(step * max(1, self.size.height - 2))

    def action_half_page(self, step: int) -> None:
        """Half a page down or up."""
        self._move_page(step * max(1, self.size.height // 2))

    def _move_page(self, rows: int) -> None:
        if self.reading.blocks:
            self.scroll_rows(self.scroll_offset.y + rows)
            self._move_rows(rows)

    def action_sentence(self, step: int) -> None:
        """To the first word of the next sentence, or back."""
        if self.reading.blocks:
            end = "This is the last sentence." if step > 0 else "This is the first sentence."
            self._move(self.motion.sentence(self.selection.caret, step), end=end)

    def action_turn(self, step: int) -> None:
        """To the first word of the next turn, or back."""
        if self.reading.blocks:
            end = "This is the last turn." if step > 0 else "This is the first turn."
            self._move(self.motion.turn(self.selection.caret, step), end=end)

    def action_edge(self, step: int) -> None:
        """To the end or the start of the source."""
        if self.reading.blocks:
            self._move(self.motion.bottom() if step > 0 else self.motion.top())

    def action_extend_mode(self) -> None:
        """Start or leave the extend mode."""
        if self.reading.blocks:
            self.selection.toggle_extending()
            self.after_move("Moves now select; v or Esc ends it." if self.selection.extending else "Nothing is selected.")

    def action_extend_word(self, step: int) -> None:
        """Extend the selection by a word."""
        if self.reading.blocks:
            end = "This is the last word." if step > 0 else "This is the first word."
            self._move(self.motion.word(self.selection.caret, step), end=end, extend=True)

    def action_extend_row(self, step: int) -> None:
        """Extend the selection by a row."""
        self._move_rows(step, extend=True)

    def action_widen(self) -> None:
        """Select the sentence, the turn, the exchange."""
        if not self.reading.blocks:
            return
        span = self.selection.span or self.selection.caret
        if self.selection.span is None and self.motion.sentences_around(span) == span:
            self.selection.grow(span, span, span)
        grown = self.motion.wider(span)
        if grown is None:
            self.after_move("Nothing wider to select.")
            return
        self.selection.grow(grown, *self.units.words_in(grown))
        self.after_move(f"Selected {self._unit_name(grown)}.")

    def action_narrow(self) -> None:
        """Back to the narrower selection."""
        if not self.reading.blocks or self.selection.span is None:
            self.after_move("Nothing is selected.")
            return
        if not self.selection.shrink():
            shrunk = self.motion.narrower(self.selection.span, self.selection.caret)
            if shrunk is None:
                self.selection.clear()
            else:
                self.selection.select(shrunk, *self.units.words_in(shrunk))
        self.after_move("" if self.selection.span else "Nothing is selected.")

    def _unit_name(self, span: Span) -> str:
        if self.motion.sentences_around(span) == span:
            return "the sentence"
        return "the turn" if self.motion.turns_around(span) == span else "the question with its answers"

    def action_swap_ends(self) -> None:
        """Put the caret at the other end of the selection; without one, have the other end of the focused coding nudged."""
        if self.selection.swap():
            self.after_move()
        elif self.focus_id is not None:
            self._start_of = None if self.nudges_start else self.focus_id
            self.after_move(f"< and > now move the {'start' if self.nudges_start else 'end'} of the focused coding.")
        else:
            self.after_move("Nothing is selected, and no coding is here.")

    @property
    def nudges_start(self) -> bool:
        """Whether nudging moves the start of the focused coding: until another one is in focus."""
        return self._start_of is not None and self._start_of == self.focus_id

    def action_let_go(self) -> None:
        """End finding, else select nothing, else say that there was nothing to let go."""
        if self.hits:
            self.show_hits(())
            self.after_move("Finding is over.")
        elif self.selection.clear():
            self.after_move("Nothing is selected.")
        else:
            self.after_move()
            self.post_message(self.LetGo())

    def action_focus_coding(self, step: int) -> None:
        """Focus another of the codings at the caret."""
        here = [coding.id for coding in self.marks.at(self.selection.caret)] if self.reading.blocks else []
        if len(here) < 2:
            self.after_move("No other coding here." if here else "No coding here.")
            return
        self.focus_id = here[(here.index(self.focus_id) + step) % len(here)] if self.focus_id in here else here[0]
        self.after_move()
