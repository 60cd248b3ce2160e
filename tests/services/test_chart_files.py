"""Files of charts read back: every reference of a summary and every extract leads to codings whose words are those printed."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from docx import Document
from lxml import etree, html
from openpyxl import load_workbook

from qualcode.domain.chart_files import text_parts
from qualcode.domain.printing import Audience
from qualcode.errors import NotAllowed
from qualcode.formats.csv_cells import read_csv
from qualcode.formats.writers.docx.styles import W
from qualcode.services.chart_words import printed_words
from qualcode.services.charting_layouts import layouts_for
from qualcode.services.charts_out import chart_file, charts_as, write_charts
from qualcode.services.demo import build_demo
from qualcode.services.studies import open_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

NUMBER = re.compile(r"\[(\d+)\]")


class Leads(NamedTuple):
    """A reference as it is printed, and the coding and words it leads to."""

    case: str
    theme: str
    reference: str
    coding: int
    words: str


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenStudy]:
    """The sample study."""
    made = build_demo(tmp_path_factory.mktemp("demo") / "demo")
    with open_study(made.study) as one:
        yield one


def words_of(study: OpenStudy, coding: int) -> str:
    """The words of a coding as the study holds them."""
    one = study.codings.get(coding)
    return one.span.words_of(study.sources.text(one.source).text)


def turns_of(study: OpenStudy, coding: int) -> set[int]:
    """The numbers of the turns that a coding touches, counted from the study's turns one by one."""
    one = study.codings.get(coding)
    (spoken,) = study.talk.of_sources({one.source})
    places = zip(spoken.numbers, spoken.starts, spoken.ends, strict=True)
    return {number for number, start, end in places if start < one.span.end and one.span.start < end}


def squeezed(text: str) -> str:
    return " ".join(text.split())


def from_word(path: Path) -> list[Leads]:
    """Follows the links of a Word file's tables to the bookmarks of its appendix."""
    with zipfile.ZipFile(path) as archive:
        body: Any = etree.fromstring(archive.read("word/document.xml"))
    spaces = {"w": W}
    anchored = {}
    for mark in body.iterfind(".//w:bookmarkStart", spaces):
        paragraph = mark.getparent()
        assert paragraph is not None
        parts = [paragraph]
        # An extract of several paragraphs goes on below; the next begins with a number.
        for below in paragraph.itersiblings():
            if "AppendixExtract" not in etree.tostring(below).decode() or below.find("w:bookmarkStart", spaces) is not None:
                break
            parts.append(below)
        text = "\n".join("".join(one.itertext()) for one in parts)
        name = mark.get(f"{{{W}}}name")
        assert name not in anchored
        anchored[name] = text
    found = []
    for table in body.iterfind(".//w:tbl", spaces):
        rows = [list(row.iterfind("w:tc", spaces)) for row in table.iterfind("w:tr", spaces)]
        heads = ["".join(cell.itertext()) for cell in rows[0]]
        for row in rows[1:]:
            case = "".join(row[0].find("w:p", spaces).itertext())
            for head, cell in zip(heads[1:], row[1:], strict=True):
                for link in cell.iterfind(".//w:hyperlink", spaces):
                    target = anchored[link.get(f"{{{W}}}anchor")]
                    number, _, words = target.partition("\u2002")
                    words = re.sub(r" \([^()]*, (?:t\.\u00a0\d+(?:–\d+)?|at \d+)\)$", "", words)
                    found.append(Leads(case, head, "".join(link.itertext()), int(number.strip("[]").partition(",")[0]), words))
    return found


def from_page(path: Path) -> list[Leads]:
    """Follows the links of a page's summaries."""
    document: Any = html.document_fromstring(path.read_text(encoding="utf-8"))
    found = []
    for link in document.xpath("//td//a"):
        (cell,) = link.xpath("ancestor::td")
        (target,) = cell.xpath(f".//li[@id='{link.get('href')[1:]}']")
        number = NUMBER.search(target.xpath("string(p)"))
        assert number is not None
        case = cell.getparent().xpath("string(.//*[@class='case'])")
        found.append(Leads(case, cell.get("data-theme"), link.text, int(number[1]), target.xpath("string(blockquote)")))
    return found


def test_each_reference_of_a_summary_leads_to_a_coding_with_the_printed_words(study: OpenStudy, tmp_path: Path) -> None:
    made = chart_file(study)
    wanted = []
    for chart in made.charts:
        for row in chart.rows:
            for column, cell in zip(chart.columns, row.cells, strict=True):
                if cell.summarised:
                    linked = [part for part in text_parts(cell.text, made.behind(cell)) if part.coding is not None]
                    wanted += [(row.name, column.heading)] * len(linked)
    assert len(wanted) > 150
    for suffix, read in ((".docx", from_word), (".html", from_page)):
        path = tmp_path / f"charts{suffix}"
        write_charts(study, path)
        found = read(path)
        assert [(one.case, one.theme.replace("’", "'")) for one in found] == wanted
        for one in found:
            assert squeezed(one.words) == squeezed(words_of(study, one.coding)), one
            number = re.search(r"\d+", one.reference)
            assert number is not None
            assert int(number[0]) in turns_of(study, one.coding), one


def test_extracts_that_several_charts_show_stand_once_in_the_appendix_and_all_lead_there(
    study: OpenStudy, tmp_path: Path
) -> None:
    layouts = layouts_for(study)
    again = replace(layouts[0], title="The same again")
    mixed = replace(layouts[0], title="Of two groups", group=None, codes=(themes_of(study, 0)[0], themes_of(study, 1)[0]))
    write_charts(study, tmp_path / "one.docx", layouts=layouts)
    write_charts(study, tmp_path / "more.docx", layouts=[*layouts, again, mixed])
    one, more = from_word(tmp_path / "one.docx"), from_word(tmp_path / "more.docx")
    assert more[: len(one)] == one
    assert len(more) > len(one) * 4 // 3
    assert set(more) == set(one)
    appendix = [
        [each.text for each in Document(str(tmp_path / name)).paragraphs if each.style and each.style.name == "Appendix Extract"]
        for name in ("one.docx", "more.docx")
    ]
    assert appendix[0] == appendix[1]
    notes = [each.text for each in Document(str(tmp_path / "more.docx")).paragraphs if each.text.endswith("stand there.")]
    assert notes == [
        "The extracts behind the summaries that chart 1 shows too stand there.",
        "The extracts behind the summaries that charts 1 and 2 show too stand there.",
    ]


def themes_of(study: OpenStudy, group: int) -> list[int]:
    """The ids of the themes of a group's chart."""
    return [column.code for column in chart_file(study).charts[group].columns]


def test_each_extract_in_a_comment_is_a_coding_of_its_cell(study: OpenStudy, tmp_path: Path) -> None:
    made = write_charts(study, tmp_path / "charts.xlsx")
    book = load_workbook(tmp_path / "charts.xlsx")
    assert book.sheetnames[0] == "Charts"
    comments = 0
    for chart, sheet in zip(made.charts, book.worksheets[1:], strict=True):
        for line, row in enumerate(chart.rows, 3):
            for column, cell in enumerate(row.cells, 2):
                comment = sheet.cell(line, column).comment
                assert (comment is not None) == bool(cell.codings)
                if comment is None:
                    continue
                comments += 1
                parts = re.split(r"(?:^|\n\n)\[(\d+)(?:, [^]\n]*)?\] ([^\n]*)\n", comment.text)[1:]
                numbers, places, words = ([*map(int, parts[0::3])], parts[1::3], parts[2::3])
                assert tuple(numbers) == cell.codings
                assert [squeezed(one) for one in words] == [squeezed(words_of(study, number)) for number in numbers]
                sources = [study.sources.get(study.codings.get(number).source).name for number in numbers]
                assert [place.partition(", ")[0] for place in places] == sources
    assert comments > 150


def test_every_file_prints_the_same_summaries(study: OpenStudy, tmp_path: Path) -> None:
    made = chart_file(study)
    for suffix in ("docx", "xlsx", "html", "csv"):
        write_charts(study, tmp_path / f"charts.{suffix}")
    tables = Document(str(tmp_path / "charts.docx")).tables
    book = load_workbook(tmp_path / "charts.xlsx")
    document: Any = html.document_fromstring((tmp_path / "charts.html").read_text(encoding="utf-8"))
    _, rows = read_csv((tmp_path / "charts.csv").read_text(encoding="utf-8"))

    checked = 0
    for number, chart in enumerate(made.charts):
        for line, row in enumerate(chart.rows):
            for place, (column, cell) in enumerate(zip(chart.columns, row.cells, strict=True)):
                if not cell.summarised:
                    continue
                printed = [
                    tables[number].rows[line + 1].cells[place + 1].paragraphs[0].text,
                    str(book.worksheets[number + 1].cell(line + 3, place + 2).value).partition("\n[")[0],
                    document.xpath(f"string((//section)[{number + 1}]//tbody/tr[{line + 1}]/td[{place + 1}]/p[1]/text()[1]/..)"),
                    rows[line].cells[column.path].partition("\n[")[0],
                ]
                unsaid = "Evidence changed since the summary was written."
                assert {plain(one.replace(unsaid, "")) for one in printed} == {plain(cell.text)}
                checked += 1
    assert checked > 90


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "html", "csv"])
def test_the_same_study_gives_the_same_bytes_without_a_name_a_path_or_a_time(
    study: OpenStudy, suffix: str, tmp_path: Path
) -> None:
    places = [tmp_path / name / f"charts.{suffix}" for name in ("one", "two")]
    for place in places:
        place.parent.mkdir()
        write_charts(study, place)
    one, two = (place.read_bytes() for place in places)
    assert one == two
    texts = [one]
    if suffix in ("docx", "xlsx"):
        with zipfile.ZipFile(places[0]) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            texts = [archive.read(name) for name in archive.namelist()]
    whole = b"\n".join(texts)
    for told in (str(tmp_path).encode(), b"/home/", study.viewer.name.encode(), b"lastModifiedBy", b"<dc:creator"):
        assert told not in whole


def test_the_check_before_a_publication_is_told_every_word_that_is_printed(study: OpenStudy, tmp_path: Path) -> None:
    """Whatever stands in a file, but for the program's own words, is among those that are checked."""
    made = write_charts(study, tmp_path / "charts.docx", extracts=True, evidence=True)
    told = plain(" ".join(" ".join((one.text, one.shown_id)) for one in printed_words(made)))
    document = Document(str(tmp_path / "charts.docx"))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    lines = {line for cell in cells for line in cell.split("\n") if line.strip()}
    lines |= {one.text for one in document.paragraphs if one.style is not None and one.style.name == "Appendix Extract"}
    own = {"Participant", "–", "–*", "Not summarised: coded extracts"}
    for line in lines - own:
        bare = re.sub(r"^\[\d+(?:, [^]]*)?\]\u2002|^[“\[]|\]$|”? \([^()]*(?:t\.|at)\s\d+(?:–\d+)?\)$", "", line)
        assert plain(bare) in told, line


def test_a_publication_is_refused_until_names_were_looked_for_and_tells_no_more_than_it_prints(
    study: OpenStudy, tmp_path: Path
) -> None:
    with pytest.raises(NotAllowed, match="no replacement list"):
        write_charts(study, tmp_path / "charts.html", audience=Audience.PUBLICATION)
    assert not list(tmp_path.iterdir())
    made = chart_file(study, audience=Audience.PUBLICATION, show=["professional_group"])
    assert made.evidence == {}
    assert made.told == ("professional_group",), "a page of a publication chooses by nothing that does not print"
    assert [one.heading for one in made.filters] == ["Professional group"]
    page: Any = html.document_fromstring(charts_as(made, ".html"))
    assert page.xpath("//details[@class='tools']//select")[0].xpath("option/text()") == ["All", "doctor", "manager", "nurse"]
    assert not page.xpath("//blockquote")
    assert "Identifiable" not in page.text_content()
    printed = [one for one in printed_words(made) if one.case is not None]
    assert {name for one in printed for name, _ in one.printed} == {"professional_group"}
    assert all(one.shown_id == "P001" for one in printed if one.place.startswith("P001"))


def plain(text: str) -> str:
    """Words with straight quotation marks and single spaces."""
    return " ".join(re.sub("[†\u202f]", "", text.translate({0x201C: '"', 0x201D: '"', 0x2018: "'", 0x2019: "'"})).split())
