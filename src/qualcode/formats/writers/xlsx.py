"""Excel files: framework charts and plain tables, the same bytes every time."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qualcode.domain.charts import CellMark, ChartCell, ChartTable
from qualcode.domain.printing import TEAM_ONLY
from qualcode.domain.text import xml_safe
from qualcode.formats.writers.archive import EPOCH, with_fixed_dates

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_CHARACTERS = 32_767
"""What a cell of Excel holds."""

_CUT_SHORT = " [… cut here: a cell of Excel holds no more]"
_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def charts_xlsx(charts: Sequence[ChartTable]) -> bytes:
    """One sheet for each chart, cases down and themes across; the case column and the headings stay in view."""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(*EPOCH, tzinfo=UTC)})
    formats = {
        "title": book.add_format({"bold": True}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "case": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "cell": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    names: set[str] = set()
    for chart in charts:
        sheet = book.add_worksheet(sheet_name(chart.title, names))
        _set_up(sheet, len(chart.columns))
        _fill(sheet, chart, formats)
    book.close()
    return with_fixed_dates(buffer.getvalue())


def _set_up(sheet: Any, columns: int) -> None:
    sheet.freeze_panes(2, 1)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, columns, 42)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(1)
    sheet.repeat_columns(0)
    sheet.set_header(f"&L{TEAM_ONLY}")
    sheet.set_footer("&CPage &P of &N")


def _fill(sheet: Any, chart: ChartTable, formats: dict[str, Any]) -> None:
    sheet.write_string(0, 0, fitting(f"{chart.title} ({TEAM_ONLY})"), formats["title"])
    for column, heading in enumerate([chart.case_heading, *(column.heading for column in chart.columns)]):
        sheet.write_string(1, column, fitting(heading), formats["head"])
    for line, row in enumerate(chart.rows, 2):
        sheet.write_string(line, 0, fitting("\n".join(filter(None, (row.name, row.about)))), formats["case"])
        for column, cell in enumerate(row.cells, 1):
            text = cell_text(cell)
            if text:
                sheet.write_string(line, column, fitting(text), formats["cell"])


def cell_text(cell: ChartCell) -> str:
    """A cell of a chart as plain text: summary and remark, an en dash where it was not asked, else asked-for extracts."""
    if cell.summarised:
        return f"{cell.text}\n[{cell.remark}]" if cell.remark else cell.text
    if cell.mark is CellMark.NOT_ASKED:
        return "–"
    if not cell.extracts:
        return ""
    return "\n".join(["Not summarised: coded extracts", *(f"“{extract.words}” ({extract.place})" for extract in cell.extracts)])


def fitting(text: str) -> str:
    """Text as a cell of Excel can hold it; what is too long is cut, and says so."""
    safe = xml_safe(text)[0]
    return safe if len(safe) <= MOST_CHARACTERS else safe[: MOST_CHARACTERS - len(_CUT_SHORT)] + _CUT_SHORT


def sheet_name(title: str, taken: set[str]) -> str:
    """A name Excel accepts: at most 31 characters, none of its signs, each once."""
    name = _FORBIDDEN_IN_SHEET_NAME.sub(" ", xml_safe(title)[0]).strip(" '")[:31].strip(" '") or "Chart"
    number = 1
    unique = name
    while unique.casefold() in taken or unique.casefold() == "history":
        number += 1
        unique = f"{name[: 30 - len(str(number))]} {number}"
    taken.add(unique.casefold())
    return unique
