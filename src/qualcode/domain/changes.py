"""Change sets: one action with its before and after."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    `touched` names the rows, so that a screen refreshes only what it shows; after a change of `everything`, as when a
    round is drawn or closed and with it what the viewer may see, all that is shown is read anew.
    """

    id: int
    verb: str
    coder: int
    at: str
    reason: str = ""
    what: str = ""
    undoes: int | None = None
    touched: tuple[RowRange, ...] = field(default=())
    everything: bool = False

    def touches(self, *tables: str) -> bool:
        """Whether any row of one of the tables changed."""
        return self.everything or any(row.table in tables for row in self.touched)


def together(changes: Sequence[ChangeSet]) -> ChangeSet:
    """Some change sets, at least one, as one that touches what they touch, so that a screen is drawn once for all.

    It carries number, coder and time of the latest, and the words of none, unless it is the only one.
    """
    if len(changes) == 1:
        return changes[0]
    last = changes[-1]
    touched = tuple(dict.fromkeys(row for change in changes for row in change.touched))
    everything = any(change.everything for change in changes)
    return ChangeSet(last.id, "", last.coder, last.at, touched=touched, everything=everything)
