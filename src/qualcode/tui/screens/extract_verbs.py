"""What is done to an extract where it is listed: recoded, starred, marked unsure, a memo written on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.memos import Attachment, MemoTarget
from qualcode.domain.text import drawn
from qualcode.tui.memo_writer import write_memo
from qualcode.tui.modals.memo_editor import About
from qualcode.tui.screens.study_screen import StudyScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.coding import Coding
    from qualcode.services.retrieving import Retrieved


class ExtractVerbs(StudyScreen):
    """Verbs on the chosen extract; where it rests on several codings it is asked which of them is meant."""

    codebook: Codebook

    @property
    def extract(self) -> Retrieved | None:
        """The chosen extract."""
        raise NotImplementedError

    def _codes_of(self, row: Retrieved) -> str:
        """The names of a row's codes, each with the one above it."""
        return drawn("; ".join(self._path_of(code) for code in row.codes))

    def _path_of(self, code: int) -> str:
        return " > ".join(self.codebook.path(code)[-2:]) if code in self.codebook else "a code that is gone"

    def _of_coding(self, title: str, do: Callable[[Retrieved, Coding], None]) -> None:
        """Do something to the coding of the chosen extract, to the one that is meant where it rests on several."""
        from qualcode.tui.modals.choose import Choose

        row = self.extract
        if row is None:
            self.say("No extract is chosen.", refused=True)
            return
        if len(row.under) == 1:
            do(row, row.under[0])
            return

        def chosen(number: str | None) -> None:
            for coding in row.under:
                if str(coding.id) == number:
                    do(row, coding)

        rows = [(str(one.id), f"{drawn(self._path_of(one.code))}  #{one.id}") for one in row.under]
        self.app.push_screen(Choose(f"{title}: which of its codings?", rows), chosen)

    # the verbs

    def action_recode(self) -> None:
        """Give the coding of the chosen extract another code."""
        self._of_coding("Give another code", self._recode)

    def _recode(self, _row: Retrieved, coding: Coding) -> None:
        from qualcode.tui.modals.choose import ChooseCode

        old = self.codebook[coding.code].name

        def chosen(code: str | None) -> None:
            if code is not None and code.isdigit():
                new = self.codebook[int(code)].name
                said = f"Now {new}, no longer {old}."
                self.write(lambda: self.desk.recode(coding.id, int(code)), lambda change: self.done(change, said), said)

        self.app.push_screen(ChooseCode(f"Instead of {old}", self.codebook), chosen)

    def action_star(self) -> None:
        """Star the coding of the chosen extract, or unstar it."""
        self._of_coding("Star", lambda _row, coding: self._mark(coding, self.desk.star, ("Starred.", "Unstarred.")))

    def action_unsure(self) -> None:
        """Mark the coding of the chosen extract unsure, or sure."""
        words = ("Marked unsure.", "Marked sure.")
        self._of_coding("Mark unsure", lambda _row, coding: self._mark(coding, self.desk.mark_unsure, words))

    def _mark(self, coding: Coding, verb: Callable[[int], tuple[bool, ChangeSet | None]], words: tuple[str, str]) -> None:
        def made(result: tuple[bool, ChangeSet | None]) -> None:
            marked, change = result
            self.done(change, words[0] if marked else words[1])

        self.write(lambda: verb(coding.id), made, "a mark on a coding")

    def write_memo_on_extract(self) -> None:
        """Write a memo on the coding of the chosen extract."""
        self._of_coding("Memo", self._memo_on)

    def _memo_on(self, row: Retrieved, coding: Coding) -> None:
        words = " ".join(row.extract.words.split())[:200]
        here = f"On {drawn(self._path_of(coding.code))} in {drawn(row.extract.source)}: “{drawn(words)}”"
        abouts = [About("this coding", here, Attachment(MemoTarget.CODING, coding.guid))]
        if coding.code in self.codebook:
            abouts.append(self.about_code(coding.code))
        write_memo(self, self.desk.study, abouts)

    def about_code(self, code: int) -> About:
        """A code, for a memo on it."""
        one = self.codebook[code]
        path = drawn(self.codebook.path_text(code))
        return About(f"the {one.kind}", f"On the {one.kind} {path}", Attachment(MemoTarget.CODE, one.guid))

    def action_definition(self) -> None:
        """Show the definition of the chosen extract's code."""
        from qualcode.tui.modals.definition import Definition

        row = self.extract
        if row is not None:
            self.app.push_screen(Definition(self.codebook, row.codes[0]))
