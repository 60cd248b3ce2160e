"""The databases a study can live in: one SQLite file, or PostgreSQL for teams that code at the same time.

What only one of them can do stands here and in search.py. The engine takes a connection factory, so that a store
opened in another way (an encrypted one) needs no other room to change.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import JSON, Connection, Engine, create_engine, func, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from qualcode.errors import StudyBusy, StudyFileError
from qualcode.storage.tables.base import make_tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Hashable

    from sqlalchemy import ColumnElement

APPLICATION_ID = 0x51434F44
"""Marks a SQLite file as a qualcode study ("QCOD")."""

BUSY_MS = 5000
"""How long a write waits for another window of the same study."""

_STATEMENTS_KEPT = 1000
"""How many statements are kept as they were written out for SQLite: more than the program has."""

SNAPSHOT = "snapshot"
"""What a connection's notes say while it reads one state of the study."""


def leave_snapshot(connection: Connection) -> None:
    """Read what others have written, too; nothing to do where no snapshot was begun."""
    if connection.info.pop(SNAPSHOT, False):
        connection.exec_driver_sql("COMMIT")


class Backend(Protocol):
    """A database with a study in it: how a write begins, and how ids are reserved."""

    engine: Engine
    connection: Connection
    patience_ms: int
    """How long a write waits for another window."""

    def begin(self) -> None:
        """Start a write: one writer at a time.

        Raises:
            DBAPIError: another one writes, for longer than this waits.
        """

    def begin_snapshot(self) -> bool:
        """Read one state of the study from now on, whatever others write, until `leave_snapshot`; False where that cannot be."""
        ...

    def wait_at_most(self, milliseconds: int) -> None:
        """How long a write waits for another window, from now on."""

    def allocate(self, table: str, count: int) -> int:
        """Reserve `count` consecutive ids that were never used and return the first."""
        ...

    def create_tables(self) -> None:
        """Make every table of a new study."""

    def state(self) -> Hashable | None:
        """A value that is another one after every write by anybody; None where that cannot be told."""

    def another_connection(self) -> Connection:
        """A second connection to the same study, which never waits for a lock."""
        ...

    def version(self, connection: Connection) -> int:
        """A number that is another one after each write of any other connection; read without a transaction left open."""
        ...

    def close(self) -> None:
        """Write everything to its place and let go."""


_FACTORY: ContextVar[Callable[[], Any]] = ContextVar("factory")
"""What makes the connection that is being opened."""


@cache
def _sqlite() -> Engine:
    """The engine of every study file this process opens: SQL that was written out for one is not written out for the next."""
    return create_engine(
        "sqlite://",
        creator=_made,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        query_cache_size=_STATEMENTS_KEPT,
    )


def _made() -> Any:
    return _FACTORY.get()()


def _connection(factory: Callable[[], Any]) -> Connection:
    token = _FACTORY.set(factory)
    try:
        return _sqlite().connect()
    finally:
        _FACTORY.reset(token)


@dataclass(slots=True)
class SqliteBackend:
    """A study in one SQLite file."""

    engine: Engine
    connection: Connection
    factory: Callable[[], Any]
    readers_wait: bool = False
    """Whether one who reads waits for one who writes: not with a write-ahead log."""
    patience_ms: int = BUSY_MS

    @classmethod
    def connect(cls, factory: Callable[[], Any], *, journal: str | None) -> SqliteBackend:
        """Open through a connection factory; `journal` is `wal` or `delete`, or None for a file opened for reading."""
        connection = _connection(factory)
        pragmas = ["foreign_keys = ON", f"busy_timeout = {BUSY_MS}", "temp_store = MEMORY", "cache_size = -16000"]
        if journal is not None:
            pragmas += [f"journal_mode = {journal}", "synchronous = FULL"]
        for pragma in pragmas:
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        return cls(connection.engine, connection, factory, readers_wait=journal != "wal")

    def begin(self) -> None:
        """Start a write: one writer at a time."""
        leave_snapshot(self.connection)
        if self.readers_wait:
            self._wait(self.patience_ms)
        try:
            self.connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            if self.readers_wait:
                self._wait(BUSY_MS)

    def begin_snapshot(self) -> bool:
        """Read one state of the file until `leave_snapshot`; False where that would keep others from writing."""
        if self.readers_wait:
            return False
        self.connection.exec_driver_sql("BEGIN")
        self.connection.info[SNAPSHOT] = True
        return True

    def wait_at_most(self, milliseconds: int) -> None:
        """How long a write waits for another window, from now on; with a write-ahead log nothing else ever waits."""
        self.patience_ms = milliseconds
        if not self.readers_wait:
            self._wait(milliseconds)

    def _wait(self, milliseconds: int) -> None:
        driver: Any = self.connection.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout = {milliseconds}")

    def allocate(self, table: str, count: int) -> int:
        """Reserve `count` consecutive ids that were never used and return the first."""
        last = self.connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).scalar()
        if last is None:
            self.connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, count))
        else:
            self.connection.exec_driver_sql("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (last + count, table))
        return int(last or 0) + 1

    def create_tables(self) -> None:
        """Make every table of a new study."""
        self.connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        self.begin()
        make_tables(self.connection)
        self.connection.exec_driver_sql("COMMIT")

    def state(self) -> Hashable | None:
        """Changes by other connections as SQLite counts them, and by this one; None inside a transaction."""
        driver: Any = self.connection.connection.driver_connection
        if driver.in_transaction and SNAPSHOT not in self.connection.info:
            return None
        return driver.execute("PRAGMA data_version").fetchone()[0], driver.total_changes

    def another_connection(self) -> Connection:
        """A second connection to the same file, which never waits for a lock."""
        connection = _connection(self.factory)
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        return connection

    def version(self, connection: Connection) -> int:
        """SQLite's own count of the commits of other connections."""
        return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())

    def close(self) -> None:
        """Let go; the last connection to close writes the WAL back into the file and removes it."""
        self.connection.close()


WRITERS_LOCK = 0x51434F44
"""The advisory lock that makes writers of one PostgreSQL study take turns, as SQLite's do."""


@dataclass(slots=True)
class PostgresBackend:
    """A study in a PostgreSQL database, for a team that codes at the same time."""

    engine: Engine
    connection: Connection
    patience_ms: int = BUSY_MS

    @classmethod
    def connect(cls, url: str) -> PostgresBackend:
        """Open by URL."""
        engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        return cls(engine, engine.connect())

    def begin(self) -> None:
        """Start a write: one writer at a time, so that a bulk insert's ids are consecutive."""
        leave_snapshot(self.connection)
        self.connection.exec_driver_sql("BEGIN")
        try:
            # A timeout of 0 would be none.
            self.connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, self.patience_ms)}")
            self.connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
            self.connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        except BaseException:
            self.connection.exec_driver_sql("ROLLBACK")
            raise

    def begin_snapshot(self) -> bool:
        """Read one state of the database until `leave_snapshot`."""
        self.connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ")
        self.connection.info[SNAPSHOT] = True
        return True

    def wait_at_most(self, milliseconds: int) -> None:
        """How long a write waits for another window, from now on."""
        self.patience_ms = milliseconds

    def allocate(self, table: str, count: int) -> int:
        """Reserve `count` consecutive ids that were never used and return the first."""
        sequence = {
            "sequence": self.connection.execute(
                text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": f'"{table}"'}
            ).scalar()
        }
        first = int(self.connection.execute(text("SELECT nextval(:sequence)"), sequence).scalar_one())
        if count > 1:
            self.connection.execute(text("SELECT setval(:sequence, :last)"), {**sequence, "last": first + count - 1})
        return first

    def create_tables(self) -> None:
        """Make every table of a new study."""
        self.begin()
        make_tables(self.connection)
        self.connection.exec_driver_sql("COMMIT")

    def state(self) -> None:
        """It does not say whether anybody wrote."""

    def another_connection(self) -> Connection:
        """A second connection to the same database; it only reads, and readers wait for nobody there."""
        return self.engine.connect()

    def version(self, connection: Connection) -> int:
        """The latest change set: PostgreSQL has no count of commits that other users may read."""
        return int(connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM change_set").scalar_one())

    def close(self) -> None:
        """Let go."""
        self.connection.close()
        self.engine.dispose()


def gathered(dialect: str, column: ColumnElement[Any]) -> ColumnElement[list[Any]]:
    """A column's values as one list for each group; the lists of a group have the same order, whatever it is."""
    together = func.json_group_array if dialect == "sqlite" else func.json_agg
    return together(column, type_=JSON)


CAUSES = (
    ("database or disk is full", "the disk is full", "Free some space and do it again; nothing of this action was kept."),
    (
        "disk i/o error",
        "the disk refused the write",
        "Check its free space and connection, then do it again; nothing of this action was kept.",
    ),
    ("readonly database", "it may not be written here", "Copy the study to a folder you may write in."),
    ("not a database", "it is not a qualcode study", "Choose a file made by `qualcode new`."),
    ("malformed", "the file is damaged", "Open the latest copy from its backups folder, and keep the damaged file."),
    ("unable to open database file", "it cannot be opened", "Check that the folder is there and that you may read it."),
)


BUSY = ("database is locked", "lock timeout")
"""How the databases say that another one writes."""


def translated(error: DBAPIError | sqlite3.Error, name: str) -> StudyFileError:
    """What a database error means to a person: what happened to which study, and what to do."""
    said = str(error.orig if isinstance(error, DBAPIError) else error)
    if any(sign in said.lower() for sign in BUSY):
        return StudyBusy(
            f"The study {name} could not be used: another window is writing in it.", "Wait a moment and do it again."
        )
    for sign, cause, hint in CAUSES:
        if sign in said.lower():
            return StudyFileError(f"The study {name} could not be used: {cause}.", hint)
    return StudyFileError(
        f'The study {name} could not be used: the database said "{said.splitlines()[0]}".', "Run `qualcode check` on it."
    )
