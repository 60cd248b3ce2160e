"""Every write of a study: it changes the row and notes what it did, for one change set.

An insert needs no after-image (its row is the image; the undo that removes it stores it). An update keeps the columns
that changed, before and after. A bulk insert is one note: table and range of ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from qualcode.domain.changes import ChangeSet, RowRange
from qualcode.storage.clock import new_guid, now
from qualcode.storage.journal import images
from qualcode.storage.journal.spanned import PLACE, SPANNED
from qualcode.storage.tables import SCHEMA
from qualcode.storage.tables.journal import change_set, row_change

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection, Table

CHUNK = 500
"""Ids in one IN list: well under every database's limit of parameters."""


@dataclass(slots=True)
class RowNote:
    """One line of the change history: rows `first` to `last` of a table were inserted, updated or deleted."""

    table: str
    first: int
    last: int
    action: str
    before: list[images.Image] | None = None
    after: list[images.Image] | None = None

    def continues(self, table: str, row: int) -> bool:
        """Whether an insert of this row only lengthens the range."""
        return self.action == "insert" and self.table == table and self.last + 1 == row


class Recorder:
    """Writes rows inside one transaction and notes each, so that one change set holds the whole action."""

    def __init__(self, connection: Connection, allocate: Callable[[str, int], int]) -> None:
        self.connection = connection
        self.notes: list[RowNote] = []
        self._allocate = allocate

    def insert(self, table: Table, values: Mapping[str, Any]) -> int:
        """Insert one row and return its id; an `id` among the values is kept (redo puts rows back where they were)."""
        result = self.connection.execute(insert(table), dict(values))
        key = result.inserted_primary_key
        assert key is not None
        row = int(key[0])
        self._note_insert(table.name, row, row)
        return row

    def insert_many(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
        """Insert rows under consecutive ids and return the first; 0 when there is nothing to insert."""
        if not rows:
            return 0
        first = self._allocate(table.name, len(rows))
        self.connection.execute(insert(table), [{"id": first + place, **row} for place, row in enumerate(rows)])
        self._note_insert(table.name, first, first + len(rows) - 1)
        return first

    def next_id(self, table: Table) -> int:
        """Reserve the id of a row that another row must name before it is inserted."""
        return self._allocate(table.name, 1)

    def update(self, table: Table, row: int, changes: Mapping[str, Any]) -> bool:
        """Change columns of one row; False when it already was so (nothing is noted then)."""
        return bool(self.update_many(table, [row], changes))

    def update_many(self, table: Table, rows: Sequence[int], changes: Mapping[str, Any]) -> int:
        """Give the same columns of many rows the same values and return how many rows changed by it."""
        # A span is known by its revision: an image that holds a part of the place holds all of it.
        place_of = PLACE if table.name in SPANNED and not changes.keys().isdisjoint(PLACE) else ()
        columns = [table.c.id, *(table.c[name] for name in dict.fromkeys((*changes, *place_of)))]
        changed = 0
        for place in range(0, len(rows), CHUNK):
            chunk = rows[place : place + CHUNK]
            found = self.connection.execute(select(*columns).where(table.c.id.in_(chunk)).order_by(table.c.id)).mappings().all()
            touched: list[int] = []
            for row in found:
                before = {name: row[name] for name, value in changes.items() if row[name] != value}
                if not before:
                    continue
                after = {name: changes[name] for name in before}
                if not before.keys().isdisjoint(place_of):
                    before |= {name: row[name] for name in place_of}
                    after |= {name: changes.get(name, row[name]) for name in place_of}
                self.notes.append(RowNote(table.name, row["id"], row["id"], "update", [before], [after]))
                touched.append(row["id"])
            if touched:
                self.connection.execute(update(table).where(table.c.id.in_(touched)).values(**changes))
            changed += len(touched)
        return changed

    def delete(self, table: Table, first: int, last: int | None = None) -> None:
        """Remove rows `first` to `last` and keep their images: for links, and for taking an insert back."""
        last = first if last is None else last
        inside = table.c.id.between(first, last)
        rows = self.connection.execute(select(table).where(inside).order_by(table.c.id)).mappings().all()
        if not rows:
            return
        self.connection.execute(delete(table).where(inside))
        self.notes.append(RowNote(table.name, first, last, "delete", [dict(row) for row in rows]))

    def put_back(self, table: Table, rows: list[images.Image]) -> None:
        """Insert rows under the ids they had."""
        self.connection.execute(insert(table), rows)
        self._note_insert(table.name, rows[0]["id"], rows[-1]["id"])

    def note(self, *notes: RowNote) -> None:
        """Note what was done to rows in another way than by the methods here."""
        self.notes += notes

    def close(self, verb: str, coder: int, *, reason: str, what: str, undoes: int | None = None) -> ChangeSet | None:
        """Write the change set for everything noted, or None when nothing was."""
        if not self.notes:
            return None
        at = now()
        result = self.connection.execute(
            insert(change_set),
            {"guid": new_guid(), "verb": verb, "coder": coder, "at": at, "reason": reason, "what": what, "undoes": undoes},
        )
        key = result.inserted_primary_key
        assert key is not None
        number = int(key[0])
        self.connection.execute(insert(row_change), [self._line(number, note) for note in self.notes])
        touched = tuple(RowRange(note.table, note.first, note.last) for note in self.notes)
        return ChangeSet(id=number, verb=verb, coder=coder, at=at, reason=reason, what=what, undoes=undoes, touched=touched)

    def _note_insert(self, table: str, first: int, last: int) -> None:
        if self.notes and self.notes[-1].continues(table, first):
            self.notes[-1].last = last
        else:
            self.notes.append(RowNote(table, first, last, "insert"))

    @staticmethod
    def _line(number: int, note: RowNote) -> dict[str, Any]:
        return {
            "change_set": number,
            "table_name": note.table,
            "first": note.first,
            "last": note.last,
            "action": note.action,
            "before": None if note.before is None else images.to_json(note.before),
            "after": None if note.after is None else images.to_json(note.after),
            "schema": SCHEMA,
        }
