"""Intervals by resampling sources: neighbouring units are one decision, so units are not resampled and no formula is used.

A percentile bootstrap: each draw takes as many sources as there are, with replacement, and adds up their pattern weights;
every figure is then computed as from a study. Draws in which a figure is undefined drop out and are counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.agreement import weights as coefficients
from qualcode.domain.agreement import Interval, Intervals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qualcode.analysis.agreement.weights import Floats, Integers

DRAWS = 2000
SEED = 1
LEVEL = 0.95
MOST_UNDEFINED = 0.1
"""With a larger share of undefined draws there is no interval."""


def pooled_intervals(table: Integers, *, draws: int = DRAWS, seed: int = SEED) -> Intervals:
    """Intervals of the figures of all codes together, from weights of shape (sources, codes, 4)."""
    import numpy as np

    sources, codes, patterns = table.shape
    chosen = np.random.default_rng(seed).multinomial(sources, np.full(sources, 1 / sources), size=draws)
    # Whole numbers below 2 ** 53, so that floats, which multiply far faster, stay exact.
    summed = chosen.astype(np.float64) @ table.reshape(sources, -1).astype(np.float64)
    return Intervals(
        LEVEL, draws, seed, **{name: _interval(values) for name, values in pooled(summed.reshape(draws, codes, patterns)).items()}
    )


def pooled(table: Integers | NDArray[np.float64]) -> dict[str, Floats]:
    """The four figures of all codes together, from weights whose last two axes are codes and patterns; NaN where undefined.

    Percent agreement is the mean over codes; F1 sums the counts; alpha is 1 - sum Do / sum De; kappa is pooled after de Vries
    et al. (2008): means of Po and of Pe first.
    """
    alpha, kappa = coefficients.alpha_parts(table), coefficients.kappa_parts(table)
    # 1 - mean Pe is taken as the mean of 1 - Pe, so that codes used everywhere or nowhere give exactly 0.
    chance_left = (1 - kappa.expected).mean(axis=-1)
    beyond = (kappa.observed - kappa.expected).mean(axis=-1)
    return {
        "percent": kappa.observed.mean(axis=-1),
        "f1": coefficients.f1(table.sum(axis=-2)),
        "alpha": 1 - coefficients.ratio(alpha.observed.sum(axis=-1), alpha.expected.sum(axis=-1)),
        "kappa": coefficients.ratio(beyond, chance_left),
    }


def _interval(values: Floats) -> Interval:
    import numpy as np

    known = values[~np.isnan(values)]
    undefined = len(values) - len(known)
    if undefined > MOST_UNDEFINED * len(values):
        return Interval(None, None, undefined, f"undefined in {undefined} of {len(values)} draws")
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]).tolist()
    return Interval(low, high, undefined)
