from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document

from qualcode.errors import NotFound, UsageError
from qualcode.formats.csv_cells import read_csv
from qualcode.services.queries import query_segments
from qualcode.services.retrieving import retrieve
from qualcode.services.segments import segments
from qualcode.services.side_by_side import NOBODY, columns_of, side_by_side, write_side_by_side
from tests.services.chart_study import coded

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.side_by_side import SideBySide
    from qualcode.storage import OpenStudy

__all__ = ["coded"]


def words(found: SideBySide) -> dict[str, list[str]]:
    return {column.name: [" ".join(one.words.split())[:20] for one in column.extracts] for column in found.columns}


def test_a_column_for_each_who_speaks_in_the_order_of_the_text(coded: OpenStudy) -> None:
    found = side_by_side(coded, segments(coded, "Time"))
    assert words(found) == {
        "P001": ["at home, on Sundays", "It was nobody's job."],
        # What two say together stands in both columns.
        "P002": ["We wrote it together"],
        "P003": ["We wrote it together", "I'm not paid for tha"],
        "P004": ["Nobody did.", "in a week"],
    }
    assert found.extracts == 6
    assert found.without == ()


def test_who_says_nothing_is_named_and_what_nobody_says_stands_last(coded: OpenStudy) -> None:
    found = side_by_side(coded, segments(coded, "Figures"))
    assert list(words(found)) == ["P001", NOBODY]
    assert found.without == ("P002", "P003", "P004")


def test_some_participants_in_the_order_named_with_those_who_say_nothing(coded: OpenStudy) -> None:
    found = side_by_side(coded, query_segments(coded, "Own time"), cases=["p003", "P004", "P001", "P003"])
    assert words(found) == {"P003": ["I'm not paid for tha"], "P004": [], "P001": ["at home, on Sundays"]}
    assert found.without == ("P004",)
    with pytest.raises(NotFound):
        side_by_side(coded, segments(coded, "Time"), cases=["Nobody"])


def test_groups_of_an_attribute(coded: OpenStudy) -> None:
    found = side_by_side(coded, segments(coded, "Time"), by="Role")
    assert {name: len(extracts) for name, extracts in words(found).items()} == {"doctor": 2, "manager": 2, "nurse": 3}
    assert [column.participants for column in found.columns] == [("P002", "P003"), ("P004",), ("P001", "P002", "P003")]
    assert found.by == "role"
    with pytest.raises(NotFound):
        side_by_side(coded, segments(coded, "Time"), by="colour")
    with pytest.raises(UsageError):
        side_by_side(coded, segments(coded, "Time"), by="role", bands="0-5")


def test_each_extract_of_each_column_has_its_codings(coded: OpenStudy) -> None:
    found = columns_of(coded, retrieve(coded, "Time or Figures"))
    for column, rows in zip(found.beside.columns, found.rows, strict=True):
        assert [row.extract for row in rows] == list(column.extracts)
        assert all(row.codings == (row.extract.codings or (row.extract.id,)) for row in rows)


def test_word_has_the_extracts_in_rows_and_says_who_says_nothing(coded: OpenStudy, tmp_path: Path) -> None:
    found = side_by_side(coded, query_segments(coded, "Time"), cases=["P001", "P004", "P002", "P003"])
    assert write_side_by_side(found, tmp_path / "side.docx") == ()
    word = Document(str(tmp_path / "side.docx"))
    (table,) = word.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["P001 (2 extracts)", "P004 (2 extracts)", "P002 (1 extract)", "P003 (2 extracts)"]
    assert rows[1][0].startswith("at home, on Sundays\nP001, t.\u00a02")
    assert rows[2][2] == ""
    width, height = word.sections[0].page_width, word.sections[0].page_height
    assert width is not None
    assert height is not None
    assert width > height
    many = side_by_side(coded, query_segments(coded, "Time or Figures"))
    write_side_by_side(many, tmp_path / "many.docx")
    assert len(Document(str(tmp_path / "many.docx")).tables) == 2


def test_csv_has_a_row_for_each_extract_with_its_column(coded: OpenStudy, tmp_path: Path) -> None:
    found = side_by_side(coded, segments(coded, "Time"), by="role")
    write_side_by_side(found, tmp_path / "side.csv")
    _, rows = read_csv((tmp_path / "side.csv").read_text(encoding="utf-8"))
    assert [row.cells["column"] for row in rows] == ["doctor"] * 2 + ["manager"] * 2 + ["nurse"] * 3
    with pytest.raises(UsageError):
        write_side_by_side(found, tmp_path / "side.pdf")
