"""Agreement on sets: what a coder says of a unit is the set of codes applied to it, and sets can be more or less alike.

MASI of Passonneau, Measuring Agreement on Set-valued Items, LREC 2006: 1 - J * M with J = Jaccard's index and M = 1 for
equal sets, 2/3 where one holds the other, 1/3 where they share a code, 0 otherwise. It is a chosen metric and not a squared
difference. Two empty sets are equal; an empty one is wholly unlike any other.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.analysis.agreement.matrices import NOT_PAIRED, ONE_VALUE
from qualcode.domain.agreement import Figure, undefined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.analysis.agreement.sweep import Intervals
    from qualcode.analysis.agreement.tally import Floats

    _Distances = Callable[[Floats, Floats, Floats], Floats]

ROWS_AT_ONCE = 256
Set = tuple[int, ...]
"""The numbers of the codes of a set, ascending."""


def masi(left: frozenset[object], right: frozenset[object]) -> float:
    """The MASI distance of two sets, 0 for equal ones to 1 for ones without a common element."""
    common, either = len(left & right), len(left | right)
    if not either:
        return 0.0
    if left == right:
        alike = 1.0
    elif left <= right or right <= left:
        alike = 2 / 3
    else:
        alike = 1 / 3
    return 1 - common / either * alike


def jaccard_distance(left: frozenset[object], right: frozenset[object]) -> float:
    """1 - Jaccard's index of two sets; 0 for two empty ones."""
    either = len(left | right)
    return 1 - len(left & right) / either if either else 0.0


def alphas_of_sets(
    intervals: Intervals, sizes: Sequence[int], judged: Sequence[Sequence[bool]]
) -> tuple[tuple[str, Figure], ...]:
    """Krippendorff's alpha with MASI and with Jaccard distances over units of a coarse kind, by name.

    `sizes` are the units of each source, `judged` which coders have finished it.
    """
    found = _coincidences(intervals, sizes, judged)
    return tuple((name, _alpha(*found, metric)) for name, metric in (("alpha_masi", _masi), ("alpha_jaccard", _jaccard)))


def _coincidences(
    intervals: Intervals, sizes: Sequence[int], judged: Sequence[Sequence[bool]]
) -> tuple[list[Set], dict[tuple[int, int], float], list[float]]:
    """The distinct sets, how often each pair of them meets in a unit (ordered pairs), and how often each was said."""
    said: dict[tuple[int, int], dict[int, set[int]]] = {}
    for source, coder, code, start, end in zip(*(part.tolist() for part in intervals), strict=True):
        for unit in range(start, end):
            said.setdefault((source, unit), {}).setdefault(coder, set()).add(code)
    numbers: dict[Set, int] = {(): 0}
    weights: dict[tuple[int, int], float] = {}
    for (source, _), by_coder in said.items():
        coders = [coder for coder, has in enumerate(judged[source]) if has]
        found = Counter(numbers.setdefault(tuple(sorted(by_coder.get(coder, ()))), len(numbers)) for coder in coders)
        for left, many in found.items():
            for right, others in found.items():
                pairs = many * (others - (left == right))
                if pairs:
                    weights[left, right] = weights.get((left, right), 0.0) + pairs / (len(coders) - 1)
    touched = Counter(source for source, _ in said)
    bare = sum((size - touched[source]) * sum(judged[source]) for source, size in enumerate(sizes))
    if bare:
        weights[0, 0] = weights.get((0, 0), 0.0) + bare
    margins = [0.0] * len(numbers)
    for (left, _), weight in weights.items():
        margins[left] += weight
    return list(numbers), weights, margins


def _alpha(values: list[Set], weights: dict[tuple[int, int], float], margins: list[float], metric: _Distances) -> Figure:
    """1 - Do / De, the distances computed a block of rows at a time: there may be thousands of different sets."""
    import numpy as np

    total = sum(margins)
    if total <= 1:
        return undefined(NOT_PAIRED)
    codes = 1 + max((code for value in values for code in value), default=-1)
    member = np.zeros((len(values), codes))
    for at, value in enumerate(values):
        member[at, list(value)] = 1
    sizes, shares = member.sum(axis=1), np.array(margins)
    pairs = np.array(list(weights), dtype=np.int64)
    apart = metric((member[pairs[:, 0]] * member[pairs[:, 1]]).sum(axis=1), sizes[pairs[:, 0]], sizes[pairs[:, 1]])
    observed = float(apart @ np.array(list(weights.values()))) / total
    expected = 0.0
    for at in range(0, len(values), ROWS_AT_ONCE):
        block = slice(at, at + ROWS_AT_ONCE)
        distances = metric(member[block] @ member.T, sizes[block, None], sizes[None, :])
        expected += float(shares[block] @ distances @ shares)
    expected /= total * (total - 1)
    if not expected:
        return undefined(ONE_VALUE, observed=observed, expected=expected)
    return Figure(1 - observed / expected, observed=observed, expected=expected)


def _jaccard(common: Floats, left: Floats, right: Floats) -> Floats:
    import numpy as np

    either = left + right - common
    return 1 - np.divide(common, either, out=np.ones_like(either), where=either > 0)


def _masi(common: Floats, left: Floats, right: Floats) -> Floats:
    import numpy as np

    inside = common == np.minimum(left, right)
    alike = np.where(inside, np.where(left == right, 1.0, 2 / 3), 1 / 3)
    return 1 - (1 - _jaccard(common, left, right)) * alike
