"""The paper's tables of themes and quotations, as they are printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.analysis.charts import groups_of
from qualcode.analysis.frequencies import counts_of, plural, site_attribute, sites_of
from qualcode.analysis.theme_tables import remarks_on, remarks_on_silence
from qualcode.domain.printing import Audience, PrintedWords
from qualcode.domain.quote_rules import Hesitations
from qualcode.domain.quotes import apply_edits
from qualcode.domain.tags import tag_of, told_by
from qualcode.domain.theme_tables import (
    Layout,
    PrintedQuotation,
    ThemeSection,
    ThemeTable,
    ThemeTableRow,
    UnreadQuotation,
)
from qualcode.errors import InvalidInput, NotAllowed
from qualcode.services.gate import check_printed
from qualcode.services.outputs import require_docx, unprintable
from qualcode.services.quotation_edits import quotation_rules
from qualcode.services.reading import participants, read_analysis
from qualcode.services.tables_in import write_bytes
from qualcode.services.theme_table_desk import Desk, roles_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.analysis.charts import ChartedGroup
    from qualcode.analysis.reading import Placed, Reading
    from qualcode.domain.codes import Code
    from qualcode.domain.quote_rules import QuotationRules
    from qualcode.domain.theme_table_desk import ShownQuotation, ShownTable, TablesDesk
    from qualcode.domain.theme_tables import Count
    from qualcode.storage import OpenStudy

    Counter = Callable[[int], tuple[Count, ...]]

REFLEXIVE = "reflexive"


@dataclass(frozen=True, slots=True)
class ThemeTables:
    """The tables, where their quotations come from, and what an author may want to know before printing.

    `unread` are the quotations that nobody has read for identification.
    """

    tables: tuple[ThemeTable, ...]
    starred: bool
    remarks: tuple[str, ...]
    unread: tuple[UnreadQuotation, ...] = ()


def theme_tables(
    study: OpenStudy,
    *,
    counts: bool | None = None,
    layout: Layout | None = None,
    unquotable: bool = False,
    wrong: bool = False,
) -> ThemeTables:
    """The theme tables of a study: from its quotations, else from the starred codings of the analysis coding.

    `counts` prints participants and sites beside each theme, n of N; without it they print unless the approach is
    reflexive. `layout` is that of all tables instead of the one each has. `unquotable` lets quotations of cases that may
    not be quoted be read, for the check that lists them; a publication stops on each. `wrong` lets all be read that could
    not be printed, for the check that says what is another than when it was built.

    Raises:
        NotAllowed: there is neither quotation nor starred coding, or one quotes a case that may not be quoted.
        InvalidInput: the words of a quotation are no longer in its source.
    """
    with study.snapshot():
        if counts is None:
            counts = study.facts.approach != REFLEXIVE
        chosen = bool(study.quotes.all())
        found = _chosen(study, counts=counts, unquotable=unquotable, wrong=wrong) if chosen else _starred(study, counts=counts)
    if not found.tables:
        raise NotAllowed(
            "There is neither a quotation nor a starred coding to print.",
            "Choose quotations with `qualcode quotes add`, or star codings with `qualcode code star`.",
        )
    tables = tuple(one if layout is None else replace(one, layout=layout) for one in found.tables)
    lost = unprintable((f"Table {table.number}, {one.tag}", one.printed) for table in tables for one in table.quotations)
    return replace(found, tables=tables, remarks=(*found.remarks, *lost))


def write_theme_tables(
    study: OpenStudy,
    path: Path,
    *,
    counts: bool | None = None,
    layout: Layout | None = None,
    audience: Audience = Audience.TEAM,
) -> ThemeTables:
    """Write the theme tables to a Word file, which is replaced where it exists; otherwise as `theme_tables`.

    Raises:
        UsageError: the file is not to be a .docx.
        InvalidInput: the file cannot be written.
        NotAllowed: for publication, what prints would tell who somebody is; nothing is written then.
    """
    from qualcode.formats.writers.docx.theme_table import theme_tables_docx

    require_docx(path)
    found = theme_tables(study, counts=counts, layout=layout, unquotable=audience is Audience.PUBLICATION)
    words = [one for table in found.tables for one in words_of_table(table)]
    check_printed(study, words, audience=audience)
    write_bytes(path, theme_tables_docx(found.tables, "Theme tables", audience))
    return found


def printed_words(study: OpenStudy, *, counts: bool | None = None, layout: Layout | None = None) -> tuple[PrintedWords, ...]:
    """Every word the theme tables print: titles, legends, themes and headings, and each quotation with what its tag tells.

    Quotations of cases that may not be quoted are among them, for the check to stop on.

    Raises:
        NotAllowed: there is neither quotation nor starred coding.
        InvalidInput: as `theme_tables`.
    """
    found = theme_tables(study, counts=counts, layout=layout, unquotable=True)
    return tuple(words for table in found.tables for words in words_of_table(table))


def words_of_table(table: ThemeTable) -> tuple[PrintedWords, ...]:
    """Every word that one theme table prints."""
    output = f"Table {table.number}"
    around = {"title": table.title, "legend": table.legend, "abbreviations": table.abbreviations}
    around["hesitations in the legend"] = ", ".join(table.without_hesitations)
    found = [PrintedWords(output, place, text) for place, text in around.items() if text]
    for section in table.sections:
        if section.theme and table.layout is not Layout.B:
            definition = section.definition if table.layout is Layout.C else ""
            counts = f"({', '.join(map(str, section.counts))})" if section.counts else ""
            text = " ".join(part for part in (section.theme, counts, definition) if part)
            found.append(PrintedWords(output, f"theme {section.theme}", text))
        for row in section.rows:
            place = f"row {row.label or section.theme}"
            if row.label and table.layout is not Layout.B:
                found.append(PrintedWords(output, place, row.label))
            found += _words_of_quotation(output, place, row.quotation)
    return tuple(found)


def _words_of_quotation(output: str, place: str, one: PrintedQuotation) -> list[PrintedWords]:
    """The words with what is told of who says them; of several speakers each is told beside."""
    if len(one.told) == 1:
        told = one.told[0]
        return [PrintedWords(output, place, str(one), told.case, told.attributes, told.shown_id, one.quote)]
    each = [PrintedWords(output, place, "", told.case, told.attributes, told.shown_id, one.quote) for told in one.told]
    return [PrintedWords(output, place, str(one), quote=one.quote), *each]


def _counter(study: OpenStudy, reading: Reading) -> Counter:
    """What counts the participants and sites of a theme."""
    site = site_attribute(one.name for one in study.cases.attributes())
    sites = sites_of(reading.cases, site)
    word = plural(site) if site else ""

    def counted(theme: int) -> tuple[Count, ...]:
        return counts_of(reading.of(reading.book.subtree(theme)), reading.finished, sites, word)

    return counted


def _chosen(study: OpenStudy, *, counts: bool, unquotable: bool, wrong: bool) -> ThemeTables:
    desk = Desk.of(study)
    shown = desk.tables
    counted = _counter(study, desk.reading) if counts else None
    for table in shown.tables:
        for one in table.quotations if not wrong else ():
            _refuse_wrong(table, one, unquotable=unquotable)
    tables = [_table(desk, shown.rules, table, counted) for table in shown.tables if table.quotations]
    unread = tuple(
        UnreadQuotation(table.number, row.place, one.number)
        for table in shown.tables
        for row in table.rows
        for one in row.quotations
        if not one.read
    )
    return ThemeTables(tuple(tables), starred=False, remarks=_remarks(shown), unread=unread)


def _remarks(shown: TablesDesk) -> tuple[str, ...]:
    return (*shown.remarks, *remarks_on_silence(shown.never_quoted, shown.roles_not_heard))


def _refuse_wrong(table: ShownTable, one: ShownQuotation, *, unquotable: bool) -> None:
    row = next(row for row in table.rows if row.id == one.row)
    where = f'"{row.label}"' if row.label else str(row.place)
    silenced = "may not be quoted" in one.wrong
    if silenced and unquotable:
        return
    if silenced:
        raise NotAllowed(
            f"{one.wrong.rstrip('.')}, and is in table {table.number}, row {where}.",
            f"Take it out with `qualcode quotes remove STUDY {one.number}`, or choose another.",
        )
    if one.wrong:
        raise InvalidInput(
            f"The words of table {table.number}, row {where}, no longer stand where they were quoted from.",
            f"Take the quotation out with `qualcode quotes remove STUDY {one.number}`, and choose it anew.",
        )


def _table(desk: Desk, rules: QuotationRules, table: ShownTable, counted: Counter | None) -> ThemeTable:
    sections: dict[int | None, list[ThemeTableRow]] = {}
    for row in table.rows:
        for one in sorted(row.quotations, key=lambda one: one.contrary):
            sections.setdefault(row.theme, []).append(ThemeTableRow(row.heading, desk.printed(one), one.contrary, row.finding))
    book = desk.reading.book
    return ThemeTable(
        table.number,
        table.title,
        tuple(
            ThemeSection("", tuple(rows))
            if theme is None
            else ThemeSection(
                book[theme].name, tuple(rows), counted(theme) if counted else (), " ".join(book[theme].definition.split())
            )
            for theme, rows in sections.items()
        ),
        table.legend,
        table.abbreviations,
        table.layout,
        table.orientation,
        rules.cut_mark,
        rules.words if rules.hesitations is Hesitations.TAKEN_OUT else (),
    )


def _starred(study: OpenStudy, *, counts: bool) -> ThemeTables:
    """A table for each group with starred codings: themes in the order of the codebook, words as they were said."""
    reading = read_analysis(study, finished=True)
    counted = _counter(study, reading) if counts else lambda _theme: ()
    rules = quotation_rules(study)
    taken_out = rules.words if rules.hesitations is Hesitations.TAKEN_OUT else ()
    tables: list[ThemeTable] = []
    for number, (group, themes) in enumerate(starred_groups(reading), 1):
        sections = []
        for theme, starred in themes:
            rows = tuple(_starred_row(study, reading, rules, one, theme.id) for one in starred)
            definition = " ".join(theme.definition.split())
            sections.append(ThemeSection(theme.name, rows, counted(theme.id), definition))
        facts = {"cut_mark": rules.cut_mark, "without_hesitations": taken_out}
        tables.append(ThemeTable(number, group.title, tuple(sections), **facts))  # type: ignore[arg-type]
    people = [case for case in participants(study) if case.may_quote]
    roles = roles_of(study.cases.attributes(), people)
    remarks = remarks_on(tables, [case.name for case in people], roles, chosen=False)
    return ThemeTables(tuple(tables), starred=True, remarks=remarks)


def starred_groups(reading: Reading) -> list[tuple[ChartedGroup, list[tuple[Code, list[Placed]]]]]:
    """The groups of the codebook that starred codings make a table of, with its themes and what prints under each."""
    may_not = {case.id for case in reading.cases if not case.may_quote}
    starred = [one for one in reading.placed if one.coding.star and not may_not.intersection(one.cases)]
    found = []
    for group in groups_of(reading.book) if starred else ():
        codes = {theme.id: reading.book.subtree(theme.id) for theme in group.themes}
        themes = [(theme, [one for one in starred if one.coding.code in codes[theme.id]]) for theme in group.themes]
        if printed := [(theme, quoted) for theme, quoted in themes if quoted]:
            found.append((group, printed))
    return found


def _starred_row(study: OpenStudy, reading: Reading, rules: QuotationRules, one: Placed, theme: int) -> ThemeTableRow:
    verbatim = reading.extracts([one])[0].words
    words = " ".join(apply_edits(rules.taken_out_of(verbatim), verbatim).split())
    heading = reading.book[one.coding.code].name if one.coding.code != theme else ""
    by_id = {case.id: case for case in reading.cases}
    speaking = [by_id[case] for case in one.cases]
    attributes = study.cases.attributes()
    tag, told = tag_of(rules.tag, speaking, attributes), told_by(rules.tag, speaking, attributes)
    names = tuple(case.name for case in speaking)
    printed = PrintedQuotation(words, tag.text, None, one.coding.id, names, told, unread=True, kept=words)
    return ThemeTableRow(heading, printed)
