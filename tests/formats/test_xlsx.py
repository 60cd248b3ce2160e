from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from qualcode.domain.charts import ChartCell
from qualcode.formats.writers.xlsx import MOST_CHARACTERS
from qualcode.formats.writers.xlsx_chart import charts_xlsx
from tests.chart_material import NOT_ASKED, NOT_RAISED, chart, chart_file, extract


def test_one_sheet_for_each_chart_with_frozen_panes_and_wrapped_cells() -> None:
    book = load_workbook(BytesIO(charts_xlsx(chart_file(chart(2), chart(3, title="Approval")))))
    assert book.sheetnames == ["Charts", "Making the case", "Approval"]
    sheet = book["Approval"]
    assert sheet.freeze_panes == "B3"
    assert [cell.value for cell in sheet[2]] == ["Participant", "Theme 0", "Theme 1", "Theme 2"]
    assert [cell.value for cell in sheet[3]] == ["P000\nNurse; FLS: no", "Row 0 theme 0.", "Row 0 theme 1.", "Row 0 theme 2."]
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows(min_row=2) for cell in row)
    assert "Identifiable: study team only" in str(sheet["A1"].value)


def test_a_chart_that_is_readable_on_one_page_prints_on_one() -> None:
    book = load_workbook(BytesIO(charts_xlsx(chart_file(chart(5), chart(6, title="Approval")))))
    small, wide = book["Making the case"], book["Approval"]
    assert small.sheet_properties.pageSetUpPr.fitToPage
    assert (small.page_setup.fitToHeight, small.print_title_rows, small.print_title_cols) == (0, "$2:$2", None)
    assert (wide.page_setup.fitToWidth, wide.page_setup.fitToHeight) == (2, 0), "three themes on each of two"
    assert (wide.print_title_rows, wide.print_title_cols) == ("$2:$2", "$A:$A")
    index = book["Charts"]
    (heading,) = [cell for row in index.iter_rows() for cell in row if cell.value == "Extracts"]
    assert heading.alignment.horizontal == "right", "over its figures"


def test_the_same_bytes_every_time() -> None:
    assert charts_xlsx(chart_file(chart(4))) == charts_xlsx(chart_file(chart(4)))


def value(cell: ChartCell) -> object:
    return load_workbook(BytesIO(charts_xlsx(chart_file(chart(1, 1, cell=cell)))))["Making the case"]["B3"].value


def test_words_are_never_a_formula_a_link_or_illegal() -> None:
    book = load_workbook(BytesIO(charts_xlsx(chart_file(chart(1, 1, cell=ChartCell("=1+1"))))))
    cell = book["Making the case"]["B3"]
    assert (cell.data_type, cell.value) == ("s", "=1+1")
    assert value(ChartCell("http://example.org is not a link")) == "http://example.org is not a link"
    assert value(ChartCell("a\x07b")) == "a\ufffdb"


def test_what_cells_hold() -> None:
    assert value(NOT_ASKED) == "–*"
    assert value(NOT_RAISED) == "–"
    assert value(ChartCell()) is None
    assert value(ChartCell("Text.", "Remark.")) == "Text.\n[Remark.]"
    assert value(ChartCell(extracts=(extract("Words."),))) == "Not summarised: coded extracts\n“Words.” (t. 12)"


def test_a_cell_longer_than_excel_holds_says_that_it_was_cut() -> None:
    shown = str(value(ChartCell("x" * (MOST_CHARACTERS + 1))))
    assert len(shown) == MOST_CHARACTERS
    assert shown.endswith("cut here: a cell of Excel holds no more]")


def test_sheet_names_that_excel_refuses_are_made_fit_and_kept_apart() -> None:
    title = "Best ways: training/toolkits [and] mentorship of all"
    book = load_workbook(
        BytesIO(charts_xlsx(chart_file(*(chart(1, title=one) for one in (title, title, "History", "''", "charts")))))
    )
    assert len(set(book.sheetnames)) == 6
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert book.sheetnames[3:] == ["History 2", "Sheet", "charts 2"]


def test_on_paper_at_most_five_themes_stand_on_a_page_under_the_title_of_the_chart() -> None:
    title = "Time & capacity: 3 of 4"
    book = load_workbook(BytesIO(charts_xlsx(chart_file(chart(7, 4, title=title), chart(3)))))
    first, second = book.worksheets[1:]
    assert (first.page_setup.fitToWidth, first.page_setup.fitToHeight) == (2, 0)
    assert first.sheet_properties.pageSetUpPr.fitToPage
    assert second.page_setup.fitToWidth is None, "which is one page"
    assert first.print_area.endswith("$A$2:$H$6"), "the title stands at the head of each page, where no column cuts it off"
    assert (first.print_title_rows, first.print_title_cols) == ("$2:$2", "$A:$A")
    assert first.oddHeader.left.text == "Time && capacity: 3 of 4"
    assert first.oddHeader.right.text == "Identifiable: study team only"


def test_a_chart_without_cases_prints_its_headings_and_a_long_title_fits_the_head_of_a_page() -> None:
    book = load_workbook(BytesIO(charts_xlsx(chart_file(chart(2, 0, title="long " * 80)))))
    assert book.worksheets[1].print_area.endswith("$A$2:$C$2")
    assert len(book.worksheets[1].oddHeader.left.text) <= 200
