"""Retrieving: the extracts of a code or of a query, by participant or by code, recoded and starred where they are listed."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.commands import bindings
from qualcode.tui.screens.found import Answer, FoundScreen, Place, Question, turn_of
from qualcode.tui.widgets.found_list import Entry, Group

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.binding import BindingType

    from qualcode.services.retrieving import Retrieved
    from qualcode.tui.widgets.bars import Part

_SHOWN = 400
"""Signs of an extract that a line of the list can show at most."""


class RetrieveScreen(FoundScreen["Retrieved"]):
    """Extracts beside their sources."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("retrieve")]
    PLACE = "retrieve"
    HEADING = "Retrieve"
    LABEL = "QUERY"
    by_code = False

    def hints(self) -> tuple[str, ...]:
        """The query language by examples."""
        return (
            "Extracts of a code, or of a query over codes",
            "",
            "f                      choose a code",
            "Waiting times          a code, with its sub-codes",
            "Time and Figures       where the two overlap",
            "Time and not Figures   where they do not",
            "Time near 3 Figures    at most three turns apart",
            "Time and role = nurse  said by some participants",
            "starred, unsure        so marked",
            "“Time and capacity”    and, or, not in a name",
        )

    # asking

    def look_up(self, question: Question) -> Answer[Retrieved]:
        """Find the extracts."""
        lookup = self.desk.lookup
        found = lookup.retrieve_codings(question.words, question.codings) if question.codings else lookup.retrieve(question.words)
        many, people = len(found.rows), found.found.participants
        said = f"{many:,} extract{'' if many == 1 else 's'} from {people} participant{'' if people == 1 else 's'}"
        return Answer(found.rows, f"{said} · {found.found.reading}")

    def question_of(self, words: str) -> Question:
        """What was typed; a code's whole name is that code, whatever words of the language are in it."""
        try:
            return self._of_code(self.codebook.find(words).id)
        except QualcodeError:
            return Question(words)

    def _of_code(self, code: int) -> Question:
        """A code as a query asks for it: by its name alone where no other is called so."""
        name = self.codebook[code].name
        try:
            alone = self.codebook.find(name).id == code
        except QualcodeError:
            alone = False
        return Question(quoted(name if alone else self.codebook.path_text(code)))

    def action_filter_codes(self) -> None:
        """Choose the code whose extracts are shown."""
        from qualcode.tui.modals.choose import ChooseCode

        def chosen(code: str | None) -> None:
            if code is not None and code.isdigit():
                self.ask(self._of_code(int(code)))

        self.app.push_screen(ChooseCode("Extracts of a code", self.codebook), chosen)

    # listing

    def groups(self, rows: Sequence[Retrieved]) -> tuple[list[int], list[Group]]:
        """By participant, or by code in the order of the codebook."""
        places = {code.id: place for place, code in enumerate(self.codebook)}
        heard: dict[tuple[str, ...], int] = {}
        for row in rows:
            heard.setdefault(row.extract.cases, len(heard))

        def key(at: int) -> tuple[int, ...]:
            row = rows[at]
            return tuple(places.get(one, -1) for one in row.codes) if self.by_code else (heard[row.extract.cases],)

        order = sorted(range(len(rows)), key=key)
        found = []
        for _, members in groupby(order, key=key):
            numbers = list(members)
            first = rows[numbers[0]]
            heading = self._codes_of(first) if self.by_code else drawn(", ".join(first.extract.cases))
            sign = first.codes[0] if self.by_code else None
            entries = [self._entry(rows[at]) for at in numbers]
            found.append(Group(heading or "nobody’s talk", str(len(entries)), entries, sign))
        return order, found

    def _entry(self, row: Retrieved) -> Entry:
        extract = row.extract
        words = " ".join(extract.words[:_SHOWN].split())
        turn = f"¶{extract.turn}" if extract.turn is not None else "–"
        marks = ("★" if row.star else "") + ("?" if row.unsure else "")
        if self.by_code:
            who = ", ".join(extract.cases) or extract.source
            return Entry(f"{drawn(who)} {turn}", drawn(words), tail=marks, sign=row.codes[0])
        names = ", ".join(self.codebook[code].name for code in row.codes if code in self.codebook)
        return Entry(f"{turn:<4}{marks}", drawn(words), tail=drawn(names), sign=row.codes[0])

    def _codes_of(self, row: Retrieved) -> str:
        """The names of a row's codes, each with the one above it."""
        known = [self.codebook.path(code)[-2:] for code in row.codes if code in self.codebook]
        return drawn("; ".join(" > ".join(names) for names in known))

    def place_of(self, row: Retrieved) -> Place:
        """Where an extract stands."""
        return Place(row.source, row.extract.span, row.codings[0])

    def called(self, row: Retrieved) -> str:
        """Source and turn."""
        return turn_of(row.extract.source, row.extract.turn)

    def said_of(self, row: Retrieved) -> list[Part]:
        """Codes and marks, source and turn; whose coding it is where it is another's."""
        extract = row.extract
        hue = self.found.hues.get(row.codes[0])
        dot: Part = ("  ●", "#{:02x}{:02x}{:02x}".format(*hue) if hue else "plain")
        marks = (" ★" if row.star else "") + (" unsure" if row.unsure else "")
        where = f"  {drawn(self.called(row))}"
        whose = "" if extract.coder == self.desk.coder else f"  coded by {drawn(extract.coder)}"
        return [dot, (f" {self._codes_of(row)}{marks}", "bold"), (where, "plain"), (whose, "muted")]

    def action_transpose(self) -> None:
        """List by code, or by participant again."""
        self.by_code = not self.by_code
        self.list_otherwise()
        self.say("By code." if self.by_code else "By participant.")

    # the chosen extract

    def _coding(self) -> tuple[Retrieved, int] | None:
        """The chosen extract and the one coding it rests on; said where it rests on several."""
        row = self.row
        if row is None:
            return None
        if len(row.codings) > 1:
            self.say("This rests on several codings: open it, and change the one that is meant.", refused=True)
            return None
        return row, row.codings[0]

    def action_recode(self) -> None:
        """Give the coding of the chosen extract another code."""
        from qualcode.tui.modals.choose import ChooseCode

        found = self._coding()
        if found is None:
            return
        row, coding = found
        names = {one: self.codebook[one].name for one in row.codes}

        def chosen(code: str | None) -> None:
            if code is None or not code.isdigit():
                return
            old, new = names[row.codes[0]], self.codebook[int(code)].name
            self.change(partial(self.desk.recode, coding, int(code)), f"Now {new}, no longer {old}.", f"{new} in place of {old}")

        self.app.push_screen(ChooseCode(f"Instead of {names[row.codes[0]]}", self.codebook), chosen)

    def action_star(self) -> None:
        """Star the coding of the chosen extract, or unstar it."""
        found = self._coding()
        if found is not None:
            starred = lambda made: self.done(made[1], "Starred." if made[0] else "Unstarred.")  # noqa: E731
            self.write(partial(self.desk.star, found[1]), starred, "a star")

    def action_unsure(self) -> None:
        """Mark the coding of the chosen extract unsure, or sure."""
        found = self._coding()
        if found is not None:
            marked = lambda made: self.done(made[1], "Marked unsure." if made[0] else "Marked sure.")  # noqa: E731
            self.write(partial(self.desk.mark_unsure, found[1]), marked, "how sure a coding is")

    def action_memo(self) -> None:
        """Write a memo on the coding of the chosen extract."""
        from qualcode.tui.memo_desk import MemoDesk
        from qualcode.tui.screens.memos import ANY_TARGET, memo_form

        found = self._coding()
        if found is None:
            return
        row, coding = found
        words = f"On {self._codes_of(row)} in {drawn(row.extract.source)}: “{drawn(' '.join(row.extract.words.split()))[:200]}”"

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                add = partial(MemoDesk(self.desk.study).add, values["text"], values["kind"], f"coding {coding}")
                self.change(add, "Wrote a memo; the memo screen lists them (o, then m).", "a memo")

        self.app.push_screen(memo_form("Memo", ANY_TARGET, words=words), filled)

    def action_definition(self) -> None:
        """Show the definition of the chosen extract's code."""
        from qualcode.tui.modals.definition import Definition

        if self.row is not None:
            self.app.push_screen(Definition(self.codebook, self.row.codes[0]))

    # files

    def action_export(self) -> None:
        """Write what is listed to a Word or CSV file."""
        if self.row is None or self.question is None:
            self.say("There is nothing to write.", refused=True)
            return
        question = self.question

        def write(path: Path) -> str:
            many = self.desk.lookup.write_extracts(question.words, question.codings, path)
            return f"Wrote {many:,} extract{'' if many == 1 else 's'} to {path}."

        self.ask_path("extracts.docx", write)


def quoted(path: str) -> str:
    """A code's path as a query holds it."""
    return f"“{path}”" if '"' in path else f'"{path}"'
