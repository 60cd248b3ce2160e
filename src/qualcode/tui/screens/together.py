"""Overlaps: codes by codes, how often two are on the same words, each cell opened as its extracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.message import Message

from qualcode.domain.codes import CodeKind
from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.commands import bindings
from qualcode.tui.completing import code_as_asked
from qualcode.tui.screens.crossed import CrossedScreen
from qualcode.tui.screens.found import CONCERNED, Question
from qualcode.tui.widgets.bars import StatusBar
from qualcode.tui.widgets.cells import cut
from qualcode.tui.widgets.group_table import TableRow
from qualcode.tui.widgets.transcript.tints import Ink, hues_of

if TYPE_CHECKING:
    from pathlib import Path

    from textual.binding import BindingType

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.cooccurrence import Cooccurrence
    from qualcode.tui.desk import StudyDesk

THEMES, EVERY = "themes", "every"


class TogetherScreen(CrossedScreen):
    """A table of codes by codes."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("together")]
    PLACE = "together"
    HEADING = "Overlaps"

    class Counted(Message):
        """The worker has a table, or a refusal."""

        def __init__(self, found: Cooccurrence | QualcodeError) -> None:
            self.found = found
            super().__init__()

    def __init__(self, desk: StudyDesk, chosen: str = THEMES) -> None:
        """Which codes are crossed: all themes, every code, or a code's path with what is right under it."""
        super().__init__(desk)
        self.codebook = desk.codebook()
        self.chosen = chosen
        self.found: Cooccurrence | None = None

    # asking

    def renew(self) -> None:
        """Count."""
        self.set_focus(self.table)
        self.show_question()
        self._look_up(self.chosen)

    def take_change(self, change: ChangeSet) -> None:
        """Count again where codings, codes or texts changed."""
        if change.touches("code", "code_shown_under"):
            self.codebook = self.desk.codebook()
        if change.touches("code_shown_under", *CONCERNED):
            self._look_up(self.chosen)

    def action_find(self) -> None:
        """Choose which codes are crossed."""
        from qualcode.tui.modals.choose import Choose

        rows = [(THEMES, "all themes, each with its sub-codes"), (EVERY, "every code that has codings, without its sub-codes")]
        rows += [
            (str(code.id), f"{drawn(self.codebook.path_text(code.id))}  and what is right under it")
            for code in self.codebook
            if code.kind is not CodeKind.CODE and self.codebook.children(code.id)
        ]

        def chosen(answer: str | None) -> None:
            if answer is not None:
                self.chosen = self.codebook.path_text(int(answer)) if answer.isdigit() else answer
                self._look_up(self.chosen)

        self.app.push_screen(Choose("Codes to cross", rows), chosen)

    @work(thread=True, exclusive=True, group="together", exit_on_error=False)
    def _look_up(self, chosen: str) -> None:
        codes = () if chosen in {THEMES, EVERY} else (chosen,)
        try:
            self.post_message(self.Counted(self.desk.lookup.codes_together(codes, every=chosen == EVERY)))
        except QualcodeError as error:
            self.post_message(self.Counted(error))

    def on_together_screen_counted(self, event: Counted) -> None:
        """Show the table, or the refusal."""
        if isinstance(event.found, QualcodeError):
            self.say(str(event.found), refused=True)
            return
        found = self.found = event.found
        self.table.hues = hues_of(self.codebook, Ink(self.app.theme_variables, dark=self.app.current_theme.dark))
        columns = range(len(found.codes))
        heads = [(str(place + 1), cut(drawn(code.name), 10)) for place, code in enumerate(found.codes)]
        rows = [
            TableRow("", f"{row + 1} {drawn(code.name)}", code.code, [found.text(row, column) for column in columns])
            for row, code in enumerate(found.codes)
        ]
        self.table.show(heads, rows)
        self.show_question()
        self.say("" if rows else "There is nothing to cross yet.")

    def show_question(self) -> None:
        """What is crossed, and whose codings it rests on."""
        asked = {THEMES: "themes, with their sub-codes", EVERY: "every code, without its sub-codes"}
        said = f"stretches of words that both are on · {self.found.reading}" if self.found is not None else ""
        self.query_line.answer("OVERLAPS OF", drawn(asked.get(self.chosen, self.chosen)), said)

    # the cell

    @property
    def _question(self) -> Question:
        """What asks for the extracts that the chosen cell counts."""
        assert self.found is not None
        row, column = self.found.codes[self.table.row], self.found.codes[self.table.column]
        names = dict.fromkeys(code_as_asked(self.codebook, one.code) for one in (row, column))
        return Question(" and ".join(names), own=not self.found.with_sub_codes)

    def action_open(self) -> None:
        """Show the extracts of the chosen cell."""
        from qualcode.tui.screens.retrieve import RetrieveScreen

        if self.found is None or not self.found.codes:
            return
        self.app.push_screen(RetrieveScreen(self.desk, self._question))

    def beside_here(self) -> tuple[Question, tuple[str, str]] | None:
        """The extracts of the chosen cell, side by side."""
        return (self._question, ("", "")) if self.found is not None and self.found.codes else None

    def action_export(self) -> None:
        """Write the table to a Word or CSV file."""
        found = self.found
        if found is None or not found.codes:
            self.say("There is nothing to write.", refused=True)
            return

        def write(path: Path) -> str:
            self.desk.lookup.write_codes_together(found, path)
            return f"Wrote the table to {path}."

        self.ask_path("overlaps.docx", write)

    def show_status(self) -> None:
        """The two codes of the cell and who speaks there, or what a key did."""
        found, bar = self.found, self.query_one(StatusBar)
        if self._said[0] or found is None or not found.codes:
            bar.show([(" ", "plain"), self._said])
            return
        row, column = found.codes[self.table.row], found.codes[self.table.column]
        cell = found.cell(self.table.row, self.table.column)
        if cell is None:
            said = f"{row.places} segments" if row is column else "one of the two holds the other"
            other = "" if row is column else f" · {drawn(column.name)}"
            bar.show([(f" {said} ", "badge"), (f"  {drawn(row.name)}", "bold"), (other, "plain")])
            return
        who = f"{len(cell.participants)} of {found.of} participants: {', '.join(map(drawn, cell.participants)) or 'nobody'}"
        both = f"  {drawn(row.name)} and {drawn(column.name)}  "
        bar.show([(f" {cell.overlaps} overlap{'' if cell.overlaps == 1 else 's'} ", "badge"), (both, "bold"), (who, "muted")])
