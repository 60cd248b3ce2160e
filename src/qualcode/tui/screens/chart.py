"""The framework chart: cases of one kind down, the themes of one group across, the analyst's summary in each cell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from qualcode.domain.chart_selection import cell_is
from qualcode.domain.charts import CASE_COLUMN, EVIDENCE_CHANGED, CellState
from qualcode.tui.commands import bindings
from qualcode.tui.screens.chart_files import ChartFiles
from qualcode.tui.widgets.chart.view import LABELS

if TYPE_CHECKING:
    from textual.binding import BindingType

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.charts import ChartLayout


class ChartScreen(ChartFiles):
    """One chart."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("chart")]
    PLACE = "chart"
    HEADING = "Framework chart"

    def action_back(self) -> None:
        """Back to the screen this was opened from."""
        self.keep_view()
        self.app.pop_screen()

    def leaving(self) -> None:
        """Have the chart shown as it is now when it is opened again."""
        self.keep_view()

    def keep_view(self) -> None:
        """Have the chart shown as it is now when it is opened again."""
        if self.view is not None:
            self.qualcode.charted = self.view.at_place(self.place)

    def action_transpose(self) -> None:
        """Cases across and themes down, or the other way round again."""
        if self.view is not None:
            self.view = replace(self.view, transposed=not self.view.transposed, place=self.place)
            self.lay_out()
            self.say("Themes down, cases across." if self.view.transposed else "Cases down, themes across.")

    # reading

    def action_read_down(self) -> None:
        """Read down the theme of the chosen cell."""
        from qualcode.tui.screens.chart_reading import ThemeScreen

        if self.at is not None and self.view is not None and self.sheet is not None:
            themes = [self.sheet.table.columns[at].code for at in self.sheet.themes]
            view = self.view.at_place(self.place)
            self.keep_view()
            self.app.push_screen(ThemeScreen(self.desk, themes, self.at[1].code, view))

    def action_read_across(self) -> None:
        """Read across the case of the chosen cell."""
        from qualcode.tui.screens.chart_reading import CaseScreen

        if self.at is not None:
            self.keep_view()
            self.app.push_screen(CaseScreen(self.desk, (self.at[0].case,), self.at[1].code))

    def action_compare(self) -> None:
        """Read the case of the chosen cell beside another one."""
        from qualcode.tui.screens.chart_reading import CaseScreen, beside_which

        if self.at is None:
            return
        here, code = self.at[0].case, self.at[1].code

        def chosen(case: str | None) -> None:
            if case is not None:
                self.keep_view()
                self.app.push_screen(CaseScreen(self.desk, (here, int(case)), code))

        self.app.push_screen(beside_which(self.desk.cases()[0], here), chosen)

    def on_chart_grid_headed(self) -> None:
        """Two clicks on a heading read down its theme, or across its case."""
        if self.view is not None and self.view.transposed:
            self.action_read_across()
        else:
            self.action_read_down()

    def on_chart_grid_labelled(self) -> None:
        """Two clicks on a label read across its case, or down its theme."""
        if self.view is not None and self.view.transposed:
            self.action_read_down()
        else:
            self.action_read_across()

    # saved charts

    def action_save_chart(self) -> None:
        """Save the chart as it is laid out, under a title; a saved chart is changed where it keeps its own."""
        if self.view is None or self.sheet is None:
            return
        layout = self.view.layout
        columns = [self.sheet.table.columns[at].code for at in self.sheet.themes]
        wide = self.grid.chosen_widths if not self.view.transposed else {}
        widths = tuple(
            (CASE_COLUMN if place == LABELS else columns[place], width)
            for place, width in sorted(wide.items())
            if place < len(columns)
        )

        def done(title: str | None) -> None:
            if not title or not title.strip():
                return
            same = layout.id is not None and title.strip() == layout.title
            kept = replace(layout, title=title.strip(), widths=widths, id=layout.id if same else None)
            self.write(lambda: self.book.save(kept), lambda change: self._saved(change, kept), "a saved chart")

        self.open_prompt("SAVE CHART AS", done, layout.title)
        self.say("Its themes, cases, order and widths are kept under a title; b lists it.")

    def _saved(self, change: ChangeSet | None, kept: ChartLayout) -> None:
        found = next((one for one in self.book.choices() if one.id is not None and one.title == kept.title), kept)
        if self.view is not None:
            self.view = replace(self.view, layout=found)
        self.done(change, f"Saved the chart {kept.title}.")
        self.show_question()

    def action_remove_chart(self) -> None:
        """Take the saved chart away; the summaries that it shows stay."""
        if self.view is None or self.view.layout.id is None:
            self.say("This chart is not a saved one.", refused=True)
            return
        number, title = self.view.layout.id, self.view.layout.title

        def removed(change: ChangeSet) -> None:
            if self.view is not None:
                self.view = self.view.laid_out(id=None)
            self.done(change, f"Took away the chart {title}; its summaries stay.")

        self.write(lambda: self.book.remove(number), removed, "a chart taken away")

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
            if cell_is(sheet.charted(row, column), state):
                self.grid.step_to(row, column)
                self.stepped()
                return
        self.say(none)
