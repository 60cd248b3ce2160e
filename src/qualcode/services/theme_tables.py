"""The paper's tables of themes and quotations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.charts import groups_of
from qualcode.analysis.frequencies import counts_of, plural, site_attribute, sites_of
from qualcode.analysis.theme_tables import remarks_on
from qualcode.domain.cases import AttributeType
from qualcode.domain.quotes import apply_edits
from qualcode.domain.theme_tables import PrintedQuotation, ThemeSection, ThemeTable, ThemeTableRow
from qualcode.errors import NotAllowed
from qualcode.services.outputs import require_docx, unprintable
from qualcode.services.quotations import texts_of
from qualcode.services.reading import participants, read_analysis
from qualcode.services.tables_in import write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from qualcode.analysis.reading import Placed, Reading
    from qualcode.analysis.talk import SourceTalk
    from qualcode.domain.cases import Case
    from qualcode.domain.quotes import Quote
    from qualcode.domain.theme_tables import Count
    from qualcode.storage import OpenStudy

CUT_MARK = "[…]"
TAG = "Participant ID: {}"
REFLEXIVE = "reflexive"


@dataclass(frozen=True, slots=True)
class ThemeTables:
    """The tables, where their quotations come from, and what an author may want to know before printing."""

    tables: tuple[ThemeTable, ...]
    starred: bool
    remarks: tuple[str, ...]


def theme_tables(study: OpenStudy, *, counts: bool | None = None) -> ThemeTables:
    """The theme tables of a study: from its quotations, else from the starred codings of the analysis coding.

    `counts` prints participants and sites beside each theme, n of N; without it they print unless the approach is
    reflexive.

    Raises:
        NotAllowed: there is neither quotation nor starred coding, or one quotes a case that may not be quoted.
        InvalidInput: the words of a quotation are no longer in its source.
    """
    reading = read_analysis(study, finished=True)
    if counts is None:
        counts = study.facts.approach != REFLEXIVE
    counted = _counter(study, reading) if counts else lambda _theme: ()
    quotes = study.quotes.all()
    tables = _from_quotes(study, quotes, reading, counted) if quotes else _from_stars(reading, counted)
    if not tables:
        raise NotAllowed(
            "There is neither a quotation nor a starred coding to print.",
            "Import quotations with `qualcode quotes import`, or star codings with `qualcode code star`.",
        )
    people = [case for case in participants(study) if case.may_quote]
    roles = _roles(study, people)
    remarks = remarks_on(tables, [case.name for case in people], roles, chosen=bool(quotes))
    lost = unprintable((f"Table {table.number}, {one.tag}", one.printed) for table in tables for one in table.quotations)
    return ThemeTables(tuple(tables), not quotes, remarks + lost)


def write_theme_tables(study: OpenStudy, path: Path, *, counts: bool | None = None) -> ThemeTables:
    """Write the theme tables to a Word file, which is replaced where it exists; otherwise as `theme_tables`.

    Raises:
        UsageError: the file is not to be a .docx.
        InvalidInput: the file cannot be written.
    """
    from qualcode.formats.writers.docx.theme_table import theme_tables_docx

    require_docx(path)
    found = theme_tables(study, counts=counts)
    write_bytes(path, theme_tables_docx(found.tables, "Theme tables"))
    return found


def _counter(study: OpenStudy, reading: Reading) -> Callable[[int], tuple[Count, ...]]:
    """What counts the participants and sites of a theme."""
    site = site_attribute(one.name for one in study.cases.attributes())
    sites = sites_of(reading.cases, site)
    word = plural(site) if site else ""

    def counted(theme: int) -> tuple[Count, ...]:
        return counts_of(reading.of(reading.book.subtree(theme)), reading.finished, sites, word)

    return counted


def _from_quotes(
    study: OpenStudy, quotes: Sequence[Quote], reading: Reading, counted: Callable[[int], tuple[Count, ...]]
) -> list[ThemeTable]:
    from qualcode.analysis.talk import talk_of

    cases = {case.id: case for case in reading.cases}
    talks = {number: talk_of(text, reading.cases) for number, text in texts_of(study, quotes).items()}
    tables = []
    for facts in study.quotes.tables():
        sections: dict[int | None, list[ThemeTableRow]] = {}
        for one in quotes:
            if one.table == facts.number:
                speaking = [cases[case] for case in talks[one.source].speakers_in(one.span)]
                _refuse_unquotable(one, speaking)
                printed = _printed(one, talks[one.source], speaking)
                sections.setdefault(one.theme, []).append(ThemeTableRow(one.heading, printed, one.contrary, one.finding))
        if sections:
            tables.append(ThemeTable(facts.number, facts.title, _sections(reading, sections, counted), facts.legend))
    return tables


def _sections(
    reading: Reading, rows: dict[int | None, list[ThemeTableRow]], counted: Callable[[int], tuple[Count, ...]]
) -> tuple[ThemeSection, ...]:
    """The themes in the order of the rows, each with its rows."""
    return tuple(
        ThemeSection("", tuple(found)) if theme is None else ThemeSection(reading.book[theme].name, tuple(found), counted(theme))
        for theme, found in rows.items()
    )


def _printed(quote: Quote, talk: SourceTalk, speaking: Sequence[Case]) -> PrintedQuotation:
    words = apply_edits(quote.edits, quote.span.words_of(talk.spoken.text), cut_mark=CUT_MARK)
    names = tuple(case.name for case in speaking)
    return PrintedQuotation(words, quote.tag or _tag(names), quote.id, quote.coding, names)


def _tag(names: Sequence[str]) -> str:
    return TAG.format(", ".join(names)) if names else ""


def _refuse_unquotable(quote: Quote, speaking: Iterable[Case]) -> None:
    for case in speaking:
        if not case.may_quote:
            raise NotAllowed(
                f"{case.name} may not be quoted, and is in table {quote.table}.",
                "Take the quotation out of the table and import it again.",
            )


def _from_stars(reading: Reading, counted: Callable[[int], tuple[Count, ...]]) -> list[ThemeTable]:
    """A table for each group with starred codings: themes in the order of the codebook, words as they were said."""
    may_not = {case.id for case in reading.cases if not case.may_quote}
    starred = [one for one in reading.placed if one.coding.star and not may_not.intersection(one.cases)]
    tables: list[ThemeTable] = []
    for group in groups_of(reading.book):
        sections = []
        for theme in group.themes:
            codes = reading.book.subtree(theme.id)
            rows = tuple(_starred_row(reading, one, theme.id) for one in starred if one.coding.code in codes)
            if rows:
                sections.append(ThemeSection(theme.name, rows, counted(theme.id)))
        if sections:
            tables.append(ThemeTable(len(tables) + 1, group.title, tuple(sections)))
    return tables


def _starred_row(reading: Reading, one: Placed, theme: int) -> ThemeTableRow:
    extract = reading.extracts([one])[0]
    words = " ".join(extract.words.split())
    heading = reading.book[one.coding.code].name if one.coding.code != theme else ""
    return ThemeTableRow(heading, PrintedQuotation(words, _tag(extract.cases), None, one.coding.id, extract.cases))


def _roles(study: OpenStudy, people: Sequence[Case]) -> dict[str, str]:
    """The role of each participant by name: their value of the first attribute that has a few categories."""
    from qualcode.analysis.charts import shown_attributes

    attributes = study.cases.attributes()
    for one in shown_attributes(attributes, people, site_attribute(one.name for one in attributes)):
        if one.type is AttributeType.CATEGORY:
            return {case.name: case.value(one.name) or "" for case in people}
    return {}
