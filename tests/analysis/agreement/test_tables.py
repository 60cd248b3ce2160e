"""Coefficients over plain tables: published figures typed in by hand, identities, and the `krippendorff` package."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qualcode.analysis.agreement.matrices import (
    Metric,
    confusion_of,
    conger_kappa,
    fleiss_error,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac1_error,
    krippendorff_alpha,
    percent_of_matrix,
    randolph_kappa,
)
from qualcode.analysis.agreement.tables import (
    alpha_of_confusion,
    brennan_prediger,
    cohen_kappa,
    f1,
    kappa_error,
    kappa_max,
    percent_agreement,
    pooled_kappa,
    scott_pi,
    specific_agreement,
)
from qualcode.analysis.agreement.tables import gwet_ac1 as gwet_ac1_of_two

if TYPE_CHECKING:
    from random import Random

COHEN_1960_P45 = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
ARTSTEIN_POESIO_2008 = [[20, 10], [20, 50]]
KRIPPENDORFF_2011_C = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def test_cohen_1960_page_45() -> None:
    assert percent_agreement(COHEN_1960_P45).value == pytest.approx(0.70, abs=0.001)
    kappa = cohen_kappa(COHEN_1960_P45)
    assert kappa.value == pytest.approx(0.492, abs=0.001)
    assert kappa.expected == pytest.approx(0.41, abs=0.005)


def test_artstein_and_poesio_2008() -> None:
    assert cohen_kappa(ARTSTEIN_POESIO_2008).value == pytest.approx(0.348, abs=0.001)
    assert specific_agreement(ARTSTEIN_POESIO_2008, 0).value == pytest.approx(0.571, abs=0.001)
    assert specific_agreement(ARTSTEIN_POESIO_2008, 1).value == pytest.approx(0.769, abs=0.001)


@pytest.mark.parametrize(("metric", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)])
def test_krippendorff_2011_with_missing_values_on_every_metric(metric: str, expected: float) -> None:
    assert krippendorff_alpha(KRIPPENDORFF_2011_C, Metric(metric)).value == pytest.approx(expected, abs=0.001)


def test_krippendorff_2011_binary_with_both_disagreements() -> None:
    alpha = krippendorff_alpha([[1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 1, 0, 1, 0, 0]])
    assert alpha.value == pytest.approx(0.095, abs=0.001)
    assert alpha.observed == pytest.approx(0.4, abs=0.001)
    assert alpha.expected == pytest.approx(0.442, abs=0.001)


def test_missing_values_weigh_by_judgement_or_by_unit() -> None:
    assert percent_of_matrix(KRIPPENDORFF_2011_C).value == pytest.approx(0.800, abs=0.001)
    assert percent_of_matrix(KRIPPENDORFF_2011_C, by_unit=True).value == pytest.approx(0.81818, abs=0.00002)


def test_kappa_rises_only_because_margins_disagree() -> None:
    """Krippendorff's objection (2004, p. 246): the same agreement, more different margins, a higher kappa."""
    same = cohen_kappa([[12, 9, 9], [9, 14, 9], [9, 9, 20]])
    other = cohen_kappa([[12, 18, 18], [0, 14, 18], [0, 0, 20]])
    assert same.observed == other.observed
    assert same.value == pytest.approx(0.186, abs=0.001)
    assert other.value == pytest.approx(0.258, abs=0.001)


def test_pooled_kappa_means_before_it_divides_and_an_unused_code_changes_nothing() -> None:
    used = [ARTSTEIN_POESIO_2008, [[80, 10], [5, 5]]]
    assert pooled_kappa([*used, [[0, 0], [0, 100]]]).value == pytest.approx(0.3382352941, abs=1e-6)
    assert pooled_kappa(used).value == pytest.approx(0.3382352941, abs=1e-6)


@pytest.mark.parametrize("table", [[[0, 0], [0, 100]], [[100, 0], [0, 0]], [[5]]])
def test_one_category_is_undefined_with_a_reason_and_neither_0_nor_1(table: list[list[int]]) -> None:
    assert percent_agreement(table).value == 1.0
    for figure in (
        cohen_kappa(table),
        alpha_of_confusion(table),
        pooled_kappa([table, table]),
        scott_pi(table),
        kappa_max(table),
        kappa_error(table),
    ):
        assert figure.value is None
        assert not figure.defined
        assert "same" in figure.reason


def test_nothing_is_undefined_with_a_reason() -> None:
    assert percent_agreement([[0, 0], [0, 0]]).reason == "no units in scope"
    assert cohen_kappa([]).reason == "no units in scope"
    assert pooled_kappa([]).reason == "no units in scope"
    assert scott_pi([[0]]).reason == brennan_prediger([[0]]).reason == gwet_ac1_of_two([[0]]).reason == "no units in scope"
    assert f1(0, 0, 0).reason == "code not used by either coder"
    unpaired = [[1, None], [None, 2]]
    for figure in (fleiss_kappa(unpaired), conger_kappa(unpaired), gwet_ac1(unpaired), randolph_kappa(unpaired)):
        assert figure.reason == "no unit was judged by two coders"
    assert gwet_ac1([[None], [None]]).reason == "no unit was judged by two coders"
    assert krippendorff_alpha([[1, None], [None, 1]]).reason == "no unit was judged by two coders"
    assert percent_of_matrix([[1, 2, 3]]).reason == "no unit was judged by two coders"


def test_a_second_value_in_an_unpaired_unit_does_not_define_alpha() -> None:
    assert krippendorff_alpha([[1, 1, 2], [1, 1, None]]).value is None


def test_one_coder_who_never_uses_the_code() -> None:
    table = [[0, 7], [0, 93]]
    assert cohen_kappa(table).value == pytest.approx(0, abs=1e-15)
    alpha = alpha_of_confusion(table).value
    assert alpha is not None
    assert -0.1 < alpha < 0
    assert f1(0, 7, 0).value == 0


def test_tables_that_are_no_tables_are_refused() -> None:
    with pytest.raises(ValueError, match="as many columns as rows"):
        percent_agreement([[1, 2, 3], [1, 2, 3]])
    with pytest.raises(ValueError, match="not negative"):
        cohen_kappa([[1, -1], [0, 1]])
    with pytest.raises(ValueError, match="two coders"):
        confusion_of([[1], [1], [1]])
    with pytest.raises(ValueError, match="ratio"):
        krippendorff_alpha([[-1, 2], [1, 2]], Metric.RATIO)
    with pytest.raises(ValueError, match="interval"):
        krippendorff_alpha([["a", "b"], ["a", "b"]], Metric.INTERVAL)
    with pytest.raises(ValueError, match="ordered values"):
        krippendorff_alpha([["a", "b"], ["a", "b"]], Metric.ORDINAL, order=["a"])


def test_ordinal_words_take_their_given_order() -> None:
    numbers = [[1, 2, 3, 3, 2], [1, 3, 3, 2, 2]]
    words = [[{1: "low", 2: "some", 3: "high"}[value] for value in row] for row in numbers]
    assert krippendorff_alpha(words, Metric.ORDINAL, order=["low", "some", "high"]) == krippendorff_alpha(numbers, Metric.ORDINAL)


MATRICES = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=coders, max_size=coders).map(tuple), min_size=1, max_size=12
    )
)


@given(MATRICES, st.sampled_from(list(Metric)))
def test_alpha_equals_the_package_on_every_metric(units: list[tuple[int | None, ...]], metric: Metric) -> None:
    matrix = [list(row) for row in zip(*units, strict=True)]
    paired = [value for unit in units if sum(value is not None for value in unit) > 1 for value in unit if value is not None]
    ours = krippendorff_alpha(matrix, metric)
    if len(set(paired)) < 2:
        assert ours.value is None
        return
    given_to_package = np.array([[math.nan if value is None else value for value in row] for row in matrix], dtype=float)
    theirs = krippendorff.alpha(reliability_data=given_to_package, level_of_measurement=metric.value)
    assert ours.value == pytest.approx(theirs, abs=1e-12)


TABLES = st.integers(1, 4).flatmap(
    lambda size: st.lists(st.lists(st.integers(0, 30), min_size=size, max_size=size), min_size=size, max_size=size)
)


@given(TABLES)
def test_alpha_of_a_confusion_table_is_alpha_of_its_units(table: list[list[int]]) -> None:
    first = [row for row, line in enumerate(table) for count in line for _ in range(count)]
    second = [column for line in table for column, count in enumerate(line) for _ in range(count)]
    direct, laid_out = alpha_of_confusion(table), krippendorff_alpha([first, second])
    assert direct.defined == laid_out.defined
    if direct.value is not None:
        assert direct.value == pytest.approx(laid_out.value, abs=1e-12)


@given(TABLES)
def test_alpha_is_scotts_pi_corrected_for_the_number_of_units_and_kappa_is_never_below_pi(table: list[list[int]]) -> None:
    units = sum(map(sum, table))
    assume(units)
    size = range(len(table))
    margins = [(sum(table[at]) + sum(line[at] for line in table)) / (2 * units) for at in size]
    by_chance = sum(margin**2 for margin in margins)
    assume(by_chance < 1 - 1e-12)
    pi = (sum(table[at][at] for at in size) / units - by_chance) / (1 - by_chance)
    alpha, kappa = alpha_of_confusion(table).value, cohen_kappa(table).value
    assert alpha == pytest.approx(1 - (1 - pi) * (2 * units - 1) / (2 * units), abs=1e-9)
    if kappa is not None:
        assert kappa >= pi - 1e-9
        if all(sum(table[at]) == sum(line[at] for line in table) for at in size):
            assert kappa == pytest.approx(pi, abs=1e-9)


@given(TABLES)
def test_coefficients_of_two_coders_are_those_of_many_with_two_of_them(table: list[list[int]]) -> None:
    size = len(table)
    first = [row for row, line in enumerate(table) for count in line for _ in range(count)]
    second = [column for line in table for column, count in enumerate(line) for _ in range(count)]
    assume(size > 1 and first)
    matrix = [first, second]
    for of_table, of_matrix in (
        (scott_pi(table), fleiss_kappa(matrix)),
        (cohen_kappa(table), conger_kappa(matrix)),
        (gwet_ac1_of_two(table), gwet_ac1(matrix, size)),
        (brennan_prediger(table), randolph_kappa(matrix, size)),
    ):
        assert of_table.defined == of_matrix.defined
        if of_table.value is not None:
            assert of_table.value == pytest.approx(of_matrix.value, abs=1e-9)
    most, kappa = kappa_max(table).value, cohen_kappa(table).value
    assert most is None or kappa is None or kappa <= most + 1e-9


def test_standard_errors_need_two_units_and_are_not_negative() -> None:
    matrix: list[list[int | None]] = [[1, 2, 1, None], [1, 1, 2, 1], [1, 2, 2, None]]
    for error in (fleiss_error(matrix), gwet_ac1_error(matrix)):
        assert error.value is not None
        assert error.value > 0
    assert fleiss_error([[1], [2]]).reason
    assert gwet_ac1_error([[1, 1], [1, 1]]).reason


@given(TABLES, st.randoms(use_true_random=False))
def test_order_of_coders_and_of_categories_changes_nothing(table: list[list[int]], random: Random) -> None:
    order = list(range(len(table)))
    random.shuffle(order)
    turned = [[table[column][row] for column in order] for row in order]
    for statistic in (percent_agreement, cohen_kappa, alpha_of_confusion):
        plain, other = statistic(table), statistic(turned)
        assert plain.defined == other.defined
        if plain.value is not None:
            assert plain.value == pytest.approx(other.value, abs=1e-9)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_f1_lies_between_0_and_1_and_kappa_and_alpha_approach_it_as_text_is_appended(both: int, first: int, second: int) -> None:
    assume(both + first + second)
    value = f1(both, first, second).value
    assert value is not None
    assert 0 <= value <= 1
    vast = [[both, first], [second, 10**9]]
    assert cohen_kappa(vast).value == pytest.approx(value, abs=1e-5)
    assert alpha_of_confusion(vast).value == pytest.approx(value, abs=1e-5)


@pytest.mark.parametrize(("units", "kappa"), [(150, -0.500), (950, 0.441), (9950, 0.495), (999950, 0.500)])
def test_uncoded_text_inflates_percent_agreement_and_kappa_but_never_f1(units: int, kappa: float) -> None:
    assert cohen_kappa([[50, 50], [50, units - 150]]).value == pytest.approx(kappa, abs=0.0005)
    assert f1(50, 50, 50).value == 0.5
