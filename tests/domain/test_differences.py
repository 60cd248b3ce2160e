from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.codebook import Codebook
from qualcode.domain.codes import Code, CodeKind
from qualcode.domain.differences import Difference, DifferenceKind, Mark, bare, families, find_differences
from qualcode.domain.spans import Span

TEXT = 'I did, at home. "Nobody\'s job." It came back, twice; nobody knew. Then it went on, and on. '
TIME, HOME, MONEY = 1, 2, 3
"""Time and Home have one parent."""


def related(one: int, other: int) -> bool:
    return {one, other} <= {TIME, HOME}


def mark(words: str, code: int, number: int, *, unsure: bool = False) -> Mark:
    start = TEXT.index(words)
    return Mark(number, code, Span(start, start + len(words)), unsure)


def differences(first: list[Mark], second: list[Mark]) -> list[tuple[str, list[int], list[int]]]:
    found = find_differences(TEXT, first, second, related)
    return [(one.kind.value, [mark.id for mark in one.first], [mark.id for mark in one.second]) for one in found]


def test_the_same_words_with_the_same_code_are_agreed() -> None:
    assert differences([mark("at home", TIME, 1)], [mark("at home", TIME, 2)]) == [("agreed", [1], [2])]


def test_space_and_punctuation_at_the_ends_make_no_difference() -> None:
    assert differences([mark(' "Nobody\'s job." ', TIME, 1)], [mark("Nobody's job", TIME, 2)]) == [("agreed", [1], [2])]


def test_other_ends_are_a_boundary_with_the_share_of_characters_in_both() -> None:
    found = find_differences(TEXT, [mark("I did, at home", TIME, 1)], [mark("at home", TIME, 2)], related)
    assert [(one.kind, one.overlap) for one in found] == [(DifferenceKind.BOUNDARY, Fraction(7, 14))]


def test_a_code_of_the_same_parent_is_a_sibling_and_any_other_another_theme() -> None:
    assert differences([mark("at home", TIME, 1)], [mark("at home", HOME, 2)]) == [("sibling code", [1], [2])]
    assert differences([mark("at home", TIME, 1)], [mark("home", MONEY, 2)]) == [("other theme", [1], [2])]


def test_what_has_no_partner_was_missed_by_the_other() -> None:
    assert differences([mark("at home", TIME, 1)], [mark("twice", TIME, 2)]) == [("missed", [1], []), ("missed", [], [2])]


def test_the_same_code_is_paired_before_a_closer_fit_of_another() -> None:
    first = [mark("It came back, twice", TIME, 1)]
    second = [mark("It came back", TIME, 2), mark("It came back, twice", HOME, 3)]
    assert differences(first, second) == [("boundary", [1], [2]), ("missed", [], [3])]


def test_the_largest_overlap_is_paired_first() -> None:
    first = [mark("It came back, twice; nobody knew", TIME, 1), mark("It came back", TIME, 2)]
    second = [mark("It came back,", TIME, 3)]
    assert differences(first, second) == [("boundary", [2, 1], [3])]
    second = [mark("came back, twice; nobody knew", HOME, 3)]
    assert differences(first, second) == [("missed", [2], []), ("sibling code", [1], [3])]


def test_of_two_that_overlap_alike_the_sibling_is_paired() -> None:
    second = [mark("at home", MONEY, 2), mark("at home", HOME, 3)]
    assert differences([mark("at home", TIME, 1)], second) == [("sibling code", [1], [3]), ("missed", [], [2])]


def test_sentences_coded_one_by_one_and_the_passage_of_them_are_one_difference() -> None:
    pieces = [mark("at home", TIME, 1), mark("Nobody's job", TIME, 2)]
    assert differences(pieces, [mark("home. \"Nobody's job", TIME, 3)]) == [("boundary", [1, 2], [3])]
    assert differences(pieces, [mark("at home. \"Nobody's job", TIME, 3)]) == [("agreed", [1, 2], [3])]


def test_a_coder_who_overlaps_themself_is_not_said_to_have_been_missed() -> None:
    first = [mark("at home", TIME, 1), mark("I did, at home", TIME, 2)]
    assert differences(first, [mark("I did, at home.", TIME, 3)]) == [("agreed", [2, 1], [3])]


def test_a_difference_is_unsure_where_one_coder_was() -> None:
    found = find_differences(TEXT, [mark("at home", TIME, 1, unsure=True)], [mark("home", TIME, 2)], related)
    assert [one.unsure for one in found] == [True]
    assert (found[0].span, found[0].codes) == (mark("at home", TIME, 1).span, (TIME,))


def test_a_span_of_nothing_but_signs_stays_as_it_is() -> None:
    assert bare(Span(5, 7), TEXT) == Span(5, 7)


def test_codes_of_one_parent_are_a_family_and_so_are_a_theme_and_a_code_below_it() -> None:
    kinds = {1: "group", 2: "theme", 3: "theme", 4: "code", 5: "code", 6: "code", 7: "code", 8: "code"}
    parents = {1: None, 2: 1, 3: 1, 4: 2, 5: 2, 6: 3, 7: None, 8: None}
    book = Codebook.of(Code(number, "", parents[number], number, str(number), CodeKind(kinds[number])) for number in kinds)
    related = families(book)
    found = {(one, other) for one in kinds for other in kinds if one < other and related(one, other)}
    assert found == {(2, 4), (2, 5), (3, 6), (4, 5), (7, 8)}
    assert not related(4, 99)


SPANS = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
SIDE = st.lists(st.tuples(SPANS, st.sampled_from([TIME, HOME, MONEY])), max_size=8, unique=True)


@given(first=SIDE, second=SIDE)
def test_every_segment_is_in_one_difference_and_each_kind_is_what_it_says(
    first: list[tuple[Span, int]], second: list[tuple[Span, int]]
) -> None:
    sides = [
        [Mark(50 * side + n, code, span) for n, (span, code) in enumerate(given)] for side, given in ((0, first), (1, second))
    ]
    found = find_differences(TEXT, sides[0], sides[1], related)
    assert sorted(mark.id for one in found for mark in one.first) == sorted(mark.id for mark in sides[0])
    assert sorted(mark.id for one in found for mark in one.second) == sorted(mark.id for mark in sides[1])
    for one in found:
        assert one.kind is by_characters(one)
    missed = [one.marks[0] for one in found if one.kind is DifferenceKind.MISSED]
    for left, right in product(missed, missed):
        together = letters([left]) & letters([right])
        assert not together or (left.id < 50) == (right.id < 50), "two that overlap were left without each other"
    for alone in missed:
        others = sides[1] if alone.id < 50 else sides[0]
        assert not any(other.code == alone.code and letters([alone]) & letters([other]) for other in others)


@given(side=SIDE)
def test_a_coding_agrees_with_itself(side: list[tuple[Span, int]]) -> None:
    one = [Mark(n, code, span) for n, (span, code) in enumerate(side)]
    other = [Mark(50 + n, code, span) for n, (span, code) in enumerate(side)]
    assert {found.kind for found in find_differences(TEXT, one, other, related)} <= {DifferenceKind.AGREED}


@given(first=SIDE, second=SIDE)
def test_who_is_first_changes_nothing_but_the_sides(first: list[tuple[Span, int]], second: list[tuple[Span, int]]) -> None:
    one = [Mark(n, code, span) for n, (span, code) in enumerate(first)]
    other = [Mark(50 + n, code, span) for n, (span, code) in enumerate(second)]
    there = find_differences(TEXT, one, other, related)
    back = find_differences(TEXT, other, one, related)
    assert len(there) == len(back)
    assert sum(found.kind is DifferenceKind.MISSED for found in there) == sum(
        found.kind is DifferenceKind.MISSED for found in back
    )


def letters(marks: list[Mark]) -> set[int]:
    """The characters of segments, without the light ones at the ends of each."""
    return {at for mark in marks for at in range(bare(mark.span, TEXT).start, bare(mark.span, TEXT).end)}


def by_characters(one: Difference) -> DifferenceKind:
    """The kind as told by sets of single characters."""
    if not one.first or not one.second:
        return DifferenceKind.MISSED
    codes = set(one.codes)
    if len(codes) == 1:
        words = [{at for at in letters(list(side)) if TEXT[at].isalnum()} for side in (one.first, one.second)]
        assert words[0] & words[1] or letters(list(one.first)) & letters(list(one.second))
        return DifferenceKind.AGREED if one.overlap == 1 else DifferenceKind.BOUNDARY
    return DifferenceKind.SIBLING if codes <= {TIME, HOME} else DifferenceKind.THEME
