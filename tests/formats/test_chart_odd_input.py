"""Charts of what is not written every day: very long cells, other scripts, signs that files cannot hold, nothing at all."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from lxml import etree
from openpyxl import load_workbook

from qualcode.domain.charts import ChartCell
from qualcode.formats.csv_cells import read_csv
from qualcode.formats.writers.chart_csv import charts_csv
from qualcode.formats.writers.docx.chart import charts_docx
from qualcode.formats.writers.docx.styles import W
from qualcode.formats.writers.docx.typography import by_direction, lines_in, runs_right_to_left
from qualcode.formats.writers.html.chart import charts_html
from qualcode.formats.writers.xlsx import MOST_CHARACTERS, utf16_length
from qualcode.formats.writers.xlsx_chart import charts_xlsx, comment_of
from tests.chart_material import chart, chart_file, extract

LONG = "It took for ever, and nobody had the time for it. " * 200
HEBREW = "אף אחד לא כתב את זה"
EMOJI = "👩🏽‍⚕️ said so 🤷"


def body_of(cell: ChartCell, *behind: Any, columns: int = 1) -> Any:
    data = charts_docx(chart_file(chart(columns, 2, cell=cell), behind=behind))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def found(element: Any, path: str) -> Any:
    return element.xpath(path, namespaces={"w": W})


@pytest.mark.parametrize("columns", [1, 3, 4, 6])
def test_a_row_longer_than_a_page_may_split_and_no_other(columns: int) -> None:
    split = found(body_of(ChartCell(LONG), columns=columns), "//w:tbl/w:tr[not(w:trPr/w:cantSplit)]")
    assert len(split) == 2, "Word cuts off what does not fit a page where a row may not split"
    assert not found(body_of(ChartCell("Short."), columns=columns), "//w:tbl/w:tr[not(w:trPr/w:cantSplit)]")


def test_lines_are_counted_for_narrow_and_wide_writing() -> None:
    assert lines_in("short", 4, 8.5) == 1
    assert lines_in("one\ntwo\n", 4, 8.5) == 3
    assert lines_in("字" * 100, 4, 8.5) > lines_in("a" * 100, 4, 8.5)
    assert lines_in(LONG, 3.6, 8.5) > 300


def test_a_paragraph_of_a_script_that_runs_leftward_says_so_and_english_in_it_keeps_its_way() -> None:
    body = body_of(ChartCell(f'{HEBREW} (t. 12), "NHS".', codings=(1,)), extract(HEBREW))
    (summary,) = found(body, "(//w:tbl)[1]/w:tr[2]/w:tc[2]/w:p")
    assert found(summary, "w:pPr/w:bidi")
    runs = [("".join(run.itertext()), bool(found(run, "w:rPr/w:rtl"))) for run in found(summary, ".//w:r")]
    assert "".join(text for text, _ in runs) == f"{HEBREW} (t.\u00a012), “NHS”."
    assert ("t.\u00a012", False) in runs
    assert ("NHS", False) in runs
    assert runs[0] == (f"{HEBREW} (", True)
    (appended,) = found(body, "//w:p[w:pPr/w:pStyle/@w:val='AppendixExtract'][1]/w:pPr")[:1]
    assert found(appended, "w:bidi")
    assert not found(body_of(ChartCell("English.")), "//w:bidi | //w:rtl")


def test_a_word_that_runs_leftward_in_an_english_paragraph() -> None:
    assert runs_right_to_left(f"He said {HEBREW}, then left.") is False
    assert by_direction(f"He said {HEBREW}, then left.", leftward=False) == [
        ("He said ", False),
        (HEBREW, True),
        (", then left.", False),
    ]
    assert runs_right_to_left("plain") is None


@pytest.mark.parametrize(
    "words", [EMOJI, HEBREW, "العربية ١٢", "line one\nline two\n\nline four", "tab\there", "  spaces  ", "字" * 3_000]
)
def test_words_come_back_from_each_kind_of_file_as_they_were(words: str) -> None:
    file = chart_file(chart(1, 1, cell=ChartCell(words)))
    cell = Document(BytesIO(charts_docx(file))).tables[0].rows[1].cells[1]
    assert cell.text == words
    assert load_workbook(BytesIO(charts_xlsx(file)))["Making the case"]["B3"].value == words
    assert read_csv(charts_csv(file))[1][0].cells["Group > Theme 0"] == words
    assert words in charts_html(file)


def test_what_spreadsheets_take_for_a_formula_is_words() -> None:
    for words in ("=1+1", "+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1"):
        file = chart_file(chart(1, 1, cell=ChartCell(words)))
        line = charts_csv(file).splitlines()[1]
        assert f",'{words.strip()}" in line.replace('"', "") or "'\t" in line
        cell = load_workbook(BytesIO(charts_xlsx(file)))["Making the case"]["B3"]
        assert (cell.data_type, cell.value) == ("s", words)


def test_what_excel_reads_as_an_escape_is_words() -> None:
    data = charts_xlsx(chart_file(chart(1, 1, cell=ChartCell("a _x0041_ b"))))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert b"a _x005F_x0041_ b" in archive.read("xl/worksheets/sheet2.xml")


def test_emoji_count_twice_in_excel_and_what_is_cut_says_so() -> None:
    data = charts_xlsx(chart_file(chart(1, 1, cell=ChartCell("🤷" * 20_000))))
    value = str(load_workbook(BytesIO(data))["Making the case"]["B3"].value)
    assert utf16_length(value) <= MOST_CHARACTERS
    assert value.endswith("cut here: a cell of Excel holds no more]")


def test_a_comment_holds_what_there_is_room_for_and_counts_the_rest() -> None:
    many = [chart_file(behind=(extract("word " * 1_000, number=number),)).evidence[number] for number in range(1, 13)]
    comment = comment_of(many, {})
    assert len(comment) <= MOST_CHARACTERS
    assert comment.endswith("And 6 more, for which there is no room.")
    assert comment.count("P004, t. 12") == 6
    huge = comment_of([chart_file(behind=(extract("x" * 40_000),)).evidence[1], many[1]], {})
    assert len(huge) <= MOST_CHARACTERS
    assert "[…]" in huge
    assert huge.endswith("And 1 more, for which there is no room.")


@pytest.mark.parametrize(("columns", "rows"), [(0, 0), (0, 3), (3, 0)])
def test_charts_without_cases_or_themes_are_files_that_say_so(columns: int, rows: int) -> None:
    file = chart_file(chart(columns, rows))
    document = Document(BytesIO(charts_docx(file)))
    assert any("stands on this chart." in paragraph.text for paragraph in document.paragraphs)
    assert load_workbook(BytesIO(charts_xlsx(file))).sheetnames == ["Charts", "Making the case"]
    assert "stands on this chart." in charts_html(file)
    assert charts_csv(file).startswith("case,about")


def test_no_chart_at_all_is_still_a_file() -> None:
    Document(BytesIO(charts_docx(chart_file())))
    assert load_workbook(BytesIO(charts_xlsx(chart_file()))).sheetnames == ["Charts"]
    assert charts_csv(chart_file()) == "case,about\n"


def test_the_index_counts_what_the_charts_hold() -> None:
    from tests.chart_material import NOT_ASKED

    cells = ChartCell("Said.", codings=(1,), evidence_changed=True)
    book = load_workbook(BytesIO(charts_xlsx(chart_file(chart(2, 3, cell=cells), chart(1, 2, cell=NOT_ASKED, title="Approval")))))
    sheet = book["Charts"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(place for place, row in enumerate(values) if row[0] == "Chart")
    assert values[0][0] == "A study"
    assert values[1][0] == "Identifiable: study team only"
    named = [dict(zip(values[head], row, strict=True)) for row in values[head + 1 : head + 3]]
    assert named[0]["Title"] == "Making the case"
    assert (named[0]["Cases"], named[0]["Themes"], named[0]["Cells"], named[0]["Summarised"]) == (3, 2, 6, 6)
    assert (named[0]["Evidence changed"], named[0]["Extracts"]) == (6, 1)
    assert (named[1]["Not asked"], named[1]["Not yet charted"]) == (2, 0)
    link = sheet.cell(head + 2, 2).hyperlink
    assert link is not None
    assert link.location == "'Making the case'!A1"
