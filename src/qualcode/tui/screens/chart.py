"""The framework chart: cases of one kind down, the themes of one group across, the analyst's summary in each cell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from qualcode.domain.charts import EVIDENCE_CHANGED, CellState
from qualcode.tui.chart_sheet import is_one
from qualcode.tui.commands import bindings
from qualcode.tui.screens.chart_verbs import ChartVerbs
from qualcode.tui.screens.found import Question

if TYPE_CHECKING:
    from pathlib import Path

    from textual.binding import BindingType


class ChartScreen(ChartVerbs):
    """One chart."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("chart")]
    PLACE = "chart"
    HEADING = "Framework chart"

    def action_back(self) -> None:
        """Back to the screen this was opened from."""
        self.keep_view()
        self.app.pop_screen()

    def keep_view(self) -> None:
        """Have the chart shown as it is now when it is opened again."""
        if self.view is not None:
            self.qualcode.charted = self.view.at_place(self.place)

    # the chosen cell

    def question_here(self) -> Question | None:
        """The codings of the chosen cell, under its name."""
        if self.at is None or not self.at[2].codings:
            return None
        row, column, cell = self.at
        return Question(f"{row.name} · {column.heading}", cell.codings)

    def action_show_source(self) -> None:
        """Show the extracts of the chosen cell in their sources."""
        from qualcode.tui.screens.retrieve import RetrieveScreen

        question = self.question_here()
        if question is None:
            self.say("Nothing is coded in this cell: there is no extract to show.")
            return
        self.keep_view()
        self.app.push_screen(RetrieveScreen(self.desk, question))

    def beside_here(self) -> tuple[Question, tuple[str, str]] | None:
        """The extracts of the chosen cell, for them side by side."""
        question = self.question_here()
        return None if question is None else (question, ("", ""))

    def action_export(self) -> None:
        """Write the chart to a Word, Excel or CSV file."""
        if self.view is None or self.chart is None:
            self.say("There is nothing to write.", refused=True)
            return
        layout = self.view.layout

        def write(path: Path) -> str:
            return self.desk.lookup.write_chart(layout, path)

        self.ask_path("chart.docx", write, ".docx, .xlsx or .csv")

    def action_definition(self) -> None:
        """Show what the theme of the chosen cell means."""
        from qualcode.tui.modals.definition import Definition

        if self.at is not None:
            self.app.push_screen(Definition(self.codebook, self.at[1].code))

    def action_transpose(self) -> None:
        """Cases across and themes down, or the other way round again."""
        if self.view is not None:
            self.view = replace(self.view, transposed=not self.view.transposed, place=self.place)
            self.lay_out()
            self.say("Themes down, cases across." if self.view.transposed else "Cases down, themes across.")

    # the next cell to be worked on

    def action_next_open(self) -> None:
        """The next cell that is not yet charted, row by row, and from the end to the beginning."""
        self._next(CellState.NOT_CHARTED, 1, "Every cell shown is charted.")

    def action_next_changed(self, step: int) -> None:
        """The next cell whose evidence changed, or the one before."""
        self._next(EVIDENCE_CHANGED, step, "The evidence of no cell shown has changed.")

    def _next(self, state: str, step: int, none: str) -> None:
        sheet = self.sheet
        if sheet is None or not sheet.rows or not sheet.columns:
            return
        wide, size = len(sheet.columns), len(sheet.rows) * len(sheet.columns)
        here = self.grid.row * wide + self.grid.column
        for distance in range(1, size + 1):
            row, column = divmod((here + step * distance) % size, wide)
            if is_one(sheet.charted(row, column), state):
                self.grid.step_to(row, column)
                self.stepped()
                return
        self.say(none)
