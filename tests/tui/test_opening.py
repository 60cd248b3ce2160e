"""A screen asked for while the study is still being opened: it is said, and the screen comes as soon as the study is there."""

from __future__ import annotations

import inspect
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.tui.app import QualcodeApp
from qualcode.tui.navigation import DESTINATIONS
from qualcode.tui.screens.chart import ChartScreen
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.sources import SourcesScreen
from tests.tui.screens import Driven

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class OpenedLate(QualcodeApp):
    """A workbench whose study lies on a disk that answers when it is told to."""

    CSS_PATH = [Path(inspect.getfile(QualcodeApp)).parent / one for one in QualcodeApp.CSS_PATH]  # noqa: RUF012

    def _open_study(self, *_given: Any, **_named: Any) -> Any:
        """Not yet."""

    async def answer(self, it: Driven) -> None:
        QualcodeApp._open_study(self)
        while self.desk is None:
            await it.pilot.pause(0.02)
        await it.pilot.pause()


@asynccontextmanager
async def opened_late(path: Path) -> AsyncIterator[tuple[OpenedLate, Driven]]:
    app = OpenedLate(path)
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            yield app, Driven(app, pilot)
    finally:
        app.close_study()


@pytest.mark.parametrize("name", ["chart", "sources", "tables", "similar", "side", "history"])
async def test_a_screen_chosen_while_the_study_is_opened_comes_when_it_is_there(study_path: Path, name: str) -> None:
    one = next(one for one in DESTINATIONS if one.name == name)
    async with opened_late(study_path) as (app, it):
        await it.press("o", one.letter)
        assert isinstance(app.screen, CodingScreen)
        assert f"still being opened: {one.title} comes" in it.status
        await app.answer(it)
        assert [type(screen).__name__ for screen in app.screen_stack[1:2]] == [one.screen]


async def test_the_screen_chosen_last_is_the_one_that_comes(study_path: Path) -> None:
    async with opened_late(study_path) as (app, it):
        await it.press("o", "s", "o", "a", "o")
        await app.answer(it)
        assert isinstance(app.screen, ChartScreen)
        await it.press("escape", "escape")
        assert not any(isinstance(screen, SourcesScreen) for screen in app.screen_stack[1:-1])


async def test_back_to_the_text_takes_back_what_was_chosen(study_path: Path) -> None:
    async with opened_late(study_path) as (app, it):
        await it.press("o", "a", "o", "c")
        await app.answer(it)
        assert isinstance(app.screen, CodingScreen)


@pytest.mark.parametrize("key", ["Q", "Y", "Z"])
async def test_a_key_for_what_is_at_hand_says_that_nothing_is_there_yet(study_path: Path, key: str) -> None:
    async with opened_late(study_path) as (app, it):
        await it.press(key)
        assert "The study is still being opened" in it.status
        await app.answer(it)
        assert isinstance(app.screen, CodingScreen)
