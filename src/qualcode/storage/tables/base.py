"""The metadata all tables share and the columns that many of them have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, text

if TYPE_CHECKING:
    from sqlalchemy import Connection, Dialect
    from sqlalchemy.sql.schema import SchemaItem

SCHEMA = 1
"""The number of the tables' form; a file with a higher one is refused with the version it needs."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name: str, *items: SchemaItem) -> Table:
    """A table with an integer key that is never used twice (redo needs the old ids to stay free)."""
    return Table(name, metadata, Column("id", Integer, primary_key=True), *items, sqlite_autoincrement=True)


def index_of_live(name: str, *columns: Column[Any], live: str, unique: bool = False) -> None:
    """An index over the live rows only; `live` is the condition, the same on every database.

    It is told to a database's dialect when tables are made, and not here: naming a dialect loads it, and every command
    would pay for the one it does not use.
    """
    Index(name, *columns, unique=unique, info={"live": live})


def make_tables(connection: Connection) -> None:
    """Make every table of an empty database."""
    dialect = connection.dialect
    if dialect.name not in _STATEMENTS:
        _STATEMENTS[dialect.name] = _statements(dialect)
    for statement in _STATEMENTS[dialect.name]:
        connection.exec_driver_sql(statement)


_STATEMENTS: dict[str, tuple[str, ...]] = {}
"""What makes the tables, by database: written out once, which takes twice as long as carrying it out."""


def _statements(dialect: Dialect) -> tuple[str, ...]:
    from sqlalchemy.engine.mock import MockConnection

    for one in metadata.tables.values():
        for index in one.indexes:
            if "live" in index.info:
                index.dialect_options[dialect.name]["where"] = text(index.info["live"])
    statements: list[str] = []

    def written(element: Any, *_: Any, **__: Any) -> None:
        statements.append(str(element.compile(dialect=dialect)))

    metadata.create_all(cast("Connection", MockConnection(dialect, written)), checkfirst=False)
    return tuple(statements)


def guid() -> Column[str]:
    """The identity a row keeps when it leaves the study: 36 characters, unique in its table."""
    return Column("guid", String(36), nullable=False, unique=True)


def ref(name: str, target: str, *, required: bool = True, index: bool = True) -> Column[int]:
    """A reference to another table's row; nothing cascades."""
    return Column(name, Integer, ForeignKey(f"{target}.id"), nullable=not required, index=index)


def words(name: str) -> Column[str]:
    """Free text, empty where there is none."""
    return Column(name, Text, nullable=False, server_default="")


def flag(name: str, *, default: bool = False) -> Column[int]:
    """Yes or no as 1 or 0: the same image in the journal on every database."""
    return Column(name, Integer, nullable=False, server_default="1" if default else "0")


def moment(name: str, *, required: bool = True) -> Column[str]:
    """A time in UTC, ISO 8601 with milliseconds and Z."""
    return Column(name, String(24), nullable=not required)
