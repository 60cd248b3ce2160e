"""Agreement in Word, Excel and CSV: the same figures as on the screen, and the same bytes every time."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Cm

from qualcode.errors import UsageError
from qualcode.services.agreement_files import write_agreement
from tests.agreement_tables import compared

if TYPE_CHECKING:
    from pathlib import Path


def cells(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_word_has_the_codes_used_with_most_differences_first_and_the_others_in_a_note(tmp_path: Path) -> None:
    write_agreement([compared()], tmp_path / "a.docx")
    word = docx.Document(str(tmp_path / "a.docx"))
    assert cells(word.tables[0]) == [
        ["Code", "Both", "Only Mairi", "Only Tom", "F1", "alpha", "kappa", "Agree"],
        ["=Costs", "0", "0", "6", "0.000", "−0.021", "0.000", "0.950"],
        ["Time", "6", "0", "0", "1.000", "1.000", "1.000", "1.000"],
        ["All codes together", "", "", "", "0.667", "0.654", "0.655", "(0.983)"],
    ]
    notes = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Unit: turn; a turn counts as coded" in notes
    assert "Undefined, code not used by either coder (1): Never used." in notes
    assert "Never used by Mairi Lennox (1): =Costs." in notes
    assert "Cross-check: the krippendorff package" in notes
    assert cells(word.tables[1])[-1][0] == "range"
    assert [paragraph.text for paragraph in word.paragraphs if paragraph.style and paragraph.style.name == "Caption"] == [
        "Table  Agreement of Mairi Lennox and Tom Adeyemi on 3 sources, by turn",
        "Table  All codes, by source",
    ]


def test_intervals_and_exploratory_figures_have_pages_they_fit_on(tmp_path: Path) -> None:
    write_agreement([compared(8, explore=True)], tmp_path / "a.docx")
    word = docx.Document(str(tmp_path / "a.docx"))
    assert cells(word.tables[0])[0][4:8] == ["F1", "F1 95 %", "alpha", "alpha 95 %"]
    assert cells(word.tables[1])[0][1:] == ["pi", "AC1", "BP", "Jaccard", "Segments", "u-alpha"]
    assert word.sections[0].orientation == WD_ORIENT.LANDSCAPE
    for table in word.tables:
        assert sum(column.width for column in table.columns) <= Cm(25.75)


def test_three_coders_and_their_pairs(tmp_path: Path) -> None:
    write_agreement([compared(coders=3)], tmp_path / "a.docx")
    word = docx.Document(str(tmp_path / "a.docx"))
    assert cells(word.tables[0])[0] == ["Code", "All", "Some", "Mairi", "Tom", "Jo", "F1", "alpha", "Agree"]
    assert [row[0] for row in cells(word.tables[1])[1:]] == [
        "Mairi Lennox and Tom Adeyemi",
        "Mairi Lennox and Jo Ito",
        "Tom Adeyemi and Jo Ito",
    ]
    write_agreement([compared(coders=3)], tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["Codes", "All codes", "By source", "Pairs", "About"]


def test_excel_has_numbers_and_reasons(tmp_path: Path) -> None:
    write_agreement([compared(explore=True)], tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Codes", "All codes", "By source", "Unitizing", "About"]
    head, *rows = list(book["Codes"].iter_rows(min_row=2, values_only=True))
    by_code = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert (by_code["=Costs"]["alpha"], by_code["=Costs"]["only Tom Adeyemi"]) == (pytest.approx(-0.0214, abs=0.0001), 6)
    unused = by_code["Never used"]
    assert (unused["alpha"], unused["F1"], unused["agree"]) == (None, None, 1)
    assert "F1, alpha, kappa" in str(unused["undefined"])
    assert by_code["=Costs"]["path"] == "Making the case > =Costs"
    about = [row[0] for row in book["About"].iter_rows(values_only=True)]
    assert any("Unit: turn" in str(line) for line in about)
    codes = book["Codes"]
    column = head.index("agree") + 1
    colours = {codes.cell(row, 1).value: codes.cell(row, column).font.color for row in range(3, 7)}
    grey = {code: colour is not None and colour.rgb == "FF7F7F7F" for code, colour in colours.items()}
    assert grey == {"=Costs": False, "Time": False, "Never used": True, "All codes together": True}


def test_several_units_are_sheets_and_rows_of_their_own(tmp_path: Path) -> None:
    tables = [compared(), compared()]
    write_agreement(tables, tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames[:2] == ["Codes, turn", "All codes, turn"]
    write_agreement(tables, tmp_path / "a.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8"))))
    assert [row["unit"] for row in rows] == ["turn"] * 8
    assert rows[0]["code"] == "'=Costs"
    assert float(rows[0]["alpha"]) == pytest.approx(-0.0214, abs=0.0001)
    assert (rows[2]["alpha"], rows[2]["undefined"]) == ("", "F1, alpha, kappa: code not used by either coder")
    assert rows[3]["code"] == "All codes together"


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "csv"])
def test_the_same_bytes_every_time(tmp_path: Path, suffix: str) -> None:
    for name in ("a", "b"):
        write_agreement([compared(explore=True)], tmp_path / f"{name}.{suffix}")
    assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"a\.pdf is not a file that can be written here"):
        write_agreement([compared()], tmp_path / "a.pdf")
