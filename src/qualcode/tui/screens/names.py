"""What is decided on the replacement list: which terms are names, what prints instead, which are nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.identification import ListedName
from qualcode.domain.text import drawn
from qualcode.tui.modals.choose import Choose
from qualcode.tui.modals.name_form import NameForm
from qualcode.tui.names_desk import QUOTATIONS, SUMMARIES
from qualcode.tui.screens.names_base import PLACES
from qualcode.tui.screens.names_print import NamesInPrint
from qualcode.tui.screens.tables_told import counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.identification import NameKind
    from qualcode.services.names import ListChanged


MANY = {QUOTATIONS: "quotations", SUMMARIES: "summaries"}


class NamesScreen(NamesInPrint):
    """The screen for names."""

    # deciding

    def action_open(self) -> None:
        """Confirm the term with its kind and replacement, or change them; what stops without a term is allowed."""
        stop, one = self.stop, self.term
        if stop is not None and stop.term:
            self._ask(stop.term, self.book.kind_of(stop.term))
            return
        if stop is not None or self.allowance is not None:
            self.action_allow()
            return
        if one is None:
            self.say("There is no term: a adds one.", refused=True)
            return
        self._ask(one.term, one.kind)

    def action_edit(self) -> None:
        """The same."""
        self.action_open()

    def action_add(self) -> None:
        """Put a term on the list that nothing found."""

        def typed(words: str | None) -> None:
            if words is not None and words.strip():
                self._ask(" ".join(words.split()), self.book.kind_of(words))

        self.open_prompt("TERM", typed, "")
        self.say("A nickname, a headline, a story’s catchword.")

    def _ask(self, term: str, kind: NameKind) -> None:
        known = self.listed.listed.find(term) if self.listed is not None else None

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                self._do(
                    lambda: self.book.confirm(term, values["kind"], values["replacement"], values["note"]),
                    f"“{drawn(term)}” is on the list; outputs for publication stop on it.",
                )

        self.app.push_screen(NameForm(term, known or ListedName(term, kind), self.book.kinds()), filled)

    def action_remove(self) -> None:
        """Say that the term, or the words that stop as one, are nobody's name."""
        one, stop = self.term, self.stop
        if stop is not None and stop.term:
            said = f"“{drawn(stop.found)}” is nobody’s name and stops nothing."
            self._do(lambda: self.book.dismiss(stop.found), said)
            return
        if one is None:
            self.say("There is no term.", refused=True)
            return
        self._do(lambda: self.book.dismiss(one.term), f"“{drawn(one.term)}” is nobody’s name: it is proposed no more.")

    def action_replace(self) -> None:
        """Replace listed terms by square brackets in all quotations, or in all summaries, where they print."""
        found: dict[str, int] = {}
        with self.refusals():
            found = self.book.replaceable()
        places = [(where, f"{many} {MANY[where] if many > 1 else where}") for where, many in found.items() if many]
        if found and not places:
            self.say("No quotation and no summary prints a listed term that could be replaced there.")
        elif places:
            rows = [(where, f"in {words}") for where, words in places]
            words = "Square brackets take their place, as one change that u takes back; the transcripts stay."
            self.app.push_screen(Choose("Replace listed terms", rows, words), self._replace)

    def _replace(self, where: str | None) -> None:
        if where is None:
            return

        def replaced(made: tuple[ChangeSet | None, tuple[str, ...]]) -> None:
            change, refused = made
            self.undoes_study = True
            left = f" Not done: {'; '.join(refused)}." if refused else ""
            said = "" if change is None else f"{change.what.capitalize()}; u takes it back."
            self.done(change, f"{said}{drawn(left)}", f"Nothing had to be replaced.{drawn(left)}")

        self.write(lambda: self.book.replace(where), replaced, "listed terms replaced")

    def action_retire(self) -> None:
        """Take the term off the list: it is to be decided on again; or take an allowance away."""
        one, allowance = self.term, self.allowance
        if allowance is not None:
            self.take_allowance_away(allowance)
            return
        if not isinstance(one, ListedName):
            self.say("It is not on the list.", refused=True)
            return
        self._do(lambda: self.book.take_off(one.term), f"“{drawn(one.term)}” is off the list.")

    def _do(self, change: Callable[[], ListChanged], said: str) -> None:
        """Change the list, which is a file of its own, and show it."""
        with self.refusals():
            change()
            self.list_was_changed()
            self._show_list(f"{said} u takes it back.")

    def _show_list(self, said: str) -> None:
        self.read_list()
        self.lay_out()
        self.check_where_shown()
        self.say(said)

    def action_undo(self) -> None:
        """Put the list back as it was before its last change, or take back what was allowed last."""
        if self.undoes_study:
            super().action_undo()
            self.undoes_study = False
            return
        with self.refusals():
            self.book.undo()
            self.list_was_changed()
            self._show_list("The list is as it was before its last change; u once more puts that back.")

    def action_show_source(self) -> None:
        """Open the chosen place in its transcript, or the quotation that stops in its table."""
        stop = self.stop
        if stop is None:
            super().action_show_source()
        elif not self.to_quotation(stop):
            self.say(f"It stands in {drawn(stop.said)}.")

    def action_export(self) -> None:
        """Write the list to a CSV file."""

        def write(path: Path) -> str:
            many = self.book.write(path)
            return f"Wrote {counted(many, 'term')} to {drawn(str(path))}, which only you may read. It identifies people."

        self.ask_path("names.csv", write, ".csv")
        self.say("A .csv file that identifies people: never send it along.")

    def action_back(self) -> None:
        """From the places to the terms, from there to the text."""
        if self.has_class(PLACES):
            self.action_switch_pane()
            return
        self.workers.cancel_group(self, "names")
        self.workers.cancel_group(self, "outputs")
        self.dismiss(None)
