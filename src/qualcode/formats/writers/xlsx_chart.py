"""Framework charts in Excel: a sheet for each, cases down and themes across, the extracts as comments, and an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.chart_files import bearing_note, numbered
from qualcode.domain.charts import PORTRAIT, CellMark
from qualcode.formats.writers.chart_csv import cell_text
from qualcode.formats.writers.xlsx import MOST_CHARACTERS, sheet_name
from qualcode.formats.writers.xlsx_book import Comment, Sheet, Style, sheet_reference, workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.chart_files import ChartFile, CitedExtract
    from qualcode.domain.charts import ChartCell, ChartTable

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
FITTING = 5
"""Columns that are readable on one page: 7 points on A4. Wider charts take more of them, the cases on each."""
LETTERS_IN_A_LINE = 58
NO_ROOM = "And {} more, for which there is no room."
ROOM = MOST_CHARACTERS - len(NO_ROOM) - 10
"""Characters of extracts in a comment at most."""


def charts_xlsx(file: ChartFile) -> bytes:
    """An index, and one sheet for each chart; the case column and the headings stay in view."""
    names = {INDEX.casefold()}
    titles = [sheet_name(chart.title, names) for chart in file.charts]
    comments = _Comments(file)
    sheets = [_chart(file, chart, title, comments) for chart, title in zip(file.charts, titles, strict=True)]
    return workbook([_index(file, titles), *sheets], f"Framework charts: {file.study}")


def _index(file: ChartFile, titles: Sequence[str]) -> Sheet:
    """What is in the file: a line for each chart with its counts, and what the signs mean."""
    lines = [line for line in (file.study, file.audience.header, f"Made from the {file.whose}." if file.whose else "") if line]
    sheet = Sheet(INDEX, [6, 46, *[11] * len(COUNTS)], (len(lines) + 2, 2), file.audience.header, fits=True)
    for place, line in enumerate(lines):
        sheet.row((0, line, Style.TITLE if place == 0 else Style.PLAIN))
    sheet.row()
    figures = ((column, heading, Style.HEAD_OF_FIGURES) for column, heading in enumerate(COUNTS, 2))
    sheet.row((0, "Chart", Style.HEAD), (1, "Title", Style.HEAD), *figures)
    for number, (chart, title) in enumerate(zip(file.charts, titles, strict=True), 1):
        sheet.links.append((len(sheet.rows), 1, f"{sheet_reference(title)}!A1"))
        counts = ((column, count, Style.WRAPPED) for column, count in enumerate(_counts(chart), 2))
        sheet.row((0, number, Style.NUMBER), (1, chart.title, Style.LINK), *counts)
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


def _chart(file: ChartFile, chart: ChartTable, title: str, comments: _Comments) -> Sheet:
    cases = ["\n".join(filter(None, (row.name, row.about))) for row in chart.rows]
    themes = [*([PORTRAIT] if chart.portrait else []), *(column.heading for column in chart.columns)]
    corner, across, down = ("Theme", cases, themes) if file.transposed else (chart.case_heading, themes, cases)
    frozen = (3 if chart.selection else 2, 1)
    sheet = Sheet(title, [22, *[42] * len(across)], frozen, file.audience.header, fits=len(across) <= FITTING)
    sheet.pages = 0 if sheet.fits else -(-len(across) // FITTING)
    sheet.headline = f"{chart.title}\n{chart.selection}" if chart.selection else chart.title
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
            text, (comment, height) = cell_text(cell), comments.of(cell, row.case, chart.columns[theme].code)
            if text or comment:
                cells.append((at + 1, text, Style.WRAPPED))
            if comment:
                sheet.comments.append(Comment(len(sheet.rows), at + 1, comment, COMMENT_WIDTH, height))
        sheet.row(*cells)
    return sheet


class _Comments:
    """The comments of the cells of a file. Several cells rest on most extracts: what stands there of one is made once."""

    def __init__(self, file: ChartFile) -> None:
        self._file = file
        self._parts: dict[int, tuple[str, int]] = {}

    def of(self, cell: ChartCell, case: int, code: int) -> tuple[str, int]:
        """The comment of a cell and the height of its box; an empty one where the file has no extracts of it."""
        said, evidence = self._file.said_of(case, code), self._file.evidence
        if not said:
            parts = [self._part(number) for number in cell.codings if number in evidence]
            comment = "\n\n".join([words for words, _ in parts])
            if len(comment) <= ROOM:
                return comment, _box(sum([lines for _, lines in parts]) + len(parts))
        comment = comment_of(self._file.behind(cell), said)
        return comment, _box(_lines(comment) + 1)

    def _part(self, number: int) -> tuple[str, int]:
        part = self._parts.get(number)
        if part is None:
            words = _part(self._file.evidence[number], "").rstrip()
            self._parts[number] = part = words, _lines(words)
        return part


def _part(one: CitedExtract, said: str) -> str:
    """What stands of an extract in a comment."""
    return f"{numbered(one.extract.id, said)} {one.found_at}\n{one.extract.words}\n\n"


def comment_of(found: Sequence[CitedExtract], said: Mapping[int, str]) -> str:
    """The extracts of a cell as its comment, with what they are to its summary; those that Excel has no room for are counted."""
    parts: list[str] = []
    room = ROOM
    for one in found:
        part = _part(one, said.get(one.extract.id, ""))
        if len(part) > room:
            parts += [] if parts else [f"{part[: room - 8]} […]\n\n"]
            parts.append(NO_ROOM.format(len(found) - len(parts)) if len(found) > len(parts) else "")
            break
        parts.append(part)
        room -= len(part)
    return "".join(parts).rstrip()


def _lines(words: str) -> int:
    """How many lines words take in a comment."""
    return sum([1 + len(line) // LETTERS_IN_A_LINE for line in words.split("\n")])


def _box(lines: int) -> int:
    """The height of a comment's box in pixels: that of its lines, within bounds."""
    least, most = COMMENT_HEIGHTS
    return min(most, max(least, lines * COMMENT_LINE))
