"""The change history: who did what, when and why; undo and redo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from qualcode.domain.changes import ChangeSet, RowRange
from qualcode.errors import NotFound, UndoRefused
from qualcode.storage.journal import images, trail
from qualcode.storage.journal.subjects import change_sets_about
from qualcode.storage.journal.undo import take_back
from qualcode.storage.session import Repository
from qualcode.storage.tables.codebook import code
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.journal import change_set, row_change
from qualcode.storage.tables.sources import source
from qualcode.storage.tables.studies import coder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Select

    from qualcode.storage.session import Record

OPEN_TO_ALL = frozenset({"study", "coder", "source", "revision", "turn", "speaker", "round", "assignment"})
"""Tables whose rows no blind round hides."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change set as a reader of the history meets it.

    `stands` is False for one that was taken back, `undone_by` then the undo that did it, where the viewer may see it.
    """

    change: ChangeSet
    coder: str
    stands: bool
    undone_by: int | None = None


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which changes are asked for: of some verbs, of a coder, about a source, about a code (by id); None is any."""

    verbs: tuple[str, ...] = ()
    coder: int | None = None
    source: int | None = None
    code: int | None = None


ANY = HistoryFilter()
_LINE = (
    change_set.c.id,
    change_set.c.verb,
    change_set.c.coder,
    change_set.c.at,
    change_set.c.reason,
    change_set.c.what,
    change_set.c.undoes,
    coder.c.name,
)


class HistoryRepository(Repository):
    """Change sets, newest last, as far as the viewer may see them: a blind coder only their own."""

    def lines(self, wanted: HistoryFilter = ANY, *, limit: int | None = None, after: int = 0) -> tuple[HistoryLine, ...]:
        """The change history in the order things happened; `limit` keeps the latest, `after` those after a change set.

        The rows that a change touched are not read with it: ask `touched`.
        """
        statement = self._statement().where(change_set.c.id > after)
        if wanted.verbs:
            statement = statement.where(change_set.c.verb.in_(wanted.verbs))
        if wanted.coder is not None:
            statement = statement.where(change_set.c.coder == wanted.coder)
        about = self._about(wanted)
        if limit is not None and about is None:
            statement = statement.limit(limit)
        found = [row for row in self.rows(statement) if about is None or row[0] in about]
        return self._made(found if limit is None else found[:limit])

    def line(self, number: int) -> HistoryLine:
        """One change set.

        Raises:
            NotFound: there is none of that number that the viewer may see.
        """
        found = self._made(self.rows(self._statement().where(change_set.c.id == number)))
        if not found:
            raise NotFound(f"There is no change {number}.", "`qualcode history` lists them.")
        return found[0]

    def touched(self, number: int) -> tuple[RowRange, ...]:
        """The rows that a change set touched."""
        columns = select(row_change.c.table_name, row_change.c.first, row_change.c.last)
        rows = self.rows(columns.where(row_change.c.change_set == number).order_by(row_change.c.id))
        return tuple(RowRange(*row) for row in rows)

    def deeds(self, number: int) -> frozenset[tuple[str, str]]:
        """Which tables a change set touched, each with what it did there: insert, update, delete, carry."""
        columns = select(row_change.c.table_name, row_change.c.action).distinct()
        return frozenset((row[0], row[1]) for row in self.rows(columns.where(row_change.c.change_set == number)))

    def redefined(self) -> dict[int, tuple[tuple[int, str, str, str], ...]]:
        """What changes did to fields of codes, by change set: the code's id, the field, its text before and after."""
        seen = self.sight.work_since(change_set.c.coder, change_set.c.at)
        lines = (
            select(row_change.c.change_set, row_change.c.first, row_change.c.before, row_change.c.after)
            .join(change_set, change_set.c.id == row_change.c.change_set)
            .where(seen, row_change.c.table_name == code.name, row_change.c.action == "update")
        )
        found: dict[int, tuple[tuple[int, str, str, str], ...]] = {}
        for number, row, before, after in self.rows(lines.order_by(row_change.c.id)):
            was, is_now = images.from_json(before)[0], images.from_json(after)[0]
            fields = tuple((row, name, str(was[name] or ""), str(is_now[name] or "")) for name in is_now)
            found[number] = (*found.get(number, ()), *fields)
        return found

    def work_done(self) -> tuple[tuple[str, str, str, int, str, str], ...]:
        """Rows of each table that changes which stand inserted or updated, by coder.

        Each as table, action, the coder's name, how many rows, and the moments of the first and last of these changes.
        """
        many = func.sum(row_change.c.last - row_change.c.first + 1)
        statement = (
            select(
                row_change.c.table_name,
                row_change.c.action,
                coder.c.name,
                many,
                func.min(change_set.c.at),
                func.max(change_set.c.at),
            )
            .join(change_set, change_set.c.id == row_change.c.change_set)
            .join(coder, coder.c.id == change_set.c.coder)
            .where(
                self.sight.work_since(change_set.c.coder, change_set.c.at),
                row_change.c.action.in_(("insert", "update")),
                trail.is_original(change_set),
                trail.stands(change_set),
            )
            .group_by(row_change.c.table_name, row_change.c.action, coder.c.id, coder.c.name)
            .order_by(coder.c.id, row_change.c.table_name, row_change.c.action)
        )
        return tuple((row[0], row[1], row[2], int(row[3]), row[4], row[5]) for row in self.rows(statement))

    def verbs(self) -> tuple[str, ...]:
        """The verbs of the changes that the viewer may see, in the order of the alphabet."""
        seen = self.sight.work_since(change_set.c.coder, change_set.c.at)
        return tuple(row[0] for row in self.rows(select(change_set.c.verb).where(seen).distinct().order_by(change_set.c.verb)))

    def _statement(self) -> Select[Any]:
        return (
            select(*_LINE, trail.stands(change_set))
            .join(coder, coder.c.id == change_set.c.coder)
            .where(self.sight.work_since(change_set.c.coder, change_set.c.at))
            .order_by(change_set.c.id.desc())
        )

    def _about(self, wanted: HistoryFilter) -> set[int] | None:
        """The change sets that are about the source and the code asked for; None where any are."""
        roots = ((source, wanted.source), (code, wanted.code))
        found = [change_sets_about(self.session.connection, table, one) for table, one in roots if one is not None]
        return set.intersection(*found) if found else None

    def _made(self, rows: Sequence[Record]) -> tuple[HistoryLine, ...]:
        undoing = select(change_set.c.undoes, change_set.c.id).where(
            change_set.c.undoes.is_not(None), trail.stands(change_set), self.sight.work_since(change_set.c.coder, change_set.c.at)
        )
        by = {row[0]: row[1] for row in self.rows(undoing)}
        # Unpacked by place: a study of some years has tens of thousands.
        return tuple(
            HistoryLine(
                ChangeSet(number, verb, who, at, reason, what, undoes), name, bool(stands), None if stands else by.get(number)
            )
            for number, verb, who, at, reason, what, undoes, name, stands in reversed(rows)
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
        seen = self.sight.work_since(change_set.c.coder, change_set.c.at)
        if self.row(select(change_set.c.id).where(change_set.c.id == number, seen)) is None:
            raise UndoRefused(f"There is no change {number} that you could take back.", "`qualcode history` lists them.")
        return take_back(self.session, number)


def _change(row: Record, touched: tuple[RowRange, ...]) -> ChangeSet:
    return ChangeSet(row.id, row.verb, row.coder, row.at, row.reason, row.what, row.undoes, touched)
