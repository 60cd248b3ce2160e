"""Which change sets stand, which were taken back, and what stands in the way of taking one back.

An original set stands unless an undo of it stands; an undo stands unless a redo (the undo of that undo) does. Undo
takes the acting coder's latest original that stands; redo that coder's latest undo that stands, if they did nothing
since.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, exists, or_, select

from qualcode.storage.tables.journal import change_set, row_change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import BindParameter, ColumnElement, Connection, Select
    from sqlalchemy.sql.selectable import FromClause

    from qualcode.storage.session import Record


WITHDRAW = "withdraw"
"""The verb that is never taken back."""
WITHDREW = "withdrew"
"""The line that is left of one whose images went with a withdrawn participant."""


_UNDO, _REDO = change_set.alias("undo"), change_set.alias("redo")


@cache
def stands(sets: FromClause) -> ColumnElement[bool]:
    """The condition that a set (an original or an undo) has not been taken back."""
    redone = exists(select(_REDO.c.id).where(_REDO.c.undoes == _UNDO.c.id))
    return ~exists(select(_UNDO.c.id).where(_UNDO.c.undoes == sets.c.id, ~redone))


def is_original(sets: FromClause) -> ColumnElement[bool]:
    """The condition that a set is an action of its own and neither undo nor redo."""
    return sets.c.undoes.is_(None)


@cache
def _latest_to_undo() -> Select[int]:
    acted = change_set.c.coder == bindparam("coder")
    return (
        select(change_set.c.id)
        .where(acted, change_set.c.verb != WITHDRAW, is_original(change_set), stands(change_set))
        .order_by(change_set.c.id.desc())
        .limit(1)
    )


def latest_to_undo(connection: Connection, coder: int) -> int | None:
    """The acting coder's latest action that stands."""
    return connection.scalar(_latest_to_undo(), {"coder": coder})


def latest_to_redo(connection: Connection, coder: int) -> int | None:
    """The acting coder's latest undo that stands, unless they have acted since."""
    original = change_set.alias()
    undo = connection.execute(
        select(change_set.c.id)
        .join(original, change_set.c.undoes == original.c.id)
        .where(change_set.c.coder == coder, is_original(original), stands(change_set))
        .order_by(change_set.c.id.desc())
        .limit(1)
    ).scalar()
    if undo is None:
        return None
    acted = connection.scalar(
        select(change_set.c.id).where(change_set.c.coder == coder, is_original(change_set), change_set.c.id > undo).limit(1)
    )
    return None if acted is not None else undo


def original_of(connection: Connection, number: int) -> int:
    """The action a set is about: itself, what it undid, or what the undo it redid had undone."""
    for _ in range(2):
        undoes = connection.scalar(select(change_set.c.undoes).where(change_set.c.id == number))
        if undoes is None:
            return number
        number = undoes
    return number


@cache
def _later_on_same_rows() -> Select[int, str, int, str, str]:
    mine, theirs, later = row_change.alias("mine"), row_change.alias("theirs"), change_set.alias("later")
    overlap = and_(theirs.c.table_name == mine.c.table_name, theirs.c.first <= mine.c.last, theirs.c.last >= mine.c.first)
    original: BindParameter[int] = bindparam("original")
    return (
        select(later.c.id, later.c.verb, later.c.coder, later.c.at, later.c.what)
        .join(theirs, theirs.c.change_set == later.c.id)
        .join(mine, overlap)
        .where(mine.c.change_set == original, later.c.id > original, is_original(later), stands(later))
        .distinct()
        .order_by(later.c.id.desc())
    )


def later_on_same_rows(connection: Connection, original: int) -> Sequence[Record]:
    """The actions that stand, came after `original`, and touched one of its rows, the latest first."""
    return connection.execute(_later_on_same_rows(), {"original": original}).all()


def later_retirement(connection: Connection, code: int, original: int) -> Record | None:
    """The latest action that stands, came after `original`, and retired this code, by itself or in a merge."""
    return connection.execute(
        select(change_set.c.id, change_set.c.verb, change_set.c.coder, change_set.c.at, change_set.c.what)
        .join(row_change, row_change.c.change_set == change_set.c.id)
        .where(
            row_change.c.table_name == "code",
            row_change.c.first == code,
            row_change.c.action == "update",
            row_change.c.after.contains('"retired":1'),
            change_set.c.id > original,
            is_original(change_set),
            stands(change_set),
        )
        .order_by(change_set.c.id.desc())
        .limit(1)
    ).first()


def last_to_touch(connection: Connection, table: str, row: int) -> Record | None:
    """The latest action that stands and touched this row."""
    return connection.execute(
        select(change_set.c.id, change_set.c.verb, change_set.c.coder, change_set.c.at, change_set.c.what)
        .join(row_change, row_change.c.change_set == change_set.c.id)
        .where(
            row_change.c.table_name == table,
            row_change.c.first <= row,
            row_change.c.last >= row,
            or_(is_original(change_set), stands(change_set)),
        )
        .order_by(change_set.c.id.desc())
        .limit(1)
    ).first()
