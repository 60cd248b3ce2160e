"""Theme tables in Word: a full-width row for each theme (A), the quotations alone (B), or theme, definition and n beside (C)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.domain.hesitations import hesitations_in
from qualcode.domain.printing import Audience
from qualcode.domain.quotes import CUT_SIGN, EditKind
from qualcode.domain.theme_tables import Layout, Orientation
from qualcode.formats.writers.docx.document import LANDSCAPE_CM, PORTRAIT_CM, WordFile
from qualcode.formats.writers.docx.tables import Paragraph, Row
from qualcode.formats.writers.docx.typography import curled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.domain.theme_tables import PrintedQuotation, ThemeSection, ThemeTable
    from qualcode.formats.writers.docx.tables import Cell

FINDING_CM = 4.2
"""Width of the column with the findings."""
THEME_CM, DEFINITION_CM, COUNT_CM = 3.4, 4.2, 1.6
"""Widths of the columns beside the quotation in layout C, on upright pages; on wider ones the definition gets more."""
TALLEST = 24
"""Lines of the tallest row up to which a table stands upright: half a page."""
PAGE = {False: 50, True: 32}
"""Lines that a page holds beside caption and header, upright and on its side."""
PER_CM = 5.9
"""Characters of 10 point Times that stand on one centimetre of a column, as an average."""

_NOTE = re.compile(
    r"\((?:laughs|laughing|laughter|pause|long pause|sighs|crying|cross-?talk|overlapping|bleep)[^()]*\)", re.IGNORECASE
)
_BRACKET = re.compile(r"\[[^\[\]]*\]")


def theme_tables_docx(tables: Sequence[ThemeTable], title: str, audience: Audience = Audience.TEAM) -> bytes:
    """The tables as a Word file for an audience, each starting a page."""
    word = WordFile(title, header=audience.header)
    for table in tables:
        landscape = is_landscape(table)
        widths = _widths(table.layout, landscape=landscape)
        word.caption(curled(table.title), number=table.number)
        word.table(widths, _rows(table, widths, PAGE[landscape]))
        word.paragraph(Paragraph(legend(table), "TableNote"))
        word.end_section(landscape=landscape)
    return word.to_bytes()


def is_landscape(table: ThemeTable) -> bool:
    """Whether the pages of a table lie on their side: as it says, or where a row would fill more than half an upright page."""
    if table.orientation is not Orientation.AUTO:
        return table.orientation is Orientation.LANDSCAPE
    widths = _widths(table.layout, landscape=False)
    return any(_lines(row.cells, widths) > TALLEST for row in _rows(table, widths, PAGE[False]))


def _widths(layout: Layout, *, landscape: bool) -> list[float]:
    page = LANDSCAPE_CM if landscape else PORTRAIT_CM
    if layout is Layout.B:
        return [page]
    if layout is Layout.A:
        return [FINDING_CM, page - FINDING_CM]
    definition = DEFINITION_CM + (2.6 if landscape else 0)
    return [THEME_CM, definition, page - THEME_CM - definition - COUNT_CM, COUNT_CM]


def _rows(table: ThemeTable, widths: Sequence[float], page: int) -> list[Row]:
    """Header and rows; one that is taller than a page may split, or it could not be read to its end."""
    rows = [Row([[Paragraph(text, style)] for text, style in _headings(table)], header=True)]
    for section in table.sections:
        rows += {Layout.A: _section, Layout.B: _bare, Layout.C: _defined}[table.layout](section)
    return [row if row.header or _lines(row.cells, widths) <= page else Row(row.cells, whole=False) for row in rows]


def _headings(table: ThemeTable) -> list[tuple[str, str]]:
    if table.layout is Layout.B:
        return [("Illustrative quotation", "TableHeading")]
    if table.layout is Layout.A:
        return [("Theme", "TableHeading"), ("Illustrative quotation", "TableHeading")]
    of = next((section.counts[0].of for section in table.sections if section.counts), None)
    n = ("n", "TableFigureHeading") if of is None else (f"n of {of}", "TableFigureHeading")
    return [("Theme", "TableHeading"), ("Definition", "TableHeading"), ("Illustrative quotation", "TableHeading"), n]


def _section(section: ThemeSection) -> Iterator[Row]:
    counts = ", ".join(map(str, section.counts))
    heading = f"{section.theme} ({counts})" if counts else section.theme
    if heading:
        yield Row([[Paragraph(curled(heading), "TableGroup")]])
    shown = ""
    for row in section.rows:
        text = "" if row.label == shown else curled(row.label)
        shown = row.label
        yield Row([[Paragraph(text, "TableText")], _quoted(row.quotation)])


def _bare(section: ThemeSection) -> Iterator[Row]:
    for row in section.rows:
        yield Row([_quoted(row.quotation)])


def _defined(section: ThemeSection) -> Iterator[Row]:
    shown = ""
    for place, row in enumerate(section.rows):
        first = place == 0
        theme = [Paragraph(curled(section.theme), "TableHeading")] if first and section.theme else []
        label = row.label if row.label not in {shown, section.theme} else ""
        shown = row.label
        beside = [*theme, *([Paragraph(curled(label), "TableText")] if label else [])] or [Paragraph("", "TableText")]
        n = str(section.counts[0].n) if first and section.counts else ""
        yield Row(
            [
                beside,
                [Paragraph(curled(section.definition) if first else "", "TableText")],
                _quoted(row.quotation),
                [Paragraph(n, "TableFigure")],
            ]
        )


def _quoted(one: PrintedQuotation) -> Cell:
    return [Paragraph(curled(" ".join(str(one).split())), "TableQuote")]


def _lines(cells: Sequence[Cell], widths: Sequence[float]) -> int:
    """The lines of the tallest cell, estimated."""
    if len(cells) == 1:
        widths = [sum(widths)]
    return max(
        sum(1 + int(len(paragraph.text) / (max(width - 0.3, 0.5) * PER_CM)) for paragraph in cell)
        for cell, width in zip(cells, widths, strict=True)
    )


def _signs_of_edits(table: ThemeTable) -> list[str]:
    """What dots and square brackets mean: those that edits put there, and those that the transcript has itself."""
    edited = {kind for quotation in table.quotations for kind in quotation.edited}
    kept = [quotation.kept for quotation in table.quotations]
    signs = []
    if EditKind.CUT in edited:
        dots = {found.group().startswith("[") for text in kept for found in CUT_SIGN.finditer(text)}
        alike = ", or as in the transcript" if table.cut_mark.startswith("[") in dots else ""
        signs.append(f"{table.cut_mark} words omitted{alike}")
        kept = [CUT_SIGN.sub("", text) for text in kept]
    own = any(_BRACKET.search(text) for text in kept)
    if edited & {EditKind.REPLACE, EditKind.INSERT}:
        alike = ", or as in the transcript" if own else ""
        signs.append(f"[\u00a0] words replaced or added by the authors to protect identity or clarify{alike}")
    elif own:
        signs.append("[\u00a0] as in the transcript")
    return signs


def legend(table: ThemeTable) -> str:
    """The authors' words, then what the signs in the quotations mean: only signs that occur."""
    printed = [quotation.printed for quotation in table.quotations]
    notes = [text.strip().rstrip(".") + "." for text in (table.abbreviations, table.legend) if text.strip()]
    signs = _signs_of_edits(table)
    asides = {match.group().lower() for text in printed for match in _NOTE.finditer(text)}
    if asides:
        signs.append(f"{', '.join(sorted(asides))} transcriber's note" + ("s" if len(asides) > 1 else ""))
    if table.without_hesitations:
        signs.append(f"hesitations ({', '.join(table.without_hesitations)}) left out")
    if signs:
        notes.append(f"{'; '.join(signs)}.")
    if printed:
        kept = ", hesitations included" if any(hesitations_in(text) for text in printed) else ""
        notes.append(f"Quotations are {'otherwise ' if signs else ''}verbatim{kept}.")
    if table.layout is Layout.C and any(section.counts for section in table.sections):
        notes.append("n, participants with at least one passage on the theme.")
    shown = {one.fresh for one in table.quotations for told in one.told if told.shown_id}
    if False in shown:
        notes.append("IDs are study numbers.")
    if True in shown:
        notes.append("Some IDs stand for one quotation alone.")
    return curled(" ".join(notes))
