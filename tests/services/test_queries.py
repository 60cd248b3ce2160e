from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document

from qualcode.domain.queries import QueryError
from qualcode.formats.csv_cells import read_csv
from qualcode.services.cases import import_cases
from qualcode.services.coding import mark_unsure, star
from qualcode.services.queries import query_segments
from qualcode.services.segments import segments, write_segments
from tests.services.chart_study import coded, written

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

__all__ = ["coded"]


def words(study: OpenStudy, query: str) -> list[str]:
    return [one.words for one in query_segments(study, query).extracts]


@pytest.fixture
def known(coded: OpenStudy, tmp_path: Path) -> OpenStudy:
    """The study with years and a grade of each participant."""
    rows = "id,years,grade,since\nP001,3,junior,2010-01-05\nP002,12,senior,2001-02-03\nP003,10.5,senior,1999-12-31\n"
    import_cases(coded, written(tmp_path, "more.csv", rows))
    return coded


def test_a_code_alone_is_its_extracts_with_sub_codes(coded: OpenStudy) -> None:
    same = {(one.source, one.span): one.words for one in segments(coded, "Time").extracts}
    found = query_segments(coded, "Time")
    assert {(one.source, one.span): one.words for one in found.extracts} == same
    assert [one.cases for one in found.extracts] == [("P001",), ("P001",), ("P002", "P003"), ("P003",), ("P004",), ("P004",)]
    assert len(query_segments(coded, "Time", own=True).extracts) == 2


def test_an_overlap_rests_on_both_codings(coded: OpenStudy) -> None:
    found = query_segments(coded, '"Own time" and Figures', coder="Tom").extracts
    assert [(one.words, one.code, one.coder) for one in found] == [
        ("I did", "Making the case > Time > Own time; Making the case > Figures", "Tom")
    ]
    both = {one.id for name in ("Own time", "Figures") for one in segments(coded, name, coder="Tom", own=True).extracts}
    assert set(found[0].codings) == both


def test_near_same_turn_and_not(coded: OpenStudy) -> None:
    assert words(coded, "Nobody's job in the same turn as Own time") == ["It was nobody's job."]
    assert words(coded, "Figures near Own time") == ["Figures?"]
    assert words(coded, "Figures near 2 Own time") == ["They were out of date.", "Figures?"]
    assert words(coded, "Nobody's job not near Own time") == ["Nobody did."]
    assert words(coded, "not Time") == ["They were out of date.", "Figures?"]


@pytest.mark.parametrize(
    ("condition", "cases"),
    [
        ("role = NURSE", {"P001", "P002"}),
        ("role != nurse", {"P003", "P004"}),
        ("years > 10.5", {"P002"}),
        ("years >= 10.5", {"P002", "P003"}),
        ("years = 3.0", {"P001"}),
        ("not years > 10", {"P001", "P004"}),
        ("since < 2002-01-01", {"P002", "P003"}),
        ("role = nurse and years > 5", {"P002"}),
        ("grade = senior and role = doctor or hospital = H3", {"P003", "P004"}),
    ],
)
def test_conditions_are_asked_of_one_participant_at_a_time(known: OpenStudy, condition: str, cases: set[str]) -> None:
    found = query_segments(known, f"Time and ({condition})").extracts
    expected = [one for one in query_segments(known, "Time").extracts if cases & set(one.cases)]
    assert list(found) == expected


def test_marks(coded: OpenStudy) -> None:
    first, second = segments(coded, "Nobody's job").extracts
    star(coded, first.id)
    mark_unsure(coded, second.id)
    assert words(coded, "starred") == [first.words]
    assert words(coded, "Time and unsure and not starred") == [second.words]


@pytest.mark.parametrize(
    ("query", "error", "at"),
    [
        ("Time and colour = red", QueryError, "sign 10"),
        ("years > many", QueryError, "sign 1"),
        ("role > nurse", QueryError, "sign 1"),
        ("Time and", QueryError, "sign 9"),
        ("Figures or Nothing", QueryError, "sign 12"),
        ("Quality of and", QueryError, "sign 15"),
    ],
)
def test_what_cannot_be_answered_is_refused(known: OpenStudy, query: str, error: type[Exception], at: str) -> None:
    with pytest.raises(error, match=at):
        query_segments(known, query)


def test_the_answer_goes_to_files(coded: OpenStudy, tmp_path: Path) -> None:
    found = query_segments(coded, '"Own time" and Figures', coder="Tom")
    write_segments(found, tmp_path / "out.csv")
    _, rows = read_csv((tmp_path / "out.csv").read_text(encoding="utf-8"))
    assert rows[0].cells["id"] == found.extracts[0].number
    assert rows[0].cells["words"] == "I did"
    write_segments(found, tmp_path / "out.docx")
    paragraphs = [one.text for one in Document(str(tmp_path / "out.docx")).paragraphs]
    assert paragraphs[0] == '"Own time" and Figures'
    assert "I did" in paragraphs
    assert paragraphs[-1].endswith("Making the case > Time > Own time; Making the case > Figures")
