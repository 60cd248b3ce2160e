"""The COREQ checklist in Word, with the column for the page left blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.coreq import CoreqState
from qualcode.domain.printing import Audience
from qualcode.formats.writers.docx.document import PORTRAIT_CM, WordFile
from qualcode.formats.writers.docx.tables import Paragraph, Row
from qualcode.formats.writers.docx.typography import curled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.domain.coreq import CoreqAnswer, CoreqReport

TITLE = "Consolidated criteria for reporting qualitative research (COREQ)"
NUMBER_CM, TOPIC_CM, QUESTION_CM, PAGE_CM = 0.9, 3.2, 4.1, 2.0
SOURCE = (
    "Items after Tong A, Sainsbury P, Craig J. International Journal for Quality in Health Care 2007;19(6):349–357, "
    "doi 10.1093/intqhc/mzm042; the guide questions are shortened."
)


def coreq_docx(found: CoreqReport, *, audience: Audience = Audience.TEAM) -> bytes:
    """The checklist as a Word file."""
    word = WordFile("COREQ", header=audience.header)
    word.caption(TITLE, label="Appendix", number=2)
    answer = PORTRAIT_CM - NUMBER_CM - TOPIC_CM - QUESTION_CM - PAGE_CM
    word.table([NUMBER_CM, TOPIC_CM, QUESTION_CM, answer, PAGE_CM], list(_rows(found)))
    word.paragraph(Paragraph(curled(SOURCE), "TableNote"))
    if found.gaps:
        gaps = ", ".join(map(str, found.gaps))
        word.paragraph(Paragraph(f"Not answered, or not in full: items {gaps}.", "TableNote"))
    word.end_section()
    return word.to_bytes()


def _rows(found: CoreqReport) -> Iterator[Row]:
    heads = ("No.", "Topic", "Guide question", "Answer", "Reported on page")
    yield Row([[Paragraph(head, "TableHeading")] for head in heads], header=True)
    domain = section = ""
    for one in found.answers:
        if one.item.domain != domain:
            domain = one.item.domain
            yield Row([[Paragraph(domain, "TableHeading")]])
        if one.item.section != section:
            section = one.item.section
            yield Row([[Paragraph(section, "TableGroup")]])
        told = (str(one.item.number), one.item.topic, one.item.question)
        yield Row([*([Paragraph(curled(text), "ChartText")] for text in told), _answer(one), []])


def _answer(one: CoreqAnswer) -> list[Paragraph]:
    lines = [Paragraph(curled(line), "ChartText") for line in one.text.split("\n") if line]
    if one.state is CoreqState.OPEN:
        lines.append(Paragraph("[Not answered.]", "ChartRemark"))
    elif one.state is CoreqState.PART:
        lines.append(Paragraph(curled(f"[To be added: {one.asks}.]"), "ChartRemark"))
    return lines
