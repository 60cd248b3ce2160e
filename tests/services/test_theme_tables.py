"""Theme tables read back from Word: every quotation in them is words of the transcript after its recorded edits."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from qualcode.domain.printing import Audience, PrintedWords
from qualcode.domain.quote_rules import Hesitations
from qualcode.domain.quotes import CUT_SIGN, apply_edits
from qualcode.domain.spans import Span
from qualcode.domain.text import xml_safe
from qualcode.domain.theme_tables import Layout, Orientation, PrintedQuotation, UnreadQuotation, unread_in_tables
from qualcode.errors import NotAllowed, QualcodeError
from qualcode.formats.writers.docx.typography import curled
from qualcode.services.case_editing import find_case, set_cases
from qualcode.services.coding import star
from qualcode.services.importing import import_files
from qualcode.services.names import confirm_names
from qualcode.services.quotation_edits import change_rules, cut_words, insert_words, replace_words, words_in
from qualcode.services.quotation_verbs import add_quotation, mark_read, set_fresh_id
from qualcode.services.theme_row_verbs import add_row, change_row
from qualcode.services.theme_table_desk import tables_desk
from qualcode.services.theme_table_finding import find_row, find_table
from qualcode.services.theme_table_verbs import change_table, make_group_tables, make_table
from qualcode.services.theme_tables import printed_words, theme_tables, write_theme_tables

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as Word

    from qualcode.storage import OpenStudy


def filled(study: OpenStudy) -> None:
    """A table for each group, every coding of the first two themes quoted, some edited."""
    make_group_tables(study)
    again = study.sources.text(study.sources.named("P004-again").id)
    add_quotation(study, find_row(study, 1, 1).id, source=again.source.id, span=again.turns[1].span)
    book = study.codes.codebook()
    for place, theme in enumerate(("Time", "Figures"), 1):
        row = find_row(study, 1, place).id
        for one in study.codings.analysis(codes=book.subtree(book.find(theme).id)):
            try:
                add_quotation(study, row, coding=one.id)
            except NotAllowed:
                continue
    first, second = [one.id for one in study.quotes.all()][1:3]
    cut_words(study, first, words_in(study, first, "on Sundays"))
    replace_words(study, second, words_in(study, second, "nobody's"), "somebody else's")
    insert_words(study, second, 0, "sic")


def quotations_in(word: Word, layout: Layout) -> list[str]:
    """The paragraphs that print a quotation, by their style."""
    assert layout in Layout
    found = []
    for table in word.tables:
        for cell in table._tbl.iter(qn("w:tc")):
            for paragraph in cell.iter(qn("w:p")):
                style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
                if style is not None and style.get(qn("w:val")) == "TableQuote":
                    found.append("".join(text.text or "" for text in paragraph.iter(qn("w:t"))))
    return found


def written(study: OpenStudy, folder: Path, layout: Layout = Layout.A, audience: Audience = Audience.TEAM) -> Word:
    path = folder / "tables.docx"
    write_theme_tables(study, path, layout=layout, audience=audience)
    return Document(BytesIO(path.read_bytes()))


def expected(study: OpenStudy) -> list[str]:
    """What every quotation must print, worked out from the source's text and the recorded edits alone."""
    rules = tables_desk(study).rules
    found = []
    for table in tables_desk(study).tables:
        for row in table.rows:
            for one in sorted(row.quotations, key=lambda one: one.contrary):
                recorded = study.quotes.get(one.number)
                verbatim = study.sources.text(recorded.source).text[recorded.span.start : recorded.span.end]
                words = apply_edits(recorded.edits, verbatim, cut_mark=rules.cut_mark)
                found.append(curled(xml_safe(" ".join(f"{words} {one.tag}".split()))[0]))
    return found


@pytest.mark.parametrize("layout", list(Layout))
def test_every_quotation_in_word_is_its_words_after_the_recorded_edits(coded: OpenStudy, tmp_path: Path, layout: Layout) -> None:
    filled(coded)
    for cut_mark, hesitations in (("[…]", Hesitations.KEPT), ("…", Hesitations.TAKEN_OUT)):
        change_rules(coded, cut_mark=cut_mark, hesitations=hesitations, words=["mostly", "er"])
        read = quotations_in(written(coded, tmp_path, layout), layout)
        assert len(read) == len(coded.quotes.all()) > 5
        assert read == expected(coded)


@pytest.mark.parametrize("layout", list(Layout))
def test_words_outside_brackets_stand_in_the_transcript(coded: OpenStudy, tmp_path: Path, layout: Layout) -> None:
    """The same by brute force: what stands between two marks of a printed quotation is found in the quoted coding."""
    filled(coded)
    spoken = {
        one.number: " ".join(curled(one.verbatim).split()) for table in tables_desk(coded).tables for one in table.quotations
    }
    for printed, number in zip(quotations_in(written(coded, tmp_path, layout), layout), spoken, strict=True):
        words = re.sub(r"\[Participant ID: [^\]]*\]$", "", printed)
        for part in re.split(r"\[[^\[\]]*\]", CUT_SIGN.sub("[x]", words)):
            assert part.strip() in spoken[number]


def test_layout_c_has_theme_definition_quotation_and_n(coded: OpenStudy, tmp_path: Path) -> None:
    from qualcode.services.codebook import Definition, redefine_code
    from qualcode.services.double_coding import finish_sources

    filled(coded)
    finish_sources(coded, [one.name for one in coded.sources.all()])
    redefine_code(coded, coded.codes.codebook().find("Time").id, Definition(definition="Hours spent on the case."))
    table = written(coded, tmp_path, Layout.C).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Theme", "Definition", "Illustrative quotation", "n of 4"]
    first = [cell.text for cell in table.rows[1].cells]
    assert (first[0], first[1], first[3]) == ("Time", "Hours spent on the case.", "4")
    assert [table.rows[2].cells[place].text for place in (0, 1, 3)] == ["", "", ""]


def test_styles_rules_caption_and_rows_are_what_a_journal_wants(coded: OpenStudy, tmp_path: Path) -> None:
    filled(coded)
    change_table(coded, find_table(coded, 1).id, number=3, abbreviations="FLS fracture liaison service", legend="Own words")
    word = written(coded, tmp_path)
    caption = next(one for one in word.paragraphs if one.style and one.style.name == "Caption")
    assert "".join(text.text or "" for text in caption._p.iter(qn("w:t"))) == "Table 3 Making the case"
    assert "SEQ Table" in word.element.xml
    note = next(one.text for one in word.paragraphs if one.style and one.style.name == "Table Note" and one.text)
    assert note.startswith(
        "FLS fracture liaison service. Own words. […] words omitted; [\u00a0] words replaced or added by the authors"
    )
    assert note.endswith("IDs are study numbers.")
    rows = word.tables[0]._tbl.tr_lst
    assert rows[0].trPr is not None
    assert rows[0].trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr is not None and row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert "w:vMerge" not in word.element.xml
    assert "w:shd" not in word.element.xml


def test_a_table_lies_on_its_side_where_it_says_or_where_a_row_is_too_tall(coded: OpenStudy, tmp_path: Path) -> None:
    filled(coded)
    table = find_table(coded, 1).id

    def orientation() -> object:
        return written(coded, tmp_path).sections[0].orientation

    assert orientation() == WD_ORIENT.PORTRAIT
    change_table(coded, table, orientation=Orientation.LANDSCAPE)
    assert orientation() == WD_ORIENT.LANDSCAPE
    change_table(coded, table, orientation=Orientation.AUTO)
    change_row(coded, find_row(coded, 1, 1).id, heading="long " * 300)
    assert orientation() == WD_ORIENT.LANDSCAPE
    change_table(coded, table, orientation=Orientation.PORTRAIT)
    assert orientation() == WD_ORIENT.PORTRAIT


def test_the_legend_states_the_rule_for_hesitations_and_whose_the_ids_are(coded: OpenStudy, tmp_path: Path) -> None:
    filled(coded)
    change_rules(coded, hesitations=Hesitations.TAKEN_OUT, words=["er", "um"])
    set_fresh_id(coded, [coded.quotes.all()[0].id])
    text = "\n".join(one.text for one in written(coded, tmp_path).paragraphs)
    assert "hesitations (er, um) left out. Quotations are otherwise verbatim." in text
    assert "IDs are study numbers. Some IDs stand for one quotation alone." in text
    change_rules(coded, tag="({role})")
    assert "IDs" not in "\n".join(one.text for one in written(coded, tmp_path).paragraphs)


NASTY = [
    "\U0001f469\u200d\U0001f3fd\u200d\U0001f4bb we \U0001f642 did it",
    "قالت إنها كتبتها في البيت",
    "it was \x1b[31mred\x1b[0m and \x07loud",
    "bidi \u202eabc\u202c and e\u0301 and \ufeff zero",
    "日本語で書きました。二回です。",
    'she said "it\'s <b>mine</b> & yours"',
    "word " * 2000,
]


def test_signs_of_every_kind_and_very_long_words_come_out_right(coded: OpenStudy, tmp_path: Path) -> None:
    path = tmp_path / "P100.txt"
    path.write_text("".join(f"I: Well?\n\nP100: {words}\n\n" for words in NASTY), encoding="utf-8")
    import_files(coded, [path])
    source = coded.sources.named("P100").id
    table, _ = make_table(coded, title="Nasty 🙂 <b>")
    row, _ = add_row(coded, table, heading="\u202eרות")
    text = coded.sources.text(source)
    for turn in text.turns[1::2]:
        add_quotation(coded, row, source=source, span=turn.span)
    for layout in Layout:
        assert quotations_in(written(coded, tmp_path, layout), layout) == expected(coded)
    assert any("printed as U+FFFD" in remark for remark in theme_tables(coded).remarks)


def test_tables_without_quotations_and_themes_without_cases(coded: OpenStudy, tmp_path: Path) -> None:
    make_group_tables(coded)
    with pytest.raises(NotAllowed, match="neither a quotation nor a starred coding"):
        theme_tables(coded)
    add_row(coded, find_table(coded, 2).id, heading="Only a heading")
    star(coded, coded.codings.analysis()[0].id)
    assert theme_tables(coded).starred
    path = tmp_path / "P200.txt"
    path.write_text("Nobody speaks here by name.\n\nA note of the field.\n", encoding="utf-8")
    import_files(coded, [path])
    source = coded.sources.named("P200").id
    number, _ = add_quotation(coded, find_row(coded, 1, 2).id, source=source, span=Span(0, 27))
    found = theme_tables(coded)
    assert [str(one) for table in found.tables for one in table.quotations] == ["Nobody speaks here by name."]
    assert [table.number for table in found.tables] == [1]
    assert printed_words(coded)[-1] == PrintedWords("Table 1", "row Figures", "Nobody speaks here by name.", quote=number)
    assert len(written(coded, tmp_path, Layout.C).tables) == 1


def test_the_words_that_print_are_told_with_what_tells_of_their_speaker(coded: OpenStudy) -> None:
    filled(coded)
    change_rules(coded, tag="[{id}, {role}]")
    words = printed_words(coded)
    ann = find_case(coded, "P001").id
    mine = [one for one in words if one.case == ann]
    assert {(one.shown_id, one.printed) for one in mine} == {("P001", (("role", "nurse"),))}
    assert {one.quote for one in words if one.quote} == {one.id for one in coded.quotes.all()}
    joint = [one for one in words if one.quote and one.case and not one.text]
    assert {one.printed for one in joint} == {(("role", "nurse"),), (("role", "doctor"),)}


def test_a_publication_stops_on_a_listed_name_and_lists_the_unread(coded_file: Path, tmp_path: Path) -> None:
    from qualcode.services.studies import open_study

    shutil.copy(coded_file, tmp_path / "own.qualcode")
    with open_study(tmp_path / "own") as study:
        filled(study)
        path = tmp_path / "paper.docx"
        with pytest.raises(NotAllowed, match="no replacement list"):
            write_theme_tables(study, path, audience=Audience.PUBLICATION)
        number = next(one.number for one in tables_desk(study).tables[0].quotations if "Sandra" in one.verbatim)
        confirm_names(study, ["Sandra"], replacement="a colleague")
        with pytest.raises(NotAllowed, match=r"Table 1.*Sandra"):
            write_theme_tables(study, path, audience=Audience.PUBLICATION)
        assert not path.exists()
        replace_words(study, number, words_in(study, number, "Sandra"), "a colleague")
        write_theme_tables(study, path, audience=Audience.PUBLICATION)
        word = Document(str(path))
        assert word.sections[0].header.paragraphs[0].text == ""
        assert "team only" not in word.element.xml
        mark_read(study, [study.quotes.all()[0].id])
        unread = theme_tables(study).unread
        assert len(unread) == len(study.quotes.all()) - 1
        assert "was not read for identification" in unread[0].said


def test_unread_quotations_are_named_by_table_with_their_numbers_in_runs() -> None:
    unread = [UnreadQuotation(1, 1, number) for number in (1, 2, 3, 5, 7, 8)] + [UnreadQuotation(3, 1, 9)]
    assert list(unread_in_tables(unread)) == [
        "Not read for identification in table 1: quotations 1 to 3, 5, 7, 8.",
        "Not read for identification in table 3: quotation 9.",
    ]
    assert list(unread_in_tables([])) == []


def test_who_may_not_be_quoted_is_in_no_table(coded: OpenStudy, tmp_path: Path) -> None:
    filled(coded)
    set_cases(coded, [find_case(coded, "P001").id], may_quote=False)
    with pytest.raises(QualcodeError, match="P001 may not be quoted, and is in table 1"):
        written(coded, tmp_path)


def test_the_same_study_gives_the_same_bytes(coded: OpenStudy, tmp_path: Path) -> None:
    filled(coded)
    write_theme_tables(coded, tmp_path / "a.docx")
    write_theme_tables(coded, tmp_path / "b.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_a_tag_is_not_turned_by_words_whose_end_was_cut_away() -> None:
    assert str(PrintedQuotation("\u202bwords […]", "[Participant ID: P001]")) == "\u202bwords […]\u202c [Participant ID: P001]"
