"""Scope and units of a source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.sources import Role, Speaker, Turn
from qualcode.domain.spans import Span
from qualcode.domain.units import MappingRule, Unit, axis_of, interviewers, scope_of, unit_rule, units_of

TEXT = """Licence of this transcript.

I: How was it? Tell me.

P: Hard. [00:01:02.5] Really hard.

It still is.

I: [00:02:00]

P: That's all."""
ASKER, TELLER = 1, 2


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


TURNS = (
    Turn(1, span_of("How was it? Tell me."), span_of("I:"), ASKER),
    Turn(2, span_of("Hard. [00:01:02.5] Really hard.\n\nIt still is."), span_of("P:"), TELLER, times=(span_of("[00:01:02.5]"),)),
    Turn(3, span_of("[00:02:00]"), None, ASKER, times=(span_of("[00:02:00]"),)),
    Turn(4, span_of("That's all."), None, TELLER),
)


def words_of(unit: Unit, left_out: frozenset[int] = frozenset({ASKER})) -> list[str]:
    return [span.words_of(TEXT) for span in units_of(TEXT, scope_of(TEXT, TURNS, left_out=left_out), unit)]


def test_scope_leaves_out_interviewers_labels_times_and_text_outside_turns() -> None:
    scope = scope_of(TEXT, TURNS, left_out={ASKER})
    assert not scope.by_paragraphs
    assert scope.turns_left_out == 2
    assert "".join(span.words_of(TEXT) for span in units_of(TEXT, scope, Unit.CHARACTER)) == (
        "Hard.  Really hard.\n\nIt still is.That's all."
    )
    assert scope.characters == len("Hard.  Really hard.\n\nIt still is.That's all.")


def test_units_of_each_kind() -> None:
    assert words_of(Unit.TURN) == ["Hard. [00:01:02.5] Really hard.\n\nIt still is.", "That's all."]
    assert words_of(Unit.SENTENCE) == ["Hard.", "Really hard.", "It still is.", "That's all."]
    assert words_of(Unit.PARAGRAPH) == ["Hard. [00:01:02.5] Really hard.", "It still is.", "That's all."]
    assert len(words_of(Unit.SOURCE)) == 1


def test_interviewers_count_when_asked_for_and_a_turn_of_nothing_but_a_time_is_no_unit() -> None:
    assert words_of(Unit.TURN, frozenset()) == [
        "How was it? Tell me.",
        "Hard. [00:01:02.5] Really hard.\n\nIt still is.",
        "That's all.",
    ]
    assert words_of(Unit.SENTENCE, frozenset())[:2] == ["How was it?", "Tell me."]


def test_a_source_without_turns_falls_back_to_its_paragraphs_and_says_so() -> None:
    text = "First note. Of two.\n\n\nSecond."
    scope = scope_of(text, ())
    assert scope.by_paragraphs
    assert [span.words_of(text) for span in units_of(text, scope, Unit.TURN)] == ["First note. Of two.", "Second."]
    assert [span.words_of(text) for span in units_of(text, scope, Unit.SENTENCE)] == ["First note.", "Of two.", "Second."]
    assert scope.characters == len("First note. Of two.Second.")


def test_a_source_whose_turns_are_all_left_out_has_no_units() -> None:
    scope = scope_of(TEXT, TURNS, left_out={ASKER, TELLER})
    assert not scope.by_paragraphs
    assert all(axis_of(TEXT, scope, unit).count == 0 for unit in Unit)


def test_an_empty_source_has_no_units() -> None:
    assert all(axis_of("", scope_of("", ()), unit).count == 0 for unit in Unit)


def test_interviewers_are_found_by_role() -> None:
    speakers = [Speaker(7, 1, "I", Role.INTERVIEWER), Speaker(8, 1, "P", Role.PARTICIPANT), Speaker(9, 1, "X", Role.OTHER)]
    assert interviewers(speakers) == {7}


@given(st.data())
def test_the_axis_numbers_every_sign_of_the_scope_once(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="ab. \n?", min_size=1, max_size=60))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    turns = [Turn(at, Span(*pair), None, at % 2) for at, pair in enumerate(zip(cuts[::2], cuts[1::2], strict=False), 1)]
    inner = [Span(turn.span.start, turn.span.start + 1) for turn in turns if data.draw(st.booleans())]
    turns = [
        Turn(turn.number, turn.span, None, turn.speaker, times=tuple(time for time in inner if turn.span.covers(time)))
        for turn in turns
    ]
    scope = scope_of(text, turns, left_out={0})
    if turns:
        expected = {at for turn in turns if turn.speaker for at in range(turn.span.start, turn.span.end)}
        expected -= {at for time in inner for at in range(time.start, time.end)}
    else:
        expected = {at for span in scope.stretches for at in range(span.start, span.end)}
    signs = {at for at in expected if not text[at].isspace()}
    for unit in Unit:
        axis = axis_of(text, scope, unit)
        at = [at for start, end in zip(axis.starts, axis.ends, strict=True) for at in range(start, end)]
        assert at == sorted(set(at))
        assert (set(at) == expected) if unit is Unit.CHARACTER else (signs <= set(at) <= expected)
        assert sorted(set(axis.numbers)) == list(axis.numbers) if axis.fine else set(axis.numbers) == set(range(axis.count))
        assert len(units_of(text, scope, unit)) == axis.count


def test_backchannels_are_counted_and_left_out_when_asked() -> None:
    text = "Mm. I see what you mean. [00:01:00] Yes. [00:02:00] … Oh, I see."
    spans = [(0, 3), (4, 24), (25, 40), (41, 51), (52, 53), (54, 64)]
    times = {2: (Span(25, 35),), 3: (Span(41, 51),)}
    turns = [Turn(at + 1, Span(*span), None, TELLER, times=times.get(at, ())) for at, span in enumerate(spans)]
    scope = scope_of(text, turns)
    assert scope.backchannels == 3, "a turn of nothing but a time is no unit"
    assert len(units_of(text, scope, Unit.TURN)) == 5
    kept = scope_of(text, turns, without_backchannels=True)
    assert (kept.backchannels, kept.turns_left_out) == (3, 0)
    assert [span.words_of(text) for span in units_of(text, kept, Unit.TURN)] == ["I see what you mean.", "Oh, I see."]


def test_the_rule_of_half_a_unit_says_so() -> None:
    assert "at least one character" in unit_rule(Unit.TURN)
    assert unit_rule(Unit.TURN, MappingRule.HALF) == (
        "a turn counts as coded when at least half of its characters that are no spaces are coded"
    )
    assert unit_rule(Unit.CHARACTER, MappingRule.HALF) == unit_rule(Unit.CHARACTER)
    assert unit_rule(Unit.SENTENCE, MappingRule.HALF).endswith("; sentence rules 1")
