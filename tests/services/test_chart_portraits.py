"""The portraits of cases as the first column of files of charts: in each kind, kept with a chart, checked for print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from lxml import html
from openpyxl import load_workbook

from qualcode.domain.charts import ChartColumn, ChartRow, ChartTable
from qualcode.domain.printing import Audience
from qualcode.formats.csv_cells import read_csv
from qualcode.services.attributes import change_attribute
from qualcode.services.cases import import_cases
from qualcode.services.chart_words import printed_words
from qualcode.services.charting_cells import open_charts
from qualcode.services.charting_layouts import layouts_for
from qualcode.services.charting_saved import save_chart
from qualcode.services.charting_views import keep_portrait
from qualcode.services.charts_out import chart_file, write_charts
from qualcode.services.gate import StoppedForPublication
from qualcode.services.names import confirm_names
from qualcode.services.studies import open_study, undo
from tests.services.chart_study import written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.domain.charts import ChartLayout
    from qualcode.domain.coding import Coding
    from qualcode.storage import OpenStudy

Column = list[str]
PORTRAIT = "Writes at home.\n\nNot Sandra's “nobody's job” (t. 2)."
PRINTED = "Writes at home. Not Sandra’s “nobody’s job” (t. 2)."


def from_word(path: Path) -> Column:
    return [row.cells[1].text for row in Document(str(path)).tables[0].rows]


def from_excel(path: Path) -> Column:
    return [str(row[1].value or "") for row in load_workbook(path).worksheets[1].iter_rows(min_row=2)]


def from_page(path: Path) -> Column:
    document: Any = html.document_fromstring(path.read_text(encoding="utf-8"))
    (head, *_) = document.xpath("(//table)[1]//thead/tr[last()]/th[2]")
    cells = document.xpath("(//table)[1]//tbody/tr/td[1]")
    assert {one.get("data-theme") for one in cells} == {"Portrait"}
    return [head.text, *(" ".join(one.xpath("p[@class='portrait']/text()")) for one in cells)]


def from_table(path: Path) -> Column:
    columns, rows = read_csv(path.read_text(encoding="utf-8"))
    assert columns[2] == "portrait"
    return ["Portrait", *(row.cells["portrait"] for row in rows)]


READERS: dict[str, Callable[[Path], Column]] = {
    "docx": from_word,
    "xlsx": from_excel,
    "html": from_page,
    "csv": from_table,
}


def case(study: OpenStudy, name: str) -> int:
    return next(one.id for one in study.cases.all() if one.name == name)


def said(study: OpenStudy, one: Coding) -> str:
    return one.span.words_of(study.sources.text(one.source).text)


def with_portraits(study: OpenStudy) -> tuple[ChartLayout, ...]:
    """The portrait of one case written, and the charts with portraits."""
    keep_portrait(study, case(study, "P001"), PORTRAIT)
    return layouts_for(study, portrait=True)


def for_print(study: OpenStudy, name: str) -> None:
    """A name confirmed on the replacement list, and no attribute that prints."""
    confirm_names(study, [name], replacement="colleague")
    for one in study.cases.attributes():
        change_attribute(study, one.id, {"printed": "never"})


def squeezed(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("suffix", READERS)
def test_portraits_are_the_first_column_of_each_kind_of_file(coded: OpenStudy, suffix: str, tmp_path: Path) -> None:
    layouts = with_portraits(coded)
    write_charts(coded, tmp_path / f"charts.{suffix}", layouts=layouts)
    found = [squeezed(one).replace("'", "’") for one in READERS[suffix](tmp_path / f"charts.{suffix}")]
    assert found == ["Portrait", PRINTED, "", "", ""]
    write_charts(coded, tmp_path / f"plain.{suffix}", layouts=layouts_for(coded))
    assert b"Portrait" not in (tmp_path / f"plain.{suffix}").read_bytes()


def test_comments_and_links_stay_with_their_cells_beside_portraits(coded: OpenStudy, tmp_path: Path) -> None:
    made = write_charts(coded, tmp_path / "charts.xlsx", layouts=with_portraits(coded))
    sheet = load_workbook(tmp_path / "charts.xlsx").worksheets[1]
    for line, row in enumerate(made.charts[0].rows, 3):
        assert sheet.cell(line, 2).comment is None
        for column, cell in enumerate(row.cells, 3):
            assert (sheet.cell(line, column).comment is not None) == bool(cell.codings)


def test_two_authors_portraits_stand_below_each_other_and_cited_words_are_printed(coded: OpenStudy, tmp_path: Path) -> None:
    number = next(one.id for one in coded.codings.all() if said(coded, one) == "at home, on Sundays")
    keep_portrait(coded, case(coded, "P001"), f"Did it alone: [[coding {number}]]")
    with open_study(tmp_path / "fls", "Tom") as theirs:
        keep_portrait(theirs, case(theirs, "P001"), "Proud.")
    made = chart_file(coded, layouts=layouts_for(coded, portrait=True))
    portrait = made.charts[0].rows[0].portrait
    assert portrait is not None
    assert portrait.paragraphs == ("Did it alone: “at home, on Sundays” (P001, t. 2)", "Proud.")
    words = [one for one in printed_words(made) if one.place.startswith("P001, portrait")]
    assert [(one.quote, one.text) for one in words][:2] == [
        (None, "Did it alone: “at home, on Sundays” (P001, t. 2)\n\nProud."),
        (number, "at home, on Sundays"),
    ]
    assert "Mairi" not in portrait.text, "a chart does not say who wrote it"


def test_a_portrait_is_checked_before_a_publication(coded: OpenStudy, tmp_path: Path) -> None:
    layouts = with_portraits(coded)
    for_print(coded, "Sandra")
    for suffix in READERS:
        with pytest.raises(StoppedForPublication) as stopped:
            write_charts(coded, tmp_path / f"out.{suffix}", layouts=layouts, audience=Audience.PUBLICATION)
        assert {one.words.place for one in stopped.value.stops} == {"P001, portrait"}
    write_charts(coded, tmp_path / "out.docx", layouts=layouts_for(coded), audience=Audience.PUBLICATION)


def test_who_may_not_be_quoted_is_not_quoted_in_a_portrait(coded: OpenStudy, tmp_path: Path) -> None:
    for_print(coded, "Nobody-at-all")
    import_cases(coded, written(tmp_path, "quoted.csv", "id,may be quoted\nP003,no\n"))
    of_p003 = next(one for one in coded.codings.all() if "not paid" in said(coded, one))
    keep_portrait(coded, case(coded, "P002"), f"Beside a colleague: [[coding {of_p003.id}]]")
    with pytest.raises(StoppedForPublication) as stopped:
        write_charts(
            coded, tmp_path / "out.csv", layouts=layouts_for(coded, portrait=True), audience=Audience.PUBLICATION, evidence=False
        )
    assert {one.words.place.partition(", extract")[0] for one in stopped.value.stops} == {"P002, portrait"}


def test_a_saved_chart_keeps_whether_portraits_stand_on_it(coded: OpenStudy) -> None:
    (layout, *_) = with_portraits(coded)
    number, _ = save_chart(coded, layout)
    assert [one.portrait for one in coded.charts.all()] == [True]
    assert layouts_for(coded, saved=layout.title)[0].portrait
    assert not layouts_for(coded, saved=layout.title, portrait=False)[0].portrait
    (opened,) = open_charts(coded, layouts_for(coded, saved=layout.title))
    row = opened.table.rows[0]
    again = opened.with_cell(row.case, opened.table.columns[0].code, row.cells[0])
    assert again.table.rows[0].portrait == row.portrait is not None, "a cell that is read anew leaves the portrait where it is"
    undo(coded)
    assert not coded.charts.all()
    assert number


@pytest.mark.parametrize(("themes", "parts"), [(5, [5]), (6, [2, 4]), (11, [5, 6]), (0, [0]), (12, [3, 4, 5])])
def test_portraits_take_the_place_of_a_theme_in_the_first_part(themes: int, parts: list[int]) -> None:
    columns = tuple(ChartColumn(number, str(number), str(number)) for number in range(themes))
    chart = ChartTable("Title", columns, (ChartRow(1, "P001", "", ()),), portrait=True)
    found = chart.parts()
    assert [one for part in found for one in part] == list(range(themes))
    assert max(len(part) + (place == 0) for place, part in enumerate(found)) <= 6
    assert len(found) == len(parts)
