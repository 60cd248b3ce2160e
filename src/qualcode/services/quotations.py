"""Quotations for the theme tables: the import that checks every row before it writes any, and the export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.codes import CodeKind
from qualcode.domain.quote_marking import typed
from qualcode.domain.quote_rules import QuotationRules
from qualcode.domain.quotes import apply_edits, unmarked_join
from qualcode.domain.spans import Span, trimmed
from qualcode.domain.text import check_of_words
from qualcode.errors import InvalidInput, QualcodeError
from qualcode.services.coding import span_of_words, words_of
from qualcode.services.quotation_words import pieces_of
from qualcode.services.reading import read_analysis
from qualcode.services.tables_in import read_table, write_text
from qualcode.storage.repositories.quotes import NewQuote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.analysis.reading import Reading
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.quotes import Quote
    from qualcode.domain.sources import SourceText
    from qualcode.domain.talk import SpokenText
    from qualcode.services.tables_in import TableFile
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories

COLUMNS = ("table", "row", "source", "start", "end", "words", "printed", "tag", "theme", "finding", "contrary")
REQUIRED = ("table", "row", "source")

_YES = frozenset({"yes", "y", "true", "1", "x", "contrary"})
_NO = frozenset({"", "no", "n", "false", "0"})


@dataclass(frozen=True, slots=True)
class ImportedQuotes:
    """What an import of quotations did, over the tables that occur in the file."""

    new: int
    changed: int
    removed: int
    tables: tuple[int, ...]
    change: ChangeSet | None


@dataclass(frozen=True, slots=True)
class _Row:
    table: int
    new: NewQuote


def import_quotes(study: OpenStudy, path: Path) -> ImportedQuotes:
    """Import quotations as one action: each table that occurs in the file comes to hold what the file says.

    `printed` must be the verbatim words after cuts, brackets and a capital at the start; empty, the words print as they
    are. `row` is the row's printed heading, or its number. Without a theme it is the one the words are coded with.

    Raises:
        InvalidInput: the file or rows of it are wrong, or a table would be the second one of a group; the message names them,
            and nothing was written.
    """
    table = read_table(path, required=REQUIRED, optional=[name for name in COLUMNS if name not in REQUIRED])
    rows = _Checker(study, table).rows()
    table.refuse_if_faulty()
    if not rows:
        raise InvalidInput(f"{table.name} holds no quotation.", "Its rows name table, row, source and words.")
    book = study.codes.codebook()
    numbers = sorted({row.table for row in rows})
    new = changed = removed = 0
    with study.unit_of_work("import_quotes", what=f"{len(rows)} quotations from {table.name}") as work:
        for number in numbers:
            quotes = [row.new for row in rows if row.table == number]
            group = _group_for(work, book, number, _group(book, quotes))
            title = book[group].name if group is not None else ""
            done = work.quotes.put_table(number, title=title, group=group, quotes=quotes)
            new, changed, removed = new + done.new, changed + done.changed, removed + done.removed
    return ImportedQuotes(new, changed, removed, tuple(numbers), work.change_set)


def export_quotes(study: OpenStudy, path: Path) -> int:
    """Write all quotations as a table, in the order of print; returns how many.

    Raises:
        InvalidInput: the file cannot be written, or the words of a quotation are no longer in its source.
    """
    from qualcode.formats.csv_cells import write_csv

    book = study.codes.codebook()
    found = study.quotes.all()
    texts = texts_of(study, found)
    rows = []
    for one in found:
        text = texts[one.source]
        words = one.span.words_of(text.text)
        rows.append(
            (
                str(one.table),
                one.heading or str(one.row),
                text.name,
                str(one.span.start),
                str(one.span.end),
                words,
                apply_edits(one.edits, words),
                one.tag,
                book.path_text(one.theme) if one.theme is not None else "",
                one.finding,
                "yes" if one.contrary else "",
            )
        )
    write_text(path, write_csv(COLUMNS, rows))
    return len(rows)


def texts_of(study: OpenStudy, quotes: Sequence[Quote]) -> dict[int, SpokenText]:
    """The texts that quotations stand in, by source id, once it is sure that their words are still there.

    Raises:
        InvalidInput: the words of a quotation have changed; the message names its table and row.
    """
    texts = {text.source: text for text in study.talk.of_sources({one.source for one in quotes})}
    checks = study.quotes.checks()
    for one in quotes:
        text = texts.get(one.source)
        if text is None or check_of_words(one.span.words_of(text.text)) != checks[one.id]:
            where = f'"{one.heading}"' if one.heading else str(one.row)
            raise InvalidInput(
                f"The words of table {one.table}, row {where}, no longer stand where they were quoted from.",
                "Bring the quotations in again with `qualcode quotes import`.",
            )
    return texts


def _group(book: Codebook, quotes: Sequence[NewQuote]) -> int | None:
    """The group a table is about: that of its first row with a theme."""
    for one in quotes:
        if one.theme is not None and one.theme in book:
            line = (book[one.theme], *book.ancestors(one.theme))
            return next((code.id for code in line if code.kind is CodeKind.GROUP), line[-1].id)
    return None


def _group_for(work: Repositories, book: Codebook, number: int, group: int | None) -> int | None:
    """The group that a table of a file gets: none where it is there already and another one is about that group.

    Raises:
        InvalidInput: the table is new, and there is one of the group.
    """
    tables = work.theme_tables.all()
    other = next((one for one in tables if group is not None and one.group == group and one.number != number), None)
    if other is None or group is None:
        return group
    if any(one.number == number for one in tables):
        return None
    raise InvalidInput(
        f'Table {number} would be the second one of "{book[group].name}", which has table {other.number}.',
        f"Call it table {other.number} in the file, or make table {number} first:"
        f" `qualcode tables add STUDY --number {number} --title` with a title of its own.",
    )


class _Checker:
    """Checks the rows of a table against the study, and turns the right ones into what will be written."""

    def __init__(self, study: OpenStudy, table: TableFile) -> None:
        self.study = study
        self.table = table
        self.book = study.codes.codebook()
        self.rules = QuotationRules.of(study.settings.all())
        self.reading: Reading = read_analysis(study)
        self._ranks: dict[int, dict[str, int]] = {}
        self._of_row: dict[tuple[int, int], tuple[int | None, str]] = {}

    def rows(self) -> list[_Row]:
        """The rows that are right; faults are noted in the table."""
        found: list[_Row] = []
        for row in self.table.rows:
            try:
                found.append(self._row(row.cells))
            except QualcodeError as error:
                self.table.fault(row.line, error.message.rstrip("."))
        return found

    def _row(self, cells: dict[str, str]) -> _Row:
        table, heading = _table_number(cells["table"]), cells["row"].strip()
        if not heading:
            raise InvalidInput("the row has neither heading nor number")
        text = self.study.sources.text(self.study.sources.named(cells["source"]).id)
        span = _span(text, cells)
        verbatim = span.words_of(text.text)
        edits = typed(verbatim, cells.get("printed", "").strip() or verbatim, self.rules)
        fault = unmarked_join(edits, verbatim, pieces_of(text, span))
        if fault is not None:
            raise InvalidInput(f"the printed form {fault}")
        theme, coding = self._theme(cells.get("theme", "").strip(), text, span)
        rank = self._rank(table, heading)
        finding = self._same_row(table, rank, theme, " ".join(cells.get("finding", "").split()))
        new = NewQuote(
            row=rank,
            heading="" if heading.isdecimal() else heading,
            theme=theme,
            finding=finding,
            source=text.source.id,
            revision=text.revision,
            span=span,
            check=check_of_words(verbatim),
            coding=coding,
            edits=edits,
            tag=cells.get("tag", "").strip().removeprefix("[").removesuffix("]").strip(),
            contrary=_flag(cells.get("contrary", "")),
        )
        return _Row(table, new)

    def _rank(self, table: int, row: str) -> int:
        """The place of a row in its table: its number, or the order in which headings come."""
        if row.isdecimal():
            return int(row)
        ranks = self._ranks.setdefault(table, {})
        return ranks.setdefault(row, len(ranks) + 1)

    def _same_row(self, table: int, rank: int, theme: int | None, finding: str) -> str:
        there = self._of_row.get((table, rank))
        if there is None:
            self._of_row[table, rank] = theme, finding
            return finding
        if there[0] != theme or (finding and finding != there[1]):
            raise InvalidInput("another line gives this row another theme or finding")
        return there[1]

    def _theme(self, path: str, text: SourceText, span: Span) -> tuple[int | None, int | None]:
        """The theme of the words and the coding they come from: of the analysis coding, the one that covers most of them."""
        named = self.book.find(path).id if path else None
        codes = self.book.subtree(named) if named is not None else None
        here = [
            one.coding for one in self.reading.placed if one.coding.source == text.source.id and one.coding.span.overlaps(span)
        ]
        touching = [coding for coding in here if codes is None or coding.code in codes]
        best = max(touching, key=lambda coding: (_shared(coding.span, span), -coding.id), default=None)
        if named is None and best is not None:
            line = (self.book[best.code], *self.book.ancestors(best.code))
            named = next((code.id for code in line if code.kind is CodeKind.THEME), best.code)
        return named, best.id if best is not None else None


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _table_number(text: str) -> int:
    number = text.strip().casefold().removeprefix("table").strip()
    if not number.isdecimal() or int(number) == 0:
        raise InvalidInput(f'"{text.strip()}" is not the number of a table')
    return int(number)


def _span(text: SourceText, cells: dict[str, str]) -> Span:
    start, end, words = (cells.get(name, "").strip() for name in ("start", "end", "words"))
    if not start and not end:
        if not words:
            raise InvalidInput("neither start and end nor words are given")
        return span_of_words(text, words)
    try:
        span = Span(int(start), int(end))
    except ValueError:
        raise InvalidInput(f'"{start}" to "{end}" is no span: start must be 0 or more and end greater') from None
    there = words_of(text, span)
    if words and words != there.strip():
        raise InvalidInput(f"the words do not match the text of {text.source.name} at {span}")
    inner = trimmed(span, text.text)
    assert inner is not None, "words_of refuses white space"
    return inner


def _flag(text: str) -> bool:
    wanted = text.strip().casefold()
    if wanted in _YES:
        return True
    if wanted in _NO:
        return False
    raise InvalidInput(f'"{text.strip()}" under contrary is neither yes nor no')
