"""The codebook as an appendix: read back from the Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from qualcode.domain.printing import TEAM_ONLY, Audience
from qualcode.errors import NotAllowed, UsageError
from qualcode.services.codebook import Definition, redefine_code, retire_code
from qualcode.services.codebook_appendix import codebook_appendix, printed_words, write_codebook_appendix
from qualcode.services.codebook_versions import save_codebook_version
from qualcode.services.names_list import begin_list
from qualcode.services.studies import new_study

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy


def rows(path: Path) -> list[list[str]]:
    """The texts of the cells, those of a row over the full width once."""
    table = Document(str(path)).tables[0]
    return [[cell.text for cell in {id(cell._tc): cell for cell in row.cells}.values()] for row in table.rows]


def code(study: OpenStudy, name: str) -> int:
    return study.codes.codebook().find(name).id


def test_themes_stand_over_the_full_width_and_codes_below_them_with_all_that_defines_them(
    coded: OpenStudy, tmp_path: Path
) -> None:
    said = Definition(definition="Unpaid hours.", include="Evenings.", exclude="Leave.", example="On Sundays.")
    redefine_code(coded, code(coded, "Own time"), said)
    write_codebook_appendix(coded, tmp_path / "a.docx", counts=True)
    assert rows(tmp_path / "a.docx")[:5] == [
        ["Code", "Definition", "Include", "Exclude", "Example", "Participants"],
        ["Making the case (3 of 3 participants)"],
        ["Time (3 of 3 participants)"],
        ["Own time", "Unpaid hours.", "Evenings.", "Leave.", "“On Sundays.”", "2 of 3"],
        ["Nobody’s job", "", "", "", "", "1 of 3"],
    ]
    word = Document(str(tmp_path / "a.docx"))
    assert word.sections[0].orientation == WD_ORIENT.LANDSCAPE
    assert word.sections[0].header.paragraphs[0].text == TEAM_ONLY
    caption = word.paragraphs[0]._p.xpath(".//w:t")
    assert "".join(one.text for one in caption) == "Appendix 1 Codebook"


def test_columns_that_no_code_fills_do_not_print_and_a_saved_version_is_named(coded: OpenStudy, tmp_path: Path) -> None:
    redefine_code(coded, code(coded, "Own time"), Definition(definition="Unpaid hours.", exclude="Leave."))
    redefine_code(coded, code(coded, "Time"), Definition(example="On Sundays."))
    save_codebook_version(coded, "2")
    write_codebook_appendix(coded, tmp_path / "a.docx")
    assert rows(tmp_path / "a.docx")[0] == ["Code", "Definition", "Exclude"]
    assert ["Own time", "Unpaid hours.", "Leave."] in rows(tmp_path / "a.docx")
    word = Document(str(tmp_path / "a.docx"))
    assert "".join(one.text for one in word.paragraphs[0]._p.xpath(".//w:t")) == "Appendix 1 Codebook, version 2"
    widths = [int(one.get(qn("w:w"), "")) for one in word.tables[0]._tbl.tblGrid]
    assert sum(widths) == pytest.approx(9_639, abs=2), "the table has the width of an upright page"
    assert word.sections[0].orientation == WD_ORIENT.PORTRAIT
    retire_code(coded, code(coded, "Nobody's job"))
    assert codebook_appendix(coded).caption == "Codebook"


def test_it_names_the_version_it_is_or_was_changed_from(coded: OpenStudy, tmp_path: Path) -> None:
    save_codebook_version(coded, "2")
    assert codebook_appendix(coded).version == "version 2"
    retire_code(coded, code(coded, "Nobody's job"))
    assert codebook_appendix(coded).version == "changed since version 2"
    assert "Nobody's job" not in {one.name for one in codebook_appendix(coded).entries}
    saved = codebook_appendix(coded, version="2")
    assert (saved.version, "Nobody's job" in {one.name for one in saved.entries}) == ("version 2", True)
    with pytest.raises(UsageError):
        codebook_appendix(coded, version="2", counts=True)
    begin_list(coded)
    write_codebook_appendix(coded, tmp_path / "p.docx", version="2", audience=Audience.PUBLICATION)
    assert Document(str(tmp_path / "p.docx")).sections[0].header.paragraphs[0].text == ""


def test_examples_are_participants_words_and_can_be_left_out(coded: OpenStudy) -> None:
    redefine_code(coded, code(coded, "Figures"), Definition(example="They were out of date."))
    assert any("They were out of date." in one.text for one in printed_words(codebook_appendix(coded)))
    assert not any("They were out of date." in one.text for one in printed_words(codebook_appendix(coded, examples=False)))


def test_an_empty_codebook_says_so(tmp_path: Path) -> None:
    with new_study(tmp_path / "new", lead="Mairi") as study, pytest.raises(NotAllowed, match="empty"):
        codebook_appendix(study)


def test_codes_right_under_a_theme_stand_before_its_subthemes_and_codes_below_codes_are_set_in(coded: OpenStudy) -> None:
    from qualcode.domain.codes import CodeKind
    from qualcode.services.codebook import add_code

    time = code(coded, "Time")
    subtheme, _ = add_code(coded, name="Route", parent=time, position=1, definition=Definition(kind=CodeKind.SUBTHEME))
    add_code(coded, name="Layers", parent=subtheme.id)
    add_code(coded, name="Sundays", parent=code(coded, "Own time"))
    found = [(one.name, one.heading, one.depth, one.within) for one in codebook_appendix(coded).entries]
    assert found[1:7] == [
        ("Time", True, 0, ""),
        ("Own time", False, 0, ""),
        ("Sundays", False, 1, ""),
        ("Nobody's job", False, 0, ""),
        ("Route", True, 0, "Time"),
        ("Layers", False, 0, ""),
    ]
