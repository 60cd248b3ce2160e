"""What settles differences: outcomes with their reasons, words and codes the two agree on, who is present, and the end of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.discussions import Outcome
from qualcode.domain.memos import Attachment, MemoTarget
from qualcode.domain.spans import Span, trimmed
from qualcode.domain.text import drawn
from qualcode.tui.screens.coding_told import counted
from qualcode.tui.screens.reconcile_base import ReconcileFrame
from qualcode.tui.screens.reconcile_told import OUTCOMES
from qualcode.tui.widgets.transcript.ends import SpanEnds
from qualcode.tui.widgets.transcript.quickcode import Choice as CodeChoice
from qualcode.tui.widgets.transcript.quickcode import QuickCode

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.services.discussion import Item
    from qualcode.services.discussion_deciding import Choice, Decided
    from qualcode.tui.widgets.readings_panel import ReadingsPanel


class ReconcileVerbs(ReconcileFrame):
    """The verbs of the screen for differences."""

    # settling

    def action_outcome(self, digit: int) -> None:
        """Settle the current difference, or those marked, by an outcome that has a digit."""
        from qualcode.services.discussion_deciding import Choice

        self.settle(Choice(OUTCOMES[digit], self.reason))

    def action_remove(self) -> None:
        """Drop it."""
        from qualcode.services.discussion_deciding import Choice

        self.settle(Choice(Outcome.DROP, self.reason))

    def chosen(self) -> list[Item]:
        """The differences an outcome is about: those marked, else the current one."""
        if self.found is None:
            return []
        if self.marked:
            return [item for item in self.found.items if item.number in self.marked]
        if self.item is None:
            self.say(f"No difference is chosen: {self.key('reconcile.next_difference.1')} goes to the next.", refused=True)
            return []
        return [self.item]

    def settle(self, choice: Choice) -> None:
        """Write an outcome; the discussion is begun with it where it was not, both coders present."""
        items = self.chosen()
        if not items or self.found is None:
            return
        name, numbers = self.found.source.name, [item.number for item in items]
        places = [item.number for item in self.order]

        def decided(done: Decided) -> None:
            if self.marked:
                self.marked.clear()
                self._show_list()
            self.reason = ""
            self.after = done.after
            self.qualcode.publish(done.change)
            self.show_header()
            self._go_on(places, numbers[-1], f"{choice.outcome}: {', '.join(map(str, numbers))}.", done.open_again)

        def begun(change: ChangeSet | None) -> None:
            if change is not None:
                self.qualcode.publish(change)
            found = self.found
            assert found is not None
            self.write(lambda: self.book.decide(found, numbers, choice), decided, f"{choice.outcome} for {name}")

        if self.found.discussion is None:
            self.write(lambda: self.book.begin(name), begun, f"beginning to discuss {name}")
        else:
            begun(None)

    def _go_on(self, places: list[int], number: int, said: str, open_again: tuple[int, ...]) -> None:
        """To the next difference that is open, or say that none is.

        `places` is the list before the outcome: a filter may have taken what was settled out of it.
        """
        found = self.found
        assert found is not None
        said = said[:1].upper() + said[1:]
        if open_again:
            said += f" Open again: {', '.join(map(str, open_again))}."
        following = self._next_open(number, places)
        if following is None:
            if found.settled == len(found.differences):
                said += f" All {len(found.differences)} are settled: ! finishes it."
            self.step_to(number, said)
        else:
            self.step_to(following.number, said)

    def _next_open(self, number: int | None, places: list[int]) -> Item | None:
        """The open difference after one in a list of numbers, from the top again after the last."""
        at = places.index(number) + 1 if number in places else 0
        waiting = {item.number: item for item in self.order if item.is_difference and not item.settled}
        return next((waiting[one] for one in (*places[at:], *places[:at]) if one in waiting), None)

    def on_readings_panel_pressed(self, event: ReadingsPanel.Pressed) -> None:
        """A click on an outcome does what its key does."""
        if event.key.isdigit():
            self.action_outcome(int(event.key))
            return
        verbs = {"e": self.action_edit, "r": self.action_recode, "x": self.action_remove, "b": self.action_change_codebook}
        verbs.get(event.key, self.action_why)()

    # spans and codes

    def action_edit(self) -> None:
        """Take the selection, or move the ends of what is there by sign and take that."""
        view, items = self.view, self.chosen()
        if not items or not view.reading.blocks:
            return
        codes = list(dict.fromkeys(code for item in items for code in item.codes))
        if view.selection.span is not None and not view.selection.settled:
            span = trimmed(view.selection.span, view.reading.text)
            if span is not None:
                self._take_span(span, codes)
            return
        spans = [side.reading.span for item in items for side in (*item.first, *item.second) if side.reading.span is not None]
        if not spans:
            self.say("No words are left of it: select some, or drop it.", refused=True)
            return

        def done(span: Span | None) -> None:
            if span is None:
                self.say("Nothing was settled.")
            else:
                self._take_span(span, codes)

        view.open_ends(SpanEnds(view.reading, view.motion, spans[0]), done)

    def _take_span(self, span: Span, codes: list[int]) -> None:
        from qualcode.services.discussion_deciding import Choice

        assert self.found is not None
        revision, reason = self.found.text.revision, self.reason

        def with_code(code: int) -> None:
            self.view.selection.clear()
            self.settle(Choice(Outcome.SPAN, reason, (span,), code, revision=revision))

        if len(codes) == 1:
            with_code(codes[0])
            return
        from qualcode.tui.modals.choose import Choose

        def answered(code: str | None) -> None:
            if code is not None:
                with_code(int(code))

        rows = [(str(code), drawn(self.codebook.path_text(code))) for code in codes]
        self.app.push_screen(Choose("Which code has this span?", rows), answered)

    def action_recode(self) -> None:
        """Choose another code for the difference."""
        items = self.chosen()
        if not items:
            return
        from qualcode.services.discussion_deciding import Choice

        reason, span = self.reason, items[0].span
        names = " / ".join(self.telling.name(code) for code in items[0].codes)

        def took(choice: CodeChoice) -> None:
            self.view.close_overlay()
            if choice.code is not None:
                self.settle(Choice(Outcome.CODE, reason, code=choice.code))

        self._open_quick(span, f"Instead of {names}", took)

    def action_quick_code(self) -> None:
        """Code the selection, which neither coder had coded."""
        view = self.view
        if self.found is None or not view.reading.blocks:
            return
        span = trimmed(view.selection.span, view.reading.text) if view.selection.span is not None else None
        if span is None:
            self.say("Select the words that are to be coded: v, then move.", refused=True)
            return
        if self.found.discussion is None:
            self.say("Settle a difference first: that begins the discussion.", refused=True)
            return
        name, revision, reason = self.found.source.name, self.found.text.revision, self.reason

        def took(choice: CodeChoice) -> None:
            self.view.close_overlay()
            code = choice.code
            if code is None:
                return

            def added(change: ChangeSet | None) -> None:
                self.reason = ""
                self.view.selection.clear()
                self.done(change, f"Added to the agreed coding: {self.telling.name(code)}.", "It is there already.")

            self.write(lambda: self.book.add(name, span, code, revision, reason), added, "an agreed coding")

        self._open_quick(span, "Add to the agreed coding", took)

    def _open_quick(self, span: Span, title: str, took: object) -> None:
        quick = QuickCode(span, span.words_of(self.view.reading.drawn), self.codebook, self.search, title=title, may_create=False)
        self.view.open_quick_code(quick, took)  # type: ignore[arg-type]
        self.set_focus(self.view)
        self.say("")

    def action_change_codebook(self) -> None:
        """Redefine one of the codes, or make one, and give it to these words."""
        from qualcode.tui.screens.reconcile_codebook import choose_code

        items = self.chosen()
        if items:
            choose_code(self, items)

    # reasons and marks

    def action_why(self) -> None:
        """Write the reason of the decision that stands, or of the next one."""
        item, found = self.item, self.found
        if found is None:
            return
        decision = item.decision if item is not None and not self.marked else None

        def done(words: str | None) -> None:
            if words is None:
                return
            if decision is None or item is None:
                self.reason = " ".join(words.split())
                self.show_current()
                self.say("Now the outcome: the reason goes with it." if self.reason else "")
                return
            name, number = found.source.name, item.number
            self.write(
                lambda: self.book.reason(name, number, words),
                lambda change: self.done(change, f"Wrote the reason for {number}."),
                "a reason",
            )

        self.open_prompt("BECAUSE", done, decision.reason if decision is not None else self.reason)

    def action_mark(self) -> None:
        """Mark the current difference, or unmark it."""
        item = self.item
        if item is None:
            return
        self.marked ^= {item.number}
        self._show_list()
        self.show_current()
        self.say(
            f"{counted(len(self.marked), 'difference')} marked: one outcome settles all." if self.marked else "None is marked."
        )

    def action_memo(self) -> None:
        """Write a memo on the selection, else on the words of the difference."""
        from qualcode.tui.memo_writer import write_memo
        from qualcode.tui.modals.memo_editor import About

        found, item = self.found, self.item
        span = self.view.selection.span or (item.span if item is not None else None)
        if found is None or span is None:
            return
        text = found.text
        words = f"On “{drawn(' '.join(span.words_of(text.text).split())[:200])}”"
        about = Attachment(MemoTarget.SOURCE, text.source.guid, text.revision, span)
        write_memo(self, self.desk.study, [About("these words", words, about)])

    # the discussion

    def action_present(self) -> None:
        """Say who is present."""
        found = self.found
        if found is None or found.discussion is None:
            self.say("Settle a difference first: that begins the discussion.", refused=True)
            return
        names, name = self.book.names(), found.source.name

        def done(words: str | None) -> None:
            if words is None:
                return
            there = [one.strip() for one in words.split(",") if one.strip()]
            self.write(
                lambda: self.book.present(name, there),
                lambda change: self.done(change, f"Present: {', '.join(there)}."),
                "who is present",
            )

        self.open_prompt("PRESENT", done, ", ".join(names[number] for number in found.discussion.present))

    def action_finish(self) -> None:
        """Finish the discussion of the source, or take it up again."""
        found = self.found
        if found is None or found.discussion is None:
            self.say("The discussion was not begun: settle a difference first.", refused=True)
            return
        name = found.source.name
        if found.discussion.finished:
            from qualcode.tui.modals.reason import Reason

            def answered(reason: str | None) -> None:
                if reason is not None:
                    self.write(
                        lambda: self.book.reopen(name, reason),
                        lambda change: self.done(change, f"Took up the discussion of {name} again."),
                        "taking a discussion up again",
                    )

            words = (
                "Until it is finished anew, charts and counts read the lead coder's coding of this source. A reason is needed."
            )
            self.app.push_screen(Reason("Take the discussion up again?", words), answered)
            return
        from qualcode.tui.modals.confirm import Confirm

        def agreed(yes: bool | None) -> None:
            if yes:
                self.write(
                    lambda: self.book.finish(name),
                    lambda change: self.done(change, f"Finished: the agreed coding of {name} is its analysis coding now."),
                    "finishing a discussion",
                )

        open_ = len(found.differences) - found.settled
        if open_:
            following = self.key("reconcile.next_open")
            self.say(f"{counted(open_, 'difference')} not settled yet: {following} goes to the next.", refused=True)
            return
        words = f"Charts, tables and counts then read the agreed coding of {drawn(name)}, and no longer the lead coder's."
        self.app.push_screen(Confirm("Finish the discussion?", words, "finish it"), agreed)

    def action_export(self) -> None:
        """Write the minutes."""
        if self.found is None:
            return

        def write(path: Path) -> str:
            return self.desk.lookup.write_minutes(path)

        self.ask_path("minutes.docx", write)
