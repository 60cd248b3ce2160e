"""What a coder does to the codings of a source: each handler calls one verb of the desk and publishes its change set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.memos import MemoTarget
from qualcode.domain.spans import Span, trimmed
from qualcode.tui.screens.coding_filter import CodingFilter
from qualcode.tui.screens.coding_told import counted
from qualcode.tui.widgets.transcript.quickcode import Choice, QuickCode

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Coding
    from qualcode.tui.widgets.codebook_pane import CodebookPane


class CodingVerbs(CodingFilter):
    """The coding screen's verbs."""

    # quick code

    def action_quick_code(self) -> None:
        """Choose a code for the selection, or for the sentence at the caret."""
        if self.desk is None or not self.view.reading.blocks:
            return
        span, sentence = self._segment()
        if span is None:
            return
        quick = QuickCode(
            span,
            span.words_of(self.view.reading.drawn),
            self.codebook,
            self.search,
            recent=self.digits.recent,
            title="Apply code to the sentence" if sentence else "Apply code",
            may_create=self.desk.writable,
        )
        self.view.open_quick_code(quick, self._chosen)
        self.set_focus(self.view)
        self.say("Nothing is selected: the code goes on the sentence at the caret." if sentence else "")

    def _chosen(self, choice: Choice) -> None:
        """Apply what was chosen in quick code; a new code is made first."""
        quick = self.view.quick
        assert quick is not None
        with self.refusals():
            if not choice.stay:
                self.view.close_overlay()
            code = self._apply_new(quick.span, choice.new) if choice.code is None else self._apply(quick.span, choice.code)
            if choice.stay:
                quick.stay_open(self.codebook[code].name, self.codebook, self.search)
                self.view.redraw_quick_code()

    def _apply_new(self, span: Span, typed: str) -> int:
        """Make a code and apply it, as one change."""
        assert self.desk is not None
        code, coding, change = self.desk.apply_new(span, typed)
        self._publish_coding(change, code, coding)
        self.say(f"Made the code {self.codebook[code].name} and coded {self._words(span)}.{self._hidden(code)}")
        return code

    def _made(self, typed: str) -> int:
        assert self.desk is not None
        code, change = self.desk.add_code(typed)
        self.qualcode.publish(change)
        self.take_codebook()
        return code.id

    # applying

    def _segment(self) -> tuple[Span | None, bool]:
        """What is to be coded, without outer white space, and whether it is the sentence for want of a selection."""
        sentence = self.view.selection.span is None
        span = trimmed(self.view.target, self.view.reading.text)
        if span is None:
            self.say("There is nothing but white space to code here.", refused=True)
        return span and self.view.units.whole(span), sentence

    def _apply(self, span: Span, code: int) -> int:
        """Apply a code and say so; the selection stays for another code and goes with the next move."""
        assert self.desk is not None
        numbers, change = self.desk.apply(span, [code])
        name = self.codebook[code].name
        if change is None:
            self.view.focus_coding(numbers[0])
            self.say(f"{name} is there already, on just these words.")
            return code
        self._publish_coding(change, code, numbers[0])
        self.say(f"Coded {name} on {self._words(span)}.{self._hidden(code)}")
        return code

    def _publish_coding(self, change: ChangeSet, code: int, coding: int) -> None:
        """Show a new coding in focus, and note that its code was used."""
        self.view.selection.settle()
        self.qualcode.publish(change)
        self._note_use(code)
        self.view.focus_coding(coding)

    def _hidden(self, code: int) -> str:
        """What to add where the filter does not show a coding just made."""
        only = self.view.only
        return " The filter hides it: f shows all." if only is not None and code not in only else ""

    def _words(self, span: Span) -> str:
        return counted(self.view.units.count_words(span), "word")

    def _apply_here(self, code: int | None, otherwise: str) -> None:
        if self.desk is None or not self.view.reading.blocks:
            return
        if code is None:
            self.say(otherwise, refused=True)
            return
        span, _ = self._segment()
        if span is not None:
            with self.refusals():
                self._apply(span, code)

    def action_digit(self, digit: int) -> None:
        """Apply the code of a digit."""
        self._apply_here(self.digits.code(digit), f"No code is on {digit} yet: codes you use get a digit.")

    def action_repeat_code(self) -> None:
        """Apply the code used last."""
        self._apply_here(self.digits.last, "No code was used yet.")

    def on_codebook_pane_chosen(self, event: CodebookPane.Chosen) -> None:
        """Apply a code chosen in the codebook."""
        self._apply_here(event.code, "")

    # the focused coding

    def _focused(self) -> Coding | None:
        coding = self.view.focused
        if coding is None:
            self.say("No coding at the caret.", refused=True)
        return coding

    def action_uncode(self) -> None:
        """Take the focused coding away."""
        coding = self._focused()
        if coding is None or self.desk is None:
            return
        with self.refusals():
            change = self.desk.uncode(coding.id)
            if change is not None:
                self.qualcode.publish(change)
            self.say(f"Took {self.codebook[coding.code].name} away; u undoes it.")

    def action_recode(self) -> None:
        """Give the focused coding another code."""
        coding = self._focused()
        if coding is None or self.desk is None:
            return
        words = coding.span.words_of(self.view.reading.drawn)
        title = f"Instead of {self.codebook[coding.code].name}"
        quick = QuickCode(coding.span, words, self.codebook, self.search, recent=self.digits.recent, title=title)

        def chosen(choice: Choice) -> None:
            self._recode(coding, choice)

        self.view.open_quick_code(quick, chosen)
        self.set_focus(self.view)
        self.say("")

    def _recode(self, coding: Coding, choice: Choice) -> None:
        assert self.desk is not None
        with self.refusals():
            code = self._made(choice.new) if choice.code is None else choice.code
            self.view.close_overlay()
            change = self.desk.recode(coding.id, code)
            old, new = self.codebook[coding.code].name, self.codebook[code].name
            if change is None:
                self.say(f"It has {new} already.")
                return
            self._note_use(code)
            self.qualcode.publish(change)
            self.say(f"Now {new}, no longer {old}.{self._hidden(code)}")

    def action_star(self) -> None:
        """Star the focused coding as quotable, or unstar it."""
        coding = self._focused()
        if coding is None or self.desk is None:
            return
        with self.refusals():
            starred, change = self.desk.star(coding.id)
            if change is not None:
                self.qualcode.publish(change)
            self.say(f"{'Starred' if starred else 'Unstarred'} {self.codebook[coding.code].name} here.")

    def action_unsure(self) -> None:
        """Mark the focused coding unsure, or sure."""
        coding = self._focused()
        if coding is None or self.desk is None:
            return
        with self.refusals():
            unsure, change = self.desk.mark_unsure(coding.id)
            if change is not None:
                self.qualcode.publish(change)
            self.say(f"Marked {self.codebook[coding.code].name} {'unsure' if unsure else 'sure'} here.")

    def action_pin(self) -> None:
        """Pin the focused coding's code to its digit, or unpin it."""
        coding = self._focused()
        if coding is None or self.desk is None:
            return
        name = self.codebook[coding.code].name
        had = self.digits.of_code(coding.code)
        digit = self.digits.toggle_pin(coding.code)
        if digit is None and had is None:
            self.say("All nine digits are pinned; unpin one first.", refused=True)
            return
        with self.refusals():
            self.desk.pin(coding.code, digit)
            self.pane.show(self.codebook, self.counts, self.digits)
            self.say(f"{name} is pinned to {digit}." if digit else f"{name} is no longer pinned.")

    # memos

    def action_memo(self) -> None:
        """Write a memo on the selection, else on the focused coding, else on the source."""
        if self.desk is None or self.desk.source is None:
            return
        from qualcode.tui.memo_desk import MemoDesk
        from qualcode.tui.screens.memos import ANY_TARGET, OF_TARGET, memo_form

        desk, read = MemoDesk(self.desk.study), self.desk.source.text
        source = read.source
        span, coding = self.view.selection.span, self.view.focused
        kinds: tuple[str, ...] = ANY_TARGET
        words = f"On {source.name}"
        if span is not None:
            words = f"On “{' '.join(span.words_of(self.view.reading.drawn).split())[:200]}”"
        elif coding is not None:
            words = f"On {self.codebook[coding.code].name} here"
        else:
            kinds = (*OF_TARGET[MemoTarget.SOURCE], *ANY_TARGET)

        def filled(values: dict[str, str] | None) -> None:
            if values is None:
                return
            with self.refusals():
                if span is not None:
                    change = desk.add_on_passage(values["text"], values["kind"], read, span)
                else:
                    target = f"source {source.name}" if coding is None else f"coding {coding.id}"
                    change = desk.add(values["text"], values["kind"], target)
                self.qualcode.publish(change)
                self.say("Wrote a memo; the memo screen lists them (o, then m).")

        self.app.push_screen(memo_form("Memo", kinds, words=words), filled)

    # undo and redo

    def action_undo(self) -> None:
        """Take the latest action back."""
        if self.desk is not None:
            with self.refusals():
                change = self.desk.undo()
                self._publish_and_follow(change)
                self.say(f"Undone: {change.what or change.verb}.")

    def action_redo(self) -> None:
        """Put back what was undone last."""
        if self.desk is not None:
            with self.refusals():
                change = self.desk.redo()
                self._publish_and_follow(change)
                self.say(f"Done again: {change.what or change.verb}.")

    def _publish_and_follow(self, change: ChangeSet) -> None:
        """Show a change; where it moves the ends of one coding, the caret stays in that coding."""
        view = self.view
        touched = {number for rows in change.touched if rows.table == "coding" for number in range(rows.first, rows.last + 1)}
        before = view.marks.by_id.get(next(iter(touched))) if len(touched) == 1 else None
        self.qualcode.publish(change)
        now = view.marks.by_id.get(before.id) if before is not None else None
        if before is not None and now is not None and now.span != before.span and not now.span.overlaps(view.selection.caret):
            first, last = view.units.words_in(now.span)
            view.selection.clear()
            view.go_to(first if view.selection.caret < first else last, focus=now.id)
