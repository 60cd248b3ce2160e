"""What rows were before: each state that a row has had, told by its images in the change history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from qualcode.storage.journal import images
from qualcode.storage.tables.journal import row_change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Table


def states_of(connection: Connection, table: Table, rows: Iterable[int]) -> list[tuple[int, images.Image]]:
    """Each state that rows have had, with the id of the change that made it so, in the order of the changes.

    A row that was taken away and put back has its state again. Not for tables with spans, which corrections carry.
    """
    found: list[tuple[int, int, images.Image]] = []
    for number in rows:
        there = connection.execute(select(table).where(table.c.id == number)).mappings().first()
        state: images.Image | None = None if there is None else dict(there)
        lines = connection.execute(
            select(row_change.c.id, row_change.c.change_set, row_change.c.action, row_change.c.before)
            .where(row_change.c.table_name == table.name, row_change.c.first <= number, row_change.c.last >= number)
            .order_by(row_change.c.id.desc())
        )
        # From now backwards: an update tells what it changed, a removal what it took away, an insert that nothing was there.
        for line, change, action, before in lines:
            if state is not None:
                found.append((line, change, state))
            if action == "insert":
                state = None
            elif action == "delete":
                state = next(image for image in images.from_json(before) if image["id"] == number)
            elif state is not None:
                state = state | images.from_json(before)[0]
    return [(change, state) for _, change, state in sorted(found, key=lambda one: one[0])]


def rows_taken_away(connection: Connection, table: Table, **values: int) -> set[int]:
    """The ids of rows that are there no longer, or were not for a while, and held these values when they were taken away."""
    lines = connection.scalars(
        select(row_change.c.before).where(row_change.c.table_name == table.name, row_change.c.action == "delete")
    )
    return {
        image["id"]
        for text in lines
        for image in images.from_json(text or "[]")
        if all(image.get(name) == value for name, value in values.items())
    }
