"""The change history: who did what, when and why; undo and redo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from qualcode.domain.changes import ChangeSet, RowRange
from qualcode.errors import UndoRefused
from qualcode.storage.journal import trail
from qualcode.storage.journal.undo import take_back
from qualcode.storage.session import Repository
from qualcode.storage.tables.codebook import code
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.journal import change_set, row_change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.storage.session import Record

OPEN_TO_ALL = frozenset({"study", "coder", "source", "revision", "turn", "speaker", "round", "assignment"})
"""Tables whose rows no blind round hides."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change set as a reader of the history meets it; `stands` is False for one that was taken back."""

    change: ChangeSet
    coder: str
    stands: bool


class HistoryRepository(Repository):
    """Change sets, newest last, as far as the viewer may see them: a blind coder only their own."""

    def lines(self, *, limit: int | None = None) -> tuple[HistoryLine, ...]:
        """The change history in the order things happened; `limit` keeps the latest."""
        from qualcode.storage.tables.studies import coder

        statement = (
            select(change_set, coder.c.name, trail.stands(change_set).label("stands"))
            .join(coder, coder.c.id == change_set.c.coder)
            .where(self.sight.work_since(change_set.c.coder, change_set.c.at))
            .order_by(change_set.c.id.desc())
        )
        found = self.rows(statement if limit is None else statement.limit(limit))
        touched: dict[int, list[RowRange]] = {}
        if found:
            lines = select(row_change).where(row_change.c.change_set >= found[-1].id).order_by(row_change.c.id)
            for line in self.rows(lines):
                touched.setdefault(line.change_set, []).append(RowRange(line.table_name, line.first, line.last))
        return tuple(
            HistoryLine(_change(row, tuple(touched.get(row.id, ()))), row.name, bool(row.stands)) for row in reversed(found)
        )

    def latest(self) -> int:
        """The id of the latest change set there is, whether the viewer may see it or not; 0 in a new study."""
        return self.number(select(func.max(change_set.c.id))) or 0

    def since(self, number: int) -> tuple[int, tuple[ChangeSet, ...]]:
        """The latest change set there is, and what the viewer may hear of those after `number`, the oldest first.

        Of a change that is not theirs to see, as another coder's during a blind round, they hear no more than which of
        the rows before their eyes it changed; of one that changed none of them, nothing.
        """
        seen = self.sight.work_since(change_set.c.coder, change_set.c.at).label("seen")
        found = self.rows(select(change_set, seen).where(change_set.c.id > number).order_by(change_set.c.id))
        if not found:
            return number, ()
        touched: dict[int, list[RowRange]] = {}
        for line in self.rows(select(row_change).where(row_change.c.change_set > number).order_by(row_change.c.id)):
            touched.setdefault(line.change_set, []).append(RowRange(line.table_name, line.first, line.last))
        heard = []
        for row in found:
            rows = tuple(touched.get(row.id, ()))
            if row.verb == trail.WITHDRAW:
                # What it took out is not written down, lest it be known by the gap.
                heard.append(ChangeSet(row.id, row.verb, row.coder, row.at, everything=True))
            elif row.seen:
                heard.append(_change(row, rows))
            elif shown := tuple(self._before_their_eyes(rows)):
                heard.append(ChangeSet(row.id, "", row.coder, row.at, touched=shown))
        return found[-1].id, tuple(heard)

    def _before_their_eyes(self, rows: Sequence[RowRange]) -> Iterator[RowRange]:
        """Those of some rows that the viewer sees, whoever changed them."""
        codes = code.c.made_by == self.sight.viewer if self.sight.blind else self.sight.codes(code)
        conditions = {"coding": (coding, self.sight.codings(coding)), "code": (code, codes)}
        for one in rows:
            if one.table in OPEN_TO_ALL:
                yield one
            elif one.table in conditions:
                table, seen = conditions[one.table]
                found = self.rows(select(table.c.id).where(table.c.id.between(one.first, one.last), seen).order_by(table.c.id))
                yield from (RowRange(one.table, row.id, row.id) for row in found)

    def next_undo(self, coder: int) -> int:
        """The id of the action that undo would take back for this coder.

        Raises:
            UndoRefused: there is none.
        """
        number = trail.latest_to_undo(self.session.connection, coder)
        if number is None:
            raise UndoRefused("There is nothing of yours to undo.")
        return number

    def next_redo(self, coder: int) -> int:
        """The id of the undo that redo would take back for this coder.

        Raises:
            UndoRefused: nothing was undone, or they have acted since.
        """
        number = trail.latest_to_redo(self.session.connection, coder)
        if number is None:
            raise UndoRefused("There is nothing of yours to redo.")
        return number

    def take_back(self, number: int) -> str:
        """Swap the images of a change set and say what was taken back.

        Raises:
            UndoRefused: something later stands on it.
        """
        return take_back(self.session, number)


def _change(row: Record, touched: tuple[RowRange, ...]) -> ChangeSet:
    return ChangeSet(row.id, row.verb, row.coder, row.at, row.reason, row.what, row.undoes, touched)
