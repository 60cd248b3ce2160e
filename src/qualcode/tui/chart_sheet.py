"""A framework chart before it is drawn: which of its cases and themes are shown, in which order, either way round."""

from __future__ import annotations

import re
from collections import Counter
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

from qualcode.domain.chart_selection import WHOLE, cell_is, places_of
from qualcode.domain.charts import EVIDENCE_CHANGED, CellState
from qualcode.tui.widgets.chart.model import GridCell, GridHead
from qualcode.tui.widgets.transcript.signs import drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qualcode.domain.chart_selection import ChartSelection
    from qualcode.domain.charts import ChartCell, ChartColumn, ChartRow, ChartTable

SIGNS: Mapping[str, tuple[str, str]] = {
    CellState.COMPLETE: (" ", "muted"),
    CellState.DRAFT: ("◇", "primary"),
    CellState.NOT_RAISED: ("–", "muted"),
    CellState.NOT_ASKED: ("×", "muted"),
    CellState.NOT_CHARTED: ("○", "accent"),
    EVIDENCE_CHANGED: ("!", "bad"),
}
"""The sign of each state and its colour, in the order of the status line."""


def signed(state: str) -> str:
    """A state with its sign before it."""
    sign = SIGNS[state][0].strip()
    return f"{sign} {state}" if sign else state


def drawn_cell(cell: ChartCell) -> GridCell:
    """A cell as the grid draws it: its state by a sign, and what stands in it."""
    sign, kind = SIGNS[EVIDENCE_CHANGED if cell.evidence_changed else cell.state]
    remark = drawn(cell.remark)
    if cell.mark is not None:
        return GridCell(sign, kind, str(cell.mark), remark, quiet=True)
    if cell.text:
        return GridCell(sign, kind, _unbroken(drawn(cell.text)), remark)
    many = len(cell.codings)
    if not many:
        return GridCell("·", "muted", "", remark)
    return GridCell(sign, kind, f"{many} extract{'' if many == 1 else 's'}", remark, quiet=True)


NO_GROUP = "no group yet"
"""What is said of a case that is in no group, where cases are grouped."""
_LEAST = 14
"""Signs that a cell has at most in which nothing is written: how many extracts it has, or its mark."""
_REFERENCE = re.compile(r"(?<=\(t\.) (?=\d)")


def _unbroken(words: str) -> str:
    """Words in which a turn reference stays on one line, as many signs as before."""
    return _REFERENCE.sub("\N{NO-BREAK SPACE}", words) if "(t. " in words else words


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a chart is shown: which rows and columns, a test of cases besides, and which way round.

    `group` says in which group a case is, and `above` what stands over a theme, where either is told under the name.
    """

    selection: ChartSelection = WHOLE
    transposed: bool = False
    keeps: Callable[[ChartRow], bool] | None = None
    group: Callable[[int], str] | None = None
    above: Callable[[int], str] | None = None


class ChartSheet:
    """The rows and columns of a chart that are shown; the grid asks it for what comes into sight."""

    def __init__(self, table: ChartTable, shown: Shown) -> None:
        self.table = table
        self.shown = shown
        rows, columns = places_of(table, shown.selection)
        keeps = shown.keeps
        self._take(rows if keeps is None else [place for place in rows if keeps(table.rows[place])], columns)

    def _take(self, rows: Sequence[int], columns: Sequence[int]) -> None:
        self.cases, self.themes = rows, columns
        self.groups: dict[str, int] = {}
        self.case_heads = [self._case(self.table.rows[at]) for at in rows]
        self.theme_heads = [self._theme(self.table.columns[at]) for at in columns]
        self._kept: dict[tuple[int, int], GridCell] = {}

    def with_table(self, table: ChartTable) -> Self:
        """The same rows and columns of the chart as it is after one of its cells was written."""
        again = copy(self)
        again.table = table
        again.__dict__.pop("counts", None)
        again._take(self.cases, self.themes)
        return again

    def _case(self, row: ChartRow) -> GridHead:
        if self.shown.group is None:
            return GridHead(drawn(row.name), drawn(row.about))
        group = self.shown.group(row.case)
        self.groups.setdefault(group, -1 - len(self.groups))
        said = "; ".join(part for part in (group or NO_GROUP, row.about) if part)
        return GridHead(drawn(row.name), drawn(said), self.groups[group] if group else None)

    def _theme(self, column: ChartColumn) -> GridHead:
        said = f"{column.participants} of {self.table.finished}" if self.table.finished else ""
        if self.shown.above is not None:
            said = " · ".join(part for part in (drawn(self.shown.above(column.code)), said) if part)
        return GridHead(drawn(column.heading), said, column.code)

    # what the grid asks

    @property
    def corner(self) -> str:
        """The heading of the labels."""
        return "Theme" if self.shown.transposed else self.table.case_heading

    @property
    def columns(self) -> Sequence[GridHead]:
        """The headings."""
        return self.case_heads if self.shown.transposed else self.theme_heads

    @property
    def rows(self) -> Sequence[GridHead]:
        """The labels."""
        return self.theme_heads if self.shown.transposed else self.case_heads

    def cell(self, row: int, column: int) -> GridCell:
        """A cell as it is drawn; while cells of one state are asked for, the others are quiet."""
        found = self._kept.get((row, column))
        if found is None:
            cell = self.charted(row, column)
            found = drawn_cell(cell)
            state = self.shown.selection.state
            if state and not cell_is(cell, state):
                found = replace(found, sign=" ", quiet=True)
            self._kept[row, column] = found
        return found

    def lengths(self, row: int) -> list[tuple[int, int]]:
        """Of each cell of a row how many signs it has at most, and how many of its lines are begun whatever the width."""
        return [
            (
                max(len(cell.text) + len(cell.remark) + 2, _LEAST),
                cell.text.count("\n") + cell.remark.count("\n") + (1 if cell.remark else 0),
            )
            for cell in self._of_row(row)
        ]

    def _of_row(self, row: int) -> Sequence[ChartCell]:
        table = self.table
        if self.shown.transposed:
            theme = self.themes[row]
            return [table.rows[case].cells[theme] for case in self.cases]
        cells = table.rows[self.cases[row]].cells
        return cells if len(self.themes) == len(cells) else [cells[theme] for theme in self.themes]

    # what the verbs ask

    def place(self, row: int, column: int) -> tuple[int, int]:
        """The places in the chart of a cell's case and theme."""
        return (self.cases[column], self.themes[row]) if self.shown.transposed else (self.cases[row], self.themes[column])

    def at(self, place: tuple[int, int]) -> tuple[int, int] | None:
        """Row and column of a case and a theme by their places in the chart, None where they are not shown."""
        case, theme = place
        if case not in self.cases or theme not in self.themes:
            return None
        found = self.cases.index(case), self.themes.index(theme)
        return (found[1], found[0]) if self.shown.transposed else found

    def charted(self, row: int, column: int) -> ChartCell:
        """What stands in a cell."""
        case, theme = self.place(row, column)
        return self.table.rows[case].cells[theme]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many of the cells shown are in each state."""
        counted: Counter[str] = Counter()
        complete = draft = nothing = changed = 0
        for row in range(len(self.rows)):
            for cell in self._of_row(row):
                changed += cell.evidence_changed
                # Asked of a hundred thousand cells, a state is told faster by what it is made of.
                if cell.mark is not None:
                    counted[cell.state] += 1
                elif not cell.text:
                    nothing += 1
                elif cell.draft:
                    draft += 1
                else:
                    complete += 1
        counted[CellState.COMPLETE], counted[CellState.DRAFT] = complete, draft
        counted[CellState.NOT_CHARTED], counted[EVIDENCE_CHANGED] = nothing, changed
        return counted

    @property
    def size(self) -> int:
        """Cells shown."""
        return len(self.cases) * len(self.themes)

    @property
    def done(self) -> int:
        """Cells shown that are summarised or marked."""
        return self.size - self.counts[CellState.NOT_CHARTED] - self.counts[CellState.DRAFT]
