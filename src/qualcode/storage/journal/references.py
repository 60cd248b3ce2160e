"""Which rows refer to a row: by foreign key, by table and identity as memos and sets do, or in a saved codebook."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from qualcode.storage.tables import is_desk, metadata
from qualcode.storage.tables.codebook import code, codebook_version
from qualcode.storage.tables.rounds import assignment, discussion, round_

if TYPE_CHECKING:
    from sqlalchemy import Column, ColumnElement, Connection

BY_GUID = (
    ("memo_link", "target_table", "target_guid"),
    ("set_member", "target_table", "target_guid"),
    ("raw_part", "owner_table", "owner_guid"),
)
"""Tables that name another row by its table and guid."""


@cache
def _referring() -> dict[str, list[Column[int]]]:
    found: dict[str, list[Column[int]]] = {}
    for table in metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                found.setdefault(key.column.table.name, []).append(column)
    return found


def first_reference(connection: Connection, table: str, first: int, last: int) -> tuple[str, int] | None:
    """The first row, as (table, id), that refers to one of the rows `first` to `last` of `table`; None when free.

    Rows of the desk do not count: they are cleared, for they are nobody's work.
    """
    for column in _referring().get(table, ()):
        inside: ColumnElement[bool] = column.between(first, last)
        if is_desk(column.table.name):
            connection.execute(column.table.delete().where(inside))
            continue
        if column.table.name == table:
            inside = inside & ~column.table.c.id.between(first, last)
        row = connection.scalar(select(column.table.c.id).where(inside).limit(1))
        if row is not None:
            return column.table.name, int(row)
    return _by_guid(connection, table, first, last) or _in_version(connection, table, first, last)


def _in_version(connection: Connection, table: str, first: int, last: int) -> tuple[str, int] | None:
    """The first codebook version that holds one of these codes: a sample is coded with it, and the code must be there."""
    if table != code.name:
        return None
    guids = connection.scalars(select(code.c.guid).where(code.c.id.between(first, last))).all()
    for number, snapshot in connection.execute(select(codebook_version.c.id, codebook_version.c.snapshot)):
        if any(guid in snapshot for guid in guids):
            return codebook_version.name, number
    return None


def _by_guid(connection: Connection, table: str, first: int, last: int) -> tuple[str, int] | None:
    target = metadata.tables[table]
    if "guid" not in target.c:
        return None
    for name, of_table, of_guid in BY_GUID:
        referring = metadata.tables[name]
        guids = select(target.c.guid).where(target.c.id.between(first, last))
        row = connection.scalar(
            select(referring.c.id).where(referring.c[of_table] == table, referring.c[of_guid].in_(guids)).limit(1)
        )
        if row is not None:
            return name, int(row)
    return None


def discussion_on(connection: Connection, table: str, row: int) -> tuple[str, int] | None:
    """The discussion, as (table, id), that compares this attempt or one of this round: it must stay finished and closed."""
    of = {assignment.name: assignment.c.id, round_.name: assignment.c.round}
    if table not in of:
        return None
    compared = select(assignment.c.id).where(of[table] == row)
    number = connection.scalar(
        select(discussion.c.id).where(or_(discussion.c.first.in_(compared), discussion.c.second.in_(compared))).limit(1)
    )
    return None if number is None else (discussion.name, int(number))
