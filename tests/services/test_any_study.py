"""Whatever words and names a study holds: what its files print, read back, is what it holds."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from lxml import etree, html

from qualcode.formats.csv_cells import read_csv
from qualcode.services.build import build, check_build
from qualcode.services.studies import new_study
from tests.services.odd_study import odd_study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Printed(NamedTuple):
    """A cell as a file prints it: case, theme, words, and each coding that a reference in it leads to, with its words."""

    case: str
    theme: str
    words: str
    leads: tuple[tuple[int, str], ...] = ()


def plain(text: str) -> str:
    """Words with straight quotation marks, without white space and what no file can hold."""
    straight = text.translate({0x201C: '"', 0x201D: '"', 0x2018: "'", 0x2019: "'"})
    return re.sub(
        "[\\s\x00-\x1f\u202c\ufffd\ufffe]|\u202f?†", "", straight.replace("Evidence changed since the summary was written.", "")
    )


def part(path: Path, name: str) -> Any:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def text_of(element: Any) -> str:
    return "".join(one.text or "" if one.tag == f"{W}t" else "\n" for one in element.iter(f"{W}t", f"{W}br", f"{W}tab"))


def from_word(path: Path) -> Iterator[Printed]:
    body = part(path, "word/document.xml")
    places: dict[str, tuple[int, str]] = {}
    for mark in body.iter(f"{W}bookmarkStart"):
        paragraph = mark.getparent()
        words = [text_of(paragraph)]
        for below in paragraph.itersiblings():
            if below.find(f"{W}bookmarkStart") is not None or below.find(f".//{W}pStyle[@{W}val='AppendixExtract']") is None:
                break
            words.append(text_of(below))
        number, _, said = "".join(words).partition("\u2002")
        places[mark.get(f"{W}name")] = int(re.findall(r"\d+", number)[0]), re.sub(r" \([^()]*\)$", "", said)
    for table in body.iter(f"{W}tbl"):
        rows = [list(row.iterchildren(f"{W}tc")) for row in table.iterchildren(f"{W}tr")]
        heads = [text_of(cell) for cell in rows[0]]
        for first, *cells in rows[1:]:
            case = text_of(next(first.iter(f"{W}p")))
            for head, cell in zip(heads[1:], cells, strict=True):
                leads = tuple(places[link.get(f"{W}anchor")] for link in cell.iter(f"{W}hyperlink"))
                yield Printed(case, head, text_of(cell), leads)


def from_page(path: Path) -> Iterator[Printed]:
    document: Any = html.document_fromstring(path.read_text(encoding="utf-8"))
    for cell in document.xpath("//td"):
        leads = []
        for link in cell.xpath(".//a"):
            (extract,) = cell.xpath(f".//li[@id='{link.get('href')[1:]}']//blockquote") or document.xpath(
                f"//li[@id='{link.get('href')[1:]}']//blockquote"
            )
            leads.append((int(link.get("href").rpartition("-")[2]), extract.text_content()))
        words = "".join(one.text_content() for one in cell.xpath("./p[@class='summary' or @class='remark']"))
        sign = "".join(cell.xpath("./p[@class='mark']/span[@aria-hidden]/text()"))
        yield Printed(cell.getparent().xpath("string(.//*[@class='case'])"), cell.get("data-theme"), words or sign, tuple(leads))


def from_excel(path: Path) -> Iterator[Printed]:
    with zipfile.ZipFile(path) as archive:
        sheets = sorted(name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet([2-9]|\d\d)\.xml", name))
    for name in sheets:
        sheet = part(path, name)
        assert sheet.find(f".//{S}f") is None, "words never become a formula"
        cells = {one.get("r"): "".join(text.text for text in one.iter(f"{S}t")) for one in sheet.iter(f"{S}c")}
        read = {place: re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), words) for place, words in cells.items()}
        columns = {place[:-1]: words for place, words in read.items() if re.fullmatch("[B-Z]+2", place)}
        for row in sorted({re.sub("[A-Z]", "", place) for place in read} - {"1", "2"}):
            for column, head in columns.items():
                yield Printed(read[f"A{row}"].partition("\n")[0], head, read.get(f"{column}{row}", ""))


def from_csv(path: Path) -> Iterator[Printed]:
    columns, rows = read_csv(path.read_text(encoding="utf-8-sig"))
    for row in rows:
        for column in columns[2:]:
            if not column.endswith(": extracts"):
                yield Printed(row.cells["case"], column.split(" > ")[-1].replace("\\>", ">"), row.cells[column])


def words_of_cells(study: OpenStudy) -> dict[tuple[str, str], str]:
    """What each cell must print, from the summaries alone."""
    cases, book = {one.id: one.name for one in study.cases.all()}, study.codes.codebook()
    signs = {"not raised": "–", "not asked": "–*"}
    found = {}
    for one in study.summaries.all():
        words = signs[one.mark.value] if one.mark else f"{one.text}[{one.remark}]" if one.remark else one.text
        found[plain(cases[one.case]), plain(book[one.code].name)] = plain(words)
    return found


@pytest.fixture(params=[3, 8, 21])
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenStudy]:
    (tmp_path / "files").mkdir()
    with new_study(tmp_path / "odd", lead="Mairi", title='=1+1 <x> & "y"') as study:
        odd_study(study, tmp_path / "files", request.param)
        yield study


def test_what_every_file_prints_is_what_the_study_holds(odd: OpenStudy, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(odd, out)
    assert check_build(odd, out).current
    wanted = words_of_cells(odd)
    book = odd.codes.codebook()
    under = {plain(one.name): book.subtree(one.id) for one in book.codes}
    readers: dict[str, Callable[[Path], Iterator[Printed]]] = {
        "docx": from_word, "html": from_page, "xlsx": from_excel, "csv": from_csv,
    }  # fmt: skip
    followed = Counter[str]()
    for suffix, reader in readers.items():
        cells = list(reader(out / f"charts.{suffix}"))
        assert {(plain(one.case), plain(one.theme)): plain(one.words) for one in cells if one.words} == wanted, suffix
        assert len(cells) == 5 * (14 + 1 + 1), suffix
        for one in cells:
            for number, words in one.leads:
                coding = odd.codings.get(number)
                assert coding.code in under[plain(one.theme)]
                assert plain(words) == plain(coding.span.words_of(odd.sources.text(coding.source).text))
                followed[suffix] += 1
    assert followed["docx"] == followed["html"] > 10


def test_every_quotation_is_the_words_of_its_coding_after_the_recorded_edits(odd: OpenStudy, tmp_path: Path) -> None:
    build(odd, tmp_path / "out")
    body = part(tmp_path / "out" / "tables.docx", "word/document.xml")
    printed = Counter(
        plain(text_of(one)) for one in body.iter(f"{W}p") if one.find(f"./{W}pPr/{W}pStyle[@{W}val='TableQuote']") is not None
    )
    names = {one.id: one.name for one in odd.cases.all()}
    wanted: list[str] = []
    for quote in odd.quotes.all():
        text = odd.sources.text(quote.source).text
        assert quote.coding is not None
        assert odd.codings.get(quote.coding).span.covers(quote.span)
        words, at = "", quote.span.start
        for edit in quote.edits:
            words += text[at : quote.span.start + edit.start] + edit.text
            at = quote.span.start + edit.end
        wanted.append(plain(words + text[at : quote.span.end]))
    assert len(wanted) == printed.total() > 10
    tags = [re.escape(plain(name)) for name in names.values()]
    tag = re.compile(rf"\[ParticipantID:(?:{'|'.join(tags)})(?:,(?:{'|'.join(tags)}))*\]$")
    assert Counter(tag.sub("", one) for one in printed.elements()) == Counter(wanted)
