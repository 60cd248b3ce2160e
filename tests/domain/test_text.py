from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.text import (
    CONTROL_SIGNS,
    NewlineStyle,
    check_of_words,
    clean,
    closed,
    drawn,
    json_escaped,
    size_in_words,
    xml_safe,
)

ANY = st.text(st.characters(), max_size=200)
TROUBLE = st.text(st.sampled_from("ab \n\r\t\0\x1b\x7f\x9b\u202e\u2066\ud800\udfff\ufeff\uffffé😀"), max_size=60)


@pytest.mark.parametrize(
    ("decoded", "text", "style"),
    [
        ("a\nb", "a\nb", NewlineStyle.LF),
        ("a\r\nb\r\n", "a\nb\n", NewlineStyle.CRLF),
        ("a\rb", "a\nb", NewlineStyle.CR),
        ("a\r\nb\nc", "a\nb\nc", NewlineStyle.MIXED),
        ("a\rb\r\nc", "a\nb\nc", NewlineStyle.MIXED),
        ("ab", "ab", NewlineStyle.NONE),
    ],
)
def test_line_ends_become_lf_and_are_remembered(decoded: str, text: str, style: NewlineStyle) -> None:
    cleaned = clean(decoded)
    assert (cleaned.text, cleaned.newlines) == (text, style)


def test_what_cannot_be_stored_is_replaced_and_counted_and_nothing_else() -> None:
    cleaned = clean("\ufeffa\0b\ud800c\x1bd\u202ee\ufeffe\u0301\x0c")
    assert cleaned.text == "a\ufffdb\ufffdc\x1bd\u202ee\ufeffe\u0301\x0c"
    assert (cleaned.bom, cleaned.replaced) == (True, 2)


@given(ANY | TROUBLE)
def test_cleaned_text_can_be_stored_and_stays_as_it_is(decoded: str) -> None:
    cleaned = clean(decoded)
    cleaned.text.encode()
    assert "\0" not in cleaned.text
    assert "\r" not in cleaned.text
    if not cleaned.text.startswith("\ufeff"):
        again = clean(cleaned.text)
        assert (again.text, again.replaced) == (cleaned.text, 0)


@given(ANY | TROUBLE)
def test_only_the_named_characters_change(decoded: str) -> None:
    expected = decoded.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    expected = "".join("\ufffd" if sign == "\0" or "\ud800" <= sign <= "\udfff" else sign for sign in expected)
    assert clean(decoded).text == expected


@given(ANY | TROUBLE)
def test_drawn_text_has_no_control_or_bidi_character_and_every_offset(text: str) -> None:
    shown = drawn(text)
    assert len(shown) == len(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert all(was == now for was, now in zip(text, shown, strict=True) if ord(was) not in CONTROL_SIGNS)


def test_an_escape_is_drawn_as_its_sign() -> None:
    assert drawn("\x1b[31mred\x9b0m\t\n") == "\u241b[31mred\u241b0m\t\n"


@given(ANY | TROUBLE)
def test_json_made_safe_for_a_terminal_says_the_same(text: str) -> None:
    stored = clean(text).text
    made = json_escaped(json.dumps([stored], ensure_ascii=False, indent=2))
    assert json.loads(made) == [stored]
    assert drawn(made) == made


@given(ANY | TROUBLE)
def test_xml_takes_what_is_made_safe_for_it(text: str) -> None:
    from lxml import etree

    safe, replaced = xml_safe(text)
    element = etree.Element("t")
    element.text = safe
    assert len(safe) == len(text)
    assert len(replaced) == sum(was != now for was, now in zip(text, safe, strict=True))


def test_what_xml_cannot_hold_is_listed() -> None:
    assert xml_safe("a\x1bb\x00\uffff") == ("a\ufffdb\ufffd\ufffd", ("U+001B at 1", "U+0000 at 3", "U+FFFF at 4"))
    assert xml_safe("plain\ttext\n") == ("plain\ttext\n", ())


def test_the_check_of_words_is_stable_and_exact() -> None:
    assert check_of_words("nobody's job") == "f57f2b53c759b368"
    assert check_of_words("nobody's job ") != check_of_words("nobody's job")
    assert check_of_words("e\u0301") != check_of_words("\u00e9")
    assert len(check_of_words("\ud800")) == 16


def test_words_are_what_stands_between_white_space() -> None:
    assert size_in_words(" It wasn't -- no,\n3.5 hours\u00a0long ") == 7
    assert size_in_words("") == 0


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("plain", ""),
        ("\u202eturned", "\u202c"),
        ("\u202bembedded\u202c", ""),
        ("\u2067isolated \u202aand embedded", "\u202c\u2069"),
        ("\u2067isolated \u202aand embedded\u2069", ""),
        ("\u202a\u2067x\u202c", "\u2069\u202c"),
        ("\u202c\u2069", ""),
    ],
)
def test_what_turns_the_direction_of_writing_ends_with_the_words(text: str, added: str) -> None:
    assert closed(text) == text + added
    assert closed(closed(text)) == closed(text)
