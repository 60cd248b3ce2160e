from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qualcode.domain.quote_edits import MOST_WORDS_REPLACED, NotDerivable, derive_edits
from qualcode.domain.quotes import Edit, EditKind, SpokenPiece, apply_edits, unmarked_join
from qualcode.domain.spans import Span

VERBATIM = (
    "they want it back inside the year, because that's how the budget works, and a hip you prevent in 2016 is nobody's saving."
)


def kinds(verbatim: str, printed: str) -> list[EditKind]:
    edits = derive_edits(verbatim, printed)
    assert apply_edits(edits, verbatim) == printed.strip()
    return [edit.kind for edit in edits]


def test_a_cut_a_bracket_and_a_capital_are_recorded_in_order() -> None:
    printed = "They want it back inside the year […] and a hip you prevent in [year] is nobody's saving."
    edits = derive_edits(VERBATIM, printed)
    assert [edit.kind for edit in edits] == [EditKind.CAPITAL, EditKind.CUT, EditKind.REPLACE]
    assert VERBATIM[edits[1].start : edits[1].end] == ", because that's how the budget works, "
    assert VERBATIM[edits[2].start : edits[2].end].strip() == "2016"
    assert apply_edits(edits, VERBATIM) == printed


@pytest.mark.parametrize("mark", ["[…]", "[...]", "…", "...", "[ … ]"])
def test_every_form_of_the_cut_mark_is_accepted_and_prints_as_one(mark: str) -> None:
    edits = derive_edits("one two three four", f"one {mark} four")
    assert [edit.kind for edit in edits] == [EditKind.CUT]
    assert apply_edits(edits, "one two three four", cut_mark="[…]") == "one […] four"
    assert apply_edits(edits, "one two three four", cut_mark="…") == "one … four"


@pytest.mark.parametrize(
    ("verbatim", "printed", "expected"),
    [
        ("it came back", "it [the money] came back", [EditKind.INSERT]),
        ("we prevent falls", "we prevent[ed] falls", [EditKind.INSERT]),
        ("and they said no", "[T]hey said no", None),
        ("they said no", "[T]hey said no", [EditKind.REPLACE]),
        ("ask Dr Hope's team", "ask [a colleague]'s team", [EditKind.REPLACE]),
        ("he left (laughs) early", "he left (laughs) early", []),
        ("I, I… I think so", "I, I… I think so", []),
        ("it was [inaudible 00:12:31] then", "it was [inaudible 00:12:31] then", []),
        ("it was [inaudible 00:12:31] then", "it was [inaudible] then", [EditKind.REPLACE]),
        ("that's \"nobody's job\" - really", "that’s “nobody’s job” – really", [EditKind.TYPOGRAPHY] * 5),
        ("first line\n\nsecond line", "first line second line", [EditKind.TYPOGRAPHY]),
        ("a b c d", "[…] b […]", [EditKind.CUT, EditKind.CUT]),
        ("and so it went", "[…] And so it went", [EditKind.CUT, EditKind.CAPITAL]),
        ("we met John Smith in Leeds", "we met [name] in [a city]", [EditKind.REPLACE, EditKind.REPLACE]),
        ("we met John Smith in Leeds then", "we met […] [there] then", [EditKind.CUT, EditKind.INSERT]),
    ],
)
def test_what_may_be_edited(verbatim: str, printed: str, expected: list[EditKind] | None) -> None:
    if expected is None:
        with pytest.raises(NotDerivable):
            derive_edits(verbatim, printed)
    else:
        assert kinds(verbatim, printed) == expected


@pytest.mark.parametrize(
    ("verbatim", "printed", "word"),
    [
        ("we had no money at all", "we had little money at all", 3),
        ("we had no money at all", "we had money at all", 3),
        ("we had no money at all", "we had no money", 4),
        ("we had no money at all", "had no money at all", 1),
        ("we had no money at all", "we had […] cash at all", 4),
        ("we had no money at all", "we […] money at once", 5),
        ("we had no money at all", "we had […] no money at all", 3),
        ("we had no money at all", "we had no mon […] at all", 5),
        ("we had no money at all", "We had No money at all", 3),
        ("we had no money at all", "money at […] no", 1),
        ("we had no money at all", "[They were poor]", 1),
        ("we had no money at all", "…", 1),
        ("one two", "", 1),
        ("he said " + "so " * (MOST_WORDS_REPLACED + 1) + "often", "he said [it] often", 3),
    ],
)
def test_a_printed_form_that_is_not_the_words_is_refused_at_its_first_wrong_word(verbatim: str, printed: str, word: int) -> None:
    with pytest.raises(NotDerivable) as refusal:
        derive_edits(verbatim, printed)
    assert refusal.value.word == word
    assert "money" not in str(refusal.value)


def test_edits_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        apply_edits([Edit(EditKind.CUT, 3, 5, ""), Edit(EditKind.CUT, 4, 6, "")], "abcdefgh")


WORD = st.text(string.ascii_letters + "äéß’'", min_size=1, max_size=7).filter(lambda word: word.strip("’'") == word)
SENTENCE = st.lists(st.tuples(WORD, st.sampled_from([" ", " ", ", ", ". ", "\n\n", "… ", " - "])), min_size=1, max_size=25).map(
    lambda parts: "".join(word + gap for word, gap in parts).strip()
)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(SENTENCE, st.data())
def test_whatever_was_cut_replaced_and_inserted_is_derived_again(verbatim: str, data: st.DataObject) -> None:
    words = verbatim.split()
    chosen = data.draw(
        st.lists(st.sampled_from(["keep", "keep", "keep", "cut", "replace", "insert"]), min_size=len(words), max_size=len(words))
    )
    assume(any(choice in ("keep", "insert") and any(map(str.isalnum, word)) for choice, word in zip(chosen, words, strict=True)))
    printed: list[str] = []
    for word, choice in zip(words, chosen, strict=True):
        if choice == "cut":
            printed += [] if printed and printed[-1] == "[…]" else ["[…]"]
        elif choice == "replace":
            printed.append("[thing]")
        else:
            printed += ["[so]", word] if choice == "insert" else [word]
    form = " ".join(printed)
    edits = derive_edits(verbatim, form)
    assert apply_edits(edits, verbatim) == form
    assert list(edits) == sorted(edits, key=lambda edit: (edit.start, edit.end))


@given(ANY, ANY)
def test_either_the_printed_form_is_derived_exactly_or_it_is_refused(verbatim: str, printed: str) -> None:
    try:
        edits = derive_edits(verbatim, printed)
    except NotDerivable:
        return
    assert apply_edits(edits, verbatim) == printed.strip()


@given(SENTENCE)
def test_words_as_they_are_need_no_edit(verbatim: str) -> None:
    assert derive_edits(verbatim, verbatim) == ()


@given(SENTENCE, st.integers(min_value=0), WORD)
def test_a_word_that_was_never_said_is_refused(verbatim: str, place: int, word: str) -> None:
    words = verbatim.split()
    assume(not any(word.lower() in spoken.lower() for spoken in words))
    words.insert(place % (len(words) + 1), word + "zq")
    with pytest.raises(NotDerivable):
        derive_edits(verbatim, " ".join(words))


def test_two_turns_are_not_joined_without_a_mark() -> None:
    verbatim = "We tried.\n\nP4: It failed."
    pieces = [SpokenPiece(Span(0, 9), 1), SpokenPiece(Span(15, 25), 1)]
    for printed, fault in [
        ("We tried. […] It failed.", None),
        ("We tried. P4: It failed.", None),
        ("We tried. [Then] It failed.", None),
    ]:
        assert unmarked_join(derive_edits(verbatim, printed), verbatim, pieces) == fault
    whole = "We tried.\n\nIt failed."
    pieces = [SpokenPiece(Span(0, 9), 1), SpokenPiece(Span(11, 21), 1)]
    assert "two turns" in str(unmarked_join(derive_edits(whole, "We tried. It failed."), whole, pieces))


def test_an_interviewers_words_are_labelled() -> None:
    verbatim = "We tried.\n\nI: And?\n\nP: It failed."
    pieces = [SpokenPiece(Span(0, 9), 1), SpokenPiece(Span(14, 18), 2), SpokenPiece(Span(23, 33), 1)]
    fault = unmarked_join(derive_edits(verbatim, "We tried. […] And? […] It failed."), verbatim, pieces)
    assert "two speakers" in str(fault)
    assert unmarked_join(derive_edits(verbatim, "We tried. [Interviewer:] And? [004:] It failed."), verbatim, pieces) is None
    assert unmarked_join(derive_edits(verbatim, "We tried. […] It failed."), verbatim, pieces) is None
