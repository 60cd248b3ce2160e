from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document

from qualcode.errors import InvalidInput, NotFound, UsageError
from qualcode.formats.csv_cells import read_csv
from qualcode.services.segments import segments, write_segments

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy


def test_extracts_come_by_code_participant_and_place_from_the_analysis_coding_alone(coded: OpenStudy) -> None:
    found = segments(coded, "Time")
    assert [
        (one.code.rpartition(" > ")[2], one.cases, one.source, one.turn, one.speaker, one.words) for one in found.extracts
    ] == [
        ("Time", ("P002", "P003"), "joint", 2, "P002", "We wrote it together.\n\nP003: In the evenings, mostly."),
        ("Time", ("P004",), "P004-again", 2, "P004", "in a week"),
        ("Own time", ("P001",), "P001", 2, "P001", "at home, on Sundays"),
        ("Own time", ("P003",), "joint", 3, "P003", "I'm not paid for that."),
        ("Nobody's job", ("P001",), "P001", 2, "P001", "It was nobody's job."),
        ("Nobody's job", ("P004",), "P004", 2, "P004", "Nobody did."),
    ]
    assert {one.coder for one in found.extracts} == {"Mairi"}
    assert (found.reading, found.participants) == ("analysis coding", 4)


def test_each_extract_is_the_text_at_its_place(coded: OpenStudy) -> None:
    for one in segments(coded, "Making the case").extracts:
        text = coded.sources.text(coded.sources.named(one.source).id).text
        assert one.span.words_of(text) == one.words


def test_without_sub_codes(coded: OpenStudy) -> None:
    assert [one.words for one in segments(coded, "Time", own=True).extracts][1:] == ["in a week"]


def test_another_coder_is_read_when_named_and_the_answer_says_so(coded: OpenStudy) -> None:
    found = segments(coded, "Time", coder="Tom")
    assert [one.words for one in found.extracts] == ["I did, at home, on Sundays."]
    assert found.reading == "codings of Tom"


def test_conditions_are_on_who_speaks_and_all_are_met(coded: OpenStudy) -> None:
    assert {one.cases for one in segments(coded, "Time", where=["role=NURSE"]).extracts} == {("P001",), ("P002", "P003")}
    assert {one.cases for one in segments(coded, "Time", where=["role=nurse", "fls=no"]).extracts} == {("P002", "P003")}
    assert segments(coded, "Time", where=["role=cook"]).extracts == ()


def test_the_interviewers_words_belong_to_nobody(coded: OpenStudy) -> None:
    asked = next(one for one in segments(coded, "Figures").extracts if one.words == "Figures?")
    assert (asked.cases, asked.speaker) == ((), "I")


@pytest.mark.parametrize(
    ("code", "where", "error"),
    [("Nothing", [], NotFound), ("Time", ["colour=red"], NotFound), ("Time", ["role"], InvalidInput)],
)
def test_what_is_not_there_is_refused(coded: OpenStudy, code: str, where: list[str], error: type[Exception]) -> None:
    with pytest.raises(error):
        segments(coded, code, where=where)


def test_csv_holds_the_words_as_they_are(coded: OpenStudy, tmp_path: Path) -> None:
    found = segments(coded, "Time")
    write_segments(found, tmp_path / "out.csv")
    _, rows = read_csv((tmp_path / "out.csv").read_text(encoding="utf-8"))
    assert [row.cells["words"] for row in rows] == [one.words for one in found.extracts]
    assert rows[0].cells["participant"] == "P002; P003"


def test_word_replaces_what_is_there_and_leaves_nothing_beside_it(coded: OpenStudy, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "seg.docx").write_text("old", encoding="utf-8")
    write_segments(segments(coded, "Time"), folder / "seg.docx")
    assert "at home, on Sundays" in [one.text for one in Document(str(folder / "seg.docx")).paragraphs]
    assert [path.name for path in folder.iterdir()] == ["seg.docx"]


def test_another_kind_of_file_is_refused(coded: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_segments(segments(coded, "Time"), tmp_path / "seg.pdf")
    assert not (tmp_path / "seg.pdf").exists()


def test_characters_word_cannot_hold_are_named(coded: OpenStudy, tmp_path: Path) -> None:
    from qualcode.domain.segments import SegmentList
    from tests.chart_material import extract

    bell = SegmentList("Time", "analysis coding", (extract("It rang\x07 and rang."), extract("Quietly.", number=2)))
    assert write_segments(bell, tmp_path / "seg.docx") == ("Coding 1 in P004: printed as U+FFFD: U+0007 at 7.",)
    assert write_segments(bell, tmp_path / "seg.csv") == ()
