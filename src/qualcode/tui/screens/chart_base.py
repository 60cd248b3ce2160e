"""What the screens of framework charts have in common: a grid, the chosen cell in full below it, moving and sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui import chart_desk
from qualcode.tui.chart_sheet import CHANGED, SIGNS, ChartSheet, Shown, state_of
from qualcode.tui.screens.asking import AskingScreen
from qualcode.tui.screens.found import CONCERNED, Question
from qualcode.tui.widgets.bars import StatusBar
from qualcode.tui.widgets.chart.pane import CellPane, PaneCell, PaneExtract
from qualcode.tui.widgets.chart.view import ChartGrid
from qualcode.tui.widgets.query_line import QueryLine
from qualcode.tui.widgets.transcript.tints import Ink, hues_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.timer import Timer
    from textual.widget import Widget

    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.charts import ChartCell, ChartColumn, ChartRow, ChartTable
    from qualcode.services.retrieving import RetrievedList
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.bars import Part
    from qualcode.tui.widgets.transcript.tints import Hue
    from qualcode.tui.widgets.typing import TypedInto

SHOWS = (*CONCERNED, "summary", "summary_link", "attribute", "code_shown_under", "finished_coding", "assignment")
"""Tables whose change may make a chart another one."""
_SOON = 0.08
"""Seconds after which the extracts of a cell are read on which the cursor stays."""


class ChartBase(AskingScreen):
    """A grid over a chart; the subclass says what of it is rows and what columns."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high"), (50, "-tall")]  # noqa: RUF012
    LABEL = "CHART"

    class Charted(Message):
        """The worker has a chart, or a refusal."""

        def __init__(self, view: chart_desk.ChartView, found: ChartTable | QualcodeError) -> None:
            self.view = view
            self.found = found
            super().__init__()

    class Evidence(Message):
        """The worker has the extracts of a cell, or a refusal."""

        def __init__(self, codings: tuple[int, ...], found: RetrievedList | QualcodeError) -> None:
            self.codings = codings
            self.found = found
            super().__init__()

    def __init__(self, desk: StudyDesk, view: chart_desk.ChartView | None = None) -> None:
        super().__init__(desk)
        self.codebook = desk.codebook()
        self.view = view if view is not None else self._first_view()
        self.table: ChartTable | None = None
        self.sheet: ChartSheet | None = None
        self.cases: Mapping[int, Case] = {}
        self.attributes: tuple[Attribute, ...] = ()
        self._extracts: dict[tuple[int, ...], tuple[PaneExtract, ...]] = {}
        self._soon: Timer | None = None

    def _first_view(self) -> chart_desk.ChartView:
        charted = chart_desk.groups(self.codebook)
        first = charted[0] if charted else None
        return chart_desk.ChartView(None if first is None else first.id)

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
    def at(self) -> tuple[ChartRow, ChartColumn, ChartCell] | None:
        """The case, the theme and the cell under the cursor."""
        sheet = self.sheet
        if sheet is None or self.grid.row >= len(sheet.rows) or self.grid.column >= len(sheet.columns):
            return None
        case, theme = sheet.place(self.grid.row, self.grid.column)
        row = sheet.table.rows[case]
        return row, sheet.table.columns[theme], row.cells[theme]

    # reading

    def on_mount(self) -> None:
        """Take colours; chart what is asked."""
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
        """Read what is charted."""
        self.cases = {case.id: case for case in self.desk.cases()[0]}
        self.attributes = self.desk.attributes()
        self.show_question()
        self.chart(self.view)

    def take_change(self, change: ChangeSet) -> None:
        """Chart again where the study changed in what is shown."""
        if not change.touches(*SHOWS):
            return
        if change.touches("code", "code_shown_under"):
            self.codebook = self.desk.codebook()
            self._take_colours()
            if self.view.group is not None and self.view.group not in self.codebook:
                self.view = self._first_view()
        if change.touches("participant_case", "attribute", "value"):
            self.cases = {case.id: case for case in self.desk.cases()[0]}
            self.attributes = self.desk.attributes()
        self._extracts.clear()
        self.chart(self.view)

    def chart(self, view: chart_desk.ChartView) -> None:
        """Show a chart as soon as it is read."""
        self.view = view
        self._read(view, chart_desk.title(self.codebook, view), tuple(self._paths(view)))

    def _paths(self, view: chart_desk.ChartView) -> Iterator[str]:
        return (self.codebook.path_text(code.id) for code in chart_desk.columns(self.codebook, view))

    @work(thread=True, exclusive=True, group="chart", exit_on_error=False)
    def _read(self, view: chart_desk.ChartView, title: str, codes: tuple[str, ...]) -> None:
        try:
            self.post_message(self.Charted(view, self.desk.lookup.chart(title, codes)))
        except QualcodeError as error:
            self.post_message(self.Charted(view, error))

    def on_chart_base_charted(self, event: Charted) -> None:
        """Show the chart, or the refusal."""
        if event.view is not self.view:
            return
        if isinstance(event.found, QualcodeError):
            self.table = self.sheet = None
            self.grid.say_empty("No chart", "", *str(event.found).splitlines())
            self.say(str(event.found), refused=True)
            return
        self.table = event.found
        self.lay_out()

    # laying out

    def shown(self) -> Shown:
        """What of the chart is shown."""
        view = self.view
        return Shown(
            chart_desk.keeps(view, self.cases),
            view.state,
            chart_desk.order(view, self.cases, self.attributes),
            view.falling,
            view.transposed,
        )

    def lay_out(self) -> None:
        """Show the chart as it is asked for, the cursor on the cell it was on."""
        if self.table is None:
            return
        place = self.view.place or self._place()
        self.sheet = ChartSheet(self.table, self.shown())
        at = self._where(place) or (self.grid.row, self.grid.column)
        self.grid.show(self.sheet, *at)
        if not self.sheet.rows or not self.sheet.columns:
            self.grid.say_empty("No cell fits what is asked", "", "f then Enter shows all cases and cells again")
        self._stepped()

    def _place(self) -> tuple[int, int] | None:
        """The ids of the case and the theme under the cursor."""
        return None if self.at is None else (self.at[0].case, self.at[1].code)

    def _where(self, ids: tuple[int, int] | None) -> tuple[int, int] | None:
        """Row and column of a case and a theme."""
        if ids is None or self.table is None or self.sheet is None:
            return None
        case = next((at for at, row in enumerate(self.table.rows) if row.case == ids[0]), -1)
        theme = next((at for at, column in enumerate(self.table.columns) if column.code == ids[1]), -1)
        return self.sheet.at((case, theme))

    def show_question(self) -> None:
        """What is charted, and how far it is."""
        view = self.view
        named = drawn(chart_desk.title(self.codebook, view)) + (" · subthemes" if view.deeper else "")
        asked = [f"{drawn(name)} = {drawn(value)}" for name, value in view.where]
        asked += [f"“{drawn(view.sought)}”"] if view.sought else []
        asked += [view.state] if view.state else []
        said = f"  with {', '.join(asked)}" if asked else ""
        self.query_line.answer(self.LABEL, named + said, self._extent())

    def _extent(self) -> str:
        if self.table is None or self.sheet is None:
            return "reading…"
        shown, every = len(self.sheet.cases), len(self.table.rows)
        cases = f"{shown:,}" if shown == every else f"{shown:,} of {every:,}"
        share = f" · {self.table.charted * 100 // self.table.size}% charted" if self.table.size else ""
        by = f" · by {drawn(self.view.by)}{', falling' if self.view.falling else ''}" if self.view.by else ""
        return f"{cases} cases × {len(self.sheet.themes)} themes{share}{by}"

    # moving

    def _stepped(self) -> None:
        """Another cell is chosen, or is another one."""
        # Where the cursor is now: a place that was to be shown has been.
        if self.view.place is not None and self._place() is not None:
            self.view = chart_desk.at_place(self.view, None)
        self.show_pane()
        self.say("")
        self.show_question()

    def on_chart_grid_stepped(self) -> None:
        """A click chose another cell."""
        self._stepped()

    def on_chart_grid_entered(self) -> None:
        """Two clicks open the cell."""
        self.action_open()

    def action_open(self) -> None:
        """Open the chosen cell."""
        raise NotImplementedError

    def action_step(self, step: int) -> None:
        """Some rows down or up."""
        self.grid.step(step)
        self._stepped()

    def action_word(self, step: int) -> None:
        """A column on or back."""
        self.grid.step_to(self.grid.row, self.grid.column + step)
        self._stepped()

    def action_page(self, step: int) -> None:
        """A page down or up."""
        self.grid.page(step)
        self._stepped()

    def action_edge(self, step: int) -> None:
        """To the first or last row."""
        self.grid.step_to(0 if step < 0 else len(self.grid.grid.rows) - 1, self.grid.column)
        self._stepped()

    def action_scroll_detail(self, step: int) -> None:
        """Scroll the chosen cell in full."""
        self.pane.scroll(step * 4)

    def action_show_memos(self) -> None:
        """Show the chosen cell in full below the grid, or not."""
        self.pane.toggle_class("-sent-away")

    # sizes

    def action_wider(self, step: int) -> None:
        """The column of the cursor wider or narrower."""
        width = self.grid.widen(step)
        self.say(f"The column is {width} wide.")

    def action_widen(self) -> None:
        """A column less in sight, and the others wider."""
        many = self.grid.show_columns(self.grid.many_in_sight - 1)
        self.say(f"{many} column{'' if many == 1 else 's'} in sight.")

    def action_narrow(self) -> None:
        """A column more in sight, and the others narrower."""
        many = self.grid.show_columns(self.grid.many_in_sight + 1)
        self.say(f"{many} column{'' if many == 1 else 's'} in sight.")

    def action_toggle_compact(self) -> None:
        """Rows with more lines, or fewer again."""
        most = self.grid.zoom_on()
        self.say("Rows have all their lines." if not most else f"Rows have at most {most} line{'' if most == 1 else 's'}.")

    # the chosen cell

    def show_pane(self) -> None:
        """Show the chosen cell in full; its extracts follow when the cursor stays on it."""
        at = self.at
        if at is None:
            self.pane.show(PaneCell())
            return
        self.pane.show(self.told(*at))
        codings = at[2].codings
        if codings and codings not in self._extracts:
            if self._soon is not None:
                self._soon.stop()
            self._soon = self.set_timer(_SOON, self._read_extracts)

    def told(self, row: ChartRow, column: ChartColumn, cell: ChartCell) -> PaneCell:
        """A cell in full."""
        sign, kind = SIGNS[state_of(cell)]
        head: list[Part] = [
            (drawn(row.name), "accent"),
            ("  ›  ", "muted"),
            (drawn(column.heading), "bold"),
            (f"   {sign.strip()} {state_of(cell)}".replace("    ", "   "), kind),
        ]
        if cell.evidence_changed:
            head.append((f"   {SIGNS[CHANGED][0]} {CHANGED}", "bad"))
        many = len(cell.codings)
        return PaneCell(
            tuple(head),
            drawn(cell.text),
            drawn(cell.remark),
            many=many,
            extracts=self._extracts.get(cell.codings) if many else (),
        )

    def _read_extracts(self) -> None:
        self._soon = None
        if self.at is not None and self.at[2].codings:
            self._find_extracts(self.at[2].codings)

    @work(thread=True, exclusive=True, group="extracts", exit_on_error=False)
    def _find_extracts(self, codings: tuple[int, ...]) -> None:
        try:
            self.post_message(self.Evidence(codings, self.desk.lookup.retrieve(Question("", codings))))
        except QualcodeError as error:
            self.post_message(self.Evidence(codings, error))

    def on_chart_base_evidence(self, event: Evidence) -> None:
        """Show the extracts of the cell they were read for."""
        if isinstance(event.found, QualcodeError):
            self.say(str(event.found), refused=True)
            return
        self._extracts[event.codings] = tuple(
            PaneExtract(
                f"¶{one.extract.turn}" if one.extract.turn is not None else "–",
                drawn(" ".join(one.extract.words.split())),
                one.codes[0],
            )
            for one in event.found.rows
        )
        at = self.at
        if at is not None and at[2].codings == event.codings:
            self.pane.show(self.told(*at))

    # what it says

    def show_status(self) -> None:
        """How many cells are in each state, and what a key did."""
        parts: list[Part] = []
        if self.sheet is not None:
            counts = self.sheet.counts()
            for state, (sign, kind) in SIGNS.items():
                if counts[state]:
                    parts.append((f" {sign.strip()}{' ' if sign.strip() else ''}{counts[state]:,} {state} ", kind))
        self.query_one(StatusBar).show([(" ", "plain"), self._said] if self._said[0] else [(" ", "plain"), *parts])
