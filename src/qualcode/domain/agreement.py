"""Agreement between coders: figures that are values or undefined with a reason, and the table they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.units import MappingRule

if TYPE_CHECKING:
    from qualcode.domain.units import Unit

NO_UNITS = "no units in scope"
NOT_USED = "code not used by either coder"
NOT_USED_BY_ANY = "code not used by any coder"
USED_EVERYWHERE = "code applied to everything by both coders"
USED_EVERYWHERE_BY_ALL = "code applied to everything by all coders"

CROWDED = 0.95
"""With a larger share of units that nobody coded, percent agreement and AC1 are near 1 whatever the coders did."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A coefficient: a fraction, or undefined (`value` None) with the `reason` in words.

    `observed` and `expected` are what it was made of where it has such parts: agreement for kappa, disagreement for
    Krippendorff's alpha. They may be known although the figure is undefined.
    """

    value: float | None
    reason: str = ""
    observed: float | None = None
    expected: float | None = None

    @property
    def defined(self) -> bool:
        """Whether there is a value."""
        return self.value is not None


def undefined(reason: str, *, observed: float | None = None, expected: float | None = None) -> Figure:
    """A figure that has no value, and why."""
    return Figure(None, reason, observed, expected)


@dataclass(frozen=True, slots=True)
class Figures:
    """The four statistics of one code, one source or all together."""

    percent: Figure
    f1: Figure
    alpha: Figure
    kappa: Figure

    def named(self) -> tuple[tuple[str, Figure], ...]:
        """The statistics with their names, in the order they are printed."""
        return (("f1", self.f1), ("alpha", self.alpha), ("kappa", self.kappa), ("percent", self.percent))


@dataclass(frozen=True, slots=True)
class Counts:
    """What the coders did with one code, in units: those that all who judged them coded, that nobody coded, and all.

    `coded` are the units that each coder coded, in the order of the coders; `judged` the judgements of all of them together.
    """

    everyone: int
    nobody: int
    units: int
    coded: tuple[int, ...]
    judged: int

    @property
    def differences(self) -> int:
        """Units that some coded and some did not."""
        return self.units - self.everyone - self.nobody

    @property
    def used(self) -> bool:
        """Whether any coder applied the code in scope."""
        return self.units > self.nobody

    @property
    def prevalence(self) -> float | None:
        """The share of all judgements that are "coded"; None where there are none."""
        return sum(self.coded) / self.judged if self.judged else None

    @property
    def only(self) -> tuple[int, ...]:
        """Of two coders: the units that only the one coded, for each."""
        return tuple(coded - self.everyone for coded in self.coded)

    @property
    def crowded(self) -> bool:
        """Whether so many units are uncoded that percent agreement and AC1 say nothing."""
        return self.units > 0 and self.nobody / self.units > CROWDED


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of one figure, or none (`low` and `high` None) with the `reason`.

    `undefined_draws` counts the draws that dropped out because the figure had no value in them.
    """

    low: float | None
    high: float | None
    undefined_draws: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Intervals:
    """Intervals of the four figures: percentile bootstrap over sources, with its level, draws and seed."""

    level: float
    draws: int
    seed: int
    percent: Interval
    f1: Interval
    alpha: Interval
    kappa: Interval

    def named(self) -> tuple[tuple[str, Interval], ...]:
        """The intervals with the names of their figures, in the order they are printed."""
        return (("f1", self.f1), ("alpha", self.alpha), ("kappa", self.kappa), ("percent", self.percent))


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """One code's row: its path in the codebook, counts in units, figures.

    From 8 sources on there are `intervals`; below, `by_source` has the figures of each source, in their order. `moved` is
    how often the other mapping rule would say otherwise of a coder and a unit. `more` are exploratory figures by name.
    """

    code: int
    path: str
    counts: Counts
    figures: Figures
    intervals: Intervals | None = None
    by_source: tuple[Figures, ...] = ()
    moved: int = 0
    more: tuple[tuple[str, Figure], ...] = ()


@dataclass(frozen=True, slots=True)
class SourceAgreement:
    """One source's figures over all codes, and its number of units in scope."""

    source: str
    units: int
    figures: Figures
    crowded: bool = False


@dataclass(frozen=True, slots=True)
class PooledAgreement:
    """All codes together: mean percent agreement, micro F1, alpha of summed disagreements, pooled kappa.

    `crowded` says that over all codes more than 95 % of the units are uncoded.
    """

    figures: Figures
    codes_used: int
    codes_unused: int
    crowded: bool = False


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two of three or more coders: the sources both have finished, their figures over all codes, and those of each code."""

    coders: tuple[str, str]
    sources: int
    figures: Figures
    codes: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class ScopeNote:
    """What the figures rest on, for the footer: every source, turn and coding that was left out is counted here."""

    units: int
    characters: int
    with_interviewer: bool
    with_sub_codes: bool
    by_paragraphs: tuple[str, ...] = ()
    """Sources that have no turns, and whose paragraphs were taken instead."""
    turns_left_out: int = 0
    backchannels: int = 0
    """Turns of fewer than three words."""
    without_backchannels: bool = False
    codings: tuple[int, ...] = ()
    """Finished codings read, of each coder."""
    codings_out_of_scope: int = 0
    """Codings that reach no unit in scope, such as those on an interviewer's turn."""
    codes_not_listed: tuple[str, ...] = ()
    """Codes that occur in the finished codings but are not among those compared."""
    sources_not_shared: tuple[str, ...] = ()
    """Sources that not all of the coders have finished (with missing judgements allowed: only one of them)."""
    not_in_sample: tuple[str, ...] = ()
    """Sources finished by the coders that are in none of the rounds compared."""
    carried: tuple[str, ...] = ()
    """Sources whose text was corrected between one coder's finishing and another's: spans were carried to the later text."""
    roles_changed: tuple[str, ...] = ()
    """Speakers who were an interviewer when a coder finished and are none now, or the other way round: turns come in or go."""
    developed: tuple[str, ...] = ()
    """Sources that were coded to develop codes, which no coefficient is computed for."""


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """What the `krippendorff` package says to our alphas.

    `largest` is the largest difference over the `compared` codes, and `disagreeing` are paths of codes where the two
    differ by more than rounding, or only one of them is defined.
    """

    compared: int
    largest: float
    disagreeing: tuple[str, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class OverlapAgreement:
    """Segments matched one to one where they overlap by at least `threshold` of what both cover together, all codes.

    `share` is matched / (matched + unmatched of either), `f1` twice the matched over all segments.
    """

    threshold: float
    matched: int
    segments: tuple[int, ...]
    share: Figure
    f1: Figure


@dataclass(frozen=True, slots=True)
class DomainCode:
    """(k)u-alpha of one code of a domain, and which share of its length meets another coder's segment."""

    path: str
    alpha: Figure
    coverage: Figure


@dataclass(frozen=True, slots=True)
class DomainAgreement:
    """The unitizing family on one domain: the codes under a parent, taken as excluding each other.

    `units` is u-alpha, `relevance` |u-alpha, `values` cu-alpha with its `coverage`.
    """

    path: str
    codes: tuple[DomainCode, ...]
    units: Figure
    relevance: Figure
    values: Figure
    coverage: Figure


@dataclass(frozen=True, slots=True)
class Exploratory:
    """Figures nobody fixed beforehand: over sets of codes, over segments, over domains."""

    sets: tuple[tuple[str, Figure], ...]
    overlap: OverlapAgreement
    domains: tuple[DomainAgreement, ...]


@dataclass(frozen=True, slots=True)
class AgreementTable:
    """Agreement of two or more coders: codes in tree order, all together, and below 8 sources each source's figures."""

    unit: Unit
    rule: str
    coders: tuple[str, ...]
    sources: tuple[str, ...]
    codes: tuple[CodeAgreement, ...]
    pooled: PooledAgreement
    by_source: tuple[SourceAgreement, ...]
    scope: ScopeNote
    intervals: Intervals | None = None
    """Of all codes together, where there are at least 8 sources."""
    mapping: MappingRule = MappingRule.ANY
    pairs: tuple[PairAgreement, ...] = ()
    """With more than two coders."""
    judged_by: tuple[tuple[tuple[str, ...], int], ...] = ()
    """Where not all coders finished all sources: who finished how many together."""
    exploratory: bool = False
    """Whether it was asked for otherwise than the check sample fixed."""
    descriptive: bool = False
    """Whether codings were made, matched or agreed with the other in view."""
    more: Exploratory | None = None
    cross_check: CrossCheck | None = None
    notes: tuple[str, ...] = ()
    """What a reader must know of how the codings came about."""
    rounds: tuple[str, ...] = ()
    """The samples compared, by name."""
    fixed: tuple[str, ...] = ()
    """What each check sample fixed when it was drawn, in words."""

    @property
    def moved(self) -> int:
        """How often the other mapping rule would say otherwise of a coder, a code and a unit."""
        return sum(row.moved for row in self.codes)

    @property
    def prevalence(self) -> float | None:
        """The share of all judgements, of every code, coder and unit, that are "coded"; None where there are none."""
        judged = sum(row.counts.judged for row in self.codes)
        return sum(sum(row.counts.coded) for row in self.codes) / judged if judged else None

    def by_differences(self) -> list[CodeAgreement]:
        """The codes with most differences first, then those used before those that were not; else the order of the tree."""
        return sorted(self.codes, key=lambda row: (-row.counts.differences, not row.counts.used))
