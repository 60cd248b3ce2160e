"""Which change sets are about a source, or about a code: those that touched it or a row that hangs on it.

A row hangs on another by its foreign keys, through as many tables as it takes: a turn on a revision on a source. Rows that
are there no longer, or hang on something else by now, are found by their images in the change history.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from qualcode.storage.journal import images
from qualcode.storage.journal.references import BY_GUID
from qualcode.storage.tables import JOURNAL_TABLES, is_desk, metadata
from qualcode.storage.tables.journal import row_change
from qualcode.storage.tables.writing import memo, memo_link

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Table


def change_sets_about(connection: Connection, root: Table, number: int) -> set[int]:
    """The ids of the change sets that are about a row, by its table and id."""
    hanging = _rows_that_hang_on(connection, root, number)
    lines = connection.execute(
        select(
            row_change.c.change_set,
            row_change.c.table_name,
            row_change.c.first,
            row_change.c.last,
            row_change.c.before,
            row_change.c.after,
        ).order_by(row_change.c.id)
    ).all()
    _add_by_images(hanging, lines)
    ordered = {name: sorted(ids) for name, ids in hanging.items()}
    return {
        change
        for change, table, first, last, _, _ in lines
        if (ids := ordered.get(table)) and bisect_left(ids, first) < bisect_right(ids, last)
    } | _pointing_at(root, number, lines)


def _pointing_at(root: Table, number: int, lines: Any) -> set[int]:
    """The change sets that made another row of its kind point at the row, or no longer: a code merged into it, or moved."""
    own = [column.name for column in root.columns for key in column.foreign_keys if key.column.table is root]
    return {
        change
        for change, table, _, _, before, after in lines
        if own and table == root.name
        for text in (before, after)
        if text
        for image in images.from_json(text)
        if any(image.get(name) == number for name in own)
    }


def _rows_that_hang_on(connection: Connection, root: Table, number: int) -> dict[str, set[int]]:
    """The ids of the rows that are there, by table."""
    conditions: dict[str, ColumnElement[bool]] = {root.name: root.c.id == number}
    for table in metadata.sorted_tables:
        if table is root or table.name in JOURNAL_TABLES or is_desk(table.name):
            continue
        condition = _condition(table, root, number, conditions)
        if condition is not None:
            conditions[table.name] = condition
    hanging: dict[str, set[int]] = defaultdict(set)
    for name, condition in conditions.items():
        hanging[name] = set(connection.scalars(select(metadata.tables[name].c.id).where(condition)))
    _add_named_by_guid(connection, hanging)
    about = select(memo_link.c.memo).where(memo_link.c.id.in_(sorted(hanging[memo_link.name])))
    hanging[memo.name] |= set(connection.scalars(about))
    return hanging


def _condition(table: Table, root: Table, number: int, conditions: dict[str, ColumnElement[bool]]) -> ColumnElement[bool] | None:
    """The condition on the rows of a table that hang on the root; None where none of them can."""
    keys = _keys(table)
    direct = [table.c[name] == number for name, of in keys if of == root.name]
    if direct:
        return or_(*direct)
    through = [table.c[name].in_(select(metadata.tables[of].c.id).where(conditions[of])) for name, of in keys if of in conditions]
    return or_(*through) if through else None


def _keys(table: Table) -> list[tuple[str, str]]:
    """The columns of a table that refer to another one, with its name; what refers to its own kind, as a parent, is left out."""
    return [
        (column.name, key.column.table.name)
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table is not table
    ]


def _add_named_by_guid(connection: Connection, hanging: dict[str, set[int]]) -> None:
    for name, of_table, of_guid in BY_GUID:
        table = metadata.tables[name]
        named = connection.execute(select(table.c.id, table.c[of_table], table.c[of_guid])).all()
        targets = {target for _, target, _ in named if hanging.get(target) and "guid" in metadata.tables[target].c}
        guids = {(target, guid) for target in targets for guid in _guids(connection, target, hanging[target])}
        hanging[name] |= {row for row, target, guid in named if (target, guid) in guids}


def _guids(connection: Connection, name: str, numbers: set[int]) -> list[str]:
    table = metadata.tables[name]
    return [guid for row, guid in connection.execute(select(table.c.id, table.c.guid)) if row in numbers]


def _add_by_images(hanging: dict[str, set[int]], lines: Any) -> None:
    """Add the rows whose images hang on one that does; those of a table come after the tables they refer to."""
    held: dict[str, list[tuple[int, images.Image]]] = defaultdict(list)
    for _, table, first, _, before, after in lines:
        for text in (before, after):
            if text:
                held[table] += [(image.get("id", first), image) for image in images.from_json(text)]
    for table in metadata.sorted_tables:
        keys = [(name, of) for name, of in _keys(table) if hanging.get(of)]
        for row, image in held.get(table.name, ()) if keys else ():
            if any(image.get(name) in hanging[of] for name, of in keys):
                hanging[table.name].add(row)
