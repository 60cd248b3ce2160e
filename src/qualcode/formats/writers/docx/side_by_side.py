"""Extracts of one theme side by side in Word: a column for each participant or group, at most four to a table."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from qualcode.domain.codebook_paths import parse_path
from qualcode.formats.writers.docx.document import LANDSCAPE_CM, PORTRAIT_CM, WordFile
from qualcode.formats.writers.docx.tables import Paragraph, Row
from qualcode.formats.writers.docx.typography import curled, turns_kept_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.segments import Extract
    from qualcode.domain.side_by_side import SideBySide, SideColumn
    from qualcode.formats.writers.docx.tables import Cell

MOST = 4
"""Columns beside one another on a page on its side; two stand on an upright one."""
UPRIGHT = 2


def side_by_side_docx(found: SideBySide) -> bytes:
    """The columns as a Word file: the first extracts of all in the first row, the second ones in the next, and so on.

    The words stand as they were transcribed; under each extract is where it comes from.
    """
    word = WordFile(f"Side by side: {found.title}")
    landscape = len(found.columns) > UPRIGHT
    width = LANDSCAPE_CM if landscape else PORTRAIT_CM
    parts = [found.columns[first : first + MOST] for first in range(0, len(found.columns), MOST)]
    for number, columns in enumerate(parts):
        if number:
            word.paragraph(Paragraph("", "TableNote"))
        word.caption(curled(found.title), continued=number > 0)
        word.table([width / len(columns)] * len(columns), _rows(found, columns))
    word.paragraph(Paragraph(curled(_note(found)), "TableNote"))
    word.end_section(landscape=landscape)
    return word.to_bytes()


def _rows(found: SideBySide, columns: Sequence[SideColumn]) -> list[Row]:
    heads = [[Paragraph(_head(found, column), "TableHeading")] for column in columns]
    aligned = zip_longest(*(column.extracts for column in columns))
    return [
        Row(heads, header=True),
        *(Row([_cell(found, one) if one is not None else () for one in row], whole=False) for row in aligned),
    ]


def _head(found: SideBySide, column: SideColumn) -> str:
    many = len(column.extracts)
    said = f"{many} extract{'' if many == 1 else 's'}" if many else "nothing under this theme"
    people = len(column.participants)
    if found.by and many:
        said = f"{said} of {people} participant{'' if people == 1 else 's'}"
    return f"{column.name} ({said})"


def _cell(found: SideBySide, extract: Extract) -> Cell:
    who = f"{', '.join(extract.cases)}: " if found.by and extract.cases else ""
    names = [parse_path(path)[-1] for path in extract.code.split("; ") if path != found.title]
    place = turns_kept_whole(f"{who}{extract.source}, {extract.place} [{extract.number}]")
    code = f" {'; '.join(names)}" if names else ""
    words = [Paragraph(part.strip("\n"), "TableQuote") for part in extract.words.split("\n\n") if part.strip()]
    return [*words, Paragraph(f"{place}{code}", "TableNote")]


def _note(found: SideBySide) -> str:
    grouped = f" Participants by {found.by}." if found.by else ""
    without = f" Nothing under this theme: {', '.join(found.without)}." if found.without else ""
    return f"Extracts as they were transcribed ({found.reading}).{grouped}{without}"
