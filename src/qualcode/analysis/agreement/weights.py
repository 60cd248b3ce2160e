"""Coefficients of pattern weights: many codes, and many sources, in one vectorised formula each.

`weights` has the patterns of `sweep.py` on its last axis (2 ** m of them) and any shape before it; every function works
on the last axis and returns floats of the shape before, with NaN where the statistic is undefined. NaN does not leave
this package: `report.py` turns it into a figure with its reason. Formulas as in `tables.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Weights = Integers | Floats


@dataclass(frozen=True, slots=True)
class Parts:
    """Observed and expected: agreement for kappa, disagreement for alpha. NaN where there is no unit."""

    observed: Floats
    expected: Floats


def pair(weights: Integers, first: int, second: int) -> Integers:
    """The weights of two of the coders: last axis neither, only `first`, only `second`, both."""
    import numpy as np

    patterns = np.arange(weights.shape[-1])
    seen = (patterns >> first & 1) + 2 * (patterns >> second & 1)
    return np.stack([weights[..., seen == wanted].sum(axis=-1) for wanted in range(4)], axis=-1)


def percent(weights: Weights) -> Floats:
    """Share of agreeing pairs of coders over all units; with two coders, percent agreement."""
    coders, used = _coders_and_use(weights)
    unused = coders - used
    agreeing = (weights * (used * (used - 1) + unused * (unused - 1))).sum(axis=-1)
    return ratio(agreeing, weights.sum(axis=-1) * (coders * (coders - 1)))


def f1(weights: Weights) -> Floats:
    """2a / (2a + b + c) of two coders; with more, of all their pairs together."""
    coders, used = _coders_and_use(weights)
    both = (weights * used * (used - 1)).sum(axis=-1)
    one = (weights * used * (coders - used)).sum(axis=-1)
    return ratio(both, both + one)


def alpha_parts(weights: Weights) -> Parts:
    """Do and De of Krippendorff's nominal alpha on coded or not coded, for complete data of any number of coders."""
    coders, used = _coders_and_use(weights)
    judgements = coders * weights.sum(axis=-1)
    coded = (weights * used).sum(axis=-1)
    unlike = 2 * (weights * used * (coders - used)).sum(axis=-1)
    observed = ratio(unlike, judgements * (coders - 1))
    expected = ratio(2.0 * coded * (judgements - coded), 1.0 * judgements * (judgements - 1))
    return Parts(observed, expected)


def kappa_parts(weights: Weights) -> Parts:
    """Po and Pe of Cohen's kappa on coded or not coded, for two coders (last axis of length 4)."""
    total = weights.sum(axis=-1)
    neither, first, second, both = (weights[..., at] for at in range(4))
    yes, also = first + both, second + both
    observed = ratio(neither + both, total)
    by_chance = 1.0 * yes * also + 1.0 * (total - yes) * (total - also)
    return Parts(observed, ratio(by_chance, 1.0 * total * total))


def alpha(parts: Parts) -> Floats:
    """1 - Do / De; NaN where De is 0."""
    return 1 - ratio(parts.observed, parts.expected)


def kappa(parts: Parts) -> Floats:
    """(Po - Pe) / (1 - Pe); NaN where Pe is 1."""
    return ratio(parts.observed - parts.expected, 1 - parts.expected)


def _coders_and_use(weights: Weights) -> tuple[int, Integers]:
    """How many coders the patterns are of, and in each pattern how many applied the code."""
    import numpy as np

    coders = (weights.shape[-1] - 1).bit_length()
    if coders < 2 or 2**coders != weights.shape[-1]:
        raise ValueError(f"agreement needs the patterns of two coders or more, not {weights.shape[-1]} of them")
    patterns = np.arange(weights.shape[-1])
    return coders, sum((patterns >> coder & 1 for coder in range(coders)), np.zeros_like(patterns))


def ratio(upper: Integers | Floats, lower: Integers | Floats) -> Floats:
    """`upper` / `lower`, NaN where `lower` is 0."""
    import numpy as np

    result = np.full(np.shape(lower), np.nan)
    return np.divide(upper, lower, out=result, where=np.asarray(lower) != 0)
