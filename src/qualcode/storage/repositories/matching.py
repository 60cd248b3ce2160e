"""Matchings of code lists and the relations in them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.domain.matching import CodeMatch, Matching, MatchState, Relation
from qualcode.storage.clock import new_guid, now
from qualcode.storage.session import Repository
from qualcode.storage.tables.codebook import code_map, code_map_set

if TYPE_CHECKING:
    from qualcode.storage.session import Record


class MatchingRepository(Repository):
    """Matchings, the oldest first; a coder who codes blind sees none."""

    def all(self) -> tuple[Matching, ...]:
        """All matchings with their relations in the order they were made."""
        matches: dict[int, list[CodeMatch]] = defaultdict(list)
        for row in self.rows(select(code_map).where(self.sight.work_of_others()).order_by(code_map.c.rank, code_map.c.id)):
            matches[row.map_set].append(_match(row))
        rows = self.rows(select(code_map_set).where(self.sight.work_of_others()).order_by(code_map_set.c.id))
        return tuple(_matching(row, matches[row.id]) for row in rows)

    def in_progress(self) -> Matching | None:
        """The matching that is not finished."""
        return next((one for one in self.all() if not one.finished), None)

    def begin(self, name: str, before: int) -> int:
        """Begin a matching of the codebook as version `before` has it, and return its id."""
        values = {"guid": new_guid(), "name": name, "first_version": before, "second_version": before, "made_at": now()}
        return self.write.insert(code_map_set, {**values, "state": MatchState.IN_PROGRESS.value})

    def add(self, matching: int, values: dict[str, Any]) -> int:
        """Add a relation: columns of `code_map`, with `relation` as its word; returns its id."""
        return self.write.insert(
            code_map, {**values, "map_set": matching, "decided_by": self.sight.viewer, "at": now(), "rank": 0}
        )

    def change(self, match: int, values: dict[str, Any]) -> bool:
        """Change a relation; False where it was so already."""
        changed = self.write.update(code_map, match, values)
        if changed:
            self.write.update(code_map, match, {"decided_by": self.sight.viewer, "at": now()})
        return changed

    def remove(self, match: int) -> None:
        """Take a relation away."""
        self.write.delete(code_map, match)

    def set_result(self, match: int, result: int | None) -> None:
        """Say which code a relation came to."""
        self.write.update(code_map, match, {"result_code": result})

    def finish(self, number: int, after: int) -> None:
        """Finish a matching, which made codebook version `after`."""
        values = {"state": MatchState.FINISHED.value, "finished_at": now(), "result_version": after}
        self.write.update(code_map_set, number, values)


def _matching(row: Record, matches: list[CodeMatch]) -> Matching:
    state = MatchState(row.state)
    return Matching(
        row.id, row.guid, row.name, state, row.made_at, row.finished_at, row.first_version, row.result_version, tuple(matches)
    )


def _match(row: Record) -> CodeMatch:
    return CodeMatch(
        row.id,
        row.first_code,
        row.second_code,
        Relation(row.relation),
        row.result_code,
        row.reason,
        row.decided_by,
        row.at,
        row.name,
        row.definition,
        row.parent,
    )
