"""Lists of passages in Word: the words found in bold among those around them, and where each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.formats.writers.docx.document import WordFile
from qualcode.formats.writers.docx.styles import FOUND_STYLE
from qualcode.formats.writers.docx.tables import Paragraph
from qualcode.formats.writers.docx.typography import turns_kept_whole

if TYPE_CHECKING:
    from qualcode.domain.passages import PassageList


def passages_docx(found: PassageList) -> bytes:
    """The passages as a Word file, a heading for each group; the words stand as they were transcribed."""
    word = WordFile(found.title)
    word.heading(found.title)
    word.paragraph(Paragraph(found.note, "TableNote"))
    for heading, passages in found.groups:
        word.heading(heading, 3)
        for one in passages:
            around = bool(one.before or one.after)
            parts = [(one.before, ""), (one.words, FOUND_STYLE if around else ""), (one.after, "")]
            word.runs("Extract", [part for part in parts if part[0]])
            note = f" {one.note}" if one.note else ""
            word.paragraph(Paragraph(turns_kept_whole(f"{one.place}{note}"), "ExtractPlace"))
    return word.to_bytes()
