"""How far the cells of framework charts are: each with its state, what changed since, and what its references lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.cells import not_said, plain_talk, resolved
from qualcode.analysis.talk import talks_of
from qualcode.domain.cell_references import Reach
from qualcode.domain.chart_selection import CELL_STATES, read_state, row_holds
from qualcode.domain.charts import EVIDENCE_CHANGED, MARKED_YET_CODED, CellMark, CellState, though_coded
from qualcode.domain.summaries import told
from qualcode.services.charting_cells import open_charts
from qualcode.services.charting_layouts import layouts_for
from qualcode.services.reading import sources_by_case, uncollected

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.analysis.talk import SourceTalk
    from qualcode.domain.charts import ChartCell, ChartColumn, ChartLayout, ChartRow
    from qualcode.services.charting_cells import OpenChart
    from qualcode.storage import OpenStudy

REFERENCES = "references not found"
"""The cells whose references do not all lead to a turn of the case's talk, as a state to ask for."""
QUOTED = "quoted words not found"
"""The cells with words in quotation marks that the case has not said, as a state to ask for."""
ASKED_FOR = (*CELL_STATES, MARKED_YET_CODED, REFERENCES, QUOTED)
"""What cells can be asked for by."""


@dataclass(frozen=True, slots=True)
class CellStatus:
    """One cell as a list shows it: names for readers, ids for screens.

    `changed` says what became of its evidence since (`2 added`), `loose` which references lead nowhere, and why,
    `not_found` which words in quotation marks are not in the case's talk, `not_coded` which turns referred to hold no coding
    of the theme.
    """

    chart: str
    case: int
    case_name: str
    code: int
    theme: str
    state: CellState
    codings: int
    changed: str = ""
    loose: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()
    not_coded: tuple[str, ...] = ()

    @property
    def marked_yet_coded(self) -> bool:
        """Whether it is marked as not raised or not asked while passages of the theme are coded there."""
        return self.codings > 0 and self.state.value in set(CellMark)

    @property
    def notes(self) -> tuple[str, ...]:
        """All there is to say of it beside its state, one sentence each."""
        return (
            *((though_coded(self.state, self.codings),) if self.marked_yet_coded else ()),
            *((f"{EVIDENCE_CHANGED}: {self.changed}",) if self.changed else ()),
            *self.loose,
            *(f'not in the talk: "{words}"' for words in self.not_found),
            *(f"{reference}: no coding of the theme there" for reference in self.not_coded),
        )

    def is_in(self, state: str) -> bool:
        """Whether it is in a state, or is one that is asked for by what became of it."""
        if state == EVIDENCE_CHANGED:
            return bool(self.changed)
        if state == MARKED_YET_CODED:
            return self.marked_yet_coded
        if state == REFERENCES:
            return bool(self.loose)
        return bool(self.not_found) if state == QUOTED else self.state.value == state


@dataclass(frozen=True, slots=True)
class ChartStatus:
    """The cells of some charts, those of a theme that is in several once; and how many are in each state, all counted."""

    cells: tuple[CellStatus, ...]
    counts: dict[str, int]
    size: int


def cells_in_state(
    study: OpenStudy, layouts: Sequence[ChartLayout] | None = None, *, state: str | None = None, sought: str = ""
) -> ChartStatus:
    """How far the cells of charts are; without layouts, of the charts of all groups. `state` keeps the cells that are so.

    `sought` are words that the row of each cell counted must hold.

    Raises:
        UsageError: there is no such state.
        NotAllowed: the viewer codes blind, and the analysis coding is another's.
    """
    wanted = None if state is None else read_state(state, ASKED_FOR)
    with uncollected():
        opened = open_charts(study, layouts_for(study) if layouts is None else layouts)
        reader = _Reader(study, opened)
        found: dict[tuple[int, int], CellStatus] = {}
        for chart in opened:
            for row in (one for one in chart.table.rows if row_holds(one, sought)):
                for column, cell in zip(chart.table.columns, row.cells, strict=True):
                    if (row.case, column.code) not in found:
                        found[row.case, column.code] = reader.status(chart, row, column, cell)
    every = tuple(found.values())
    counts = {name: sum(one.is_in(name) for one in every) for name in ASKED_FOR}
    return ChartStatus(tuple(one for one in every if wanted is None or one.is_in(wanted)), counts, len(every))


def _once(lines: Iterable[str]) -> tuple[str, ...]:
    """Each line once: a summary may refer to one turn several times."""
    return tuple(dict.fromkeys(lines))


class _Reader:
    """Reads cells one after another, and the talk of each case once."""

    def __init__(self, study: OpenStudy, opened: Sequence[OpenChart]) -> None:
        self._cases = {case.id: case for chart in opened for case in chart.reading.cases}
        rows = [self._cases[row.case] for chart in opened for row in chart.table.rows]
        self._sources = sources_by_case(study, rows)
        everything = {source for of in self._sources.values() for source in of}
        self._texts = talks_of(study.talk.of_sources(everything), self._cases.values())
        self._order = {source: place for place, source in enumerate(self._texts)}
        self._heard: dict[int, tuple[list[SourceTalk], str]] = {}

    def status(self, chart: OpenChart, row: ChartRow, column: ChartColumn, cell: ChartCell) -> CellStatus:
        """One cell."""
        loose: tuple[str, ...] = ()
        not_coded: tuple[str, ...] = ()
        not_found: tuple[str, ...] = ()
        if cell.text:
            talks, said = self._hear(row.case)
            placed = chart.placed(cell.codings)
            references = resolved(cell.text, row.case, talks, placed)
            loose = _once(
                f"{one.reference}: {one.reach.value if one.reach is not Reach.FOUND else 'not the talk of the case'}"
                for one in references
                if one.reach is not Reach.FOUND or not one.own
            )
            not_coded = _once(
                str(one.reference) for one in references if one.reach is Reach.FOUND and one.own and not one.codings
            )
            not_found = _once(not_said(cell.text, said))
        return CellStatus(
            chart.table.title,
            row.case,
            row.name,
            column.code,
            column.path,
            cell.state,
            len(cell.codings),
            told(cell.changes) if cell.changes else "",
            loose,
            not_found,
            not_coded,
        )

    def _hear(self, case: int) -> tuple[list[SourceTalk], str]:
        """The sources in which a case speaks, in their order, and all that it says."""
        if case not in self._heard:
            sources = sorted((one for one in self._sources[case] if one in self._order), key=self._order.__getitem__)
            talks = [self._texts[source] for source in sources]
            self._heard[case] = talks, plain_talk(case, talks)
        return self._heard[case]
