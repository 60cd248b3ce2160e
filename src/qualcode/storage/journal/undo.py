"""Taking an action back, and putting it back again: the images swapped, in a change set of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from qualcode.errors import UndoRefused
from qualcode.storage.journal import images, trail
from qualcode.storage.journal.references import first_reference
from qualcode.storage.tables import SCHEMA, metadata
from qualcode.storage.tables.journal import change_set, row_change
from qualcode.storage.tables.studies import coder

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from qualcode.storage.journal.recorder import Recorder
    from qualcode.storage.session import Record, Session


def take_back(session: Session, number: int) -> str:
    """Swap the images of change set `number` (an action, or an undo that is then redone) and say what was taken back.

    Raises:
        UndoRefused: a later action touched one of its rows, a row refers to one of them, a row is no longer as it was
            left, or an upgrade of the study lies between.
    """
    assert session.recorder is not None
    connection = session.connection
    described = connection.execute(select(change_set.c.verb, change_set.c.what).where(change_set.c.id == number)).one()
    blocking = trail.later_on_same_rows(connection, trail.original_of(connection, number))
    if blocking is not None:
        raise _refusal(session, blocking)
    lines = connection.execute(select(row_change).where(row_change.c.change_set == number).order_by(row_change.c.id.desc())).all()
    if any(line.schema != SCHEMA for line in lines):
        raise UndoRefused(
            "This action was done before the study was upgraded and cannot be taken back.", "Change it by hand instead."
        )
    for line in lines:
        _swap(session, session.recorder, line)
    return str(described.what or described.verb.replace("_", " "))


def _swap(session: Session, recorder: Recorder, line: Record) -> None:
    table = metadata.tables[line.table_name]
    if line.action == "insert":
        reference = first_reference(session.connection, table.name, line.first, line.last)
        if reference is not None:
            raise _refusal(session, trail.last_to_touch(session.connection, *reference))
        recorder.delete(table, line.first, line.last)
    elif line.action == "delete":
        recorder.put_back(table, images.from_json(line.before))
    else:
        before, after = images.from_json(line.before)[0], images.from_json(line.after)[0]
        present = (
            session.connection.execute(select(*(table.c[name] for name in after)).where(table.c.id == line.first))
            .mappings()
            .first()
        )
        if present is None or dict(present) != after:
            raise _refusal(session, trail.last_to_touch(session.connection, table.name, line.first))
        recorder.update(table, line.first, before)


def _refusal(session: Session, blocking: Record | None) -> UndoRefused:
    """The sentence that names the later action; while a blind round is in progress, only that there is one."""
    if session.sight.sealed_rounds or blocking is None:
        return UndoRefused("A later change stands on this one, so it cannot be taken back.", "Take the later change back first.")
    who = _name(session.connection, blocking.coder)
    what = blocking.what or blocking.verb.replace("_", " ")
    return UndoRefused(
        f"Change {blocking.id} by {who} ({what}) stands on this one, so it cannot be taken back.",
        f"Take change {blocking.id} back first.",
    )


def _name(connection: Connection, number: int) -> str:
    return str(connection.scalar(select(coder.c.name).where(coder.c.id == number)) or "another coder")
