from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import UnreadableFile, UsageError
from qualcode.formats.readers.encoding import Knowledge, decode

ENGLISH = "INT: What’s it like – the ward? It’s “fine”…\n\nP1: I don’t know. The manager’s café was closed.\n\n"
PORTUGUESE = "Entrevistadora: Como é que começou?\n\nMaria: Não havia ninguém, então fiz eu a avaliação à noite. É assim.\n\n"
FRENCH = "Intervieweur : Pourquoi êtes-vous là, à l’hôpital ?\n\nAnne : Ça m’a été conseillé, évidemment. Où aller ?\n\n"
GERMAN = "I: Wie geht es Ihnen, Herr Müller? Schön, daß Sie da sind.\n\nB: Gut, außer daß ich größere Füße habe.\n\n"
POLISH = "Badacz: Jak się pan czuje? Proszę opowiedzieć.\n\nJan: Dobrze, dziękuję, choć byłem chory i leżałem w łóżku.\n\n"
TURKISH = "Görüşmeci: Bugün nasılsınız? Şimdi anlatır mısınız?\n\nAyşe: İyiyim, teşekkür ederim, ağrım yok.\n\n"
RUSSIAN = "Интервьюер: Как вы себя чувствуете сегодня?\n\nАнна: Хорошо, спасибо, но вчера было хуже.\n\n"
GREEK = "Ερευνητής: Πώς είστε σήμερα;\n\nΆννα: Καλά, ευχαριστώ πολύ.\n\n"
JAPANESE = "聞き手：今日はいかがですか。\n\n花子：はい、元気です。病院に行きました。\n\n"
CHINESE = "访谈者：你今天怎么样？\n\n小王：我很好，谢谢。昨天去了医院。\n\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        (ENGLISH, "mac_roman"),
        (PORTUGUESE, "latin-1"),
        (PORTUGUESE, "cp1252"),
        (FRENCH, "cp1252"),
        (GERMAN, "latin-1"),
        (POLISH, "cp1250"),
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (GREEK, "cp1253"),
        (JAPANESE, "shift_jis"),
        (CHINESE, "gb18030"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
    ],
)
def test_texts_of_other_encodings_are_read_and_said_to_be_a_guess(text: str, encoding: str) -> None:
    decoded = decode((text * 3).encode(encoding), "a.txt")
    assert decoded.text == text * 3
    assert decoded.known_by is Knowledge.GUESS
    assert decoded.confidence is not None
    assert 0.3 < decoded.confidence <= 1


def test_a_few_bytes_of_latin_1_are_enough() -> None:
    decoded = decode(b"P: caf\xe9 ol\xe9", "a.txt")
    assert (decoded.text, decoded.encoding) == ("P: café olé", "cp1252")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_says_it(encoding: str) -> None:
    decoded = decode(("\ufeff" + GREEK).encode(encoding), "a.txt")
    assert (decoded.text, decoded.encoding, decoded.known_by) == ("\ufeff" + GREEK, encoding, Knowledge.MARK)
    assert decoded.confidence is None


@given(st.text(min_size=1))
def test_utf_8_is_read_as_utf_8(text: str) -> None:
    data = text.encode()
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    decoded = decode(data, "a.txt")
    assert (decoded.text, decoded.encoding, decoded.known_by) == (text, "utf-8", Knowledge.VALID)


@given(st.binary(min_size=1, max_size=400))
def test_whatever_the_bytes_are_something_is_read(data: bytes) -> None:
    decoded = decode(data, "a.txt")
    assert decoded.confidence is None or 0 <= decoded.confidence <= 1


def test_spoilt_bytes_in_utf_8_are_replaced_and_counted() -> None:
    data = ENGLISH.encode() * 5
    decoded = decode(data[:-60] + b"\xff" + data[-60:] + b"\xe2\x80", "a.txt")
    assert (decoded.encoding, decoded.known_by, decoded.unreadable) == ("utf-8", Knowledge.GUESS, 3)
    assert decoded.text.count("\ufffd") == 3


def test_lone_surrogates_are_left_to_be_counted() -> None:
    assert decode(b"a\xed\xa0\x80b", "a.txt").text == "a\ud800b"
    assert decode(codecs.BOM_UTF16_LE + b"a\x00\x00\xd8b\x00", "a.txt").text == "\ufeffa\ud800b"


def test_a_given_encoding_is_believed() -> None:
    decoded = decode("łóżko".encode("cp1250"), "a.txt", "windows-1250")
    assert (decoded.text, decoded.encoding, decoded.known_by) == ("łóżko", "cp1250", Knowledge.GIVEN)


@pytest.mark.parametrize("encoding", ["utf-99", "rot13", "hex", ""])
def test_an_encoding_that_is_none_is_wrong_use(encoding: str) -> None:
    with pytest.raises(UsageError, match="no encoding"):
        decode(b"a", "a.txt", encoding)


def test_bytes_that_do_not_fit_the_given_encoding_say_where() -> None:
    with pytest.raises(UnreadableFile) as caught:
        decode(b"abc\xe9def", "a.txt", "utf-8")
    assert caught.value.message == "a.txt is not text in utf-8: byte 3 (0xe9) has no meaning there."
    assert "--encoding" in caught.value.hint
