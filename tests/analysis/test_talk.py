from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.talk import talk_of
from qualcode.domain.cases import Case, CaseKind
from qualcode.domain.sources import Role
from qualcode.domain.spans import Span
from qualcode.domain.talk import SpokenText

INTERVIEWER, FIRST, SECOND = 1, 2, 3
LABELS = {INTERVIEWER: "I", FIRST: "P9", SECOND: "P10"}
ROLES = {INTERVIEWER: Role.INTERVIEWER, FIRST: Role.PARTICIPANT, SECOND: Role.PARTICIPANT}


def case(
    number: int, *, sources: tuple[int, ...] = (), speakers: tuple[int, ...] = (), kind: CaseKind = CaseKind.PARTICIPANT
) -> Case:
    return Case(number, str(number), f"C{number}", kind, (), sources, speakers)


def spoken(text: str, turns: list[tuple[int, int, int]]) -> SpokenText:
    columns = [tuple(column) for column in zip(*turns, strict=True)] or [(), (), ()]
    starts, ends, speakers = columns
    return SpokenText(1, "S", 1, text, tuple(range(1, len(turns) + 1)), starts, ends, speakers, LABELS, ROLES)


JOINT = spoken("I: So? P9: Well. P10: No...  I: Mm.", [(3, 6, 1), (11, 16, 2), (22, 27, 3), (32, 35, 1)])


def test_a_coding_belongs_to_every_case_with_a_word_of_their_talk_in_it() -> None:
    talk = talk_of(JOINT, [case(9, speakers=(FIRST,)), case(10, speakers=(SECOND,))])
    assert talk.speakers_in(Span(0, 16)) == (9,)
    assert talk.speakers_in(Span(12, 24)) == (9, 10)
    assert talk.speakers_in(Span(12, 23)) == (9, 10), "one letter of a word is enough"
    assert talk.speakers_in(Span(12, 22)) == (9,), "a label is nobody's talk"
    assert talk.speakers_in(Span(24, 27)) == (), "dots are no word"
    assert talk.speakers_in(Span(3, 6)) == (), "an interviewer's talk belongs to no case"


def test_the_first_turn_that_a_segment_touches() -> None:
    talk = talk_of(JOINT, [])
    assert [talk.first_turn(Span(start, start + 1)) for start in (0, 3, 6, 11, 34)] == [None, 0, None, 1, 3]
    assert talk.first_turn(Span(6, 12)) == 1


def test_a_participant_linked_to_a_whole_source_has_what_no_other_participant_is_linked_to() -> None:
    alone = talk_of(JOINT, [case(1, sources=(1,))])
    assert (alone.speakers_in(Span(11, 16)), alone.speakers_in(Span(22, 27))) == ((1,), (1,))
    beside = talk_of(JOINT, [case(1, sources=(1,)), case(9, sources=(1,), speakers=(FIRST,))])
    assert (beside.speakers_in(Span(11, 16)), beside.speakers_in(Span(22, 27))) == ((9,), (1,))
    site = talk_of(JOINT, [case(9, speakers=(FIRST,)), case(20, sources=(1,), kind=CaseKind.SITE)])
    assert (site.speakers_in(Span(11, 16)), site.speakers_in(Span(22, 27))) == ((9, 20), (20,))


def test_a_source_without_turns_is_the_talk_of_the_cases_linked_to_it() -> None:
    talk = talk_of(spoken("Just a text.", []), [case(1, sources=(1,)), case(2, sources=(2,))])
    assert talk.speakers_in(Span(0, 4)) == (1,)
    assert talk.first_turn(Span(0, 4)) is None


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 6), st.sampled_from([1, 2, 3])), max_size=8), st.data())
def test_it_is_what_looking_at_each_character_says(pieces: list[tuple[int, int, int]], data: st.DataObject) -> None:
    turns, place = [], 0
    for gap, length, speaker in pieces:
        turns.append((place + gap, place + gap + length, speaker))
        place += gap + length
    text = data.draw(st.text("a .", min_size=place + 1, max_size=place + 1))
    start = data.draw(st.integers(0, place))
    span = Span(start, data.draw(st.integers(start + 1, place + 1)))
    talk = talk_of(spoken(text, turns), [case(9, speakers=(FIRST,)), case(10, speakers=(SECOND,))])
    expected = {
        {FIRST: 9, SECOND: 10}[speaker]
        for at in range(span.start, span.end)
        for first, last, speaker in turns
        if first <= at < last and speaker != INTERVIEWER and text[at].isalnum()
    }
    if turns:
        assert set(talk.speakers_in(span)) == expected
