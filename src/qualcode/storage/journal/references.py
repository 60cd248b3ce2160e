"""Which rows refer to a row: by foreign key, by table and identity as memos and sets do, or in a saved codebook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, exists, or_, select

from qualcode.storage.tables import is_desk, metadata
from qualcode.storage.tables.codebook import code, codebook_version
from qualcode.storage.tables.rounds import assignment, discussion, round_

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, Column, ColumnElement, Connection, Delete, Executable, Select

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


@dataclass(frozen=True, slots=True)
class _Referring:
    """How rows that refer to a table's rows are found; `first` and `last` are parameters of each statement.

    `any_` has one column for each of `one_by_one`, true where it finds a row: asking once for all costs a tenth of
    asking each, and nearly always nothing refers.
    """

    any_: Executable | None
    one_by_one: tuple[tuple[str, Select[int]], ...]
    desk: tuple[Delete, ...]


@cache
def _to(table: str) -> _Referring:
    first: BindParameter[int] = bindparam("first")
    last: BindParameter[int] = bindparam("last")
    asked: list[tuple[str, Select[int]]] = []
    desk: list[Delete] = []
    for column in _referring().get(table, ()):
        inside: ColumnElement[bool] = column.between(first, last)
        if is_desk(column.table.name):
            desk.append(delete(column.table).where(inside))
            continue
        if column.table.name == table:
            inside = inside & ~column.table.c.id.between(first, last)
        asked.append((column.table.name, select(column.table.c.id).where(inside).limit(1)))
    target = metadata.tables[table]
    if "guid" in target.c:
        guids = select(target.c.guid).where(target.c.id.between(first, last))
        for name, of_table, of_guid in BY_GUID:
            referring = metadata.tables[name]
            named = referring.c[of_table] == table, referring.c[of_guid].in_(guids)
            asked.append((name, select(referring.c.id).where(*named).limit(1)))
    any_ = select(*(exists(query) for _, query in asked)) if asked else None
    return _Referring(any_, tuple(asked), tuple(desk))


def first_reference(connection: Connection, table: str, first: int, last: int) -> tuple[str, int] | None:
    """The first row, as (table, id), that refers to one of the rows `first` to `last` of `table`; None when free.

    Rows of the desk do not count: they are cleared, for they are nobody's work.
    """
    to, rows = _to(table), {"first": first, "last": last}
    for clearing in to.desk:
        connection.execute(clearing, rows)
    if to.any_ is not None:
        found = connection.execute(to.any_, rows).one()
        for (name, query), there in zip(to.one_by_one, found, strict=True):
            if there:
                return name, int(connection.scalars(query, rows).one())
    return _in_version(connection, table, first, last)


def _in_version(connection: Connection, table: str, first: int, last: int) -> tuple[str, int] | None:
    """The first codebook version that holds one of these codes: a sample is coded with it, and the code must be there."""
    if table != code.name:
        return None
    guids = connection.scalars(select(code.c.guid).where(code.c.id.between(first, last))).all()
    for number, snapshot in connection.execute(select(codebook_version.c.id, codebook_version.c.snapshot)):
        if any(guid in snapshot for guid in guids):
            return codebook_version.name, number
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
