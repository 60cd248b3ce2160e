"""The cases: an editable table of participants, groups and sites by what is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from qualcode.domain.cases import CaseKind
from qualcode.domain.text import drawn
from qualcode.tui.case_sheet import Field, filtered, ordered, sheet_of
from qualcode.tui.commands import bindings
from qualcode.tui.screens.case_attributes import AttributeVerbs
from qualcode.tui.widgets.bars import StatusBar
from qualcode.tui.widgets.query_line import QueryLine
from qualcode.tui.widgets.sheet_view import SheetView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualcode.domain.changes import ChangeSet
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.bars import Part

_SHOWN = ("participant_case", "case_speaker", "case_source", "attribute", "value", "source", "speaker")
"""Tables whose rows the table is made of."""


class CasesScreen(AttributeVerbs):
    """The table of cases."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("cases")]
    PLACE = "cases"
    HEADING = "Cases"

    def __init__(self, desk: StudyDesk, *, case: int | None = None) -> None:
        super().__init__(desk)
        self.sought = ""
        self._by: tuple[int, bool] | None = None
        self._wanted = case

    def body(self) -> Iterator[Widget]:
        """What is shown, and the table."""
        yield QueryLine()
        yield SheetView()

    def renew(self) -> None:
        """Read the cases anew."""
        self.set_focus(self.table)
        cases, attributes = self.book.cases()
        self.sheet = sheet_of(cases, attributes, self.book.sources(), self.book.speakers())
        self.lay_out()

    def take_change(self, change: ChangeSet) -> None:
        """Show the table as it is after a change of what it shows."""
        if not change.touches(*_SHOWN):
            return
        order = [row.case.id for row in self.table.rows]
        cases, attributes = self.book.cases()
        before = {row.case.id for row in self.sheet.rows}
        self.sheet = sheet_of(cases, attributes, self.book.sources(), self.book.speakers())
        now = {row.case.id: row for row in self.sheet.rows}
        if before == now.keys() and self.table.columns == self.sheet.columns:
            # A value that is edited in a column by which the rows are ordered does not run away from under the cursor.
            self.table.show(self.sheet.columns, [now[one] for one in order], self.table.row, self._by)
            self.show_question()
        else:
            self._by = None if self._by is not None and self._by[0] >= len(self.sheet.columns) else self._by
            self.lay_out()
        self.show_status()

    def lay_out(self) -> None:
        """Show the rows that fit the filter, in the order chosen, the cursor on the case it was on."""
        case = self.case
        here = self._wanted if self._wanted is not None else case.id if case is not None else None
        self._wanted = None
        rows = filtered(self.sheet, self.sought)
        if self._by is not None:
            rows = ordered(rows, self._by[0], self.sheet.columns[self._by[0]], falling=self._by[1])
        at = next((place for place, row in enumerate(rows) if row.case.id == here), min(self.table.row, max(0, len(rows) - 1)))
        self.table.show(self.sheet.columns, rows, at, self._by)
        self.show_question()

    def show_question(self) -> None:
        """What is shown of how much."""
        every, shown = self.sheet.rows, len(self.table.rows)
        counted = [
            f"{count} {kind}{'' if count == 1 else 's'}"
            for kind in CaseKind
            if (count := sum(row.case.kind is kind for row in every)) or kind is CaseKind.PARTICIPANT
        ]
        said = ", ".join(counted) + (f" · {shown} shown" if shown < len(every) else "")
        if self._by is not None and self._by[0] < len(self.sheet.columns):
            said += f" · by {self.sheet.columns[self._by[0]].title}{', falling' if self._by[1] else ''}"
        self.query_line.answer("CASES", drawn(self.sought), said)

    # moving

    def action_step(self, step: int) -> None:
        """Some cases down or up."""
        self.table.step_to(self.table.row + step, self.table.column)
        self.say("")

    def action_edge(self, step: int) -> None:
        """To the first or last case."""
        self.table.step_to(0 if step < 0 else len(self.table.rows) - 1, self.table.column)
        self.say("")

    def action_word(self, step: int) -> None:
        """A column on or back."""
        self.table.step_to(self.table.row, self.table.column + step)
        self.say("")

    def on_sheet_view_stepped(self) -> None:
        """Say what is in the cell."""
        self.say("")

    def on_sheet_view_entered(self) -> None:
        """Two clicks edit the cell."""
        self.action_open()

    def on_sheet_view_headed(self) -> None:
        """Two clicks on a heading edit its attribute."""
        self.action_edit()

    def action_filter(self) -> None:
        """Type words that the cases shown must hold."""
        before = self.sought

        def changed(words: str) -> None:
            self.sought = words
            rows = filtered(self.sheet, words)
            self.table.show(self.sheet.columns, rows, 0, self._by)

        def done(words: str | None) -> None:
            self.sought = before if words is None else words.strip()
            self.lay_out()

        self.open_prompt("SHOW", done, self.sought, changed)
        self.say("Words that the cases hold; role=nurse asks for one column, role= for cases of which it is not known.")

    def action_transpose(self) -> None:
        """Order by the column of the cursor, from the other end, or as in the study again."""
        at = self.table.column
        self._by = {None: (at, False), (at, False): (at, True), (at, True): None}.get(self._by, (at, False))
        self.lay_out()
        self.say("" if self._by is not None else "In the order of the study.")

    # what it says

    def summary(self) -> str:
        """What can be done in an empty table."""
        return "No cases yet: a adds one; an import of transcripts makes them too."

    def show_status(self) -> None:
        """The cell in full, or what a key did, or how the value being typed is to be written."""
        bar, case, column = self.query_one(StatusBar), self.case, self.column
        if self.typed is not None:
            bar.show(
                [(f" {self.typed.title} ", "badge"), ("  ", "plain"), self.typed.told],
                [("  Enter keeps it  Esc leaves it ", "muted")],
            )
            return
        if self._said[0] or case is None or column is None:
            bar.show([(" ", "plain"), self._said if self._said[0] else (self.summary(), "plain")])
            return
        bar.show(self._cell_told())

    def _cell_told(self) -> list[Part]:
        case, column = self.case, self.column
        assert case is not None
        assert column is not None
        cell = self.table.rows[self.table.row].cells[self.table.column]
        head: list[Part] = [(f" {drawn(case.name)} ", "badge")]
        if column.field is Field.NAME:
            return [*head, (f"  {case.kind}", "plain"), (f"  {self._may(case.may_quote, case.may_share)}", "muted")]
        told: Part = (cell.text, "bad" if cell.wrong else "bold") if cell.text else ("nothing known", "muted")
        fault = [(f"  does not fit {column.about}", "bad")] if cell.wrong else []
        return [*head, (f"  {column.title}  ", "muted"), told, *fault]

    @staticmethod
    def _may(quoted: bool, shared: bool) -> str:
        return f"may {'' if quoted else 'not '}be quoted, may {'' if shared else 'not '}be shared"
