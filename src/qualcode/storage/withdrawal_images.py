"""What the change history alone still has of a withdrawn participant: rows of actions that were taken back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from qualcode.storage.journal import images
from qualcode.storage.journal.references import BY_GUID
from qualcode.storage.tables import metadata
from qualcode.storage.tables.cases import participant_case
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.journal import row_change
from qualcode.storage.tables.sources import import_record, revision, source
from qualcode.storage.tables.writing import memo, memo_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection, Table

Rows = dict[str, set[int]]
"""Ids by table."""


@dataclass(frozen=True, slots=True)
class HeldInHistory:
    """Texts of theirs that only the history has, the guids of codings that only it has, and those of all that goes."""

    texts: tuple[str, ...]
    codings: frozenset[str]
    guids: frozenset[str]


def held_in_history(connection: Connection, gone: Rows, cases: set[int], hashes: Iterable[str]) -> HeldInHistory:
    """Find the rows of theirs that only the history has, and add their ids to those that go.

    They are rows that were put in and taken back: corrections, values, summaries, memos about them, and the import of a
    file that has one of the `hashes`.
    """
    held = _images(connection)
    files = frozenset(hashes)
    gone[source.name] |= {image["source"] for image in held.get(import_record.name, ()) if image["sha256"] in files}
    guids = _guids_of(connection, gone, cases)
    counted = -1
    while counted != sum(map(len, gone.values())):
        counted = sum(map(len, gone.values()))
        for table in metadata.sorted_tables:
            for image in held.get(table.name, ()):
                if image["id"] not in gone[table.name] and _refers(table, image, gone, cases, guids):
                    gone[table.name].add(image["id"])
                if image["id"] in gone[table.name] and "guid" in image:
                    guids[table.name].add(image["guid"])
        _add_memos_about_nothing_else(connection, held, gone)
    theirs = {name: [image for image in held.get(name, ()) if image["id"] in gone[name]] for name in (revision.name, coding.name)}
    return HeldInHistory(
        tuple(image["text"] for image in theirs[revision.name]),
        frozenset(image["guid"] for image in theirs[coding.name]),
        frozenset().union(*guids.values()),
    )


def _images(connection: Connection) -> Mapping[str, list[images.Image]]:
    """The images of whole rows, by table."""
    held: dict[str, list[images.Image]] = defaultdict(list)
    lines = select(row_change.c.table_name, row_change.c.before).where(row_change.c.before.is_not(None))
    for line in connection.execute(lines.order_by(row_change.c.id)):
        held[line.table_name] += [image for image in images.from_json(line.before) if "id" in image]
    return held


def _guids_of(connection: Connection, gone: Rows, cases: set[int]) -> dict[str, set[str]]:
    """The guids of rows that go and are there still, and of the cases, by table."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, ids in [*gone.items(), (participant_case.name, cases)]:
        table = metadata.tables[name]
        if ids and "guid" in table.c:
            known = connection.execute(select(table.c.id, table.c.guid))
            found[name] |= {row.guid for row in known if row.id in ids}
    return found


def _refers(table: Table, image: images.Image, gone: Rows, cases: set[int], guids: Mapping[str, set[str]]) -> bool:
    """Whether the row of an image refers to one that goes, or to one of the cases."""
    for column in table.columns:
        for key in column.foreign_keys:
            of = key.column.table
            if image.get(column.name) in (cases if of is participant_case else gone[of.name]):
                return True
    return any(
        name == table.name and image.get(of_guid) in guids.get(str(image.get(of_table)), ())
        for name, of_table, of_guid in BY_GUID
    )


def _add_memos_about_nothing_else(connection: Connection, held: Mapping[str, list[images.Image]], gone: Rows) -> None:
    """Add the memos that were taken back and were about nothing but what goes."""
    there = set(connection.scalars(select(memo.c.id)))
    links: dict[int, set[int]] = defaultdict(set)
    for image in held.get(memo_link.name, ()):
        links[image["memo"]].add(image["id"])
    gone[memo.name] |= {number for number, its in links.items() if number not in there and its <= gone[memo_link.name]}
