"""The minutes of discussions: what was settled and why, how code lists were matched, and what changed in the codebook."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MinuteReading:
    """What one coder had there: the code's path and the words; several lines where there were several segments.

    `given` is the path of the code as the coder gave it, where that is read as another one by now, and empty else.
    """

    code: str
    words: str
    given: str = ""

    @property
    def told(self) -> str:
        """The code as it was given, with what it is read as where that is another."""
        return f"{self.given} (read as {self.code})" if self.given else self.code


@dataclass(frozen=True, slots=True)
class MinuteLine:
    """One difference with its outcome, or without one yet (`outcome` is empty).

    `place` is where it stands, as `t. 12`. `first` and `second` are what the coders had, `agreed` what was made of it.
    `when` is a moment in UTC. `words` are the words it is about.
    """

    source: str
    number: int
    place: str
    kind: str
    first: tuple[MinuteReading, ...]
    second: tuple[MinuteReading, ...]
    words: str
    outcome: str = ""
    code: str = ""
    agreed: tuple[MinuteReading, ...] = ()
    reason: str = ""
    decided_by: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class MinutesOfSource:
    """The discussion of one source: who was there, when, and line by line what came of it.

    `agreed` counts what was carried over; `reopened` are (when, who, why) of each time it was taken up again. `counts` are
    the differences by kind, `outcomes` those settled by outcome.
    """

    source: str
    first: str
    second: str
    present: tuple[str, ...]
    started: str
    finished: str
    agreed: int
    counts: tuple[tuple[str, int], ...]
    outcomes: tuple[tuple[str, int], ...]
    lines: tuple[MinuteLine, ...]
    reopened: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def settled(self) -> int:
        """How many differences have an outcome."""
        return sum(count for _, count in self.outcomes)


@dataclass(frozen=True, slots=True)
class MinuteRelation:
    """One relation of a matching; `result` is the path of what both became, empty where it was dropped."""

    first: str
    second: str
    relation: str
    result: str
    reason: str
    decided_by: str
    when: str


@dataclass(frozen=True, slots=True)
class MinutesOfMatching:
    """One matching of code lists, between two codebook versions (`after` is empty while it is in progress)."""

    name: str
    before: str
    after: str
    relations: tuple[MinuteRelation, ...]


@dataclass(frozen=True, slots=True)
class MinuteChange:
    """A change of the codebook: which code, what of it, its text before and after, where it was decided, and when.

    `revisit` are the first coder's sources that used it, to be read again, with how many codings each.
    """

    code: str
    what: str
    before: str
    after: str
    decided: str
    when: str
    revisit: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Minutes:
    """All of it, in the order of the sources."""

    title: str
    sources: tuple[MinutesOfSource, ...]
    matchings: tuple[MinutesOfMatching, ...]
    changes: tuple[MinuteChange, ...]

    def __bool__(self) -> bool:
        return bool(self.sources or self.matchings or self.changes)
