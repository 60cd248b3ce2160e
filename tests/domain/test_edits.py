from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.edit_finding import words_of
from qualcode.domain.edits import Carried, EditMap, Replacement
from qualcode.domain.spans import Span

TEXT = st.text(st.sampled_from("ab .\n🙂é"), min_size=1, max_size=24)
WORDS = st.text(st.sampled_from("XY "), max_size=4)


@st.composite
def texts_with_maps(draw: st.DrawFn) -> tuple[str, EditMap]:
    text = draw(TEXT)
    return text, draw(maps(len(text)))


def maps(length: int) -> st.SearchStrategy[EditMap]:
    cuts = st.lists(st.integers(0, length), max_size=8).map(lambda cuts: sorted(cuts)[: len(cuts) // 2 * 2])
    return st.tuples(cuts, st.lists(WORDS, min_size=4, max_size=4)).map(
        lambda both: EditMap.of(
            Replacement(start, end, words) for start, end, words in zip(both[0][::2], both[0][1::2], both[1], strict=False)
        )
    )


def spans(length: int) -> st.SearchStrategy[Span]:
    return (
        st.tuples(st.integers(0, length - 1), st.integers(1, length))
        .filter(lambda two: two[0] < two[1])
        .map(lambda two: Span(*two))
    )


def provenance(text: str, edits: EditMap) -> list[tuple[str, int]]:
    """Where each character of the text after comes from: its old place, or the replacement that put it in."""
    found: list[tuple[str, int]] = []
    position = 0
    for number, one in enumerate(edits.replacements):
        found += [("kept", place) for place in range(position, one.start)]
        found += [("new", number)] * len(one.words)
        position = one.end
    return found + [("kept", place) for place in range(position, len(text))]


def carried_by_hand(text: str, edits: EditMap, span: Span) -> Carried:
    """The smallest stretch with all that is left of a span and all that was put in for its characters or among them."""
    mine = set()
    for number, one in enumerate(edits.replacements):
        if one.start == one.end:
            if span.start < one.start < span.end:
                mine.add(("new", number))
        elif any(place in span for place in range(one.start, one.end)):
            mine.add(("new", number))
    left = {("kept", place) for place in range(span.start, span.end)}
    places = [at for at, origin in enumerate(provenance(text, edits)) if origin in mine | left]
    return Carried(Span(places[0], places[-1] + 1) if places else None, changed=bool(mine))


@given(data=st.data(), given=texts_with_maps())
def test_a_span_goes_where_its_characters_go(data: st.DataObject, given: tuple[str, EditMap]) -> None:
    text, edits = given
    span = data.draw(spans(len(text)))
    carried = edits.carry(span)
    assert carried == carried_by_hand(text, edits, span)
    if not carried.changed:
        assert carried.span is not None
        assert carried.span.words_of(edits.applied(text)) == span.words_of(text)


@given(data=st.data(), given=texts_with_maps())
def test_what_kept_its_words_comes_back_to_its_place(data: st.DataObject, given: tuple[str, EditMap]) -> None:
    text, edits = given
    inverse = edits.inverse(text)
    assert inverse.applied(edits.applied(text)) == text
    span = data.draw(spans(len(text)))
    carried = edits.carry(span)
    if not carried.changed:
        assert carried.span is not None
        assert inverse.carry(carried.span) == Carried(span, changed=False)


@given(data=st.data(), given=texts_with_maps())
def test_two_corrections_as_one(data: st.DataObject, given: tuple[str, EditMap]) -> None:
    text, first = given
    between = first.applied(text)
    later = data.draw(maps(len(between)))
    both = first.then(later)
    assert both.applied(text) == later.applied(between)
    span = data.draw(spans(len(text)))
    step = first.carry(span)
    if not step.changed and step.span is not None and not later.carry(step.span).changed:
        assert both.carry(span) == later.carry(step.span)


@given(old=TEXT, new=TEXT)
def test_what_is_found_between_two_texts_leads_from_one_to_the_other(old: str, new: str) -> None:
    edits = EditMap.between(old, new)
    assert edits.applied(old) == new
    assert bool(edits) == (old != new)


@given(data=st.data(), given=texts_with_maps())
def test_a_growing_span_takes_in_what_is_put_at_its_edges(data: st.DataObject, given: tuple[str, EditMap]) -> None:
    text, edits = given
    span = data.draw(spans(len(text)))
    grown, plain = edits.carry(span, grows=True), edits.carry(span)
    at_edges = sum(len(one.words) for one in edits.replacements if one.start == one.end and one.start in (span.start, span.end))
    if plain.span is not None:
        assert grown.span is not None
        assert len(grown.span) == len(plain.span) + at_edges


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("Mr Smith said so", "Mr Featherstone said so", [(3, 8, "Featherstone")]),
        ("Mr Smith said so", "Mr Smithson said so", [(3, 8, "Smithson")]),
        ("nobody's job", "nobodys' job", [(0, 8, "nobodys'")]),
        ("the the cat", "the cat", [(4, 8, "")]),
        ("I said so", "I never said so", [(2, 2, "never ")]),
        ("John Smith came", "Mary Jones came", [(0, 4, "Mary"), (5, 10, "Jones")]),
        ("It was good, really.", "It was good; really.", [(11, 12, ";")]),
        ("一二三四", "一二五四", [(2, 3, "五")]),
        ("a 👩‍⚕️ b", "a 👩‍🔬 b", [(2, 6, "👩‍🔬")]),
        ("in 🇩🇪 now", "in 🇩🇰 now", [(3, 5, "🇩🇰")]),
        ("cafe\u0301 au lait", "cafe au lait", [(0, 5, "cafe")]),
    ],
)
def test_replacements_are_whole_words(old: str, new: str, found: list[tuple[int, int, str]]) -> None:
    assert [tuple(one) for one in EditMap.between(old, new).replacements] == found


def test_a_change_in_each_of_two_lines_is_found_in_each() -> None:
    old = "I: Who wrote it?\n\nP: I did.\n\nI: And then?\n\nP: It came bakc.\n"
    new = old.replace("Who", "Who then").replace("bakc", "back")
    found = EditMap.between(old, new).replacements
    assert [one.words.strip() for one in found] == ["then", "back"]


@given(text=TEXT)
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(words_of(text)) == text


@pytest.mark.parametrize("wrong", [[(3, 2, "x")], [(0, 4, "x"), (3, 5, "y")], [(2, 2, "")]])
def test_a_map_that_does_not_fit_is_refused(wrong: list[tuple[int, int, str]]) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        EditMap(tuple(Replacement(*one) for one in wrong))


def test_a_place_between_characters_goes_along() -> None:
    edits = EditMap((Replacement(2, 4, "long words"), Replacement(6, 6, "++")))
    assert [edits.place(at) for at in (0, 2, 3, 4, 5, 6, 7)] == [0, 2, 2, 12, 13, 16, 17]
