"""Matching two code lists to one: how each code relates to one of the other list, and what finished codings are read as.

What coders finished keeps the codes they gave. A matching is applied when that is read, so that agreement before it and
after it can both be computed, for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Relation(StrEnum):
    """How the first coder's code relates to the second's; of `keep` and `drop` only one of the two is named."""

    SAME = "same"
    BROADER = "broader"
    """The first is broader: the second goes under it, and is read as it where lists are compared."""
    NARROWER = "narrower"
    """The first is narrower: it goes under the second, and is read as it."""
    MERGE = "merge"
    KEEP = "keep"
    DROP = "drop"
    NEW = "new"
    """Both give way to a code that neither had."""


class MatchState(StrEnum):
    """Whether the lists are still being matched."""

    IN_PROGRESS = "in progress"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """One relation. `first`, `second` and `result` are codes by id; the result is what both are read as.

    `name` and `definition` are what the result is to be called and how it is to be defined, empty to leave it; `parent`
    is the home of a new code. A new code is made when the matching is finished, and `result` is None until then.
    """

    id: int
    first: int | None
    second: int | None
    relation: Relation
    result: int | None
    reason: str
    decided_by: int
    at: str
    name: str = ""
    definition: str = ""
    parent: int | None = None

    @property
    def codes(self) -> tuple[int, ...]:
        """The codes that are matched."""
        return tuple(code for code in (self.first, self.second) if code is not None)


@dataclass(frozen=True, slots=True)
class Matching:
    """One matching of code lists; `before` and `after` are codebook versions by id."""

    id: int
    guid: str
    name: str
    state: MatchState
    made_at: str
    finished_at: str | None
    before: int | None
    after: int | None
    matches: tuple[CodeMatch, ...] = ()

    @property
    def finished(self) -> bool:
        """Whether it is applied when finished codings are read."""
        return self.state is MatchState.FINISHED

    def reading(self) -> dict[int, int | None]:
        """What each matched code is read as, where that is another code, or None where it was dropped."""
        read: dict[int, int | None] = {}
        for match in self.matches:
            if match.relation is Relation.KEEP:
                continue
            for code in match.codes:
                if code != match.result:
                    read[code] = match.result
        return read


def read_through(matchings: Iterable[Matching]) -> dict[int, int | None]:
    """What codes are read as through all finished matchings, one after another."""
    read: dict[int, int | None] = {}
    for matching in matchings:
        if matching.finished:
            step = matching.reading()
            read = {code: step.get(to, to) if to is not None else None for code, to in read.items()}
            read |= {code: to for code, to in step.items() if code not in read}
    return {code: to for code, to in read.items() if to != code}


def read_as(code: int, reading: Mapping[int, int | None]) -> int | None:
    """What a code is read as; None where it is not read."""
    return reading.get(code, code)
