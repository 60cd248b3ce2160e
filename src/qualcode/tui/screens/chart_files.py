"""Writing a chart to a file: asked how, checked where it is published, and what stops it shown where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.content import Content

from qualcode.domain.chart_selection import WHOLE
from qualcode.domain.text import drawn
from qualcode.tui.modals.chart_file import ChartFileForm, asked_of
from qualcode.tui.modals.choose import Choose
from qualcode.tui.modals.reading import ReadOnly
from qualcode.tui.screens.chart_verbs import ChartVerbs

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.identification import Stop
    from qualcode.errors import QualcodeError
    from qualcode.services.gate import StoppedForPublication


class ChartFiles(ChartVerbs):
    """A chart that is written to files."""

    def action_export(self) -> None:
        """Write the chart to a Word, Excel, HTML or CSV file."""
        view = self.view
        if view is None or self.chart is None or self.sheet is None:
            self.say("There is nothing to write.", refused=True)
            return
        sheet = self.sheet
        if not sheet.cases:
            self.say("No cell is shown: f, then Enter, shows all cases and cells again.", refused=True)
            return
        selected = bool(view.layout.where or view.selection)
        every = sum(case.kind is view.layout.kind for case in self.desk.cases()[0])
        shown = f"as shown: {len(sheet.cases):,} of {every:,} cases" if selected else ""
        if selected and len(sheet.themes) < len(sheet.table.columns):
            shown += f", {len(sheet.themes)} of {len(sheet.table.columns)} themes"

        def filled(values: dict[str, str] | None) -> None:
            if values is None:
                return
            asked = asked_of(values)
            layout = replace(view.layout, portrait=asked.portrait, where=() if asked.whole else view.layout.where)
            selection = WHOLE if asked.whole else view.selection

            def write(_path: Path) -> str:
                return drawn(self.desk.lookup.write_chart(layout, selection, asked))

            self.write_file(asked.path, write)

        form = ChartFileForm(shown=shown, transposed=view.transposed, portrait=view.layout.portrait)
        self.app.push_screen(form, filled)

    def refused_to_write(self, error: QualcodeError) -> None:
        """Say why nothing was written; what stops a publication is listed, each with its place and how to go on."""
        from qualcode.services.gate import StoppedForPublication

        if isinstance(error, StoppedForPublication):
            self._list_stops(error)
        else:
            super().refused_to_write(error)
            # The line at the bottom has no room for what to do.
            self.app.push_screen(ReadOnly("Nothing was written", Content(drawn(f"{error.message}\n\n{error.hint}".strip()))))

    def _list_stops(self, error: StoppedForPublication) -> None:
        rows = [(str(place), drawn(one.said)) for place, one in enumerate(error.stops)]
        keys = "P leaves out what prints under the names; Enter goes to the cell."
        words = f"Nothing was written: {error.counted}. {error.hint} {keys}"

        def chosen(place: str | None) -> None:
            self.say(f"Nothing was written: {error.counted}.", refused=True)
            if place is not None:
                self._go_to(error.stops[int(place)])

        self.app.push_screen(Choose(error.title, rows, words), chosen)

    def _go_to(self, stop: Stop) -> None:
        """Go to the cell that stops a publication, or to the case where it is what is printed of it."""
        sheet, case = self.sheet, stop.words.case
        if sheet is None or case is None:
            return
        rows, columns = sheet.table.rows, sheet.table.columns
        row = next((at for at, one in enumerate(rows) if one.case == case), None)
        if row is None or row not in sheet.cases:
            self.say(f"{drawn(stop.words.place)} is not among the cases shown: f, then Enter, shows all.")
            return
        stands = stop.words.place.removeprefix(f"{rows[row].name}, ")
        theme = next(
            (at for at, one in enumerate(columns) if stands == one.heading or stands.startswith(f"{one.heading}, ")), None
        )
        at = sheet.at((row, sheet.themes[0] if theme is None else theme))
        if at is not None:
            self.grid.step_to(*at)
            self.stepped()
            self.say(drawn(stop.said))
