"""What a round fixes, who was given which source, and what was finished."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qualcode.domain.units import Unit, unit_rule

if TYPE_CHECKING:
    from qualcode.domain.coding import Round

COEFFICIENT = "Krippendorff's alpha (nominal), with F1"


class AttemptState(StrEnum):
    """How far one coder is with one source in one round."""

    ASSIGNED = "assigned"
    FINISHED = "finished"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class FixedChoices:
    """What a sample fixes when it is drawn; figures made otherwise are headed "exploratory"."""

    unit: Unit = Unit.TURN
    rule: str = unit_rule(Unit.TURN)
    coefficient: str = COEFFICIENT
    with_interviewer: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One coder's attempt at one source in one round.

    `number` counts from 1; `revision` is the text it was finished on; `finished_at` a moment in UTC. Both are None until
    it is finished. A finished attempt is never changed: reopening makes the next one.
    """

    id: int
    round: int
    source: int
    coder: int
    number: int
    state: AttemptState
    revision: int | None = None
    finished_at: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RoundOverview:
    """A round as a list shows it, counted in sources: only the viewer's own while they code blind."""

    round: Round
    coders: tuple[str, ...]
    sources: int
    finished: int
    fixed: FixedChoices | None
    codebook_version: str
    made_at: str
    closed_at: str | None
