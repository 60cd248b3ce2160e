"""Words as spans."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.graphemes import boundaries
from qualcode.domain.spans import Span
from qualcode.domain.words import count_words, words


def of(text: str) -> list[str]:
    return [span.words_of(text) for span in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't, won’t; nurses' rock 'n' roll", ["Don't", "won’t", "nurses", "rock", "n", "roll"]),
        ("a follow-up—well-- over there", ["a", "follow-up", "well", "over", "there"]),
        ("£3.50, 1,000 and 10:30, 20%.", ["£3.50", "1,000", "and", "10:30", "20%"]),
        ("and/or “quoted” [laughs] (so)…", ["and", "or", "quoted", "laughs", "so"]),
        ("hospital:the ward", ["hospital", "the", "ward"]),
        ("ana.b@trust.nhs.uk", ["ana.b@trust.nhs.uk"]),
        ("私はパンを、食べる。", ["私", "は", "パ", "ン", "を", "食", "べ", "る"]),
        ("Ma\u0304ori हिन्दी में", ["Ma\u0304ori", "हिन्दी", "में"]),
        ("well 🇬🇧 👩‍👩‍👧 done", ["well", "🇬🇧", "👩‍👩‍👧", "done"]),
        ("an\x1besc and\x00nul", ["an", "esc", "and", "nul"]),
        (" … — ! ", []),
        ("a \u0e31 b \u0301c", ["a", "b", "c"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert of(text) == expected
    assert count_words(text) == len(expected)


def test_words_of_a_span_are_cut_by_it() -> None:
    text = "one two three"
    assert [span.words_of(text) for span in words(text, Span(1, 9))] == ["ne", "two", "t"]
    assert count_words(text, Span(1, 9)) == 3


@given(st.text(max_size=60))
def test_words_are_disjoint_ordered_and_without_white_space(text: str) -> None:
    spans = words(text)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert not any(sign.isspace() for span in spans for sign in span.words_of(text))
    covered = {at for span in spans for at in range(span.start, span.end)}
    edges = boundaries(text)
    # A mark that stands on white space is part of no word, also where it counts as a letter.
    bare = {at for first, last in pairwise(edges) if text[first].isspace() for at in range(first, last)}
    assert all(at in covered or at in bare for at, sign in enumerate(text) if sign.isalnum())
