"""Theme tables, their rows and the quotations in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.domain.quotes import Edit, EditKind, Quote
from qualcode.domain.spans import Span
from qualcode.storage.clock import new_guid
from qualcode.storage.session import Repository
from qualcode.storage.tables.writing import quote, theme_table, theme_table_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.storage.session import Record


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A theme table without its rows; `group` is the id of a code."""

    id: int
    number: int
    title: str
    group: int | None
    legend: str


@dataclass(frozen=True, slots=True)
class NewQuote:
    """A quotation as it is written; ids and places as in `Quote`, `check` a hash of its verbatim words."""

    row: int
    heading: str
    theme: int | None
    finding: str
    source: int
    revision: int
    span: Span
    check: str
    coding: int | None
    edits: tuple[Edit, ...]
    tag: str
    contrary: bool


@dataclass(slots=True)
class PutQuotes:
    """What writing a table's quotations did."""

    new: int = 0
    changed: int = 0
    removed: int = 0


class QuotesRepository(Repository):
    """The live theme tables and quotations; a coder in a blind round sees none."""

    def tables(self) -> tuple[TableFacts, ...]:
        """All theme tables by number."""
        statement = select(theme_table).where(theme_table.c.removed == 0, self.sight.work_of_others())
        rows = self.rows(statement.order_by(theme_table.c.number, theme_table.c.id))
        return tuple(TableFacts(row.id, row.number, row.title, row._mapping["group"], row.legend) for row in rows)

    def all(self) -> tuple[Quote, ...]:
        """All quotations in the order of print: by table, row and place in the row."""
        statement = (
            select(
                quote,
                theme_table.c.number.label("of_table"),
                theme_table_row.c.rank.label("of_row"),
                theme_table_row.c.heading,
                theme_table_row.c.theme,
                theme_table_row.c.finding,
            )
            .join(theme_table_row, theme_table_row.c.id == quote.c.row)
            .join(theme_table, theme_table.c.id == theme_table_row.c.theme_table)
            .where(quote.c.removed == 0, theme_table_row.c.removed == 0, theme_table.c.removed == 0, self.sight.work_of_others())
            .order_by(theme_table.c.number, theme_table_row.c.rank, theme_table_row.c.id, quote.c.rank, quote.c.id)
        )
        return tuple(_quote(row) for row in self.rows(statement))

    def checks(self) -> dict[int, str]:
        """The stored checks of words by quotation."""
        return {row.id: row.check for row in self.rows(select(quote.c.id, quote.c.check).where(quote.c.removed == 0))}

    def put_table(self, number: int, *, title: str, group: int | None, quotes: Sequence[NewQuote]) -> PutQuotes:
        """Make a table hold just these quotations, in this order; those already there stay, others are marked removed."""
        table = self._table(number, title, group)
        rows = {row.rank: row for row in self.rows(_live_rows(table))}
        old = self.rows(
            select(quote)
            .join(theme_table_row, theme_table_row.c.id == quote.c.row)
            .where(theme_table_row.c.theme_table == table, quote.c.removed == 0)
        )
        there = {(one.row, one.source, one.start, one.end): one for one in old}
        done = PutQuotes()
        kept: set[int] = set()
        used: set[int] = set()
        for rank, new in enumerate(quotes, 1):
            row = self._row(table, new, rows)
            used.add(row)
            found = there.get((row, new.source, new.span.start, new.span.end))
            if found is None or found.id in kept:
                self.write.insert(quote, {"guid": new_guid(), "row": row, "rank": rank, **_values(new)})
                done.new += 1
            else:
                kept.add(found.id)
                done.changed += self.write.update(quote, found.id, {"rank": rank, **_changes(found, new)})
        gone = sorted(one.id for one in old if one.id not in kept)
        done.removed = self.write.update_many(quote, gone, {"removed": 1})
        self.write.update_many(theme_table_row, sorted(row.id for row in rows.values() if row.id not in used), {"removed": 1})
        return done

    def _table(self, number: int, title: str, group: int | None) -> int:
        found = self.row(select(theme_table).where(theme_table.c.removed == 0, theme_table.c.number == number))
        if found is None:
            return self.write.insert(theme_table, {"guid": new_guid(), "number": number, "title": title, "group": group})
        if found._mapping["group"] != group:
            self.write.update(theme_table, found.id, {"title": title, "group": group})
        return int(found.id)

    def _row(self, table: int, new: NewQuote, rows: dict[int, Any]) -> int:
        """The id of the row a quotation belongs to: made, or given its theme and finding."""
        there = rows.get(new.row)
        if there is None:
            values = {
                "guid": new_guid(),
                "theme_table": table,
                "theme": new.theme,
                "heading": new.heading,
                "finding": new.finding,
                "rank": new.row,
            }
            number = self.write.insert(theme_table_row, values)
            rows[new.row] = self.row(select(theme_table_row).where(theme_table_row.c.id == number))
            return number
        self.write.update(theme_table_row, there.id, {"theme": new.theme, "heading": new.heading, "finding": new.finding})
        return int(there.id)


def _live_rows(table: int) -> Any:
    return select(theme_table_row).where(theme_table_row.c.theme_table == table, theme_table_row.c.removed == 0)


def _values(new: NewQuote) -> dict[str, Any]:
    edits = [[edit.kind.value, edit.start, edit.end, edit.text] for edit in new.edits]
    return {
        "source": new.source,
        "revision": new.revision,
        "start": new.span.start,
        "end": new.span.end,
        "check": new.check,
        "coding": new.coding,
        "edits": json.dumps(edits, ensure_ascii=False),
        "tag": new.tag,
        "contrary": int(new.contrary),
    }


def _changes(there: Record, new: NewQuote) -> dict[str, Any]:
    """What a quotation that is there becomes; one whose printed words change has to be read for identification again."""
    values = _values(new)
    if values["edits"] != there.edits or values["tag"] != there.tag:
        values |= {"read_by": None, "read_at": None}
    return values


def _quote(row: Record) -> Quote:
    return Quote(
        id=row.id,
        guid=row.guid,
        table=row.of_table,
        row=row.of_row,
        source=row.source,
        revision=row.revision,
        span=Span(row.start, row.end),
        edits=tuple(Edit(EditKind(kind), start, end, text) for kind, start, end, text in json.loads(row.edits)),
        tag=row.tag,
        heading=row.heading,
        theme=row.theme,
        finding=row.finding,
        contrary=bool(row.contrary),
        coding=row.coding,
        read_by=row.read_by,
        read_at=row.read_at,
    )
