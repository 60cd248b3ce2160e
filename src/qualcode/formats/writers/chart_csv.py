"""Framework charts as CSV: a row for each case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.chart_files import CHANGED, NOT_SUMMARISED, PRINTED_MARKS, numbered
from qualcode.formats.csv_cells import write_csv

if TYPE_CHECKING:
    from qualcode.domain.chart_files import ChartFile
    from qualcode.domain.charts import ChartCell


def charts_csv(file: ChartFile) -> str:
    """All charts side by side: a row for each case, a column for each theme, headed by its path.

    A theme that stands on several charts is one column, for its summaries are the same. Where extracts go with the cells,
    those of a theme have a column of their own behind it. The portraits stand before the themes where a chart has them.
    """
    headings: dict[int, str] = {}
    cases: dict[int, tuple[str, str]] = {}
    cells: dict[tuple[int, int], tuple[str, ...]] = {}
    for chart in file.charts:
        headings.update((column.code, column.path) for column in chart.columns)
        for row in chart.rows:
            cases.setdefault(row.case, (row.name, row.about))
            for column, cell in zip(chart.columns, row.cells, strict=True):
                behind = (_extracts(file, row.case, column.code, cell),) if file.evidence else ()
                cells[row.case, column.code] = (cell_text(cell), *behind)
    empty = ("", "") if file.evidence else ("",)
    parts = ((case, [cells.get((case, code), empty) for code in headings]) for case in cases)
    before = ("portrait",) if any(chart.portrait for chart in file.charts) else ()
    told = {row.case: row.portrait.text for chart in file.charts for row in chart.rows if row.portrait is not None}
    rows = [
        [*cases[case], *(told.get(case, "") for _ in before), *(text for part in of_case for text in part)]
        for case, of_case in parts
    ]
    named = [name for path in headings.values() for name in ((path, f"{path}: extracts") if file.evidence else (path,))]
    return write_csv(["case", "about", *before, *named], rows)


def _extracts(file: ChartFile, case: int, code: int, cell: ChartCell) -> str:
    """The extracts behind a cell: number and what each is to the summary, its place, and its words below."""
    said = file.said_of(case, code)
    return "\n\n".join(
        f"{numbered(one.extract.id, said.get(one.extract.id, ''))} {one.found_at}\n{one.extract.words}"
        for one in file.behind(cell)
    )


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
