from __future__ import annotations

import re
import string
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.quote_edits import NotDerivable
from qualcode.domain.quote_marking import capital, cut, first_edits, insert, marks_of, put, ruled, typed, without
from qualcode.domain.quote_rules import Hesitations, QuotationRules
from qualcode.domain.quotes import Edit, EditKind, apply_edits
from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput, NotAllowed, QualcodeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEPT, OUT = QuotationRules(), QuotationRules(hesitations=Hesitations.TAKEN_OUT)
SAID = "they want it back, um, inside the year, because that's how Glasgow's budget works, and a hip is nobody's saving."


def at(words: str, said: str = SAID) -> Span:
    return Span(said.index(words), said.index(words) + len(words))


def printed(edits: tuple[Edit, ...], said: str = SAID) -> str:
    return apply_edits(edits, said)


def test_words_are_cut_with_the_white_space_around_them() -> None:
    assert printed(cut(SAID, (), at("because that's how Glasgow's budget works,"), KEPT)) == (
        "they want it back, um, inside the year, […] and a hip is nobody's saving."
    )


def test_a_part_of_a_word_takes_the_word() -> None:
    assert "back, um, […] the year" in printed(cut(SAID, (), at("nsid"), KEPT))
    assert "how […] budget" in printed(cut(SAID, (), at("Glas"), KEPT))
    assert "how [the city]'s budget" in printed(put(SAID, (), at("lasg"), "the city", KEPT))


def test_cuts_without_a_word_between_them_are_one() -> None:
    once = cut(SAID, (), at("inside the"), KEPT)
    twice = cut(SAID, once, at("year"), KEPT)
    assert (
        printed(twice) == "they want it back, um, […], because that's how Glasgow's budget works, and a hip is nobody's saving."
    )
    assert [one.kind for one in twice] == [EditKind.CUT]


def test_a_cut_takes_in_the_marks_inside_it() -> None:
    replaced = put(SAID, (), at("Glasgow"), "the city", KEPT)
    assert printed(cut(SAID, replaced, at("that's how Glasgow's budget"), KEPT)) == (
        "they want it back, um, inside the year, because […] works, and a hip is nobody's saving."
    )


def test_words_are_put_in_at_a_place_that_divides_no_word() -> None:
    assert "it [the money] back" in printed(insert(SAID, (), at("it back").end - len(" back"), "the money", KEPT))
    assert "it back [the money], um" in printed(insert(SAID, (), at("back").start + 2, "[the money]", KEPT))
    assert printed(insert(SAID, (), 0, "I think", KEPT)).startswith("[I think] they")


def test_a_quotation_begins_with_a_capital_and_nothing_else_does() -> None:
    edits = capital(SAID, (), KEPT)
    assert printed(edits).startswith("They want")
    with pytest.raises(NotAllowed):
        capital(SAID, edits, KEPT)
    begun = cut(SAID, edits, at("they"), KEPT)
    assert printed(begun).startswith("[…] want it")
    assert printed(capital(SAID, begun, KEPT)).startswith("[…] Want it")
    with pytest.raises(NotAllowed):
        capital(SAID, insert(SAID, (), 0, "x", KEPT), KEPT)


def test_an_edit_is_taken_back_and_the_others_stay() -> None:
    edits = capital(SAID, put(SAID, cut(SAID, (), at("that's how"), KEPT), at("hip"), "bone", KEPT), KEPT)
    assert [one.kind for one in marks_of(edits)] == [EditKind.CAPITAL, EditKind.CUT, EditKind.REPLACE]
    assert printed(without(SAID, edits, 2, KEPT)) == "T" + SAID[1:].replace("hip", "[bone]")
    with pytest.raises(NotAllowed):
        without(SAID, edits, 4, KEPT)


def test_the_rule_for_hesitations_is_kept_beside_the_marks() -> None:
    edits = cut(SAID, first_edits(SAID, OUT), at("inside the year"), OUT)
    assert printed(edits) == "they want it back […], because that's how Glasgow's budget works, and a hip is nobody's saving."
    assert printed(ruled(SAID, edits, KEPT)).startswith("they want it back, um, […], because")
    assert ruled(SAID, ruled(SAID, edits, KEPT), OUT) == edits


def test_a_mark_on_the_word_after_a_hesitation_stays_on_the_whole_word() -> None:
    said = "It failed. Um, we tried again."
    edits = cut(said, (), at("we", said), KEPT)
    assert apply_edits(edits, said) == "It failed. Um, […] tried again."
    assert apply_edits(ruled(said, edits, OUT), said) == "It failed. […] tried again."
    replaced = put(said, (), at("we", said), "the nurses", KEPT)
    assert apply_edits(ruled(said, replaced, OUT), said) == "It failed. [the nurses] tried again."


def test_a_note_of_the_transcriber_is_not_written_into() -> None:
    said = "[laughs] we tried"
    assert apply_edits(insert(said, (), 4, "sic", KEPT), said) == "[laughs] [sic] we tried"
    with pytest.raises(NotAllowed):
        capital(said, (), KEPT)


def test_a_typed_form_goes_by_the_rule_too() -> None:
    form = "They want it back inside the year […] and a hip is nobody's saving."
    with pytest.raises(NotDerivable):
        typed(SAID, form, KEPT)
    assert printed(typed(SAID, form, OUT)) == form
    assert printed(typed(SAID, form.replace("back", "back, um,"), OUT)) == form


@pytest.mark.parametrize("words", ["", "  ", "[]", "a [b", "…", "..."])
def test_a_bracket_needs_plain_words(words: str) -> None:
    with pytest.raises(InvalidInput):
        put(SAID, (), at("hip"), words, KEPT)


def test_what_leaves_no_word_or_replaces_too_many_is_refused() -> None:
    with pytest.raises(NotAllowed):
        cut(SAID, (), Span(0, len(SAID)), KEPT)
    with pytest.raises(NotAllowed):
        cut("Yes. (…) No.", (), Span(5, 8), KEPT)
    with pytest.raises(NotAllowed):
        put("a " * 40, (), Span(0, 70), "many", KEPT)


def test_marks_of_the_transcript_itself_are_not_broken() -> None:
    said = "it was [inaudible 00:12:31] then, at the Royal"
    assert (
        apply_edits(put(said, (), at("Royal", said), "hospital", KEPT), said)
        == "it was [inaudible 00:12:31] then, at the [hospital]"
    )
    assert apply_edits(cut(said, (), at("[inaudible 00:12:31]", said), KEPT), said) in {
        "it was […] then, at the Royal",
        "it was [[…]] then, at the Royal",
    }


WORD = st.sampled_from(
    [
        "er",
        "Um",
        "we",
        "wrote",
        "it",
        "nobody's",
        "co-opted",
        "2016",
        "مرحبا",
        "日本",
        "naïve",
        "\U0001f469\u200d\U0001f3fd",
        "[laughs]",
        "…",
        "x\x1by",
    ]
)
TEXT = st.lists(st.tuples(WORD, st.sampled_from([" ", ", ", ". ", "  ", "\n\n", '" ', " (", ") "])), min_size=1, max_size=14).map(
    lambda parts: "".join(word + gap for word, gap in parts).strip()
)
STEPS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 80), st.integers(1, 30)), max_size=8)


def step(said: str, edits: tuple[Edit, ...], rules: QuotationRules, what: tuple[int, int, int]) -> tuple[Edit, ...]:
    kind, start, length = what
    span = Span(start % (len(said) + 1), start % (len(said) + 1) + length)
    done: list[Callable[[], tuple[Edit, ...]]] = [
        lambda: cut(said, edits, span, rules),
        lambda: put(said, edits, span, "a place", rules),
        lambda: insert(said, edits, min(span.start, len(said)), "sic", rules),
        lambda: capital(said, edits, rules),
        lambda: without(said, edits, 1 + length % 3, rules),
        lambda: cut(said, edits, Span(span.start, span.start + 1), rules),
    ]
    return done[kind]()


def stages(said: str, rules: QuotationRules, steps: list[tuple[int, int, int]]) -> Iterator[tuple[Edit, ...]]:
    """The edits at first, and after each of the steps that was not refused."""
    edits = first_edits(said, rules)
    yield edits
    for what in steps:
        try:
            edits = step(said, edits, rules, what)
        except QualcodeError:
            continue
        yield edits


def words_left(text: str) -> list[str]:
    """Words outside square brackets that no bracket touches, without their case."""
    bare = re.sub(r"[^\s\[\]]*\[[^\[\]]*\][^\s\[\]]*", " ", text)
    return [word.casefold() for word in re.findall(r"\w+", bare)]


def is_in_order(few: list[str], many: list[str]) -> bool:
    rest = iter(many)
    return all(word in rest for word in few)


@given(TEXT, STEPS, st.sampled_from([KEPT, OUT]))
def test_whatever_is_done_the_printed_form_is_proved_from_the_words(
    said: str, steps: list[tuple[int, int, int]], rules: QuotationRules
) -> None:
    for edits in islice(stages(said, rules, steps), 1, None):
        shown = apply_edits(edits, said)
        assert is_in_order(words_left(shown), [word.casefold() for word in re.findall(r"\w+", said)])
        assert apply_edits(typed(said, shown, rules), said) == shown.strip()
        assert any(map(str.isalnum, shown))


@given(TEXT, STEPS, st.sampled_from([KEPT, OUT]))
def test_all_edits_taken_back_one_by_one_leave_the_words_as_they_were(
    said: str, steps: list[tuple[int, int, int]], rules: QuotationRules
) -> None:
    *_, edits = stages(said, rules, steps)
    while marks_of(edits):
        edits = without(said, edits, len(marks_of(edits)), rules)
    assert edits == first_edits(said, rules)


@given(TEXT, STEPS)
def test_the_rule_can_change_and_change_back(said: str, steps: list[tuple[int, int, int]]) -> None:
    *_, edits = stages(said, KEPT, steps)
    there = ruled(said, edits, OUT)
    apply_edits(there, said)
    back = ruled(said, there, KEPT)
    # A mark over hesitations alone has nothing left to mark once the rule takes them out.
    taken = OUT.taken_out_of(said)
    lost = {one for one in marks_of(edits) if one.start < one.end and not _of_words(said, one, taken)}
    kinds = [one.kind for one in marks_of(edits) if one.kind is not EditKind.CAPITAL and one not in lost]
    assert [one.kind for one in marks_of(back) if one.kind is not EditKind.CAPITAL] == kinds


def _of_words(said: str, mark: Edit, taken: tuple[Edit, ...]) -> bool:
    inside = range(mark.start, mark.end)
    return any(not any(one.start <= place < one.end for one in taken) for place in inside)


@given(st.text(string.printable + "…’éß\u202e\U0001f642\u0301", min_size=1, max_size=60), STEPS)
def test_no_text_brings_it_down(said: str, steps: list[tuple[int, int, int]]) -> None:
    for rules in (KEPT, OUT):
        for edits in stages(said, rules, steps):
            apply_edits(edits, said)
            places = [place for one in edits for place in (one.start, one.end)]
            assert places == sorted(places), "edits lie one behind the other"
            assert not places or (places[0] >= 0 and places[-1] <= len(said)), "and inside the words"
