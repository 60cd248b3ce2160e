from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qualcode.domain.cases import AttributeType, CaseKind, Identifies, Printed
from qualcode.domain.charts import CASE_COLUMN, CellMark, CellState
from qualcode.domain.summaries import Bearing
from qualcode.errors import InvalidInput, NotFound, UsageError
from qualcode.services.case_editing import add_case, link_case
from qualcode.services.charting import mark_cell, set_bearing, write_summary
from qualcode.services.charting_groups import group_cases
from qualcode.services.charting_layouts import chart_choices, layouts_for, saved_chart
from qualcode.services.charting_saved import change_chart, remove_chart, save_chart
from qualcode.services.charting_states import cells_in_state
from qualcode.services.charting_views import keep_portrait, keep_range_of_views, read_across, read_beside, read_down
from qualcode.services.charts import charts
from qualcode.services.coding import remove_coding
from qualcode.services.sample_table import sample_description
from qualcode.services.studies import open_study, undo
from qualcode.storage.dump import dump
from tests.services.test_charting import coding, ids

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy


def case_id(study: OpenStudy, name: str) -> int:
    number = study.cases.named(name)
    assert number is not None
    return number


def code_id(study: OpenStudy, name: str) -> int:
    return study.codes.codebook().find(name).id


# ---- which cells, in which state ---------------------------------------------------------------------------------


def test_cells_are_counted_and_filtered_by_state(coded: OpenStudy) -> None:
    write_summary(coded, *ids(coded), 'Wrote it "at home" (t. 2).')
    write_summary(coded, *ids(coded, "P002"), "Together (t. 2).", draft=True)
    mark_cell(coded, *ids(coded, "P003", "Figures"), CellMark.NOT_ASKED)
    remove_coding(coded, coding(coded, "at home"))
    found = cells_in_state(coded)
    assert found.size == len(found.cells) == 12
    assert {state: count for state, count in found.counts.items() if count} == {
        "not yet charted": 9,
        "draft": 1,
        "complete": 1,
        "not asked": 1,
        "evidence changed since": 1,
    }
    (changed,) = cells_in_state(coded, state="evidence changed").cells
    assert (changed.case_name, changed.theme, changed.changed) == ("P001", "Making the case > Time", "1 removed")
    assert changed.notes == ("evidence changed since: 1 removed",)
    assert [one.case_name for one in cells_in_state(coded, state="Draft").cells] == ["P002"]
    assert cells_in_state(coded, layouts_for(coded, group="Approval"), state="complete").cells == ()
    for wrong in ("", "not", "stale"):
        with pytest.raises(UsageError, match="no state"):
            cells_in_state(coded, state=wrong)


def test_a_mark_that_the_coding_speaks_against_is_named(coded: OpenStudy) -> None:
    mark_cell(coded, *ids(coded), CellMark.NOT_RAISED)
    mark_cell(coded, *ids(coded, "P003", "Figures"), CellMark.NOT_ASKED)
    found = cells_in_state(coded, state="marked though")
    assert found.counts["marked though coded"] == 1
    (cell,) = found.cells
    assert (cell.case_name, cell.state) == ("P001", CellState.NOT_RAISED)
    assert cell.notes == ("not raised, though 2 passages are coded there",)
    write_summary(coded, *ids(coded), "At home (t. 4), (t. 4).")
    assert cells_in_state(coded, state="marked though").cells == ()
    assert cells_in_state(coded, state="complete").cells[0].notes == ("(t. 4): no coding of the theme there",)


def test_references_and_quoted_words_that_are_not_found_are_named(coded: OpenStudy) -> None:
    write_summary(coded, *ids(coded), 'Home (t. 2), figures (t. 4), "nobody\'s job" and "on Mondays" (t. 99), asked (t. 1).')
    write_summary(
        coded, *ids(coded, "P004"), "Once (t. 2), then (P004-again, t. 2), (second, t. 2), (P001, t. 2), (third, t. 2)."
    )
    first, second = cells_in_state(coded, state="references").cells
    assert first.loose == ("(t. 99): there is no such turn", "(t. 1): not the talk of the case")
    assert first.not_found == ("on Mondays",)
    assert first.not_coded == ("(t. 4)",)
    assert second.loose == (
        "(t. 2): does not say which of the case's sources it means",
        "(P001, t. 2): names no source in which the case speaks",
        "(third, t. 2): names no source in which the case speaks",
    )
    assert [one.case_name for one in cells_in_state(coded, state="quoted words").cells] == ["P001"]


# ---- saved charts ------------------------------------------------------------------------------------------------


def test_a_saved_chart_is_read_as_it_was_laid_out(coded: OpenStudy) -> None:
    (layout,) = layouts_for(
        coded, codes=["Figures", "Time"], where=["role = nurse or hospital = H3"], order=["-HOSPITAL"], show=["Hospital"]
    )
    number, _ = save_chart(
        coded, replace(layout, title="Nurses and H3", widths=((CASE_COLUMN, 20), (code_id(coded, "Time"), 40)))
    )
    (chart,) = charts(coded, saved="nurses and h3")
    assert (chart.title, [column.heading for column in chart.columns]) == ("Nurses and H3", ["Figures", "Time"])
    assert [(row.name, row.about) for row in chart.rows] == [("P004", "H3"), ("P002", "H2"), ("P001", "H1")]
    kept = saved_chart(coded, "Nurses and H3")
    assert (kept.id, kept.order, kept.shown, dict(kept.widths)[CASE_COLUMN]) == (number, ("-hospital",), ("hospital",), 20)
    assert [one.title for one in chart_choices(coded)] == ["Nurses and H3", "Making the case", "Approval"]
    (wider,) = charts(coded, saved="Nurses and H3", where=["role = doctor"])
    assert [row.name for row in wider.rows] == ["P003"]


def test_saving_changing_and_removing_a_chart_are_undone(coded: OpenStudy) -> None:
    (layout,) = layouts_for(coded, group="Approval")
    before = dump(coded.connection)
    number, _ = save_chart(coded, layout)
    undo(coded)
    assert dump(coded.connection) == before
    number, _ = save_chart(coded, layout)
    saved = dump(coded.connection)
    assert change_chart(coded, number, layout) is None
    assert change_chart(coded, number, replace(layout, title="Other", level=2)) is not None
    undo(coded)
    assert dump(coded.connection) == saved
    write_summary(coded, *ids(coded), "Wrote it.")
    remove_chart(coded, number)
    assert (coded.charts.all(), charts(coded)[0].rows[0].cells[0].text) == ((), "Wrote it.")
    with pytest.raises(NotFound):
        remove_chart(coded, number)


def test_a_chart_that_cannot_be_kept_is_refused(coded: OpenStudy) -> None:
    (layout,) = layouts_for(coded, group="Approval")
    save_chart(coded, layout)
    before = dump(coded.connection)
    for wrong, error in (
        (replace(layout, title=" "), InvalidInput),
        (replace(layout, title="approval"), InvalidInput),
        (replace(layout, title="x", group=None), UsageError),
        (replace(layout, title="x", codes=(99,)), NotFound),
        (replace(layout, title="x", where=("colour = red",)), InvalidInput),
        (replace(layout, title="x", where=("Time",)), InvalidInput),
        (replace(layout, title="x", order=("colour",)), NotFound),
        (replace(layout, title="x", widths=((CASE_COLUMN, 2),)), InvalidInput),
    ):
        with pytest.raises(error):
            save_chart(coded, wrong)
    assert dump(coded.connection) == before


def test_rows_can_be_groups_and_sites_and_columns_what_stands_under_the_themes(coded: OpenStudy) -> None:
    site, _ = add_case(coded, "H2", CaseKind.SITE)
    link_case(coded, site, coded.sources.named("joint").id)
    write_summary(coded, site, code_id(coded, "Time"), "In the evenings.")
    (chart, _) = charts(coded, kind="site")
    assert (chart.case_heading, chart.finished, [(row.name, row.cells[0].text) for row in chart.rows]) == (
        "Site",
        1,
        [("H2", "In the evenings.")],
    )
    assert len(chart.rows[0].cells[0].codings) == 2
    assert [column.heading for column in charts(coded, level=2)[0].columns] == ["Own time", "Nobody's job", "Figures"]
    with pytest.raises(UsageError):
        charts(coded, level=3)


# ---- reading down and across -------------------------------------------------------------------------------------


def test_a_theme_is_read_down_by_groups_with_its_range_of_views(coded: OpenStudy) -> None:
    time = code_id(coded, "Time")
    write_summary(coded, *ids(coded), "Wrote it at home.")
    set_bearing(coded, *ids(coded), [coding(coded, "at home")], Bearing.CONTRADICTS)
    keep_range_of_views(coded, time, "From none to every Sunday.")
    group_cases(coded, "stance", "resigned", [case_id(coded, "P001"), case_id(coded, "P003")])
    found = read_down(coded, time, by="Stance")
    assert [(name, [one.case_name for one in cells]) for name, cells in found.groups] == [
        ("resigned", ["P001", "P003"]),
        ("not in a group", ["P002", "P004"]),
    ]
    first = found.cells[0]
    assert (first.cell.text, first.bearings) == ("Wrote it at home.", {Bearing.SUPPORTS: 1, Bearing.CONTRADICTS: 1})
    assert [(one.author, one.read) for one in found.notes] == [("Mairi", "From none to every Sunday.")]
    assert (found.participants, found.finished) == (3, 3)
    assert [one.case_name for one in read_down(coded, time, where=["role = nurse"], order=["-hospital"]).cells] == [
        "P002",
        "P001",
    ]


def test_a_note_takes_the_place_of_ones_own_and_never_of_anothers(coded: OpenStudy) -> None:
    time = code_id(coded, "Time")
    assert keep_range_of_views(coded, time, "One.") is not None
    assert keep_range_of_views(coded, time, "One.") is None
    keep_range_of_views(coded, time, "Two.")
    assert coded.path is not None
    with open_study(coded.path, "Tom") as tom:
        keep_range_of_views(tom, time, "Tom's.")
    assert [one.read for one in read_down(coded, time).notes] == ["Two.", "Tom's."]


def test_cases_are_read_across_and_beside_each_other(coded: OpenStudy) -> None:
    write_summary(coded, *ids(coded), "Wrote it at home.")
    mark_cell(coded, *ids(coded, "P004", "Figures"), CellMark.NOT_RAISED)
    keep_portrait(coded, case_id(coded, "P001"), "Tired.")
    one = read_across(coded, case_id(coded, "P001"))
    assert (one.name, one.about, [note.read for note in one.notes]) == ("P001", "Nurse; FLS: yes", ["Tired."])
    assert [(title, [cell.cell.text for cell in cells]) for title, cells in one.charts] == [
        ("Making the case", ["Wrote it at home.", ""]),
        ("Approval", [""]),
    ]
    left, right = read_beside(coded, [case_id(coded, "P004"), case_id(coded, "P001")])
    assert (left.charts[0][1][1].cell.state, right.charts[0][1][0].cell.state) == (CellState.NOT_RAISED, CellState.COMPLETE)
    with pytest.raises(NotFound):
        read_across(coded, 99)


def test_a_group_is_a_value_of_an_attribute_that_is_made_for_it(coded: OpenStudy) -> None:
    before = dump(coded.connection)
    one, other = case_id(coded, "P001"), case_id(coded, "P002")
    assert group_cases(coded, "stance", "resigned", [one]) is not None
    made = next(attribute for attribute in coded.cases.attributes() if attribute.name == "stance")
    assert (made.type, made.order, made.identifies) == (AttributeType.CATEGORY, ("resigned",), Identifies.NO)
    assert made.printed is Printed.NEVER, "what the analysis found is no characteristic of the sample"
    assert "stance" not in str(sample_description(coded).table.sections).casefold()
    undo(coded)
    assert dump(coded.connection) == before
    group_cases(coded, "stance", "resigned", [one])
    group_cases(coded, "Stance", "angry", [other])
    assert group_cases(coded, "stance", "Resigned", [one]) is None
    assert [case.value("stance") for case in coded.cases.all()] == ["resigned", "angry", None, None]
    group_cases(coded, "stance", "", [one, other])
    assert [case.value("stance") for case in coded.cases.all()] == [None] * 4
    with pytest.raises(NotFound):
        group_cases(coded, "moood", "", [one])
