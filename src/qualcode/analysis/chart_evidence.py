"""The words behind the cells of charts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from qualcode.domain.chart_files import CitedExtract

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.analysis.reading import Reading
    from qualcode.domain.charts import ChartTable


def evidence_behind(reading: Reading, charts: Iterable[ChartTable], *, summarised: bool = False) -> dict[int, CitedExtract]:
    """The extracts that the cells of some charts rest on, or the `summarised` ones alone, by the id of their coding."""
    cells = (cell for chart in charts for row in chart.rows for cell in row.cells)
    wanted = {coding for cell in cells if cell.summarised or not summarised for coding in cell.codings}
    placed = [one for one in reading.placed if one.coding.id in wanted]
    found = {}
    for one, extract in zip(placed, reading.extracts(placed), strict=True):
        spoken = reading.talks[one.coding.source].spoken
        first = bisect_right(spoken.ends, extract.span.start)
        behind = bisect_left(spoken.starts, extract.span.end)
        found[extract.id] = CitedExtract(extract, tuple(spoken.numbers[first:behind]))
    return found
