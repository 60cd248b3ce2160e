"""Theme tables in Word: layout A, a full-width row for each theme and a row for each quotation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.domain.quotes import CUT_SIGN
from qualcode.formats.writers.docx.document import PORTRAIT_CM, WordFile
from qualcode.formats.writers.docx.tables import Paragraph, Row
from qualcode.formats.writers.docx.typography import curled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.theme_tables import ThemeSection, ThemeTable

FINDING_CM = 4.2
"""Width of the column with the findings."""

_NOTE = re.compile(
    r"\((?:laughs|laughing|laughter|pause|long pause|sighs|crying|cross-?talk|overlapping|bleep)[^()]*\)", re.IGNORECASE
)
_BRACKET = re.compile(r"\[[^\[\]]*\]")


def theme_tables_docx(tables: Sequence[ThemeTable], title: str) -> bytes:
    """The tables as a Word file, each starting a page."""
    word = WordFile(title)
    for table in tables:
        word.caption(curled(table.title), number=table.number)
        word.table([FINDING_CM, PORTRAIT_CM - FINDING_CM], _rows(table))
        word.paragraph(Paragraph(legend(table), "TableNote"))
        word.end_section()
    return word.to_bytes()


def _rows(table: ThemeTable) -> list[Row]:
    rows = [Row([[Paragraph("Theme", "TableHeading")], [Paragraph("Illustrative quotation", "TableHeading")]], header=True)]
    for section in table.sections:
        rows += _section(section)
    return rows


def _section(section: ThemeSection) -> list[Row]:
    counts = ", ".join(map(str, section.counts))
    heading = f"{section.theme} ({counts})" if counts else section.theme
    rows = [Row([[Paragraph(curled(heading), "TableGroup")]])] if heading else []
    shown = ""
    for row in section.rows:
        text = "" if row.label == shown else curled(row.label)
        shown = row.label
        printed = curled(" ".join(str(row.quotation).split()))
        rows.append(Row([[Paragraph(text, "TableText")], [Paragraph(printed, "TableQuote")]]))
    return rows


def legend(table: ThemeTable) -> str:
    """The authors' words, then what the signs in the quotations mean: only signs that occur."""
    printed = [quotation.printed for quotation in table.quotations]
    notes = [table.legend.strip()] if table.legend.strip() else []
    signs = []
    if any(CUT_SIGN.search(text) for text in printed):
        signs.append("[…] words omitted")
    if any(_BRACKET.search(CUT_SIGN.sub("", text)) for text in printed):
        signs.append("[\u00a0] words replaced or added by the authors to protect identity or clarify")
    asides = {match.group().lower() for text in printed for match in _NOTE.finditer(text)}
    if asides:
        signs.append(f"{', '.join(sorted(asides))} transcriber's note" + ("s" if len(asides) > 1 else ""))
    if signs:
        notes.append(f"{'; '.join(signs)}.")
    if printed:
        notes.append("Quotations are otherwise verbatim." if signs else "Quotations are verbatim.")
        notes.append("IDs are study numbers.")
    return curled(" ".join(notes))
