"""Finding words on the coding screen, walking what was found, and coding all of it, or all answers to a question, in one go."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from qualcode.tui.prompt import Prompt
from qualcode.tui.screens.coding_filter import CodingFilter
from qualcode.tui.screens.coding_told import counted
from qualcode.tui.widgets.transcript.finding import MOST_HITS, Finder, Found
from qualcode.tui.widgets.transcript.quickcode import Choice, QuickCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding_hits import CodingPlan
    from qualcode.tui.screens.found import Place


class CodingFinding(CodingFilter):
    """The coding screen's `/` and what follows from it."""

    _found = Found()
    """What the hits in view were found by; empty words where they came from elsewhere without any."""

    # finding

    def action_find(self) -> None:
        """Type what to find in this source."""
        if not self.view.reading.blocks:
            return
        finder = Finder(self.view.reading)

        def changed(typed: str) -> None:
            self._show_found(finder.find(typed), "found")

        self._type("FIND", changed, self._end_find, hint="Enter goes there  Esc ")

    def _type(
        self, label: str, changed: Callable[[str], None], done: Callable[[str | None], None], *, hint: str, text: str = ""
    ) -> None:
        """Have a line typed on the status line; it is closed before `done` hears of it."""

        def ended(typed: str | None) -> None:
            self.prompt = self.view.prompt = None
            self.view.show_changes()
            done(typed)

        self.prompt = self.view.prompt = Prompt(label, changed, ended, text)
        self.prompt_hint = hint
        self.set_focus(self.view)
        changed(text)

    def _show_found(self, found: Found, what: str) -> None:
        self._found = found
        self.view.show_hits(found.hits)
        many = f"{len(found.hits):,}{'+' if len(found.hits) == MOST_HITS else ''}"
        self.say(found.wrong or (f"{many} {what}{' by beginning' if found.begun and found.hits else ''}" if found.words else ""))

    def _end_find(self, typed: str | None) -> None:
        if not typed or not self.view.hits:
            wrong = self._found.wrong or f"“{typed}” is not in this source."
            self.view.show_hits(())
            self.say(wrong if typed else "", refused=bool(typed))
            return
        at = bisect_left(self.view.hits, self.view.selection.caret.start, key=lambda hit: hit.start)
        self._go_to_hit(at % len(self.view.hits))

    def next_hit(self, step: int) -> None:
        """To the next hit, or the one before; after the last the first again."""
        hits, caret = self.view.hits, self.view.selection.caret
        if step > 0:
            number = bisect_left(hits, caret.end, key=lambda hit: hit.start)
        else:
            number = bisect_right(hits, caret.start - 1, key=lambda hit: hit.start) - 1
        self._go_to_hit(number % len(hits))

    def _go_to_hit(self, number: int) -> None:
        self.view.selection.clear()
        word = self.view.units.word_at(self.view.hits[number].start)
        begun = f" of {self._found.words}" if self._found.begun else ""
        self.view.go_to(word, f"Hit {number + 1} of {len(self.view.hits)}{begun}; n and N walk on, & codes all, Esc ends.")

    def show_place(self, place: Place) -> None:
        """Go to a passage that was found elsewhere; its hits are walked by n and N until Esc."""
        if self.desk is None:
            return
        if self.desk.source is None or self.desk.source.text.source.id != place.source:
            self.open_source(place.source)
        view = self.view
        coding = view.marks.by_id.get(place.coding or 0)
        if coding is not None and not view.marks.shows(coding):
            self._filter_by(())
        view.selection.clear()
        self._found = Found(place.words, place.hits)
        view.show_hits(place.hits)
        if place.hits:
            self._go_to_hit(place.hits.index(place.span))
        elif view.reading.blocks:
            view.go_to(view.units.words_in(place.span)[0], "", focus=place.coding)

    # coding what was found

    def action_code_hits(self) -> None:
        """Choose a code for all hits of the search, and look at them before it is applied."""
        words, hits = self._found.words, self.view.hits
        if self.desk is None or self.desk.source is None:
            return
        if not words or not hits:
            self.say("Nothing was looked for: / finds words, and & then codes all hits.", refused=True)
            return
        self._choose_code("Code all hits", f"{counted(len(hits), 'hit')} of {words}", words)

    def action_code_answers(self) -> None:
        """Type words of a question, choose a code for all answers to it, and look at them before it is applied."""
        view = self.view
        if self.desk is None or not view.reading.blocks:
            return
        finder = Finder(view.reading, view.reading.is_interviewer)

        def changed(typed: str) -> None:
            self._show_found(finder.find(typed), "places in questions here")

        def done(typed: str | None) -> None:
            words, wrong = self._found.words, self._found.wrong
            view.show_hits(())
            if not typed or wrong:
                self.say(wrong, refused=bool(wrong))
            else:
                self._choose_code("Code all answers", f"The answers to questions with {words}", words, answers=True)

        span = view.selection.span
        asked = span is not None and view.reading.is_interviewer(view.reading.blocks[view.reading.block_at(span.start)])
        text = " ".join(span.words_of(view.reading.text).split()) if span is not None and asked else ""
        self._type("QUESTION", changed, done, hint="Enter goes on to the code  Esc ", text=text)

    def _choose_code(self, title: str, about: str, words: str, *, answers: bool = False) -> None:
        """Let a code that is there be chosen in quick code, then show what it would be applied to."""
        view = self.view
        quick = QuickCode(
            view.selection.caret, about, self.codebook, self.search, recent=self.digits.recent, title=title, may_create=False
        )

        def chosen(choice: Choice) -> None:
            view.close_overlay()
            if choice.code is not None:
                self._show_plan(title, words, self.codebook.path_text(choice.code), answers=answers)

        view.open_quick_code(quick, chosen)
        self.say("Choose the code; what it would be applied to is shown before anything is done.")

    def _show_plan(self, title: str, words: str, path: str, *, answers: bool) -> None:
        from qualcode.tui.modals.coding_plan import Asked, CodingPlanned

        assert self.desk is not None
        assert self.desk.source is not None
        here, lookup = self.desk.source.text.source.name, self.desk.lookup

        def plan(asked: Asked) -> CodingPlan:
            source = None if asked.everywhere else here
            if asked.answers:
                return lookup.plan_answers(words, path, source=source)
            return lookup.plan_hits(words, path, unit=asked.unit, source=source, with_interviewer=asked.with_interviewer)

        # A question of the topic guide is put in every interview; words are looked for in the one that is read.
        begin = Asked(answers=answers, everywhere=answers)
        self.app.push_screen(CodingPlanned(f"{title}: {words}", plan, begin), self._code_plan)

    def _code_plan(self, plan: CodingPlan | None) -> None:
        """Apply what was planned, as one change."""
        if plan is None or self.desk is None:
            self.say("Nothing was coded.")
            return
        desk, name = self.desk, self.codebook[plan.code].name
        sources = len({one.source for one in plan.new})
        in_all = f" in {counted(sources, 'source')}" if sources > 1 else ""

        def coded(answer: tuple[int, ChangeSet | None]) -> None:
            added, change = answer
            self._note_use(plan.code)
            said = f"Coded {name} on {counted(added, 'segment')}{in_all}; {self.key('coding.undo')} takes all of it back."
            self.done(change, said, "It was coded so.")

        self.write(lambda: desk.code_plan(plan), coded, f"{name} on all that was found")
