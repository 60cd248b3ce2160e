"""The characteristics of the sample in Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.printing import Audience
from qualcode.formats.writers.docx.document import WordFile
from qualcode.formats.writers.docx.tables import Paragraph, Row
from qualcode.formats.writers.docx.typography import curled

if TYPE_CHECKING:
    from qualcode.domain.sample_tables import SampleTable

LABEL_CM = 9.0
FIGURE_CM = 4.0


def sample_table_docx(table: SampleTable, *, audience: Audience = Audience.TEAM) -> bytes:
    """The table as a Word file."""
    word = WordFile(table.title, header=audience.header)
    word.caption(curled(table.title), number=table.number)
    word.table([LABEL_CM, FIGURE_CM], _rows(table))
    for note in table.notes:
        word.paragraph(Paragraph(curled(note), "TableNote"))
    word.end_section()
    return word.to_bytes()


def _rows(table: SampleTable) -> list[Row]:
    heading = (
        [Paragraph("Characteristic", "TableHeading")],
        [Paragraph(f"Participants (n = {table.participants})", "TableFigureHeading")],
    )
    rows = [Row(heading, header=True)]
    for section in table.sections:
        if section.heading:
            rows.append(Row([[Paragraph(curled(section.heading), "TableGroup")]]))
        style = "TableValue" if section.heading else "TableText"
        rows += [Row([[Paragraph(curled(line.label), style)], [Paragraph(line.figure, "TableFigure")]]) for line in section.lines]
    return rows
