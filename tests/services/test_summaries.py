from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.charts import CellMark
from qualcode.errors import InvalidInput, NotAllowed
from qualcode.services.charting import write_summary
from qualcode.services.charts import charts
from qualcode.services.coding import recode, remove_coding
from qualcode.services.segments import segments
from qualcode.services.studies import undo
from qualcode.services.summaries import export_summaries, import_summaries
from qualcode.storage.dump import dump
from tests.services.chart_study import written
from tests.services.test_charting import ids

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

SUMMARIES = """case,theme,text,remark,mark,author,when
P001,Time,"Wrote it on Sundays; ""nobody's job"" (t. 2).",Resigned.,,Mairi,2099-10-08T09:00:00Z
P001,Figures,=Out of date (t. 4).,,,Tom,
P002,Figures,,No time left.,not asked,,
P003,Figures,,,Not_Raised,,
"""


def brought(study: OpenStudy, folder: Path, text: str = SUMMARIES) -> None:
    import_summaries(study, written(folder, "summaries.csv", text))


def test_each_row_is_a_cell_and_the_file_is_one_change(coded: OpenStudy, tmp_path: Path) -> None:
    before = dump(coded.connection)
    done = import_summaries(coded, written(tmp_path, "s.csv", SUMMARIES))
    assert (done.new, done.changed, done.known) == (4, 0, 0)
    by_case = {(coded.cases.all()[one.case - 1].name, one.mark): one for one in coded.summaries.all()}
    assert by_case["P002", CellMark.NOT_ASKED].remark == "No time left."
    assert by_case["P003", CellMark.NOT_RAISED].author == coded.viewer.id
    undo(coded)
    assert dump(coded.connection) == before


def test_the_same_file_again_changes_nothing_and_a_new_text_takes_the_old_ones_place(coded: OpenStudy, tmp_path: Path) -> None:
    brought(coded, tmp_path)
    again = import_summaries(coded, written(tmp_path, "s.csv", SUMMARIES))
    assert (again.known, again.change) == (4, None)
    changed = import_summaries(coded, written(tmp_path, "s.csv", "case,theme,text\nP001,Figures,Better now.\n"))
    assert (changed.new, changed.changed) == (0, 1)
    assert sorted(one.text for one in coded.summaries.all()) == [
        "",
        "",
        "Better now.",
        'Wrote it on Sundays; "nobody\'s job" (t. 2).',
    ]


def test_what_is_exported_is_imported_again_without_a_change(coded: OpenStudy, tmp_path: Path) -> None:
    brought(coded, tmp_path)
    write_summary(coded, *ids(coded, "P004"), "In a week.", draft=True)
    assert export_summaries(coded, tmp_path / "out.csv") == 5
    assert import_summaries(coded, tmp_path / "out.csv").change is None
    assert "'=Out of date" in (tmp_path / "out.csv").read_text(encoding="utf-8"), "a spreadsheet must not compute it"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("P009,Time,Text,,,,", 'no case "P009"'),
        ("P001,Nothing,Text,,,,", 'no code "Nothing"'),
        ("P001,Time,,,,,", "neither text nor mark"),
        ("P001,Time,Text,,not raised,,", "contradict"),
        ("P001,Time,,,perhaps,,", "is no mark"),
        ("P001,Time,Text,,,Nobody,", 'no coder "Nobody"'),
        ("P001,Time,Text,,,,yesterday", "no date"),
        ("P001,Figures,Text,,,,\nP001,Figures,Other,,,,", "twice"),
    ],
)
def test_one_wrong_row_and_nothing_is_written(coded: OpenStudy, tmp_path: Path, row: str, said: str) -> None:
    before = dump(coded.connection)
    text = f"case,theme,text,remark,mark,author,when\nP002,Time,Fine.,,,,\n{row}\n"
    with pytest.raises(InvalidInput) as refused:
        brought(coded, tmp_path, text)
    assert said in refused.value.message
    assert f"line {2 + text.count(chr(10)) - 2}" in refused.value.message
    assert dump(coded.connection) == before


def changed(study: OpenStudy) -> list[tuple[str, str]]:
    """The cells whose evidence changed since their summary, by case and theme."""
    return [
        (row.name, column.heading)
        for chart in charts(study)
        for row in chart.rows
        for column, cell in zip(chart.columns, row.cells, strict=True)
        if cell.evidence_changed
    ]


def test_evidence_changes_when_a_coding_of_the_cell_is_removed_or_recoded(coded: OpenStudy, tmp_path: Path) -> None:
    brought(coded, tmp_path)
    assert changed(coded) == []
    sundays, job = (one.id for one in segments(coded, "Time").extracts if one.cases == ("P001",))
    recode(coded, sundays, coded.codes.codebook().find("Nobody's job").id)
    assert changed(coded) == [("P001", "Time")]
    undo(coded)
    assert changed(coded) == []
    remove_coding(coded, job)
    assert changed(coded) == [("P001", "Time")]


def test_a_summary_written_before_a_coding_was_made_has_not_seen_it(coded: OpenStudy, tmp_path: Path) -> None:
    brought(coded, tmp_path, "case,theme,text,when\nP001,Time,Early.,2001-01-01\nP001,Figures,Late.,2099-01-01\n")
    assert changed(coded) == [("P001", "Time")]


def test_who_codes_blind_neither_reads_nor_writes_summaries(coded: OpenStudy, tmp_path: Path) -> None:
    from qualcode.services.sampling import sample_sources
    from qualcode.storage import open_study

    brought(coded, tmp_path)
    sample_sources(coded, coder="Tom", share="0.5", seed=7)
    assert coded.path is not None
    with open_study(coded.path, "Tom") as tom:
        assert {one.author for one in tom.summaries.all()} == {tom.viewer.id}
        with pytest.raises(NotAllowed, match="blind"):
            brought(tom, tmp_path)
        with pytest.raises(NotAllowed, match="blind"):
            charts(tom)
