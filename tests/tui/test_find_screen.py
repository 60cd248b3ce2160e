"""Finding in all sources: what is listed is what the study holds, and Enter opens it where it is coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document

from qualcode.services.finding import find
from qualcode.services.studies import open_study
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.find import FindScreen
from qualcode.tui.widgets.bars import StatusBar
from qualcode.tui.widgets.query_line import QueryLine
from tests.tui.screens import SIZES, Driven, driven

if TYPE_CHECKING:
    from pathlib import Path


async def asked(it: Driven, words: str) -> FindScreen:
    """The screen once it has answered."""
    await it.press("F", f"type:{words}", "enter")
    await it.app.workers.wait_for_complete()
    await it.pilot.pause()
    screen = it.app.screen
    assert isinstance(screen, FindScreen)
    return screen


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_listed_is_what_the_study_holds(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size) as it:
        screen = await asked(it, "the* | waiting")
        with open_study(study_path) as study:
            expected = find(study, "the* | waiting")
        assert [(one.source, one.span) for one in screen.answer.rows] == [(one.source, one.span) for one in expected]
        assert len(expected) > 20
        assert screen.order == list(range(len(expected)))
        assert [group.heading for group in screen.found.groups] == ["first", "long"]
        assert [len(group.entries) for group in screen.found.groups] == [
            sum(one.name == name for one in expected) for name in ("first", "long")
        ]
        assert f"{len(expected):,} in 2 sources" in screen.query_one(QueryLine).text


async def test_enter_opens_the_place_and_n_walks_the_hits(study_path: Path) -> None:
    async with driven(study_path) as it:
        screen = await asked(it, "the*")
        await it.press("down", "down")
        row = screen.row
        assert row is not None
        await it.press("right_curly_bracket")
        assert screen.row is not None
        assert screen.row.name == "long"
        await it.press("left_curly_bracket", "g", "down", "down", "enter")
        assert isinstance(it.app.screen, CodingScreen)
        assert it.screen.view.selection.caret.start == row.span.start
        assert len(it.screen.view.hits) == sum(one.name == "first" for one in screen.answer.rows)
        await it.press("n")
        assert "Hit 4 of" in it.status
        await it.press("escape")
        assert it.screen.view.hits == ()


async def test_a_place_in_another_source_is_opened_there(study_path: Path) -> None:
    async with driven(study_path) as it:
        screen = await asked(it, "the*")
        await it.press("G")
        row = screen.row
        assert row is not None
        await it.press("enter")
        assert "long" in it.header
        assert it.screen.view.selection.caret.start == row.span.start


async def test_what_was_asked_is_there_when_it_is_opened_again(study_path: Path) -> None:
    async with driven(study_path) as it:
        await asked(it, "waiting")
        await it.press("q", "o", "f")
        await it.app.workers.wait_for_complete()
        await it.pilot.pause()
        screen = it.app.screen
        assert isinstance(screen, FindScreen)
        assert screen.question is not None
        assert screen.question.words == "waiting"
        assert screen.row is not None
        assert screen.row.words == "waiting"


async def test_by_participant_and_back_the_chosen_one_stays(study_path: Path) -> None:
    async with driven(study_path) as it:
        screen = await asked(it, "it")
        await it.press("down")
        row = screen.row
        await it.press("T")
        assert screen.row == row
        headings = [group.heading for group in screen.found.groups]
        assert len(headings) == len(set(headings))
        assert headings[-1].startswith("nobody’s talk")
        await it.press("T")
        assert screen.row == row


async def test_what_cannot_be_looked_for_is_said(study_path: Path) -> None:
    async with driven(study_path) as it:
        screen = await asked(it, "&")
        assert "There is no word to look for." in screen.query_one(StatusBar).text
        await it.press("enter")
        assert it.app.screen is screen
        await it.press("slash", "ctrl+u", "type:zebra", "enter")
        await it.app.workers.wait_for_complete()
        await it.pilot.pause()
        assert screen.found.many == 0
        assert "Nothing was found for zebra" in screen.found.empty


async def test_esc_before_anything_was_asked_goes_back(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("F", "escape")
        assert isinstance(it.app.screen, CodingScreen)


async def test_hits_are_written_by_source_or_by_participant(study_path: Path, tmp_path: Path) -> None:
    async with driven(study_path) as it:
        screen = await asked(it, "clinic")
        many = len(screen.order)
        await it.press("X", "ctrl+u", f"type:{tmp_path / 'hits.csv'}", "enter")
        await it.app.workers.wait_for_complete()
        await it.pilot.pause()
        assert f"Wrote {many:,} hits" in screen.query_one(StatusBar).text
        await it.press("T", "X", "ctrl+u", f"type:{tmp_path / 'hits.docx'}", "enter")
        await it.app.workers.wait_for_complete()
    rows = (tmp_path / "hits.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == many + 1
    headings = [
        one.text for one in Document(str(tmp_path / "hits.docx")).paragraphs if one.style and one.style.name == "Heading 3"
    ]
    assert headings == ["P01", "P07", "Nobody’s talk"]


async def test_the_coded_transcript_is_written_from_the_text(study_path: Path, tmp_path: Path) -> None:
    async with driven(study_path, source="first") as it:
        await it.press("right_curly_bracket", "c", "type:trans", "enter")
        await it.press("X", "ctrl+u", f"type:{tmp_path / 'first.docx'}", "enter")
        await it.app.workers.wait_for_complete()
        await it.pilot.pause()
        assert "Wrote first with 1 coding in the margin" in it.status
    tables = Document(str(tmp_path / "first.docx")).tables
    assert tables[1].rows[1].cells[1].text == "Access > Transport"
