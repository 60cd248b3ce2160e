"""Intervals by resampling sources."""

from __future__ import annotations

import numpy as np
import pytest

from qualcode.analysis.agreement.intervals import pooled, pooled_intervals


def test_an_interval_is_what_resampling_one_source_after_another_gives() -> None:
    table = np.array([[[90, 2, 3, at], [95, 1, 1, 10 - at]] for at in range(1, 10)])
    draws = 400
    found = pooled_intervals(table, draws=draws, seed=5)
    chosen = np.random.default_rng(5).multinomial(9, np.full(9, 1 / 9), size=draws)
    alphas = [
        float(pooled(sum((many * table[at] for at, many in enumerate(times)), np.zeros((2, 4))))["alpha"]) for times in chosen
    ]
    assert (found.alpha.low, found.alpha.high) == pytest.approx(np.quantile(alphas, [0.025, 0.975]).tolist(), abs=1e-12)
    assert found == pooled_intervals(table, draws=draws, seed=5)
    assert found != pooled_intervals(table, draws=draws, seed=6)


def test_sources_that_are_all_alike_leave_no_room() -> None:
    found = pooled_intervals(np.array([[[80, 5, 5, 10]]] * 8), draws=50)
    for name, interval in found.named():
        assert interval.low == pytest.approx(float(pooled(np.array([[80, 5, 5, 10]]) * 8)[name]), abs=1e-12)
        assert interval.high == pytest.approx(interval.low, abs=1e-12)


def test_draws_without_a_value_are_counted_and_too_many_leave_no_interval() -> None:
    unused = [[100, 0, 0, 0]]
    used = [[80, 5, 5, 10]]
    rare = pooled_intervals(np.array([used, *[unused] * 9]))
    assert rare.alpha.low is None
    assert rare.alpha.undefined_draws > 200
    assert rare.alpha.reason == f"undefined in {rare.alpha.undefined_draws} of 2000 draws"
    assert rare.percent.low is not None
    common = pooled_intervals(np.array([*[used] * 4, *[unused] * 4]))
    assert 0 < common.alpha.undefined_draws < 200
    assert common.alpha.low is not None
    assert common.alpha.reason == ""
