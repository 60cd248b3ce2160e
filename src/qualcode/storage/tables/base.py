"""The metadata all tables share and the columns that many of them have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, Text

if TYPE_CHECKING:
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
