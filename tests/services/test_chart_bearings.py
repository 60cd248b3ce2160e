"""What extracts are to the summaries they stand behind, read back from each kind of file of charts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from lxml import html
from openpyxl import load_workbook

from qualcode.domain.charts import CellMark
from qualcode.domain.spans import Span
from qualcode.domain.summaries import Bearing
from qualcode.formats.csv_cells import read_csv
from qualcode.services.charting import mark_cell, set_bearing, write_summary
from qualcode.services.charting_views import read_across
from qualcode.services.charts_out import write_charts
from qualcode.services.coding import apply_code, remove_coding

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.storage import OpenStudy

NUMBERED = re.compile(r"\[(\d+)(?:, ([^]\n]+))?\]")
Said = dict[int, str]
EXPLAINED = (
    "Extracts support their summary unless something else is said beside them: qualifying; contradicting; "
    "left out (seen, and the summary does not rest on it); added since (after the summary was written)."
)


def from_word(path: Path) -> Said:
    paragraphs = Document(str(path)).paragraphs
    found = (NUMBERED.match(one.text) for one in paragraphs if one.style is not None and one.style.name == "Appendix Extract")
    return {int(one[1]): one[2] or "" for one in found if one}


def from_excel(path: Path) -> Said:
    comments = [cell.comment.text for sheet in load_workbook(path) for row in sheet for cell in row if cell.comment]
    return {int(one[1]): one[2] or "" for text in comments for one in re.finditer(rf"(?m)^{NUMBERED.pattern}", text)}


def from_page(path: Path) -> Said:
    document: Any = html.document_fromstring(path.read_text(encoding="utf-8"))
    items = document.xpath("//td//li")
    return {int(one.xpath("string(p)").rpartition("[")[2][:-1]): one.xpath("string(div)") for one in items}


def from_table(path: Path) -> Said:
    _, rows = read_csv(path.read_text(encoding="utf-8"))
    texts = [text for row in rows for name, text in row.cells.items() if name.endswith(": extracts")]
    return {int(one[1]): one[2] or "" for text in texts for one in re.finditer(rf"(?m)^{NUMBERED.pattern}", text)}


READERS: dict[str, Callable[[Path], Said]] = {
    "charts.docx": from_word,
    "charts.xlsx": from_excel,
    "charts.html": from_page,
    "charts.csv": from_table,
}


def number_of(study: OpenStudy, words: str) -> int:
    """The live coding of the lead coder on these words."""
    (found,) = [
        one.id
        for one in study.codings.all()
        if one.coder == study.viewer.id and one.span.words_of(study.sources.text(one.source).text) == words
    ]
    return found


@pytest.fixture
def weighed(coded: OpenStudy) -> Said:
    """A study whose summaries have extracts of every bearing; what is to be said of each."""
    case = {one.name: one.id for one in coded.cases.all()}
    book = coded.codes.codebook()
    time, figures = book.find("Time").id, book.find("Figures").id
    for who, text in (("P001", "On Sundays."), ("P003", "Evenings."), ("P004", "Nobody (t. 2).")):
        write_summary(coded, case[who], time, text)
    mark_cell(coded, case["P001"], figures, CellMark.NOT_RAISED)
    home, job = number_of(coded, "at home, on Sundays"), number_of(coded, "It was nobody's job.")
    paid, did, week = (number_of(coded, words) for words in ("I'm not paid for that.", "Nobody did.", "in a week"))
    date = number_of(coded, "They were out of date.")
    set_bearing(coded, case["P001"], time, [home], Bearing.QUALIFIES)
    set_bearing(coded, case["P003"], time, [paid], Bearing.LEFT_OUT)
    set_bearing(coded, case["P004"], time, [week], Bearing.CONTRADICTS)
    set_bearing(coded, case["P001"], figures, [date], Bearing.CONTRADICTS)
    source = coded.sources.named("P004")
    start = coded.sources.text(source.id).text.index("It never")
    apply_code(coded, source=source.id, span=Span(start, start + 21), code=book.find("Own time").id)
    new = number_of(coded, "It never got written.")
    return {home: "qualifying", job: "", paid: "left out", did: "", week: "contradicting", new: "added since"}


@pytest.mark.parametrize("name", READERS)
def test_each_extract_says_what_it_is_to_its_summary(coded: OpenStudy, weighed: Said, name: str, tmp_path: Path) -> None:
    write_charts(coded, tmp_path / name, evidence=True)
    found = READERS[name](tmp_path / name)
    assert {number: found[number] for number in weighed} == weighed
    marked = number_of(coded, "They were out of date.")
    assert found.get(marked, "contradicting") == "contradicting", "what contradicts that nothing was raised is said too"
    assert {said for number, said in found.items() if number not in weighed and number != marked} <= {""}


def test_a_note_says_what_the_words_mean_and_which_extracts_have_none(coded: OpenStudy, weighed: Said, tmp_path: Path) -> None:
    assert weighed
    for name in ("charts.docx", "charts.xlsx", "charts.html"):
        write_charts(coded, tmp_path / name)
    assert any(EXPLAINED in one.text for one in Document(str(tmp_path / "charts.docx")).paragraphs)
    assert EXPLAINED in [row[0].value for row in load_workbook(tmp_path / "charts.xlsx")["Charts"].iter_rows()]
    page: Any = html.document_fromstring((tmp_path / "charts.html").read_text(encoding="utf-8"))
    assert all(EXPLAINED in one.text_content() for one in page.xpath("//p[@class='legend']"))
    assert "2 extracts: 1 qualifying" in page.xpath("//td/details/summary/text()")
    write_charts(coded, tmp_path / "plain.html", evidence=False)
    assert "is said beside them" not in (tmp_path / "plain.html").read_text(encoding="utf-8")


def test_where_none_is_weighed_the_note_says_so(coded: OpenStudy, tmp_path: Path) -> None:
    write_charts(coded, tmp_path / "charts.docx")
    paragraphs = [one.text for one in Document(str(tmp_path / "charts.docx")).paragraphs]
    assert sum("No extract is marked as qualifying or contradicting its summary." in one for one in paragraphs) <= 1
    write_charts(coded, tmp_path / "charts.csv")
    columns, _ = read_csv((tmp_path / "charts.csv").read_text(encoding="utf-8"))
    assert not any(one.endswith(": extracts") for one in columns), "a table holds extracts for who asks for them alone"


def test_a_coding_that_takes_the_place_of_another_says_what_that_one_said(
    coded: OpenStudy, weighed: Said, tmp_path: Path
) -> None:
    (before,) = [number for number, said in weighed.items() if said == "contradicting"]
    one = coded.codings.get(before)
    remove_coding(coded, before)
    apply_code(coded, source=one.source, span=one.span, code=one.code)
    now = number_of(coded, "in a week")
    assert now != before
    across = read_across(coded, next(case.id for case in coded.cases.all() if case.name == "P004"))
    (cell,) = [one for _, cells in across.charts for one in cells if now in one.cell.codings]
    assert cell.bearings[Bearing.CONTRADICTS] == 1, "as those who read across the case are told"
    for name, read in READERS.items():
        write_charts(coded, tmp_path / name, evidence=True)
        found = read(tmp_path / name)
        assert found[now] == "contradicting", name
        assert before not in found
