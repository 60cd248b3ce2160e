"""Framework charts in Excel: a sheet for each, cases down and themes across, the extracts as comments, and an index."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from qualcode.domain.charts import CellMark
from qualcode.domain.text import xml_safe
from qualcode.formats.writers.archive import with_fixed_dates
from qualcode.formats.writers.chart_csv import cell_text
from qualcode.formats.writers.xlsx import MOST_CHARACTERS, fitting, new_workbook, sheet_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.chart_files import ChartFile, CitedExtract
    from qualcode.domain.charts import ChartTable

INDEX = "Charts"
"""The name of the first sheet."""
COUNTS = (
    "Participants",
    "Themes",
    "Cells",
    "Summarised",
    "Not raised",
    "Not asked",
    "Not yet charted",
    "Evidence changed",
    "Extracts",
)
COMMENT_WIDTH, COMMENT_LINE, COMMENT_HEIGHTS = 380, 15, (45, 480)
"""Of a comment in pixels: its width, a line, the least and the largest height."""
LETTERS_IN_A_LINE = 58
NO_ROOM = "And {} more, for which there is no room."


def charts_xlsx(file: ChartFile) -> bytes:
    """An index, and one sheet for each chart; the case column and the headings stay in view."""
    buffer = BytesIO()
    book = new_workbook(buffer)
    formats = {
        "title": book.add_format({"bold": True}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "case": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "cell": book.add_format({"text_wrap": True, "valign": "top"}),
        "link": book.add_format({"text_wrap": True, "valign": "top", "underline": 1}),
        "note": book.add_format({"valign": "top"}),
    }
    names = {INDEX.casefold()}
    index = book.add_worksheet(INDEX)
    titles = [sheet_name(chart.title, names) for chart in file.charts]
    _fill_index(index, file, titles, formats)
    for chart, title in zip(file.charts, titles, strict=True):
        sheet = book.add_worksheet(title)
        _set_up(sheet, file, len(chart.columns))
        _fill(sheet, file, chart, formats)
    book.close()
    return with_fixed_dates(buffer.getvalue())


def _fill_index(sheet: Any, file: ChartFile, titles: Sequence[str], formats: Mapping[str, Any]) -> None:
    """What is in the file: a line for each chart with its counts, and what the signs mean."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 46)
    sheet.set_column(2, 1 + len(COUNTS), 11)
    _head_and_foot(sheet, file)
    lines = [file.study, file.audience.header, f"Made from the {file.whose}." if file.whose else ""]
    top = 0
    for place, line in enumerate(filter(None, lines)):
        sheet.write_string(place, 0, fitting(line), formats["title" if place == 0 else "note"])
        top = place + 2
    for column, heading in enumerate(("Chart", "Title", *COUNTS)):
        sheet.write_string(top, column, heading, formats["head"])
    sheet.freeze_panes(top + 1, 2)
    for number, (chart, title) in enumerate(zip(file.charts, titles, strict=True), 1):
        sheet.write_number(top + number, 0, number, formats["cell"])
        target = f"internal:'{title.replace(chr(39), chr(39) * 2)}'!A1"
        sheet.write_url(top + number, 1, target, formats["link"], fitting(chart.title))
        for column, count in enumerate(_counts(chart), 2):
            sheet.write_number(top + number, column, count, formats["cell"])
    below = top + len(titles) + 2
    for place, line in enumerate(_notes(file)):
        sheet.write_string(below + place, 0, line, formats["note"])


def _counts(chart: ChartTable) -> tuple[int, ...]:
    """The figures of `COUNTS`."""
    cells = [cell for row in chart.rows for cell in row.cells]
    summarised = [cell for cell in cells if cell.summarised]
    marked = [sum(not cell.summarised and cell.mark is mark for cell in cells) for mark in CellMark]
    changed = sum(cell.evidence_changed for cell in summarised)
    extracts = len({coding for cell in cells for coding in cell.codings})
    blank = len(cells) - len(summarised) - sum(marked)
    return len(chart.rows), len(chart.columns), len(cells), len(summarised), *marked, blank, changed, extracts


def _notes(file: ChartFile) -> tuple[str, ...]:
    comments = ("A cell's comment holds the coded extracts behind it, each with the number of its coding.",)
    return (
        "– Not raised. –* Not asked. Empty: not yet charted. † Evidence changed since the summary was written.",
        "[ ] The analyst's remark. (t.) Number of the turn in the transcript.",
        *(comments if file.evidence else ()),
    )


def _set_up(sheet: Any, file: ChartFile, columns: int) -> None:
    sheet.freeze_panes(2, 1)
    sheet.set_column(0, 0, 22)
    if columns:
        sheet.set_column(1, columns, 42)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(1)
    sheet.repeat_columns(0)
    _head_and_foot(sheet, file)


def _head_and_foot(sheet: Any, file: ChartFile) -> None:
    if file.audience.header:
        sheet.set_header(f"&L{file.audience.header}")
    sheet.set_footer("&CPage &P of &N")


def _fill(sheet: Any, file: ChartFile, chart: ChartTable, formats: Mapping[str, Any]) -> None:
    notice = f" ({file.audience.header})" if file.audience.header else ""
    sheet.write_string(0, 0, fitting(f"{chart.title}{notice}"), formats["title"])
    for column, heading in enumerate([chart.case_heading, *(column.heading for column in chart.columns)]):
        sheet.write_string(1, column, fitting(heading), formats["head"])
    for line, row in enumerate(chart.rows, 2):
        sheet.write_string(line, 0, fitting("\n".join(filter(None, (row.name, row.about)))), formats["case"])
        for column, cell in enumerate(row.cells, 1):
            text, found = cell_text(cell), file.behind(cell)
            if text:
                sheet.write_string(line, column, fitting(text), formats["cell"])
            elif found:
                # A comment needs a cell; an empty one that wraps, like those around it.
                sheet.write_blank(line, column, None, formats["cell"])
            if found:
                comment = comment_of(found)
                sheet.write_comment(line, column, comment, _size(comment))


def comment_of(found: Sequence[CitedExtract]) -> str:
    """The extracts of a cell as its comment; those that Excel has no room for are counted."""
    parts: list[str] = []
    room = MOST_CHARACTERS - len(NO_ROOM) - 10
    for one in found:
        part = xml_safe(f"[{one.extract.id}] {one.found_at}\n{one.extract.words}\n\n")[0]
        if len(part) > room:
            parts += [] if parts else [f"{part[: room - 8]} […]\n\n"]
            parts.append(NO_ROOM.format(len(found) - len(parts)) if len(found) > len(parts) else "")
            break
        parts.append(part)
        room -= len(part)
    return "".join(parts).rstrip()


def _size(comment: str) -> dict[str, Any]:
    lines = sum(1 + len(line) // LETTERS_IN_A_LINE for line in comment.split("\n")) + 1
    least, most = COMMENT_HEIGHTS
    return {"author": "", "width": COMMENT_WIDTH, "height": min(most, max(least, lines * COMMENT_LINE)), "font_size": 9}
