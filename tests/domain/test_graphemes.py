"""One sign as a reader sees it, against the examples of Unicode's annex 29 and against what Python knows."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.graphemes import all_single, boundaries, whole
from qualcode.domain.spans import Span
from qualcode.domain.words import count_words, words

NASTY = (
    "ab .,“\n\u0301\u200d\u200c\ufe0f👩🔬👍🏽🇬🇧🇫"
    "❤‼*#\u20e3कषि\u094dகி각가\u1100\u1161\u11a8ก็ำנִ你\u3099がｶﾞ\u202e\u00ad\u0600🏴\U000e0067”"
)
TEXTS = st.text(st.sampled_from(NASTY), max_size=14)


def signs(text: str) -> list[str]:
    edges = boundaries(text)
    return [text[start:end] for start, end in pairwise(edges)]


@pytest.mark.parametrize(
    "whole_ones",
    [
        ["a", "b", "\n", " "],
        ["e\u0301", "t", "e\u0301\u0323"],
        ["M", "ā", "o", "r", "i"],
        ["👩\u200d🔬", "👍🏽", "👨\u200d👩\u200d👧"],
        ["🇬🇧", "🇫🇷", "🇩"],
        ["1\ufe0f\u20e3", "❤\ufe0f", "‼\ufe0f", "🏴\U000e0067\U000e0062\U000e007f"],
        ["각", "\u1100\u1161\u11a8", "가\u11a8", "각\u11a8", "가"],
        ["ก\u0e47", "ก\u0e33"],
        ["க\u0bbf", "क\u094dष\u093f", "क\u094d\u200dष", "क", "ष"],
        ["你", "か\u3099", "ｶ\uff9e", "。"],
        ["נ\u05b4", "\u202e", "א"],
        ["a", "\u00ad", "b", "\u200b", "a\u200d", "b"],
        ["\u0600\u0661", "\u0661"],
        [" \u0308", "\n", "\u0308"],
        ["🛑\u200d", "a"],
    ],
)
def test_signs_stay_whole_and_apart(whole_ones: list[str]) -> None:
    assert signs("".join(whole_ones)) == whole_ones


def test_every_mark_that_python_knows_stays_with_the_sign_before_it() -> None:
    for code in range(0x110000):
        sign = chr(code)
        if unicodedata.category(sign) in ("Mn", "Me"):
            assert boundaries("a" + sign) == [0, 2], hex(code)
            assert not all_single(sign)


@given(TEXTS)
def test_signs_cover_the_text_and_each_is_one(text: str) -> None:
    assert "".join(signs(text)) == text
    assert all(len(signs(one)) == 1 for one in signs(text))


@given(TEXTS, st.integers(0, 14), st.integers(1, 14))
def test_a_span_made_whole_holds_it_and_ends_at_signs(text: str, start: int, length: int) -> None:
    if start >= len(text):
        return
    span = Span(start, min(len(text), start + length))
    made = whole(span, text, Span(0, len(text)))
    assert made.covers(span)
    assert {made.start, made.end} <= set(boundaries(text))
    assert whole(made, text, Span(0, len(text))) == made
    inner = [edge for edge in boundaries(text) if made.start < edge < made.end]
    assert all(not (edge <= span.start or edge >= span.end) for edge in inner)


@given(TEXTS)
def test_words_are_of_whole_signs(text: str) -> None:
    found = words(text)
    edges = set(boundaries(text))
    assert all(word.start in edges and word.end in edges for word in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert count_words(text) == len(found)


def test_emoji_with_a_mark_on_punctuation_are_words() -> None:
    text = "well ‼\ufe0f and *\ufe0f\u20e3, ｶﾞ"
    assert [word.words_of(text) for word in words(text)] == ["well", "‼\ufe0f", "and", "*\ufe0f\u20e3", "ｶﾞ"]
