"""Who was given which source, how far they are with it, and what each finished attempt holds for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, or_, select

from qualcode.domain.coding import RoundKind, RoundState
from qualcode.domain.rounds import Attempt, AttemptState
from qualcode.storage.session import Repository
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.journal import change_set, row_change
from qualcode.storage.tables.rounds import assignment, finished_coding, round_
from qualcode.storage.tables.sources import source

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement

    from qualcode.storage.session import Record

CHUNK = 500
CODED = ("code", "start", "end", "removed")
"""The columns of a coding that say what was coded; stars and notes do not."""
INDEPENDENT: ColumnElement[bool] = round_.c.kind == RoundKind.INDEPENDENT.value


class Attempts(Repository):
    """Attempts of coders at sources.

    Who is how far is hidden from a coder who codes blind; what is in an attempt of a blind round is hidden from all but
    the coder who made it.
    """

    def latest(self, coder: int, source: int, round: int | None = None) -> Attempt | None:
        """The coder's latest attempt at the source: in an independent round, one in progress first, or in the round named."""
        mine = select(assignment).join(round_, round_.c.id == assignment.c.round).where(_of(coder, source))
        if round is not None:
            mine = mine.where(assignment.c.round == round)
        else:
            mine = mine.where(INDEPENDENT).order_by((round_.c.state == RoundState.IN_PROGRESS.value).desc())
        row = self.row(mine.order_by(assignment.c.round.desc(), assignment.c.attempt.desc()))
        return attempt_of(row) if row is not None else None

    def attempt(self, number: int) -> Attempt:
        """The attempt with this id, if the viewer may see it.

        Raises:
            KeyError: there is none that they may see.
        """
        seen = self.sight.work_of_others(assignment.c.coder)
        row = self.row(select(assignment).where(assignment.c.id == number, seen))
        if row is None:
            raise KeyError(number)
        return attempt_of(row)

    def attempts(self, *, round: int | None = None, coder: int | None = None, latest: bool = True) -> tuple[Attempt, ...]:
        """Attempts that the viewer may see, of one round or coder when named; only the `latest` of each in a round, or all."""
        statement = select(assignment).where(self.sight.work_of_others(assignment.c.coder))
        if round is not None:
            statement = statement.where(assignment.c.round == round)
        if coder is not None:
            statement = statement.where(assignment.c.coder == coder)
        found = [attempt_of(row) for row in self.rows(statement.order_by(assignment.c.id))]
        if not latest:
            return tuple(found)
        return tuple({(one.round, one.source, one.coder): one for one in found}.values())

    def finished_by(self, coder: int) -> dict[int, Attempt]:
        """The coder's latest finished attempt of each live source, whatever its round, by source."""
        statement = (
            select(assignment)
            .join(source, source.c.id == assignment.c.source)
            .where(
                self.sight.work_of_others(assignment.c.coder),
                source.c.removed == 0,
                assignment.c.coder == coder,
                assignment.c.state == AttemptState.FINISHED.value,
            )
            .order_by(assignment.c.finished_at, assignment.c.id)
        )
        return {row.source: attempt_of(row) for row in self.rows(statement)}

    def finished_sources(self, coder: int) -> frozenset[int]:
        """The sources a coder has finished and not reopened since, as far as the viewer may see."""
        state: dict[int, AttemptState] = {}
        for one in self.attempts(coder=coder, latest=False):
            if one.state is not AttemptState.ASSIGNED:
                state[one.source] = one.state
        return frozenset(number for number, is_now in state.items() if is_now is AttemptState.FINISHED)

    def coded_since(self, attempt: Attempt, moment: str) -> bool:
        """Whether what a finished attempt holds was coded, recoded or removed after a moment: it was not if only declared then.

        Of a coding whose action was taken back the history alone knows, by an image that names coder and source.
        """
        here = and_(coding.c.source == attempt.source, coding.c.coder == attempt.coder, coding.c.round == attempt.round)
        told = or_(row_change.c.action != "update", *(row_change.c.after.contains(f'"{name}":') for name in CODED))
        still_there = exists().where(here, coding.c.id >= row_change.c.first, coding.c.id <= row_change.c.last)
        gone = and_(
            row_change.c.before.contains(f'"coder":{attempt.coder}'), row_change.c.before.contains(f'"source":{attempt.source}')
        )
        changes = (
            select(row_change.c.id)
            .join(change_set, change_set.c.id == row_change.c.change_set)
            .where(
                row_change.c.table_name == coding.name,
                change_set.c.at > moment,
                change_set.c.at <= (attempt.finished_at or moment),
                or_(and_(told, still_there), and_(row_change.c.action == "delete", gone)),
            )
        )
        return self.row(changes.limit(1)) is not None

    def finished_marks(self, attempts: Collection[int]) -> dict[int, list[tuple[int, int, int]]]:
        """What finished attempts hold, by attempt: (code, start, end) of each coding that the viewer may see, by place."""
        wanted = sorted(attempts)
        found: dict[int, list[tuple[int, int, int]]] = {number: [] for number in wanted}
        columns = select(finished_coding.c.assignment, finished_coding.c.code, finished_coding.c.start, finished_coding.c.end)
        visible = columns.join(assignment, assignment.c.id == finished_coding.c.assignment).where(self.sight.codings(assignment))
        for place in range(0, len(wanted), CHUNK):
            part = visible.where(finished_coding.c.assignment.in_(wanted[place : place + CHUNK]))
            for row in self.rows(part.order_by(finished_coding.c.assignment, finished_coding.c.start, finished_coding.c.id)):
                found[row[0]].append((row[1], row[2], row[3]))
        return found


def _of(coder: int, number: int) -> ColumnElement[bool]:
    return and_(assignment.c.coder == coder, assignment.c.source == number)


def attempt_of(row: Record) -> Attempt:
    """An attempt as its row has it."""
    return Attempt(
        row.id,
        row.round,
        row.source,
        row.coder,
        row.attempt,
        AttemptState(row.state),
        row.revision,
        row.finished_at,
        row.reason or "",
    )
