"""Codes by codes in Word: numbered rows, columns by number, how often the two are on the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.formats.writers.docx.document import LANDSCAPE_CM, PORTRAIT_CM, WordFile
from qualcode.formats.writers.docx.tables import Paragraph, Row
from qualcode.formats.writers.docx.typography import curled

if TYPE_CHECKING:
    from qualcode.domain.cooccurrence import Cooccurrence

NAME_CM = 6.2
NUMBER_CM = 0.95
"""The least width of a column: three digits at 10 pt."""


def cooccurrence_docx(found: Cooccurrence) -> bytes:
    """The table as a Word file: upright where the columns fit, else on pages on their side, in parts if need be."""
    title = "Codes on the same words"
    word = WordFile(title)
    many = len(found.codes)
    landscape = NAME_CM + NUMBER_CM * many > PORTRAIT_CM
    width = LANDSCAPE_CM if landscape else PORTRAIT_CM
    most = int((width - NAME_CM) / NUMBER_CM)
    for first in range(0, many, most):
        columns = range(first, min(first + most, many))
        word.caption(title, continued=first > 0)
        word.table([NAME_CM, *([NUMBER_CM] * len(columns))], _rows(found, columns))
    for note in found.notes:
        word.paragraph(Paragraph(curled(note), "TableNote"))
    word.end_section(landscape=landscape)
    return word.to_bytes()


def _rows(found: Cooccurrence, columns: range) -> list[Row]:
    heads = [[Paragraph(str(column + 1), "TableFigureHeading")] for column in columns]
    rows = [Row([[Paragraph("Code", "TableHeading")], *heads], header=True)]
    for row, code in enumerate(found.codes):
        cells = [[Paragraph(found.text(row, column), "TableFigure")] for column in columns]
        rows.append(Row([[Paragraph(curled(f"{row + 1}  {code.name}"))], *cells]))
    return rows
