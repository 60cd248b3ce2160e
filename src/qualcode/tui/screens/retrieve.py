"""Retrieving: the extracts of a code or of a query, by participant or by code, recoded and starred where they are listed."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from qualcode.domain.similar import Like
from qualcode.domain.text import drawn
from qualcode.tui.commands import bindings
from qualcode.tui.screens.code_questions import CodeQuestions
from qualcode.tui.screens.extract_verbs import ExtractVerbs
from qualcode.tui.screens.found import Answer, FoundScreen, Place, Question, turn_of
from qualcode.tui.widgets.found_list import Entry, Group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from textual.binding import BindingType

    from qualcode.services.retrieving import Retrieved
    from qualcode.tui.widgets.bars import Part
    from qualcode.tui.widgets.transcript.tints import Hue

_SHOWN = 400
"""Signs of an extract that a line of the list can show at most."""


class RetrieveScreen(CodeQuestions, ExtractVerbs, FoundScreen["Retrieved"]):
    """Extracts beside their sources."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("retrieve")]
    PLACE = "retrieve"
    HEADING = "Retrieve"
    THING = "extract"
    FILE = "extracts.docx"
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
        found = self.desk.lookup.retrieve(question)
        many, people = len(found.rows), found.found.participants
        said = f"{many:,} extract{'' if many == 1 else 's'} from {people} participant{'' if people == 1 else 's'}"
        scope = " · without sub-codes" if question.own else ""
        return Answer(found.rows, f"{said} · {found.found.reading}{scope}")

    def hues_now(self) -> Mapping[int, Hue]:
        """The colours of codes."""
        return self.found.hues

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

    def place_of(self, row: Retrieved) -> Place:
        """Where an extract stands."""
        return Place(row.source, row.extract.span, row.codings[0])

    def beside_here(self) -> tuple[Question, tuple[str, str]] | None:
        """What is listed, for its extracts side by side."""
        return None if self.question is None else (self.question, ("", ""))

    def like_here(self) -> Question | None:
        """The coding of the chosen extract, or its passage where it rests on several."""
        row = self.row
        if row is None or len(row.under) > 1:
            return super().like_here()
        return Question(self.called(row), like=Like(coding=row.codings[0]))

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

    @property
    def extract(self) -> Retrieved | None:
        """The chosen extract."""
        return self.row

    def action_memo(self) -> None:
        """Write a memo on the coding of the chosen extract."""
        self.write_memo_on_extract()

    # files

    def write_to(self, path: Path, question: Question, rows: Sequence[Retrieved]) -> None:  # noqa: ARG002
        """Write the extracts, as they are now."""
        self.desk.lookup.write_extracts(question, path)
