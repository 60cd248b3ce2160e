"""The table of recommendations in Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.printing import Audience
from qualcode.formats.writers.docx.document import PORTRAIT_CM, WordFile
from qualcode.formats.writers.docx.tables import Paragraph, Row
from qualcode.formats.writers.docx.typography import curled

if TYPE_CHECKING:
    from qualcode.domain.recommendations import RecommendationTable

NUMBER_CM, THEMES_CM = 1.0, 6.0


def recommendations_docx(found: RecommendationTable, *, audience: Audience = Audience.TEAM) -> bytes:
    """The table as a Word file."""
    word = WordFile(found.title, header=audience.header)
    word.caption(curled(found.title), number=found.number)
    heads = ("No.", "Recommendation", "Themes it rests on")
    rows = [Row([[Paragraph(head, "TableHeading")] for head in heads], header=True)]
    for one in found.rows:
        # The number stays with its word.
        themes = [Paragraph(curled(str(theme)).replace("(Table ", "(Table\u00a0")) for theme in one.themes]
        rows.append(Row([[Paragraph(str(one.number))], [Paragraph(curled(one.text))], themes]))
    word.table([NUMBER_CM, PORTRAIT_CM - NUMBER_CM - THEMES_CM, THEMES_CM], rows)
    if any(theme.table is not None for one in found.rows for theme in one.themes):
        word.paragraph(Paragraph("In brackets: the table in which the theme is illustrated.", "TableNote"))
    word.end_section()
    return word.to_bytes()
