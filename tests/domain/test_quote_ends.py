"""Other ends of a quotation: its edits stay on their words, and what prints still follows from what was said."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.quote_edits import derive_edits
from qualcode.domain.quote_ends import carried_edits, ends_moved
from qualcode.domain.quote_marking import capital, cut, insert, marks_of, put, typed
from qualcode.domain.quote_rules import Hesitations, QuotationRules
from qualcode.domain.quotes import Edit, EditKind, apply_edits
from qualcode.domain.spans import Span, trimmed
from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from collections.abc import Sequence

KEPT, OUT = QuotationRules(), QuotationRules(hesitations=Hesitations.TAKEN_OUT)
TEXT = "Well, they want it back, um, inside the year, that's how Glasgow's budget works, and a hip is nobody's saving. Is it?"


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


OLD = at("they want it back, um, inside the year, that's how Glasgow's budget works, and a hip is nobody's saving.")


def inside(words: str) -> Span:
    return Span(at(words).start - OLD.start, at(words).end - OLD.start)


def moved(edits: Sequence[Edit], new: Span, rules: QuotationRules = KEPT) -> tuple[str, tuple[str, ...]]:
    made, gone = carried_edits(edits, OLD, new, TEXT, rules)
    return apply_edits(made, new.words_of(TEXT)), gone


def marked(rules: QuotationRules = KEPT) -> tuple[Edit, ...]:
    said = OLD.words_of(TEXT)
    edits = capital(said, typed(said, said, rules), rules)
    edits = cut(said, edits, inside("that's how"), rules)
    edits = put(said, edits, inside("Glasgow"), "the city", rules)
    return insert(said, edits, inside("hip").end, "fracture", rules)


def test_edits_stay_where_a_quotation_grows() -> None:
    assert moved(marked(), at(TEXT)) == (
        (
            "Well, they want it back, um, inside the year, […] [the city]'s budget works, and a hip [fracture] is"
            " nobody's saving. Is it?"
        ),
        ("the capital “T”",),
    )
    assert moved(marked(OUT), Span(OLD.start, len(TEXT)), OUT) == (
        "They want it back inside the year, […] [the city]'s budget works, and a hip [fracture] is nobody's saving. Is it?",
        (),
    )


def test_edits_on_words_that_go_are_named() -> None:
    assert moved(marked(), at("they want it back, um, inside the year")) == (
        "They want it back, um, inside the year",
        ("the cut of “that's how”", "[the city] for “Glasgow”", "[fracture]"),
    )
    assert moved(marked(), at("and a hip is nobody's saving.")) == (
        "and a hip [fracture] is nobody's saving.",
        ("the capital “T”", "the cut of “that's how”", "[the city] for “Glasgow”"),
    )


def test_an_edit_over_a_new_end_still_hides_what_is_left_of_its_words() -> None:
    edits = put(OLD.words_of(TEXT), (), inside("Glasgow's budget"), "the budget", KEPT)
    assert moved(edits, at("they want it back, um, inside the year, that's how Glasgow's")) == (
        "they want it back, um, inside the year, that's how [the budget]",
        (),
    )
    edits = cut(OLD.words_of(TEXT), (), inside("Glasgow's budget"), KEPT)
    assert moved(edits, at("budget works, and a hip is nobody's saving.")) == ("[…] works, and a hip is nobody's saving.", ())


def test_words_for_what_stood_before_or_after_go_with_it() -> None:
    edits = insert(OLD.words_of(TEXT), (), inside("back").end, "again", KEPT)
    assert moved(edits, at("they want it back")) == ("they want it back [again]", ())
    assert moved(edits, Span(at("back").end + 2, OLD.end))[1] == ("[again]",)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (0, 1, "they want it back, um, inside the year, that's how Glasgow's budget works, and a hip is nobody's saving. Is"),
        (0, 2, TEXT[OLD.start :]),
        (1, -1, "Well, they want it back, um, inside the year, that's how Glasgow's budget works, and a hip is nobody's"),
        (-4, -14, "um"),
        (0, -13, "they want it back, um, inside"),
    ],
)
def test_ends_move_by_words(before: int, after: int, words: str) -> None:
    new = ends_moved(TEXT, OLD, (), before, after)
    assert new is not None
    assert new.words_of(TEXT) == words


def test_words_that_are_not_there_are_not_moved_to() -> None:
    assert ends_moved(TEXT, OLD, (), 2, 0) is None
    assert ends_moved(TEXT, OLD, (), 0, 3) is None
    assert ends_moved(TEXT, OLD, (), 0, -19) is None
    turns = [Span(0, OLD.end), Span(OLD.end + 1, len(TEXT))]
    assert ends_moved(TEXT, OLD, turns, 0, 2) == Span(OLD.start, len(TEXT))
    assert ends_moved(TEXT, OLD, turns[:1], 0, 1) is None


WORDS = st.lists(
    st.sampled_from(
        ["a", "um,", "Glasgow", "the", "“it", "is”", "it's", "year.", "—", "no,", "é", "Ward", "(laughs)", "\n", "病院"]
    ),
    min_size=3,
    max_size=24,
).map(" ".join)


@given(WORDS, st.data(), st.sampled_from([KEPT, OUT]))
def test_what_prints_always_follows_from_what_was_said(text: str, data: st.DataObject, rules: QuotationRules) -> None:
    old, new = (_span(text, data), _span(text, data))
    if old is None or new is None or not old.overlaps(new):
        return
    said = old.words_of(text)
    edits: tuple[Edit, ...] = rules.taken_out_of(said)
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(said) - 1))
        where = Span(start, data.draw(st.integers(start + 1, len(said))))
        with suppress(QualcodeError):
            match data.draw(st.integers(0, 3)):
                case 0:
                    edits = cut(said, edits, where, rules)
                case 1:
                    edits = put(said, edits, where, "town", rules)
                case 2:
                    edits = insert(said, edits, start, "sic", rules)
                case _:
                    edits = capital(said, edits, rules)
    try:
        made, gone = carried_edits(edits, old, new, text, rules)
    except QualcodeError:
        return
    now = new.words_of(text)
    printed = apply_edits(made, now)
    assert printed == printed.strip()
    read = apply_edits([one for one in made if one.kind is EditKind.HESITATION], now)
    assert apply_edits(derive_edits(read, printed), read) == printed
    for one in marks_of(edits):
        within = old.start + one.start >= new.start and old.start + one.end <= new.end
        if one.kind is EditKind.REPLACE and within:
            assert one.text.strip() in printed
    if old == new:
        assert gone == ()
        assert printed == apply_edits(edits, said).strip()


def _span(text: str, data: st.DataObject) -> Span | None:
    start = data.draw(st.integers(0, len(text) - 1))
    return trimmed(Span(start, data.draw(st.integers(start + 1, len(text)))), text)
