"""The caret's steps and the growth of a selection, in words of the text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.sources import Role, Speaker, Turn
from qualcode.domain.spans import Span
from qualcode.tui.widgets.transcript.motion import Motion
from qualcode.tui.widgets.transcript.reading import Reading
from qualcode.tui.widgets.transcript.selection import Selection
from qualcode.tui.widgets.transcript.units import Units
from qualcode.tui.widgets.transcript.wrap import WrapIndex

TALK = [
    ("INT", "Where do you work? And since when?"),
    ("P1", "At the lab. Since May, mostly… We share it."),
    ("P2", "So do I."),
    ("INT", "Okay."),
    ("INT", "And before?"),
    ("P1", "Nowhere."),
]


def reading_of(talk: list[tuple[str, str]], preamble: str = "") -> Reading:
    text = preamble
    turns: list[Turn] = []
    speakers = {"INT": Speaker(1, 1, "INT", Role.INTERVIEWER), "P1": Speaker(2, 1, "P1", Role.PARTICIPANT)}
    speakers["P2"] = Speaker(3, 1, "P2", Role.PARTICIPANT)
    for label, words in talk:
        text += f"{label}: "
        start = len(text)
        turns.append(
            Turn(len(turns) + 1, Span(start, start + len(words)), Span(start - len(label) - 2, start - 1), speakers[label].id)
        )
        text += words + "\n\n"
    return Reading(text, turns, list(speakers.values()))


@pytest.fixture
def motion() -> Motion:
    reading = reading_of(TALK, "Licence. Free to share.\n\n")
    return Motion(reading, Units(reading))


def word(motion: Motion, words: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = motion.reading.text.index(words, at + 1)
    return motion.units.word_at(at)


def text_of(motion: Motion, span: Span | None) -> str | None:
    return None if span is None else span.words_of(motion.reading.text)


def test_a_source_starts_at_its_first_turn(motion: Motion) -> None:
    assert text_of(motion, motion.first_of_turns()) == "Where"
    assert text_of(motion, motion.top()) == "Licence"
    assert text_of(motion, motion.bottom()) == "Nowhere"


def test_words_run_through_turns_and_skip_labels(motion: Motion) -> None:
    seen = [motion.top()]
    while (following := motion.word(seen[-1], 1)) is not None:
        seen.append(following)
    said = " ".join(["Licence. Free to share.", *(words for _, words in TALK)])
    expected = [part.strip(".,?…") for part in said.split()]
    assert [text_of(motion, one) for one in seen] == expected
    back = [seen[-1]]
    while (before := motion.word(back[-1], -1)) is not None:
        back.append(before)
    assert back == seen[::-1]


def test_sentences_forth_and_back(motion: Motion) -> None:
    at = motion.first_of_turns()
    steps = []
    while (following := motion.sentence(at, 1)) is not None:
        at = following
        steps.append(text_of(motion, at))
    assert steps == ["And", "At", "Since", "We", "So", "Okay", "And", "Nowhere"]
    assert text_of(motion, motion.sentence(word(motion, "May"), -1)) == "Since"
    assert text_of(motion, motion.sentence(word(motion, "Since"), -1)) == "At"
    assert text_of(motion, motion.sentence(word(motion, "At the"), -1)) == "And"
    assert motion.sentence(motion.top(), -1) is None


def test_turns_forth_and_back_whoever_speaks(motion: Motion) -> None:
    assert text_of(motion, motion.turn(motion.top(), 1)) == "Where"
    assert text_of(motion, motion.turn(word(motion, "since"), 1)) == "At"
    assert text_of(motion, motion.turn(word(motion, "At the"), 1)) == "So"
    assert text_of(motion, motion.turn(word(motion, "lab"), -1)) == "At"
    assert text_of(motion, motion.turn(word(motion, "At the"), -1)) == "Where"
    assert motion.turn(motion.bottom(), 1) is None
    assert motion.turn(motion.first_of_turns(), -1) is None


def test_growing_and_shrinking(motion: Motion) -> None:
    at = word(motion, "May")
    sentence = motion.wider(at)
    assert text_of(motion, sentence) == "Since May, mostly…"
    assert sentence is not None
    turn = motion.wider(sentence)
    assert turn is not None
    assert text_of(motion, turn) == TALK[1][1]
    exchange = motion.wider(turn)
    assert exchange is not None
    assert (
        text_of(motion, exchange)
        == motion.reading.text[motion.reading.text.index("Where") : motion.reading.text.index("So do I.") + 8]
    )
    assert motion.wider(exchange) is None
    assert motion.narrower(exchange, at) == turn
    assert motion.narrower(turn, at) == sentence
    assert motion.narrower(sentence, at) == at
    assert motion.narrower(at, at) is None


def test_an_exchange_begins_with_all_of_the_question(motion: Motion) -> None:
    grown = motion.exchange_around(word(motion, "Nowhere"))
    assert (text_of(motion, grown) or "").startswith("Okay.")
    assert motion.exchange_around(word(motion, "before?")) == grown


def test_rows_keep_the_column_and_pass_over_words_that_go_on(motion: Motion) -> None:
    reading = reading_of([("P1", "one two three " + "x" * 50 + " four five six")])
    motion = Motion(reading, Units(reading))
    wrap = WrapIndex(reading, 20)
    at = word(motion, "two")
    long = motion.row(at, 1, 4, wrap)
    assert (text_of(motion, long) or "").startswith("xxx")
    assert long is not None
    assert text_of(motion, motion.row(long, 1, 4, wrap)) == "four"
    assert text_of(motion, motion.row(word(motion, "four"), -1, 4, wrap)) == "x" * 50
    assert text_of(motion, motion.row(word(motion, "four"), -99, 4, wrap)) == "two"
    assert text_of(motion, motion.row(word(motion, "four"), 1, 4, wrap)) == "six"
    assert motion.row(word(motion, "six"), 1, 4, wrap) is None


@given(st.text(alphabet="ab. \n語言\u0301“”", min_size=1, max_size=60).filter(lambda text: text.strip()), st.integers(3, 20))
def test_every_word_can_be_reached_by_word_and_by_row(text: str, width: int) -> None:
    reading = Reading(text)
    motion = Motion(reading, Units(reading))
    wrap = WrapIndex(reading, width)
    words = [one for block in range(len(reading.blocks)) for one in motion.units.words(block)]
    assert all(one.end <= two.start for one, two in itertools.pairwise(words))
    at, visited = words[0], [words[0]]
    while (following := motion.word(at, 1)) is not None:
        at = following
        visited.append(at)
    assert visited == words
    at, rows = words[0], {wrap.row_of(words[0].start)}
    while (below := motion.row(at, 1, 0, wrap)) is not None:
        assert wrap.row_of(below.start) > wrap.row_of(at.start)
        at = below
        rows.add(wrap.row_of(at.start))
    assert rows == {wrap.row_of(one.start) for one in words}


def test_words_in_han_are_single_signs() -> None:
    reading = Reading("我们很忙。 very忙")
    assert [one.words_of(reading.text) for one in Units(reading).words(0)] == ["我", "们", "很", "忙", "very", "忙"]


def test_counting_words_of_a_span_leaves_labels_out(motion: Motion) -> None:
    everything = Span(motion.first_of_turns().start, motion.bottom().end)
    assert motion.units.count_words(everything) == sum(len(words.split()) for _, words in TALK)
    assert motion.units.count_words(word(motion, "May")) == 1


def test_a_selection_is_the_hull_of_its_ends() -> None:
    one, two, three = Span(0, 3), Span(4, 7), Span(8, 12)
    selection = Selection(two)
    assert selection.span is None
    selection.toggle_extending()
    assert selection.span == two
    selection.move(three)
    assert selection.span == Span(4, 12)
    selection.move(one)
    assert selection.span == Span(0, 7)
    assert selection.swap()
    assert selection.caret == two
    selection.settle()
    assert selection.span == Span(0, 7)
    selection.move(three)
    assert selection.span is None
    selection.move(two, extend=True)
    assert selection.span == Span(4, 12)
    assert selection.clear()
    assert not selection.clear()


def test_shrinking_goes_back_the_way_it_grew() -> None:
    one, two, three = Span(0, 3), Span(4, 7), Span(8, 12)
    selection = Selection(two)
    selection.grow(Span(0, 8), one, two)
    selection.grow(Span(0, 13), one, three)
    assert selection.span == Span(0, 13)
    assert selection.shrink()
    assert selection.span == Span(0, 8)
    assert selection.shrink()
    assert selection.span is None
    assert selection.caret == two
    assert not selection.shrink()


def test_a_unit_keeps_its_punctuation_until_the_selection_is_extended() -> None:
    one, two, three = Span(0, 3), Span(4, 7), Span(9, 12)
    selection = Selection(one)
    selection.select(Span(0, 8), one, two)
    selection.move(three, extend=True)
    assert selection.span == Span(0, 12)
    selection.move(two, extend=True)
    assert selection.span == Span(0, 7)


def test_the_extend_mode_begins_anew_after_coding() -> None:
    one, two, three = Span(0, 3), Span(4, 7), Span(9, 12)
    selection = Selection(one)
    selection.move(two, extend=True)
    selection.toggle_extending()
    assert selection.span == Span(0, 7)
    selection.settle()
    assert selection.span == Span(0, 7)
    selection.toggle_extending()
    assert selection.span == two
    selection.move(three)
    assert selection.span == Span(4, 12)
