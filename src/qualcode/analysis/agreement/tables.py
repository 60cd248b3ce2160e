"""Agreement coefficients over plain tables: a confusion table of two coders, or a reliability matrix of any number.

A confusion table has k rows (first coder) and k columns (second coder) of counts. A reliability matrix has one row for
each coder and one column for each unit; a value is anything hashable, and None where the coder did not judge the unit.
Nothing here knows of sources or codes. Undefined is a `Figure` without a value: never 0, 1 or NaN.

Sources: Cohen, Educ. Psychol. Meas. 20 (1960) 37-46; Krippendorff, Computing Krippendorff's Alpha-Reliability
(2011), and Content Analysis, 2nd ed. (2004), ch. 11; de Vries et al., Field Methods 20 (2008) 272-282.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from enum import StrEnum

from qualcode.domain.agreement import Figure, undefined

Confusion = Sequence[Sequence[int]]
Matrix = Sequence[Sequence[Hashable | None]]
_Coincidences = dict[tuple[Hashable, Hashable], float]
_Distance = Callable[[Hashable, Hashable], float]

NO_UNITS = "no units in scope"
NOT_PAIRED = "no unit was judged by two coders"
ONE_VALUE = "all values are the same, so agreement by chance is complete"
NOT_USED = "code not used by either coder"
USED_EVERYWHERE = "code applied to everything by both coders"


class Metric(StrEnum):
    """How far apart two values are. Codes are nominal; the others are for ratings."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def percent_agreement(table: Confusion) -> Figure:
    """Share of units that both coders put in the same category."""
    total = _total(table)
    if total == 0:
        return undefined(NO_UNITS)
    return Figure(sum(table[at][at] for at in range(len(table))) / total)


def cohen_kappa(table: Confusion) -> Figure:
    """Cohen's kappa (Po - Pe) / (1 - Pe), Pe from the product of the two coders' margins; undefined where Pe is 1."""
    total = _total(table)
    if total == 0:
        return undefined(NO_UNITS)
    rows = [sum(row) for row in table]
    columns = [sum(row[at] for row in table) for at in range(len(table))]
    observed = sum(table[at][at] for at in range(len(table))) / total
    by_chance = sum(row * column for row, column in zip(rows, columns, strict=True))
    expected = by_chance / (total * total)
    if by_chance == total * total:
        return undefined(ONE_VALUE, observed=observed, expected=expected)
    return Figure((observed - expected) / (1 - expected), observed=observed, expected=expected)


def pooled_kappa(tables: Sequence[Confusion]) -> Figure:
    """Kappa pooled over codes: means of Po and Pe first, then kappa (de Vries et al. 2008).

    A code that neither coder used enters with Po = Pe = 1, which changes nothing.
    """
    parts = [cohen_kappa(table) for table in tables]
    known = [(part.observed, part.expected) for part in parts if part.observed is not None and part.expected is not None]
    if not known:
        return undefined(NO_UNITS)
    observed = sum(part[0] for part in known) / len(known)
    expected = sum(part[1] for part in known) / len(known)
    if all(not part.defined for part in parts):
        return undefined(ONE_VALUE, observed=observed, expected=expected)
    return Figure((observed - expected) / (1 - expected), observed=observed, expected=expected)


def f1(both: int, only_first: int, only_second: int) -> Figure:
    """Agreement where either coded: 2a / (2a + b + c), also Dice or positive specific agreement."""
    whole = 2 * both + only_first + only_second
    return Figure(2 * both / whole) if whole else undefined(NOT_USED)


def specific_agreement(table: Confusion, category: int) -> Figure:
    """Agreement on one category of a confusion table, F1 of that category against the rest."""
    row = sum(table[category])
    column = sum(line[category] for line in table)
    both = table[category][category]
    return f1(both, row - both, column - both)


def alpha_of_confusion(table: Confusion) -> Figure:
    """Krippendorff's nominal alpha of two coders without missing values, from their confusion table."""
    size = range(len(table))
    coincidences: _Coincidences = {(row, column): table[row][column] + table[column][row] for row in size for column in size}
    return _alpha_of_coincidences(coincidences, Metric.NOMINAL, None)


def percent_of_matrix(matrix: Matrix, *, by_unit: bool = False) -> Figure:
    """Share of agreeing pairs of judgements in a reliability matrix; units with fewer than two judgements drop out.

    Units weigh by their number of judgements, as in Krippendorff's coincidences; `by_unit` gives every unit the same
    weight, as Fleiss and Gwet do. Without missing values the two are equal.
    """
    agreeing = weight = 0.0
    for values in _paired_units(matrix):
        many = len(values)
        share = sum(times * (times - 1) for times in Counter(values).values()) / (many * (many - 1))
        agreeing += share if by_unit else share * many
        weight += 1 if by_unit else many
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


def krippendorff_alpha(matrix: Matrix, metric: Metric = Metric.NOMINAL, order: Sequence[Hashable] | None = None) -> Figure:
    """Krippendorff's alpha, 1 - Do / De, of any number of coders and categories, with missing values.

    `order` ranks the values for the ordinal metric, and defaults to their sorted order; interval and ratio need numbers.
    Undefined where no unit has two judgements, or where all paired values are the same.

    Raises:
        ValueError: a value is not in `order`, not a number, or negative on the ratio metric.
    """
    coincidences: _Coincidences = {}
    for values in _paired_units(matrix):
        counts = Counter(values)
        for left, many in counts.items():
            for right, others in counts.items():
                pairs = many * (others - (left == right))
                if pairs:
                    coincidences[left, right] = coincidences.get((left, right), 0.0) + pairs / (len(values) - 1)
    return _alpha_of_coincidences(coincidences, metric, order)


def _alpha_of_coincidences(coincidences: _Coincidences, metric: Metric, order: Sequence[Hashable] | None) -> Figure:
    margins: dict[Hashable, float] = {}
    for (left, _), weight in coincidences.items():
        margins[left] = margins.get(left, 0.0) + weight
    total = sum(margins.values())
    if total <= 1:
        return undefined(NOT_PAIRED)
    distance = _distance(metric, margins, order)
    observed = sum(weight * distance(*pair) for pair, weight in coincidences.items()) / total
    expected = sum(
        weight * other * distance(left, right) for left, weight in margins.items() for right, other in margins.items()
    ) / (total * (total - 1))
    if sum(weight > 0 for weight in margins.values()) < 2 or expected == 0:
        return undefined(ONE_VALUE, observed=observed, expected=expected)
    return Figure(1 - observed / expected, observed=observed, expected=expected)


def _distance(metric: Metric, margins: dict[Hashable, float], order: Sequence[Hashable] | None) -> _Distance:
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


def _ordinal_distance(margins: dict[Hashable, float], order: Sequence[Hashable] | None) -> _Distance:
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


def _total(table: Confusion) -> int:
    """The number of units of a confusion table.

    Raises:
        ValueError: the table is not square, or a count is negative.
    """
    if any(len(row) != len(table) for row in table):
        raise ValueError("a confusion table has as many columns as rows")
    if any(count < 0 for row in table for count in row):
        raise ValueError("a confusion table holds counts, which are not negative")
    return sum(sum(row) for row in table)
