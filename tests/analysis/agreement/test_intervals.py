"""Intervals by resampling sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qualcode.analysis.agreement.intervals import four_figures, four_pooled, spread
from qualcode.analysis.agreement.sweep import PatternTable
from qualcode.analysis.agreement.tally import Tally, tally

if TYPE_CHECKING:
    from qualcode.domain.agreement import Intervals


def tallied(weights: list[list[list[int]]]) -> Tally:
    """The tally of two coders' weights by source and code: neither, only first, only second, both."""
    return tally(PatternTable(np.arange(4), np.array(weights)), [[True, True]] * len(weights), 2)


def test_intervals_are_what_resampling_one_source_after_another_gives() -> None:
    table = tallied([[[90, 2, 3, at], [95, 1, 1, 10 - at]] for at in range(1, 10)])
    draws = 400
    found = spread(table, draws=draws, seed=5)
    chosen = np.random.default_rng(5).multinomial(9, np.full(9, 1 / 9), size=draws)
    drawn = [Tally(np.tensordot(times, table.sums, axes=1), 2) for times in chosen]
    for name in ("f1", "alpha", "kappa", "percent"):
        for at, intervals in enumerate(found.by_code):
            values = [float(four_figures(one)[name][at]) for one in drawn]
            assert ends(intervals, name) == pytest.approx(np.quantile(values, [0.025, 0.975]).tolist(), abs=1e-12)
        values = [float(four_pooled(one)[name]) for one in drawn]
        assert ends(found.pooled, name) == pytest.approx(np.quantile(values, [0.025, 0.975]).tolist(), abs=1e-12)
    assert found == spread(table, draws=draws, seed=5)
    assert found != spread(table, draws=draws, seed=6)
    assert (found.pooled.level, found.pooled.draws, found.pooled.seed) == (0.95, draws, 5)


def ends(intervals: Intervals, name: str) -> list[float | None]:
    one = dict(intervals.named())[name]
    return [one.low, one.high]


def test_draws_are_added_up_in_parts_without_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    table = tallied([[[90, 2, 3, at]] for at in range(1, 10)])
    whole = spread(table, draws=500)
    monkeypatch.setattr("qualcode.analysis.agreement.intervals.AT_ONCE", 7)
    assert spread(table, draws=500) == whole


def test_sources_that_are_all_alike_leave_no_room() -> None:
    found = spread(tallied([[[80, 5, 5, 10]]] * 8), draws=50).pooled
    for name, interval in found.named():
        assert interval.low == pytest.approx(float(four_pooled(tallied([[[80, 5, 5, 10]]]).total())[name]), abs=0.01)
        assert interval.high == pytest.approx(interval.low, abs=1e-12)


def test_draws_without_a_value_are_counted_and_too_many_leave_no_interval() -> None:
    unused = [[100, 0, 0, 0]]
    used = [[80, 5, 5, 10]]
    rare = spread(tallied([used, *[unused] * 9]))
    for intervals in (rare.pooled, *rare.by_code):
        assert intervals.alpha.low is None
        assert intervals.alpha.undefined_draws > 200
        assert intervals.alpha.reason == f"undefined in {intervals.alpha.undefined_draws} of 2000 draws"
        assert intervals.percent.low is not None
    common = spread(tallied([*[used] * 4, *[unused] * 4])).pooled
    assert 0 < common.alpha.undefined_draws < 200
    assert common.alpha.low is not None
    assert common.alpha.reason == ""


def test_a_code_nobody_ever_used_has_no_interval() -> None:
    found = spread(tallied([[[80, 5, 5, 10], [100, 0, 0, 0]]] * 8)).by_code[1]
    assert (found.alpha.low, found.alpha.undefined_draws, found.percent.low) == (None, 2000, 1)
