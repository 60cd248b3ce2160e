"""What may not be taken back though no later action stands on it: what a check round locks, and what a closed one rests on.

While a check round is in progress its codes stay what they are and its sources' texts too, whoever would undo a merge or a
correction of before. Once a blind round is closed its figures can have been seen: neither its closing nor what was finished
for it is taken back, by anybody. A source is reopened instead, with a reason, and the earlier attempt stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from qualcode.domain.coding import Purpose, RoundKind, RoundState
from qualcode.domain.rounds import AttemptState
from qualcode.errors import UndoRefused
from qualcode.storage.tables.codebook import code, codebook_version
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.journal import change_set
from qualcode.storage.tables.rounds import assignment, round_
from qualcode.storage.tables.sources import revision, source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from qualcode.storage.journal.images import Image
    from qualcode.storage.journal.recorder import RowNote

MOVING = frozenset({"merge_codes", "split_code", "finish_matching"})
"""Verbs that give codings of all coders another code."""
REOPEN = "Reopen a source with `qualcode reopen STUDY SOURCE --reason ...`: what was finished stays as it is."


def refuse_locked(connection: Connection, original: int, notes: Iterable[RowNote]) -> None:
    """Refuse to take back action `original`, or to put it back, where one of the rows it changed is locked.

    Raises:
        UndoRefused: it is; the sentence names the round.
    """
    moving = connection.scalar(select(change_set.c.verb).where(change_set.c.id == original)) in MOVING
    codes: set[int] = set()
    attempts: list[RowNote] = []
    for note in notes:
        if note.table == revision.name and note.action in {"insert", "delete"}:
            _refuse_texts(connection, note)
        elif note.action == "update" and note.table == round_.name:
            _refuse_opening(connection, note)
        elif note.table == assignment.name:
            attempts.append(note)
        elif note.action == "update" and note.table == code.name:
            codes |= _codes_of(note)
        elif note.action == "update" and note.table == coding.name and moving:
            codes |= {image["code"] for image in _images(note) if "code" in image}
    _refuse_unfinishing(connection, _sources_unfinished(connection, attempts))
    _refuse_codes(connection, codes)


def locked_by(connection: Connection, of_source: int) -> str | None:
    """The independent round in progress whose sample a source belongs to, by name; None where its text may be corrected."""
    return connection.scalar(
        select(round_.c.name)
        .join(assignment, assignment.c.round == round_.c.id)
        .where(
            assignment.c.source == of_source,
            round_.c.kind == RoundKind.INDEPENDENT.value,
            round_.c.state == RoundState.IN_PROGRESS.value,
        )
        .order_by(round_.c.id)
        .limit(1)
    )


def _refuse_texts(connection: Connection, note: RowNote) -> None:
    inside = select(revision.c.source).where(revision.c.id.between(note.first, note.last))
    gone = {image["source"] for image in note.before or ()}
    for of_source in sorted(gone | set(connection.scalars(inside))):
        name = locked_by(connection, of_source)
        if name is not None:
            what = connection.scalar(select(source.c.name).where(source.c.id == of_source))
            raise UndoRefused(
                f"{what} is being coded in the round {name}, so its text is fixed and its corrections stay.",
                "Take it back when that round is closed.",
            )


def _refuse_codes(connection: Connection, codes: set[int]) -> None:
    if not codes:
        return
    from qualcode.domain.codebook_compare import codebook_from_snapshot

    versions = (
        select(round_.c.name, codebook_version.c.snapshot)
        .join(codebook_version, codebook_version.c.id == round_.c.codebook_version)
        .where(round_.c.purpose == Purpose.CHECK.value, round_.c.state == RoundState.IN_PROGRESS.value)
    )
    for name, snapshot in connection.execute(versions.order_by(round_.c.id)):
        if not codes.isdisjoint(one.id for one in codebook_from_snapshot(snapshot).live):
            raise UndoRefused(
                f"This would merge, split or retire a code of the check round {name}, which is in progress.",
                "Take it back when that round is closed.",
            )


def _refuse_opening(connection: Connection, note: RowNote) -> None:
    opened = any(image.get("state") == RoundState.IN_PROGRESS.value for image in note.after or ())
    blind = connection.execute(select(round_.c.name).where(round_.c.id == note.first, round_.c.blind == 1)).first()
    if opened and blind is not None:
        raise UndoRefused(
            f"This closed the blind round {blind.name}, and its codings have been in view since, so it cannot be taken back.",
            REOPEN,
        )


def _sources_unfinished(connection: Connection, notes: Iterable[RowNote]) -> set[int]:
    """The sources of attempts that were finished and are no longer, or are gone."""
    unfinished: set[int] = set()
    gone: dict[int, int] = {}
    for note in notes:
        for image in note.before or ():
            if note.action == "delete":
                gone[image["id"]] = image["source"]
            if image.get("state") == AttemptState.FINISHED.value:
                unfinished.add(image.get("id", note.first))
    there = select(assignment.c.source).where(assignment.c.id.in_(sorted(unfinished)))
    return {gone[row] for row in unfinished & gone.keys()} | set(connection.scalars(there))


def _refuse_unfinishing(connection: Connection, sources: set[int]) -> None:
    closed = connection.execute(
        select(round_.c.name, source.c.name.label("source"))
        .join(assignment, assignment.c.round == round_.c.id)
        .join(source, source.c.id == assignment.c.source)
        .where(
            assignment.c.source.in_(sorted(sources)),
            round_.c.kind == RoundKind.INDEPENDENT.value,
            round_.c.blind == 1,
            round_.c.state == RoundState.CLOSED.value,
        )
        .order_by(round_.c.id)
        .limit(1)
    ).first()
    if closed is not None:
        raise UndoRefused(
            f"{closed.source} was in the round {closed.name}, which is closed: figures can rest on what was finished of it, "
            "so that cannot be taken back.",
            REOPEN,
        )


def _codes_of(note: RowNote) -> set[int]:
    """The codes that a change of a code merges, retires or brings back; empty where it does neither."""
    touched = [image for image in _images(note) if "retired" in image or "merged_into" in image]
    into = {image["merged_into"] for image in touched if image.get("merged_into") is not None}
    return {note.first, *into} if touched else set()


def _images(note: RowNote) -> Iterator[Image]:
    yield from note.before or ()
    yield from note.after or ()
