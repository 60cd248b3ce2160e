"""Everything a study holds, in a total order: what undo and redo must give back to the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.storage.tables import JOURNAL_TABLES, is_desk, metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection


def dump(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All rows by table, ordered by id; without journal, desk and search index."""
    kept = [table for table in metadata.sorted_tables if table.name not in JOURNAL_TABLES and not is_desk(table.name)]
    return {table.name: [tuple(row) for row in connection.execute(select(table).order_by(table.c.id))] for table in kept}
