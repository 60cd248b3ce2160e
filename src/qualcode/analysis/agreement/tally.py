"""Sums over units from which every coefficient of coded or not coded is a closed formula: many codes and sources at once.

A coder who has not finished a source has not judged its units, so each source counts with those who have. All sums are
linear in the units: the tally of several sources is the sum of theirs, and a draw of the bootstrap is a weighted sum.
Functions return floats with NaN where the statistic is undefined; `report.py` turns NaN into a figure with its reason.

Formulas as in `tables.py` and `matrices.py`, which compute the same from units one by one. With missing judgements a
unit weighs 1 in percent agreement and in the shares that Scott, Fleiss, Gwet and Brennan and Prediger use (Gwet 2014),
and by its judgements in Krippendorff's coincidences (Krippendorff 2011).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qualcode.analysis.agreement.sweep import Integers, PatternTable

    Floats = NDArray[np.float64]
    Numbers = Integers | Floats

UNITS, APART, SHARE, BOTH, ONE, UNLIKE, CODED, JUDGED, EVERYONE, NOBODY = range(10)
"""What stands where on the last axis of a tally; after these come units coded, then units judged, by each coder."""
SUMS = 10


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over units: `sums` has them on its last axis and any shape before it; `coders` is how many there are.

    UNITS; APART, the shares of pairs of coders that disagree; SHARE, the shares of coders that applied the code; BOTH and
    ONE, ordered pairs that both and that one of them applied it; UNLIKE, Krippendorff's coincidences of coded with not
    coded; CODED and JUDGED, judgements; EVERYONE and NOBODY, units that all or none of those who judged them coded.
    """

    sums: Floats
    coders: int

    def of(self, what: int) -> Floats:
        """One of the sums, over the shape before the last axis."""
        return self.sums[..., what]

    def coded_by(self, coder: int) -> Floats:
        """Units to which a coder applied the code."""
        return self.sums[..., SUMS + coder]

    def judged_by(self, coder: int) -> Floats:
        """Units of the sources that a coder finished."""
        return self.sums[..., SUMS + self.coders + coder]

    def total(self) -> Tally:
        """All sources together, where sources are the first axis."""
        return Tally(self.sums.sum(axis=0), self.coders)

    def source(self, at: int) -> Tally:
        """One source, where sources are the first axis."""
        return Tally(self.sums[at], self.coders)

    def drawn(self, times: Integers) -> Tally:
        """Each draw's sources together: `times` of shape (draws, sources) says how often each source was drawn."""
        import numpy as np

        # Floats multiply far faster, and stay exact for whole numbers below 2 ** 53.
        flat = times.astype(np.float64) @ self.sums.reshape(len(self.sums), -1)
        return Tally(flat.reshape(len(times), *self.sums.shape[1:]), self.coders)


def tally(table: PatternTable, judged: Sequence[Sequence[bool]], coders: int) -> Tally:
    """The tally of each source and code; `judged` says of each source which of the coders have finished it.

    Raises:
        ValueError: a source was judged by fewer than two coders.
    """
    import numpy as np

    judges = np.array(judged, dtype=np.int64).reshape(len(table.weights), coders)
    many = judges.sum(axis=1)[:, None]
    if (many < 2).any():
        raise ValueError("agreement needs units that at least two coders have judged")
    bits = table.patterns[:, None] >> np.arange(coders) & 1
    used = bits.sum(axis=1)[None, :]
    ones = np.ones((len(judges), len(table.patterns)))
    factors = np.stack(
        [
            ones,
            2 * used * (many - used) / (many * (many - 1)),
            used / many,
            ones * (used * (used - 1)),
            ones * (used * (many - used)),
            used * (many - used) / (many - 1),
            ones * used,
            ones * many,
            ones * (used == many),
            ones * (used == 0),
        ],
        axis=-1,
    )
    by_coder = np.broadcast_to(bits[None, :, :], (len(judges), *bits.shape))
    of_judges = np.broadcast_to(judges[:, None, :], (len(judges), len(bits), coders))
    return Tally(table.weights @ np.concatenate((factors, by_coder, of_judges), axis=-1), coders)


def pair_of(table: PatternTable, first: int, second: int) -> PatternTable:
    """The weights of two of the coders, of sources that both have judged: neither, only `first`, only `second`, both."""
    import numpy as np

    seen = (table.patterns >> first & 1) + 2 * (table.patterns >> second & 1)
    weights = np.stack([table.weights[..., seen == wanted].sum(axis=-1) for wanted in range(4)], axis=-1)
    return type(table)(np.arange(4), weights)


@dataclass(frozen=True, slots=True)
class Parts:
    """Disagreement observed and expected by chance; a coefficient is 1 - observed / expected. NaN where there is no unit."""

    observed: Floats
    expected: Floats


def percent(sums: Tally) -> Floats:
    """Share of agreeing pairs of coders, each unit weighing the same; with two coders, percent agreement."""
    return 1 - ratio(sums.of(APART), sums.of(UNITS))


def f1(sums: Tally) -> Floats:
    """2a / (2a + b + c) of two coders; with more, of all their pairs together."""
    return ratio(sums.of(BOTH), sums.of(BOTH) + sums.of(ONE))


def jaccard(sums: Tally) -> Floats:
    """Jaccard's index, a / (a + b + c), of two coders; with more, of all their pairs together."""
    return ratio(sums.of(BOTH), sums.of(BOTH) + 2 * sums.of(ONE))


def alpha_parts(sums: Tally) -> Parts:
    """Do and De of Krippendorff's nominal alpha."""
    coded, judged = sums.of(CODED), sums.of(JUDGED)
    return Parts(ratio(2 * sums.of(UNLIKE), judged), ratio(2 * coded * (judged - coded), judged * (judged - 1)))


def kappa_parts(sums: Tally) -> Parts:
    """1 - Po and 1 - Pe of Cohen's kappa; with more than two coders of Conger's, which is the mean of Pe over their pairs."""
    shares = [ratio(sums.coded_by(coder), sums.judged_by(coder)) for coder in range(sums.coders)]
    pairs = [(shares[i], shares[j]) for i in range(sums.coders) for j in range(i)]
    expected = sum((p * (1 - q) + (1 - p) * q for p, q in pairs), 0 * shares[0]) / len(pairs)
    return Parts(ratio(sums.of(APART), sums.of(UNITS)), expected)


def fleiss_parts(sums: Tally) -> Parts:
    """1 - Po and 1 - Pe of Fleiss' kappa; with two coders of Scott's pi."""
    share = ratio(sums.of(SHARE), sums.of(UNITS))
    return Parts(ratio(sums.of(APART), sums.of(UNITS)), 2 * share * (1 - share))


def gwet_parts(sums: Tally) -> Parts:
    """1 - Po and 1 - Pe of Gwet's AC1 with the two categories coded and not coded."""
    parts = fleiss_parts(sums)
    return Parts(parts.observed, 1 - parts.expected)


def brennan_prediger(sums: Tally) -> Floats:
    """2 Po - 1: chance fixed at one half."""
    return 2 * percent(sums) - 1


def coefficient(parts: Parts, sums: Tally) -> Floats:
    """1 - observed / expected; NaN where all judgements are the same, so that chance leaves nothing to explain."""
    import numpy as np

    coded = sums.of(CODED)
    return np.where((coded == 0) | (coded == sums.of(JUDGED)), np.nan, 1 - ratio(parts.observed, parts.expected))


def pooled(parts: Parts) -> Floats:
    """All codes, the last axis, together: 1 - sum of observed / sum of expected; NaN where nothing is expected.

    For kappa that is (mean Po - mean Pe) / (1 - mean Pe) of de Vries et al. (2008).
    """
    return 1 - ratio(parts.observed.sum(axis=-1), parts.expected.sum(axis=-1))


def ratio(upper: Numbers, lower: Numbers) -> Floats:
    """`upper` / `lower`, NaN where `lower` is 0."""
    import numpy as np

    result = np.full(np.shape(lower), np.nan)
    return np.divide(upper, lower, out=result, where=np.asarray(lower) != 0)
