"""Lists of extracts in Word: by code and participant, verbatim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.formats.writers.docx.document import WordFile
from qualcode.formats.writers.docx.tables import Paragraph

if TYPE_CHECKING:
    from qualcode.domain.segments import Extract, SegmentList


def segments_docx(segments: SegmentList) -> bytes:
    """The extracts as a Word file: a heading for each code (none for a query), one for each participant under it.

    The words stand as they were transcribed; each extract is followed by where it comes from.
    """
    word = WordFile(f"Extracts: {segments.code}")
    word.heading(segments.code)
    word.paragraph(Paragraph(_reading(segments), "TableNote"))
    code, speaks = "", None
    for extract in segments.extracts:
        if segments.by_code and extract.code != code:
            code, speaks = extract.code, None
            if code != segments.code:
                word.heading(code, 2)
        if extract.cases != speaks:
            speaks = extract.cases
            word.heading(", ".join(speaks) if speaks else "No participant's talk", 3)
        _add_extract(word, extract, with_code=not segments.by_code)
    return word.to_bytes()


def _reading(segments: SegmentList) -> str:
    scope = "with sub-codes" if segments.with_sub_codes else "without sub-codes"
    where = f" Where {' and '.join(segments.where)}." if segments.where else ""
    return f"{len(segments.extracts)} extracts from {segments.participants} participants, {scope}; {segments.reading}.{where}"


def _add_extract(word: WordFile, extract: Extract, *, with_code: bool) -> None:
    for part in extract.words.split("\n\n"):
        if part.strip():
            word.paragraph(Paragraph(part.strip("\n"), "Extract"))
    speaker = f", {extract.speaker}" if extract.speaker else ""
    codes = f" {extract.code}" if with_code else ""
    word.paragraph(Paragraph(f"{extract.source}, {extract.place}{speaker} [{extract.number}]{codes}", "ExtractPlace"))
