"""Agreement in Word: the table of codes, the tables beside it, and the methods paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain import agreement_text as text
from qualcode.domain.agreement_notes import footer
from qualcode.domain.printing import TEAM_ONLY
from qualcode.formats.writers.docx.document import LANDSCAPE_CM, PORTRAIT_CM, WordFile
from qualcode.formats.writers.docx.tables import Paragraph, Row
from qualcode.formats.writers.docx.typography import curled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.domain.agreement import AgreementTable
    from qualcode.domain.agreement_text import PrintedTable

NARROWEST_CM, WIDEST_CM = 3.8, 8.5
"""The least and the largest width of the first column."""
NARROW_CM = 1.45
"""The least width of a column of figures: "-0.013" or "(0.992)" at 10 pt."""
LONG_HEADING, LONG_CM = 8, 1.8
"""From this many letters on a heading needs that much."""
WIDE_CM = 2.55
"""That of an interval: "-0.13 to 0.42"."""
WORDS_CM = 4.2
"""That of a column of words, such as reasons."""


def agreement_docx(
    tables: Sequence[AgreementTable], methods: Sequence[str] = (), *, header: str = TEAM_ONLY, label: str = "Table"
) -> bytes:
    """The tables, one after another, as a Word file; `methods` are paragraphs to stand before them.

    `label` is what the tables are called, another word where they stand beside tables that are numbered already.
    """
    word = WordFile("Agreement", header=header)
    for paragraph in methods:
        word.paragraph(Paragraph(curled(paragraph), "BodyText"))
    for table in tables:
        _add(word, table, label)
    if methods and not tables:
        word.end_section()
    return word.to_bytes()


def words_of(tables: Sequence[AgreementTable], methods: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """Every word that `agreement_docx` prints of a study, each with the place it stands in: paragraphs, tables, notes."""
    yield from (("paragraph", paragraph) for paragraph in methods)
    for table in tables:
        for one in _printed(table):
            yield one.title, one.title
            yield f"{one.title}, headings", " | ".join(one.columns)
            yield from ((f"{one.title}, row {row[0]}", " | ".join(row)) for row in one.rows)
        yield from (("notes", note) for note in _notes(table) if note)


def _printed(table: AgreementTable) -> list[PrintedTable]:
    codes, *beside = text.all_tables(table)
    return [_without_unused(codes, table), *beside]


def _add(word: WordFile, table: AgreementTable, label: str) -> None:
    """One table with its notes, and those beside it, on pages that the widest fits on."""
    printed = _printed(table)
    landscape = any(NARROWEST_CM + sum(_figure_widths(one)) > PORTRAIT_CM for one in printed)
    page = LANDSCAPE_CM if landscape else PORTRAIT_CM
    for place, one in enumerate(printed):
        widths = _figure_widths(one)
        title = f"Exploratory: {one.title[0].lower()}{one.title[1:]}" if one.exploratory else one.title
        word.caption(curled(title), label=label)
        word.table([min(WIDEST_CM, page - sum(widths)), *widths], _rows(one))
        for line in _notes(table) if not place else [""]:
            word.paragraph(Paragraph(curled(line), "TableNote"))
    word.end_section(landscape=landscape)


def _without_unused(printed: PrintedTable, table: AgreementTable) -> PrintedTable:
    """The table of codes without those nobody used, which a note lists, and without the column of remarks."""
    used = sum(row.counts.used for row in table.codes)
    rows = (*printed.rows[:used], *printed.rows[len(table.codes) :])
    return text.PrintedTable(
        printed.title, printed.columns[:-1], tuple(row[:-1] for row in rows), printed.figures, printed.totals
    )


def _notes(table: AgreementTable) -> Iterator[str]:
    """A paragraph on what was fixed and what the figures rest on, and one on codes that need a remark."""
    yield " ".join([*(f"Fixed when it was drawn, {fixed}." for fixed in table.fixed), *footer(table)])
    labels = text.shortest_paths([row.path for row in table.codes])
    remarks: dict[str, list[str]] = {}
    for row in table.codes:
        for remark in text.remarks_of(row, table.coders):
            remarks.setdefault(remark, []).append(labels[row.path])
    lines = [f"{remark[:1].upper()}{remark[1:]} ({len(codes)}): {', '.join(codes)}." for remark, codes in remarks.items()]
    if lines:
        yield " ".join(lines)
    yield ""


def _figure_widths(one: PrintedTable) -> list[float]:
    """The widths of all columns but the first, which takes what is left."""
    widths = []
    for at, column in enumerate(one.columns[1:], 1):
        wide = column.endswith("95 %") or any(" to " in row[at] for row in one.rows)
        longest = max(map(len, column.split()), default=0)
        narrow = NARROW_CM if longest < LONG_HEADING else LONG_CM
        widths.append(WORDS_CM if at not in one.figures else WIDE_CM if wide else narrow)
    return widths


def _rows(one: PrintedTable) -> list[Row]:
    heads = [
        [Paragraph(curled(_capital(column)), "TableFigureHeading" if at in one.figures else "TableHeading")]
        for at, column in enumerate(one.columns)
    ]
    rows = [Row(heads, header=True)]
    for number, row in enumerate(one.rows):
        total = number >= len(one.rows) - one.totals
        rows.append(
            Row(
                [
                    [Paragraph(_cell(cell), "TableFigure" if at in one.figures else "TableHeading" if total else "TableText")]
                    for at, cell in enumerate(row)
                ]
            )
        )
    return rows


def _cell(cell: str) -> str:
    """Words with curly quotes; a figure with a real minus sign, which no line breaks after."""
    return f"−{cell[1:]}" if cell[:1] == "-" and cell[1:2].isdecimal() else curled(cell).replace("(-", "(−").replace(" -", " −")


def _capital(words: str) -> str:
    return words if words.split(" ", maxsplit=1)[0].endswith(("alpha", "kappa", "pi")) else words[:1].upper() + words[1:]
