"""Taking an action back, and putting it back again: the images swapped, in a change set of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from qualcode.errors import UndoRefused
from qualcode.storage.journal import images, trail
from qualcode.storage.journal.carrying import (
    CARRIED,
    CARRY,
    WordsWouldChange,
    brought_forward,
    move,
    stored_revision,
)
from qualcode.storage.journal.locks import refuse_locked
from qualcode.storage.journal.recorder import RowNote
from qualcode.storage.journal.references import discussion_on, first_reference
from qualcode.storage.tables import SCHEMA, metadata
from qualcode.storage.tables.codebook import code
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.journal import change_set, row_change
from qualcode.storage.tables.sources import source
from qualcode.storage.tables.studies import coder

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from qualcode.storage.journal.recorder import Recorder
    from qualcode.storage.session import Record, Session


NAMED = 3
"""Changes in the way that a refusal names; of more it says how many."""


def take_back(session: Session, number: int) -> str:
    """Swap the images of change set `number` (an action, or an undo that is then redone) and say what was taken back.

    Raises:
        UndoRefused: a later action touched one of its rows, a row refers to one of them, a row is no longer as it was
            left, an upgrade of the study lies between, or a round in progress or closed holds it (`journal.locks`).
    """
    assert session.recorder is not None
    connection = session.connection
    described = connection.execute(select(change_set.c.verb, change_set.c.what).where(change_set.c.id == number)).one()
    lines = connection.execute(select(row_change).where(row_change.c.change_set == number).order_by(row_change.c.id.desc())).all()
    if any(line.action == trail.WITHDREW for line in lines):
        raise UndoRefused(
            "A participant was withdrawn, and what this action did to their words went with them, so it cannot be taken back."
        )
    original = trail.original_of(connection, number)
    blocking = trail.later_on_same_rows(connection, original)
    if blocking:
        raise _refusal(session, *blocking)
    if any(line.schema != SCHEMA for line in lines):
        raise UndoRefused(
            "This action was done before the study was upgraded and cannot be taken back.", "Change it by hand instead."
        )
    try:
        for line in lines:
            if line.action == CARRY:
                _carry(session, session.recorder, line, [one for one in lines if one.action == CARRIED])
            elif line.action != CARRIED:
                _swap(session, session.recorder, line)
    except WordsWouldChange as changed:
        raise _refusal(session, trail.last_to_touch(connection, changed.table, changed.row)) from None
    except IntegrityError:
        # A row that was put in since says the same, or one that this needs was taken away.
        raise _refusal(session, None) from None
    refuse_locked(connection, original, session.recorder.notes)
    _refuse_onto_retired(session, session.recorder, original)
    return str(described.what or described.verb.replace("_", " "))


def _swap(session: Session, recorder: Recorder, line: Record) -> None:
    table = metadata.tables[line.table_name]
    if line.action == "insert":
        reference = first_reference(session.connection, table.name, line.first, line.last)
        if reference is not None:
            raise _referred_to(session, *reference)
        recorder.delete(table, line.first, line.last)
    elif line.action == "delete":
        rows = images.from_json(line.before)
        recorder.put_back(table, [brought_forward(session.connection, table, row) for row in rows])
    else:
        before, after = images.from_json(line.before)[0], images.from_json(line.after)[0]
        if "revision" in after and before.get("revision") == after["revision"]:
            on = session.connection.scalar(select(table.c.revision).where(table.c.id == line.first))
            before, after = (brought_forward(session.connection, table, one, on) for one in (before, after))
        _refuse_unless_as_left(session, table, line.first, after)
        reference = discussion_on(session.connection, table.name, line.first)
        if reference is not None:
            raise _referred_to(session, *reference)
        recorder.update(table, line.first, before)


def _carry(session: Session, recorder: Recorder, line: Record, changed: list[Record]) -> None:
    """Carry everything back to the text before a correction, or forward again."""
    made = stored_revision(session.connection, line.first)
    assert made.parent is not None
    before = stored_revision(session.connection, made.parent)
    current = session.connection.scalar(select(source.c.revision).where(source.c.id == made.source))
    if current not in {made.id, before.id}:
        raise _refusal(session, trail.last_to_touch(session.connection, "revision", current or 0))
    targets: dict[tuple[str, int], images.Image] = {}
    recorder.note(RowNote("revision", made.id, made.id, CARRY))
    for one in changed:
        was, is_now = images.from_json(one.before)[0], images.from_json(one.after)[0]
        _refuse_unless_as_left(session, metadata.tables[one.table_name], one.first, is_now)
        targets[one.table_name, one.first] = was
        recorder.note(RowNote(one.table_name, one.first, one.first, CARRIED, [is_now], [was]))
    if current == made.id:
        move(session.connection, made, before, made.edits.inverse(before.text), targets)
    else:
        move(session.connection, before, made, made.edits, targets)


def _refuse_onto_retired(session: Session, recorder: Recorder, original: int) -> None:
    """Refuse where a coding would come back to a code that was retired or merged since: nothing would count it."""
    back = [
        (note.first, note.last) for note in recorder.notes if note.table == coding.name and note.action in {"insert", "update"}
    ]
    if not back:
        return
    uncounted = session.connection.execute(
        select(coding.c.id, coding.c.code)
        .join(code, code.c.id == coding.c.code)
        .where(coding.c.removed == 0, code.c.retired == 1)
    ).all()
    touched = {row.code for row in uncounted if any(first <= row.id <= last for first, last in back)}
    for one in sorted(touched):
        blocking = trail.later_retirement(session.connection, one, original)
        if blocking is not None:
            raise _refusal(session, blocking)


def _refuse_unless_as_left(session: Session, table: Table, row: int, image: images.Image) -> None:
    """Refuse where a row is not as its image says, or is there no longer."""
    columns = select(*(table.c[name] for name in image)).where(table.c.id == row)
    present = session.connection.execute(columns).mappings().first()
    if present is None or dict(present) != image:
        raise _refusal(session, trail.last_to_touch(session.connection, table.name, row))


def _referred_to(session: Session, name: str, row: int) -> UndoRefused:
    """What to say of a row that another one refers to; the history itself refers to a coder who has acted, for ever."""
    if name == change_set.name and not session.sight.sealed_rounds:
        return UndoRefused(
            "A coder made by this change has worked in the study since, so it cannot be taken back.",
            "The change history keeps who did what; do what is still to be undone by hand.",
        )
    return _refusal(session, trail.last_to_touch(session.connection, name, row))


def _refusal(session: Session, *blocking: Record | None) -> UndoRefused:
    """The sentence that names the later actions, the latest first; while a blind round is in progress, only that there is one."""
    known = [one for one in blocking if one is not None]
    if session.sight.sealed_rounds or not known:
        return UndoRefused("A later change stands on this one, so it cannot be taken back.", "Take the later change back first.")
    named = [
        f"{'change' if place else 'Change'} {one.id} by {_name(session.connection, one.coder)}"
        f" ({one.what or one.verb.replace('_', ' ')})"
        for place, one in enumerate(known[:NAMED])
    ]
    more = f" and {len(known) - NAMED} more" if len(known) > NAMED else ""
    if len(known) == 1:
        return UndoRefused(
            f"{named[0]} stands on this one, so it cannot be taken back.", f"Take change {known[0].id} back first."
        )
    listed = ", ".join(named) + more if more else f"{', '.join(named[:-1])} and {named[-1]}"
    return UndoRefused(f"{listed} stand on this one, so it cannot be taken back.", "Take them back first, the latest first.")


def _name(connection: Connection, number: int) -> str:
    return str(connection.scalar(select(coder.c.name).where(coder.c.id == number)) or "another coder")
