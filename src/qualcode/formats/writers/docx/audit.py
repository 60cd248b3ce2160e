"""The audit trail in Word: what was decided and why, part by part, the development of the codebook by version, the memos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.dates import utc_day
from qualcode.formats.writers.docx.document import LANDSCAPE_CM, WordFile
from qualcode.formats.writers.docx.tables import Paragraph, Row
from qualcode.formats.writers.docx.typography import curled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.audit import AuditEntry, AuditMemo, AuditPart, AuditTrail, AuditWork

NUMBER_CM, WHEN_CM, WHO_CM, WHY_CM = 1.7, 2.2, 3.2, 7.6
WHAT_CM = LANDSCAPE_CM - NUMBER_CM - WHEN_CM - WHO_CM - WHY_CM
ABOUT_CM = 4.2
COUNT_CM, SPAN_CM = 2.6, 5.4


def audit_docx(found: AuditTrail) -> bytes:
    """The audit trail as a Word file on pages on their side."""
    word = WordFile("Audit trail")
    word.heading("Audit trail")
    for line in (found.title, *found.about, _made_from(found), *found.notes):
        if line:
            word.paragraph(Paragraph(curled(line), "TableNote"))
    section = ""
    for part in found.parts:
        if part.section != section:
            word.heading(part.section, 2)
        section = part.section
        _add_part(word, part)
    if found.memos:
        _add_memos(word, found.memos)
    if found.work:
        _add_work(word, found.work)
    word.end_section(landscape=True)
    return word.to_bytes()


def _made_from(found: AuditTrail) -> str:
    """What the report rests on, and what it is not."""
    if not found.changes:
        return "Nothing was done in this study yet."
    many = f"{found.changes:,} change{'' if found.changes == 1 else 's'}"
    since = f" from {_day(found.first)} to {_day(found.last)}" if found.first else ""
    return (
        f"Made from the change history: {many}{since}. Decisions are told one by one, with the reason where one was given; "
        "coding, memos, summaries and quotations are counted. The numbers are those of the changes, days are in UTC."
    )


def _add_part(word: WordFile, part: AuditPart) -> None:
    if part.title != part.section:
        word.heading(curled(part.title), 3)
    for note in part.notes:
        word.paragraph(Paragraph(curled(note), "TableNote"))
    if not part.entries:
        return
    word.caption(curled(f"{part.title}: what was decided, and why"))
    heads = ("No.", "When", "Who", "What", "Why")
    rows = [Row([[Paragraph(head, "TableHeading")] for head in heads], header=True), *map(_row, part.entries)]
    word.table([NUMBER_CM, WHEN_CM, WHO_CM, WHAT_CM, WHY_CM], rows)


def _row(entry: AuditEntry) -> Row:
    numbers = str(entry.changes[0]) if len(entry.changes) == 1 else f"{entry.changes[0]}–{entry.changes[-1]}"
    what = [Paragraph(curled(entry.what))]
    for one in entry.details:
        if one.before:
            what.append(Paragraph(curled(f"{one.of}, before: {one.before}"), "ChartRemark"))
        what.append(Paragraph(curled(f"{one.of}: {one.after or 'none'}"), "ChartText"))
    cells = (numbers, _day(entry.when), entry.who)
    return Row([*([Paragraph(curled(cell))] for cell in cells), what, [Paragraph(curled(entry.why))]])


def _add_memos(word: WordFile, memos: Sequence[AuditMemo]) -> None:
    word.heading("Memos", 2)
    word.caption("Memos on how the study was done")
    heads = ("When", "Who", "About", "Memo")
    rows = [Row([[Paragraph(head, "TableHeading")] for head in heads], header=True)]
    for one in memos:
        about = [Paragraph(curled(one.about)), Paragraph(one.kind, "ChartRemark")]
        words = [Paragraph(curled(line)) for line in one.text.split("\n\n")]
        rows.append(Row([[Paragraph(_day(one.when))], [Paragraph(curled(one.who))], about, words]))
    word.table([WHEN_CM, WHO_CM, ABOUT_CM, LANDSCAPE_CM - WHEN_CM - WHO_CM - ABOUT_CM], rows)


def _add_work(word: WordFile, work: Sequence[AuditWork]) -> None:
    word.heading("Work that is counted", 2)
    word.caption("Coding, memos, summaries and quotations by person")
    left, right = "TableHeading", "TableFigureHeading"
    heads = (("Work", left), ("Who", left), ("How many", right), ("From, to", left))
    rows = [Row([[Paragraph(head, style)] for head, style in heads], header=True)]
    for one in work:
        days = _day(one.first) if _day(one.first) == _day(one.last) else f"{_day(one.first)} to {_day(one.last)}"
        cells = (Paragraph(one.what), Paragraph(curled(one.who)), Paragraph(f"{one.count:,}", "TableFigure"), Paragraph(days))
        rows.append(Row([[cell] for cell in cells]))
    word.table([7.0, 4.5, COUNT_CM, SPAN_CM], rows)


def _day(moment: str) -> str:
    return utc_day(moment) if moment else ""
