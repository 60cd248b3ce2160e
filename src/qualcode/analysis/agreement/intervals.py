"""Intervals by resampling sources: neighbouring units are one decision, so units are not resampled and no formula is used.

A percentile bootstrap: each draw takes as many sources as there are, with replacement, and adds up their tallies; every
figure is then computed as from a study. Draws in which a figure is undefined drop out and are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.agreement import tally as sums
from qualcode.domain.agreement import Interval, Intervals

if TYPE_CHECKING:
    from qualcode.analysis.agreement.tally import Floats, Tally

DRAWS = 2000
SEED = 1
LEVEL = 0.95
MOST_UNDEFINED = 0.1
"""With a larger share of undefined draws there is no interval."""
AT_ONCE = 250
"""Draws that are added up at once, so that many codes need little memory."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Intervals of each code, in their order, and of all together."""

    by_code: tuple[Intervals, ...]
    pooled: Intervals


def spread(table: Tally, *, draws: int = DRAWS, seed: int = SEED) -> Spread:
    """Intervals of the four figures from the tally of each source (first axis) and code (second axis)."""
    import numpy as np

    many, codes = table.sums.shape[:2]
    chosen = np.random.default_rng(seed).multinomial(many, np.full(many, 1 / many), size=draws)
    parts = [_of_draws(table.drawn(chosen[at : at + AT_ONCE])) for at in range(0, draws, AT_ONCE)]
    found = {name: _intervals(np.concatenate([part[name] for part in parts])) for name in parts[0]}
    rows = [
        Intervals(LEVEL, draws, seed, **{name: intervals[at] for name, intervals in found.items()}) for at in range(codes + 1)
    ]
    return Spread(tuple(rows[:-1]), rows[-1])


def four_figures(table: Tally) -> dict[str, Floats]:
    """Percent agreement, F1, alpha and kappa of each code (last axis); NaN where undefined."""
    return {
        "percent": sums.percent(table),
        "f1": sums.f1(table),
        "alpha": sums.coefficient(sums.alpha_parts(table), table),
        "kappa": sums.coefficient(sums.kappa_parts(table), table),
    }


def four_pooled(table: Tally) -> dict[str, Floats]:
    """The same of all codes together; NaN where undefined.

    Percent agreement is the mean over codes; F1 sums the counts; alpha is 1 - sum Do / sum De; kappa is pooled after de Vries
    et al. (2008): means of Po and of Pe first.
    """
    together = sums.Tally(table.sums.sum(axis=-2), table.coders)
    return {
        "percent": sums.percent(table).mean(axis=-1),
        "f1": sums.f1(together),
        "alpha": sums.pooled(sums.alpha_parts(table)),
        "kappa": sums.pooled(sums.kappa_parts(table)),
    }


def _of_draws(table: Tally) -> dict[str, Floats]:
    """Each figure in each draw (rows), of every code and last of all together (columns)."""
    import numpy as np

    together = four_pooled(table)
    return {name: np.column_stack((values, together[name])) for name, values in four_figures(table).items()}


def _intervals(values: Floats) -> list[Interval]:
    """The interval of each column."""
    import numpy as np

    # Undefined draws are sorted behind all others, so that the rest can be counted off.
    ordered = np.sort(values.T, axis=-1)
    known = (~np.isnan(ordered)).sum(axis=-1)
    draws = ordered.shape[-1]
    ends = [_quantile(ordered, known, share).tolist() for share in ((1 - LEVEL) / 2, (1 + LEVEL) / 2)]
    found = []
    for low, high, undefined in zip(*ends, (draws - known).tolist(), strict=True):
        if undefined > MOST_UNDEFINED * draws:
            found.append(Interval(None, None, undefined, f"undefined in {undefined} of {draws} draws"))
        else:
            found.append(Interval(low, high, undefined))
    return found


def _quantile(ordered: Floats, known: Floats, share: float) -> Floats:
    """A quantile of the first `known` values of each row, interpolated as numpy does; NaN where there is none."""
    import numpy as np

    place = share * np.maximum(known - 1, 0)
    below = np.floor(place).astype(np.int64)
    rows = np.arange(len(ordered))
    low, high = ordered[rows, below], ordered[rows, np.minimum(below + 1, np.maximum(known - 1, 0).astype(np.int64))]
    return low + (high - low) * (place - below)
