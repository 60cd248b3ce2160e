"""Framework charts in Excel: a sheet for each, cases down and themes across, the extracts as comments, and an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.chart_files import bearing_note, numbered
from qualcode.domain.charts import PORTRAIT, CellMark
from qualcode.domain.text import xml_safe
from qualcode.formats.writers.chart_csv import cell_text
from qualcode.formats.writers.xlsx import MOST_CHARACTERS, sheet_name
from qualcode.formats.writers.xlsx_book import Comment, Sheet, Style, sheet_reference, workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.chart_files import ChartFile, CitedExtract
    from qualcode.domain.charts import ChartTable

INDEX = "Charts"
"""The name of the first sheet."""
COUNTS = (
    "Cases",
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
    names = {INDEX.casefold()}
    titles = [sheet_name(chart.title, names) for chart in file.charts]
    sheets = [_chart(file, chart, title) for chart, title in zip(file.charts, titles, strict=True)]
    return workbook([_index(file, titles), *sheets], f"Framework charts: {file.study}")


def _index(file: ChartFile, titles: Sequence[str]) -> Sheet:
    """What is in the file: a line for each chart with its counts, and what the signs mean."""
    lines = [line for line in (file.study, file.audience.header, f"Made from the {file.whose}." if file.whose else "") if line]
    sheet = Sheet(INDEX, [6, 46, *[11] * len(COUNTS)], (len(lines) + 2, 2), file.audience.header, fits=True)
    for place, line in enumerate(lines):
        sheet.row((0, line, Style.TITLE if place == 0 else Style.PLAIN))
    sheet.row()
    sheet.row(*((column, heading, Style.HEAD) for column, heading in enumerate(("Chart", "Title", *COUNTS))))
    for number, (chart, title) in enumerate(zip(file.charts, titles, strict=True), 1):
        sheet.links.append((len(sheet.rows), 1, f"{sheet_reference(title)}!A1"))
        counts = ((column, count, Style.WRAPPED) for column, count in enumerate(_counts(chart), 2))
        sheet.row((0, number, Style.WRAPPED), (1, chart.title, Style.LINK), *counts)
    sheet.row()
    for note in _notes(file):
        sheet.row((0, note, Style.PLAIN))
    return sheet


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
    comments = ("A cell's comment holds the coded extracts behind it, each with the number of its coding.", bearing_note(file))
    return (
        "– Not raised. –* Not asked. Empty: not yet charted. † Evidence changed since the summary was written.",
        "[ ] The analyst's remark. (t.) Number of the turn in the transcript.",
        *(comments if file.evidence else ()),
    )


def _chart(file: ChartFile, chart: ChartTable, title: str) -> Sheet:
    cases = ["\n".join(filter(None, (row.name, row.about))) for row in chart.rows]
    themes = [*([PORTRAIT] if chart.portrait else []), *(column.heading for column in chart.columns)]
    corner, across, down = ("Theme", cases, themes) if file.transposed else (chart.case_heading, themes, cases)
    sheet = Sheet(title, [22, *[42] * len(across)], (3 if chart.selection else 2, 1), file.audience.header)
    notice = f" ({file.audience.header})" if file.audience.header else ""
    sheet.row((0, f"{chart.title}{notice}", Style.TITLE))
    if chart.selection:
        sheet.row((0, chart.selection, Style.PLAIN))
    sheet.row(*((column, heading, Style.HEAD) for column, heading in enumerate((corner, *across))))
    first = int(chart.portrait)
    for place, label in enumerate(down):
        cells: list[tuple[int, str | int, Style]] = [(0, label, Style.CASE)]
        for at in range(len(across)):
            line, theme = (at, place - first) if file.transposed else (place, at - first)
            row = chart.rows[line]
            if theme < 0:
                cells += [(at + 1, row.portrait.text, Style.WRAPPED)] if row.portrait is not None else []
                continue
            cell = row.cells[theme]
            text, found = cell_text(cell), file.behind(cell)
            if text or found:
                cells.append((at + 1, text, Style.WRAPPED))
            if found:
                comment = comment_of(found, file.said_of(row.case, chart.columns[theme].code))
                sheet.comments.append(Comment(len(sheet.rows), at + 1, comment, COMMENT_WIDTH, _height(comment)))
        sheet.row(*cells)
    return sheet


def comment_of(found: Sequence[CitedExtract], said: Mapping[int, str]) -> str:
    """The extracts of a cell as its comment, with what they are to its summary; those that Excel has no room for are counted."""
    parts: list[str] = []
    room = MOST_CHARACTERS - len(NO_ROOM) - 10
    for one in found:
        part = xml_safe(f"{numbered(one.extract.id, said.get(one.extract.id, ''))} {one.found_at}\n{one.extract.words}\n\n")[0]
        if len(part) > room:
            parts += [] if parts else [f"{part[: room - 8]} […]\n\n"]
            parts.append(NO_ROOM.format(len(found) - len(parts)) if len(found) > len(parts) else "")
            break
        parts.append(part)
        room -= len(part)
    return "".join(parts).rstrip()


def _height(comment: str) -> int:
    """The height of a comment's box in pixels: that of its words, within bounds."""
    least, most = COMMENT_HEIGHTS
    lines = sum(1 + len(line) // LETTERS_IN_A_LINE for line in comment.split("\n")) + 1
    return min(most, max(least, lines * COMMENT_LINE))
