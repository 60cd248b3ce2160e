from __future__ import annotations

import pytest

from qualcode.domain.discussions import Outcome, Reading, agreed_codings
from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput

TIME, HOME, MONEY = 1, 2, 3
FIRST = (Reading(Span(0, 10), TIME),)
LATER = (Reading(Span(5, 20), TIME),)
SIBLING = (Reading(Span(5, 20), HOME),)


def made(
    outcome: Outcome, first: tuple[Reading, ...], second: tuple[Reading, ...], **chosen: object
) -> list[tuple[int, int, int]]:
    found = agreed_codings(outcome, first, second, **chosen)  # type: ignore[arg-type]
    return [(span.start, span.end, code) for span, code in found]


@pytest.mark.parametrize(
    ("outcome", "second", "expected"),
    [
        (Outcome.FIRST, LATER, [(0, 10, TIME)]),
        (Outcome.CARRIED, LATER, [(0, 10, TIME)]),
        (Outcome.SECOND, LATER, [(5, 20, TIME)]),
        (Outcome.SECOND, SIBLING, [(5, 20, HOME)]),
        (Outcome.BOTH, LATER, [(0, 20, TIME)]),
        (Outcome.BOTH, SIBLING, [(0, 10, TIME), (5, 20, HOME)]),
        (Outcome.OVERLAP, LATER, [(5, 10, TIME)]),
        (Outcome.OVERLAP, SIBLING, [(5, 10, TIME), (5, 10, HOME)]),
        (Outcome.LEAVE, LATER, [(0, 10, TIME), (5, 20, TIME)]),
        (Outcome.DROP, LATER, []),
        (Outcome.SECOND, (), []),
        (Outcome.LEAVE, (), [(0, 10, TIME)]),
    ],
)
def test_an_outcome_makes_codings_of_the_readings(
    outcome: Outcome, second: tuple[Reading, ...], expected: list[tuple[int, int, int]]
) -> None:
    assert made(outcome, FIRST, second) == expected


def test_other_codes_and_spans_are_those_that_were_chosen() -> None:
    assert made(Outcome.CODE, FIRST, SIBLING, code=MONEY) == [(0, 10, MONEY)]
    assert made(Outcome.CODE, (), SIBLING, code=MONEY) == [(5, 20, MONEY)]
    assert made(Outcome.CODE, FIRST, SIBLING, code=MONEY, spans=[Span(2, 4)]) == [(2, 4, MONEY)]
    assert made(Outcome.CODEBOOK, FIRST, SIBLING, code=HOME) == [(0, 10, HOME)]
    assert made(Outcome.SPAN, FIRST, LATER, spans=[Span(3, 12)]) == [(3, 12, TIME)]
    assert made(Outcome.SPAN, FIRST, SIBLING, spans=[Span(3, 12)], code=HOME) == [(3, 12, HOME)]


def test_pieces_of_one_side_are_taken_one_by_one_and_joined_where_both_are() -> None:
    pieces = (Reading(Span(0, 5), TIME), Reading(Span(6, 10), TIME))
    assert made(Outcome.FIRST, pieces, LATER) == [(0, 5, TIME), (6, 10, TIME)]
    assert made(Outcome.BOTH, pieces, LATER) == [(0, 20, TIME)]
    assert made(Outcome.OVERLAP, pieces, (Reading(Span(3, 8), TIME),)) == [(3, 5, TIME), (6, 8, TIME)]


@pytest.mark.parametrize(
    ("outcome", "first", "second", "sentence"),
    [
        (Outcome.BOTH, FIRST, (), "Only one of the two"),
        (Outcome.OVERLAP, (), LATER, "Only one of the two"),
        (Outcome.OVERLAP, FIRST, (Reading(Span(10, 12), TIME),), "no longer overlap"),
        (Outcome.FIRST, (Reading(None, TIME),), LATER, "nothing is left"),
        (Outcome.FIRST, (Reading(Span(0, 4), TIME, "It is retired."),), LATER, "It is retired"),
        (Outcome.SPAN, FIRST, LATER, "No span"),
        (Outcome.SPAN, FIRST, SIBLING, "which code"),
        (Outcome.CODE, FIRST, LATER, "No code"),
        (Outcome.CODEBOOK, FIRST, LATER, "No code"),
    ],
)
def test_what_cannot_be_had_of_the_readings_is_refused(
    outcome: Outcome, first: tuple[Reading, ...], second: tuple[Reading, ...], sentence: str
) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        agreed_codings(outcome, first, second)
