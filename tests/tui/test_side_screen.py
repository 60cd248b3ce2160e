"""Extracts side by side: columns that go by, one pinned; extracts changed where they stand; memos on the theme beside them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from qualcode.services.cases import import_cases
from qualcode.services.coding import apply_code
from qualcode.services.importing import import_files
from qualcode.services.memos import list_memos
from qualcode.services.studies import open_study
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.compare import CompareScreen
from qualcode.tui.screens.side import SideScreen
from qualcode.tui.widgets.bars import StatusBar
from qualcode.tui.widgets.query_line import QueryLine
from qualcode.tui.widgets.side_columns import HEAD, SideBlock, SideColumns, SideStrip
from tests.tui.screens import SIZES, Driven, driven

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = 6
TALK = """INT: How do you get there?

P{n:02}: By bus number {n}, mostly. {more}It takes an hour. Then I walk.

INT: And back?

P{n:02}: My son drives me back, on day {n}.
"""


@pytest.fixture
def people(study_path: Path, tmp_path: Path) -> Path:
    """Six more interviews, each with two turns coded Transport; their participants nurses and doctors in turn."""
    files = []
    for number in range(12, PEOPLE + 12):
        file = tmp_path / f"P{number:02}.txt"
        file.write_text(
            TALK.format(n=number, more="It never comes when it should. " * 30 if number == 13 else ""), encoding="utf-8"
        )
        files.append(file)
    table = tmp_path / "cases.csv"
    with open_study(study_path) as study:
        import_files(study, files)
        names = [f"P{number:02}" for number in range(12, PEOPLE + 12)]
        rows = [f"{name},{'nurse' if at % 2 else 'doctor'},{at * 5}" for at, name in enumerate(names)]
        table.write_text("\n".join(["id,role,years", *rows]) + "\n", encoding="utf-8")
        import_cases(study, table)
        code = study.codes.codebook().find("Transport").id
        for name in names:
            text = study.sources.text(study.sources.named(name).id)
            for turn in text.turns[1::2]:
                apply_code(study, source=text.source.id, span=turn.span, code=code)
    return study_path


async def settled(it: Driven) -> SideScreen:
    await it.pilot.pause()
    await it.app.workers.wait_for_complete()
    await it.pilot.pause()
    screen = it.app.screen
    assert isinstance(screen, SideScreen)
    return screen


async def beside(it: Driven, *keys: str) -> SideScreen:
    await it.press("o", "e")
    await it.pilot.pause()
    await it.press("type:transp", "enter")
    screen = await settled(it)
    await it.press(*keys)
    return await settled(it) if keys else screen


def sight(screen: SideScreen) -> list[str]:
    columns = screen.columns
    return [columns.columns[place].name for place in columns.in_sight]


def drawn(screen: SideScreen) -> list[str]:
    return [screen.columns.render_line(y).text for y in range(screen.columns.size.height)]


@pytest.mark.parametrize(("size", "many"), list(zip(SIZES, [2, 3, 4], strict=True)))
async def test_as_many_columns_as_fit_and_the_others_go_by(people: Path, size: tuple[int, int], many: int) -> None:
    async with driven(people, size) as it:
        screen = await beside(it)
        everybody = [f"P{number:02}" for number in range(12, PEOPLE + 12)]
        assert [column.name for column in screen.columns.columns] == everybody
        assert sight(screen) == everybody[:many]
        assert "12 extracts in 6 columns by participant" in screen.query_one(QueryLine).text or size[0] == 80
        await it.press(*["right"] * 5)
        assert sight(screen) == everybody[-many:]
        assert screen.extract is not None
        assert screen.extract.extract.cases == ("P17",)
        await it.press("p", *["left"] * 5)
        assert sight(screen) == ["P17", *everybody[: many - 1]]
        await it.press("w")
        assert len(sight(screen)) == many - 1
        await it.press("W", "W")
        assert len(sight(screen)) == many


async def test_a_long_extract_is_read_to_its_end_before_the_next_one_is_chosen(people: Path) -> None:
    async with driven(people, (80, 24)) as it:
        screen = await beside(it, "right")
        first = screen.extract
        assert first is not None
        shown = []
        for _ in range(30):
            shown += drawn(screen)[HEAD:]
            await it.press("down")
            if screen.extract is not first:
                break
        assert screen.extract is not None
        assert "My son drives me back, on day 13." in screen.extract.extract.words
        assert any("Then I walk." in line for line in shown)
        assert any("My son drives me" in line for line in drawn(screen))
        await it.press("g")
        assert screen.extract is first
        await it.press("G")
        assert screen.columns.at == 1


async def test_together_the_second_extracts_stand_on_one_line_and_apart_each_column_is_packed(people: Path) -> None:
    async with driven(people, (120, 40)) as it:
        screen = await beside(it)
        await it.press("down")
        lines = drawn(screen)
        second = [line for line in lines if line.count("● ¶4") == 3]
        assert len(second) == 1
        await it.press("z")
        assert not screen.columns.together
        lines = drawn(screen)
        assert next(line.count("● ¶4") for line in lines if "● ¶4" in line) == 2
        assert "for itself" in screen.query_one(StatusBar).text


async def test_recoded_starred_and_opened_where_it_stands(people: Path) -> None:
    async with driven(people) as it:
        screen = await beside(it, "right", "right", "down", "asterisk")
        row = screen.extract
        assert row is not None
        assert row.star
        assert "★" in screen.columns.columns[2].blocks[1].lead
        await it.press("r")
        await it.pilot.pause()
        await it.press("type:broken", "enter")
        screen = await settled(it)
        assert "Now Broken trust, no longer Transport." in screen.query_one(StatusBar).text
        assert [len(column.blocks) for column in screen.columns.columns] == [2, 2, 1, 2, 2, 2]
        await it.press("u")
        screen = await settled(it)
        assert screen.columns.column == 2
        await it.press("down", "enter")
        assert isinstance(it.app.screen, CodingScreen)
        assert it.screen.view.focused is not None
        assert it.screen.view.focused.id == row.codings[0]
        await it.press("o", "e")
        screen = await settled(it)
        assert screen.question is not None
        assert screen.question.words == "Transport"


async def test_a_memo_on_the_theme_is_written_read_and_edited_beside_the_extracts(people: Path) -> None:
    async with driven(people) as it:
        screen = await beside(it)
        await it.press("m")
        await it.pilot.pause()
        await it.press("type:all by bus", "ctrl+s")
        screen = await settled(it)
        assert "all by bus" in screen._told().plain
        await it.press("e")
        await it.pilot.pause()
        await it.press("home", "type:Nearly ", "ctrl+s")
        screen = await settled(it)
        assert "Nearly all by bus" in screen._told().plain
    with open_study(people) as study:
        (memo,) = list_memos(study)
        assert memo.target == "code Access > Transport"


async def test_columns_by_groups_are_chosen_and_numbers_need_bands(people: Path) -> None:
    async with driven(people) as it:
        await beside(it)
        await it.press("T")
        await it.pilot.pause()
        await it.press("type:role", "enter")
        screen = await settled(it)
        assert [(one.name, one.said) for one in screen.columns.columns] == [
            ("doctor", "6 extracts of 3 participants"),
            ("nurse", "6 extracts of 3 participants"),
        ]
        assert screen.columns.columns[0].blocks[0].lead.startswith("P12 ¶2")
        await it.press("T")
        await it.pilot.pause()
        await it.press("type:years", "enter")
        await it.press("type:0-9,10+", "enter")
        screen = await settled(it)
        assert [one.name for one in screen.columns.columns] == ["0–9", "10+"]
        await it.press("T")
        await it.pilot.pause()
        await it.press("type:each", "enter")
        assert len((await settled(it)).columns.columns) == PEOPLE


async def test_some_columns_are_left_out_and_what_is_compared_is_written(people: Path, tmp_path: Path) -> None:
    target = tmp_path / "side.csv"
    async with driven(people) as it:
        await beside(it)
        await it.press("P")
        await it.pilot.pause()
        await it.press("space", "j", "j", "space", "enter")
        screen = await settled(it)
        assert [column.name for column in screen.columns.columns] == ["P13", "P15", "P16", "P17"]
        await it.press("X", "ctrl+u", f"type:{target}", "enter")
        screen = await settled(it)
        assert "8 extracts in 4 columns" in screen.query_one(StatusBar).text
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert [row["column"] for row in csv.DictReader(file)] == [name for name in ("P13", "P15", "P16", "P17") for _ in "ab"]


async def test_it_is_opened_from_what_is_at_hand(people: Path) -> None:
    async with driven(people) as it:
        await it.press("o", "q", "type:transp", "tab", "enter")
        await it.app.workers.wait_for_complete()
        await it.press("Y")
        screen = await settled(it)
        assert screen.question is not None
        assert screen.question.words == "Transport"
        await it.press("q")
        with open_study(people) as study, study.unit_of_work("finish") as work:
            for source in study.sources.all():
                work.rounds.finish(study.viewer.id, source.id)
        await it.press("o", "g")
        await it.pilot.pause()
        await it.press("type:role", "enter")
        await it.app.workers.wait_for_complete()
        await it.pilot.pause()
        assert isinstance(it.app.screen, CompareScreen)
        await it.press("Y")
        screen = await settled(it)
        assert screen.by == ("role", "")
        assert [one.name for one in screen.columns.columns] == ["doctor", "nurse"]


async def test_a_query_that_cannot_be_read_is_shown_with_its_place(people: Path) -> None:
    async with driven(people) as it:
        await beside(it, "slash", "ctrl+u", "type:Access and (Trust", "enter")
        screen = await settled(it)
        assert "At sign " in screen.query_one(StatusBar).text
        assert screen.columns.columns == []
        await it.press("down", "right", "p", "space", "X", "enter", "r", "asterisk", "m", "P", "z")


async def test_a_click_chooses_and_two_open(people: Path) -> None:
    async with driven(people) as it:
        screen = await beside(it)
        await it.pilot.click(SideColumns, offset=(85, HEAD + 1))
        assert (screen.columns.column, screen.columns.at) == (2, 0)
        await it.pilot.click(SideColumns, offset=(85, HEAD + 1), times=2)
        await it.pilot.pause()
        assert isinstance(it.app.screen, CodingScreen)


def test_wide_signs_fill_their_cells() -> None:
    columns = SideColumns()
    assert columns.in_sight == []
    columns.show([SideStrip("甲", "1 extract", [SideBlock("¶1", "等待 three weeks 👩‍👩‍👧 and e\u0301", 1)])])
    assert columns.chosen_name == "甲"
