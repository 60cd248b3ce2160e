"""The values of a package's rows, each looked at before it is used: a wrong one is damage and no error of the database."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from qualcode.domain.spans import Span

if TYPE_CHECKING:
    import sqlite3

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")
GUID = re.compile(r"[0-9A-Za-z-]{1,36}")


class Damaged(Exception):
    """What is wrong with the file, as the end of a sentence."""


def value(row: sqlite3.Row, column: str) -> Any:
    """What stands in a column, of whatever kind. Like all of these it raises Damaged where it is not there or is none."""
    try:
        return row[column]
    except IndexError:
        raise Damaged(f"it lacks the column {column}") from None


def text(row: sqlite3.Row, column: str) -> str:
    """The text in a column; NUL is drawn as U+FFFD."""
    found = value(row, column)
    if not isinstance(found, str):
        raise Damaged(f"a {column} is no text")
    return found.replace("\0", "\ufffd")


def guid(row: sqlite3.Row, column: str = "guid") -> str:
    """The identity in a column."""
    found = text(row, column)
    if not GUID.fullmatch(found):
        raise Damaged(f"a {column} is none")
    return found


def moment(row: sqlite3.Row, column: str) -> str:
    """The time in a column, ISO 8601 in UTC."""
    found = text(row, column)
    if not MOMENT.fullmatch(found):
        raise Damaged(f"a {column} is no time")
    return found


def number(row: sqlite3.Row, column: str) -> int:
    """The whole number in a column."""
    found = value(row, column)
    if not isinstance(found, int):
        raise Damaged(f"a {column} is no number")
    return found


def number_or_none(row: sqlite3.Row, column: str) -> int | None:
    """The whole number in a column, or None where nothing stands."""
    return None if value(row, column) is None else number(row, column)


def flag(row: sqlite3.Row, column: str) -> bool:
    """Yes or no in a column."""
    found = number(row, column)
    if found not in (0, 1):
        raise Damaged(f"a {column} is neither yes nor no")
    return bool(found)


def span(row: sqlite3.Row) -> Span:
    """The span in the columns start and end."""
    try:
        return Span(number(row, "start"), number(row, "end"))
    except ValueError:
        raise Damaged("a span ends before it begins") from None


def one_of(kind: Any, row: sqlite3.Row, column: str) -> Any:
    """The member of an enumeration whose value stands in a column."""
    found = text(row, column)
    try:
        return kind(found)
    except ValueError:
        raise Damaged(f"a {column} is none that there is") from None
