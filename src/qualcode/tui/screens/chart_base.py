"""What the screens of framework charts have in common: a grid, the chosen cell in full below it, moving and sizes."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from qualcode.domain.charts import CASE_COLUMN
from qualcode.domain.text import drawn
from qualcode.errors import NotAllowed, NotFound, QualcodeError
from qualcode.tui.chart_cell import pane_of
from qualcode.tui.chart_desk import ChartDesk, ChartView
from qualcode.tui.chart_sheet import SIGNS, ChartSheet, Shown
from qualcode.tui.screens.asking import AskingScreen
from qualcode.tui.screens.found import CONCERNED
from qualcode.tui.widgets.bars import StatusBar
from qualcode.tui.widgets.chart.pane import CellPane, PaneCell
from qualcode.tui.widgets.chart.view import ChartGrid
from qualcode.tui.widgets.query_line import QueryLine
from qualcode.tui.widgets.transcript.tints import Ink, hues_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.timer import Timer
    from textual.widget import Widget

    from qualcode.domain.cells import OpenCell
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.charts import ChartCell, ChartColumn, ChartRow, ChartTable
    from qualcode.services.charting_cells import OpenChart
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.bars import Part
    from qualcode.tui.widgets.transcript.tints import Hue
    from qualcode.tui.widgets.typing import TypedInto

OF_CELLS = ("summary", "summary_link")
"""Tables of what stands in cells."""
SHOWS = (*CONCERNED, *OF_CELLS, "attribute", "code_shown_under", "case_source", "finished_coding", "assignment")
"""Tables whose change may make a chart another one."""
_SOON = 0.12
"""Seconds after which a cell is laid open on which the cursor stays."""


class ChartBase(AskingScreen):
    """A grid over a chart, read in a worker and read again when the study changes."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high"), (50, "-tall")]  # noqa: RUF012
    LABEL = "CHART"

    class Charted(Message):
        """The worker has a chart, or a refusal."""

        def __init__(self, view: ChartView, found: OpenChart | QualcodeError, *, whole: bool = True) -> None:
            self.view = view
            self.found = found
            self.whole = whole
            super().__init__()

    class Opened(Message):
        """The worker has a cell laid open."""

        def __init__(self, chart: OpenChart, cell: OpenCell) -> None:
            self.chart = chart
            self.cell = cell
            super().__init__()

    def __init__(self, desk: StudyDesk, view: ChartView | None = None) -> None:
        super().__init__(desk)
        self.book = ChartDesk(desk.study)
        self.codebook = desk.codebook()
        self.view = view
        self.chart: OpenChart | None = None
        self.sheet: ChartSheet | None = None
        self._cells: dict[tuple[int, int], OpenCell] = {}
        self._unsaved: frozenset[tuple[int, int]] = frozenset()
        self._soon: Timer | None = None
        self.waiting = "reading…"
        """What is said in place of how much there is: that the chart is being read, or nothing once it is refused."""
        self.widths_due = True
        """Whether the widths that were saved with the chart are still to be given to its columns."""

    def body(self) -> Iterator[Widget]:
        """What is charted, the grid, the chosen cell."""
        yield QueryLine()
        yield ChartGrid()
        yield CellPane()

    # its parts

    @property
    def grid(self) -> ChartGrid:
        """The grid."""
        return self.query_one(ChartGrid)

    @property
    def pane(self) -> CellPane:
        """The chosen cell in full."""
        return self.query_one(CellPane)

    @property
    def typed_into(self) -> TypedInto:
        """The grid has the keyboard."""
        return self.grid

    @property
    def table(self) -> ChartTable | None:
        """The chart as it was read last."""
        return None if self.chart is None else self.chart.table

    @property
    def at(self) -> tuple[ChartRow, ChartColumn, ChartCell] | None:
        """The case, the theme and the cell under the cursor."""
        sheet = self.sheet
        if sheet is None or self.grid.row >= len(sheet.rows) or self.grid.column >= len(sheet.columns):
            return None
        case, theme = sheet.place(self.grid.row, self.grid.column)
        row = sheet.table.rows[case]
        return row, sheet.table.columns[theme], row.cells[theme]

    @property
    def place(self) -> tuple[int, int] | None:
        """The ids of the case and the theme under the cursor."""
        return None if self.at is None else (self.at[0].case, self.at[1].code)

    # reading

    def on_mount(self) -> None:
        """Take colours."""
        self._take_colours()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._take_colours())
        self.set_focus(self.grid)

    def _take_colours(self) -> None:
        hues = self.hues_now()
        self.grid.take_hues(hues)
        self.pane.take_hues(hues)

    def hues_now(self) -> Mapping[int, Hue]:
        """The colours of codes."""
        return hues_of(self.codebook, Ink(self.app.theme_variables, dark=self.app.current_theme.dark))

    def renew(self) -> None:
        """Chart what is asked, else what there is to chart first."""
        self._unsaved = self.book.cells_with_drafts()
        if self.view is None:
            try:
                self.view = ChartView(self.book.choices()[0])
            except NotAllowed as error:
                self.say(str(error), refused=True)
                self.grid.say_empty("There is no theme to chart yet", "", "The codebook has no themes: o, then b builds it.")
            except QualcodeError as error:
                self._refused(error)
        self.show_question()
        if self.view is not None:
            self.read(self.view)

    def take_change(self, change: ChangeSet) -> None:
        """Chart again where the study changed in what is shown."""
        if not change.touches(*SHOWS):
            return
        if change.touches("code", "code_shown_under"):
            self.codebook = self.desk.codebook()
            self._take_colours()
        self._cells.clear()
        if self.view is None:
            self.renew()
        else:
            self.read(self.view)

    def read(self, view: ChartView) -> None:
        """Show a chart as soon as it is read."""
        self.view, self.waiting = view, "reading…"
        if self.chart is None and not view.sought and not view.state:
            self._read_first(view)
        else:
            self._read(view)

    @work(thread=True, exclusive=True, group="chart", exit_on_error=False)
    def _read_first(self, view: ChartView) -> None:
        """The first rows of a large chart are shown before all of it is read."""
        around = None if view.place is None else view.place[0]
        try:
            first = self.desk.lookup.first_rows(view.layout, around)
            whole = first is None
            self.post_message(self.Charted(view, first or self.desk.lookup.open_chart(view.layout), whole=whole))
        except QualcodeError as error:
            self.post_message(self.Charted(view, error))

    @work(thread=True, exclusive=True, group="chart", exit_on_error=False)
    def _read(self, view: ChartView) -> None:
        try:
            self.post_message(self.Charted(view, self.desk.lookup.open_chart(view.layout)))
        except QualcodeError as error:
            self.post_message(self.Charted(view, error))

    def on_chart_base_charted(self, event: Charted) -> None:
        """Show the chart, or the refusal."""
        if self.view is None or event.view.layout != self.view.layout:
            return
        if isinstance(event.found, QualcodeError):
            self._refused(event.found)
            return
        if event.whole:
            self.chart = event.found
            # Its cells are many and stay: the garbage collector would walk over them again and again while one reads.
            gc.freeze()
        self.lay_out(event.found.table)
        if not event.whole:
            # Once the first rows are painted: reading the others takes the processor.
            self.call_after_refresh(self.read_all, event.view)

    def read_all(self, view: ChartView) -> None:
        """Read the chart in full whose first rows are shown."""
        if self.view is not None and self.view.layout == view.layout and self.chart is None:
            self._read(view)

    def on_unmount(self) -> None:
        """Let go of the chart: what is frozen for the garbage collector is freed as soon as nobody holds it."""
        self.chart = self.sheet = None
        self._cells.clear()

    def _refused(self, error: QualcodeError) -> None:
        self.chart = self.sheet = None
        self.waiting = ""
        self.grid.clear()
        self.grid.say_empty("There is nothing to chart", "", error.message, error.hint)
        self.pane.show(PaneCell())
        self.say(str(error), refused=True)
        if isinstance(error, NotFound):
            # The group or theme is gone: what there is to chart is offered instead.
            self.view = None
        self.show_question()

    # laying out

    def shown(self, view: ChartView) -> Shown:
        """What of the chart is shown."""
        return Shown(view.selection, view.transposed)

    def lay_out(self, first: ChartTable | None = None) -> None:
        """Show the chart as it is asked for, the cursor on the cell it was on; `first` while it is not read in full."""
        table = first if first is not None else self.table
        if table is None or self.view is None:
            return
        place = self.view.place or self.place
        self.sheet = ChartSheet(table, self.shown(self.view))
        if self.widths_due:
            self.widths_due = False
            wide = dict(self.view.layout.widths)
            places = {table.columns[theme].code: at for at, theme in enumerate(self.sheet.themes)}
            self.grid.take_widths({places[code]: width for code, width in wide.items() if code in places}, wide.get(CASE_COLUMN))
        at = self._where(place) or (self.grid.row, self.grid.column)
        self.grid.say_empty("No cell fits what is asked", "", "f, then Enter, shows all cases and cells again")
        self.grid.show(self.sheet, *at)
        if self._where(self.view.place) is not None:
            # The place that was to be shown has been: from now on the cursor says where one is.
            self.view = self.view.at_place(None, editing=self.view.editing)
        self.show_pane()
        self.show_question()
        self.show_status()

    def _where(self, ids: tuple[int, int] | None) -> tuple[int, int] | None:
        """Row and column of a case and a theme."""
        if ids is None or self.sheet is None:
            return None
        table = self.sheet.table
        case = next((at for at, row in enumerate(table.rows) if row.case == ids[0]), -1)
        theme = next((at for at, column in enumerate(table.columns) if column.code == ids[1]), -1)
        return self.sheet.at((case, theme))

    def take_cell(self, case: int, code: int) -> None:
        """Read one cell again, in which this window has written."""
        self._cells.pop((case, code), None)
        if self.chart is None or self.sheet is None:
            return
        self.chart = self.book.read_again(self.chart, case, code)
        self.sheet = self.sheet.with_table(self.chart.table)
        at = self._where((case, code))
        self.grid.show_again(self.sheet, [] if at is None else [at[0]])
        self.show_pane()
        self.show_question()

    def show_question(self) -> None:
        """What is charted, and how far it is."""
        view = self.view
        if view is None:
            self.query_line.answer(self.LABEL, "", "")
            return
        layout = view.layout
        named = drawn(layout.title) + (" · subthemes" if layout.level > 1 else "")
        asked = [drawn(one) for one in layout.where]
        asked += [f"“{drawn(view.sought)}”"] if view.sought else []
        asked += [view.state] if view.state else []
        said = f"  with {', '.join(asked)}" if asked else ""
        self.query_line.answer(self.LABEL, named + said, self.extent())

    def extent(self) -> str:
        """How much is shown, how much of it is charted, and in which order."""
        if self.sheet is None or self.view is None or self.chart is None:
            return self.waiting
        shown, every = len(self.sheet.cases), len(self.sheet.table.rows)
        cases = f"{shown:,}" if shown == every else f"{shown:,} of {every:,}"
        share = f" · {self.sheet.done * 100 // self.sheet.size}% charted" if self.sheet.size else ""
        by = f" · by {drawn(', '.join(self.view.layout.order))}" if self.view.layout.order else ""
        return f"{cases} cases × {len(self.sheet.themes)} themes{share}{by}"

    # the chosen cell

    def show_pane(self) -> None:
        """Show the chosen cell in full; what it rests on follows when the cursor stays on it."""
        at, place = self.at, self.place
        if at is None or place is None:
            self.pane.show(PaneCell())
            return
        self.pane.show(pane_of(*at, self._cells.get(place), unsaved=place in self._unsaved))
        if place not in self._cells:
            if self._soon is not None:
                self._soon.stop()
            self._soon = self.set_timer(_SOON, self._lay_open)

    def _lay_open(self) -> None:
        self._soon = None
        if self.chart is not None and self.place is not None and self.place not in self._cells:
            self._open(*self.place)

    @work(thread=True, exclusive=True, group="cell", exit_on_error=False)
    def _open(self, case: int, code: int) -> None:
        # Not handed over: the toolkit writes down what a worker is given, and a chart is long.
        chart = self.chart
        if chart is None:
            return
        try:
            self.post_message(self.Opened(chart, self.desk.lookup.open_cell(case, code, chart)))
        except (QualcodeError, KeyError):
            # The chart is being read anew: the cell is laid open when that is there.
            return

    def on_chart_base_opened(self, event: Opened) -> None:
        """Show what the cell rests on, if it is still the one."""
        if event.chart is not self.chart:
            self.show_pane()
            return
        self._cells[event.cell.case, event.cell.code] = event.cell
        if self.place == (event.cell.case, event.cell.code):
            self.show_pane()

    # what it says

    def show_status(self) -> None:
        """How many cells are in each state, or what a key did."""
        if self._said[0]:
            self.query_one(StatusBar).show([(" ", "plain"), self._said])
            return
        parts: list[Part] = [(" ", "plain")]
        if self.sheet is not None and self.chart is not None:
            counts = self.sheet.counts
            for state, (sign, kind) in SIGNS.items():
                if counts[state]:
                    parts.append((f" {sign.strip()}{' ' if sign.strip() else ''}{counts[state]:,} {state} ", kind))
        self.query_one(StatusBar).show(parts)
