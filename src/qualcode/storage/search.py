"""The search index: one row for each turn and for each paragraph outside turns.

Derived data, outside journal and dumps, kept in the transaction that changes a text. The index narrows a search and
Python verifies on the text. SQLite only: elsewhere a search scans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, text

from qualcode.domain.sentences import paragraphs
from qualcode.domain.spans import Span
from qualcode.storage.tables.sources import revision, turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from qualcode.storage.journal.recorder import RowNote

MAKE = (
    (
        "CREATE TABLE IF NOT EXISTS search_row "
        '(id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, turn INTEGER, start INTEGER NOT NULL, "end" INTEGER NOT NULL)'
    ),
    "CREATE INDEX IF NOT EXISTS ix_search_row_revision ON search_row (revision)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5 (words, content='', tokenize='unicode61')",
)


def make_index(connection: Connection) -> None:
    """Make the empty index of a new study."""
    if connection.dialect.name == "sqlite":
        for statement in MAKE:
            connection.exec_driver_sql(statement)


def keep_index(connection: Connection, notes: Sequence[RowNote]) -> None:
    """Bring the index up to date with the revisions that a unit of work made or took away."""
    if connection.dialect.name != "sqlite":
        return
    for note in notes:
        if note.table != "revision":
            continue
        if note.action == "insert":
            for number in range(note.first, note.last + 1):
                add_revision(connection, number)
        elif note.action == "delete":
            for image in note.before or ():
                drop_revision(connection, image["id"], image["text"])


def add_revision(connection: Connection, number: int) -> None:
    """Index the turns and the other paragraphs of a revision, and take its parent out of the index."""
    row = connection.execute(select(revision.c.text, revision.c.parent).where(revision.c.id == number)).first()
    if row is None:
        return
    if row.parent is not None:
        drop_revision(connection, row.parent)
    places = _places(connection, number, row.text)
    if not places:
        return
    first = (connection.execute(text("SELECT max(id) FROM search_row")).scalar() or 0) + 1
    connection.execute(
        text('INSERT INTO search_row (id, revision, turn, start, "end") VALUES (:id, :revision, :turn, :start, :end)'),
        [
            {"id": first + i, "revision": number, "turn": of, "start": span.start, "end": span.end}
            for i, (of, span) in enumerate(places)
        ],
    )
    connection.execute(
        text("INSERT INTO search_words (rowid, words) VALUES (:id, :words)"),
        [{"id": first + i, "words": span.words_of(row.text)} for i, (_, span) in enumerate(places)],
    )


def drop_revision(connection: Connection, number: int, body: str | None = None) -> None:
    """Take a revision out of the index; `body` is its text where its row is gone already."""
    if body is None:
        body = connection.scalar(select(revision.c.text).where(revision.c.id == number))
    rows = connection.execute(
        text('SELECT id, start, "end" FROM search_row WHERE revision = :revision'), {"revision": number}
    ).all()
    if not rows or body is None:
        return
    connection.execute(
        text("INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', :id, :words)"),
        [{"id": row.id, "words": body[row.start : row.end]} for row in rows],
    )
    connection.execute(text("DELETE FROM search_row WHERE revision = :revision"), {"revision": number})


def _places(connection: Connection, number: int, body: str) -> list[tuple[int | None, Span]]:
    """Each turn's talk, and each paragraph of what lies before, between and after the turns."""
    turns = connection.execute(
        select(turn.c.number, turn.c.start, turn.c.end, turn.c.label_start)
        .where(turn.c.revision == number)
        .order_by(turn.c.start)
    ).all()
    places: list[tuple[int | None, Span]] = []
    at = 0
    for row in turns:
        begins = row.start if row.label_start is None else min(row.start, row.label_start)
        places += _outside(body, at, begins)
        places.append((row.number, Span(row.start, row.end)))
        at = row.end
    return places + _outside(body, at, len(body))


def _outside(body: str, start: int, end: int) -> list[tuple[int | None, Span]]:
    if end <= start or not body[start:end].strip():
        return []
    return [(None, span) for span in paragraphs(body, Span(start, end))]
