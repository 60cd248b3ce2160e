"""A coded transcript in Word: the talk with numbered passages, and beside each turn its codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.formats.writers.docx.document import PORTRAIT_CM, WordFile
from qualcode.formats.writers.docx.tables import Paragraph, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.domain.coded_transcripts import CodedTranscript, MarkedPassage

CODES_CM = 5.0
"""Width of the column with the codes."""
LEGEND_CM = (5.0, 9.8, 2.2)
"""Widths of the columns of the legend: name, path, codings."""

_EMPTY_LINE = re.compile(r"\n\s*\n")


def transcript_docx(transcript: CodedTranscript) -> bytes:
    """The transcript as a Word file: a table of two columns, a row for each turn or paragraph outside turns."""
    word = WordFile(transcript.title)
    word.heading(transcript.title)
    word.paragraph(Paragraph(transcript.note, "TableNote"))
    rows = [Row([[Paragraph("Transcript", "TableHeading")], [Paragraph("Codes", "TableHeading")]], header=True)]
    rows += [
        Row([list(_talk(one)), [Paragraph(line, "MarginCode") for line in one.margin]], whole=False)
        for one in transcript.passages
    ]
    word.table([PORTRAIT_CM - CODES_CM, CODES_CM], rows)
    if transcript.legend:
        word.heading("Codes in the margin", 2)
        word.table(LEGEND_CM, list(_legend(transcript)))
    word.end_section()
    return word.to_bytes()


def _legend(transcript: CodedTranscript) -> Iterator[Row]:
    heads = [[Paragraph("Code", "TableHeading")], [Paragraph("In the codebook", "TableHeading")]]
    yield Row([*heads, [Paragraph("Codings", "TableFigureHeading")]], header=True)
    for name, path, many in transcript.legend:
        yield Row([[Paragraph(name)], [Paragraph(path)], [Paragraph(str(many), "TableFigure")]])


def _talk(passage: MarkedPassage) -> Iterator[Paragraph]:
    """Who speaks, then the paragraphs of the passage, each with the marks that fall into it."""
    if passage.heading:
        yield Paragraph(passage.heading, "ChartCase")
    start = 0
    gaps = [(gap.start(), gap.end()) for gap in _EMPTY_LINE.finditer(passage.text)]
    for end, following in [*gaps, (len(passage.text), len(passage.text) + 1)]:
        marks = tuple(
            (min(max(at, start), end) - start, sign) for at, sign in passage.marks if _belongs(at, sign, start, following)
        )
        yield Paragraph(passage.text[start:end], "TableText", marks)
        start = following


def _belongs(at: int, sign: str, start: int, following: int) -> bool:
    """Whether a mark stands in the paragraph from `start` to the next: an opening one from its start, a closing one behind it."""
    return start <= at < following if sign.startswith("[") else (start < at <= following or (start == 0 == at))
