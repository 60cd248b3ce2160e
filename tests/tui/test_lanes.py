"""Lanes and margin names: exact after every edit."""

from __future__ import annotations

import random

import pytest

from qualcode.tui.widgets.transcript.lanes import Lanes
from qualcode.tui.widgets.transcript.margin import MarginNames


def state_of(lanes: Lanes) -> tuple[list[tuple[int, int, int]], dict[int, int]]:
    return lanes.keys, lanes.lane


def rebuilt(lanes: Lanes) -> Lanes:
    return Lanes((id_, *lanes.rows(id_)) for _, _, id_ in lanes.keys)


def plain_lanes(lanes: Lanes) -> dict[int, int]:
    """The greedy rule stated over every pair of codings."""
    given: dict[int, int] = {}
    for first, _, id_ in lanes.keys:
        taken = {given[other] for other in given if lanes.rows(other)[1] >= first}
        given[id_] = next(lane for lane in range(len(taken) + 1) if lane not in taken)
    return given


@pytest.mark.parametrize("seed", range(4))
def test_five_hundred_edits_equal_the_full_rule(seed: int) -> None:
    chance = random.Random(seed)
    rows = 120
    lanes = Lanes()
    names = MarginNames(lanes, rows)
    for id_ in range(1, 501):
        before = dict(lanes.lane)
        shown_before = {row: (names.on_row(row), names.more_on_row(row)) for row in range(rows)}
        if lanes.keys and chance.random() < 0.45:
            gone = chance.choice(lanes.keys)[2]
            position = lanes.position(gone)
            changed = lanes.remove(gone)
            rows_changed = names.forget(gone) | names.run(position)
        else:
            first = chance.randrange(rows)
            last = min(rows - 1, first + chance.choice([0, 0, 1, 2, 5, 9, 60]))
            changed = lanes.add(id_, first, last)
            rows_changed = names.run(lanes.position(id_))
        full = rebuilt(lanes)
        assert state_of(lanes) == state_of(full)
        assert lanes.lane == plain_lanes(lanes)
        assert {one for one, lane in lanes.lane.items() if before.get(one) != lane} == changed
        full_names = MarginNames(full, rows)
        shown = {row: (names.on_row(row), names.more_on_row(row)) for row in range(rows)}
        assert shown == {row: (full_names.on_row(row), full_names.more_on_row(row)) for row in range(rows)}
        assert {row for row in range(rows) if shown[row] != shown_before[row]} <= rows_changed


def test_no_two_codings_share_a_lane_on_a_row() -> None:
    chance = random.Random(7)
    spans = [(id_, first := chance.randrange(300), first + chance.randrange(12)) for id_ in range(400)]
    lanes = Lanes(spans)
    for row in range(320):
        here = lanes.on_row(row)
        assert here == sorted((id_ for id_, first, last in spans if first <= row <= last), key=lanes.lane.__getitem__)
        assert len({lanes.lane[id_] for id_ in here}) == len(here)


def test_every_name_is_shown_or_counted() -> None:
    chance = random.Random(3)
    lanes = Lanes((id_, first := chance.randrange(40), first + chance.randrange(3)) for id_ in range(200))
    names = MarginNames(lanes, 50)
    shown = [names.on_row(row) for row in range(50) if names.on_row(row) is not None]
    assert len(set(shown)) == len(shown)
    assert len(shown) + sum(names.more_on_row(row) for row in range(50)) == 200
