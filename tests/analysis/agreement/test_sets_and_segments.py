"""Sets of codes, matched segments, and the unitizing family, each against a slow count."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.agreement.matrices import krippendorff_alpha
from qualcode.analysis.agreement.segments import matched_by_code, own_segments
from qualcode.analysis.agreement.sets import alphas_of_sets, jaccard_distance, masi
from qualcode.analysis.agreement.sweep import Intervals
from qualcode.analysis.agreement.unitizing import Continuum, Segment, unitizing

SETS = st.frozensets(st.integers(0, 4), max_size=4)


def intervals(rows: list[tuple[int, int, int, int, int]]) -> Intervals:
    """Source, coder, code, start, end."""
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), 5).T
    return Intervals(*columns)


@given(SETS, SETS)
def test_distances_of_sets_are_symmetric_0_for_equal_ones_and_1_for_strangers(
    left: frozenset[int], right: frozenset[int]
) -> None:
    for distance in (masi, jaccard_distance):
        assert distance(left, right) == distance(right, left)
        assert (distance(left, right) == 0) == (left == right)
        assert (distance(left, right) == 1) == (left != right and not left & right)
    assert masi(frozenset(), frozenset()) == 0
    assert masi(frozenset(), frozenset({1})) == 1


@settings(max_examples=60)
@given(
    st.integers(2, 3).flatmap(lambda coders: st.lists(st.lists(SETS, min_size=coders, max_size=coders), min_size=1, max_size=8)),
    st.integers(0, 3),
)
def test_alpha_of_sets_is_that_of_units_one_by_one(units: list[list[frozenset[int]]], bare: int) -> None:
    coders = len(units[0])
    rows = [
        (0, coder, code, unit, unit + 1) for unit, said in enumerate(units) for coder, codes in enumerate(said) for code in codes
    ]
    found = dict(alphas_of_sets(intervals(rows), [len(units) + bare], [[True] * coders]))
    matrix = [[*(said[coder] for said in units), *[frozenset[int]()] * bare] for coder in range(coders)]
    for name, distance in (("alpha_masi", masi), ("alpha_jaccard", jaccard_distance)):
        expected = krippendorff_alpha(matrix, distance)
        assert found[name].defined == expected.defined
        if expected.value is not None:
            assert found[name].value == pytest.approx(expected.value, abs=1e-12)


def test_many_different_sets_are_compared_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(0, coder, code, unit, unit + 1) for unit in range(31) for coder in (0, 1) for code in range(5) if unit >> code & 1]
    whole = alphas_of_sets(intervals(rows), [40], [[True, True]])
    monkeypatch.setattr("qualcode.analysis.agreement.sets.ROWS_AT_ONCE", 3)
    assert alphas_of_sets(intervals(rows), [40], [[True, True]])[0][1].value == pytest.approx(whole[0][1].value)


def test_a_text_that_a_coder_has_not_judged_has_no_sets_of_theirs() -> None:
    rows = [(0, 0, 0, 0, 1), (0, 1, 0, 0, 1), (1, 0, 1, 0, 1), (1, 2, 1, 0, 1)]
    judged = [[True, True, False], [True, False, True]]
    found = dict(alphas_of_sets(intervals(rows), [1, 1], judged))
    one, other = frozenset({0}), frozenset({1})
    expected = krippendorff_alpha([[one, other], [one, None], [None, other]], masi)
    assert found["alpha_masi"].value == pytest.approx(expected.value) == 1


def test_a_coders_overlaps_are_one_segment_and_touching_ones_stay_two() -> None:
    drawn = own_segments(intervals([(0, 0, 0, 5, 9), (0, 0, 0, 0, 6), (0, 0, 0, 9, 12), (0, 0, 1, 2, 3), (0, 1, 0, 1, 2)]))
    assert drawn[0, 0] == {0: [(0, 9), (9, 12)], 1: [(1, 2)]}
    assert drawn[0, 1] == {0: [(2, 3)]}


def test_segments_are_matched_one_to_one_those_with_most_in_common_first() -> None:
    rows = [(0, 0, 0, 0, 10), (0, 0, 0, 10, 14), (0, 1, 0, 0, 12), (0, 1, 0, 20, 30), (0, 0, 0, 20, 29)]
    judged = [[True, True]]
    (loose,) = matched_by_code(own_segments(intervals(rows)), judged, 1, 0.1)
    assert (loose.pairs, loose.segments) == (2, 5), "the first of the other coder has one partner, not two"
    (strict,) = matched_by_code(own_segments(intervals(rows)), judged, 1, 0.9)
    assert strict.pairs == 1, "nine of ten characters are enough, ten of twelve are not"
    (none,) = matched_by_code(own_segments(intervals([])), judged, 1)
    assert (none.pairs, none.segments) == (0, 0)


STRETCHES = st.lists(st.tuples(st.integers(0, 19), st.integers(1, 8)), max_size=4).map(
    lambda drawn: [(start, min(20, start + length)) for start, length in drawn]
)


@given(STRETCHES, STRETCHES, st.floats(0.05, 1))
def test_matching_is_greedy_over_all_pairs(one: list[tuple[int, int]], other: list[tuple[int, int]], threshold: float) -> None:
    rows = [(0, coder, 0, *stretch) for coder, drawn in enumerate((one, other)) for stretch in drawn]
    segments = own_segments(intervals(rows))
    by_coder = segments.get((0, 0), {})
    left, right = (by_coder.get(coder, []) for coder in (0, 1))
    shares = []
    for a in left:
        for b in right:
            common = len(set(range(*a)) & set(range(*b)))
            share = common / len(set(range(*a)) | set(range(*b)))
            if common and share >= threshold:
                shares.append((-share, left.index(a), right.index(b)))
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, a_at, b_at in sorted(shares):
        if a_at not in taken[0] and b_at not in taken[1]:
            taken[0].add(a_at)
            taken[1].add(b_at)
    (found,) = matched_by_code(segments, [[True, True]], 1, threshold)
    assert found.pairs == len(taken[0])
    assert found.segments == len(left) + len(right)


@st.composite
def continua(draw: st.DrawFn) -> list[tuple[int, list[list[Segment]]]]:
    """One or two texts, each with the segments of two to four coders."""
    found = []
    for _ in range(draw(st.integers(1, 2))):
        length = draw(st.integers(1, 15))
        coders: list[list[Segment]] = []
        for _ in range(draw(st.integers(2, 4))):
            ends = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
            coders.append([(start, end, draw(st.integers(0, 2))) for start, end in pairwise(ends) if draw(st.booleans())])
        found.append((length, coders))
    return found


def slowly(texts: list[tuple[int, list[list[Segment]]]]) -> dict[str, float | None]:
    """The family with every pair of sections compared, as the paper writes it; None where undefined."""
    gap = -1
    lengths: dict[tuple[int, int], float] = {}
    met: dict[tuple[int, int], float] = {}
    squares: dict[int, float] = {}
    met_squares: dict[int, float] = {}
    whole = 0.0
    for length, coders in texts:
        many = len(coders)
        whole += many * length
        sections = []
        for units in coders:
            at, own = 0, []
            for start, end, value in [*units, (length, length, gap)]:
                if start > at:
                    own.append((at, start, gap))
                if end > start:
                    own.append((start, end, value))
                at = end
            sections.append(own)
            for start, end, value in own:
                squares[value] = squares.get(value, 0.0) + ((end - start) if value == gap else (end - start) ** 2)
        for first, second in permutations(range(many), 2):
            for g in sections[first]:
                beside = 0
                for h in sections[second]:
                    common = max(0, min(g[1], h[1]) - max(g[0], h[0]))
                    lengths[g[2], h[2]] = lengths.get((g[2], h[2]), 0.0) + common / (many - 1)
                    if gap not in (g[2], h[2]):
                        met[g[2], h[2]] = met.get((g[2], h[2]), 0.0) + common / (many - 1)
                        beside += common
                if g[2] != gap:
                    met_squares[g[2]] = met_squares.get(g[2], 0.0) + beside**2 / (many - 1)
    every = {value for pair in lengths for value in pair}
    margin = {value: sum(size for (one, _), size in lengths.items() if one == value) for value in every}

    def expected(one: int, other: int) -> float:
        own = squares.get(one, 0.0) if one == other else 0.0
        return whole * (margin[one] * margin[other] - own) / (whole**2 - sum(squares.values()))

    def defined(upper: float, lower: float) -> float | None:
        return 1 - upper / lower if lower > 1e-12 else None

    scale = whole**2 - sum(squares.values())
    apart = sum(size for (one, other), size in lengths.items() if one != other)
    figures: dict[str, float | None] = {"u": None, "bar": None, "cu": None}
    coded = any(margin.get(value, 0) for value in every - {gap})
    if coded and scale:
        figures["u"] = defined(apart, sum(expected(one, other) for one, other in permutations(every, 2)))
        bare = sum(size for (one, other), size in lengths.items() if one == gap != other)
        figures["bar"] = defined(bare, sum(expected(gap, other) for other in every - {gap})) if gap in every else None
    total = sum(met.values())
    if total:
        own_margin = {value: sum(size for (one, _), size in met.items() if one == value) for value in every - {gap}}
        denominator = total - sum(met_squares.values()) / total
        pairs = permutations(own_margin, 2)
        chance = sum(own_margin[one] * own_margin[other] / denominator for one, other in pairs) if denominator > 1e-12 else 0.0
        figures["cu"] = defined(sum(size for (one, other), size in met.items() if one != other), chance)
    return figures


@settings(max_examples=200)
@given(continua())
def test_the_family_equals_comparing_every_section_with_every_other(texts: list[tuple[int, list[list[Segment]]]]) -> None:
    continuum = Continuum()
    for length, coders in texts:
        continuum.add(length, coders)
    found = unitizing(continuum, range(3))
    slow = slowly(texts)
    for figure, name in ((found.units, "u"), (found.relevance, "bar"), (found.values, "cu")):
        assert figure.defined == (slow[name] is not None), (name, figure, slow)
        assert bool(figure.reason) == (slow[name] is None)
        if slow[name] is not None:
            assert figure.value == pytest.approx(slow[name], abs=1e-9)


@given(continua())
def test_with_one_code_all_that_matters_is_what_is_relevant(texts: list[tuple[int, list[list[Segment]]]]) -> None:
    continuum = Continuum()
    for length, coders in texts:
        continuum.add(length, [[(start, end, 0) for start, end, _ in units] for units in coders])
    found = unitizing(continuum, [0])
    if found.units.defined and found.relevance.defined:
        assert found.units.value == pytest.approx(found.relevance.value, abs=1e-9)


@pytest.mark.parametrize(
    ("coders", "said"),
    [
        ([[], []], "nobody coded anything"),
        ([[(0, 9, 0)], [(0, 9, 0)]], "everything is coded, and all of it alike"),
    ],
)
def test_undefined_members_of_the_family_say_why(coders: list[list[Segment]], said: str) -> None:
    continuum = Continuum()
    continuum.add(9, coders)
    found = unitizing(continuum, [0, 1])
    assert found.units.reason == said
    assert found.by_value[1][0].reason == "nobody coded anything"


def test_segments_that_never_meet_and_segments_that_do_not_fit() -> None:
    continuum = Continuum()
    continuum.add(9, [[(0, 3, 0)], [(4, 8, 1)]])
    found = unitizing(continuum, [0])
    assert found.values.reason == "no segments of two coders meet"
    assert found.by_value[0][0].reason == "never meets another coder's segment (coverage 0 %)"
    assert found.by_value[0][1].value == 0
    for wrong in ([(0, 3, 0), (2, 5, 0)], [(0, 10, 0)], [(3, 3, 0)]):
        with pytest.raises(ValueError, match="does not fit"):
            Continuum().add(9, [wrong, []])
