"""Overlaps: the table is the service's, and a cell opens as the extracts it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document

from qualcode.services.cooccurrence import codes_together
from qualcode.services.studies import open_study
from qualcode.tui.screens.retrieve import RetrieveScreen
from qualcode.tui.screens.side import SideScreen
from qualcode.tui.screens.together import TogetherScreen
from qualcode.tui.widgets.bars import StatusBar
from tests.tui.screens import SIZES, Driven, driven

if TYPE_CHECKING:
    from pathlib import Path

    from textual.screen import Screen


async def settled(it: Driven) -> Screen[object]:
    await it.pilot.pause()
    await it.app.workers.wait_for_complete()
    await it.pilot.pause()
    return it.app.screen


async def crossed(it: Driven) -> TogetherScreen:
    """Two codes on one sentence and one on the next, then the table."""
    await it.press("right_curly_bracket", "right_parenthesis", "c", "type:wait", "enter")
    await it.press("c", "type:broken", "enter", "right_parenthesis", "c", "type:trans", "enter")
    await it.press("o", "o")
    screen = await settled(it)
    assert isinstance(screen, TogetherScreen)
    return screen


@pytest.mark.parametrize("size", SIZES)
async def test_the_table_is_the_services_and_a_cell_opens_what_it_counts(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size, "first") as it:
        screen = await crossed(it)
        with open_study(study_path) as study:
            expected = codes_together(study)
        assert screen.found == expected
        assert [row.name for row in screen.table.rows] == ["1 Access", "2 Trust"]
        assert [list(row.cells) for row in screen.table.rows] == [["2", "1"], ["1", "1"]]
        await it.press("right")
        assert "1 overlap" in screen.query_one(StatusBar).text
        await it.press("enter")
        found = await settled(it)
        assert isinstance(found, RetrieveScreen)
        assert len(found.order) == 1
        await it.press("q")
        await it.press("Y")
        beside = await settled(it)
        assert isinstance(beside, SideScreen)
        assert beside.question is not None
        assert beside.question.words == "Access and Trust"


async def test_every_code_or_those_under_one_are_crossed_and_written(study_path: Path, tmp_path: Path) -> None:
    async with driven(study_path, source="first") as it:
        screen = await crossed(it)
        await it.press("slash")
        await it.pilot.pause()
        await it.press("type:every", "enter")
        await settled(it)
        assert [row.name for row in screen.table.rows] == ["1 Waiting times", "2 Transport", "3 Broken trust"]
        await it.press("enter")
        found = await settled(it)
        assert isinstance(found, RetrieveScreen)
        assert found.question is not None
        assert (found.question.words, found.question.own) == ("Waiting times", True)
        await it.press("q", "X", "ctrl+u", f"type:{tmp_path / 'o.docx'}", "enter")
        await settled(it)
        assert len(Document(str(tmp_path / "o.docx")).tables[0].rows) == 4
        await it.press("slash")
        await it.pilot.pause()
        await it.press("type:access and", "enter")
        await settled(it)
        assert [row.name for row in screen.table.rows] == ["1 Access", "2 Waiting times", "3 Transport"]
        await it.press("right")
        assert "holds the other" in screen.query_one(StatusBar).text


async def test_it_counts_again_when_a_coding_goes(study_path: Path) -> None:
    async with driven(study_path, source="first") as it:
        screen = await crossed(it)
        await it.press("right", "enter")
        found = await settled(it)
        assert isinstance(found, RetrieveScreen)
        await it.press("u", "q")
        await settled(it)
        assert [list(row.cells) for row in screen.table.rows] == [["1", "1"], ["1", "1"]]
