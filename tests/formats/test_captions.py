from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.turns import cut
from qualcode.errors import UnreadableFile
from qualcode.formats.readers.captions import read_srt, read_vtt

if TYPE_CHECKING:
    from qualcode.formats.readers.result import ReadText


def turns(read: ReadText) -> list[tuple[str, str, int | None, int | None]]:
    cutting = cut(read.text, declared=read.declared, cues=read.cues)
    return [(cutting.speakers[one.speaker].label, one.span.words_of(read.text), one.started, one.ended) for one in cutting.turns]


TEAMS = """WEBVTT

7cb0/32-0
00:00:01.000 --> 00:00:03.000 align:start
<v Jane Roe>Hello &amp; good <b>day</b>?
</v>

7cb0/32-1
00:00:03.100 --> 00:00:04.000
<v Jane Roe>Second cue</v>

7cb0/33-0
00:00:04.000 --> 00:00:05.500
<v.loud John  Doe>Yes.</v>
"""


def test_teams_names_speakers_by_voice_tags_with_crlf_and_a_mark() -> None:
    read = read_vtt(("\ufeff" + TEAMS).replace("\n", "\r\n").encode(), "a.vtt")
    assert read.text == "Jane Roe: Hello & good day?\n\nJane Roe: Second cue\n\nJohn Doe: Yes."
    assert (read.reader, read.newlines, read.bom) == ("vtt", "CRLF", True)
    assert turns(read) == [
        ("Jane Roe", "Hello & good day?", 1000, 3000),
        ("Jane Roe", "Second cue", 3100, 4000),
        ("John Doe", "Yes.", 4000, 5500),
    ]


def test_zoom_names_speakers_in_the_words() -> None:
    cues = (("Anna Lee", "Why so?"), ("Ben O", "Because."), ("Anna Lee", "Ok."))
    body = "".join(f"{n}\n00:00:0{n}.000 --> 00:00:0{n}.900\n{name}: {words}\n\n" for n, (name, words) in enumerate(cues, 1))
    assert turns(read_vtt(f"WEBVTT\n\n{body}".encode(), "a.vtt")) == [
        ("Anna Lee", "Why so?", 1000, 1900),
        ("Ben O", "Because.", 2000, 2900),
        ("Anna Lee", "Ok.", 3000, 3900),
    ]


def test_meet_names_the_speaker_on_a_line_in_brackets() -> None:
    body = "00:00.000 --> 00:01.000\n(Maria Lopez)\nHello there\n\n00:01.000 --> 00:02.000\n(laughs)\nand so\n"
    read = read_vtt(f"WEBVTT\n\n{body}".encode(), "a.vtt")
    assert read.text == "Maria Lopez: Hello there\n\n(laughs)\nand so"
    assert turns(read) == [("Maria Lopez", "Hello there\n\n(laughs)\nand so", 0, 2000)]


def test_whisper_has_no_speakers_and_no_hours() -> None:
    read = read_vtt(b"WEBVTT\n\n00:43.810 --> 00:45.000\nno speaker\n\n01:00:45.000 --> 01:00:46.000\nmore", "a.vtt")
    assert read.text == "no speaker\n\nmore"
    assert [(cue.started, cue.ended) for cue in read.cues] == [(43_810, 45_000), (3_645_000, 3_646_000)]
    assert turns(read) == []


def test_several_voices_in_one_cue_and_what_only_looks_like_a_tag() -> None:
    body = "00:01.000 --> 00:02.000\n<v Jo>A <00:01.500><c.x>B</c></v><v Al>when x < 5 and y > 3</v>\n<v Al>again</v>\n"
    read = read_vtt(f"WEBVTT\n\n{body}".encode(), "a.vtt")
    assert read.text == "Jo: A B\nAl: when x < 5 and y > 3\nagain"
    assert [name for name, *_ in turns(read)] == ["Jo", "Al"]


def test_no_word_is_lost_to_an_empty_line_or_a_comma() -> None:
    body = "NOTE not talk\n\n00:01,000 --> 00:02,000\n<v Jo>one\n\ntwo</v>\n\nSTYLE\n::cue {}\n\n00:02.000 --> 00:03.000\nthree\n"
    read = read_vtt(f"WEBVTT - title\nKind: captions\n\n{body}".encode(), "a.vtt")
    assert read.text == "Jo: one\ntwo\n\nthree"
    assert read.notes == ()


def test_srt_names_the_speaker_when_it_changes() -> None:
    cues = ("INT: Why?", "and <i>how</i>", "P012: Because", "{\\an8}of that &amp; so", "INT: Ok")
    body = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}\n\n" for n, words in enumerate(cues, 1))
    read = read_srt(body.encode("utf-16"), "a.srt")
    assert (read.text.count("\n\n"), read.encoding) == (4, "utf-16-le")
    assert turns(read) == [
        ("INT", "Why?\n\nand how", 1000, 2900),
        ("P012", "Because\n\nof that & so", 3000, 4900),
        ("INT", "Ok", 5000, 5900),
    ]


def test_srt_without_hours_numbers_or_last_line_end() -> None:
    read = read_srt(b"00:43,810 --> 00:45.000\nINT: a\n\nb\n\n2\n00:46,000 --> 00:47,000\nP1: c", "a.srt")
    assert turns(read) == [("INT", "a\nb", 43_810, 45_000), ("P1", "c", 46_000, 47_000)]


def test_a_great_deal_of_white_space_or_of_broken_tags_takes_no_time() -> None:
    read = read_srt(b"1\n00:00:01,000 --> 00:00:02,000\nINT: a" + b" " * 50_000 + b"b\n", "a.srt")
    assert read.text.split() == ["INT:", "a", "b"]
    assert read_vtt(b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<v " * 50_000, "a.vtt").text.startswith("<v <v")


@pytest.mark.parametrize("data", [b"just words", b"WEBVTT", b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n"])
def test_what_is_no_vtt_is_said(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.vtt (is not WebVTT inside|holds no cues)"):
        read_vtt(data, "a.vtt")


@pytest.mark.parametrize("data", [b"just words", b"1\n00:00:01,000 --> 00:00:02,000\n\n"])
def test_what_is_no_srt_is_said(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.srt (is not srt inside, from about line 1|holds no cues)"):
        read_srt(data, "a.srt")
