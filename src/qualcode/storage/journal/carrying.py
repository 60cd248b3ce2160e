"""Moving everything that stands on a source's words from one revision to another, there and back.

A correction is written down once, as the edit map of the revision it makes. Codings, quotations and spans of memos whose
words stay the same have no image of their own: they go through the map, and come back through its inverse. Only a row
whose words changed has one. An image of earlier days names its revision, and goes through the maps between.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, bindparam, select, update

from qualcode.domain.edits import EditMap, Replacement
from qualcode.domain.spans import Span
from qualcode.domain.text import size_in_words
from qualcode.storage.journal import images
from qualcode.storage.journal.spanned import SPANNED
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.journal import row_change
from qualcode.storage.tables.sources import revision, source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Table

CARRY = "carry"
"""The line of the change history that stands for all rows that went through a revision's map; it names the revision."""
CARRIED = "carried"
"""The line for a row whose words changed on the way: its images before and after."""
PARKED = 2
"""Added to a coding's mark while it moves, so that no two ever seem to say the same on the way."""


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """A revision as the carrying needs it, read from its row, or from the image of one that was taken back."""

    id: int
    source: int
    parent: int | None
    text: str
    edits: EditMap


class WordsWouldChange(Exception):
    """A row without an image stands on words that the map changes; `table` and `row` say which."""

    def __init__(self, table: str, row: int) -> None:
        super().__init__(f"{table} {row}")
        self.table = table
        self.row = row


def edits_as_text(edits: EditMap) -> str:
    """An edit map as a revision stores it: a JSON list of [start, end, words]."""
    return json.dumps([list(one) for one in edits.replacements], ensure_ascii=False, separators=(",", ":"))


def edits_from_text(text: str | None) -> EditMap:
    """Read back what `edits_as_text` wrote; no text is a map that changes nothing."""
    return EditMap(tuple(Replacement(*one) for one in json.loads(text or "[]")))


def stored_revision(connection: Connection, number: int) -> StoredRevision:
    """A revision by id, even one whose correction was taken back.

    Raises:
        KeyError: there never was one.
    """
    row = connection.execute(select(revision).where(revision.c.id == number)).mappings().first()
    found = dict(row) if row is not None else _deleted(connection, number)
    if found is None:
        raise KeyError(number)
    return StoredRevision(number, found["source"], found["parent"], found["text"], edits_from_text(found["edit_map"]))


def _deleted(connection: Connection, number: int) -> images.Image | None:
    inside = (row_change.c.first <= number) & (row_change.c.last >= number)
    statement = select(row_change.c.before).where(
        row_change.c.table_name == revision.name, row_change.c.action == "delete", inside
    )
    text = connection.scalar(statement.order_by(row_change.c.id.desc()).limit(1))
    return next((image for image in images.from_json(text) if image["id"] == number), None) if text else None


def map_between(connection: Connection, since: int, to: int) -> EditMap:
    """The map that leads from one revision of a source to another: back to the text both come from, and on from there."""
    back, forth = _line(connection, since), _line(connection, to)
    shared = {one.id for one in back} & {one.id for one in forth}
    edits = EditMap()
    for one in back:
        if one.id not in shared and one.parent is not None:
            edits = edits.then(one.edits.inverse(stored_revision(connection, one.parent).text))
    for one in reversed(forth):
        if one.id not in shared:
            edits = edits.then(one.edits)
    return edits


def _line(connection: Connection, number: int) -> list[StoredRevision]:
    """A revision and those it was made from, the nearest first."""
    line = [stored_revision(connection, number)]
    while line[-1].parent is not None:
        line.append(stored_revision(connection, line[-1].parent))
    return line


def brought_forward(connection: Connection, table: Table, image: images.Image, to: int | None = None) -> images.Image:
    """An image with its span in revision `to`, or in its source's current one; as it is where it holds no span.

    Raises:
        WordsWouldChange: a correction since has changed the words it stands on.
    """
    named = image.get("revision")
    if table.name not in SPANNED or named is None or image.get("start") is None:
        return image
    if to is None:
        to = _current(connection, stored_revision(connection, named).source)
    if to in {None, named}:
        return image
    assert to is not None
    carried = map_between(connection, named, to).carry(Span(image["start"], image["end"]))
    if carried.changed or carried.span is None:
        raise WordsWouldChange(revision.name, to)
    return {**image, "revision": to, "start": carried.span.start, "end": carried.span.end}


def _current(connection: Connection, number: int) -> int | None:
    return connection.scalar(select(source.c.revision).where(source.c.id == number))


def move(
    connection: Connection,
    since: StoredRevision,
    to: StoredRevision,
    edits: EditMap,
    targets: Mapping[tuple[str, int], images.Image],
) -> None:
    """Make `to` the current revision of its source and carry every span there.

    `targets` are what the rows whose words change become, by table and id; all others go through `edits`.

    Raises:
        WordsWouldChange: another row's words would change.
    """
    moves = {name: _moves(connection, table, since.id, to.id, edits, targets) for name, table in SPANNED.items()}
    parked = [row for name, row in targets if name == coding.name]
    for row in parked:
        connection.execute(update(coding).where(coding.c.id == row).values(removed=coding.c.removed + PARKED))
    for name, table in SPANNED.items():
        if moves[name]:
            connection.execute(_moving(table), moves[name])
    for (name, row), image in targets.items():
        values = dict(image)
        if name == coding.name and "removed" in values:
            values["removed"] += PARKED
        connection.execute(update(SPANNED[name]).where(SPANNED[name].c.id == row).values(**values))
    connection.execute(
        update(coding).where(coding.c.source == to.source, coding.c.removed >= PARKED).values(removed=coding.c.removed - PARKED)
    )
    now = {"revision": to.id, "words": size_in_words(to.text)}
    connection.execute(update(source).where(source.c.id == to.source).values(**now))


def _moves(
    connection: Connection,
    table: Table,
    since: int,
    to: int,
    edits: EditMap,
    targets: Mapping[tuple[str, int], images.Image],
) -> list[dict[str, int | None]]:
    rows = connection.execute(
        select(table.c.id, table.c.start, table.c.end).where(table.c.revision == since).order_by(table.c.id)
    ).all()
    found: list[dict[str, int | None]] = []
    for row, start, end in rows:
        if (table.name, row) in targets:
            continue
        if start is None:
            found.append({"moved_id": row, "to_revision": to, "to_start": start, "to_end": end})
            continue
        carried = edits.carry(Span(start, end))
        if carried.changed or carried.span is None:
            raise WordsWouldChange(table.name, row)
        found.append({"moved_id": row, "to_revision": to, "to_start": carried.span.start, "to_end": carried.span.end})
    return found


def _moving(table: Table) -> Any:
    moved: dict[str, Any] = {
        "revision": bindparam("to_revision", type_=Integer),
        "start": bindparam("to_start", type_=Integer),
        "end": bindparam("to_end", type_=Integer),
    }
    if table is coding:
        moved["removed"] = table.c.removed + PARKED
    return update(table).where(table.c.id == bindparam("moved_id", type_=Integer)).values(**moved)
