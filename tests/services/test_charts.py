from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document
from openpyxl import load_workbook

from qualcode.domain.printing import Audience
from qualcode.errors import InvalidInput, NotAllowed, NotFound, UsageError
from qualcode.formats.csv_cells import read_csv
from qualcode.services.charts import charts
from qualcode.services.charts_out import write_charts
from qualcode.services.coding import star
from qualcode.services.names_list import begin_list
from qualcode.services.sample_table import printed_words, sample_description, write_sample_table
from qualcode.services.segments import segments
from qualcode.services.summaries import import_summaries
from qualcode.services.theme_tables import theme_tables, write_theme_tables
from tests.services.chart_study import written

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.charts import ChartTable
    from qualcode.storage import OpenStudy


def words(chart: ChartTable) -> dict[tuple[str, str], list[str]]:
    return {
        (row.name, column.heading): [one.words for one in cell.extracts]
        for row in chart.rows
        for column, cell in zip(chart.columns, row.cells, strict=True)
        if cell.extracts
    }


def test_one_chart_for_each_group_of_participants_by_themes(coded: OpenStudy) -> None:
    found = charts(coded)
    assert [(chart.title, [column.heading for column in chart.columns]) for chart in found] == [
        ("Making the case", ["Time", "Figures"]),
        ("Approval", ["Quality"]),
    ]
    assert [(row.name, row.about) for row in found[0].rows] == [
        ("P001", "Nurse; FLS: yes"),
        ("P002", "Nurse; FLS: no"),
        ("P003", "Doctor; FLS: no"),
        ("P004", "Manager; FLS: no"),
    ]


def test_themes_that_stand_in_no_group_have_a_chart_and_a_table_too(coded: OpenStudy) -> None:
    from qualcode.services.codebook import move_code

    move_code(coded, coded.codes.codebook().find("Figures").id, parent=None)
    assert [(chart.title, [column.heading for column in chart.columns]) for chart in charts(coded)] == [
        ("Making the case", ["Time"]),
        ("Approval", ["Quality"]),
        ("Other themes", ["Figures"]),
    ]
    star(coded, segments(coded, "Figures").extracts[0].id)
    assert [(table.title, table.sections[0].theme) for table in theme_tables(coded).tables] == [("Other themes", "Figures")]


def test_a_cell_holds_what_the_case_says_in_the_analysis_coding_and_nothing_twice(coded: OpenStudy) -> None:
    making, approval = charts(coded, extracts=True)
    joint = "We wrote it together.\n\nP003: In the evenings, mostly."
    assert words(making) == {
        ("P001", "Time"): ["at home, on Sundays", "It was nobody's job."],
        ("P001", "Figures"): ["They were out of date."],
        ("P002", "Time"): [joint],
        ("P003", "Time"): [joint, "I'm not paid for that."],
        ("P004", "Time"): ["Nobody did.", "in a week"],
    }
    assert words(approval) == {}, "what only the second coder coded is no evidence"


def test_every_cell_names_the_codings_it_rests_on(coded: OpenStudy) -> None:
    cell = charts(coded)[0].rows[0].cells[0]
    assert [coded.codings.get(number).span.words_of(coded.sources.text(1).text) for number in cell.codings] == [
        "at home, on Sundays",
        "It was nobody's job.",
    ]
    assert cell.extracts == ()


def test_counts_are_of_participants_whose_sources_are_finished(coded: OpenStudy) -> None:
    chart = charts(coded)[0]
    assert chart.finished == 3, "P004 has a second interview that is not finished"
    assert [column.participants for column in chart.columns] == [3, 1]


def test_a_theme_charts_its_subthemes_and_chosen_codes_chart_alone(coded: OpenStudy) -> None:
    assert [column.heading for column in charts(coded, group="Time")[0].columns] == ["Own time", "Nobody's job"]
    chosen = charts(coded, codes=["Quality", "Figures"])
    assert [(chart.title, [column.heading for column in chart.columns]) for chart in chosen] == [
        ("Chosen themes", ["Quality", "Figures"])
    ]
    assert charts(coded, group="Making the case", codes=["Figures"])[0].columns[0].heading == "Figures"


def test_a_chosen_code_must_belong_to_the_chosen_group(coded: OpenStudy) -> None:
    with pytest.raises(UsageError, match='Quality" does not belong to "Making the case"'):
        charts(coded, group="Making the case", codes=["Quality"])
    (chart,) = charts(coded, group="Making the case", codes=["Figures"])
    assert [column.heading for column in chart.columns] == ["Figures"]


def test_what_prints_under_a_name_can_be_chosen(coded: OpenStudy) -> None:
    assert charts(coded, show=["Hospital"])[0].rows[0].about == "H1"
    with pytest.raises(NotFound):
        charts(coded, show=["colour"])


def test_a_summary_hides_the_extracts_of_its_cell(coded: OpenStudy, tmp_path: Path) -> None:
    import_summaries(coded, written(tmp_path, "s.csv", "case,theme,text\nP001,Time,Wrote it at home.\n"))
    found = charts(coded, extracts=True)[0]
    assert ("P001", "Time") not in words(found)
    assert (found.rows[0].cells[0].text, found.charted, found.size) == ("Wrote it at home.", 1, 8)


def test_the_three_files_say_the_same(coded: OpenStudy, tmp_path: Path) -> None:
    import_summaries(coded, written(tmp_path, "s.csv", "case,theme,text,mark\nP001,Time,Wrote it.,\nP002,Quality,,not asked\n"))
    for suffix in ("docx", "xlsx", "csv"):
        write_charts(coded, tmp_path / f"chart.{suffix}")
    word = Document(str(tmp_path / "chart.docx"))
    assert [table.rows[1].cells[1].text for table in word.tables] == ["Wrote it.", ""]
    assert word.tables[1].rows[2].cells[1].text == "–*"
    book = load_workbook(tmp_path / "chart.xlsx")
    assert (book["Making the case"]["B3"].value, book["Approval"]["B4"].value) == ("Wrote it.", "–*")
    columns, rows = read_csv((tmp_path / "chart.csv").read_text(encoding="utf-8"))
    assert columns == ["case", "about", "Making the case > Time", "Making the case > Figures", "Approval > Quality"]
    assert (rows[0].cells["Making the case > Time"], rows[1].cells["Approval > Quality"]) == ("Wrote it.", "–*")


def test_another_kind_of_file_is_refused(coded: OpenStudy, tmp_path: Path) -> None:
    for write in (write_charts, write_theme_tables, write_sample_table):
        with pytest.raises(UsageError):
            write(coded, tmp_path / "out.pdf")


def test_starred_codings_stand_in_where_there_are_no_quotations(coded: OpenStudy) -> None:
    with pytest.raises(NotAllowed, match="neither a quotation nor a starred"):
        theme_tables(coded)
    for one in segments(coded, "Time").extracts:
        if one.cases in (("P001",), ("P002", "P003")):
            star(coded, one.id)
    tom = segments(coded, "Quality", coder="Tom").extracts[0]
    star(coded, tom.id)
    found = theme_tables(coded)
    assert found.starred
    assert [table.title for table in found.tables] == ["Making the case"], "another coder's star is not read"
    section = found.tables[0].sections[0]
    assert [(row.heading, str(row.quotation)) for row in section.rows] == [
        ("Own time", "at home, on Sundays [Participant ID: P001]"),
        ("Nobody's job", "It was nobody's job. [Participant ID: P001]"),
        ("", "We wrote it together. P003: In the evenings, mostly. [Participant ID: P002, P003]"),
    ]
    assert [str(count) for count in section.counts] == ["3 of 3 participants", "2 of 2 hospitals"]
    assert found.remarks == ("Never quoted: P004.", "Not heard in any table: manager.")


def test_a_reflexive_study_prints_counts_only_when_asked(coded: OpenStudy) -> None:
    from qualcode.storage.tables.studies import study

    star(coded, segments(coded, "Time").extracts[0].id)
    coded.connection.execute(study.update().values(approach="reflexive"))
    assert theme_tables(coded).tables[0].sections[0].counts == ()
    assert theme_tables(coded, counts=True).tables[0].sections[0].counts != ()


def test_who_may_not_be_quoted_is_not(coded: OpenStudy, tmp_path: Path) -> None:
    from qualcode.services.quotations import import_quotes
    from qualcode.storage.tables.cases import participant_case

    star(coded, segments(coded, "Own time").extracts[0].id)
    coded.connection.execute(participant_case.update().where(participant_case.c.name == "P001").values(may_quote=0))
    with pytest.raises(NotAllowed):
        theme_tables(coded)
    import_quotes(coded, written(tmp_path, "q.csv", "table,row,source,words\n1,1,P001,It was nobody's job.\n"))
    with pytest.raises(NotAllowed, match="P001 may not be quoted"):
        theme_tables(coded)


def test_the_sample_as_the_paper_describes_it(coded: OpenStudy) -> None:
    table = sample_description(coded).table
    assert table.participants == 4
    assert [(section.heading, [(line.label, line.figure) for line in section.lines]) for section in table.sections] == [
        ("Role", [("Doctor", "1"), ("Manager", "1"), ("Nurse", "2")]),
        ("FLS", [("Yes", "1"), ("No", "3")]),
        ("Hospitals", [("Number", "3"), ("Participants in each, range", "1–2")]),
        ("Interviews", [("Number", "4")]),
    ]
    assert table.notes == ("One interview was held with more than one participant. One participant was interviewed twice.",)


def test_the_table_of_the_sample_follows_the_theme_tables_and_prints_nothing_that_never_prints(
    coded: OpenStudy, tmp_path: Path
) -> None:
    from qualcode.services.attributes import change_attribute

    assert sample_description(coded).table.number == 1, "without a quotation no theme table prints"
    (role,) = (one for one in coded.cases.attributes() if one.name == "role")
    change_attribute(coded, role.id, {"printed": "never"})
    begin_list(coded)
    found = write_sample_table(coded, tmp_path / "s.docx", number=7, audience=Audience.PUBLICATION)
    word = Document(str(tmp_path / "s.docx"))
    caption = word.paragraphs[0]._p.xpath(".//w:t")
    assert "".join(one.text for one in caption) == "Table 7 Characteristics of the sample"
    assert word.sections[0].header.paragraphs[0].text == ""
    assert found.remarks == ("Left out, for it is never printed: role.",)
    assert "nurse" not in " ".join(one.text.casefold() for one in printed_words(found))
    with pytest.raises(InvalidInput):
        sample_description(coded, number=0)
