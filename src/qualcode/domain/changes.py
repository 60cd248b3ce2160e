"""Change sets: one action with its before and after."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RowRange:
    """Rows of one table that a change set touched: ids `first` to `last`, both included."""

    table: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """One action as the change history keeps it.

    `what` says in a few words what was done, without any of a transcript; `undoes` is the id of the set it undid or redid;
    `touched` names the rows, so that a screen refreshes only what it shows.
    """

    id: int
    verb: str
    coder: int
    at: str
    reason: str = ""
    what: str = ""
    undoes: int | None = None
    touched: tuple[RowRange, ...] = field(default=())

    def touches(self, *tables: str) -> bool:
        """Whether any row of one of the tables changed."""
        return any(row.table in tables for row in self.touched)
