"""Reading a chart: down a theme with its note and groups, across a case with its portrait, two cases side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.charts import CellMark
from qualcode.services.charting_cells import open_cell
from qualcode.services.memos import list_memos
from qualcode.services.studies import open_study
from qualcode.tui.screens.chart import ChartScreen
from qualcode.tui.screens.chart_reading import CaseScreen, ThemeScreen
from qualcode.tui.widgets.bars import StatusBar
from tests.tui.screens import SIZES, Driven, driven
from tests.tui.test_chart_screen import charted, fls, settled

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["fls"]


async def down(it: Driven, *keys: str) -> ThemeScreen:
    await charted(it)
    await it.press("|")
    screen = await settled(it)
    for key in keys:
        await it.press(key)
        await settled(it)
    assert isinstance(screen, ThemeScreen)
    return screen


async def across(it: Driven, *keys: str) -> CaseScreen:
    await charted(it)
    await it.press("_")
    screen = await settled(it)
    for key in keys:
        await it.press(key)
        await settled(it)
    assert isinstance(screen, CaseScreen)
    return screen


def values(path: Path, attribute: str) -> dict[str, str]:
    with open_study(path) as study:
        return {case.name: value for case in study.cases.all() if (value := case.value(attribute))}


@pytest.mark.parametrize("size", SIZES)
async def test_a_theme_is_read_down_and_the_next_one_too(fls: Path, size: tuple[int, int]) -> None:
    async with driven(fls, size) as it:
        chart = await charted(it)
        assert chart.table is not None
        texts = [[cell.text for cell in row.cells] for row in chart.table.rows]
        await it.press("|")
        screen = await settled(it)
        assert isinstance(screen, ThemeScreen)
        assert screen.table is not None
        assert [row.cells[0].text for row in screen.table.rows] == [row[0] for row in texts]
        await it.press("right")
        await settled(it)
        assert [row.cells[0].text for row in screen.table.rows] == [row[1] for row in texts]
        await it.press("left", "left")
        await settled(it)
        assert "first theme" in screen.query_one(StatusBar).text
        await it.press("q")
        assert it.app.screen is chart


async def test_the_range_of_views_is_noted_and_goes_on(fls: Path) -> None:
    async with driven(fls) as it:
        screen = await down(it)
        before = len(screen.notes)
        await it.press("m", "type:From none to two days a week", "ctrl+s")
        await settled(it)
        assert len(screen.notes) == before + 1
        assert "Wrote the note on the range of views" in screen.query_one(StatusBar).text
        await it.press("m", "type: or more", "ctrl+s")
        await settled(it)
        assert len(screen.notes) == before + 1
    with open_study(fls) as study:
        memo = list_memos(study)[-1]
    assert memo.kind == "range of views"
    assert memo.text == "From none to two days a week or more"


async def test_cases_are_put_in_groups_that_are_an_attribute(fls: Path) -> None:
    async with driven(fls) as it:
        screen = await down(it)
        assert screen.at is not None
        first = screen.at[0].name
        await it.press("&", "type:stance", "enter", "type:wary", "enter")
        await settled(it)
        assert values(fls, "stance") == {first: "wary"}
        assert screen.sheet is not None
        assert screen.at[0].name == first
        assert "wary" in screen.sheet.rows[screen.grid.row].said
        await it.press("down", "&")
        name = screen.at[0].name
        await it.press("type:keen", "enter")
        await settled(it)
        assert values(fls, "stance") == {first: "wary", name: "keen"}
        await it.press("u")
        await settled(it)
        assert values(fls, "stance") == {first: "wary"}


async def test_no_group_goes_into_what_is_known_of_the_cases(fls: Path) -> None:
    async with driven(fls) as it:
        screen = await down(it)
        before = values(fls, "professional_group")
        await it.press("O", "type:professional", "enter")
        await settled(it)
        await it.press("&")
        assert "GROUPS ARE CALLED" in screen.query_line.text
        await it.press("type:professional_group", "enter")
        await settled(it)
        assert "says what is known of the cases" in screen.query_one(StatusBar).text
        assert "GROUPS" not in screen.query_line.text
        await it.press("&", "type:stance", "enter", "type:wary", "enter")
        await settled(it)
        assert set(values(fls, "stance").values()) == {"wary"}
        assert values(fls, "professional_group") == before


@pytest.mark.parametrize("size", SIZES)
async def test_a_case_is_read_across_all_themes_and_cells_are_written_there(fls: Path, size: tuple[int, int]) -> None:
    async with driven(fls, size) as it:
        screen = await across(it)
        assert screen.sheet is not None
        assert len(screen.sheet.rows) == 18
        assert len(screen.sheet.columns) == 1
        name = screen.sheet.columns[0].name
        await it.press("G")
        assert screen.at is not None
        case, code = screen.at[0].case, screen.at[1].code
        await it.press("1")
        await settled(it)
        with open_study(fls) as study:
            assert open_cell(study, case, code).mark is CellMark.NOT_RAISED
        assert screen.at[2].mark is CellMark.NOT_RAISED
        await it.press("right")
        await settled(it)
        assert screen.sheet.columns[0].name != name
        await it.press("m", "type:Tells it as comedy", "ctrl+s")
        await settled(it)
        assert "Wrote the portrait" in screen.query_one(StatusBar).text
    with open_study(fls) as study:
        assert list_memos(study)[-1].kind == "case portrait"


async def test_two_cases_stand_side_by_side(fls: Path) -> None:
    async with driven(fls) as it:
        screen = await across(it, "=", "type:P004", "enter")
        assert screen.sheet is not None
        assert [head.name for head in screen.sheet.columns] == ["P001", "P004"]
        await it.press("right")
        assert screen.at is not None
        assert screen.at[0].name == "P004"
        await it.press("=")
        await settled(it)
        assert [head.name for head in screen.sheet.columns] == ["P004"]
        await it.press("T")
        theme = await settled(it)
        assert isinstance(theme, ThemeScreen)
        assert theme.at is not None
        assert theme.at[0].name == "P004"


async def test_a_chart_is_saved_with_its_order_and_widths(fls: Path) -> None:
    async with driven(fls) as it:
        screen = await charted(it, "f", "type:group = nurse", "enter", "+", "+")
        width = screen.grid.chosen_widths[0]
        screen.action_save_chart()
        for _ in "Experiences of making business cases":
            await it.press("backspace")
        await it.press("type:Nurses alone", "enter")
        await settled(it)
        shown = len(screen.sheet.cases) if screen.sheet is not None else 0
        await it.press("b", "type:determine", "enter")
        await settled(it)
        await it.press("b", "type:nurses", "enter")
        await settled(it)
        assert screen.view is not None
        assert screen.view.layout.title == "Nurses alone"
        assert screen.sheet is not None
        assert len(screen.sheet.cases) == shown
        assert screen.grid.chosen_widths[0] == width
        screen.action_remove_chart()
        await settled(it)
        with open_study(fls) as study:
            assert not study.charts.all()
        assert isinstance(it.app.screen, ChartScreen)
