"""More like this: turns are proposed, looked at and opened; a wait can be stopped, and nothing is coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.services.coding_hits import code_plan, plan_hits
from qualcode.services.importing import import_files
from qualcode.services.sampling import sample_sources
from qualcode.services.similar import uses_of_similar
from qualcode.services.studies import add_coder, open_study
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.codebook import CodebookScreen
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.similar import SimilarScreen
from qualcode.tui.widgets.bars import StatusBar
from qualcode.tui.widgets.query_line import QueryLine
from tests.tui.screens import SIZES, Driven, driven

if TYPE_CHECKING:
    from pathlib import Path


THIRD = """INT: And your letters?

P02: They lost a letter of my sister’s, twice, and my own letter once.

INT: Did anybody ring?

P02: Nobody rang. My sister drove me there in the end.
"""


@pytest.fixture
def lettered(study_path: Path, tmp_path: Path) -> Path:
    """The study with a third interview that shares words with the first."""
    (tmp_path / "third.txt").write_text(THIRD, encoding="utf-8")
    with open_study(study_path) as study:
        import_files(study, [tmp_path / "third.txt"])
    return study_path


async def proposed(it: Driven) -> SimilarScreen:
    """The screen once the other process has answered."""
    await it.pilot.pause()
    await it.app.workers.wait_for_complete()
    await it.pilot.pause()
    screen = it.app.screen
    assert isinstance(screen, SimilarScreen)
    assert not screen.waiting
    return screen


@pytest.mark.parametrize("size", SIZES)
async def test_turns_like_the_one_at_the_caret_are_proposed_and_opened(lettered: Path, size: tuple[int, int]) -> None:
    async with driven(lettered, size, "first") as it:
        await it.press("right_curly_bracket", "Q")
        screen = await proposed(it)
        assert screen.question is not None
        assert screen.question.words == "first, turn 2"
        assert screen.answer.rows
        assert all((row.name, row.turn) != ("first", 2) for row in screen.answer.rows)
        assert all(row.shared for row in screen.answer.rows)
        assert "nothing is coded" in screen.query_one(QueryLine).text
        await it.press("down")
        row = screen.row
        assert row is not None
        assert f"shares {row.shared[0]}" in screen.query_one(StatusBar).text
        await it.press("enter")
        assert isinstance(it.app.screen, CodingScreen)
        assert it.screen.view.selection.caret.start == row.span.start
    with open_study(lettered) as study:
        assert study.codings.all() == ()
        assert [one.times for one in uses_of_similar(study)] == [1]


async def test_a_code_gives_its_turns_from_its_screen_and_by_name(lettered: Path) -> None:
    with open_study(lettered) as study:
        code_plan(study, plan_hits(study, "nobody rang", code="Waiting times", source="first"))
    async with driven(lettered, source="first") as it:
        await it.press("o", "b", "down", "Q")
        assert isinstance(it.app.screen_stack[-2], CodebookScreen)
        screen = await proposed(it)
        assert screen.question is not None
        assert screen.question.words == "all that has Access > Waiting times"
        found = [(row.source, row.span) for row in screen.answer.rows]
        assert found
        await it.press("T")
        assert [group.heading for group in screen.found.groups] == sorted(group.heading for group in screen.found.groups)
        await it.press("slash", "type:broken", "enter")
        screen = await proposed(it)
        assert "Nothing has this code yet" in screen.query_one(StatusBar).text


async def test_a_wait_is_stopped_and_asked_again(lettered: Path) -> None:
    async with driven(lettered, source="first") as it:
        await it.press("right_curly_bracket", "Q")
        screen = it.app.screen
        assert isinstance(screen, SimilarScreen)
        assert screen.waiting
        await it.press("escape")
        assert "Stopped." in screen.query_one(StatusBar).text
        await it.app.workers.wait_for_complete()
        stopped = it.app.screen
        assert isinstance(stopped, SimilarScreen)
        assert not stopped.waiting
        assert stopped.answer.rows == ()
        await it.press("escape")
        assert isinstance(it.app.screen, CodingScreen)
        await it.press("Q")
        assert (await proposed(it)).answer.rows


async def test_it_is_off_while_one_codes_blind(study_path: Path) -> None:
    with open_study(study_path) as study:
        add_coder(study, "tomas")
        sample_sources(study, coder="tomas", share="1", seed=1)
    app = QualcodeApp(study_path, "tomas", "first")
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            while app.desk is None:
                await pilot.pause(0.02)
            await pilot.press("Q")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert isinstance(app.screen, SimilarScreen)
            assert "blind sample" in app.screen.query_one(StatusBar).text
            assert app.screen.answer.rows == ()
    finally:
        app.close_study()
