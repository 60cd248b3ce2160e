"""The quotations in the rows of theme tables."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from qualcode.domain.quotes import Edit, EditKind, Quote
from qualcode.domain.spans import Span
from qualcode.storage.clock import new_guid, now
from qualcode.storage.session import Repository
from qualcode.storage.tables.writing import quote, theme_table, theme_table_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.storage.session import Record


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
    """The live quotations; a coder in a blind round sees none."""

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

    def get(self, number: int) -> Quote:
        """The quotation with this id.

        Raises:
            KeyError: there is none that the viewer may see.
        """
        found = next((one for one in self.all() if one.id == number), None)
        if found is None:
            raise KeyError(number)
        return found

    def add(self, row: int, new: NewQuote) -> int:
        """Add a quotation at the end of a row, by the row's id, and return its id."""
        last = self.scalar(select(func.max(quote.c.rank)).where(quote.c.row == row, quote.c.removed == 0))
        return self.write.insert(quote, {"guid": new_guid(), "row": row, "rank": int(last or 0) + 1, **_values(new)})

    def change(self, number: int, values: Mapping[str, Any]) -> bool:
        """Set columns of a quotation (tag, contrary, fresh_id, read_by, read_at); False when all were so."""
        return self.write.update(quote, number, values)

    def set_edits(self, number: int, edits: Iterable[Edit]) -> bool:
        """Record other edits; the words print anew, so whoever read them for identification has to read again."""
        text = edits_as_text(edits)
        there = self.scalar(select(quote.c.edits).where(quote.c.id == number))
        return there != text and self.write.update(quote, number, {"edits": text, "read_by": None, "read_at": None})

    def set_words(self, number: int, span: Span, revision: int, check: str, edits: Iterable[Edit]) -> bool:
        """Let a quotation have other words and edits; False when all were so. Whoever read it has to read it again."""
        text = edits_as_text(edits)
        there = self.row(select(quote.c.start, quote.c.end, quote.c.edits).where(quote.c.id == number))
        if there is None or (there.start, there.end, there.edits) == (span.start, span.end, text):
            return False
        values = {"start": span.start, "end": span.end, "revision": revision, "check": check, "edits": text}
        return self.write.update(quote, number, {**values, "read_by": None, "read_at": None})

    def set_read(self, numbers: Sequence[int], by: str | None) -> int:
        """Say who has read quotations for identification just now, or that nobody has; returns how many changed."""
        return self.write.update_many(quote, sorted(numbers), {"read_by": by, "read_at": None if by is None else now()})

    def order(self, row: int, quotations: Sequence[int]) -> int:
        """Put quotations into a row in an order, by their ids, and return how many moved."""
        return sum(self.write.update(quote, one, {"row": row, "rank": rank}) for rank, one in enumerate(quotations, 1))

    def remove(self, numbers: Sequence[int]) -> int:
        """Take quotations away and return how many there were."""
        return self.write.update_many(quote, sorted(numbers), {"removed": 1})

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
        # A row in which nothing was quoted yet holds a finding and its evidence, and stays.
        emptied = {one.row for one in old if one.id in set(gone)}
        self.write.update_many(theme_table_row, sorted(emptied - used), {"removed": 1})
        return done

    def _table(self, number: int, title: str, group: int | None) -> int:
        found = self.row(select(theme_table).where(theme_table.c.removed == 0, theme_table.c.number == number))
        if found is None:
            return self.write.insert(theme_table, {"guid": new_guid(), "number": number, "title": title, "group": group})
        # What the authors have called it stays, whatever themes a file brings.
        values = {"title": found.title or title, "group": group if found._mapping["group"] is None else found._mapping["group"]}
        self.write.update(theme_table, found.id, values)
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


def edits_as_text(edits: Iterable[Edit]) -> str:
    """Edits as a quotation keeps them: a JSON list of [kind, start, end, text]."""
    return json.dumps([[edit.kind.value, edit.start, edit.end, edit.text] for edit in edits], ensure_ascii=False)


def _live_rows(table: int) -> Any:
    return select(theme_table_row).where(theme_table_row.c.theme_table == table, theme_table_row.c.removed == 0)


def _values(new: NewQuote) -> dict[str, Any]:
    return {
        "source": new.source,
        "revision": new.revision,
        "start": new.span.start,
        "end": new.span.end,
        "check": new.check,
        "coding": new.coding,
        "edits": edits_as_text(new.edits),
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
        fresh_id=row.fresh_id or "",
        row_id=row._mapping["row"],
        place=row.rank,
    )
