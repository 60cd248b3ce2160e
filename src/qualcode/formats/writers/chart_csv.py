"""Framework charts as CSV: a row for each case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.chart_files import CHANGED, NOT_SUMMARISED, PRINTED_MARKS, numbered
from qualcode.formats.csv_cells import write_csv

if TYPE_CHECKING:
    from qualcode.domain.chart_files import ChartFile
    from qualcode.domain.charts import ChartCell

OUTSIDE = "(left out)"
"""Stands in a cell that its chart leaves out, where it has a row and a column by other charts."""


def charts_csv(file: ChartFile) -> str:
    """All charts side by side: a row for each case, a column for each theme, headed by its path.

    A theme that stands on several charts is one column, for its summaries are the same. Where extracts go with the cells,
    those of a theme have a column of their own behind it. The portraits stand before the themes where a chart has them. Where
    something was left out, a last column says so. Transposed, each of these columns is a row, and each case a column.
    """
    headings: dict[int, str] = {}
    cases: dict[int, tuple[str, str]] = {}
    cells: dict[tuple[int, int], tuple[str, ...]] = {}
    notes = dict.fromkeys(chart.selection for chart in file.charts if chart.selection)
    for chart in file.charts:
        headings.update((column.code, column.path) for column in chart.columns)
        for row in chart.rows:
            cases.setdefault(row.case, (row.name, row.about))
            for column, cell in zip(chart.columns, row.cells, strict=True):
                behind = (_extracts(file, row.case, column.code, cell),) if file.evidence else ()
                cells[row.case, column.code] = (cell_text(cell), *behind)
    # What another chart has left out is not to be taken for what nobody has charted.
    nothing = OUTSIDE if notes else ""
    empty = (nothing, "") if file.evidence else (nothing,)
    before = ["portrait"] if any(chart.portrait for chart in file.charts) else []
    told = {row.case: row.portrait.text for chart in file.charts for row in chart.rows if row.portrait is not None}
    named = [name for path in headings.values() for name in ((path, f"{path}: extracts") if file.evidence else (path,))]
    said = {
        case: [*(told.get(case, "") for _ in before), *(text for code in headings for text in cells.get((case, code), empty))]
        for case in cases
    }
    note, last = ([" ".join(notes)], ["selection"]) if notes else ([], [])
    if file.transposed:
        across = [f"{name} ({about})" if about else name for name, about in cases.values()]
        turned = [[name, *(said[case][place] for case in cases), *note] for place, name in enumerate([*before, *named])]
        return write_csv(["theme", *across, *last], turned)
    return write_csv(["case", "about", *before, *named, *last], [[*who, *said[case], *note] for case, who in cases.items()])


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
