"""What stands in for a name leaves the sentence around it one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.spans import Span
from qualcode.domain.stand_ins import stand_in


def put(text: str, name: str, replacement: str, *, since: int = 0, starts: frozenset[int] = frozenset()) -> str:
    at = text.index(name)
    span, words = stand_in(text, Span(at, at + len(name)), replacement, since=since, starts=starts)
    return f"{text[: span.start]}[{words}]{text[span.end :]}"


@pytest.mark.parametrize(
    ("text", "name", "replacement", "reads"),
    [
        ("The PSF put it on a server.", "PSF", "the foundation", "The [foundation] put it on a server."),
        ("one of the PSF's biggest", "PSF", "the foundation", "one of the [foundation]'s biggest"),
        ("I worked for our KDGH then.", "KDGH", "the hospital", "I worked for our [hospital] then."),
        ("as a PSF grant", "PSF", "the foundation", "as a [foundation] grant"),
        ("as an HP manager", "HP", "a computer company", "as [a computer company] manager"),
        ("An HP manager came.", "HP", "computer company", "[A computer company] manager came."),
        ("a Wexmoor nurse", "Wexmoor", "the outer town", "[an outer town] nurse"),
        ("an NHS one, an Ewell one", "Ewell", "a one-street town", "an NHS one, [a one-street town] one"),
        ("when I was at HP, I was", "HP", "a computer company", "when I was at [a computer company], I was"),
        ("and he said that PyPI went down", "PyPI", "the index", "and he said that [the index] went down"),
        ("and told her Gillian would", "Gillian", "the colleague", "and told her [the colleague] would"),
        ("it's PyPI that broke", "PyPI", "the index", "it's [the index] that broke"),
        ("The-PSF way", "PSF", "the foundation", "The-[the foundation] way"),
        ("the, PSF", "PSF", "the foundation", "the, [the foundation]"),
        ("in the\nPSF", "PSF", "the foundation", "in the\n[foundation]"),
    ],
)
def test_the_article_stands_once(text: str, name: str, replacement: str, reads: str) -> None:
    assert put(text, name, replacement) == reads


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Amazon writes it off.", "[The company] writes it off."),
        ("It went. Amazon stayed.", "It went. [The company] stayed."),
        ("“It went.” Amazon stayed.", "“It went.” [The company] stayed."),
        ("“Amazon stayed.”", "“[The company] stayed.”"),
        ("It went. “Amazon stayed.”", "It went. “[The company] stayed.”"),
        ("It went\n\nAmazon stayed.", "It went\n\n[The company] stayed."),
        ("It went\nto Amazon.", "It went\nto [the company]."),
        ("sort of… Amazon stayed", "sort of… [the company] stayed"),
        ("with Dr. Amazon", "with Dr. [the company]"),
        ("Apple vs. Amazon", "Apple vs. [the company]"),
        ("I: Amazon stayed", "I: [the company] stayed"),
    ],
)
def test_a_sentence_begins_with_a_capital(text: str, reads: str) -> None:
    assert put(text, "Amazon", "the company") == reads


def test_a_turn_begins_a_sentence_and_a_small_name_does_not() -> None:
    assert put("I: Amazon stayed", "Amazon", "the company", starts=frozenset({3})) == "I: [The company] stayed"
    assert put("s.parfitt@x.org it is", "s.parfitt@x.org", "an address") == "[an address] it is"


def test_a_word_before_the_beginning_does_not_count() -> None:
    assert put("the PSF put it", "PSF", "the foundation", since=4) == "the [the foundation] put it"


@given(before=st.text(max_size=30), name=st.text("Abc", min_size=1), after=st.text(max_size=9), instead=st.text(min_size=1))
def test_the_name_always_goes_and_little_else(before: str, name: str, after: str, instead: str) -> None:
    text, at = before + name + after, len(before)
    span, words = stand_in(text, Span(at, at + len(name)), instead)
    assert span.end == at + len(name)
    assert words
    assert text[span.start : at].strip().lower() in {"", "a", "an"}
