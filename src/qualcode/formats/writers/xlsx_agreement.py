"""Agreement in Excel: numbers as numbers, the same bytes every time."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qualcode.domain.agreement_cells import sheets
from qualcode.domain.agreement_notes import footer
from qualcode.domain.agreement_text import heading
from qualcode.domain.printing import TEAM_ONLY
from qualcode.formats.writers.archive import EPOCH, with_fixed_dates
from qualcode.formats.writers.xlsx import fitting, sheet_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.agreement import AgreementTable
    from qualcode.domain.agreement_cells import Cell, Sheet

GREY = "#7F7F7F"
HEAD_HEIGHT = 32
"""Points: two lines."""


def agreement_xlsx(tables: Sequence[AgreementTable]) -> bytes:
    """For each table a sheet of its codes, more beside it, and one that says what the figures rest on."""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(*EPOCH, tzinfo=UTC)})
    formats = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "head of numbers": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "align": "right"}),
        "title": book.add_format({"bold": True}),
        "words": book.add_format({"valign": "top", "indent": 1}),
        "note": book.add_format({"text_wrap": True, "valign": "top"}),
        "count": book.add_format({"valign": "top", "num_format": "0"}),
        "figure": book.add_format({"valign": "top", "num_format": "0.000"}),
        "grey": book.add_format({"valign": "top", "num_format": "0.000", "font_color": GREY}),
    }
    names: set[str] = set()
    for table in tables:
        suffix = f", {table.unit}" if len(tables) > 1 else ""
        for sheet in sheets(table):
            _fill(book.add_worksheet(sheet_name(f"{sheet.name}{suffix}", names)), sheet, heading(table), formats)
        _about(book.add_worksheet(sheet_name(f"About{suffix}", names)), table, formats)
    book.close()
    return with_fixed_dates(buffer.getvalue())


def _fill(page: Any, sheet: Sheet, title: str, formats: dict[str, Any]) -> None:
    page.freeze_panes(2, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_row(1, HEAD_HEIGHT)
    page.repeat_rows(1)
    page.set_header(f"&L{TEAM_ONLY}")
    page.set_footer("&CPage &P of &N")
    page.write_string(0, 0, fitting(title), formats["title"])
    for column, head in enumerate(sheet.columns):
        cells = [row[column] for row in sheet.rows]
        page.set_column(column, column, _width(head, cells))
        of_numbers = any(isinstance(cell, int | float) for cell in cells)
        page.write_string(1, column, fitting(head), formats["head of numbers" if of_numbers else "head"])
    if sheet.columns[-1] == "path":
        # Whoever prints it reads the names of codes; their paths are for sorting and joining.
        page.print_area(0, 0, len(sheet.rows) + 1, len(sheet.columns) - 2)
    for line, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell:
                page.write_string(line + 2, column, fitting(cell), formats["words"])
            elif isinstance(cell, int):
                page.write_number(line + 2, column, cell, formats["count"])
            elif isinstance(cell, float):
                page.write_number(line + 2, column, cell, formats["grey" if (line, column) in sheet.grey else "figure"])


def _about(page: Any, table: AgreementTable, formats: dict[str, Any]) -> None:
    page.set_column(0, 0, 110)
    page.fit_to_pages(1, 0)
    page.set_paper(9)
    page.set_header(f"&L{TEAM_ONLY}")
    lines = [
        *(f"Fixed when it was drawn, {fixed}." for fixed in table.fixed),
        *footer(table),
        "Grey: more than 95 % of the units are coded by nobody, which alone puts the figure near 1.",
        "An empty cell is a figure that is undefined; the last column says why.",
    ]
    page.write_string(0, 0, fitting(heading(table)), formats["title"])
    for line, words in enumerate(lines, 1):
        page.set_row(line, 15 * -(-len(words) // 115))
        page.write_string(line, 0, fitting(words), formats["note"])


def _width(head: str, cells: Sequence[Cell]) -> float:
    longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
    return min(60, max(9, longest * 0.95, min(14, len(head)) * 0.9))
