from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.summaries import Bearing
from qualcode.domain.theme_tables import Count, Layout, Orientation
from qualcode.errors import InvalidInput, NotFound, QualcodeError, UsageError
from qualcode.services.codebook_merging import merge_codes
from qualcode.services.coding import recode, remove_coding
from qualcode.services.quotations import import_quotes
from qualcode.services.segments import segments
from qualcode.services.studies import redo, undo
from qualcode.services.theme_row_verbs import add_row, change_row, link_evidence, move_row, remove_row, unlink_evidence
from qualcode.services.theme_table_desk import quote_candidates, tables_desk
from qualcode.services.theme_table_finding import find_row, find_table
from qualcode.services.theme_table_verbs import change_table, make_group_tables, make_table, remove_table
from qualcode.services.theme_tables import theme_tables
from qualcode.storage.dump import dump
from tests.services.chart_study import written

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.theme_table_desk import ShownRow, ShownTable
    from qualcode.storage import OpenStudy


def code(study: OpenStudy, path: str) -> int:
    return study.codes.codebook().find(path).id


def shown(study: OpenStudy, number: int = 1) -> ShownTable:
    found = tables_desk(study).table(number)
    assert found is not None
    return found


def labels(study: OpenStudy, number: int = 1) -> list[str]:
    return [row.label for row in shown(study, number).rows]


def first_row(study: OpenStudy) -> ShownRow:
    return shown(study).rows[0]


def test_each_group_gets_its_table_with_a_row_for_each_theme_once(coded: OpenStudy) -> None:
    numbers, change = make_group_tables(coded)
    assert numbers == [1, 2]
    assert change is not None
    assert [(one.number, one.title, [row.theme_name for row in one.rows]) for one in tables_desk(coded).tables] == [
        (1, "Making the case", ["Time", "Figures"]),
        (2, "Approval", ["Quality"]),
    ]
    assert make_group_tables(coded) == ([], None)


def test_a_table_is_told_what_it_is_called_and_how_it_lies(coded: OpenStudy) -> None:
    make_group_tables(coded)
    second = find_table(coded, 2).id
    change_table(
        coded, second, title=" What  decides ", number=1, layout=Layout.C, orientation=Orientation.LANDSCAPE, legend="L.",
        abbreviations="FLS fracture liaison service",
    )  # fmt: skip
    assert [(one.number, one.title) for one in tables_desk(coded).tables] == [(1, "What decides"), (2, "Making the case")]
    found = shown(coded)
    assert (found.layout, found.orientation, found.legend, found.abbreviations) == (
        Layout.C, Orientation.LANDSCAPE, "L.", "FLS fracture liaison service",
    )  # fmt: skip
    assert change_table(coded, second, title="What decides") is None
    undo(coded)
    assert [one.title for one in tables_desk(coded).tables] == ["Making the case", "Approval"]


def test_rows_are_added_changed_ordered_and_taken_away(coded: OpenStudy) -> None:
    table, _ = make_table(coded, title="Findings")
    before = dump(coded.connection)
    for heading in ("B", "C"):
        add_row(coded, table, heading=heading)
    add_row(coded, table, finding="It takes hours.", theme=code(coded, "Time"), codes=[code(coded, "Figures")], place=1)
    assert labels(coded) == ["It takes hours.", "B", "C"]
    move_row(coded, find_row(coded, 1, 3).id, place=1)
    assert labels(coded) == ["C", "It takes hours.", "B"]
    change_row(coded, find_row(coded, 1, 2).id, heading="Hours", codes=[], note="Looked for, none found.")
    row = shown(coded).rows[1]
    assert (row.heading, row.finding, row.code_names, row.note) == ("Hours", "It takes hours.", (), "Looked for, none found.")
    remove_row(coded, find_row(coded, 1, 1).id)
    assert labels(coded) == ["Hours", "B"]
    other, _ = make_table(coded, title="Other")
    move_row(coded, find_row(coded, 1, 2).id, place=1, table=other)
    assert (labels(coded), labels(coded, 2)) == (["Hours"], ["B"])
    while dump(coded.connection) != before:
        undo(coded)
    for _ in range(8):
        redo(coded)
    assert (labels(coded), labels(coded, 2)) == (["Hours"], ["B"])


def test_what_supports_a_row_is_counted_in_people_and_places(coded: OpenStudy) -> None:
    from qualcode.services.double_coding import finish_sources

    finish_sources(coded, [one.name for one in coded.sources.all()])
    table, _ = make_table(coded, title="Findings")
    row, _ = add_row(coded, table, theme=code(coded, "Time"))
    assert first_row(coded).support == (Count(4, 4, "participants"), Count(3, 3, "hospitals"))
    of_first = coded.sources.named("P001").id
    own = [one.id for one in coded.codings.analysis() if one.source == of_first and one.code != code(coded, "Figures")]
    link_evidence(coded, row, own, Bearing.CONTRADICTS)
    assert first_row(coded).support == (Count(3, 4, "participants"), Count(2, 3, "hospitals"))
    assert dict(first_row(coded).by_bearing) == {Bearing.SUPPORTS: 0, Bearing.QUALIFIES: 0, Bearing.CONTRADICTS: 1}


def test_evidence_is_linked_changed_and_unlinked_and_says_when_it_is_gone(coded: OpenStudy) -> None:
    table, _ = make_table(coded, title="Findings")
    row, _ = add_row(coded, table, heading="Hours")
    first, second = [one.id for one in coded.codings.analysis()][:2]
    link_evidence(coded, row, [first, second], Bearing.SUPPORTS)
    link_evidence(coded, row, [second], Bearing.QUALIFIES)
    assert [(one.coding, one.bearing, one.cases) for one in first_row(coded).evidence] == [
        (first, Bearing.SUPPORTS, ("P001",)), (second, Bearing.QUALIFIES, ("P001",)),
    ]  # fmt: skip
    assert link_evidence(coded, row, [first], Bearing.SUPPORTS) is None
    remove_coding(coded, first)
    assert [one.gone for one in first_row(coded).evidence] == [True, False]
    unlink_evidence(coded, row, [first])
    assert [one.coding for one in first_row(coded).evidence] == [second]
    with pytest.raises(NotFound):
        link_evidence(coded, row, [first], Bearing.SUPPORTS)
    with pytest.raises(InvalidInput):
        link_evidence(coded, row, [second], Bearing.LEFT_OUT)


def test_a_row_without_contrary_words_and_without_a_note_is_listed(coded: OpenStudy) -> None:
    make_group_tables(coded)
    assert (
        'Table 1 has neither contrary words nor a note "looked for, none found" for: Time; Figures.' in tables_desk(coded).remarks
    )
    change_row(coded, find_row(coded, 1, 1).id, note="Looked for, none found.")
    link_evidence(coded, find_row(coded, 1, 2).id, [coded.codings.analysis()[0].id], Bearing.CONTRADICTS)
    assert shown(coded).without_contrary == ()


def test_a_merged_code_goes_on_in_the_rows_that_rest_on_it(coded: OpenStudy) -> None:
    table, _ = make_table(coded, title="Findings")
    add_row(coded, table, theme=code(coded, "Figures"), codes=[code(coded, "Own time"), code(coded, "Nobody's job")])
    merge_codes(coded, [code(coded, "Own time")], code(coded, "Nobody's job"))
    merge_codes(coded, [code(coded, "Figures")], code(coded, "Quality"))
    row = first_row(coded)
    assert row.theme_name == "Quality"
    assert "Nobody's job" in row.code_names
    assert len(quote_candidates(coded, row.id)) > 3


def test_a_table_goes_with_its_rows_and_comes_back_with_them(coded: OpenStudy) -> None:
    make_group_tables(coded)
    before = dump(coded.connection)
    remove_table(coded, find_table(coded, 1).id)
    assert [one.number for one in tables_desk(coded).tables] == [2]
    undo(coded)
    assert dump(coded.connection) == before


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_wrong_numbers_are_refused(coded: OpenStudy, number: int) -> None:
    with pytest.raises(InvalidInput):
        make_table(coded, title="x", number=number)


def test_what_is_not_there_is_refused_and_nothing_changes(coded: OpenStudy) -> None:
    table, _ = make_table(coded, title="x")
    before = dump(coded.connection)
    for refused in (
        lambda: make_table(coded),
        lambda: make_table(coded, group=999),
        lambda: make_table(coded, title="y", number=1),
        lambda: change_table(coded, 99, title="y"),
        lambda: change_table(coded, table, title=" "),
        lambda: add_row(coded, table),
        lambda: add_row(coded, table, theme=999),
        lambda: add_row(coded, 99, heading="h"),
        lambda: change_row(coded, 99, heading="h"),
        lambda: find_row(coded, 1, 1),
        lambda: find_table(coded, 4),
        lambda: remove_row(coded, 99),
    ):
        with pytest.raises((QualcodeError, UsageError)):
            refused()
    assert dump(coded.connection) == before


def test_a_retired_theme_is_still_named(coded: OpenStudy) -> None:
    from qualcode.services.codebook import retire_code

    make_group_tables(coded)
    retire_code(coded, code(coded, "Time"), with_sub_codes=True)
    assert [row.theme_name for row in shown(coded).rows] == ["Time", "Figures"]


def test_a_second_table_of_a_group_needs_a_title_of_its_own(coded: OpenStudy) -> None:
    group = code(coded, "Making the case")
    make_table(coded, group=group, title="How it was made", number=2)
    before = dump(coded.connection)
    for title in ("", "making the  CASE", "How it was made"):
        with pytest.raises(InvalidInput, match=r'^"Making the case" has table 2 already\.'):
            make_table(coded, group=group, title=title)
    assert dump(coded.connection) == before
    make_table(coded, group=group, title="Who made it")
    assert [(one.number, one.title) for one in coded.theme_tables.all()] == [(2, "How it was made"), (3, "Who made it")]


def test_a_table_is_not_made_the_second_of_a_group_by_setting_it(coded: OpenStudy) -> None:
    group = code(coded, "Making the case")
    first, _ = make_table(coded, group=group)
    other, _ = make_table(coded, title="MAKING the case")
    before = dump(coded.connection)
    with pytest.raises(InvalidInput, match=r'^"Making the case" has table 1 already\.'):
        change_table(coded, other, group=group)
    assert dump(coded.connection) == before
    assert change_table(coded, first, group=group, title="Making the case") is None, "its own group and title are its own"
    change_table(coded, other, group=group, title="Who made it")
    assert [one.group for one in coded.theme_tables.all()] == [group, group]
    before = dump(coded.connection)
    with pytest.raises(InvalidInput, match="has table 1 already"):
        change_table(coded, other, title="Making  the case")
    assert dump(coded.connection) == before
    change_table(coded, other, legend="Its own words.", number=9)
    remove_table(coded, first)
    change_table(coded, other, title="Making the case")


def test_quotations_brought_in_make_no_second_table_of_a_group(coded: OpenStudy, tmp_path: Path) -> None:
    def bring(table: int) -> None:
        rows = f'table,row,source,words,theme\n{table},At home,P001,"I did, at home",Time\n'
        import_quotes(coded, written(tmp_path, "q.csv", rows))

    group = code(coded, "Making the case")
    make_table(coded, group=group)
    before = dump(coded.connection)
    with pytest.raises(
        InvalidInput, match=r'^Table 4 would be the second one of "Making the case", which has table 1\.'
    ) as found:
        bring(4)
    assert "tables add STUDY --number 4 --title" in str(found.value.hint)
    assert dump(coded.connection) == before
    bring(1)
    make_table(coded, title="Nights", number=4)
    bring(4)
    tables = {one.number: one for one in coded.theme_tables.all()}
    assert (tables[1].group, tables[4].group, tables[4].title) == (group, None, "Nights")
    assert [len(one.quotations) for one in tables_desk(coded).tables] == [1, 1]
    both = "table,row,source,words,theme\n7,1,P001,It was nobody's job.,Quality\n8,1,P001,It was nobody's job.,Quality\n"
    before = dump(coded.connection)
    with pytest.raises(InvalidInput, match=r'^Table 8 would be the second one of "Approval", which has table 7\.'):
        import_quotes(coded, written(tmp_path, "two.csv", both))
    assert dump(coded.connection) == before


def test_a_quotation_that_no_coding_of_its_row_has_words_of_is_told(coded: OpenStudy, tmp_path: Path) -> None:
    import_quotes(
        coded, written(tmp_path, "q.csv", 'table,row,source,words,theme\n1,1,P001,"I did, at home, on Sundays.",Time\n')
    )
    told = "Table 1 quotes words that are not coded, or no longer, with what their row rests on: quotation 1 (Time)."
    assert told not in shown(coded).remarks
    (own,) = [one.id for one in segments(coded, "Own time").extracts if one.cases == ("P001",)]
    recode(coded, own, code(coded, "Figures"))
    assert told in shown(coded).remarks
    assert told in theme_tables(coded).remarks
    link_evidence(coded, first_row(coded).id, [own], Bearing.SUPPORTS)
    assert told not in shown(coded).remarks
    remove_coding(coded, own)
    assert told in shown(coded).remarks
