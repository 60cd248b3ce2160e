"""Comparing groups: the table is the service's, and a cell opens as the extracts it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.services.cases import import_cases
from qualcode.services.coding import apply_code
from qualcode.services.comparing import compare_groups
from qualcode.services.studies import open_study
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.compare import CompareScreen
from qualcode.tui.screens.retrieve import RetrieveScreen
from qualcode.tui.widgets.bars import StatusBar
from tests.tui.screens import SIZES, Driven, driven

if TYPE_CHECKING:
    from pathlib import Path

    from textual.screen import Screen


@pytest.fixture
def grouped(study_path: Path, tmp_path: Path) -> Path:
    """The study with roles and years known, one participant turn coded, and both sources finished."""
    table = tmp_path / "cases.csv"
    with open_study(study_path) as study:
        names = [case.name for case in study.cases.all()]
        rows = [f"{name},{'nurse' if name == 'P01' else 'doctor'},{7 * at}" for at, name in enumerate(names)]
        table.write_text("\n".join(["id,role,years", *rows]) + "\n", encoding="utf-8")
        import_cases(study, table)
        text = study.sources.text(study.sources.named("first").id)
        code = study.codes.codebook().find("Transport").id
        apply_code(study, source=text.source.id, span=text.turns[1].span, code=code)
        for source in study.sources.all():
            with study.unit_of_work("finish") as work:
                work.rounds.finish(study.viewer.id, source.id)
    return study_path


async def settled(it: Driven) -> Screen[object]:
    await it.pilot.pause()
    await it.app.workers.wait_for_complete()
    await it.pilot.pause()
    return it.app.screen


async def compared(it: Driven, *keys: str) -> CompareScreen:
    await it.press("o", "g")
    await it.pilot.pause()
    await it.press(*keys)
    screen = await settled(it)
    assert isinstance(screen, CompareScreen)
    return screen


@pytest.mark.parametrize("size", SIZES)
async def test_the_table_is_the_services_and_a_cell_opens_its_extracts(grouped: Path, size: tuple[int, int]) -> None:
    with open_study(grouped) as study:
        expected = compare_groups(study, "role")
    nurse = [one.name for one in expected.groups].index("nurse")
    cell = expected.themes[0].cells[nurse]
    assert str(cell) == "1 of 1"
    async with driven(grouped, size) as it:
        screen = await compared(it, "type:role", "enter")
        assert screen.comparison == expected
        assert [list(row.cells) for row in screen.table.rows] == [list(map(str, theme.cells)) for theme in expected.themes]
        await it.press(*["right"] * nurse)
        assert "1 of 1" in screen.query_one(StatusBar).text
        assert "P01" in screen.query_one(StatusBar).text
        await it.press("enter")
        extracts = await settled(it)
        assert isinstance(extracts, RetrieveScreen)
        assert [row.codings for row in extracts.answer.rows] == [cell.codings]
        await it.press("q")
        assert it.app.screen is screen
        await it.press("down", "enter")
        assert it.app.screen is screen
        await it.press("q")
        assert isinstance(it.app.screen, CodingScreen)


async def test_a_number_asks_for_bands_and_wrong_ones_are_refused(grouped: Path) -> None:
    async with driven(grouped) as it:
        screen = await compared(it, "type:years", "enter", "type:5-1", "enter")
        assert "ends before it begins" in screen.query_one(StatusBar).text
        await it.press("slash")
        await it.pilot.pause()
        await it.press("type:years", "enter", "type:0-5,6+", "enter")
        await settled(it)
        assert screen.comparison is not None
        assert [one.name for one in screen.comparison.groups][:2] == ["0–5", "6+"]


async def test_the_table_is_written(grouped: Path, tmp_path: Path) -> None:
    async with driven(grouped) as it:
        await compared(it, "type:role", "enter", "X")
        await it.press("ctrl+u", f"type:{tmp_path / 'out.csv'}", "enter")
        screen = await settled(it)
        assert "Wrote the table" in screen.query_one(StatusBar).text
    assert "nurse" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


async def test_without_attributes_it_is_said(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("o", "g")
        screen = await settled(it)
        assert "Nothing is known of the participants yet" in screen.query_one(StatusBar).text
