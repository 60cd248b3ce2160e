"""What must hold of every coefficient the engine computes, whatever is coded, of one to four coders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qualcode.analysis.agreement import matrices, tally
from qualcode.analysis.agreement.cross_check import alphas_by_package
from qualcode.analysis.agreement.intervals import four_figures, four_pooled
from qualcode.analysis.agreement.sweep import Mark, intervals_of, marks_of, pattern_weights
from qualcode.analysis.agreement.tally import Tally
from qualcode.domain.sources import Turn
from qualcode.domain.spans import Span
from qualcode.domain.units import MappingRule, Unit, axis_of, scope_of

if TYPE_CHECKING:
    from qualcode.domain.agreement import Figure

    Judgements = list[list[int | None]]

CODES = 2
LENGTH = 24
Study = tuple[list[Mark], list[list[bool]]]
"""Marks of texts of `LENGTH` characters in turns of six, and who judged each text."""


@st.composite
def studies(draw: st.DrawFn, least: int = 2, most: int = 4, *, missing: bool = False) -> Study:
    """Random overlapping segments of one to four coders; with `missing`, texts that only some of them judged."""
    coders = draw(st.integers(least, most))
    judged = []
    for _ in range(draw(st.integers(1, 3))):
        enough = st.lists(st.booleans(), min_size=coders, max_size=coders).filter(lambda who: sum(who) > 1)
        judged.append(draw(enough) if missing else [True] * coders)
    marks: list[Mark] = []
    for source, who in enumerate(judged):
        for _ in range(draw(st.integers(0, 7))):
            coder = draw(st.sampled_from([at for at, has in enumerate(who) if has]))
            start = draw(st.integers(0, LENGTH - 1))
            marks.append((source, coder, draw(st.integers(0, CODES - 1)), start, draw(st.integers(start + 1, LENGTH))))
    return marks, judged


def tallied(study: Study, unit: Unit = Unit.CHARACTER, *, length: int = LENGTH, codes: int = CODES) -> Tally:
    """The tally of each text and code."""
    marks, judged = study
    text = "x" * length
    turns = [Turn(at // 6 + 1, Span(at, min(at + 6, length)), None, 0) for at in range(0, length, 6)]
    axis = axis_of(text, scope_of(text, turns), unit)
    axes, texts = [axis] * len(judged), [text] * len(judged)
    intervals = intervals_of(marks_of(axes, texts, marks), axes, texts)
    return tally.tally(pattern_weights(intervals, [axis.count] * len(judged), codes, len(judged[0])), judged, len(judged[0]))


def judgements(study: Study, code: int) -> Judgements:
    """A row of judgements for each coder, character by character; None where they did not judge the text."""
    marks, judged = study
    rows: Judgements = [[] for _ in judged[0]]
    for source, who in enumerate(judged):
        for coder, has in enumerate(who):
            row: list[int | None] = [0 if has else None] * LENGTH
            for where, by, what, start, end in marks:
                if (where, by, what) == (source, coder, code):
                    row[start:end] = [1] * (end - start)
            rows[coder] += row
    return rows


def same(found: float, expected: Figure) -> None:
    """NaN where the other is undefined, else equal."""
    assert np.isnan(found) == (not expected.defined)
    if expected.value is not None:
        assert found == pytest.approx(expected.value, abs=1e-12)


def values(figures: dict[str, tally.Floats]) -> list[float]:
    return [value for name in ("percent", "f1", "alpha") for value in np.atleast_1d(figures[name]).tolist()]


@settings(max_examples=200)
@given(studies(missing=True))
def test_closed_formulas_equal_the_coefficients_of_judgements_one_by_one(study: Study) -> None:
    sums = tallied(study).total()
    for code in range(CODES):
        rows = judgements(study, code)
        of_code = Tally(sums.sums[code], sums.coders)
        same(float(tally.percent(of_code)), matrices.percent_of_matrix(rows, by_unit=True))
        same(float(tally.coefficient(tally.alpha_parts(of_code), of_code)), matrices.krippendorff_alpha(rows))
        same(float(tally.coefficient(tally.fleiss_parts(of_code), of_code)), matrices.fleiss_kappa(rows))
        same(float(tally.brennan_prediger(of_code)), matrices.randolph_kappa(rows, 2))
        gwet = tally.gwet_parts(of_code)
        same(float(1 - tally.ratio(gwet.observed, gwet.expected)), matrices.gwet_ac1(rows, 2))
        if all(any(value is not None for value in row) for row in rows):
            same(float(tally.coefficient(tally.kappa_parts(of_code), of_code)), matrices.conger_kappa(rows))


@settings(max_examples=100)
@given(studies(missing=True), st.sampled_from([Unit.CHARACTER, Unit.TURN, Unit.SOURCE]))
def test_the_package_gives_the_same_alpha_on_every_table_of_units(study: Study, unit: Unit) -> None:
    marks, judged = study
    text = "x" * LENGTH
    axis = axis_of(text, scope_of(text, [Turn(at // 6 + 1, Span(at, at + 6), None, 0) for at in range(0, LENGTH, 6)]), unit)
    axes, texts = [axis] * len(judged), [text] * len(judged)
    for rule in MappingRule:
        intervals = intervals_of(marks_of(axes, texts, marks), axes, texts, rule)
        sizes = [axis.count] * len(judged)
        sums = tally.tally(pattern_weights(intervals, sizes, CODES, len(judged[0])), judged, len(judged[0])).total()
        ours = tally.coefficient(tally.alpha_parts(sums), sums).tolist()
        for one, other in zip(ours, alphas_by_package(intervals, sizes, CODES, judged), strict=True):
            assert np.isnan(one) == (other is None)
            if other is not None:
                assert one == pytest.approx(other, abs=1e-15, rel=1e-14)


def test_the_package_needs_its_level_named_for_it_takes_intervals_otherwise() -> None:
    three = np.array([[1.0, 2, 3, 1, 2, 3], [1, 2, 3, 2, 2, 3]])
    nominal = krippendorff.alpha(reliability_data=three, level_of_measurement="nominal")
    assert nominal == pytest.approx(matrices.krippendorff_alpha(three.tolist()).value)
    assert krippendorff.alpha(reliability_data=three, level_of_measurement="interval") != pytest.approx(nominal)


@given(studies(least=1, most=1))
def test_one_coder_agrees_with_nobody(study: Study) -> None:
    with pytest.raises(ValueError, match="at least two coders"):
        tallied(study)


@given(studies(), st.randoms(use_true_random=False))
def test_the_order_of_coders_changes_nothing(study: Study, random: object) -> None:
    marks, judged = study
    order = list(range(len(judged[0])))
    random.shuffle(order)  # type: ignore[attr-defined]
    turned = [(source, order[coder], code, start, end) for source, coder, code, start, end in marks]
    plain, other = tallied(study).total(), tallied((turned, judged)).total()
    assert values(four_figures(plain)) == pytest.approx(values(four_figures(other)), abs=1e-12, nan_ok=True)
    assert four_figures(plain)["kappa"].tolist() == pytest.approx(four_figures(other)["kappa"].tolist(), abs=1e-12, nan_ok=True)


@given(studies())
def test_the_names_of_codes_change_nothing(study: Study) -> None:
    marks, judged = study
    turned = [(source, coder, CODES - 1 - code, start, end) for source, coder, code, start, end in marks]
    plain, other = tallied(study).total(), tallied((turned, judged)).total()
    for name, column in four_figures(plain).items():
        assert column.tolist() == pytest.approx(four_figures(other)[name].tolist()[::-1], nan_ok=True)
        together = float(four_pooled(plain)[name])
        assert together == pytest.approx(float(four_pooled(other)[name]), nan_ok=True)


@given(studies(), st.data())
def test_splitting_a_segment_or_coding_it_twice_changes_no_figure_by_character(study: Study, data: st.DataObject) -> None:
    marks, judged = study
    split: list[Mark] = []
    for source, coder, code, start, end in marks:
        middle = data.draw(st.integers(start, end))
        split += [(source, coder, code, left, right) for left, right in ((start, middle), (middle, end)) if left < right]
    plain = tallied(study).sums.tolist()
    assert tallied((split, judged)).sums.tolist() == plain
    assert tallied((marks + marks, judged)).sums.tolist() == plain


@given(studies(), st.sampled_from([Unit.CHARACTER, Unit.TURN]))
def test_shares_lie_between_0_and_1_and_beyond_chance_is_at_most_1(study: Study, unit: Unit) -> None:
    sums = tallied(study, unit).total()
    for share in (tally.percent(sums), tally.f1(sums), tally.jaccard(sums)):
        known = share[~np.isnan(share)]
        assert ((known >= 0) & (known <= 1)).all()
    f1 = tally.f1(sums)
    assert tally.jaccard(sums).tolist() == pytest.approx((f1 / (2 - f1)).tolist(), nan_ok=True)
    for parts in (tally.alpha_parts(sums), tally.kappa_parts(sums), tally.fleiss_parts(sums)):
        beyond = tally.coefficient(parts, sums)
        assert (beyond[~np.isnan(beyond)] <= 1).all()


@given(studies(most=2))
def test_kappa_is_never_below_pi_and_alpha_is_pi_corrected_for_the_number_of_units(study: Study) -> None:
    sums = tallied(study).total()
    units = sums.of(tally.UNITS)
    pi = tally.coefficient(tally.fleiss_parts(sums), sums)
    alpha, kappa = (four_figures(sums)[name] for name in ("alpha", "kappa"))
    assert alpha.tolist() == pytest.approx((1 - (1 - pi) * (2 * units - 1) / (2 * units)).tolist(), abs=1e-9, nan_ok=True)
    for code in range(CODES):
        if not np.isnan(pi[code]):
            assert kappa[code] >= pi[code] - 1e-12
            if sums.coded_by(0)[code] == sums.coded_by(1)[code]:
                assert kappa[code] == pytest.approx(pi[code], abs=1e-12)


@given(studies(most=2))
def test_kappa_and_alpha_approach_f1_as_uncoded_text_is_appended_and_percent_approaches_1(study: Study) -> None:
    marks, judged = study
    sums = tallied((marks, judged)).total().sums.copy()
    more = 10.0**9
    for what, weight in ((tally.UNITS, 1), (tally.JUDGED, 2), (tally.NOBODY, 1)):
        sums[:, what] += more * weight
    sums[:, tally.SUMS + 2 : tally.SUMS + 4] += more
    vast = Tally(sums, 2)
    figures = four_figures(vast)
    for code in range(CODES):
        if np.isnan(figures["f1"][code]):
            assert np.isnan(figures["kappa"][code])
            continue
        assert figures["kappa"][code] == pytest.approx(figures["f1"][code], abs=1e-5)
        assert figures["alpha"][code] == pytest.approx(figures["f1"][code], abs=1e-5)
        assert figures["percent"][code] == pytest.approx(1, abs=1e-5)


@given(studies())
def test_a_code_nobody_used_changes_no_pooled_figure_but_the_mean_of_percent_agreement(study: Study) -> None:
    plain, more = four_pooled(tallied(study).total()), four_pooled(tallied(study, codes=CODES + 3).total())
    for name in ("f1", "alpha", "kappa"):
        assert float(plain[name]) == pytest.approx(float(more[name]), abs=1e-12, nan_ok=True)


@given(studies())
def test_texts_one_by_one_add_up_to_all_of_them(study: Study) -> None:
    whole = tallied(study)
    total = sum((whole.source(at).sums for at in range(len(study[1]))), np.zeros_like(whole.sums[0]))
    assert np.allclose(total, whole.total().sums)
    ones = np.ones((1, len(study[1])), dtype=np.int64)
    assert np.allclose(whole.drawn(ones).sums[0], whole.total().sums)


@given(studies(most=2))
def test_one_coder_who_never_used_a_code_gives_kappa_0_and_f1_0(study: Study) -> None:
    marks, judged = study
    sums = tallied(([mark for mark in marks if mark[1] == 0], judged)).total()
    figures = four_figures(sums)
    for code in range(CODES):
        assume(sums.of(tally.CODED)[code] > 0)
        assert figures["kappa"][code] == pytest.approx(0, abs=1e-12)
        assert figures["f1"][code] == 0
        assert figures["alpha"][code] <= 0 + 1e-12
