"""Which rows and columns of a framework chart are shown or written: those whose words or cells are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.charts import EVIDENCE_CHANGED, CellState
from qualcode.domain.letters import folded
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.charts import ChartCell, ChartRow, ChartTable

CELL_STATES = (*(str(state) for state in CellState), EVIDENCE_CHANGED)
"""What a cell can be, the last of them beside another."""


@dataclass(frozen=True, slots=True)
class ChartSelection:
    """What is asked for of a chart, beside the conditions on cases that it is laid out with; empty is all of it.

    `sought` are words that a row must hold, `state` one of `CELL_STATES` that a cell of each row and column must be in.
    """

    sought: str = ""
    state: str = ""

    def __bool__(self) -> bool:
        return bool(folded(self.sought).split() or self.state)


WHOLE = ChartSelection()
"""All of a chart."""


def cell_is(cell: ChartCell, state: str) -> bool:
    """Whether a cell is in a state, or its evidence changed where that is asked."""
    return cell.evidence_changed if state == EVIDENCE_CHANGED else cell.state == state


def read_state(text: str, states: Sequence[str] = CELL_STATES) -> str:
    """The state of cells that is asked for, by its name or the beginning of it.

    Raises:
        UsageError: there is no such state, or a beginning fits several.
    """
    asked = " ".join(text.replace("-", " ").replace("_", " ").split()).casefold()
    fitting = [state for state in states if state == asked] or [state for state in states if state.startswith(asked)]
    if not asked or len(fitting) != 1:
        raise UsageError(f'There is no state "{text.strip()}" of a cell.', f"States are {', '.join(states)}.")
    return fitting[0]


def row_holds(row: ChartRow, sought: str) -> bool:
    """Whether a row holds all words that are sought, in the case's name, below it or in its cells; no words are in every row."""
    words = folded(sought).split()
    if not words:
        return True
    held = folded(" ".join((row.name, row.about, *(f"{cell.text} {cell.remark}" for cell in row.cells))))
    return all(word in held for word in words)


def places_of(table: ChartTable, selection: ChartSelection) -> tuple[list[int], list[int]]:
    """The places of the rows and the columns that are asked for."""
    rows, columns, state = list(range(len(table.rows))), list(range(len(table.columns))), selection.state
    if selection.sought.strip():
        rows = [place for place in rows if row_holds(table.rows[place], selection.sought)]
    if state:
        rows = [place for place in rows if any(cell_is(cell, state) for cell in table.rows[place].cells)]
        columns = [at for at in columns if any(cell_is(table.rows[place].cells[at], state) for place in rows)]
    return rows, columns
