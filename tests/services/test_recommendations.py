"""Recommendations: kept in order, linked to themes, undone, and read back from the Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document

from qualcode.domain.printing import TEAM_ONLY, Audience
from qualcode.errors import InvalidInput, NotAllowed, NotFound, QualcodeError
from qualcode.services.codebook_merging import merge_codes
from qualcode.services.coding import star
from qualcode.services.names_list import begin_list
from qualcode.services.numbering import printed_theme_tables
from qualcode.services.quotations import import_quotes
from qualcode.services.recommendations import (
    add_recommendation,
    change_recommendation,
    import_recommendations,
    link_recommendation,
    list_recommendations,
    move_recommendation,
    recommendation_table,
    remove_recommendation,
    write_recommendations,
)
from qualcode.services.sample_table import sample_description
from qualcode.services.studies import undo
from qualcode.services.theme_table_finding import find_table
from qualcode.services.theme_table_verbs import change_table, make_group_tables, make_table
from qualcode.services.theme_tables import theme_tables
from tests.services.chart_study import written
from tests.services.test_charting import coding

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy


def listed(study: OpenStudy) -> list[tuple[str, list[str]]]:
    return [(one.text, [str(theme) for theme in one.themes]) for one in list_recommendations(study)]


def test_they_are_added_moved_changed_and_removed_and_all_of_it_is_undone(coded: OpenStudy) -> None:
    add_recommendation(coded, "Give it  hours.", themes=["Time"])
    place, _ = add_recommendation(coded, "Count together.", themes=["Figures", "Own time"], position=1)
    assert place == 1
    move_recommendation(coded, 1, 2)
    change_recommendation(coded, 1, "Give it named hours.", reason="clearer")
    assert listed(coded) == [("Give it named hours.", ["Time"]), ("Count together.", ["Own time", "Figures"])]
    remove_recommendation(coded, 1)
    assert listed(coded) == [("Count together.", ["Own time", "Figures"])]
    for _ in range(5):
        undo(coded)
    assert listed(coded) == []


def test_one_that_cannot_be_leaves_the_study_as_it_was(coded: OpenStudy) -> None:
    add_recommendation(coded, "Give it hours.")
    for refused in (
        lambda: add_recommendation(coded, "give it HOURS."),
        lambda: add_recommendation(coded, " "),
        lambda: add_recommendation(coded, "x" * 2001),
        lambda: add_recommendation(coded, "Another.", themes=["nothing of this name"]),
        lambda: add_recommendation(coded, "Another.", position=0),
        lambda: move_recommendation(coded, 2, 1),
        lambda: move_recommendation(coded, 1, 0) if move_recommendation(coded, 1, 1) is None else None,
        lambda: link_recommendation(coded, 1, ["Time"], remove=True),
    ):
        with pytest.raises(QualcodeError):
            refused()
    assert listed(coded) == [("Give it hours.", [])]


def test_a_merged_theme_is_what_it_became_and_is_taken_off_whole(coded: OpenStudy) -> None:
    add_recommendation(coded, "Give it hours.", themes=["Own time", "Nobody's job"])
    book = coded.codes.codebook()
    merge_codes(coded, [book.find("Own time").id], book.find("Nobody's job").id)
    assert listed(coded) == [("Give it hours.", ["Nobody's job"])]
    link_recommendation(coded, 1, ["Nobody's job"], remove=True)
    assert listed(coded) == [("Give it hours.", [])]
    assert link_recommendation(coded, 1, []) is None


def test_the_table_follows_the_theme_tables_and_says_where_each_theme_is_illustrated(coded: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="no recommendation"):
        recommendation_table(coded)
    import_quotes(coded, written(tmp_path, "q.csv", 'table,row,source,words,theme\n2,1,P001,"I did, at home",Time\n'))
    add_recommendation(coded, 'Give it "hours".', themes=["Time", "Quality"])
    found = recommendation_table(coded)
    assert (found.number, sample_description(coded).table.number) == (3, 4)
    begin_list(coded)
    for audience, header in ((Audience.TEAM, TEAM_ONLY), (Audience.PUBLICATION, "")):
        write_recommendations(coded, tmp_path / "r.docx", audience=audience)
        word = Document(str(tmp_path / "r.docx"))
        assert word.sections[0].header.paragraphs[0].text == header
        assert [cell.text for cell in word.tables[0].rows[1].cells] == ["1", "Give it “hours”.", "Time (Table\u00a02)\nQuality"]


def test_they_point_to_tables_that_print_and_follow_those(coded: OpenStudy, tmp_path: Path) -> None:
    """Without a quotation and a star nothing prints; starred codings make tables; then those that hold a quotation do."""

    def numbers() -> tuple[list[str], int, int]:
        (one,) = recommendation_table(coded).rows
        try:
            printed = [table.number for table in theme_tables(coded).tables]
        except NotAllowed:
            printed = []
        assert list(printed_theme_tables(coded)) == printed
        return [str(theme) for theme in one.themes], recommendation_table(coded).number, sample_description(coded).table.number

    add_recommendation(coded, "Give it hours.", themes=["Time"])
    make_group_tables(coded)
    assert numbers() == (["Time"], 1, 2)
    star(coded, coding(coded, "at home"), starred=True)
    assert numbers() == (["Time (Table 1)"], 2, 3)
    book = coded.codes.codebook()
    make_table(coded, group=book.find("Making the case").id, title="More on the case", number=7)
    assert numbers()[1:] == (2, 3)
    make_table(coded, title="Nights", number=5)
    import_quotes(coded, written(tmp_path, "q.csv", 'table,row,source,words,theme\n5,1,P001,"I did, at home",Time\n'))
    change_table(coded, find_table(coded, 5).id, group=book.find("Making the case").id)
    assert numbers() == (["Time (Table 5)"], 6, 7)
    import_quotes(coded, written(tmp_path, "q.csv", 'table,row,source,words,theme\n7,1,P001,"I did, at home",Time\n'))
    assert numbers() == (["Time (Table 5)"], 8, 9), "of several that print the first"


def test_a_table_of_them_comes_in_as_one_action_and_goes_out_the_same(coded: OpenStudy, tmp_path: Path) -> None:
    text = (
        "recommendation,themes\nGive it hours.,Making the case > Time\nCount.,Making the case > Time; Making the case > Figures\n"
    )
    done = import_recommendations(coded, written(tmp_path, "r.csv", text))
    assert (done.new, done.linked, done.same) == (2, 0, 0)
    write_recommendations(coded, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").replace("\r\n", "\n").replace('"', "") == text
    again = import_recommendations(coded, tmp_path / "out.csv")
    assert (again.new, again.linked, again.same, again.change) == (0, 0, 2, None)
    more = import_recommendations(coded, written(tmp_path, "r.csv", "recommendation,themes\ngive it hours.,Figures\n"))
    assert (more.new, more.linked) == (0, 1)
    with pytest.raises(InvalidInput, match=r"line 3: .*nothing of this"):
        import_recommendations(coded, written(tmp_path, "r.csv", "recommendation,themes\nNew.,\nOther.,nothing of this name\n"))
    assert len(listed(coded)) == 2
    with pytest.raises(NotFound):
        change_recommendation(coded, 9, "x")
