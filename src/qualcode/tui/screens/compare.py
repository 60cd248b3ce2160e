"""Comparing groups of participants: themes by groups, n of N, each cell opened as its extracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.message import Message

from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.commands import bindings
from qualcode.tui.completing import code_as_asked
from qualcode.tui.screens.crossed import CrossedScreen
from qualcode.tui.screens.found import Question
from qualcode.tui.screens.grouping import ChoosesGroups
from qualcode.tui.widgets.bars import StatusBar
from qualcode.tui.widgets.group_table import TableRow
from qualcode.tui.widgets.transcript.tints import Ink, hues_of

if TYPE_CHECKING:
    from pathlib import Path

    from textual.binding import BindingType

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.comparisons import ComparedCell, ComparedTheme, Comparison
    from qualcode.tui.desk import StudyDesk


class CompareScreen(CrossedScreen, ChoosesGroups):
    """A table of themes by the groups of one attribute."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("compare")]
    PLACE = "compare"
    HEADING = "Compare groups"

    class Compared(Message):
        """The worker has a comparison, or a refusal."""

        def __init__(self, found: Comparison | QualcodeError) -> None:
            self.found = found
            super().__init__()

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__(desk)
        self.comparison: Comparison | None = None

    # asking

    def renew(self) -> None:
        """Compare as it was compared last, or have the attribute chosen."""
        self.set_focus(self.table)
        self.show_question()
        if self.qualcode.compared is None:
            self.action_find()
        else:
            self._compare(*self.qualcode.compared)

    def action_find(self) -> None:
        """Choose the attribute whose values make the groups."""

        def given_up() -> None:
            if self.comparison is None:
                self.action_back()

        self.choose_groups("Compare groups of participants by", given_up=given_up)

    def by_chosen(self, name: str, bands: str) -> None:
        """Compare by an attribute."""
        self._compare(name, bands)

    def _compare(self, name: str, bands: str) -> None:
        self.qualcode.compared = (name, bands)
        self._look_up(name, bands)

    @work(thread=True, exclusive=True, group="compare", exit_on_error=False)
    def _look_up(self, name: str, bands: str) -> None:
        try:
            self.post_message(self.Compared(self.desk.lookup.compare(name, bands)))
        except QualcodeError as error:
            self.post_message(self.Compared(error))

    def on_compare_screen_compared(self, event: Compared) -> None:
        """Show the table, or the refusal."""
        if isinstance(event.found, QualcodeError):
            self.qualcode.compared = None
            self.say(str(event.found), refused=True)
            return
        self.comparison = event.found
        book = self.desk.codebook()
        self.table.hues = hues_of(book, Ink(self.app.theme_variables, dark=self.app.current_theme.dark))
        groups = [(drawn(one.name), f"N = {one.of}") for one in event.found.groups]
        self.table.show(groups, [_row(theme) for theme in event.found.themes])
        self.show_question()
        self.say(" ".join(event.found.notes))

    def take_change(self, change: ChangeSet) -> None:
        """Compare again where codings, codes or cases changed."""
        concerned = change.touches("coding", "code", "assignment", "participant_case", "case_speaker", "attribute", "value")
        if self.qualcode.compared is not None and concerned:
            self._compare(*self.qualcode.compared)

    def show_question(self) -> None:
        """What is compared, and whose codings it rests on."""
        found = self.comparison
        said = f"participants with the theme, n of N finished · {found.reading}" if found else ""
        self.query_line.answer("COMPARE BY", drawn(found.by) if found else "", said)

    # the cell

    @property
    def _cell(self) -> tuple[ComparedTheme, str, ComparedCell] | None:
        if self.comparison is None or not self.comparison.themes:
            return None
        theme = self.comparison.themes[self.table.row]
        return theme, self.comparison.groups[self.table.column].name, theme.cells[self.table.column]

    def action_open(self) -> None:
        """Show the extracts of the chosen cell."""
        from qualcode.tui.screens.retrieve import RetrieveScreen

        if self._cell is None or self.comparison is None:
            return
        theme, group, cell = self._cell
        if not cell.codings:
            self.say("No participant of this group has it: there is nothing to show.")
            return
        title = f"{theme.name} · {self.comparison.by} = {group} · {cell}"
        self.app.push_screen(RetrieveScreen(self.desk, Question(title, cell.codings)))

    def beside_here(self) -> tuple[Question, tuple[str, str]] | None:
        """The theme of the chosen row, for its extracts by the groups that are compared."""
        cell, asked = self._cell, self.qualcode.compared
        if cell is None or asked is None:
            return None
        return Question(code_as_asked(self.desk.codebook(), cell[0].code)), asked

    def action_export(self) -> None:
        """Write the table to a Word or CSV file."""
        asked = self.qualcode.compared
        if asked is None or self.comparison is None:
            self.say("There is nothing to write.", refused=True)
            return

        def write(path: Path) -> str:
            self.desk.lookup.write_comparison(*asked, path)
            return f"Wrote the table to {path}."

        self.ask_path("comparison.docx", write)

    def show_status(self) -> None:
        """The cell's participants, or what a key did."""
        said = self._said
        if not said[0] and self._cell is not None:
            theme, group, cell = self._cell
            who = ", ".join(drawn(one) for one in cell.participants) or "nobody"
            self.query_one(StatusBar).show(
                [(f" {cell} ", "badge"), (f"  {drawn(theme.name)}", "bold"), (f" · {drawn(group)}  ", "plain"), (who, "muted")]
            )
            return
        self.query_one(StatusBar).show([(" ", "plain"), said])


def _row(theme: ComparedTheme) -> TableRow:
    from qualcode.domain.codebook_paths import parse_path

    above = " > ".join(parse_path(theme.path)[:-1])
    return TableRow(drawn(above), drawn(theme.name), theme.code, [str(cell) for cell in theme.cells])
