"""What a coder does to the codings of a source: each handler calls one verb of the desk and publishes its change set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.spans import Span, trimmed
from qualcode.tui.screens.coding_filter import CodingFilter
from qualcode.tui.screens.coding_told import counted
from qualcode.tui.widgets.transcript.quickcode import Choice, QuickCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Coding
    from qualcode.domain.sources import SourceText
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.codebook_pane import CodebookPane


class CodingVerbs(CodingFilter):
    """The coding screen's verbs."""

    @property
    def _desk(self) -> StudyDesk:
        """The desk, of a study that is open."""
        assert self.desk is not None
        return self.desk

    @property
    def _text(self) -> SourceText:
        """The text on the screen, as it was read: what a coding is chosen in."""
        assert self._desk.source is not None
        return self._desk.source.text

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
        """Apply what was chosen in quick code; a new code is made with it."""
        quick, name = self.view.quick, choice.new if choice.code is None else self.codebook[choice.code].name
        assert quick is not None
        before = quick.line.text

        def applied(code: int) -> None:
            if choice.stay and self.view.quick is quick and quick.line.text == before:
                quick.stay_open(self.codebook[code].name, self.codebook, self.search)
                self.view.redraw_quick_code()

        if not choice.stay:
            self.view.close_overlay()
        if choice.code is None:
            self._apply_new(quick.span, choice.new, applied)
        else:
            self._apply(quick.span, choice.code, applied)
        if choice.stay and quick.line.text and self.qualcode.writes.waiting:
            quick.stay_open(f"{name} (waits)", self.codebook, self.search)
            self.view.redraw_quick_code()

    def _apply_new(self, span: Span, typed: str, then: Callable[[int], None]) -> None:
        """Make a code and apply it, as one change."""
        text, words = self._text, self._words(span)

        def applied(made: tuple[int, int, ChangeSet]) -> None:
            code, coding, change = made
            self._publish_coding(change, code, coding, span)
            self.say(f"Made the code {self.codebook[code].name} and coded {words}.{self._hidden(code)}")
            then(code)

        self.write(lambda: self._desk.apply_new(text, span, typed), applied, f"the new code {typed} on {words}")

    # applying

    def _segment(self) -> tuple[Span | None, bool]:
        """What is to be coded, without outer white space, and whether it is the sentence for want of a selection."""
        sentence = self.view.selection.span is None
        span = trimmed(self.view.target, self.view.reading.text)
        if span is None:
            self.say("There is nothing but white space to code here.", refused=True)
        return span and self.view.units.whole(span), sentence

    def _apply(self, span: Span, code: int, then: Callable[[int], None] = lambda _: None) -> None:
        """Apply a code and say so; the selection stays for another code and goes with the next move."""
        text, words, name = self._text, self._words(span), self.codebook[code].name

        def applied(made: tuple[list[int], ChangeSet | None]) -> None:
            (coding, *_), change = made
            if change is None:
                self.view.focus_coding(coding)
                self.say(f"{name} is there already, on just these words.")
            else:
                self._publish_coding(change, code, coding, span)
                self.say(f"Coded {name} on {words}.{self._hidden(code)}")
            then(code)

        self.write(lambda: self._desk.apply(text, span, [code]), applied, f"{name} on {words}")

    def _publish_coding(self, change: ChangeSet, code: int, coding: int, span: Span) -> None:
        """Show a new coding in focus, and note that its code was used; words selected since are left as they are."""
        if self.view.selection.span in (None, span):
            self.view.selection.settle()
        self.qualcode.publish(change)
        self._note_use(code)
        self.view.focus_coding(coding)

    def _hidden(self, code: int) -> str:
        """What to add where the filter does not show a coding just made."""
        only = self.view.only
        hidden = only is not None and code not in only
        return f" The filter hides it: {self.key('coding.filter_codes')} shows all." if hidden else ""

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
        name = self.codebook[coding.code].name
        said = f"Took {name} away; u undoes it."
        self.write(lambda: self._desk.uncode(coding.id), lambda change: self.done(change, said, said), f"taking {name} away")

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
        self.view.close_overlay()
        if choice.code is not None:
            self._recode_to(coding, choice.code)
            return

        old = self.codebook[coding.code].name

        def recoded(made: tuple[int, ChangeSet]) -> None:
            code, change = made
            self.qualcode.publish(change)
            self._note_use(code)
            self.say(f"Made the code {self.codebook[code].name}, no longer {old}.{self._hidden(code)}")

        self.write(lambda: self._desk.recode_to_new(coding.id, choice.new), recoded, f"{choice.new} in place of {old}")

    def _recode_to(self, coding: Coding, code: int) -> None:
        old, new = self.codebook[coding.code].name, self.codebook[code].name

        def recoded(change: ChangeSet | None) -> None:
            if change is not None:
                self._note_use(code)
            self.done(change, f"Now {new}, no longer {old}.{self._hidden(code)}", f"It has {new} already.")

        self.write(lambda: self._desk.recode(coding.id, code), recoded, f"{new} in place of {old}")

    def action_star(self) -> None:
        """Star the focused coding as quotable, or unstar it."""
        coding = self._focused()
        if coding is None or self.desk is None:
            return
        name = self.codebook[coding.code].name

        def starred(made: tuple[bool, ChangeSet | None]) -> None:
            self.done(made[1], f"{'Starred' if made[0] else 'Unstarred'} {name} here.")

        self.write(lambda: self._desk.star(coding.id), starred, f"a star on {name}")

    def action_unsure(self) -> None:
        """Mark the focused coding unsure, or sure."""
        coding = self._focused()
        if coding is None or self.desk is None:
            return
        name = self.codebook[coding.code].name

        def marked(made: tuple[bool, ChangeSet | None]) -> None:
            self.done(made[1], f"Marked {name} {'unsure' if made[0] else 'sure'} here.")

        self.write(lambda: self._desk.mark_unsure(coding.id), marked, f"how sure {name} is")

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
        self.pane.show(self.codebook, self.counts, self.digits)
        said = f"{name} is pinned to {digit}." if digit else f"{name} is no longer pinned."
        self.write(lambda: self._desk.pin(coding.code, digit), lambda _: self.say(said), f"a digit for {name}")

    # memos

    def action_memo(self) -> None:
        """Write a memo on the selection, else on the focused coding, else open the source's familiarisation note.

        The editor offers what else is at hand.
        """
        if self.desk is None or self.desk.source is None:
            return
        if self.view.selection.span is None and self.view.focused is None:
            self.action_familiarise()
            return
        from qualcode.tui.memo_writer import write_memo
        from qualcode.tui.screens.coding_memos import abouts_here

        write_memo(self, self.desk.study, abouts_here(self.desk, self._text, self.view, self.codebook))

    def action_familiarise(self) -> None:
        """Open this coder's familiarisation note on the source, the newest where there are several, or begin one."""
        if self.desk is None or self.desk.source is None:
            return
        from qualcode.tui.memo_desk import MemoDesk
        from qualcode.tui.memo_writer import edit_memo, write_memo
        from qualcode.tui.screens.coding_memos import abouts_here, familiarisation_note

        abouts = abouts_here(self.desk, self._text, self.view, self.codebook)
        source = next(one for one in abouts if one.word == "the source")
        note = familiarisation_note(MemoDesk(self.desk.study).memos(), source, self.desk.coder)
        if note is not None:
            edit_memo(self, self.desk.study, note, source)
        else:
            write_memo(self, self.desk.study, [source, *(one for one in abouts if one is not source)])

    # undo and redo

    def action_undo(self) -> None:
        """Take the latest action back."""
        if self.desk is not None:
            self.write(self.desk.undo, lambda change: self._publish_and_follow(change, "Undone"), "an undo")

    def action_redo(self) -> None:
        """Put back what was undone last."""
        if self.desk is not None:
            self.write(self.desk.redo, lambda change: self._publish_and_follow(change, "Done again"), "a redo")

    def _publish_and_follow(self, change: ChangeSet, did: str) -> None:
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
        self.say(f"{did}: {change.what or change.verb}.")
