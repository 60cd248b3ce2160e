"""Coding in one go what a search found: the plan that is shown before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.domain.spans import Span


class HitUnit(StrEnum):
    """How much is coded around the words that were found."""

    WORDS = "words"
    SENTENCE = "sentence"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class PlannedCoding:
    """A segment to be coded: where, its words, and whether the coder has given it this code already.

    `turn` and `speaker` are None outside turns; `source` and `revision` are ids, `name` is the source's.
    """

    source: int
    name: str
    revision: int
    span: Span
    words: str
    turn: int | None = None
    speaker: str | None = None
    coded: bool = False


@dataclass(frozen=True, slots=True)
class CodingPlan:
    """What one code would be applied to, in the order of sources and text.

    `hits` counts what was found, `left_out` those of it in interviewers' talk; hits that fall into one segment are one
    coding. `what` says in a few words what is done, without any of a transcript.
    """

    code: int
    path: str
    codings: tuple[PlannedCoding, ...]
    hits: int
    left_out: int = 0
    what: str = ""

    @property
    def new(self) -> tuple[PlannedCoding, ...]:
        """Those that are not there yet."""
        return tuple(one for one in self.codings if not one.coded)
