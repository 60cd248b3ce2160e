from __future__ import annotations

import pytest

from qualcode.domain.times import backward_jumps, believed, blanked, find_times, milliseconds


def found(text: str) -> list[tuple[str, int, int | None]]:
    return [(mark.span.words_of(text), mark.started, mark.ended) for mark in believed(find_times(text))]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("[00:12:33] and so", [("[00:12:33]", 753_000, None)]),
        ("in the middle (0:21) of it", [("(0:21)", 21_000, None)]),
        ("{1:02:03.5}", [("{1:02:03.5}", 3_723_500, None)]),
        ("Gut. #00:00:12-3#", [("#00:00:12-3#", 12_300, None)]),
        ("#00:01:02.345# text", [("#00:01:02.345#", 62_345, None)]),
        ("Todd: [00:12:03.00] It", [("[00:12:03.00]", 723_000, None)]),
        ("0:00.0 - 0:15.3\tHello", [("0:00.0 - 0:15.3", 0, 15_300)]),
        ("0:0:0.0 --> 0:0:1.250", [("0:0:0.0 --> 0:0:1.250", 0, 1_250)]),
        ("00:43,810", [("00:43,810", 43_810, None)]),
        ("1:02:11", [("1:02:11", 3_731_000, None)]),
        ("Name  1:02:11", [("1:02:11", 3_731_000, None)]),
    ],
)
def test_forms_of_times(text: str, marks: list[tuple[str, int, int | None]]) -> None:
    assert found(text) == marks


@pytest.mark.parametrize(
    "text",
    [
        "[Pallis 00:00:52] said",
        "[inaudible 00:03:10]",
        "we met at 7:30 in the morning",
        "we met at 7:30",
        "10:30 is when it starts",
        "10:30am is early",
        "a ratio of 3:1",
        "from 9:75",
        "[00:61]",
        "[00:12)",
        "2013/01:02",
        "no time",
        "",
    ],
)
def test_what_is_no_time_stays_text(text: str) -> None:
    assert found(text) == []


def test_bare_times_beside_talk_count_from_three_that_never_run_backwards() -> None:
    assert [mark[1] for mark in found("0:10 a\n0:20 b\n0:30 c")] == [10_000, 20_000, 30_000]
    assert found("0:10 a\n0:20 b") == []
    assert found("0:10 a\n0:30 b\n0:20 c") == []


def test_backward_jumps_are_named() -> None:
    marks = find_times("[0:10] a [0:30] b [0:20] c [0:40]")
    assert [mark.started for mark in backward_jumps(marks)] == [20_000]


def test_blanking_keeps_every_offset() -> None:
    text = "[0:10] a #00:00:12-3#\n0:30\tb"
    made = blanked(text, find_times(text))
    assert len(made) == len(text)
    assert made.split() == ["a", "b"]


def test_fields_over_59_are_no_time() -> None:
    assert milliseconds("61:02") == 3_662_000
    assert milliseconds("1:61:02") is None
    assert milliseconds("00:00:12-3") == 12_300
