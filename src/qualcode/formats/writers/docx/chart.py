"""Framework charts in Word: one group to a table, at most six themes to a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.charts import CellMark, ChartCell, ChartRow, ChartTable
from qualcode.formats.writers.docx.document import LANDSCAPE_CM, PORTRAIT_CM, WordFile
from qualcode.formats.writers.docx.tables import Cell, Paragraph, Row
from qualcode.formats.writers.docx.typography import curled, turns_kept_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

CASE_CM = 2.6
"""Width of the case column."""

UPRIGHT_COLUMNS = 3
"""Themes that fit an upright page beside the case column, with room to read."""

NOT_SUMMARISED = "Not summarised: coded extracts"


def charts_docx(charts: Sequence[ChartTable], title: str) -> bytes:
    """The charts as a Word file, one after another."""
    word = WordFile(title)
    for chart in charts:
        _add_chart(word, chart)
    return word.to_bytes()


def _add_chart(word: WordFile, chart: ChartTable) -> None:
    parts = chart.parts()
    for number, part in enumerate(parts):
        landscape = len(part) > UPRIGHT_COLUMNS
        free = (LANDSCAPE_CM if landscape else PORTRAIT_CM) - CASE_CM
        word.caption(curled(chart.title), label="Chart", continued=number > 0)
        word.table([CASE_CM, *[free / max(1, len(part))] * len(part)], _rows(chart, part))
        last = number == len(parts) - 1
        legend = _legend(chart) if last else "The other themes of this chart follow on the next page."
        word.paragraph(Paragraph(legend, "TableNote"))
        word.end_section(landscape=landscape)


def _rows(chart: ChartTable, part: range) -> list[Row]:
    header = [chart.case_heading, *(curled(chart.columns[index].heading) for index in part)]
    rows = [Row([[Paragraph(text, "ChartHeading")] for text in header], header=True)]
    rows += [Row([_case(row), *(_cell(row.cells[index]) for index in part)]) for row in chart.rows]
    return rows


def _case(row: ChartRow) -> Cell:
    about = [Paragraph(curled(row.about), "ChartText")] if row.about else []
    return [Paragraph(row.name, "ChartCase"), *about]


def _cell(cell: ChartCell) -> Cell:
    if cell.summarised:
        changed = "\u202f†" if cell.evidence_changed else ""
        summary = [Paragraph(turns_kept_whole(curled(cell.text)) + changed, "ChartText")]
        return [*summary, Paragraph(curled(f"[{cell.remark}]"), "ChartRemark")] if cell.remark else summary
    if cell.mark is CellMark.NOT_ASKED:
        return [Paragraph("–", "ChartText")]
    if not cell.extracts:
        return []
    extracts = [
        Paragraph(turns_kept_whole(curled(f"“{' '.join(extract.words.split())}” ({extract.place})")), "ChartExtract")
        for extract in cell.extracts
    ]
    return [Paragraph(NOT_SUMMARISED, "ChartLabel"), *extracts]


def _legend(chart: ChartTable) -> str:
    """What the signs mean and what is not there, with its counts."""
    cells = [cell for row in chart.rows for cell in row.cells]
    notes = [
        f"Summaries in the participants' terms, their words in quotation marks. {chart.charted} of {chart.size} cells charted."
    ]
    if any(cell.summarised and cell.remark for cell in cells):
        notes.append("[\u00a0]\u00a0The analyst's remark.")
    if any("(t." in cell.text or cell.extracts for cell in cells):
        notes.append("(t.) Number of the turn in the transcript.")
    if chart.count(CellMark.NOT_ASKED):
        notes.append("–\u00a0Not asked.")
    blank = [
        f"{what} ({count})"
        for what, count in (("not raised", chart.count(CellMark.NOT_RAISED)), ("not yet charted", chart.count(None)))
        if count
    ]
    if blank:
        notes.append(f"Blank: {' or '.join(blank)}.")
    if any(cell.summarised and cell.evidence_changed for cell in cells):
        notes.append("†\u00a0Evidence changed since the summary was written.")
    return curled(" ".join(notes))
