"""What a cell said before, by whom and when, read from the change history; and one of its wordings brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.domain.charts import CellMark, CellState
from qualcode.domain.summaries import Bearing
from qualcode.errors import NotFound, QualcodeError
from qualcode.services.charting import SummaryChanged, clear_cell, mark_cell, set_bearing, write_summary
from qualcode.services.charting_cells import open_cell
from qualcode.services.charting_wordings import bring_back_wording, wordings
from qualcode.services.coding import recode
from qualcode.services.studies import open_study, redo, undo
from qualcode.services.summaries import import_summaries
from qualcode.storage.dump import dump
from tests.services.chart_study import written
from tests.services.test_charting import became, cell, coding, ids

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.cells import Wording
    from qualcode.storage import OpenStudy


def said(study: OpenStudy) -> list[tuple[int, str, CellState, bool]]:
    return [(one.number, one.text or one.remark, one.state, one.stands) for one in wordings(study, *ids(study))]


def test_each_wording_is_told_once_with_who_wrote_it_and_when(coded: OpenStudy) -> None:
    assert said(coded) == []
    write_summary(coded, *ids(coded), "One.", draft=True)
    first = cell(coded)
    write_summary(coded, *ids(coded), "One.")
    with open_study(coded.path or "", "Tom") as other:
        write_summary(other, *ids(other), "Two.", remark="Shorter.")
    mark_cell(coded, *ids(coded), CellMark.NOT_RAISED, remark="After all.", replace=True)
    found = wordings(coded, *ids(coded))
    assert said(coded) == [
        (1, "One.", CellState.COMPLETE, False),
        (2, "Two.", CellState.COMPLETE, False),
        (3, "After all.", CellState.NOT_RAISED, True),
    ]
    assert [(one.author, one.remark) for one in found] == [("Mairi", ""), ("Tom", "Shorter."), ("Mairi", "After all.")]
    assert found[0].written_at == first.written_at
    assert found[0].written_at <= found[1].written_at <= found[2].written_at


def test_one_is_brought_back_and_that_is_undone(coded: OpenStudy) -> None:
    write_summary(coded, *ids(coded), "One.", remark="Mine.")
    write_summary(coded, *ids(coded), "Two.")
    before = dump(coded.connection)
    change = bring_back_wording(coded, *ids(coded), 1, reason="said too little")
    assert change is not None
    assert (change.what, change.reason) == ("P001, Time: wording 1 brought back", "said too little")
    assert (cell(coded).text, cell(coded).remark) == ("One.", "Mine.")
    assert [one[3] for one in said(coded)] == [True, False]
    assert bring_back_wording(coded, *ids(coded), 1) is None, "it says so already"
    undo(coded)
    assert dump(coded.connection) == before
    redo(coded)
    assert cell(coded).text == "One."
    with pytest.raises(NotFound, match=r'The cell of P001 and "Time" has no wording 3'):
        bring_back_wording(coded, *ids(coded), 3)


def test_an_emptied_cell_and_one_whose_writing_was_undone_still_know_their_wordings(coded: OpenStudy) -> None:
    write_summary(coded, *ids(coded), "Undone.")
    undo(coded)
    assert said(coded) == [(1, "Undone.", CellState.COMPLETE, False)]
    write_summary(coded, *ids(coded), "Emptied.")
    clear_cell(coded, *ids(coded))
    assert [one[1] for one in said(coded)] == ["Undone.", "Emptied."]
    bring_back_wording(coded, *ids(coded), 1)
    assert cell(coded).text == "Undone."
    assert not cell(coded).changes


def test_bringing_back_does_not_say_that_the_evidence_was_seen(coded: OpenStudy) -> None:
    write_summary(coded, *ids(coded), "One.")
    write_summary(coded, *ids(coded), "Two.")
    set_bearing(coded, *ids(coded), [coding(coded, "at home")], Bearing.CONTRADICTS)
    recode(coded, coding(coded, "It was nobody"), coded.codes.codebook().find("Quality").id)
    bring_back_wording(coded, *ids(coded), 1)
    assert became(coded) == ["recoded"]
    assert bearings(coded) == [Bearing.CONTRADICTS]
    clear_cell(coded, *ids(coded))
    bring_back_wording(coded, *ids(coded), 2)
    assert became(coded) == ["recoded"], "an emptied cell has seen what it had seen"


def bearings(study: OpenStudy) -> list[Bearing]:
    return [one.bearing for one in cell(study).evidence]


def test_words_that_another_window_wrote_are_not_written_over(coded: OpenStudy) -> None:
    write_summary(coded, *ids(coded), "One.")
    write_summary(coded, *ids(coded), "Two.")
    opened = cell(coded)
    with open_study(coded.path or "") as other:
        write_summary(other, *ids(other), "Three.")
    with pytest.raises(SummaryChanged):
        bring_back_wording(coded, *ids(coded), 1, opened=opened)
    assert cell(coded).text == "Three."


def test_wordings_that_came_from_a_table_are_there_too(coded: OpenStudy, tmp_path: Path) -> None:
    for text in ("One.", "Two."):
        path = written(tmp_path, "s.csv", f"case,theme,text,author,when\nP001,Time,{text},Tom,2013-05-0{len(text) - 3}\n")
        import_summaries(coded, path)
    assert [(one.text, one.author, one.written_at[:10]) for one in wordings(coded, *ids(coded))] == [
        ("One.", "Tom", "2013-05-01"),
        ("Two.", "Tom", "2013-05-01"),
    ]


class Step(NamedTuple):
    """What is done to the cell."""

    verb: str
    text: str
    of: int


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(["write", "draft", "mark", "clear", "undo", "redo", "back"]),
        st.sampled_from("ABC"),
        st.integers(0, 9),
    ),
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(STEPS)
def test_after_any_history_the_wordings_are_those_the_cell_was_seen_with(coded: OpenStudy, steps: list[Step]) -> None:
    """The oracle looks at the cell after each step, and knows nothing of the history."""
    at = ids(coded)
    seen: dict[tuple[str, str], None] = dict.fromkeys((one.text, str(one.mark)) for one in wordings(coded, *at))
    for step in steps:
        try:
            do(coded, at, step)
        except QualcodeError:
            continue
        now = open_cell(coded, *at)
        if now.text or now.mark:
            seen.setdefault((now.text, str(now.mark)))
        found: tuple[Wording, ...] = wordings(coded, *at)
        assert [(one.text, str(one.mark)) for one in found] == list(seen)
        assert [one.number for one in found] == list(range(1, len(found) + 1))
        assert [(one.text, one.mark) for one in found if one.stands] == ([(now.text, now.mark)] if now.text or now.mark else [])
        assert all(one.draft == now.draft for one in found if one.stands)


def do(study: OpenStudy, at: tuple[int, int], step: Step) -> None:
    if step.verb in ("write", "draft"):
        write_summary(study, *at, step.text, draft=step.verb == "draft")
    elif step.verb == "mark":
        mark_cell(study, *at, list(CellMark)[step.of % 2], replace=True)
    elif step.verb == "clear":
        clear_cell(study, *at)
    elif step.verb == "back":
        bring_back_wording(study, *at, step.of)
    else:
        (undo if step.verb == "undo" else redo)(study)
