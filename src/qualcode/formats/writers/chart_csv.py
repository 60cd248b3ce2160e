"""Framework charts as CSV: a row for each case, or one for each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.chart_files import CHANGED, NOT_SUMMARISED, PRINTED_MARKS
from qualcode.formats.csv_cells import write_csv

if TYPE_CHECKING:
    from qualcode.domain.chart_files import ChartFile
    from qualcode.domain.charts import ChartCell


def charts_csv(file: ChartFile) -> str:
    """All charts side by side: a row for each case, a column for each theme, headed by its path.

    A theme that stands on several charts is one column, for its summaries are the same.
    """
    headings: dict[int, str] = {}
    cases: dict[int, tuple[str, str]] = {}
    cells: dict[tuple[int, int], str] = {}
    for chart in file.charts:
        headings.update((column.code, column.path) for column in chart.columns)
        for row in chart.rows:
            cases.setdefault(row.case, (row.name, row.about))
            for column, cell in zip(chart.columns, row.cells, strict=True):
                cells[row.case, column.code] = cell_text(cell)
    rows = [[name, about, *(cells.get((case, code), "") for code in headings)] for case, (name, about) in cases.items()]
    return write_csv(["case", "about", *headings.values()], rows)


def cell_text(cell: ChartCell) -> str:
    """A cell as plain text: summary and remark, or the sign of its mark, else the extracts that were asked for."""
    if cell.summarised:
        summary = f"{cell.text} {CHANGED}" if cell.evidence_changed else cell.text
        return f"{summary}\n[{cell.remark}]" if cell.remark else summary
    if cell.mark is not None:
        return PRINTED_MARKS[cell.mark]
    if not cell.extracts:
        return ""
    return "\n".join([NOT_SUMMARISED, *(f"“{one.words}” ({one.place})" for one in cell.extracts)])
