from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.errors import InvalidInput
from qualcode.services.quotations import export_quotes, import_quotes
from qualcode.services.studies import undo
from qualcode.services.theme_tables import theme_tables
from qualcode.storage.dump import dump
from tests.services.chart_study import written

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

HEAD = "table,row,source,start,end,words,printed,tag,theme,finding,contrary\n"
QUOTES = HEAD + "\n".join(
    [
        (
            '1,Written at home,P001,,,"I did, at home, on Sundays. It was nobody\'s job.",'
            "I did […] It was nobody's job.,[Participant ID: 001],Time,It took hours.,"
        ),
        "1,Contrary: together,joint,,,We wrote it together.,,,Time,It took hours.,yes",
        (
            'Table 2,1,P004-again,,,"Sandra wrote it in 2016, in a week.",'
            '"[A colleague] wrote it in [year], in a week.",Participant ID: 004,Quality,,\n'
        ),
    ]
)


def brought(study: OpenStudy, folder: Path, text: str = QUOTES) -> None:
    import_quotes(study, written(folder, "quotes.csv", text))


def test_quotations_print_after_their_edits(coded: OpenStudy, tmp_path: Path) -> None:
    brought(coded, tmp_path)
    first, second = theme_tables(coded, counts=False).tables
    assert (first.number, first.title, second.number, second.title) == (1, "Making the case", 2, "Approval")
    assert [(row.label, str(row.quotation)) for row in first.sections[0].rows] == [
        ("Written at home", "I did […] It was nobody's job. [Participant ID: 001]"),
        ("Contrary: together", "We wrote it together. [Participant ID: P002]"),
    ]
    assert [str(one) for one in second.quotations] == ["[A colleague] wrote it in [year], in a week. [Participant ID: 004]"]


def test_the_file_is_one_change_and_comes_back_as_it_was(coded: OpenStudy, tmp_path: Path) -> None:
    before = dump(coded.connection)
    brought(coded, tmp_path)
    kept = dump(coded.connection)
    assert export_quotes(coded, tmp_path / "out.csv") == 3
    again = import_quotes(coded, tmp_path / "out.csv")
    assert (again.change, dump(coded.connection)) == (None, kept)
    undo(coded)
    assert dump(coded.connection) == before


def test_a_table_comes_to_hold_what_the_file_says_and_other_tables_stay(coded: OpenStudy, tmp_path: Path) -> None:
    brought(coded, tmp_path)
    done = import_quotes(coded, written(tmp_path, "q.csv", HEAD + "1,Alone,P004,,,Nobody did.,,,Time,,\n"))
    assert (done.new, done.changed, done.removed, done.tables) == (1, 0, 2, (1,))
    tables = theme_tables(coded, counts=False).tables
    assert [[one.printed for one in table.quotations] for table in tables] == [
        ["Nobody did."],
        ["[A colleague] wrote it in [year], in a week."],
    ]


def test_changed_edits_have_to_be_read_for_identification_again(coded: OpenStudy, tmp_path: Path) -> None:
    brought(coded, tmp_path)
    from qualcode.storage.tables.writing import quote

    with coded.unit_of_work("read") as work:
        work.quotes.write.update_many(quote, [1, 2], {"read_by": "Mairi", "read_at": "2013-10-08T09:00:00.000Z"})
    brought(coded, tmp_path, QUOTES.replace("I did […] It", "I did […] [all] It"))
    assert [one.read_by for one in coded.quotes.all()] == [None, "Mairi", None]


def test_without_a_theme_it_is_the_one_the_words_are_coded_with(coded: OpenStudy, tmp_path: Path) -> None:
    brought(coded, tmp_path, HEAD + "1,1,P001,,,They were out of date.,,,,,\n1,2,joint,,,I'm not paid for that.,,,,,\n")
    assert [section.theme for section in theme_tables(coded, counts=False).tables[0].sections] == ["Figures", "Time"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,A,P001,,,They were out of date.,They were never there.,,Time,,", "word 3 of the printed form"),
        ("1,A,P001,,,Out of nothing.,,,Time,,", "do not stand in"),
        ("1,A,P009,,,Words.,,,Time,,", 'no source "P009"'),
        ("x,A,P001,,,They were out of date.,,,Time,,", "not the number of a table"),
        ("0,A,P001,,,They were out of date.,,,Time,,", "not the number of a table"),
        ("1,,P001,,,They were out of date.,,,Time,,", "neither heading nor number"),
        ("1,A,P001,,,,,,Time,,", "neither start and end nor words"),
        ("1,A,P001,5,4,,,,Time,,", "is no span"),
        ("1,A,P001,0,9999,,,,Time,,", "outside P001"),
        ("1,A,P001,,,They were out of date.,,,Time,,perhaps", "neither yes nor no"),
        ("1,A,P001,,,They were out of date.,,,Time,,\n1,A,P004,,,Nobody did.,,,Figures,,", "another theme"),
        (
            (
                '1,A,joint,,,"We wrote it together.\n\nP003: In the evenings, mostly.",'
                '"We wrote it together. […] In the evenings, mostly.",,Time,,'
            ),
            "two speakers",
        ),
    ],
)
def test_one_wrong_row_and_nothing_is_written(coded: OpenStudy, tmp_path: Path, row: str, said: str) -> None:
    before = dump(coded.connection)
    with pytest.raises(InvalidInput) as refused:
        brought(coded, tmp_path, QUOTES + row + "\n")
    assert said in refused.value.message
    assert "line 5" in refused.value.message or "line 6" in refused.value.message
    assert dump(coded.connection) == before


def test_a_refusal_quotes_no_words_of_the_transcript(coded: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        brought(coded, tmp_path, HEAD + "1,A,P001,,,They were out of date.,They were quite dated.,,Time,,\n")
    assert "date" not in refused.value.message
    assert "quite" not in refused.value.message
