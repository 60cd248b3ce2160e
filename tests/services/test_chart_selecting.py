"""Charts of which some rows and columns are written: which they are, what the file says of it, and either way round."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from openpyxl import load_workbook

from qualcode.domain.chart_selection import CELL_STATES, ChartSelection, cell_is, places_of
from qualcode.domain.charts import CellMark, ChartCell, ChartColumn, ChartRow, ChartTable
from qualcode.domain.printing import Audience
from qualcode.errors import NotFound, UsageError
from qualcode.formats.csv_cells import read_csv
from qualcode.services.chart_words import printed_words
from qualcode.services.charting_layouts import layouts_for
from qualcode.services.charting_states import cells_in_state
from qualcode.services.charting_views import keep_portrait
from qualcode.services.charts import read_charts
from qualcode.services.charts_out import chart_file, write_charts
from qualcode.services.demo import build_demo
from qualcode.services.studies import open_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.domain.charts import ChartLayout
    from qualcode.storage import OpenStudy

GROUP = "Experiences of making business cases"
NURSES = "professional_group = nurse"
CELLS = st.sampled_from(
    [
        ChartCell(),
        ChartCell("Zeit und Mühe"),
        ChartCell("time", "a remark", draft=True),
        ChartCell(mark=CellMark.NOT_ASKED),
        ChartCell("old", evidence_changed=True),
    ]
)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenStudy]:
    """The sample study."""
    made = build_demo(tmp_path_factory.mktemp("demo") / "demo")
    with open_study(made.study) as one:
        yield one


def nurses(study: OpenStudy, *where: str) -> tuple[ChartLayout, ...]:
    return layouts_for(study, group=GROUP, where=where or (NURSES,))


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6), st.sampled_from(["", "MUHE", "time remark"]), st.data())
def test_rows_and_columns_are_those_with_the_words_and_a_cell_in_the_state(
    cells: list[list[ChartCell]], sought: str, data: st.DataObject
) -> None:
    state = data.draw(st.sampled_from(["", *CELL_STATES]))
    columns = tuple(ChartColumn(number, f"Theme {number}", "") for number in range(3))
    table = ChartTable("One", columns, tuple(ChartRow(at, f"P{at}", "", tuple(row)) for at, row in enumerate(cells)))
    rows, across = places_of(table, ChartSelection(sought, state))
    word = {"": "", "MUHE": "Mühe", "time remark": "time"}[sought]
    wanted = [
        at
        for at, row in enumerate(cells)
        if word in " ".join(cell.text for cell in row) and (not state or any(cell_is(cell, state) for cell in row))
    ]
    assert rows == wanted
    assert across == [at for at in range(3) if not state or any(cell_is(cells[row][at], state) for row in wanted)]


def test_what_is_kept_is_counted_anew_and_says_of_what_it_is_a_selection(study: OpenStudy) -> None:
    (whole,) = read_charts(study, layouts_for(study, group=GROUP)).charts
    assert whole.selection == ""
    selection = ChartSelection("audit clerk", "")
    (some,) = read_charts(study, nurses(study), selection=selection).charts
    kept = [row for row in whole.rows if "Nurse" in row.about and "audit clerk" in " ".join(cell.text for cell in row.cells)]
    assert some.rows == tuple(kept)
    assert 0 < len(kept) < 6
    assert some.selection == f"{len(kept)} of 15 participants: {NURSES}; with “audit clerk” in the row."
    assert some.finished <= len(kept)
    for column, at in zip(some.columns, range(len(some.columns)), strict=True):
        assert column.participants == sum(bool(row.cells[at].codings) for row in kept)
    (changed,) = read_charts(study, layouts_for(study), selection=ChartSelection(state="evidence changed since")).charts
    assert changed.selection == "1 of 15 participants: with a cell “evidence changed since”. 1 of 6 themes."
    assert [(row.name, len(row.cells)) for row in changed.rows] == [("P014", 1)]


def test_a_selection_that_nothing_fits_is_refused(study: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="No case of the charts fits what is asked: with “zeppelin” in the row"):
        write_charts(study, tmp_path / "out.docx", selection=ChartSelection("zeppelin"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("transposed", [False, True])
def test_every_file_holds_the_selection_and_says_so(study: OpenStudy, tmp_path: Path, *, transposed: bool) -> None:
    layouts, selection = nurses(study), ChartSelection("time")
    (chart,) = chart_file(study, layouts=layouts, selection=selection).charts
    note = chart.selection
    assert note
    for suffix in ("docx", "xlsx", "csv") if transposed else ("docx", "xlsx", "csv", "html"):
        write_charts(study, tmp_path / f"one.{suffix}", layouts=layouts, selection=selection, transposed=transposed)

    word = Document(str(tmp_path / "one.docx"))
    assert any(paragraph.text.startswith(note) for paragraph in word.paragraphs)
    sheet = load_workbook(tmp_path / "one.xlsx").worksheets[1]
    assert sheet["A2"].value == note
    assert sheet.freeze_panes == "B4"
    heads, rows = read_csv((tmp_path / "one.csv").read_text(encoding="utf-8"))
    assert heads[-1] == "selection"
    assert {row.cells["selection"] for row in rows} == {note}
    names, themes = [row.name for row in chart.rows], [column.heading for column in chart.columns]
    across, down = (names, themes) if transposed else (themes, names)
    assert [cell.paragraphs[0].text for cell in word.tables[0].rows[0].cells[1:]] == across
    assert [row.cells[0].paragraphs[0].text for row in word.tables[0].rows[1:]] == down
    assert [str(cell.value).split("\n")[0] for cell in sheet[3][1:]] == across
    for line, name in enumerate(names):
        for place, theme in enumerate(themes):
            cell = chart.rows[line].cells[place]
            if not cell.summarised:
                continue
            row, column = (place, line) if transposed else (line, place)
            printed = cell.text.split("“")[0].strip()[:12]
            assert printed in word.tables[0].rows[row + 1].cells[column + 1].text.replace("\u00a0", " ")
            assert str(sheet.cell(row + 4, column + 2).value).startswith(cell.text), (name, theme)
    if transposed:
        assert [row.cells["theme"].rpartition(" > ")[2] for row in rows] == themes
        assert [head.partition(" (")[0] for head in heads[1:-1]] == names
    else:
        page: Any = html.document_fromstring((tmp_path / "one.html").read_text(encoding="utf-8"))
        assert page.xpath("string(//p[@class='legend'])").startswith(note)
        assert page.xpath("//tbody/tr//span[@class='case']/text()") == names


def test_a_page_is_never_turned(study: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cases in rows"):
        write_charts(study, tmp_path / "one.html", transposed=True)


def test_a_turned_chart_of_many_cases_goes_on_over_the_pages(study: OpenStudy, tmp_path: Path) -> None:
    write_charts(study, tmp_path / "one.docx", group=GROUP, transposed=True, evidence=False)
    word = Document(str(tmp_path / "one.docx"))
    across = [cell.paragraphs[0].text for table in word.tables for cell in table.rows[0].cells[1:]]
    assert across == [f"P{number:03d}" for number in range(1, 16)]
    assert max(len(table.columns) for table in word.tables) <= 7
    assert sum("The other participants of this chart follow" in one.text for one in word.paragraphs) == len(word.tables) - 1


def test_a_turned_chart_has_the_portraits_in_its_first_row(study: OpenStudy, tmp_path: Path) -> None:
    case = next(case.id for case in study.cases.all() if case.value("professional_group") == "manager")
    keep_portrait(study, case, "Weighs everything against the year it falls in.")
    layouts = tuple(replace(one, portrait=True) for one in nurses(study, "professional_group = manager"))
    (chart,) = read_charts(study, layouts).charts
    told = [row.portrait.text if row.portrait else "" for row in chart.rows]
    assert any(told)
    for suffix in ("docx", "xlsx", "csv"):
        write_charts(study, tmp_path / f"one.{suffix}", layouts=layouts, transposed=True)
    first = Document(str(tmp_path / "one.docx")).tables[0].rows[1].cells
    assert [cell.text.strip() for cell in first] == ["Portrait", *told]
    sheet = load_workbook(tmp_path / "one.xlsx").worksheets[1]
    assert [cell.value or "" for cell in sheet[4]] == ["Portrait", *told]
    heads, rows = read_csv((tmp_path / "one.csv").read_text(encoding="utf-8"))
    assert [rows[0].cells[head] for head in heads] == ["portrait", *told, chart.selection]


def test_a_cell_that_one_chart_leaves_out_is_not_taken_for_an_empty_one(study: OpenStudy, tmp_path: Path) -> None:
    made = write_charts(study, tmp_path / "one.csv", selection=ChartSelection(state="not raised"))
    assert len(made.charts) > 1
    _, rows = read_csv((tmp_path / "one.csv").read_text(encoding="utf-8"))
    shown = {(row.name, column.path) for chart in made.charts for row in chart.rows for column in chart.columns}
    for row in rows:
        for path in {column.path for chart in made.charts for column in chart.columns}:
            assert (row.cells[path] == "(left out)") == ((row.cells["case"], path) not in shown)


def test_a_publication_names_no_condition_on_what_does_not_print(study: OpenStudy) -> None:
    asked: dict[str, Any] = {"show": ["professional_group"], "group": GROUP}
    for where, note in (
        ([NURSES], f"6 of 15 participants: {NURSES}."),
        (["hospital = H02"], "participants: chosen by what is not printed."),
        ([NURSES, "hospital = H02 or hospital = H03"], f"participants: {NURSES}; chosen by what is not printed."),
    ):
        layouts = layouts_for(study, where=where, **asked)
        (chart,) = chart_file(study, layouts=layouts, audience=Audience.PUBLICATION).charts
        assert chart.selection.endswith(note)
        (ours,) = chart_file(study, layouts=layouts).charts
        assert all(one in ours.selection for one in where)


def test_the_check_reads_the_note(study: OpenStudy) -> None:
    made = chart_file(study, group=GROUP, selection=ChartSelection("time"), audience=Audience.PUBLICATION)
    assert made.charts[0].selection in [one.text for one in printed_words(made)]


def test_the_list_of_cells_is_of_the_rows_with_the_words(study: OpenStudy) -> None:
    every = cells_in_state(study)
    some = cells_in_state(study, sought="time")
    (chart, *_) = read_charts(study, layouts_for(study), selection=ChartSelection("time")).charts
    names = {row.name for row in chart.rows}
    assert [one for one in some.cells if one.chart == chart.title] == [
        one for one in every.cells if one.chart == chart.title and one.case_name in names
    ]
