"""The codebook in Word, as an appendix: themes over the full width, a row for each code below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.codes import CodeKind
from qualcode.domain.printing import Audience
from qualcode.formats.writers.docx.document import LANDSCAPE_CM, PORTRAIT_CM, WordFile
from qualcode.formats.writers.docx.tables import Paragraph, Row
from qualcode.formats.writers.docx.typography import curled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.codebook_appendix import AppendixEntry, CodebookAppendix

CODE_CM, COUNT_CM = 4.0, 2.4
SHARES = {"Definition": 28, "Include": 24, "Exclude": 24, "Example": 24}
"""How the rest of the width is shared by the columns that describe a code; those that no code fills do not print."""
UPRIGHT = 2
"""So many of them stand on upright pages; more lie on their side."""


def codebook_appendix_docx(found: CodebookAppendix, *, audience: Audience = Audience.TEAM) -> bytes:
    """The appendix as a Word file."""
    word = WordFile(found.title, header=audience.header)
    word.caption(curled(found.caption), label="Appendix")
    filled = [name for place, name in enumerate(SHARES) if not place or any(_told(one)[place] for one in found.entries)]
    landscape = len(filled) > UPRIGHT
    free = (LANDSCAPE_CM if landscape else PORTRAIT_CM) - CODE_CM - (COUNT_CM if found.counted else 0)
    of = sum(SHARES[name] for name in filled)
    widths = [CODE_CM, *(free * SHARES[name] / of for name in filled), *([COUNT_CM] if found.counted else [])]
    head = [Paragraph(name, "TableHeading") for name in ("Code", *filled)]
    head += [Paragraph("Participants", "TableFigureHeading")] if found.counted else []
    rows = [Row([[one] for one in head], header=True)]
    rows += [_heading(one) if one.heading else _code(one, filled, counted=found.counted) for one in found.entries]
    word.table(widths, rows)
    if legend := _legend(found):
        word.paragraph(Paragraph(curled(legend), "TableNote"))
    word.end_section(landscape=landscape)
    return word.to_bytes()


def _heading(entry: AppendixEntry) -> Row:
    """A group or theme over the full width: its name, and below it what it says."""
    name = f"{entry.name} (subtheme of {entry.within})" if entry.within else entry.name
    if entry.count is not None:
        name = f"{name} ({entry.count})"
    lines = [Paragraph(curled(name), "TableHeading" if entry.kind is CodeKind.GROUP else "TableGroup")]
    told = (("", entry.definition), ("Include: ", entry.include), ("Exclude: ", entry.exclude), ("Example: ", _said(entry)))
    lines += [Paragraph(curled(f"{label}{text}"), "AppendixLead") for label, text in told if text]
    return Row([[*lines, *_also(entry)]])


def _told(entry: AppendixEntry) -> tuple[str, ...]:
    """What the row of a code says under `SHARES`; a heading says it over the full width."""
    return ("",) * len(SHARES) if entry.heading else (entry.definition, entry.include, entry.exclude, _said(entry))


def _code(entry: AppendixEntry, filled: Sequence[str], *, counted: bool) -> Row:
    name = Paragraph(curled(entry.name), "AppendixCode" if entry.depth else "AppendixText")
    texts = [text for title, text in zip(SHARES, _told(entry), strict=True) if title in filled]
    cells = [[name, *_also(entry)], *([Paragraph(curled(text), "AppendixText")] if text else [] for text in texts)]
    if counted:
        cells.append([Paragraph(f"{entry.count.n} of {entry.count.of}" if entry.count else "–", "TableFigure")])
    return Row(cells)


def _also(entry: AppendixEntry) -> list[Paragraph]:
    return [Paragraph(curled(f"Also under {', '.join(entry.also_under)}"), "AppendixAside")] if entry.also_under else []


def _said(entry: AppendixEntry) -> str:
    """The example as a participant's words."""
    text = entry.example.strip()
    return text if not text or text[0] in "\"“‘'" else f"“{text}”"


def _legend(found: CodebookAppendix) -> str:
    notes = []
    if any(one.example for one in found.entries):
        notes.append("Examples are participants' words.")
    if found.counted:
        notes.append(
            "n of N: participants with at least one coding of the code or one below it, of those whose sources are finished."
        )
    return " ".join(notes)
