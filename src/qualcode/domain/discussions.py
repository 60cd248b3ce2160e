"""Talking differences over: a discussion of one source, its decisions, and the agreed codings each outcome makes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qualcode.domain.spans import Span, union
from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence


class Outcome(StrEnum):
    """How a difference was settled. Each is made of what the two coders finished; nothing of theirs is changed by it."""

    CARRIED = "carried over"
    """Not decided by anybody: both had it, and it was taken over when the discussion began."""
    FIRST = "take first"
    SECOND = "take second"
    BOTH = "both"
    OVERLAP = "overlap"
    SPAN = "edited span"
    CODE = "other code"
    DROP = "drop"
    CODEBOOK = "change the codebook"
    LEAVE = "leave both readings"
    """Not agreed, and not to be: both readings stand side by side in the agreed coding."""


TO_CHOOSE = tuple(one for one in Outcome if one is not Outcome.CARRIED)
"""The outcomes a discussion can have."""
ADDED = "added"
"""The kind of a decision about words that neither coder had coded."""


class DiscussionState(StrEnum):
    """Whether a source is still talked over."""

    IN_PROGRESS = "in progress"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Discussion:
    """The discussion of one source by two coders.

    `first` and `second` are the attempts compared, by id, and stay so whatever is finished later. `reading` says how
    codes were read when it began, after merges and matching: code to code, None for one that the matching dropped.
    `present` are coders by id; `round` is that of the agreed codings.
    """

    id: int
    guid: str
    source: int
    round: int
    first: int
    second: int
    state: DiscussionState
    started_at: str
    finished_at: str | None
    present: tuple[int, ...]
    reading: dict[int, int | None]

    @property
    def finished(self) -> bool:
        """Whether its agreed coding is the source's analysis coding."""
        return self.state is DiscussionState.FINISHED


@dataclass(frozen=True, slots=True)
class Redefined:
    """A field of a code that a decision changed: its text before and after; for a code made by it, `before` is empty."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One outcome: `first` and `second` are finished codings, `agreed` the codings it made, all by id.

    `kind` is that of the difference. `code` is the code it named, if any, `made` whether it made that code, and
    `redefined` what it changed of it.
    """

    id: int
    guid: str
    discussion: int
    kind: str
    outcome: Outcome
    reason: str
    first: tuple[int, ...]
    second: tuple[int, ...]
    agreed: tuple[int, ...]
    decided_by: int
    at: str
    code: int | None = None
    made: bool = False
    redefined: tuple[Redefined, ...] = ()

    @property
    def about(self) -> frozenset[int]:
        """The finished codings it settles."""
        return frozenset((*self.first, *self.second))


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision to be written, as `Decision` has it; `agreed` are codings by id."""

    kind: str
    outcome: Outcome
    first: Sequence[int]
    second: Sequence[int]
    agreed: Sequence[int]
    reason: str = ""
    code: int | None = None
    made: bool = False
    redefined: Sequence[Redefined] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One segment of one side as it can be taken now: its words' span in the current text and its live code.

    `span` is None where a correction has taken all its words out; `why_not` says why its code may not be given any more
    and is empty where it may.
    """

    span: Span | None
    code: int
    why_not: str = ""


Wanted = tuple[Span, int]
"""A coding to make: where, and with which code."""


def agreed_codings(
    outcome: Outcome,
    first: Sequence[Reading],
    second: Sequence[Reading],
    *,
    spans: Sequence[Span] = (),
    code: int | None = None,
) -> tuple[Wanted, ...]:
    """The codings an outcome makes of the readings of both sides, each once, in the order of the text.

    `spans` are the edited spans, `code` the code that was chosen. Taking the side that coded nothing makes none.

    Raises:
        InvalidInput: the outcome cannot be had of these readings; the sentence says why.
    """
    readings = (*first, *second)
    wanted: list[Wanted]
    if outcome in {Outcome.FIRST, Outcome.CARRIED}:
        wanted = _taken(first)
    elif outcome is Outcome.SECOND:
        wanted = _taken(second)
    elif outcome is Outcome.LEAVE:
        wanted = _taken(readings)
    elif outcome is Outcome.BOTH:
        _require_two_sides(first, second)
        wanted = _together(readings)
    elif outcome is Outcome.OVERLAP:
        wanted = _overlapping(first, second)
    elif outcome is Outcome.DROP:
        wanted = []
    else:
        codes = [code] if code is not None else _codes(readings)
        if outcome is Outcome.SPAN and len(codes) != 1:
            raise InvalidInput("It must be said which code the edited span has.", "Name it with --code.")
        if outcome is Outcome.SPAN and not spans:
            raise InvalidInput("No span was given.", "Give it with --span START:END or --words.")
        if code is None and outcome is not Outcome.SPAN:
            raise InvalidInput("No code was named.", "Name it with --code.")
        wanted = [(span, one) for one in codes for span in spans or _spans(first) or _spans(second)]
    return tuple(sorted(dict.fromkeys(wanted)))


def _taken(readings: Sequence[Reading]) -> list[Wanted]:
    return [(_span(one), one.code) for one in readings]


def _span(reading: Reading) -> Span:
    if reading.why_not:
        raise InvalidInput(reading.why_not, "Choose another code, or another outcome.")
    if reading.span is None:
        raise InvalidInput("Of these words nothing is left in the corrected text.", "Drop it, or give a span.")
    return reading.span


def _spans(readings: Sequence[Reading]) -> list[Span]:
    return union([one.span for one in readings if one.span is not None])


def _codes(readings: Sequence[Reading]) -> list[int]:
    return list(dict.fromkeys(one.code for one in readings))


def _together(readings: Sequence[Reading]) -> list[Wanted]:
    """All of it: segments of one code that touch become one."""
    taken = _taken(readings)
    return [(span, code) for code in _codes(readings) for span in union([one for one, of in taken if of == code])]


def _overlapping(first: Sequence[Reading], second: Sequence[Reading]) -> list[Wanted]:
    _require_two_sides(first, second)
    mine, theirs = (union([span for span, _ in _taken(side)]) for side in (first, second))
    shared = [
        Span(max(one.start, other.start), min(one.end, other.end)) for one in mine for other in theirs if one.overlaps(other)
    ]
    if not shared:
        raise InvalidInput("The two no longer overlap in the corrected text.", "Take one of them, or give a span.")
    return [(span, code) for code in _codes((*first, *second)) for span in shared]


def _require_two_sides(first: Sequence[Reading], second: Sequence[Reading]) -> None:
    if not first or not second:
        raise InvalidInput("Only one of the two coded these words.", "Take the first or the second reading, or drop it.")
