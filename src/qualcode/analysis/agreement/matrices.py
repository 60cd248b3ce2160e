"""Agreement coefficients over a reliability matrix: any number of coders, with missing judgements.

A reliability matrix has one row for each coder and one column for each unit; a value is anything hashable, and None
where the coder did not judge the unit. Nothing here knows of sources or codes. Undefined is a `Figure` without a value:
never 0, 1 or NaN.

With missing judgements Krippendorff drops units that fewer than two coders judged. Gwet averages agreement over units with
two judgements or more, every unit weighing the same, but shares of categories over all units judged.

Sources: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); Fleiss, Psychol. Bull. 76 (1971) 378-382; Conger,
Psychol. Bull. 88 (1980) 322-328; Randolph, Free-marginal multirater kappa (2005); Gwet, Handbook of Inter-Rater
Reliability, 4th ed. (2014), whose standard errors these are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from enum import StrEnum
from math import sqrt
from typing import Any, NamedTuple

from qualcode.domain.agreement import Figure, undefined

Matrix = Sequence[Sequence[Hashable | None]]
Distance = Callable[[Any, Any], float]
Coincidences = dict[tuple[Hashable, Hashable], float]

NOT_PAIRED = "no unit was judged by two coders"
ONE_VALUE = "all values are the same, so agreement by chance is complete"


class Metric(StrEnum):
    """How far apart two values are. Codes are nominal; the others are for ratings."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def percent_of_matrix(matrix: Matrix, *, by_unit: bool = False) -> Figure:
    """Share of agreeing pairs of judgements in a reliability matrix; units with fewer than two judgements drop out.

    Units weigh by their number of judgements, as in Krippendorff's coincidences; `by_unit` gives every unit the same
    weight, as Fleiss and Gwet do. Without missing values the two are equal.
    """
    agreeing = weight = 0.0
    for values in _paired_units(matrix):
        share = _agreeing(values)
        agreeing += share if by_unit else share * len(values)
        weight += 1 if by_unit else len(values)
    return Figure(agreeing / weight) if weight else undefined(NOT_PAIRED)


def confusion_of(matrix: Matrix) -> tuple[list[Hashable], list[list[int]]]:
    """Categories and confusion table of a matrix of exactly two coders, over the units both judged.

    Raises:
        ValueError: there are not two coders.
    """
    if len(matrix) != 2:
        raise ValueError(f"a confusion table is of two coders, not {len(matrix)}")
    pairs = Counter((first, second) for first, second in zip(*matrix, strict=True) if first is not None and second is not None)
    categories = _in_order({value for pair in pairs for value in pair})
    return categories, [[pairs[row, column] for column in categories] for row in categories]


def krippendorff_alpha(
    matrix: Matrix, metric: Metric | Distance = Metric.NOMINAL, order: Sequence[Hashable] | None = None
) -> Figure:
    """Krippendorff's alpha, 1 - Do / De, of any number of coders and categories, with missing values.

    `metric` may be a distance of one's own, such as that of two sets. `order` ranks the values for the ordinal metric, and
    defaults to their sorted order; interval and ratio need numbers.
    Undefined where no unit has two judgements, or where all paired values are the same.

    Raises:
        ValueError: a value is not in `order`, not a number, or negative on the ratio metric.
    """
    coincidences: Coincidences = {}
    for values in _paired_units(matrix):
        counts = Counter(values)
        for left, many in counts.items():
            for right, others in counts.items():
                pairs = many * (others - (left == right))
                if pairs:
                    coincidences[left, right] = coincidences.get((left, right), 0.0) + pairs / (len(values) - 1)
    return alpha_of_coincidences(coincidences, metric, order)


def alpha_of_coincidences(
    coincidences: Coincidences, metric: Metric | Distance = Metric.NOMINAL, order: Sequence[Hashable] | None = None
) -> Figure:
    """Alpha from how often each ordered pair of values meets in a unit, a unit weighing as much as it has judgements."""
    margins: dict[Hashable, float] = {}
    for (left, _), weight in coincidences.items():
        margins[left] = margins.get(left, 0.0) + weight
    total = sum(margins.values())
    if total <= 1:
        return undefined(NOT_PAIRED)
    distance = _distance(metric, margins, order) if isinstance(metric, Metric) else metric
    observed = sum(weight * distance(*pair) for pair, weight in coincidences.items()) / total
    expected = sum(
        weight * other * distance(left, right) for left, weight in margins.items() for right, other in margins.items()
    ) / (total * (total - 1))
    if sum(weight > 0 for weight in margins.values()) < 2 or expected == 0:
        return undefined(ONE_VALUE, observed=observed, expected=expected)
    return Figure(1 - observed / expected, observed=observed, expected=expected)


def fleiss_kappa(matrix: Matrix) -> Figure:
    """Fleiss' kappa: it generalises Scott's pi, and not Cohen's kappa. With missing judgements by Gwet's rules."""
    rated = _rated(matrix)
    return _beyond_chance(rated, sum(share**2 for share in rated.shares.values()), defined=len(rated.shares) > 1)


def conger_kappa(matrix: Matrix) -> Figure:
    """Conger's kappa: chance is the mean over pairs of coders of the products of their own shares; Cohen's with two coders."""
    rated = _rated(matrix)
    own = [Counter(value for value in row if value is not None) for row in matrix]
    pairs = [(one, other) for at, one in enumerate(own) for other in own[:at] if one and other]
    if not pairs:
        return undefined(NOT_PAIRED)
    expected = sum(sum(one[value] * other[value] for value in one) / (one.total() * other.total()) for one, other in pairs) / len(
        pairs
    )
    return _beyond_chance(rated, expected, defined=len(rated.shares) > 1)


def randolph_kappa(matrix: Matrix, categories: int | None = None) -> Figure:
    """Randolph's free-marginal kappa, Brennan and Prediger's for many coders: chance fixed at one of `categories`.

    Without `categories` those are counted that occur.
    """
    rated = _rated(matrix)
    many = categories or len(rated.shares)
    return _beyond_chance(rated, 1 / many if many else 0.0, defined=many > 1)


def gwet_ac1(matrix: Matrix, categories: int | None = None) -> Figure:
    """Gwet's AC1; without `categories` those are counted that occur."""
    rated = _rated(matrix)
    many = categories or len(rated.shares)
    if many < 2:
        return undefined(ONE_VALUE if rated.units else NOT_PAIRED)
    return _beyond_chance(rated, sum(share * (1 - share) for share in rated.shares.values()) / (many - 1))


def fleiss_error(matrix: Matrix) -> Figure:
    """Gwet's standard error of Fleiss' kappa for independent units."""
    rated = _rated(matrix)
    return _error(rated, fleiss_kappa(matrix), lambda value: rated.shares[value])


def gwet_ac1_error(matrix: Matrix, categories: int | None = None) -> Figure:
    """Gwet's standard error of AC1 for independent units."""
    rated = _rated(matrix)
    many = categories or len(rated.shares)
    return _error(rated, gwet_ac1(matrix, categories), lambda value: (1 - rated.shares[value]) / (many - 1))


class _Rated(NamedTuple):
    """The values of each unit anybody judged, and each category's mean share of a unit."""

    units: list[list[Hashable]]
    shares: dict[Hashable, float]


def _rated(matrix: Matrix) -> _Rated:
    judged = ([value for value in column if value is not None] for column in zip(*matrix, strict=True))
    units = [values for values in judged if values]
    shares: dict[Hashable, float] = {}
    for values in units:
        for value, times in Counter(values).items():
            shares[value] = shares.get(value, 0.0) + times / len(values) / len(units)
    return _Rated(units, shares)


def _agreeing(values: list[Hashable]) -> float:
    """The share of pairs of judgements of a unit that are the same; 0 where there is only one judgement."""
    many = len(values)
    return sum(times * (times - 1) for times in Counter(values).values()) / (many * (many - 1)) if many > 1 else 0.0


def _beyond_chance(rated: _Rated, expected: float, *, defined: bool = True) -> Figure:
    paired = [values for values in rated.units if len(values) > 1]
    if not paired:
        return undefined(NOT_PAIRED)
    observed = sum(map(_agreeing, paired)) / len(paired)
    if not defined:
        return undefined(ONE_VALUE, observed=observed, expected=expected)
    return Figure((observed - expected) / (1 - expected), observed=observed, expected=expected)


def _error(rated: _Rated, found: Figure, chance_of: Callable[[Hashable], float]) -> Figure:
    """Gwet's linearised standard error; `chance_of` is what a judgement adds to agreement by chance."""
    many, paired = len(rated.units), sum(len(values) > 1 for values in rated.units)
    if found.value is None or found.expected is None or many < 2:
        return undefined(found.reason or NOT_PAIRED)
    left = 1 - found.expected
    squares = 0.0
    for values in rated.units:
        own = many / paired * (_agreeing(values) - found.expected) / left if len(values) > 1 else 0.0
        by_chance = sum(map(chance_of, values)) / len(values)
        squares += (own - 2 * (1 - found.value) * (by_chance - found.expected) / left - found.value) ** 2
    return Figure(sqrt(squares / (many * (many - 1))))


def _distance(metric: Metric, margins: dict[Hashable, float], order: Sequence[Hashable] | None) -> Distance:
    """The squared difference of two values on a metric."""
    if metric is Metric.NOMINAL:
        return lambda left, right: float(left != right)
    if metric is Metric.ORDINAL:
        return _ordinal_distance(margins, order)
    numbers = {value: _number(value, metric) for value in margins}
    if metric is Metric.INTERVAL:
        return lambda left, right: (numbers[left] - numbers[right]) ** 2

    def ratio(left: Hashable, right: Hashable) -> float:
        whole = numbers[left] + numbers[right]
        return ((numbers[left] - numbers[right]) / whole) ** 2 if whole else 0.0

    return ratio


def _ordinal_distance(margins: dict[Hashable, float], order: Sequence[Hashable] | None) -> Distance:
    ranked = list(order) if order is not None else _in_order(set(margins))
    missing = [value for value in margins if value not in ranked]
    if missing:
        raise ValueError(f"{missing[0]!r} is not among the ordered values")
    rank = {value: at for at, value in enumerate(ranked)}

    def ordinal(left: Hashable, right: Hashable) -> float:
        low, high = sorted((rank[left], rank[right]))
        between = sum(margins.get(value, 0.0) for value in ranked[low : high + 1])
        return float((between - (margins[left] + margins[right]) / 2) ** 2) if low != high else 0.0

    return ordinal


def _number(value: Hashable, metric: Metric) -> float:
    if not isinstance(value, int | float) or (metric is Metric.RATIO and value < 0):
        raise ValueError(f"{value!r} cannot be measured on the {metric} metric")
    return float(value)


def _paired_units(matrix: Matrix) -> list[list[Hashable]]:
    """The values of each unit that at least two coders judged."""
    units = ([value for value in column if value is not None] for column in zip(*matrix, strict=True))
    return [values for values in units if len(values) > 1]


def _in_order(values: set[Hashable]) -> list[Hashable]:
    """The values sorted; kinds that do not compare, by their printed form."""
    try:
        return sorted(values)  # type: ignore[type-var]
    except TypeError:
        return sorted(values, key=repr)
