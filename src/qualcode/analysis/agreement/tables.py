"""Agreement coefficients over a confusion table of two coders.

A confusion table has k rows (first coder) and k columns (second coder) of counts. Nothing here knows of sources or codes.
Undefined is a `Figure` without a value: never 0, 1 or NaN.

Sources: Cohen, Educ. Psychol. Meas. 20 (1960) 37-46; Scott, Public Opinion Quarterly 19 (1955) 321-325; Brennan and
Prediger, Educ. Psychol. Meas. 41 (1981) 687-699; Gwet, Br. J. Math. Stat. Psychol. 61 (2008) 29-48; Fleiss, Cohen and
Everitt, Psychol. Bull. 72 (1969) 323-327; Krippendorff, Content Analysis, 2nd ed. (2004), ch. 11; de Vries et al., Field
Methods 20 (2008) 272-282.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from qualcode.analysis.agreement.matrices import ONE_VALUE, alpha_of_coincidences
from qualcode.domain.agreement import NO_UNITS, NOT_USED, Figure, undefined

if TYPE_CHECKING:
    from collections.abc import Sequence

    Confusion = Sequence[Sequence[int]]


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
    rows, columns = _margins(table)
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
    return alpha_of_coincidences({(row, column): table[row][column] + table[column][row] for row in size for column in size})


def scott_pi(table: Confusion) -> Figure:
    """Scott's pi: as kappa, with chance from the mean of the two coders' margins; undefined where one category is all."""
    shares = _shares(table)
    if shares is None:
        return undefined(NO_UNITS)
    expected = sum(share**2 for share in shares)
    return _beyond_chance(table, expected, defined=sum(share > 0 for share in shares) > 1)


def brennan_prediger(table: Confusion) -> Figure:
    """Brennan and Prediger's kappa, also Bennett's S: chance fixed at 1 / k for k categories, used or not."""
    return _beyond_chance(table, 1 / len(table), defined=len(table) > 1) if _total(table) else undefined(NO_UNITS)


def gwet_ac1(table: Confusion) -> Figure:
    """Gwet's AC1: chance is sum x (1 - x) / (k - 1), x the mean share of a category, used or not."""
    shares = _shares(table)
    if shares is None:
        return undefined(NO_UNITS)
    if len(shares) < 2:
        return undefined(ONE_VALUE)
    return _beyond_chance(table, sum(share * (1 - share) for share in shares) / (len(shares) - 1))


def kappa_max(table: Confusion) -> Figure:
    """The largest kappa that the coders' margins allow (Cohen 1960)."""
    total = _total(table)
    kappa = cohen_kappa(table)
    if kappa.expected is None or not kappa.defined:
        return kappa
    rows, columns = _margins(table)
    most = sum(min(pair) for pair in zip(rows, columns, strict=True)) / total
    return Figure((most - kappa.expected) / (1 - kappa.expected), observed=most, expected=kappa.expected)


def kappa_error(table: Confusion) -> Figure:
    """The standard error of kappa for independent units (Fleiss, Cohen and Everitt 1969).

    Units of running talk are not independent, so no command prints it: intervals come from resampling sources.
    """
    total = _total(table)
    kappa = cohen_kappa(table)
    if kappa.value is None or kappa.expected is None or kappa.observed is None:
        return kappa
    rows, columns = ([margin / total for margin in margins] for margins in _margins(table))
    rest = 1 - kappa.value
    variance = -((kappa.value - kappa.expected * rest) ** 2)
    for at, line in enumerate(table):
        for beside, count in enumerate(line):
            if at == beside:
                variance += count / total * (1 - (rows[at] + columns[at]) * rest) ** 2
            else:
                variance += count / total * rest**2 * (columns[at] + rows[beside]) ** 2
    return Figure(sqrt(max(variance, 0.0) / total) / (1 - kappa.expected))


def _beyond_chance(table: Confusion, expected: float, *, defined: bool = True) -> Figure:
    observed = percent_agreement(table).value
    if observed is None or not defined:
        return undefined(ONE_VALUE, observed=observed, expected=expected)
    return Figure((observed - expected) / (1 - expected), observed=observed, expected=expected)


def _margins(table: Confusion) -> tuple[list[int], list[int]]:
    return [sum(row) for row in table], [sum(row[at] for row in table) for at in range(len(table))]


def _shares(table: Confusion) -> list[float] | None:
    """The mean share of each category, or None where there is no unit."""
    total = _total(table)
    return [(row + column) / (2 * total) for row, column in zip(*_margins(table), strict=True)] if total else None


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
