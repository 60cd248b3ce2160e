from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, cast

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from qualcode.domain.charts import ChartCell
from qualcode.domain.codebook_appendix import AppendixEntry, CodebookAppendix
from qualcode.domain.codes import CodeKind
from qualcode.domain.minutes import (
    MinuteChange,
    MinuteLine,
    MinuteReading,
    MinuteRelation,
    Minutes,
    MinutesOfMatching,
    MinutesOfSource,
)
from qualcode.domain.quotes import EditKind
from qualcode.domain.sample_tables import SampleLine, SampleSection, SampleTable
from qualcode.domain.segments import SegmentList
from qualcode.domain.theme_tables import Count, PrintedQuotation, ThemeSection, ThemeTable, ThemeTableRow
from qualcode.formats.writers.docx.chart import charts_docx
from qualcode.formats.writers.docx.codebook_appendix import codebook_appendix_docx
from qualcode.formats.writers.docx.minutes import minutes_docx
from qualcode.formats.writers.docx.sample_table import sample_table_docx
from qualcode.formats.writers.docx.segments import segments_docx
from qualcode.formats.writers.docx.styles import W
from qualcode.formats.writers.docx.theme_table import legend, theme_tables_docx
from qualcode.formats.writers.docx.typography import curled
from tests.chart_material import NOT_ASKED, NOT_RAISED, chart, chart_file, extract, quotation, theme_table

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

SAMPLE = SampleTable(
    "Characteristics of the sample",
    15,
    (
        SampleSection("Professional group", (SampleLine("Nurse", "6"), SampleLine("Doctor", "9"))),
        SampleSection("", (SampleLine("Years in post, range", "2–31"),)),
    ),
    ("One participant was interviewed twice.",),
)
APPENDIX = CodebookAppendix(
    "Codebook",
    "version 2",
    (
        AppendixEntry(1, CodeKind.GROUP, "Making the case", "What it was like.", heading=True),
        AppendixEntry(2, CodeKind.THEME, "Time", "Hours.", "Evenings.", "", '"I had none."', heading=True),
        AppendixEntry(
            3, CodeKind.CODE, "Own time", "Unpaid.", "", "Paid.", "On Sundays.", also_under=("Money",), count=Count(3, 4, "")
        ),
        AppendixEntry(4, CodeKind.CODE, "Leave", "On leave.", depth=1),
    ),
    counted=True,
)
READ = (MinuteReading("Theme > Code", "It was nobody's job."),)
MINUTES = Minutes(
    "A study",
    (
        MinutesOfSource(
            "P001",
            "Mairi",
            "Tom",
            ("Mairi", "Tom"),
            "2013-09-12T08:00:00.000Z",
            "",
            3,
            (("missed", 1),),
            (("drop", 1),),
            (MinuteLine("P001", 1, "t. 4", "missed", READ, (), "It was nobody's job.", "drop", reason="In jest."),),
        ),
    ),
    (MinutesOfMatching("matching 1", "v1", "v2", (MinuteRelation("A", "B", "same", "A", "", "Mairi", ""),)),),
    (MinuteChange("Theme > Code", "definition", "", "New.", "in the discussion of P001", "", (("P002", 2),)),),
)
FILES = {
    "minutes": lambda: minutes_docx(MINUTES),
    "chart": lambda: charts_docx(chart_file(chart(7, 3), chart(2))),
    "tables": lambda: theme_tables_docx([theme_table(1), theme_table(2)], "Tables"),
    "sample": lambda: sample_table_docx(SAMPLE),
    "appendix": lambda: codebook_appendix_docx(APPENDIX),
    "segments": lambda: segments_docx(SegmentList("Theme", "analysis coding", (extract("It was nobody's job."),))),
}
ALL = pytest.mark.parametrize("name", FILES)


def opened(data: bytes) -> WordDocument:
    return Document(BytesIO(data))


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def found(element: etree._Element, path: str) -> list[etree._Element]:
    return cast("list[etree._Element]", element.xpath(path, namespaces={"w": W}))


def values(element: etree._Element, path: str) -> list[str]:
    """The values of the attributes at a path."""
    return [str(value) for value in found(element, path)]


def text_of(element: etree._Element) -> str:
    return "".join(node.text or "" for node in found(element, ".//w:t"))


def cell_texts(data: bytes, table: int = 0) -> list[list[str]]:
    rows = found(part(data, "word/document.xml"), f"(//w:tbl)[{table + 1}]/w:tr")
    return [["|".join(text_of(one) for one in found(cell, "w:p")) for cell in found(row, "w:tc")] for row in rows]


@ALL
def test_the_same_bytes_every_time_and_no_trace_of_person_or_clock(name: str) -> None:
    data = FILES[name]()
    assert data == FILES[name]()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = archive.namelist()
        assert names == ["[Content_Types].xml", *sorted(names[1:])]
        core = archive.read("docProps/core.xml").decode()
    assert "creator" not in core
    assert "created" not in core
    assert not re.search(r"\d{4}-\d\d-\d\d", core)


@ALL
def test_word_opens_it_and_every_style_it_names_is_there(name: str) -> None:
    data = FILES[name]()
    known = {style.style_id for style in opened(data).styles}
    used = {node.get(f"{{{W}}}val") for node in found(part(data, "word/document.xml"), "//w:pStyle | //w:tblStyle")}
    assert used <= known
    assert used


@ALL
def test_nothing_is_formatted_directly(name: str) -> None:
    body = part(FILES[name](), "word/document.xml")
    assert found(body, "//w:rPr | //w:tblBorders | //w:tcBorders | //w:shd | //w:vMerge | //w:jc | //w:spacing | //w:ind") == []


@ALL
def test_each_page_says_whom_it_is_for_and_which_it_is(name: str) -> None:
    data = FILES[name]()
    for section in opened(data).sections:
        assert section.header.paragraphs[0].text == "Identifiable: study team only"
        assert section.page_width is not None
        assert section.page_height is not None
        assert sorted((section.page_width.mm, section.page_height.mm)) == pytest.approx([210, 297], abs=0.1)
    footer = part(data, "word/footer1.xml")
    assert [name.strip() for name in values(footer, "//w:fldSimple/@w:instr")] == ["PAGE", "NUMPAGES"]
    assert text_of(footer) == "Page 1 of 1"
    language = found(part(data, "word/styles.xml"), "//w:docDefaults//w:lang")[0]
    assert language.get(f"{{{W}}}val") == "en-GB"


@pytest.mark.parametrize("name", ["chart", "tables", "sample"])
def test_tables_are_fixed_have_three_rules_repeat_their_header_and_do_not_split_rows(name: str) -> None:
    data = FILES[name]()
    for table in found(part(data, "word/document.xml"), "//w:tbl"):
        assert values(table, "w:tblPr/w:tblLayout/@w:type") == ["fixed"]
        widths = [int(width) for width in values(table, "w:tblGrid/w:gridCol/@w:w")]
        assert sum(widths) == int(values(table, "w:tblPr/w:tblW/@w:w")[0])
        rows = found(table, "w:tr")
        assert all(found(row, "w:trPr/w:cantSplit") for row in rows)
        assert [bool(found(row, "w:trPr/w:tblHeader")) for row in rows] == [True] + [False] * (len(rows) - 1)
        for row in rows:
            spans = [int((values(cell, "w:tcPr/w:gridSpan/@w:val") or ["1"])[0]) for cell in found(row, "w:tc")]
            assert sum(spans) == len(widths)
    style = found(part(data, "word/styles.xml"), "//w:style[@w:styleId='TableThreeRules']")[0]
    assert {etree.QName(rule).localname for rule in found(style, ".//w:tblBorders/*")} == {"top", "bottom"}
    assert [etree.QName(rule).localname for rule in found(style, ".//w:tblStylePr[@w:type='firstRow']//w:tcBorders/*")] == [
        "bottom"
    ]


def captions(data: bytes) -> list[tuple[str, str]]:
    paragraphs = found(part(data, "word/document.xml"), "//w:p[w:pPr/w:pStyle/@w:val='Caption']")
    return [(text_of(one), values(one, "w:fldSimple/@w:instr")[0].strip()) for one in paragraphs]


def test_captions_are_numbered_by_fields_and_go_on_over_parts() -> None:
    assert captions(FILES["chart"]()) == [
        ("Chart 1 Making the case", r"SEQ Chart \* ARABIC"),
        ("Chart 1 (continued) Making the case", r"SEQ Chart \* ARABIC \c"),
        ("Chart 2 Making the case", r"SEQ Chart \* ARABIC"),
    ]


def test_a_table_keeps_the_number_it_was_given() -> None:
    data = theme_tables_docx([theme_table(2), theme_table(3), theme_table(7)], "Tables")
    assert [instruction for _, instruction in captions(data)] == [
        r"SEQ Table \* ARABIC \r 2",
        r"SEQ Table \* ARABIC",
        r"SEQ Table \* ARABIC \r 7",
    ]
    assert [text.split()[1] for text, _ in captions(data)] == ["2", "3", "7"]


def test_a_chart_has_at_most_six_themes_on_a_page_and_the_case_in_each_part() -> None:
    data = charts_docx(chart_file(chart(13, 2)))
    parts = [cell_texts(data, number) for number in range(3)]
    assert [len(part[0]) - 1 for part in parts] == [4, 4, 5]
    assert [part[1][0] for part in parts] == ["P000|Nurse; FLS: no"] * 3
    assert [text for part in parts for text in part[2][1:]] == [f"Row 1 theme {number}." for number in range(13)]
    assert values(part(data, "word/document.xml"), "(//w:tblGrid)[1]/w:gridCol[1]/@w:w") == ["1474"], "2.6 cm"


@pytest.mark.parametrize(("columns", "landscape"), [(1, False), (3, False), (4, True), (6, True), (7, True)])
def test_a_chart_is_upright_where_it_fits(columns: int, landscape: bool) -> None:
    section = opened(charts_docx(chart_file(chart(columns)))).sections[0]
    assert (section.orientation == WD_ORIENT.LANDSCAPE) is landscape
    assert section.page_width is not None
    assert section.page_height is not None
    assert (section.page_width > section.page_height) is landscape


def only_cell(cell: ChartCell) -> tuple[str, str]:
    """What a cell prints, and the legend under its chart."""
    data = charts_docx(chart_file(chart(1, 1, cell=cell)))
    note = found(part(data, "word/document.xml"), "//w:p[w:pPr/w:pStyle/@w:val='TableNote']")[0]
    return cell_texts(data)[1][1], text_of(note)


def test_the_three_meanings_of_a_cell_without_summary() -> None:
    assert only_cell(NOT_ASKED)[0] == "–*"
    assert "–*\u00a0Not asked (1)." in only_cell(NOT_ASKED)[1]
    assert only_cell(NOT_RAISED)[0] == "–"
    assert "–\u00a0Not raised (1)." in only_cell(NOT_RAISED)[1]
    assert only_cell(ChartCell())[0] == ""
    assert "Blank: not yet charted (1)." in only_cell(ChartCell())[1]


def test_a_summary_prints_with_its_remark_and_a_mark_when_evidence_changed() -> None:
    cell, note = only_cell(ChartCell('Wrote it; "nobody\'s job" (t. 12).', "Resigned.", evidence_changed=True))
    assert cell == "Wrote it; “nobody’s job” (t.\u00a012).\u202f†|[Resigned.]"
    assert "†\u00a0Evidence changed" in note
    assert "1 of 1 cells charted" in note


def test_extracts_print_only_where_nothing_is_summarised_and_say_so() -> None:
    words = extract("It was\nnobody's job.")
    assert only_cell(ChartCell(extracts=(words,)))[0] == "Not summarised: coded extracts|“It was nobody’s job.” (t.\u00a012)"
    assert only_cell(ChartCell("Summary.", extracts=(words,)))[0] == "Summary."
    assert only_cell(ChartCell("Draft.", draft=True, extracts=(words,)))[0].startswith("Not summarised")
    assert only_cell(ChartCell("Draft.", draft=True))[0] == ""


def test_theme_table_in_layout_a() -> None:
    assert cell_texts(theme_tables_docx([theme_table()], "Tables")) == [
        ["Theme", "Illustrative quotation"],
        ["Finance and short-term savings (9 of 15 participants, 7 of 11 hospitals)"],
        ["Savings come too late", "They want it […] in [year]. [Participant ID: 004]"],
        ["", "It’s nobody’s saving. [Participant ID: 004]"],
        ["Contrary", "Straight away (laughs). [Participant ID: 012]"],
        ["Quality of care"],
        ["Named, not weighed", "All of them. [Participant ID: 011]"],
    ]


def test_the_legend_explains_the_signs_that_occur_and_no_others() -> None:
    assert legend(theme_table(legend="FLS fracture liaison service.")) == (
        "FLS fracture liaison service. […] words omitted; [\u00a0] words replaced or added by the authors to protect identity or "
        "clarify; (laughs) transcriber’s note. Quotations are otherwise verbatim. IDs are study numbers."
    )
    plain = theme_table()
    bare = type(plain)(1, "T", plain.sections[1:])
    assert legend(bare) == "Quotations are verbatim. IDs are study numbers."


def legend_of(*printed: PrintedQuotation, cut_mark: str = "[…]") -> str:
    """The legend of a table of these quotations, up to what it says of their words."""
    section = ThemeSection("", tuple(ThemeTableRow("", one) for one in printed))
    return legend(ThemeTable(1, "T", (section,), cut_mark=cut_mark)).partition(" IDs are")[0]


def test_the_legend_takes_no_dots_or_brackets_of_the_transcript_for_the_authors() -> None:
    broken = quotation("They were sort of… [inaudible] commenters.", "004")
    assert legend_of(broken) == "[\u00a0] as in the transcript. Quotations are otherwise verbatim."
    assert legend_of(quotation("They were sort of… commenters.", "004")) == "Quotations are verbatim."
    cut = quotation("It […] failed.", "012", EditKind.CUT, kept="It   failed.")
    assert legend_of(cut, broken).startswith("[…] words omitted; [\u00a0] as in the transcript.")
    named = quotation("[The board] failed.", "012", EditKind.REPLACE, kept="  failed.")
    assert "to protect identity or clarify, or as in the transcript." in legend_of(named, broken)
    bare = quotation("It … failed.", "012", EditKind.CUT, kept="It   failed.")
    assert legend_of(bare, broken, cut_mark="…").startswith("… words omitted, or as in the transcript; ")
    assert legend_of(bare, cut_mark="…").startswith("… words omitted. ")


def test_segments_are_headed_by_code_and_participant() -> None:
    extracts = (
        extract("One.\n\nTwo.", number=1, cases=("P001",)),
        extract("Three.", number=2, cases=("P002",)),
        extract("Four?", number=3, cases=()),
    )
    document = opened(segments_docx(SegmentList("Theme", "analysis coding", extracts, where=("role = nurse",))))
    styled = [(one.style.name if one.style else "", one.text) for one in document.paragraphs]
    assert styled[:4] == [
        ("Heading 1", "Theme"),
        ("Table Note", "3 extracts from 2 participants, with sub-codes; analysis coding. Where role = nurse."),
        ("Heading 2", "Theme > Code"),
        ("Heading 3", "P001"),
    ]
    assert ("Extract", "One.") in styled
    assert ("Extract", "Two.") in styled
    assert ("Extract Place", "P004, t. 12, P004 [1]") in styled
    assert ("Heading 3", "No participant's talk") in styled


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_words_come_out_as_they_are_but_for_what_xml_cannot_hold(words: str) -> None:
    data = segments_docx(SegmentList("T", "r", (extract(f"a{words}b"),)))
    printed = "\n\n".join(one.text for one in opened(data).paragraphs if one.style is not None and one.style.name == "Extract")
    allowed = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", f"a{words}b")
    squeezed = re.sub(r"\s+", " ", allowed)
    assert re.sub(r"\s+", " ", printed) == squeezed


def test_a_control_character_never_reaches_word() -> None:
    data = charts_docx(chart_file(chart(1, 1, cell=ChartCell("ring\x1b[31m bell\x07"), title="A\x00B")))
    assert cell_texts(data)[1][1] == "ring\ufffd[31m bell\ufffd"
    opened(data)


@pytest.mark.parametrize(
    ("straight", "curly"),
    [
        ('"nobody\'s job"', "“nobody’s job”"),
        ("'yes' and 'no'", "‘yes’ and ‘no’"),
        ('("so")', "(“so”)"),
        ("\"'Yes', she said\"", "“‘Yes’, she said”"),
        ("the '90s, 'em", "the ’90s, ’em"),
        ("the lads' kit", "the lads’ kit"),
        ('it—"that"—is', "it—“that”—is"),
        ("no marks", "no marks"),
        ("already ‘curly’ “here”", "already ‘curly’ “here”"),
    ],
)
def test_quotation_marks_curl(straight: str, curly: str) -> None:
    assert curled(straight) == curly
