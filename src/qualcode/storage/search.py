"""The search index: one row for each turn and for each paragraph outside turns.

Derived data, outside journal and dumps. A change that takes a text away takes it out of the index at once; what came
in since is indexed afterwards, in writes of at most `BATCH` seconds, so that an import does not hold up the other
window. The index narrows and Python verifies on the text. SQLite only: elsewhere a search scans.
"""

from __future__ import annotations

from time import monotonic
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
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5 (words, content='', tokenize='unicode61 remove_diacritics 2')",
)
BATCH = 0.2
"""Seconds for which catching up may keep the study busy at a time."""
GLANCE = 0.05
"""The same for a window in which a person waits."""
_MADE = "SELECT instr(sql, 'remove_diacritics 2') FROM sqlite_master WHERE name = 'search_words'"
_BEHIND = "SELECT revision FROM source WHERE removed = 0 AND revision NOT IN (SELECT revision FROM search_row) ORDER BY id"
_GONE = "SELECT DISTINCT revision FROM search_row WHERE revision NOT IN (SELECT revision FROM source WHERE removed = 0)"


def make_index(connection: Connection) -> None:
    """Make the empty index of a new study."""
    if connection.dialect.name == "sqlite":
        for statement in MAKE:
            connection.exec_driver_sql(statement)


def empty(connection: Connection) -> None:
    """Empty the index, segments and all; it is made again from the texts."""
    connection.exec_driver_sql("INSERT INTO search_words (search_words) VALUES ('delete-all')")
    connection.exec_driver_sql("DELETE FROM search_row")


def keep_index(connection: Connection, notes: Sequence[RowNote]) -> None:
    """Take out of the index the revisions that a unit of work took away."""
    if connection.dialect.name != "sqlite":
        return
    for note in notes:
        if note.table == "revision" and note.action == "delete":
            for image in note.before or ():
                drop_revision(connection, image["id"], image["text"])


def catch_up(connection: Connection, seconds: float = BATCH) -> bool:
    """Bring the index nearer to the texts, for about so many seconds at most; True when it is there."""
    if connection.dialect.name != "sqlite":
        return True
    until = monotonic() + seconds
    _renew(connection)
    for row in connection.exec_driver_sql(_GONE).all():
        drop_revision(connection, row[0])
    for row in connection.exec_driver_sql(_BEHIND).all():
        _add_revision(connection, row[0])
        if monotonic() > until:
            return False
    return True


def is_behind(connection: Connection) -> bool:
    """Whether a text is not in the index, or one in it is gone, or the index is not there."""
    if not connection.exec_driver_sql(_MADE).scalar():
        return True
    return any(connection.exec_driver_sql(f"SELECT EXISTS ({query})").scalar() for query in (_BEHIND, _GONE))


def _renew(connection: Connection) -> None:
    """Make the index anew where it is missing or kept words in another way."""
    if not connection.exec_driver_sql(_MADE).scalar():
        for name in ("search_words", "search_row"):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
        make_index(connection)


def _add_revision(connection: Connection, number: int) -> None:
    body: str = connection.execute(select(revision.c.text).where(revision.c.id == number)).scalar_one()
    places = _places(connection, number, body)
    first = (connection.exec_driver_sql("SELECT max(id) FROM search_row").scalar() or 0) + 1
    # Straight to the driver: a transcript has a hundred rows, and Core would spend more on them than SQLite.
    connection.exec_driver_sql(
        'INSERT INTO search_row (id, revision, turn, start, "end") VALUES (?, ?, ?, ?, ?)',
        [(first + at, number, turn_number, start, end) for at, (turn_number, start, end) in enumerate(places)],
    )
    connection.exec_driver_sql(
        "INSERT INTO search_words (rowid, words) VALUES (?, ?)",
        [(first + at, body[start:end]) for at, (_, start, end) in enumerate(places)],
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


def _places(connection: Connection, number: int, body: str) -> list[tuple[int | None, int, int]]:
    """Id, start and end of each turn's talk, and of each paragraph before, between and after the turns."""
    turns = connection.execute(
        select(turn.c.id, turn.c.start, turn.c.end, turn.c.label_start).where(turn.c.revision == number).order_by(turn.c.start)
    ).all()
    places: list[tuple[int | None, int, int]] = []
    at = 0
    for turn_number, start, end, label_start in turns:
        places += _outside(body, at, start if label_start is None else min(start, label_start))
        places.append((turn_number, start, end))
        at = end
    return places + _outside(body, at, len(body))


def _outside(body: str, start: int, end: int) -> list[tuple[int | None, int, int]]:
    if end <= start or not body[start:end].strip():
        return []
    return [(None, span.start, span.end) for span in paragraphs(body, Span(start, end))]
