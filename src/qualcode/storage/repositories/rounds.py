"""Rounds and their samples; finishing, reopening and closing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.domain.coding import Purpose, Round, RoundKind, RoundState
from qualcode.domain.packages import PACKAGE
from qualcode.domain.rounds import Attempt, AttemptState, Coefficient, FixedChoices
from qualcode.domain.sampling import DrawMethod, RecordedDraw, Stratum
from qualcode.domain.units import MappingRule, Unit
from qualcode.errors import NotAllowed, NotFound
from qualcode.storage.clock import new_guid, now
from qualcode.storage.repositories.attempts import INDEPENDENT, Attempts
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.rounds import assignment, draw, finished_coding, round_
from qualcode.storage.tables.sources import source
from qualcode.storage.tables.studies import study

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qualcode.storage.session import Record


class RoundsRepository(Attempts):
    """Rounds by name, and what is done with them; the attempts in them as `Attempts` reads them."""

    def all(self) -> tuple[Round, ...]:
        """All rounds in the order they were made; the open round is the first."""
        return tuple(_round(row) for row in self.rows(select(round_).order_by(round_.c.id)))

    def get(self, number: int) -> Round:
        """The round with this id.

        Raises:
            KeyError: there is none.
        """
        row = self.row(select(round_).where(round_.c.id == number))
        if row is None:
            raise KeyError(number)
        return _round(row)

    def named(self, name: str) -> Round:
        """The round of this name, in any case of letters.

        Raises:
            NotFound: there is none; the message lists them.
        """
        rounds = self.all()
        for one in rounds:
            if one.name.casefold() == name.strip().casefold():
                return one
        raise NotFound(f'There is no round "{name}".', f"Its rounds are {', '.join(one.name for one in rounds)}.")

    def open_round(self) -> Round:
        """The round that coding belongs to where no sample was drawn."""
        row = self.row(select(round_).where(round_.c.kind == RoundKind.OPEN.value).order_by(round_.c.id))
        assert row is not None
        return _round(row)

    def in_progress(self, purpose: Purpose | None = None) -> tuple[Round, ...]:
        """The independent rounds in progress, of one purpose when named."""
        statement = select(round_).where(INDEPENDENT, round_.c.state == RoundState.IN_PROGRESS.value)
        if purpose is not None:
            statement = statement.where(round_.c.purpose == purpose.value)
        return tuple(_round(row) for row in self.rows(statement.order_by(round_.c.id)))

    def moments(self, number: int) -> tuple[str, str | None]:
        """When a round was made and closed, in UTC."""
        row = self.row(select(round_.c.made_at, round_.c.closed_at).where(round_.c.id == number))
        assert row is not None
        return row.made_at, row.closed_at

    def fixed(self, number: int) -> FixedChoices | None:
        """What was fixed when the round's sample was drawn, or None for a round without a sample."""
        stored = self.scalar(select(round_.c.fixed).where(round_.c.id == number))
        if stored is None:
            return None
        values = json.loads(stored)
        return FixedChoices(
            Unit(values["unit"]),
            MappingRule(values["mapping"]),
            Coefficient(values["coefficient"]),
            values["with_interviewer"],
            values["rule"],
        )

    def draw_of(self, number: int) -> RecordedDraw | None:
        """How the sources of a round came to be in it; None for a round without a sample, and to a viewer who codes blind."""
        row = self.row(select(draw).where(draw.c.round == number, self.sight.work_of_others()))
        if row is None:
            return None
        kept = json.loads(row.strata)
        return RecordedDraw(
            method=DrawMethod(row.method),
            pool=tuple(json.loads(row.pool)),
            excluded=tuple((guid, why) for guid, why in json.loads(row.excluded)),
            result=tuple(json.loads(row.result)),
            reason=row.reason,
            asked=row.share or "",
            seed=None if row.seed is None else int(row.seed),
            by=tuple(kept["by"]),
            strata=tuple(Stratum(name, size, drawn, tuple(guids)) for name, size, drawn, guids in kept["strata"]),
        )

    def current_for(self, coder: int, source: int) -> Round:
        """The round that this coder's work on this source belongs to now: the sample they code it for, else the open round.

        The open round is never over: what agreement reads of it was copied when a source was finished, and coding goes
        on as the themes do.

        Raises:
            NotAllowed: they have finished it in a sample's round still in progress.
        """
        attempt = self.latest(coder, source)
        if attempt is None:
            return self.open_round()
        found = self.get(attempt.round)
        if attempt.state is not AttemptState.FINISHED:
            return found
        if found.state is RoundState.CLOSED or found.kind is RoundKind.OPEN:
            return self.open_round()
        raise NotAllowed(
            f"{self._name_of(source)} is finished in the round {found.name}, so its coding is fixed.",
            "Reopen it with `qualcode reopen STUDY SOURCE --reason ...` to change it.",
        )

    def sampled_for(self, purposes: Collection[Purpose]) -> frozenset[int]:
        """The sources that were ever given out in a round of one of the purposes."""
        statement = (
            select(assignment.c.source)
            .join(round_, round_.c.id == assignment.c.round)
            .where(round_.c.purpose.in_([purpose.value for purpose in purposes]))
        )
        return frozenset(row[0] for row in self.rows(statement))

    def add_sample(
        self,
        *,
        name: str,
        purpose: Purpose,
        version: int | None,
        fixed: FixedChoices,
        coders: Sequence[int],
        sources: Sequence[int],
    ) -> int:
        """Make a blind independent round that gives sources to coders, to each all of them, and return its id."""
        values = {
            "guid": new_guid(),
            "name": name,
            "kind": RoundKind.INDEPENDENT.value,
            "purpose": purpose.value,
            "codebook_version": version,
            "blind": 1,
            "fixed": json.dumps(
                {
                    "unit": fixed.unit.value,
                    "mapping": fixed.mapping.value,
                    "rule": fixed.rule,
                    "coefficient": fixed.coefficient.value,
                    "with_interviewer": fixed.with_interviewer,
                }
            ),
            "state": RoundState.IN_PROGRESS.value,
            "made_at": now(),
        }
        number = self.write.insert(round_, values)
        given = {"round": number, "attempt": 1, "state": AttemptState.ASSIGNED.value}
        self.write.insert_many(assignment, [{**given, "source": one, "coder": coder} for coder in coders for one in sources])
        return number

    def add_draw(self, number: int, drawn: RecordedDraw) -> None:
        """Keep how a round's sources came to be in it."""
        strata = [[one.name, one.size, one.drawn, one.members] for one in drawn.strata]
        as_json = {
            "pool": drawn.pool,
            "excluded": drawn.excluded,
            "strata": {"by": drawn.by, "strata": strata},
            "result": drawn.result,
        }
        values = {
            "round": number,
            "method": drawn.method.value,
            "reason": drawn.reason,
            "share": drawn.asked or None,
            "seed": None if drawn.seed is None else str(drawn.seed),
        }
        self.write.insert(draw, values | {name: json.dumps(value, ensure_ascii=False) for name, value in as_json.items()})

    def finish(self, coder: int, source: int, round: int | None = None) -> bool:
        """Freeze a coder's codings of a source, empty or not, in the round they code it in or the one named.

        False when that is done already. The last source of a sample to be finished closes its round, unless this is a package:
        its round is closed at home.

        Raises:
            NotAllowed: it is finished, and its codings have changed since.
        """
        attempt = self._to_finish(coder, source, round)
        if attempt.state is AttemptState.FINISHED:
            self._refuse_if_changed(attempt)
            return False
        self.write.insert_many(finished_coding, [{**row, "assignment": attempt.id} for row in self._live_codings(attempt)])
        values = {
            "state": AttemptState.FINISHED.value,
            "revision": self._revision_of(source),
            "codebook_version": self.get(attempt.round).codebook_version,
            "finished_at": now(),
        }
        self.write.update(assignment, attempt.id, values)
        if self.is_complete(attempt.round) and not self._is_package():
            self.close(attempt.round)
        return True

    def reopen(self, coder: int, source: int, reason: str) -> Attempt:
        """Begin a new attempt at a source whose latest attempt is finished; that one stays as it is.

        Raises:
            NotAllowed: the coder has not finished the source.
        """
        finished = self.finished_by(coder).get(source)
        latest = self.latest(coder, source, finished.round) if finished else None
        if finished is None or latest is None or latest.state is not AttemptState.FINISHED:
            raise NotAllowed(f"{self._name_of(source)} is not finished, so it can be coded as it is.")
        values = {
            "round": finished.round,
            "source": source,
            "coder": coder,
            "attempt": finished.number + 1,
            "state": AttemptState.REOPENED.value,
            "reason": reason,
        }
        number = self.write.insert(assignment, values)
        return Attempt(number, finished.round, source, coder, finished.number + 1, AttemptState.REOPENED, reason=reason)

    def close(self, number: int) -> None:
        """Close a round: it is blind no longer, and its figures may be computed."""
        self.write.update(round_, number, {"state": RoundState.CLOSED.value, "closed_at": now()})

    def is_complete(self, number: int) -> bool:
        """Whether this is an independent round in progress of which every coder has finished every source they were given."""
        found = self.get(number)
        if found.kind is not RoundKind.INDEPENDENT or found.state is RoundState.CLOSED:
            return False
        states: dict[tuple[int, int], str] = {}
        for row in self.rows(select(assignment).where(assignment.c.round == number).order_by(assignment.c.attempt)):
            states[row.source, row.coder] = row.state
        return all(state == AttemptState.FINISHED.value for state in states.values())

    def _is_package(self) -> bool:
        return bool(self.scalar(select(study.c.role)) == PACKAGE)

    def _to_finish(self, coder: int, source: int, round: int | None) -> Attempt:
        """The attempt that finishing is about; it is made where the coder works in the open round for the first time."""
        if round is not None:
            return self.latest(coder, source, round) or self._assigned(round, coder, source)
        attempt = self.latest(coder, source)
        if attempt is not None and (
            attempt.state is not AttemptState.FINISHED or self.get(attempt.round).state is not RoundState.CLOSED
        ):
            return attempt
        opened = self.open_round().id
        in_open = self.latest(coder, source, opened)
        if in_open is not None:
            return in_open
        # What a sample's round holds is not to be covered by an open round in which this coder did nothing.
        if attempt is not None and not self._live_codings(replace(attempt, round=opened)):
            return attempt
        return self._assigned(opened, coder, source)

    def _assigned(self, number: int, coder: int, source: int) -> Attempt:
        values = {"round": number, "source": source, "coder": coder, "attempt": 1, "state": AttemptState.ASSIGNED.value}
        return Attempt(self.write.insert(assignment, values), number, source, coder, 1, AttemptState.ASSIGNED)

    def _live_codings(self, attempt: Attempt) -> list[dict[str, Any]]:
        """What the coder has coded there now. Not through the viewer's sight: it is copied, not shown."""
        statement = (
            select(coding.c.id.label("coding"), coding.c.code, coding.c.start, coding.c.end)
            .where(
                coding.c.removed == 0,
                coding.c.source == attempt.source,
                coding.c.coder == attempt.coder,
                coding.c.round == attempt.round,
            )
            .order_by(coding.c.start, coding.c.id)
        )
        return [dict(row._mapping) for row in self.rows(statement)]

    def _refuse_if_changed(self, attempt: Attempt) -> None:
        frozen = self.rows(
            select(finished_coding.c.code, finished_coding.c.start, finished_coding.c.end).where(
                finished_coding.c.assignment == attempt.id
            )
        )
        live = {(row["code"], row["start"], row["end"]) for row in self._live_codings(attempt)}
        if {(row.code, row.start, row.end) for row in frozen} != live:
            raise NotAllowed(
                f"{self._name_of(attempt.source)} was finished before, and its codings have changed since.",
                "Reopen it with `qualcode reopen STUDY SOURCE --reason ...`, then finish it again.",
            )

    def _revision_of(self, number: int) -> int:
        return int(self.scalar(select(source.c.revision).where(source.c.id == number)))

    def _name_of(self, number: int) -> str:
        return str(self.scalar(select(source.c.name).where(source.c.id == number)))


def _round(row: Record) -> Round:
    return Round(
        row.id,
        row.guid,
        row.name,
        RoundKind(row.kind),
        RoundState(row.state),
        Purpose(row.purpose) if row.purpose else None,
        bool(row.blind),
        row.codebook_version,
    )
