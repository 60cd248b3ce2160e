"""Framework charts in Word: one group to a table, at most six themes to a page, the extracts behind the cells at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.chart_files import CHANGED, NOT_SUMMARISED, PRINTED_MARKS, bearing_note, legend, numbered, text_parts
from qualcode.domain.charts import PORTRAIT
from qualcode.domain.text import closed
from qualcode.formats.writers.docx.document import LANDSCAPE_CM, PORTRAIT_CM, WordFile
from qualcode.formats.writers.docx.tables import Cell, Paragraph, Row
from qualcode.formats.writers.docx.typography import curled, lines_in, turns_kept_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualcode.domain.chart_files import ChartFile, CitedExtract
    from qualcode.domain.charts import ChartRow, ChartTable

CASE_CM = 2.6
"""Width of the case column."""
UPRIGHT_COLUMNS = 3
"""Themes that fit an upright page beside the case column, with room to read."""
TEXT_PT = 8.5
"""Size of the style Chart Text, in points."""
LINES = {True: 40, False: 62}
"""Lines of it that a page surely holds under title and header row: on its side, upright."""
IN_THE_APPENDIX = "its words stand in the appendix"
"""Where the words are that a reference leads to."""
MARGINS_CM = 0.25
"""What the margins of a cell take from its width."""


def charts_docx(file: ChartFile) -> bytes:
    """The charts as a Word file, one after another, and then the extracts behind their summaries where they are there."""
    word = WordFile("Framework charts", header=file.audience.header)
    for chart in file.charts:
        _Chart(word, file, chart).add()
    if file.evidence:
        _add_extracts(word, file)
    return word.to_bytes()


class _Chart:
    """One chart on its way into a Word file."""

    def __init__(self, word: WordFile, file: ChartFile, chart: ChartTable) -> None:
        self._word = word
        self._file = file
        self._chart = chart
        self._turned = file.transposed

    def add(self) -> None:
        """Add its parts, each with title and legend, on pages that they fit on."""
        chart, parts = self._chart, self._chart.parts(transposed=self._turned)
        first = chart.portrait and not self._turned
        # All pages of a chart stand alike.
        landscape = any(len(part) + (first and place == 0) > UPRIGHT_COLUMNS for place, part in enumerate(parts))
        for place, part in enumerate(parts):
            portrait = first and place == 0
            columns = len(part) + portrait
            free = (LANDSCAPE_CM if landscape else PORTRAIT_CM) - CASE_CM
            width = free / max(1, columns)
            self._word.caption(curled(chart.title), label="Chart", continued=place > 0)
            rows = self._rows(part, width, LINES[landscape], portrait=portrait)
            self._word.table([CASE_CM, *[width] * columns], rows)
            last = place == len(parts) - 1
            note = (
                curled(legend(chart, IN_THE_APPENDIX if self._file.evidence else ""))
                if last
                else f"The other {self._across} of this chart follow on the next page."
            )
            self._word.paragraph(Paragraph(note, "TableNote"))
            self._word.end_section(landscape=landscape)

    @property
    def _across(self) -> str:
        """What stands across."""
        return f"{self._chart.case_heading.lower()}s" if self._turned else "themes"

    def _rows(self, part: range, width: float, most: int, *, portrait: bool) -> Iterator[Row]:
        chart = self._chart
        if self._turned:
            yield Row([_head("Theme"), *(_case(chart.rows[index], "ChartHeading") for index in part)], header=True)
            lines = self._by_theme(part)
        else:
            themes = (_head(curled(chart.columns[index].heading)) for index in part)
            yield Row([_head(chart.case_heading), *([_head(PORTRAIT)] if portrait else []), *themes], header=True)
            lines = self._by_case(part, portrait=portrait)
        for label, cells in lines:
            # A row that may not split and is longer than a page is cut off at its end, so one that long may.
            whole = all(_lines(cell, width) <= most for cell in cells)
            yield Row([label, *cells], whole=whole)

    def _by_case(self, part: range, *, portrait: bool) -> Iterator[tuple[Cell, list[Cell]]]:
        """Cases down: each with the cells of a part, its portrait before them where that is there."""
        for row in self._chart.rows:
            yield _case(row), [*([_portrait(row)] if portrait else []), *(self._cell(row, index) for index in part)]

    def _by_theme(self, part: range) -> Iterator[tuple[Cell, list[Cell]]]:
        """Themes down: each with the cells of a part of the cases, below their portraits where those are there."""
        rows = [self._chart.rows[index] for index in part]
        if self._chart.portrait:
            yield [Paragraph(PORTRAIT, "ChartCase")], [_portrait(row) for row in rows]
        for place, column in enumerate(self._chart.columns):
            yield [Paragraph(curled(column.heading), "ChartCase")], [self._cell(row, place) for row in rows]

    def _cell(self, row: ChartRow, index: int) -> Cell:
        cell = row.cells[index]
        if cell.summarised:
            return self._summary(row, index)
        if cell.mark is not None:
            return [Paragraph(PRINTED_MARKS[cell.mark], "ChartText")]
        if not cell.extracts:
            return []
        words = (f"“{closed(' '.join(extract.words.split()))}” ({extract.place})" for extract in cell.extracts)
        return [Paragraph(NOT_SUMMARISED, "ChartLabel"), *(Paragraph(_printed(one), "ChartExtract") for one in words)]

    def _summary(self, row: ChartRow, index: int) -> Cell:
        cell, code = row.cells[index], self._chart.columns[index].code
        text, links, at = _printed(cell.text), [], 0
        for part in text_parts(text, self._file.behind(cell)):
            end = at + len(part.text)
            if part.coding is not None:
                links.append((at, end, _anchor(row.case, code, part.coding)))
            at = end
        changed = f"\u202f{CHANGED}" if cell.evidence_changed else ""
        summary = Paragraph(text + changed, "ChartText", links=tuple(links))
        return [summary, Paragraph(curled(f"[{cell.remark}]"), "ChartRemark")] if cell.remark else [summary]


def _printed(words: str) -> str:
    """Words as they print; not one of them is another, or elsewhere."""
    return turns_kept_whole(curled(words))


def _head(text: str) -> Cell:
    return [Paragraph(text, "ChartHeading")]


def _case(row: ChartRow, style: str = "ChartCase") -> Cell:
    about = [Paragraph(curled(row.about), "ChartText")] if row.about else []
    return [Paragraph(row.name, style), *about]


def _portrait(row: ChartRow) -> Cell:
    return [Paragraph(_printed(text), "ChartText") for text in row.portrait.paragraphs] if row.portrait else []


def _lines(cell: Cell, width: float) -> int:
    """How many lines a cell takes at most in a column of this width."""
    return sum(lines_in(paragraph.text, width - MARGINS_CM, TEXT_PT) for paragraph in cell)


def _anchor(case: int, code: int, coding: int) -> str:
    """The name of the place of an extract: those of a cell lie together, and its charts share them as they share its summary."""
    return f"c{case}_{code}_{coding}"


def _add_extracts(word: WordFile, file: ChartFile) -> None:
    """The appendix: the words behind each summary, by chart, case and theme, where references in the charts lead.

    What stands behind a cell is there once, with the first chart that shows the cell.
    """
    number = 0
    first: dict[tuple[int, int], int] = {}
    word.heading("Appendix: the extracts behind the summaries")
    word.paragraph(Paragraph(_about_extracts(file), "TableNote"))
    for place, chart in enumerate(file.charts, 1):
        by_case = [(row, list(_summarised(file, chart, row))) for row in chart.rows]
        if not any(cells for _, cells in by_case):
            continue
        word.heading(f"Chart {place} {curled(chart.title)}", 2)
        before = {first.setdefault((row.case, code), place) for row, cells in by_case for code, _, _ in cells} - {place}
        if before:
            word.paragraph(Paragraph(_elsewhere(before), "TableNote"))
        for row, found in by_case:
            cells = [one for one in found if first[row.case, one[0]] == place]
            if cells:
                word.heading(f"{row.name} {row.about}".strip() if row.about else row.name, 3)
            for code, heading, extracts in cells:
                word.paragraph(Paragraph(curled(heading), "AppendixTheme"))
                for one in extracts:
                    number += 1
                    said = file.said_of(row.case, code).get(one.extract.id, "")
                    _add_extract(word, one, said, (number, _anchor(row.case, code, one.extract.id)))
    word.end_section()


def _summarised(file: ChartFile, chart: ChartTable, row: ChartRow) -> Iterator[tuple[int, str, Sequence[CitedExtract]]]:
    """The summarised cells of a row that rest on extracts: code, heading of the theme, extracts."""
    for column, cell in zip(chart.columns, row.cells, strict=True):
        found = file.behind(cell) if cell.summarised else ()
        if found:
            yield column.code, column.heading, found


def _elsewhere(charts: Iterable[int]) -> str:
    """Where the extracts of cells stand that other charts show too."""
    named = [str(one) for one in sorted(charts)]
    there = f"s {', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else f" {named[0]}"
    return f"The extracts behind the summaries that chart{there} {'show' if len(named) > 1 else 'shows'} too stand there."


def _about_extracts(file: ChartFile) -> str:
    return (
        f"Verbatim, as they were transcribed; {file.whose or 'analysis coding'}. In front of each the number of its coding, "
        "behind it the transcript and the turn. The references of a summary, such as (t. 12), lead to the extract in that turn. "
        f"{bearing_note(file)}"
    ).replace("t. 12", "t.\u00a012")


def _add_extract(word: WordFile, one: CitedExtract, said: str, anchor: tuple[int, str]) -> None:
    """The words of an extract; several paragraphs stay several."""
    extract = one.extract
    words = f"{numbered(extract.id, said)}\u2002{closed(extract.words)} ({turns_kept_whole(one.found_at)})"
    if "\n\n" not in words:
        word.paragraph(Paragraph(words, "AppendixExtract", anchor=anchor))
        return
    first, *others = (part.strip("\n") for part in words.split("\n\n") if part.strip())
    word.paragraph(Paragraph(first, "AppendixExtract", anchor=anchor))
    for part in others:
        word.paragraph(Paragraph(part, "AppendixExtract"))
