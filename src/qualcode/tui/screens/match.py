"""Matching two code lists: the verbs that relate a code of each, and the end that makes one list of the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.matching import Relation
from qualcode.domain.text import drawn
from qualcode.tui.commands.match import RELATIONS
from qualcode.tui.modals.form import Field, Form
from qualcode.tui.screens.coding_told import counted
from qualcode.tui.screens.match_base import MatchFrame, Row

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.services.matching import Relating
    from qualcode.services.matching_finish import Matched


class MatchScreen(MatchFrame):
    """The screen for code lists."""

    # relating

    def action_relate(self, digit: int) -> None:
        """Relate the chosen code with the one beside it."""
        row = self.row
        if row is None:
            return
        from qualcode.services.matching import Relating

        relation = Relation(RELATIONS[digit])
        reason = row.match.reason if row.match is not None else ""
        alone = relation in {Relation.KEEP, Relation.DROP}
        mine = row.code.code
        first = None if alone and not mine.accepted else row.first
        second = None if alone and mine.accepted else row.second
        relating = Relating(relation, first, second, reason=reason)
        if relation is Relation.NEW:
            self._ask(row, relating, needed="name")
        else:
            self._relate(row, relating)

    def _relate(self, row: Row, relating: Relating) -> None:
        name, old = drawn(row.code.code.name), row.match.id if row.match is not None else None

        def related(change: ChangeSet | None) -> None:
            self.done(change, f"{name}: {relating.relation}.", "It says so already.")
            if change is not None and row.match is None:
                self._go_on(f"{name}: {relating.relation}.")

        self.write(lambda: self.book.relate(relating, old), related, f"a relation of {name}")

    def _go_on(self, said: str) -> None:
        """To the next code without a relation, or say that none is left."""
        places = [at for at, row in enumerate(self.listed) if row.match is None and not row.code.code.accepted]
        following = [at for at in places if at > self.rows.at] or places
        if following:
            self.rows.step_to(following[0])
            self.say(said)
        elif self.found is not None and self.found.second:
            self.say(f"{said} Every code has a relation: ! makes one list of the two.")

    def action_recode(self) -> None:
        """Choose which code of the other list stands beside the chosen one."""
        from qualcode.tui.modals.choose import ChooseCode

        row, found = self.row, self.found
        if row is None or found is None:
            return

        def chosen(code: str | None) -> None:
            if code is None or not code.isdigit():
                return
            number, mine = int(code), row.code.code
            self.beside[mine.id] = number
            if row.match is None:
                self.renew()
                self.say(f"Beside it now: {drawn(found.book[number].name)}. Which relation?")
                return
            from qualcode.services.matching import Relating

            match = row.match
            first, second = (match.first, number) if mine.accepted else (number, match.second)
            relation = Relation.SAME if match.relation in {Relation.KEEP, Relation.DROP} else match.relation
            self._relate(row, Relating(relation, first, second, None, match.name, match.definition, match.parent, match.reason))

        self.app.push_screen(ChooseCode(f"Beside {drawn(row.code.code.name)}", found.book), chosen)

    def action_edit(self) -> None:
        """Say what the code that stays is to be called, how it is defined, and where it goes."""
        row = self.row
        if row is None or row.match is None:
            self.say("Relate the code first: 1 to 7.", refused=True)
            return
        from qualcode.services.matching import Relating

        match = row.match
        self._ask(
            row,
            Relating(
                match.relation, match.first, match.second, match.result, match.name, match.definition, match.parent, match.reason
            ),
            needed="name" if match.relation is Relation.NEW else "",
        )

    def _ask(self, row: Row, relating: Relating, *, needed: str) -> None:
        from dataclasses import replace

        found = self.found
        assert found is not None
        book = found.book
        under = book.path_text(relating.parent) if relating.parent is not None else ""
        fields = [
            Field("name", "Name", relating.name, hint="as it is"),
            Field("definition", "Definition", relating.definition, rows=4, hint="as it is"),
            Field("under", "Under which code", under, hint="where it stands"),
            Field("reason", "Reason", relating.reason),
        ]

        def filled(values: dict[str, str] | None) -> None:
            if values is None:
                return
            with self.refusals():
                parent = book.find(values["under"]).id if values["under"].strip() else None
                made = replace(
                    relating, name=values["name"], definition=values["definition"], parent=parent, reason=values["reason"]
                )
                self._relate(row, made)

        names = " and ".join(name for name in (self._called(relating.first), self._called(relating.second)) if name)
        self.app.push_screen(
            Form(f"{relating.relation}: the code that stays", fields, words=names, needed=needed or "reason")
            if needed
            else Form(f"{relating.relation}: the code that stays", fields, words=names),
            filled,
        )

    def action_why(self) -> None:
        """Write the reason of the relation."""
        row = self.row
        if row is None or row.match is None:
            self.say("Relate the code first: 1 to 7.", refused=True)
            return
        from qualcode.services.matching import Relating

        match = row.match

        def done(words: str | None) -> None:
            if words is not None:
                kept = (match.relation, match.first, match.second, match.result, match.name, match.definition, match.parent)
                self._relate(row, Relating(*kept, words))

        self.open_prompt("BECAUSE", done, match.reason)

    def action_remove(self) -> None:
        """Take the relation away."""
        row = self.row
        if row is None or row.match is None:
            self.say("It has no relation.", refused=True)
            return
        codes = row.match.codes
        name = drawn(row.code.code.name)
        self.write(
            lambda: self.book.unrelate(codes[0], codes[1] if len(codes) > 1 else None),
            lambda change: self.done(change, f"{name} has no relation any more."),
            "a relation",
        )

    # done

    def action_finish(self) -> None:
        """Make one list of the two."""
        found = self.found
        if found is None or found.matching is None:
            self.say("No code is related yet.", refused=True)
            return
        if found.open:
            left = f"{counted(len(found.open), 'code')} of the second list without a relation"
            self.say(f"{left}: {self.key('match.next_open')} goes there.", refused=True)
            return
        fields = [
            Field("version", "Codebook version", f"after {found.matching.name}"),
            Field("note", "Note", ""),
        ]

        def finished(done: Matched) -> None:
            self.done(done.change, f"One list: codebook version {done.version}, {counted(len(done.changes), 'change')}.")

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                self.write(lambda: self.book.finish(values["version"], values["note"]), finished, "finishing the matching")

        words = "Codes are merged, moved, kept, dropped and made as they are related. What was finished keeps the codes it has."
        self.app.push_screen(Form("Make one list of the two?", fields, words=words, needed="version"), filled)

    def action_export(self) -> None:
        """Write the matching to a table."""

        def write(path: Path) -> str:
            return self.desk.lookup.write_matching(path)

        self.ask_path("matching.csv", write)
