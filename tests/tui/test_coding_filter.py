"""The filter by codes: what is not chosen is neither drawn nor walked, and nothing is lost by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.services.codebook import add_code
from qualcode.services.studies import add_coder, open_study, undo
from qualcode.tui.app import QualcodeApp
from tests.tui.screens import SIZES, Driven, coded, driven

if TYPE_CHECKING:
    from pathlib import Path


async def three_codings(it: Driven) -> None:
    """Waiting times on the first turn, Transport over it and the second answer, Broken trust on the last."""
    await it.press("c", "type:wait", "enter", "v", "right_curly_bracket", "right_curly_bracket", "right_curly_bracket")
    await it.press("c", "type:trans", "enter", "G", "c", "type:broken", "enter", "g")


def stripes(it: Driven) -> int:
    """Rows in sight that show a stripe."""
    return sum(bool(it.screen.view.marks.on_row(row)) for row in range(len(it.screen.view.wrap)))


@pytest.mark.parametrize("size", SIZES)
async def test_only_the_codings_of_chosen_codes_are_shown_and_walked(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size) as it:
        await three_codings(it)
        before = stripes(it)
        await it.press("f", "type:broken", "enter")
        assert "Only Broken trust: 1 coding of 3 here." in it.status
        assert "1 of 3 codings" in it.header
        assert stripes(it) == 1 < before
        await it.press("g", "n")
        assert "Coding 1 of 1 that the filter shows: Broken trust." in it.status
        assert it.caret == "They"
        await it.press("n")
        assert "No coding that the filter shows after this." in it.status
        await it.press("right")
        assert "only Broken trust" in it.status
        await it.press("g", "right_curly_bracket", "x")
        assert "No coding at the caret." in it.status
        await it.press("f")
        assert "All codings are shown again." in it.status
        assert "3 codings" in it.header
        assert stripes(it) == before
    assert len(coded(study_path)) == 3


async def test_several_codes_are_taken_by_tab_and_esc_lifts_the_filter_last(study_path: Path) -> None:
    async with driven(study_path) as it:
        await three_codings(it)
        await it.press("f", "type:broken", "tab", "type:wait", "tab", "type:transp", "tab", "type:transp", "tab", "enter")
        assert it.screen.filter_said == "Broken trust +1"
        assert it.screen.view.marks.many_shown == 2
        await it.press("slash", "type:the", "enter", "v", "escape", "escape")
        assert it.screen.filtered
        await it.press("escape")
        assert not it.screen.filtered
        assert "All codings are shown again." in it.status
        await it.press("f", "escape")
        assert not it.screen.filtered


async def test_a_theme_stands_for_what_is_below_it_and_the_progress_counts_all(study_path: Path) -> None:
    async with driven(study_path) as it:
        await three_codings(it)
        share = it.header.partition("%")[0][-3:]
        await it.press("f", "type:access", "enter")
        assert "Only Access and what is below: 2 codings of 3 here." in it.status
        assert it.header.partition("%")[0][-3:] == share
        await it.press("t")
        assert "Every participant turn has a coding." in it.status


async def test_what_is_coded_with_a_hidden_code_is_said_to_be_hidden_and_is_there(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("f", "type:broken", "enter", "c", "type:wait", "enter")
        assert "Coded Waiting times on 4 words. The filter hides it: f shows all." in it.status
        await it.press("c", "type:broken", "enter", "r", "type:transp", "enter")
        assert "The filter hides it" in it.status
        await it.press("u", "u", "U", "U", "f")
        assert it.screen.view.marks.many_shown == 2
    assert sorted(code for code, _ in coded(study_path)) == ["Transport", "Waiting times"]


async def test_the_filter_is_kept_for_each_coder_and_forgets_codes_that_went(study_path: Path) -> None:
    with open_study(study_path) as study:
        add_coder(study, "tom")
        add_code(study, name="Fleeting")
    for who, chosen in (("maya", "broken"), ("tom", "transp")):
        app = QualcodeApp(study_path, who)
        async with app.run_test(size=(120, 40)) as pilot:
            while app.desk is None:
                await pilot.pause(0.02)
            it = Driven(app, pilot)
            assert it.screen.filtered == ()
            await it.press("f", f"type:{chosen}", "tab", "type:fleet", "tab", "enter", "ctrl+q")
        app.close_study()
    with open_study(study_path, "maya") as study:
        undo(study)
    app = QualcodeApp(study_path, "maya")
    async with app.run_test(size=(120, 40)) as pilot:
        while app.desk is None:
            await pilot.pause(0.02)
        await pilot.pause()
        assert app.coding.filter_said == "Broken trust"
    app.close_study()


async def test_a_coding_opened_from_elsewhere_is_shown_whatever_the_filter(study_path: Path) -> None:
    async with driven(study_path) as it:
        from qualcode.tui.screens.found import Place

        await three_codings(it)
        await it.press("f", "type:broken", "enter")
        waiting = next(one for one in it.screen.view.marks.by_id.values() if it.screen.codebook[one.code].name == "Waiting times")
        it.app.open_place(Place(waiting.source, waiting.span, coding=waiting.id))
        assert it.screen.view.focus_id == waiting.id
        assert not it.screen.filtered


async def test_after_edits_under_a_filter_the_marks_are_those_made_anew(study_path: Path) -> None:
    async with driven(study_path, source="long") as it:
        from qualcode.tui.widgets.transcript.marks import Marks

        view = it.screen.view
        await it.press("c", "type:wait", "enter", "f", "type:wait", "enter")
        for keys in (
            ["right_curly_bracket", "1"],
            ["c", "type:broken", "enter"],
            ["r", "type:wait", "enter"],
            ["u"],
            ["x"],
            ["U"],
        ):
            await it.press(*keys)
            anew = Marks(view.reading, view.wrap, view.marks.by_id.values(), only=view.only)
            assert (anew.lanes.keys, anew.lanes.lane, anew.many_shown, anew.progress()) == (
                view.marks.lanes.keys,
                view.marks.lanes.lane,
                view.marks.many_shown,
                view.marks.progress(),
            )
