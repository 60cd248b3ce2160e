"""Drawing a sample: exact share, seeded order, largest remainder."""

from __future__ import annotations

import hashlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.sampling import (
    Candidate,
    DrawMethod,
    RecordedDraw,
    draw_sample,
    number_asked,
    sample_size,
    share_of,
    wanted_of,
)
from qualcode.errors import InvalidInput


def pool_of(size: int, *strata: str) -> list[Candidate]:
    return [Candidate(f"guid-{at}", f"interview {at}", strata[at % len(strata)] if strata else "") for at in range(size)]


def test_a_fifth_of_33_is_7() -> None:
    assert sample_size(share_of("0.2"), 33) == 7
    assert len(draw_sample(pool_of(33), share_of("20%"), 7).chosen) == 7


@pytest.mark.parametrize(
    ("share", "pool", "size"), [("0.1", 30, 3), ("0.3", 10, 3), ("0.7", 10, 7), ("1/3", 9, 3), ("1", 5, 5), ("0.01", 3, 1)]
)
def test_the_share_is_an_exact_fraction_rounded_up(share: str, pool: int, size: int) -> None:
    assert sample_size(share_of(share), pool) == size


@pytest.mark.parametrize("typed", ["0", "-0.2", "1.2", "20", "a fifth", "", "1/0", "120%"])
def test_a_share_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput, match="not a number above 0"):
        share_of(typed)


def test_the_draw_is_the_first_of_the_hashed_order() -> None:
    pool = pool_of(20)
    order = sorted(pool, key=lambda candidate: hashlib.sha256(f"7{candidate.guid}".encode()).hexdigest())
    assert set(draw_sample(pool, Fraction(1, 4), 7).chosen) == set(order[:5])


def test_the_draw_depends_on_seed_and_guids_only() -> None:
    pool = pool_of(30)
    first = draw_sample(pool, Fraction(1, 5), 7)
    assert set(draw_sample(pool[::-1], Fraction(1, 5), 7).chosen) == set(first.chosen)
    assert set(draw_sample(pool, Fraction(1, 5), 8).chosen) != set(first.chosen)
    assert list(first.chosen) == [candidate for candidate in pool if candidate in first.chosen]


def test_strata_share_the_places_by_largest_remainder_and_the_left_out_are_named() -> None:
    pool = [Candidate(f"n{at}", "", "nurse") for at in range(17)]
    pool += [Candidate(f"d{at}", "", "doctor") for at in range(14)]
    pool += [Candidate(f"m{at}", "", "manager") for at in range(2)]
    draw = draw_sample(pool, Fraction(1, 5), 1)  # quotas 3.61, 2.97, 0.42 of 7 places
    assert [(stratum.name, stratum.size, stratum.drawn) for stratum in draw.strata] == [
        ("doctor", 14, 3),
        ("manager", 2, 0),
        ("nurse", 17, 4),
    ]
    assert draw.left_out == ("manager",)


def test_an_empty_pool_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no source to draw from"):
        draw_sample([], Fraction(1, 5), 1)


@given(
    st.lists(st.sampled_from(["nurse", "doctor", "manager", ""]), min_size=1, max_size=40), st.integers(1, 40), st.integers(0, 99)
)
def test_every_stratum_gets_its_quota_rounded_down_or_up(strata: list[str], parts: int, seed: int) -> None:
    pool = [Candidate(f"{at}", "", stratum) for at, stratum in enumerate(strata)]
    share = Fraction(1, parts)
    draw = draw_sample(pool, share, seed)
    places = sample_size(share, len(pool))
    assert len(draw.chosen) == places == sum(stratum.drawn for stratum in draw.strata)
    for stratum in draw.strata:
        quota = Fraction(places * stratum.size, len(pool))
        assert int(quota) <= stratum.drawn <= int(quota) + 1
        assert stratum.drawn == sum(candidate.stratum == stratum.name for candidate in draw.chosen)


@given(st.lists(st.sampled_from(["nurse", "doctor", ""]), min_size=1, max_size=30), st.data(), st.integers(0, 99), st.booleans())
def test_a_recorded_draw_gives_the_same_sources_again(strata: list[str], data: st.DataObject, seed: int, by_number: bool) -> None:
    pool = [Candidate(f"guid {at}", "", stratum) for at, stratum in enumerate(strata)]
    number = data.draw(st.integers(1, len(pool)))
    asked = number_asked(number) if by_number else f"{number}/{len(pool)}"
    drawn = draw_sample(pool, wanted_of(asked), seed)
    assert len(drawn.chosen) == number
    kept = RecordedDraw(
        DrawMethod.RANDOM,
        tuple(one.guid for one in pool),
        (),
        tuple(one.guid for one in drawn.chosen),
        asked=asked,
        seed=seed,
        strata=drawn.strata,
    )
    assert kept.repeated() == kept.result


@pytest.mark.parametrize("number", [0, -1, 4])
def test_a_number_that_the_pool_does_not_have_is_refused(number: int) -> None:
    with pytest.raises(InvalidInput, match=f"{number} of 3 sources cannot be drawn"):
        draw_sample(pool_of(3), number, 7)
