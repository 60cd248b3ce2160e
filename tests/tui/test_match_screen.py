"""Matching two code lists with the keyboard."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualcode.domain.coding import Purpose
from qualcode.services.codebook import Definition, add_code
from qualcode.services.double_coding import finish_sources
from qualcode.services.matching import code_lists
from qualcode.services.sampling import choose_sources
from qualcode.services.studies import open_study
from qualcode.storage import create_study
from qualcode.storage import open_study as opened
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.match import MatchScreen
from qualcode.tui.widgets.bars import HeaderBar, StatusBar
from tests.double_coded import LEAD, SECOND, code_words, furnish
from tests.tui.screens import SIZES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """P001 coded by both; the second coder made three codes."""
    folder = tmp_path_factory.mktemp("developed")
    with create_study(folder / "study", lead=LEAD, title="Clinics") as study:
        furnish(study, "P001")
        choose_sources(study, ["P001"], coder=SECOND, reason="rich", purpose=Purpose.DEVELOP)
        with opened(folder / "study", SECOND) as other:
            for name in ("No time", "Old figures", "Kindness"):
                add_code(other, name=name, definition=Definition(definition=f"What {name} means."))
            code_words(other, "P001", "at home", "No time")
            code_words(other, "P001", "came back", "Old figures")
            finish_sources(other, ["P001"])
        study.refresh_sight()
        code_words(study, "P001", "at home", "Time")
        code_words(study, "P001", "came back", "Figures")
        finish_sources(study, ["P001"])
    return folder / "study.qualcode"


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "study.qualcode"))


class Matched:
    """The app at the screen for code lists."""

    def __init__(self, app: QualcodeApp, pilot: Pilot[None], path: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.path = path

    @property
    def screen(self) -> MatchScreen:
        screen = self.app.screen
        assert isinstance(screen, MatchScreen)
        return screen

    @property
    def status(self) -> str:
        return self.app.screen.query_one(StatusBar).text

    @property
    def header(self) -> str:
        return self.app.screen.query_one(HeaderBar).text

    @property
    def chosen(self) -> str:
        row = self.screen.row
        return "" if row is None else row.code.code.name

    def pane(self, name: str) -> str:
        return str(self.screen.query_one(f"#match-{name} Static").render())

    async def press(self, *keys: str) -> None:
        for key in keys:
            if key.startswith("type:"):
                await self.pilot.press(*["space" if sign == " " else sign for sign in key[5:]])
            else:
                await self.pilot.press(key)
        await self.pilot.pause()

    def relations(self) -> list[tuple[str, str, str, str]]:
        with open_study(self.path, LEAD) as study:
            lists = code_lists(study)
            book = lists.book

            def name(code: int | None) -> str:
                return book[code].name if code is not None else ""

            matches = lists.matching.matches if lists.matching is not None else ()
            return [(name(one.first), name(one.second), str(one.relation), one.reason) for one in matches]


@asynccontextmanager
async def matching(path: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Matched]:
    app = QualcodeApp(path, LEAD, at="match")
    try:
        async with app.run_test(size=size) as pilot:
            while not isinstance(app.screen, MatchScreen):
                await pilot.pause(0.02)
            await pilot.pause()
            yield Matched(app, pilot, path)
    finally:
        app.close_study()


@pytest.mark.parametrize("size", SIZES)
async def test_definitions_stand_side_by_side_with_passages_at_hand(path: Path, size: tuple[int, int]) -> None:
    async with matching(path, size) as screen:
        assert screen.chosen == "No time"
        assert "0 of 3 codes" in screen.header
        assert "What No time means." in screen.pane("second")
        assert "“at home” P001, t. 2, Tom Adeyemi" in screen.pane("second")
        assert screen.pane("first").startswith("Time\n")
        assert "“at home” P001, t. 2, Mairi Lennox" in screen.pane("first")


async def test_relations_are_set_by_digits_and_it_goes_on(path: Path) -> None:
    async with matching(path) as screen:
        await screen.press("1")
        assert screen.relations() == [("Time", "No time", "same", "")]
        assert screen.chosen == "Old figures"
        await screen.press("2")
        assert screen.chosen == "Kindness"
        await screen.press("6")
        assert screen.relations()[1:] == [("Figures", "Old figures", "broader", ""), ("", "Kindness", "drop", "")]
        assert "! makes one list of the two" in screen.status
        await screen.press("g", "4")
        assert screen.relations()[0] == ("Time", "No time", "merge", "")
        await screen.press("u")
        assert screen.relations()[0] == ("Time", "No time", "same", "")
        await screen.press("U", "x")
        assert [one[2] for one in screen.relations()] == ["broader", "drop"]


async def test_another_code_is_set_beside_it_before_and_after(path: Path) -> None:
    async with matching(path) as screen:
        await screen.press("r", "type:appro", "enter")
        assert "Beside it now: Approval." in screen.status
        assert screen.pane("first").startswith("Approval")
        await screen.press("1")
        assert screen.relations() == [("Approval", "No time", "same", "")]
        await screen.press("g", "r", "type:figures", "enter")
        assert screen.relations() == [("Figures", "No time", "same", "")]


async def test_a_relation_without_the_other_code_is_refused(path: Path) -> None:
    async with matching(path) as screen:
        await screen.press("G", "1")
        assert "said of two codes" in screen.status
        await screen.press("e", "x")
        assert "has no relation" in screen.status
        assert screen.relations() == []


async def test_reasons_and_what_the_code_that_stays_is_called(path: Path) -> None:
    async with matching(path) as screen:
        await screen.press("1", "g", "enter", "type:his word", "enter")
        assert screen.relations() == [("Time", "No time", "same", "his word")]
        await screen.press("e", "type:Time and capacity", "ctrl+s")
        assert "Time → Time and capacity" in "".join(screen.screen.rows.render_line(y).text for y in range(4))
        await screen.press("j", "7")
        await screen.press("type:Figures out of date", "tab", "type:From an earlier year.", "ctrl+s")
        assert screen.relations()[1][:3] == ("Figures", "Old figures", "new")


async def test_finishing_makes_one_list_and_a_version(path: Path) -> None:
    async with matching(path) as screen:
        await screen.press("exclamation_mark")
        assert "No code is related yet." in screen.status
        await screen.press("1", "exclamation_mark")
        assert "2 codes of the second list without a relation" in screen.status
        await screen.press("1", "5", "exclamation_mark", *["backspace"] * len("after matching 1"), "type:v2", "ctrl+s")
        assert "One list: codebook version v2" in screen.status
        assert screen.screen.listed == []
        with open_study(path, LEAD) as study:
            assert [one.name for one in study.codes.versions()] == ["before matching 1", "v2"]
            assert [one.name for one in study.codes.codebook().live] == ["Time", "Approval", "Figures", "Kindness"]
        await screen.press("u")
        assert len(screen.screen.listed) == 3


async def test_the_codes_of_the_codebook_are_listed_too(path: Path) -> None:
    async with matching(path) as screen:
        await screen.press("T")
        assert [row.code.code.name for row in screen.screen.listed][3:] == ["Time", "Approval", "Figures"]
        await screen.press("G", "6")
        assert screen.relations() == [("Figures", "", "drop", "")]
        await screen.press("T")
        assert len(screen.screen.listed) == 4


async def test_the_table_is_written_from_here(path: Path, tmp_path: Path) -> None:
    async with matching(path) as screen:
        await screen.press("X", *["backspace"] * len("matching.csv"), f"type:{tmp_path}/m.csv", "enter")
        await screen.app.workers.wait_for_complete()
        await screen.pilot.pause()
        assert (tmp_path / "m.csv").read_text(encoding="utf-8").count("\n") == 4


async def test_without_a_second_list_it_says_so(tmp_path: Path) -> None:
    with create_study(tmp_path / "bare", lead=LEAD) as study:
        furnish(study, "P001")
    async with matching(tmp_path / "bare.qualcode") as screen:
        assert "Nothing waits to be matched" in screen.status
        await screen.press("1", "5", "r", "e", "enter", "x", "t", "exclamation_mark", "ctrl+d", "ctrl+u", "q")
        assert not isinstance(screen.app.screen, MatchScreen)
