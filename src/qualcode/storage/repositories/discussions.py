"""Discussions: what two coders finished side by side, the decisions on it, and the layer of agreed codings."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.domain.coding import CoderKind, RoundKind, RoundState
from qualcode.domain.differences import Mark
from qualcode.domain.discussions import Decision, Discussion, DiscussionState, Outcome, Redefined
from qualcode.domain.spans import Span
from qualcode.storage.clock import new_guid, now
from qualcode.storage.repositories.coders import initials_of
from qualcode.storage.session import Repository
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.rounds import (
    assignment,
    decision,
    decision_agreed,
    decision_finished,
    discussion,
    discussion_coder,
    finished_coding,
    round_,
)
from qualcode.storage.tables.sources import source
from qualcode.storage.tables.studies import coder

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, Table

    from qualcode.domain.discussions import NewDecision
    from qualcode.storage.session import Record

CONSENSUS = "Agreed coding"
"""The coder whose codings a discussion agreed on."""
ROUND = "agreed"
SIDES = ("first", "second")
CHUNK = 500


class DiscussionsRepository(Repository):
    """Discussions, one for each source at most; a coder who codes blind sees none of them."""

    def all(self) -> tuple[Discussion, ...]:
        """The discussions of live sources, in the order of the sources."""
        statement = (
            select(discussion)
            .join(source, source.c.id == discussion.c.source)
            .where(self.sight.work_of_others(), source.c.removed == 0)
            .order_by(source.c.number, source.c.id)
        )
        rows = self.rows(statement)
        present: dict[int, list[int]] = defaultdict(list)
        for row in self.rows(select(discussion_coder).order_by(discussion_coder.c.id)):
            present[row.discussion].append(row.coder)
        return tuple(_discussion(row, present[row.id]) for row in rows)

    def of_source(self, number: int) -> Discussion | None:
        """The discussion of a source, or None where none was begun."""
        return next((one for one in self.all() if one.source == number), None)

    def marks(self, attempts: Collection[int]) -> dict[int, tuple[Mark, ...]]:
        """What finished attempts hold, by attempt and place, with the codes as they were given.

        Whether one is unsure is a mark on the coding itself, and read as it is now.
        """
        wanted = sorted(attempts)
        found: dict[int, list[Mark]] = {number: [] for number in wanted}
        statement = (
            select(finished_coding, coding.c.unsure, coding.c.note)
            .join(assignment, assignment.c.id == finished_coding.c.assignment)
            .outerjoin(coding, coding.c.id == finished_coding.c.coding)
            .where(self.sight.codings(assignment))
            .order_by(finished_coding.c.start, finished_coding.c.end, finished_coding.c.id)
        )
        for place in range(0, len(wanted), CHUNK):
            for row in self.rows(statement.where(finished_coding.c.assignment.in_(wanted[place : place + CHUNK]))):
                found[row.assignment].append(Mark(row.id, row.code, Span(row.start, row.end), bool(row.unsure), row.note or ""))
        return {number: tuple(marks) for number, marks in found.items()}

    def decisions(self, discussions: Collection[int]) -> tuple[Decision, ...]:
        """The decisions that stand in some discussions, in the order they were made."""
        return self._standing(decision.c.discussion.in_(list(discussions)))

    def standing(self, first: int, last: int) -> tuple[Decision, ...]:
        """Those of the decisions with ids from `first` to `last` that stand."""
        return self._standing(decision.c.id.between(first, last))

    def _standing(self, which: ColumnElement[bool]) -> tuple[Decision, ...]:
        standing = (which, decision.c.removed == 0, self.sight.work_of_others())
        rows = self.rows(select(decision).where(*standing).order_by(decision.c.id))
        sides: dict[tuple[int, str], list[int]] = defaultdict(list)
        links = select(decision_finished).join(decision, decision.c.id == decision_finished.c.decision).where(*standing)
        for link in self.rows(links.order_by(decision_finished.c.id)):
            sides[link.decision, link.side].append(link.finished_coding)
        agreed: dict[int, list[int]] = defaultdict(list)
        made = select(decision_agreed).join(decision, decision.c.id == decision_agreed.c.decision).where(*standing)
        for link in self.rows(made.order_by(decision_agreed.c.id)):
            agreed[link.decision].append(link.coding)
        return tuple(_decision(row, sides[row.id, "first"], sides[row.id, "second"], agreed[row.id]) for row in rows)

    def consensus(self) -> tuple[int, int]:
        """The coder and the round of agreed codings, by id; they are made where there are none yet."""
        who = self.number(select(coder.c.id).where(coder.c.kind == CoderKind.CONSENSUS.value).order_by(coder.c.id))
        if who is None:
            name = self._free_name(coder, CONSENSUS)
            values = {"guid": new_guid(), "name": name, "initials": initials_of(name), "kind": CoderKind.CONSENSUS.value}
            who = self.write.insert(coder, values)
        where = self.number(select(round_.c.id).where(round_.c.kind == RoundKind.CONSENSUS.value).order_by(round_.c.id))
        if where is None:
            kept = {"guid": new_guid(), "name": self._free_name(round_, ROUND), "kind": RoundKind.CONSENSUS.value}
            where = self.write.insert(round_, {**kept, "state": RoundState.IN_PROGRESS.value, "made_at": now()})
        return who, where

    def begin(
        self, *, source: int, round: int, first: int, second: int, present: Sequence[int], reading: Mapping[int, int | None]
    ) -> int:
        """Begin the discussion of a source and return its id; `first` and `second` are finished attempts."""
        values = {
            "guid": new_guid(),
            "round": round,
            "source": source,
            "first": first,
            "second": second,
            "reading": _as_text(reading),
            "state": DiscussionState.IN_PROGRESS.value,
            "started_at": now(),
        }
        number = self.write.insert(discussion, values)
        self.set_present(number, present)
        return number

    def begin_again(self, number: int, *, first: int, second: int, reading: Mapping[int, int | None]) -> None:
        """Compare other attempts, or read their codes otherwise; every decision is taken away."""
        self.take_away([one.id for one in self.decisions([number])])
        values = {"first": first, "second": second, "reading": _as_text(reading), "finished_at": None}
        self.write.update(discussion, number, {**values, "state": DiscussionState.IN_PROGRESS.value})

    def set_present(self, number: int, present: Sequence[int]) -> None:
        """Say who is present."""
        known = {row.coder: row.id for row in self.rows(select(discussion_coder).where(discussion_coder.c.discussion == number))}
        for who, row in known.items():
            if who not in present:
                self.write.delete(discussion_coder, row)
        fresh = [{"discussion": number, "coder": who} for who in dict.fromkeys(present) if who not in known]
        self.write.insert_many(discussion_coder, fresh)

    def set_state(self, number: int, state: DiscussionState) -> None:
        """Finish a discussion, or take it up again."""
        at = now() if state is DiscussionState.FINISHED else None
        self.write.update(discussion, number, {"state": state.value, "finished_at": at})

    def add(self, number: int, decisions: Sequence[NewDecision]) -> tuple[Decision, ...]:
        """Write decisions of a discussion and return them; codings that they agree on are in the study already."""
        if not decisions:
            return ()
        by, at = self.sight.viewer, now()
        rows = [
            {
                "guid": new_guid(),
                "discussion": number,
                "difference": one.kind,
                "outcome": one.outcome.value,
                "reason": one.reason,
                "code": one.code,
                "made": int(one.made),
                "redefined": json.dumps([[new.field, new.before, new.after] for new in one.redefined], ensure_ascii=False)
                if one.redefined
                else "",
                "decided_by": by,
                "at": at,
                "removed": 0,
            }
            for one in decisions
        ]
        first = self.write.insert_many(decision, rows)
        numbered = list(enumerate(decisions, first))
        sides = [
            {"decision": place, "finished_coding": mark, "side": side}
            for place, one in numbered
            for side, marks in zip(SIDES, (one.first, one.second), strict=True)
            for mark in marks
        ]
        self.write.insert_many(decision_finished, sides)
        self.write.insert_many(
            decision_agreed, [{"decision": place, "coding": made} for place, one in numbered for made in one.agreed]
        )
        return tuple(
            _written(place, str(row["guid"]), number, one, by, at) for (place, one), row in zip(numbered, rows, strict=True)
        )

    def amend(self, number: int, reason: str) -> None:
        """Give a decision another reason."""
        self.write.update(decision, number, {"reason": reason})

    def take_away(self, decisions: Sequence[int]) -> None:
        """Mark decisions removed, and the agreed codings that no other decision stands behind."""
        if not decisions:
            return
        self.write.update_many(decision, decisions, {"removed": 1})
        made = self._agreed_of(decision_agreed.c.decision.in_(list(decisions)))
        behind = select(decision_agreed.c.coding).join(decision, decision.c.id == decision_agreed.c.decision)
        kept = {row.coding for row in self.rows(behind.where(decision.c.removed == 0, decision_agreed.c.coding.in_(made)))}
        self.write.update_many(coding, sorted(made - kept), {"removed": 1})

    def _agreed_of(self, where: Any) -> set[int]:
        return {row.coding for row in self.rows(select(decision_agreed.c.coding).where(where))}

    def _free_name(self, table: Table, name: str) -> str:
        taken = {row.name.casefold() for row in self.rows(select(table.c.name))}
        number, free = 1, name
        while free.casefold() in taken:
            number += 1
            free = f"{name} {number}"
        return free


def _discussion(row: Record, present: Sequence[int]) -> Discussion:
    return Discussion(
        row.id,
        row.guid,
        row.source,
        row.round,
        row.first,
        row.second,
        DiscussionState(row.state),
        row.started_at,
        row.finished_at,
        tuple(present),
        {int(code): read for code, read in json.loads(row.reading).items()},
    )


def _written(place: int, guid: str, number: int, one: NewDecision, by: int, at: str) -> Decision:
    """A decision as it reads back."""
    sides = tuple(one.first), tuple(one.second)
    made = tuple(one.redefined)
    return Decision(
        place, guid, number, one.kind, one.outcome, one.reason, *sides, tuple(one.agreed), by, at, one.code, one.made, made
    )


def _decision(row: Record, first: Sequence[int], second: Sequence[int], agreed: Sequence[int]) -> Decision:
    return Decision(
        row.id,
        row.guid,
        row.discussion,
        row.difference,
        Outcome(row.outcome),
        row.reason,
        tuple(first),
        tuple(second),
        tuple(agreed),
        row.decided_by,
        row.at,
        row.code,
        bool(row.made),
        tuple(Redefined(*one) for one in json.loads(row.redefined or "[]")),
    )


def _as_text(reading: Mapping[int, int | None]) -> str:
    return json.dumps({str(code): reading[code] for code in sorted(reading)})
