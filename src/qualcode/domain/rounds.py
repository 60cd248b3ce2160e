"""What a round fixes, who was given which source, and what was finished."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qualcode.domain.coding import Purpose
from qualcode.domain.units import MappingRule, Unit, unit_rule

if TYPE_CHECKING:
    from qualcode.domain.coding import Round
    from qualcode.domain.sampling import RecordedDraw


class Coefficient(StrEnum):
    """The figure that a check sample is reported with, besides F1 (agreement where either coded)."""

    ALPHA = "alpha"
    KAPPA = "kappa"
    F1 = "F1"
    PERCENT = "percent"

    @property
    def in_words(self) -> str:
        """How it is printed where a sample is drawn."""
        return _IN_WORDS[self]


_IN_WORDS = {
    Coefficient.ALPHA: "Krippendorff's alpha (nominal), with F1",
    Coefficient.KAPPA: "Cohen's kappa, with F1",
    Coefficient.F1: "F1 (agreement where either coded)",
    Coefficient.PERCENT: "percent agreement, with F1",
}


PURPOSE_MEANS = {
    Purpose.DEVELOP: (
        "each coder makes codes of their own, without a codebook. What comes of it is a matched code list and the minutes "
        "of the discussion; no coefficient is computed."
    ),
    Purpose.TRAIN: (
        "the codebook is frozen, and the coders practise with it. The figures are for the coders only, and these sources "
        "are in no check."
    ),
    Purpose.CHECK: (
        "agreement on a settled codebook, the only figures that a paper may call agreement. What is fixed below holds; until "
        "the round is closed, its sources are not corrected and its codes not merged, split or retired."
    ),
}
"""What each purpose implies, as it is printed where a sample is drawn."""


class AttemptState(StrEnum):
    """How far one coder is with one source in one round."""

    ASSIGNED = "assigned"
    FINISHED = "finished"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class FixedChoices:
    """What a sample fixes when it is drawn; figures made otherwise are headed "exploratory".

    `rule` is the mapping rule in the words it had then: they name the version of the rules for sentences.
    """

    unit: Unit = Unit.TURN
    mapping: MappingRule = MappingRule.ANY
    coefficient: Coefficient = Coefficient.ALPHA
    with_interviewer: bool = False
    rule: str = ""

    def __post_init__(self) -> None:
        if not self.rule:
            object.__setattr__(self, "rule", unit_rule(self.unit, self.mapping))


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
    """A round as a list shows it: only the viewer's own part while they code blind.

    `finished` are the sources that all who were given them have finished.
    """

    round: Round
    coders: tuple[str, ...]
    sources: int
    finished: int
    fixed: FixedChoices | None
    codebook_version: str
    made_at: str
    closed_at: str | None


@dataclass(frozen=True, slots=True)
class CoderProgress:
    """How far one coder is in a round: names of the sources finished, reopened since, and still to code."""

    coder: str
    finished: tuple[str, ...]
    reopened: tuple[str, ...]
    to_code: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """All that is recorded of a round.

    `draw` is None for a round without a sample, and for a viewer who codes blind: why sources were chosen is the other's
    thought. `names` are those of the sources that the draw and the round speak of, by guid.
    """

    overview: RoundOverview
    progress: tuple[CoderProgress, ...]
    draw: RecordedDraw | None
    names: dict[str, str]
