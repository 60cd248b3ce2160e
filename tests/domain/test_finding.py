from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.finding import around, small_letters, sought
from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput


def found(wanted: str, text: str) -> list[str]:
    return [span.words_of(text) for span in sought(wanted).spans(small_letters(text), Span(0, len(text)))]


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        ("case", "The Case, cases; showcase", ["Case"]),
        ("case*", "CASES, the case; showcase", ["CASES", "case"]),
        ("business case", "a business-case. Business\ncase", ["business-case", "Business\ncase"]),
        ("follow up", "follow-up, followup", ["follow-up"]),
        ("nobody's job", "It was nobody’s job.", ["nobody’s job"]),
        ("money | fund*", "Funding is money.", ["Funding", "money"]),
        ("follow | follow up", "follow up", ["follow up"]),
        ('"a | b"', "a b", ["a b"]),
        ("role", "RÔLE ro\u0302le role rolex", ["RÔLE", "ro\u0302le", "role"]),
        ("rôle", "RÔLE ro\u0302le role", ["RÔLE", "ro\u0302le"]),
        ("élan", "e\u0301lan, Élan, elan, le\u0301lan", ["e\u0301lan", "Élan"]),
        ("cafe", "cafe\u0301s", []),
        ("cafe*", "cafe\u0301s", ["cafe\u0301s"]),
        ("strasse", "Straße", []),
        ("σας", "ΣΑΣ", ["ΣΑΣ"]),
        ("价格", "这个价格是", ["价格"]),
        ("istanbul", "İstanbul istanbul", ["İstanbul", "istanbul"]),
    ],
)
def test_what_is_found(wanted: str, text: str, expected: list[str]) -> None:
    assert found(wanted, text) == expected


@pytest.mark.parametrize("wanted", ["", "  ", "*", "a*b", "a *", "|", '"*"', "?!"])
def test_what_is_no_word_is_refused(wanted: str) -> None:
    with pytest.raises(InvalidInput):
        sought(wanted)


@pytest.mark.parametrize(
    ("wanted", "served"), [("the", True), ("or", False), ("of it", True), ("价格表", False), ("a* | money", False)]
)
def test_short_words_and_scripts_without_spaces_ask_no_index(wanted: str, served: bool) -> None:
    assert (sought(wanted).index_words is not None) is served


@given(st.text("aAbé\u0301 .’-\n", max_size=40), st.lists(st.text("abé", min_size=1, max_size=3), min_size=1, max_size=2))
def test_words_are_found_where_a_reader_would_find_them(text: str, words: list[str]) -> None:
    """Word by word: the text as its runs of letters and marks, each without accents where none was typed."""
    runs = [(match.group(), match.span()) for match in re.finditer("[aAbé\u0301]+", text)]

    def same(run: str, word: str) -> bool:
        """Sign for sign: an accented one as it is, a plain one with any mark."""
        apart = re.findall("[^\u0301]\u0301*", unicodedata.normalize("NFD", run.lower()))
        if "".join(apart) != unicodedata.normalize("NFD", run.lower()):
            return False
        asked = re.findall("[^\u0301]\u0301*", unicodedata.normalize("NFD", word))
        return len(apart) == len(asked) and all(
            got == want or ("\u0301" not in want and want.startswith("b") is got.startswith("b") and got[0] == want)
            for got, want in zip(apart, asked, strict=True)
        )

    expected = []
    at = 0
    while at + len(words) <= len(runs):
        row = runs[at : at + len(words)]
        if all(same(run, word) for (run, _), word in zip(row, words, strict=True)):
            expected.append((row[0][1][0], row[-1][1][1]))
            at += len(words)
        else:
            at += 1
    spans = sought(" ".join(words)).spans(small_letters(text), Span(0, len(text))) if text else iter(())
    assert [(span.start, span.end) for span in spans] == expected


@given(st.text(max_size=60))
def test_small_letters_keep_offsets(text: str) -> None:
    assert len(small_letters(text)) == len(text)


@pytest.mark.parametrize(("first", "expected"), [("one", ("", " two three")), ("three", ("one two ", ""))])
def test_context_is_cut_between_words(first: str, expected: tuple[str, str]) -> None:
    text = "one two three"
    start = text.index(first)
    assert around(text, Span(start, start + len(first)), Span(0, len(text))) == expected
    long = "word " * 40 + first + " word" * 40
    start = long.index(first)
    before, after = around(long, Span(start, start + len(first)), Span(0, len(long)), 12)
    assert (before, after) == ("… word word ", " word word …")
