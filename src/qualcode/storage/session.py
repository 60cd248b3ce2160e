"""What a repository works with: a connection, what the viewer may see, and in a unit of work the recorder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from sqlalchemy.exc import DBAPIError

from qualcode.storage.engine import translated

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from sqlalchemy import Connection, CursorResult, Executable, Row

    from qualcode.storage.journal.recorder import Recorder
    from qualcode.storage.kept import Kept
    from qualcode.storage.sight import Sight


Record: TypeAlias = "Row[*tuple[Any, ...]]"
"""One row of an answer, with its columns as attributes."""

Thing = TypeVar("Thing")


@dataclass(slots=True)
class Session:
    """One open connection seen by one coder; `recorder` is there only inside a unit of work, `kept` only outside.

    `name` is the study's.
    """

    connection: Connection
    sight: Sight
    recorder: Recorder | None = None
    name: str = "the study"
    kept: Kept | None = None


class Repository:
    """The rows of one subject: the only place with SQL for them, reading through the viewer's sight.

    Writing methods need a unit of work; outside of one they raise RuntimeError, for a write that no change set
    records must not exist.
    """

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def sight(self) -> Sight:
        """What the viewer may see."""
        return self.session.sight

    @property
    def write(self) -> Recorder:
        """The recorder of the unit of work this repository writes in."""
        if self.session.recorder is None:
            raise RuntimeError("a study is written in a unit of work only")
        return self.session.recorder

    def kept(self, name: str, read: Callable[[], Thing], *of: Hashable) -> Thing:
        """What was read under this name (and `of` what else it depends on), if nobody wrote in the study since; else `read`.

        It is the same for all who ask, so it must not be changed; and it depends on what the viewer may see.
        """
        kept = self.session.kept
        return read() if kept is None else kept.get((name, self.sight, *of), read)

    def rows(self, statement: Executable) -> Sequence[Record]:
        """All rows of a query.

        Raises:
            StudyFileError: the database cannot be read.
        """
        try:
            result: CursorResult[Any] = self.session.connection.execute(statement)
            return result.all()
        except DBAPIError as error:
            raise translated(error, self.session.name) from error

    def row(self, statement: Executable) -> Record | None:
        """The first row of a query, or None."""
        found = self.rows(statement)
        return found[0] if found else None

    def scalar(self, statement: Executable) -> Any:
        """The first value of the first row, or None."""
        found = self.row(statement)
        return None if found is None else found[0]

    def number(self, statement: Executable) -> int | None:
        """The first value of the first row as a whole number, or None where there is no row."""
        found = self.scalar(statement)
        return None if found is None else int(found)
