"""Agreement between coders: figures that are values or undefined with a reason, and the table they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.domain.units import Unit


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
        return (("percent", self.percent), ("f1", self.f1), ("alpha", self.alpha), ("kappa", self.kappa))


@dataclass(frozen=True, slots=True)
class Counts:
    """What two coders did with one code, in units: both applied it, only the first, only the second, neither."""

    both: int
    only_first: int
    only_second: int
    neither: int

    @property
    def units(self) -> int:
        """All units in scope."""
        return self.both + self.only_first + self.only_second + self.neither

    @property
    def differences(self) -> int:
        """Units that one coder gave the code and the other did not."""
        return self.only_first + self.only_second

    @property
    def used(self) -> bool:
        """Whether either coder applied the code in scope."""
        return self.both + self.differences > 0


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """One code's row: its path in the codebook, counts in units, figures."""

    code: int
    path: str
    counts: Counts
    figures: Figures


@dataclass(frozen=True, slots=True)
class SourceAgreement:
    """One source's figures over all codes, and its number of units in scope."""

    source: str
    units: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class PooledAgreement:
    """All codes together: mean percent agreement, micro F1, alpha of summed disagreements, pooled kappa."""

    figures: Figures
    codes_used: int
    codes_unused: int


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
    """Intervals of all codes together: percentile bootstrap over sources, with its level, draws and seed."""

    level: float
    draws: int
    seed: int
    percent: Interval
    f1: Interval
    alpha: Interval
    kappa: Interval

    def named(self) -> tuple[tuple[str, Interval], ...]:
        """The intervals with the names of their figures, in the order they are printed."""
        return (("percent", self.percent), ("f1", self.f1), ("alpha", self.alpha), ("kappa", self.kappa))


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
    codings: tuple[int, int] = (0, 0)
    """Finished codings read, of each coder."""
    codings_out_of_scope: int = 0
    """Codings that reach no unit in scope, such as those on an interviewer's turn."""
    codes_not_listed: tuple[str, ...] = ()
    """Codes that occur in the finished codings but are not among those compared."""
    sources_not_shared: tuple[str, ...] = ()
    """Sources that only one of the two has finished."""
    revisions_differ: tuple[str, ...] = ()
    """Sources whose text was corrected after one of the two finished, and which were therefore left out."""
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


@dataclass(frozen=True, slots=True)
class AgreementTable:
    """Agreement of two coders: codes in tree order, all together, and below 8 sources each source's figures."""

    unit: Unit
    rule: str
    coders: tuple[str, str]
    sources: tuple[str, ...]
    codes: tuple[CodeAgreement, ...]
    pooled: PooledAgreement
    by_source: tuple[SourceAgreement, ...]
    scope: ScopeNote
    intervals: Intervals | None = None
    """Of all codes together, where there are at least 8 sources."""
    exploratory: bool = False
    cross_check: CrossCheck | None = None
    notes: tuple[str, ...] = ()
    """What a reader must know of how the two codings came about."""
