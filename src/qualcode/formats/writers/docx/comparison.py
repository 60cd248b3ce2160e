"""Comparisons in Word: themes down, groups across."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.formats.writers.docx.document import LANDSCAPE_CM, PORTRAIT_CM, WordFile
from qualcode.formats.writers.docx.tables import Paragraph, Row
from qualcode.formats.writers.docx.typography import curled

if TYPE_CHECKING:
    from qualcode.domain.comparisons import Comparison

THEME_CM = 5.0
NARROWEST_CM = 1.9
"""The least width of a group's column: "12 of 15" on one line at 10 pt."""


def comparison_docx(found: Comparison) -> bytes:
    """The comparison as a Word file: upright where the groups fit, else on pages on their side, in parts if need be."""
    title = f"Themes by {found.by[:1].lower()}{found.by[1:]}"
    word = WordFile(title)
    landscape = THEME_CM + NARROWEST_CM * len(found.groups) > PORTRAIT_CM
    width = LANDSCAPE_CM if landscape else PORTRAIT_CM
    most = int((width - THEME_CM) / NARROWEST_CM)
    for first in range(0, len(found.groups), most):
        columns = range(first, min(first + most, len(found.groups)))
        word.caption(curled(title), continued=first > 0)
        each = (width - THEME_CM) / len(columns)
        word.table([THEME_CM, *([each] * len(columns))], _rows(found, columns))
    for note in found.notes:
        word.paragraph(Paragraph(curled(note), "TableNote"))
    word.end_section(landscape=landscape)
    return word.to_bytes()


def _rows(found: Comparison, columns: range) -> list[Row]:
    heads = [[Paragraph(curled(_capital(found.groups[at].name)), "TableFigureHeading")] for at in columns]
    rows = [Row([[Paragraph("Theme", "TableHeading")], *heads], header=True)]
    for theme in found.themes:
        cells = [[Paragraph(str(theme.cells[at]), "TableFigure")] for at in columns]
        rows.append(Row([[Paragraph(curled(theme.name))], *cells]))
    return rows


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
