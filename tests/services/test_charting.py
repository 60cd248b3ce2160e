from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.charts import CellMark, CellState
from qualcode.domain.summaries import Bearing, Became
from qualcode.errors import InvalidInput, NotAllowed, NotFound
from qualcode.services.charting import (
    SummaryChanged,
    clear_cell,
    joined_texts,
    mark_cell,
    see_evidence,
    set_bearing,
    write_summary,
)
from qualcode.services.charting_cells import open_cell, open_charts, reread_cell
from qualcode.services.charting_layouts import layouts_for
from qualcode.services.charts import charts
from qualcode.services.coding import recode, remove_coding
from qualcode.services.correcting import correct_turn
from qualcode.services.segments import segments
from qualcode.services.studies import open_study, undo
from qualcode.storage.dump import dump

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.domain.cells import OpenCell
    from qualcode.storage import OpenStudy


def ids(study: OpenStudy, case: str = "P001", theme: str = "Time") -> tuple[int, int]:
    number = study.cases.named(case)
    assert number is not None
    return number, study.codes.codebook().find(theme).id


def cell(study: OpenStudy, case: str = "P001", theme: str = "Time") -> OpenCell:
    return open_cell(study, *ids(study, case, theme))


def state(study: OpenStudy, case: str = "P001", theme: str = "Time") -> tuple[CellState, bool]:
    """The state of a cell as its chart tells it, and whether its evidence changed."""
    number, code = ids(study, case, theme)
    for chart in charts(study):
        for row in chart.rows:
            for column, one in zip(chart.columns, row.cells, strict=True):
                if (row.case, column.code) == (number, code):
                    assert one.changes == cell(study, case, theme).changes, "chart and opened cell say the same"
                    return one.state, one.evidence_changed
    raise AssertionError


def became(study: OpenStudy, case: str = "P001", theme: str = "Time") -> list[str]:
    return [change.became.value for change in cell(study, case, theme).changes]


def coding(study: OpenStudy, words: str, code: str = "Time") -> int:
    return next(one.id for one in segments(study, code).extracts if one.words.startswith(words))


def test_an_opened_cell_lays_out_its_codings_with_their_places(coded: OpenStudy) -> None:
    found = cell(coded)
    assert (found.case_name, found.about, found.theme) == ("P001", "Nurse; FLS: yes", "Making the case > Time")
    assert [(one.extract.words, one.reference, one.bearing, one.became) for one in found.evidence] == [
        ("at home, on Sundays", "(t. 2)", Bearing.SUPPORTS, ()),
        ("It was nobody's job.", "(t. 2)", Bearing.SUPPORTS, ()),
    ]
    assert (found.state, found.text, found.version) == (CellState.NOT_CHARTED, "", "empty")


def test_a_summary_a_draft_a_mark_and_none_are_four_states(coded: OpenStudy) -> None:
    assert state(coded) == (CellState.NOT_CHARTED, False)
    write_summary(coded, *ids(coded), "Wrote it", draft=True)
    assert state(coded) == (CellState.DRAFT, False)
    write_summary(coded, *ids(coded), "Wrote it at home.", remark="Resigned.")
    assert state(coded) == (CellState.COMPLETE, False)
    assert (cell(coded).text, cell(coded).remark, cell(coded).author) == ("Wrote it at home.", "Resigned.", "Mairi")
    clear_cell(coded, *ids(coded))
    assert state(coded) == (CellState.NOT_CHARTED, False)
    for mark in CellMark:
        mark_cell(coded, *ids(coded), mark)
        assert state(coded) == (CellState(mark.value), False)
    assert charts(coded)[0].states()[CellState.NOT_ASKED] == 1


def test_each_verb_is_undone_and_says_nothing_where_it_changes_nothing(coded: OpenStudy) -> None:
    at = ids(coded)
    first = coding(coded, "at home")
    steps: tuple[Callable[[], object], ...] = (
        lambda: write_summary(coded, *at, "Wrote it.", draft=True),
        lambda: write_summary(coded, *at, "Wrote it.", remark="So."),
        lambda: set_bearing(coded, *at, [first], Bearing.CONTRADICTS),
        lambda: mark_cell(coded, *at, CellMark.NOT_ASKED, replace=True),
        lambda: clear_cell(coded, *at),
    )
    for step in steps:
        before = dump(coded.connection)
        assert step() is not None
        after = dump(coded.connection)
        undo(coded)
        assert dump(coded.connection) == before
        step()
        assert step() is None
        assert len(dump(coded.connection)) == len(after)
    remove_coding(coded, first)
    write_summary(coded, *at, "Again.")
    undo(coded), undo(coded)
    write_summary(coded, *at, "Again.")
    remove_coding(coded, first)
    before = dump(coded.connection)
    assert see_evidence(coded, *at) is not None
    assert see_evidence(coded, *at) is None
    undo(coded)
    assert dump(coded.connection) == before


def test_a_mark_does_not_take_the_place_of_words_unless_told_to(coded: OpenStudy) -> None:
    write_summary(coded, *ids(coded), "Wrote it.")
    with pytest.raises(NotAllowed, match="holds a summary"):
        mark_cell(coded, *ids(coded), CellMark.NOT_RAISED)
    assert cell(coded).text == "Wrote it."
    mark_cell(coded, *ids(coded), CellMark.NOT_RAISED, replace=True)
    assert (cell(coded).text, cell(coded).mark) == ("", CellMark.NOT_RAISED)
    write_summary(coded, *ids(coded), "After all.")
    assert (cell(coded).text, cell(coded).mark) == ("After all.", None)


def test_what_cannot_be_written_is_refused_and_changes_nothing(coded: OpenStudy) -> None:
    case, code = ids(coded)
    before = dump(coded.connection)
    with pytest.raises(InvalidInput):
        write_summary(coded, case, code, "  \n")
    with pytest.raises(NotFound):
        write_summary(coded, 99, code, "x")
    with pytest.raises(NotFound):
        write_summary(coded, case, 99, "x")
    with pytest.raises(NotFound):
        see_evidence(coded, case, code)
    with pytest.raises(NotFound):
        set_bearing(coded, case, code, [coding(coded, "Nobody did")], Bearing.SUPPORTS)
    assert clear_cell(coded, case, code) is None
    assert dump(coded.connection) == before


def test_what_became_of_the_evidence_is_said_and_can_be_seen(coded: OpenStudy) -> None:
    at = ids(coded)
    sundays, job = coding(coded, "at home"), coding(coded, "It was")
    write_summary(coded, *at, "Wrote it at home.")
    recode(coded, sundays, coded.codes.codebook().find("Nobody's job").id)
    assert became(coded) == [Became.RECODED]
    recode(coded, job, coded.codes.codebook().find("Figures").id)
    assert became(coded) == [Became.RECODED, Became.RECODED]
    gone = cell(coded).gone
    assert [(one.coding, one.words_then, one.code_then, one.code) for one in gone] == [
        (job, "It was nobody's job.", "Making the case > Time > Nobody's job", "Making the case > Figures")
    ]
    remove_coding(coded, job)
    assert became(coded) == [Became.RECODED, Became.REMOVED]
    assert cell(coded).changed == "1 removed, 1 recoded"
    assert state(coded) == (CellState.COMPLETE, True)
    see_evidence(coded, *at)
    assert (became(coded), cell(coded).text) == ([], "Wrote it at home.")
    text = coded.sources.named("P001")
    correct_turn(coded, text.id, 2, "I did, at home, on Saturdays. It was nobody's job.")
    assert became(coded) == [Became.CORRECTED]
    assert [(one.extract.words, one.words_then) for one in cell(coded).evidence] == [
        ("at home, on Saturdays", "at home, on Sundays")
    ]
    write_summary(coded, *at, "Wrote it at home.")
    assert became(coded) == [], "the same words, written again with the evidence in view"


def test_a_passage_coded_again_alike_is_the_same_evidence(coded: OpenStudy) -> None:
    from qualcode.services.coding import apply_codes

    at, sundays = ids(coded), coding(coded, "at home")
    set_bearing(coded, *at, [sundays], Bearing.QUALIFIES)
    write_summary(coded, *at, "Wrote it at home.")
    was = coded.codings.get(sundays)
    remove_coding(coded, sundays)
    assert became(coded) == [Became.REMOVED]
    apply_codes(coded, source=was.source, span=was.span, codes=[was.code])
    assert became(coded) == []
    assert [one.bearing for one in cell(coded).evidence] == [Bearing.QUALIFIES, Bearing.SUPPORTS]
    see_evidence(coded, *at)
    assert [one.bearing for one in cell(coded).evidence] == [Bearing.QUALIFIES, Bearing.SUPPORTS]


def test_a_coding_can_be_left_out_and_bear_on_a_summary_before_there_is_one(coded: OpenStudy) -> None:
    at, sundays = ids(coded), coding(coded, "at home")
    set_bearing(coded, *at, [sundays], Bearing.LEFT_OUT)
    assert state(coded) == (CellState.NOT_CHARTED, False)
    write_summary(coded, *at, "Nobody's job.")
    assert [one.bearing for one in cell(coded).evidence] == [Bearing.LEFT_OUT, Bearing.SUPPORTS]
    assert state(coded) == (CellState.COMPLETE, False)
    remove_coding(coded, sundays)
    assert [(one.became, one.bearing) for one in cell(coded).gone] == [(Became.REMOVED, Bearing.LEFT_OUT)]


def test_merging_codes_below_a_theme_leaves_its_evidence_as_it_was(coded: OpenStudy) -> None:
    from qualcode.services.codebook_merging import merge_codes

    write_summary(coded, *ids(coded), "Wrote it.")
    book = coded.codes.codebook()
    merge_codes(coded, [book.find("Own time").id], book.find("Nobody's job").id)
    assert became(coded) == []
    undo(coded)
    assert became(coded) == []


def test_no_word_is_lost_where_two_windows_write_in_one_cell(coded: OpenStudy) -> None:
    at = ids(coded)
    assert coded.path is not None
    with open_study(coded.path, "Tom") as tom:
        mine, his = open_cell(coded, *at), open_cell(tom, *at)
        write_summary(tom, *at, "Tom's words.", opened=his)
        with pytest.raises(SummaryChanged) as refused:
            write_summary(coded, *at, "Mairi's words.", opened=mine)
        assert refused.value.theirs is not None
        verbs: tuple[Callable[[], object], ...] = (
            lambda: mark_cell(coded, *at, CellMark.NOT_ASKED, opened=mine, replace=True),
            lambda: clear_cell(coded, *at, opened=mine),
        )
        for verb in verbs:
            with pytest.raises(SummaryChanged):
                verb()
        assert cell(coded).text == "Tom's words."
        both = joined_texts(refused.value.theirs.text, "Mairi's words.")
        write_summary(coded, *at, both, opened=open_cell(coded, *at))
        assert open_cell(tom, *at).text == "Tom's words.\n\nMairi's words."
        his = open_cell(tom, *at)
        clear_cell(coded, *at)
        with pytest.raises(SummaryChanged) as emptied:
            write_summary(tom, *at, "More.", opened=his)
        assert emptied.value.theirs is None
    assert joined_texts("a b", "b") == "a b"
    assert joined_texts("b", "a b") == "a b"


def test_what_is_coded_while_a_summary_is_written_was_not_seen_by_it(coded: OpenStudy) -> None:
    at, sundays = ids(coded), coding(coded, "at home")
    opened = cell(coded)
    recode(coded, sundays, coded.codes.codebook().find("Nobody's job").id)
    write_summary(coded, *at, "Wrote it at home.", opened=opened)
    assert became(coded) == [Became.RECODED]


def test_a_written_cell_is_read_anew_alone(coded: OpenStudy) -> None:
    (chart, _) = open_charts(coded, layouts_for(coded))
    at = ids(coded)
    write_summary(coded, *at, "Wrote it.")
    again = reread_cell(coded, chart, *at)
    assert again.table == charts(coded)[0]
    assert open_cell(coded, *at, chart=again) == open_cell(coded, *at)


def test_who_codes_blind_writes_in_no_cell(coded: OpenStudy) -> None:
    from qualcode.services.sampling import sample_sources

    at = ids(coded)
    write_summary(coded, *at, "Wrote it.")
    sample_sources(coded, coder="Tom", share="0.5", seed=7)
    assert coded.path is not None
    with open_study(coded.path, "Tom") as tom:
        before = dump(tom.connection)
        refusals: tuple[Callable[[], object], ...] = (
            lambda: open_cell(tom, *at),
            lambda: write_summary(tom, *at, "x"),
            lambda: mark_cell(tom, *at, CellMark.NOT_ASKED, replace=True),
            lambda: clear_cell(tom, *at),
            lambda: see_evidence(tom, *at),
            lambda: set_bearing(tom, *at, [1], Bearing.SUPPORTS),
        )
        for refused in refusals:
            with pytest.raises(NotAllowed, match="blind"):
                refused()
        assert dump(tom.connection) == before
