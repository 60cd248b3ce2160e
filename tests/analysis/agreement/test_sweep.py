"""The interval engine against counting character by character."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.agreement.sweep import Intervals, Mark, intervals_of, marks_of, pattern_weights, units_applied
from qualcode.analysis.agreement.tally import pair_of, tally
from qualcode.domain.sources import Turn
from qualcode.domain.spans import Span
from qualcode.domain.units import MappingRule, Scope, Unit, axis_of, scope_of, units_of

if TYPE_CHECKING:
    from qualcode.analysis.agreement.sweep import PatternTable

CODES = 2


@st.composite
def studies(draw: st.DrawFn, least: int = 1, most: int = 4) -> tuple[list[str], list[Scope], list[Mark], int]:
    """Texts with their scopes, random overlapping marks, and the number of coders."""
    coders = draw(st.integers(least, most))
    texts = draw(st.lists(st.text(alphabet="ab. \n?𝒳", max_size=40), min_size=1, max_size=3))
    scopes = []
    for text in texts:
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
        turns = [Turn(at, Span(start, end), None, at % 2) for at, (start, end) in enumerate(pairwise(cuts))]
        times = {turn.number: Span(turn.span.start, turn.span.start + 1) for turn in turns if draw(st.booleans())}
        turns = [
            Turn(turn.number, turn.span, None, turn.speaker, times=(times[turn.number],) if turn.number in times else ())
            for turn in turns
        ]
        scopes.append(scope_of(text, turns, left_out={1}))
    marks: list[Mark] = []
    for source, text in enumerate(texts):
        for _ in range(draw(st.integers(0, 8)) if text else 0):
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            marks.append((source, draw(st.integers(0, coders - 1)), draw(st.integers(0, CODES - 1)), start, end))
    return texts, scopes, marks, coders


def engine(
    texts: list[str],
    scopes: list[Scope],
    marks: list[Mark],
    coders: int,
    unit: Unit,
    rule: MappingRule = MappingRule.ANY,
) -> PatternTable:
    axes = [axis_of(text, scope, unit) for text, scope in zip(texts, scopes, strict=True)]
    reached = marks_of(axes, texts, marks)
    return pattern_weights(intervals_of(reached, axes, texts, rule), [axis.count for axis in axes], CODES, coders)


def matrices(
    texts: list[str],
    scopes: list[Scope],
    marks: list[Mark],
    coders: int,
    unit: Unit,
    rule: MappingRule = MappingRule.ANY,
) -> list[list[list[list[bool]]]]:
    """For each source and code a row of judgements for each coder, unit by unit, found by looking at every character."""
    found = []
    for source, (text, scope) in enumerate(zip(texts, scopes, strict=True)):
        inside = {span.start for span in units_of(text, scope, Unit.CHARACTER)}
        if unit is Unit.CHARACTER:
            members = [{at} for at in sorted(inside)]
        else:
            members = [
                {at for at in range(span.start, span.end) if at in inside and not text[at].isspace()}
                for span in units_of(text, scope, unit)
            ]
        least = 0.5 if rule is MappingRule.HALF else 0.0

        def reached(member: set[int], coded: set[int], least: float = least) -> bool:
            inside = len(member & coded)
            return inside > 0 and inside >= least * len(member)

        coded: dict[tuple[int, int], set[int]] = {}
        for where, coder, code, start, end in marks:
            if where == source:
                coded.setdefault((coder, code), set()).update(range(start, end))
        found.append(
            [
                [[reached(member, coded.get((coder, code), set())) for member in members] for coder in range(coders)]
                for code in range(CODES)
            ]
        )
    return found


@settings(max_examples=300)
@given(studies(), st.sampled_from(list(Unit)), st.sampled_from(list(MappingRule)))
def test_the_sweep_equals_counting_every_character(
    study: tuple[list[str], list[Scope], list[Mark], int], unit: Unit, rule: MappingRule
) -> None:
    coders = study[3]
    table = engine(*study, unit, rule)
    assert table.patterns.tolist() == list(range(2**coders))
    for source, of_source in enumerate(matrices(*study, unit, rule)):
        for code, judgements in enumerate(of_source):
            counted = np.zeros(2**coders, dtype=np.int64)
            for column in zip(*judgements, strict=True):
                counted[sum(applied << coder for coder, applied in enumerate(column))] += 1
            assert table.weights[source, code].tolist() == counted.tolist()


@given(studies(least=5, most=7))
def test_of_many_coders_only_the_patterns_that_occur_are_kept(study: tuple[list[str], list[Scope], list[Mark], int]) -> None:
    table = engine(*study, Unit.CHARACTER)
    patterns = table.patterns.tolist()
    assert patterns == sorted(set(patterns))
    assert patterns[0] == 0
    for source, of_source in enumerate(matrices(*study, Unit.CHARACTER)):
        for code, judgements in enumerate(of_source):
            counted = dict.fromkeys(patterns, 0)
            for column in zip(*judgements, strict=True):
                counted[sum(applied << coder for coder, applied in enumerate(column))] += 1
            assert table.weights[source, code].tolist() == list(counted.values())


@given(studies(), st.sampled_from([Unit.TURN, Unit.SENTENCE, Unit.SOURCE]))
def test_half_a_unit_never_counts_more_than_any_of_it(study: tuple[list[str], list[Scope], list[Mark], int], unit: Unit) -> None:
    half, any_of_it = (engine(*study, unit, rule) for rule in (MappingRule.HALF, MappingRule.ANY))
    assert (units_applied(half) <= units_applied(any_of_it)).all()


@given(studies(least=3), st.data())
def test_a_pair_of_many_coders_is_as_if_the_others_were_not_there(
    study: tuple[list[str], list[Scope], list[Mark], int], data: st.DataObject
) -> None:
    texts, scopes, marks, coders = study
    first, second = data.draw(st.permutations(range(coders)).map(lambda order: order[:2]))
    of_pair = [
        (source, int(coder == second), code, start, end) for source, coder, code, start, end in marks if coder in {first, second}
    ]
    together = pair_of(engine(texts, scopes, marks, coders, Unit.CHARACTER), first, second)
    assert together.weights.tolist() == engine(texts, scopes, of_pair, 2, Unit.CHARACTER).weights.tolist()


def whole(text: str) -> Scope:
    return scope_of(text, [Turn(1, Span(0, len(text)), None, 0)])


def both_first_second_neither(marks: list[Mark], length: int = 1000) -> list[int]:
    text = "x" * length
    neither, first, second, both = engine([text], [whole(text)], marks, 2, Unit.CHARACTER).weights[0, 0].tolist()
    return [both, first, second, neither]


def test_a_coder_who_overlaps_herself_is_one_coder() -> None:
    assert both_first_second_neither([(0, 0, 0, 0, 100), (0, 0, 0, 50, 150)]) == [0, 150, 0, 850]
    assert both_first_second_neither([(0, 0, 0, 0, 100), (0, 0, 0, 0, 90), (0, 1, 0, 0, 100)]) == [100, 0, 0, 900]


def test_the_universe_is_all_text_in_scope_not_what_was_coded() -> None:
    assert both_first_second_neither([(0, 0, 0, 0, 200), (0, 1, 0, 150, 350)]) == [50, 150, 150, 650]


def test_segments_that_touch_do_not_overlap_and_one_may_reach_the_end() -> None:
    assert both_first_second_neither([(0, 0, 0, 0, 500), (0, 1, 0, 500, 1000)]) == [0, 500, 500, 0]


def test_offsets_are_code_points() -> None:
    text = "😀😀 done"
    table = engine([text], [whole(text)], [(0, 0, 0, 0, 2), (0, 1, 0, 3, 7)], 2, Unit.CHARACTER)
    assert table.weights[0, 0].tolist() == [1, 2, 4, 0]


def test_a_turn_touched_by_white_space_alone_is_not_coded() -> None:
    text = "One turn. Next"
    scope = scope_of(text, [Turn(1, Span(0, 9), None, 0), Turn(2, Span(10, 14), None, 0)])
    table = engine([text], [scope], [(0, 0, 0, 9, 14), (0, 1, 0, 3, 4), (0, 0, 1, 8, 10), (0, 1, 1, 9, 10)], 2, Unit.TURN)
    assert table.weights[0].tolist() == [[1, 1, 0, 0], [1, 1, 0, 0]]


def test_marks_that_reach_nothing_in_scope_are_counted() -> None:
    text = "I: ask P: say"
    scope = scope_of(text, [Turn(1, Span(3, 6), None, 1), Turn(2, Span(10, 13), None, 2)], left_out={1})
    axis = axis_of(text, scope, Unit.TURN)
    assert marks_of([axis], [text], [(0, 0, 0, 0, 6), (0, 0, 0, 3, 11), (0, 0, 0, 6, 7)]).dropped == 2


def test_no_source_no_code_and_no_mark_give_empty_tables() -> None:
    assert engine([], [], [], 2, Unit.TURN).weights.shape == (0, CODES, 4)
    assert engine([""], [whole("x")], [], 2, Unit.SOURCE).weights[0].tolist() == [[0, 0, 0, 0]] * CODES
    assert pattern_weights(nothing(), [], 0, 2).weights.shape == (0, 0, 4)


@pytest.mark.parametrize("mark", [(0, 0, 0, 3, 3), (0, 0, 0, 4, 3), (0, 0, 0, -1, 3), (0, 0, 0, 0, 5)])
@pytest.mark.parametrize("unit", [Unit.CHARACTER, Unit.TURN])
def test_empty_and_outlying_marks_are_refused(mark: Mark, unit: Unit) -> None:
    text = "four"
    with pytest.raises(ValueError, match="does not fit"):
        marks_of([axis_of(text, whole(text), unit)], [text], [mark])


def nothing() -> Intervals:
    return intervals_of(marks_of([], [], []), [], [])


def test_the_number_of_coders_has_limits() -> None:
    with pytest.raises(ValueError, match="1 to 16"):
        pattern_weights(nothing(), [], 1, 17)
    with pytest.raises(ValueError, match="at least two coders"):
        tally(engine(["x"], [whole("x")], [], 2, Unit.TURN), [[True, False]], 2)


def test_sixteen_coders_of_many_codes_take_little_room() -> None:
    text = "x" * 1000
    marks = [(0, coder, code, code, 500 + coder) for coder in range(16) for code in range(CODES)]
    table = engine([text], [whole(text)], marks, 16, Unit.CHARACTER)
    assert table.weights.shape == (1, CODES, 17)
    assert (table.weights.sum(axis=-1) == 1000).all()


def test_half_of_a_unit_is_reached_by_several_segments_together() -> None:
    text = "abcd efgh. ijkl"
    scope = scope_of(text, [Turn(1, Span(0, 10), None, 0), Turn(2, Span(11, 15), None, 0)])
    first = [(0, 0, 0, 0, 2), (0, 0, 0, 5, 8)]
    both = engine([text], [scope], [*first, (0, 1, 0, 0, 4)], 2, Unit.TURN, MappingRule.HALF)
    assert both.weights[0, 0].tolist() == [1, 1, 0, 0], "5 of 9 against 4 of 9, the space aside"
    doubled = engine([text], [scope], [(0, 0, 0, 0, 4), (0, 0, 0, 1, 4)], 2, Unit.TURN, MappingRule.HALF)
    assert doubled.weights[0, 0].tolist() == [2, 0, 0, 0], "the same words twice are the same words"
    over = engine([text], [scope], [(0, 0, 0, 6, 13), (0, 1, 0, 6, 12)], 2, Unit.TURN, MappingRule.HALF)
    assert over.weights[0, 0].tolist() == [1, 1, 0, 0], "exactly half of the second turn counts, a quarter does not"
