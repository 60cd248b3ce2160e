"""Codes on the same words: the sweep against every pair of codings looked at, and against the queries it stands for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.cooccurrence import Crossed, cooccurrence
from qualcode.analysis.queries import answer
from qualcode.analysis.reading import Placed, Reading
from qualcode.domain.codebook import Codebook
from qualcode.domain.codes import Code, CodeKind
from qualcode.domain.coding import Coding
from qualcode.domain.queries import And, CodeTerm
from qualcode.domain.spans import Span
from tests.analysis.test_queries import CASES, TALKS

HOMES = {1: None, 2: None, 3: None, 4: 1, 5: 2, 6: 2, 7: 3}
BOOK = Codebook.of(
    [Code(number, f"c{number}", home, number, "XYZabcd"[number - 1], CodeKind.CODE) for number, home in HOMES.items()],
    [(6, 3), (7, 1)],
)
"""Three themes; c stands under Y and is shown under Z, d under Z and is shown under X."""

drawn_codings = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 38), st.integers(1, 14), st.integers(1, 7)), max_size=14, unique=True
)


def reading_of(codings: list[tuple[int, int, int, int]]) -> Reading:
    made = sorted((source, start, min(start + length, 40), code) for source, start, length, code in codings)
    placed = tuple(
        Placed(
            Coding(number, f"k{number}", source, source, Span(start, end), code, 1, 1, ""),
            TALKS[source].speakers_in(Span(start, end)),
        )
        for number, (source, start, end, code) in enumerate(made)
    )
    return Reading("", BOOK, CASES, TALKS, placed, {1: "Ann"}, frozenset({1, 2, 4}))


def crossed(reading: Reading) -> Crossed:
    codings = [one.coding for one in reading.placed]
    places = [(one.source, one.span.start, one.span.end, one.code) for one in codings]
    return Crossed("", BOOK, places, TALKS, CASES, reading.finished)


@given(drawn_codings, st.permutations([1, 2, 3]))
def test_each_cell_is_what_a_query_of_the_two_finds(codings: list[tuple[int, int, int, int]], order: list[int]) -> None:
    reading = reading_of(codings)
    found = cooccurrence(crossed(reading), order, with_sub_codes=True)
    terms = {CodeTerm(str(code)): BOOK.subtree(code) for code in order}
    assert found.held == frozenset()
    for row, first in enumerate(terms):
        assert found.codes[row].places == len(answer(first, reading, terms, lambda _term, _case: True))
        for column, second in enumerate(terms):
            if row == column:
                assert found.cell(row, column) is None
                continue
            places = answer(And((first, second)), reading, terms, lambda _term, _case: True)
            cell = found.cell(row, column)
            assert cell is not None
            assert cell.overlaps == len(places)
            speaking = {case for place in places for case in place.cases} & reading.finished
            assert set(cell.participants) == {case.name for case in CASES if case.id in speaking}


@given(drawn_codings)
def test_without_sub_codes_each_pair_of_codings_that_overlaps_counts(codings: list[tuple[int, int, int, int]]) -> None:
    reading = reading_of(codings)
    found = cooccurrence(crossed(reading), list(HOMES), with_sub_codes=False)
    expected: dict[tuple[int, int], set[tuple[int, int, int]]] = {}
    for one, _ in reading.placed:
        for other, _ in reading.placed:
            if one.code < other.code and one.source == other.source and one.span.overlaps(other.span):
                place = one.source, max(one.span.start, other.span.start), min(one.span.end, other.span.end)
                expected.setdefault((one.code - 1, other.code - 1), set()).add(place)
    assert {pair: meeting.overlaps for pair, meeting in found.meetings.items()} == {
        pair: len(places) for pair, places in expected.items()
    }


def test_a_theme_and_its_code_are_not_counted_and_said_so() -> None:
    reading = reading_of([(1, 2, 6, 4), (1, 4, 6, 5)])
    found = cooccurrence(crossed(reading), [1, 4, 2], with_sub_codes=True)
    assert [[found.text(row, column) for column in range(3)] for row in range(3)] == [
        ["1", "·", "1"],
        ["·", "1", "1"],
        ["1", "1", "1"],
    ]
    assert found.held == {(0, 1)}
    assert "A dot" in found.notes[1]
    assert cooccurrence(crossed(reading_of([])), [1, 2], with_sub_codes=True).text(0, 1) == ""
