"""Faults of a study: each check reads the tables and yields one line for each thing that is not as it must be."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text

from qualcode.domain.text import check_of_words
from qualcode.storage.tables import SCHEMA, metadata
from qualcode.storage.tables.codebook import code
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.journal import change_set, row_change
from qualcode.storage.tables.rounds import assignment, finished_coding
from qualcode.storage.tables.sources import revision, source, turn
from qualcode.storage.tables.writing import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from qualcode.domain.progress import Progress

Report = tuple[dict[str, int], tuple[str, ...], tuple[str, ...]]


def check(connection: Connection, progress: Progress) -> Report:
    """What was checked, the faults, and notes on what is no fault."""
    steps = (_file, _texts, _codings, _quotes, _finished, _turns, _codes, _journal)
    faults: list[str] = []
    for place, step in enumerate(steps):
        progress(place, len(steps), step.__name__.strip("_"))
        faults += step(connection)
    counted = {"sources": source, "codings": coding, "codes": code, "changes": change_set}
    checked = {name: int(connection.scalar(select(func.count()).select_from(table)) or 0) for name, table in counted.items()}
    return checked, tuple(faults), tuple(_notes(connection))


def _file(connection: Connection) -> Iterator[str]:
    """The database's own checks."""
    if connection.dialect.name != "sqlite":
        return
    for row in connection.exec_driver_sql("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield f"The file is damaged: {row[0]}."
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"Row {row[1]} of {row[0]} refers to a row of {row[2]} that is not there."


def _texts(connection: Connection) -> Iterator[str]:
    """Each text is what was imported or corrected; each source's current revision is its own."""
    for row in connection.execute(
        select(revision.c.id, revision.c.number, revision.c.text, revision.c.sha256, source.c.name).join(
            source, source.c.id == revision.c.source
        )
    ):
        if hashlib.sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest() != row.sha256:
            yield f"The text of {row.name}, revision {row.number}, is not the one that was stored."
    current = select(source.c.name).outerjoin(revision, (revision.c.id == source.c.revision) & (revision.c.source == source.c.id))
    for row in connection.execute(current.where(revision.c.id.is_(None))):
        yield f"The source {row.name} has no current text."


def _spans(connection: Connection, table: Any, what: str) -> Iterator[str]:
    """Rows with a span over a revision hold the words they were made on."""
    columns = select(
        table.c.id, table.c.revision, table.c.start, table.c.end, table.c.check, source.c.name, source.c.revision.label("current")
    )
    rows = connection.execute(
        columns.join(source, source.c.id == table.c.source).where(table.c.removed == 0).order_by(table.c.revision)
    ).all()
    body, at = "", None
    for row in rows:
        if row.revision != at:
            at = row.revision
            body = connection.scalar(select(revision.c.text).where(revision.c.id == at)) or ""
        if row.revision != row.current:
            yield f"{what} {row.id} stands on an earlier text of {row.name}."
        if row.end > len(body):
            yield f"{what} {row.id} at {row.start}:{row.end} lies outside {row.name}."
        elif check_of_words(body[row.start : row.end]) != row.check:
            yield f"{what} {row.id} at {row.start}:{row.end} of {row.name} no longer has its words."


def _codings(connection: Connection) -> Iterator[str]:
    yield from _spans(connection, coding, "Coding")
    retired = (
        select(coding.c.id, code.c.name)
        .join(code, code.c.id == coding.c.code)
        .where(coding.c.removed == 0, code.c.merged_into.is_not(None))
    )
    for row in connection.execute(retired):
        yield f'Coding {row.id} has the code "{row.name}", which was merged into another.'


def _quotes(connection: Connection) -> Iterator[str]:
    yield from _spans(connection, quote, "Quotation")


def _finished(connection: Connection) -> Iterator[str]:
    """What was finished lies inside the text it was finished on."""
    statement = (
        select(finished_coding.c.id, finished_coding.c.end, source.c.name, func.length(revision.c.text).label("length"))
        .join(assignment, assignment.c.id == finished_coding.c.assignment)
        .join(source, source.c.id == assignment.c.source)
        .join(revision, revision.c.id == assignment.c.revision)
        .where(finished_coding.c.end > func.length(revision.c.text))
    )
    for row in connection.execute(statement):
        yield f"Finished coding {row.id} lies outside {row.name}."


def _turns(connection: Connection) -> Iterator[str]:
    """Turns follow one another and stay inside their text."""
    rows = connection.execute(
        select(
            turn.c.revision, turn.c.number, turn.c.start, turn.c.end, source.c.name, func.length(revision.c.text).label("length")
        )
        .join(revision, revision.c.id == turn.c.revision)
        .join(source, source.c.id == revision.c.source)
        .order_by(turn.c.revision, turn.c.number)
    )
    before: Any = None
    for row in rows:
        if row.start < 0 or row.end < row.start or row.end > row.length:
            yield f"Turn {row.number} of {row.name} lies outside its text."
        if before is not None and before.revision == row.revision and row.start < before.end:
            yield f"Turns {before.number} and {row.number} of {row.name} overlap."
        before = row


def _codes(connection: Connection) -> Iterator[str]:
    """The codebook is a tree with one live code of a name at each place."""
    rows = connection.execute(select(code.c.id, code.c.parent, code.c.name, code.c.retired, code.c.accepted)).all()
    parents = {row.id: row.parent for row in rows}
    seen: dict[tuple[int | None, str], int] = {}
    for row in rows:
        above, steps = row.parent, 0
        while above is not None and steps <= len(rows):
            above, steps = parents.get(above), steps + 1
        if steps > len(rows):
            yield f'The code "{row.name}" lies below itself.'
        # Codes made in a blind round may share a name with one they could not see; matching settles it.
        if not row.retired and row.accepted and seen.setdefault((row.parent, row.name), row.id) != row.id:
            yield f'Two codes at one place are called "{row.name}".'


def _journal(connection: Connection) -> Iterator[str]:
    """Every change set has rows, on tables that exist, of a schema this version knows."""
    empty = (
        select(change_set.c.id).outerjoin(row_change, row_change.c.change_set == change_set.c.id).where(row_change.c.id.is_(None))
    )
    for row in connection.execute(empty):
        yield f"Change {row.id} has lost its record."
    for row in connection.execute(select(row_change.c.id, row_change.c.table_name, row_change.c.schema, row_change.c.change_set)):
        if row.table_name not in metadata.tables or row.schema > SCHEMA:
            yield f"Change {row.change_set} speaks of {row.table_name}, which this version does not know."


def _notes(connection: Connection) -> Iterator[str]:
    """Things worth knowing that are no faults."""
    if connection.dialect.name != "sqlite":
        return
    behind = connection.execute(
        text("SELECT count(*) FROM source WHERE removed = 0 AND revision NOT IN (SELECT revision FROM search_row)")
    ).scalar()
    if behind:
        yield f"The search index is behind by {behind} sources; it is made again from their texts when it is needed."
