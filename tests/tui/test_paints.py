"""A key is one paint, and a small one; the terminal gets nothing raw; it all works without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from qualcode.tui.app import QualcodeApp
from tests.tui.screens import SIZES, coded, driven

if TYPE_CHECKING:
    from pathlib import Path

    from textual.screen import Screen


@pytest.fixture
def paints(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The size of each update that is sent to the terminal, in characters."""
    sent: list[int] = []
    display = QualcodeApp._display

    def counted(app: QualcodeApp, screen: Screen[Any], renderable: Any) -> None:
        if renderable is not None and hasattr(renderable, "render_segments"):
            sent.append(len(renderable.render_segments(app.console)))
        display(app, screen, renderable)

    monkeypatch.setattr(QualcodeApp, "_display", counted)
    return sent


async def test_coding_is_one_paint_of_a_few_rows(study_path: Path, paints: list[int]) -> None:
    async with driven(study_path, (120, 40), "long") as it:
        await it.press("c", "type:wait", "enter")
        for keys in (["right_curly_bracket", "full_stop"], ["u"], ["U"], ["x"], ["asterisk"], ["right"], ["v"], ["L"]):
            for key in keys[:-1]:
                await it.press(key)
            await it.pilot.pause(0.1)
            paints.clear()
            await it.press(keys[-1])
            await it.pilot.pause(0.1)
            assert len(paints) == 1, keys
            assert paints[0] < 4500, keys


async def test_moving_ends_and_finding_are_one_paint_each(study_path: Path, paints: list[int]) -> None:
    async with driven(study_path, (120, 40), "long") as it:
        await it.press("right_curly_bracket", "c", "type:wait", "enter", "escape", "right_curly_bracket", "1", "escape")
        keys = [
            "greater_than_sign",
            "less_than_sign",
            "e",
            "left",
            "tab",
            "right",
            "escape",
            "e",
            "right",
            "enter",
            "S",
            "escape",
        ]
        keys += ["slash", "t", "h", "e", "enter", "n", "N", "escape", "v", "l", "escape"]
        for key in keys:
            await it.pilot.pause(0.1)
            paints.clear()
            await it.press(key)
            await it.pilot.pause(0.1)
            assert len(paints) == 1, key


async def test_scrolling_is_one_paint_too(study_path: Path, paints: list[int]) -> None:
    async with driven(study_path, (120, 40), "long") as it:
        for key in ("pagedown", "pagedown", *["right_curly_bracket"] * 12, "pageup", "G", "g", "t", "t", "t", "t"):
            await it.pilot.pause(0.1)
            paints.clear()
            await it.press(key)
            await it.pilot.pause(0.1)
            assert len(paints) == 1, key


async def test_quick_code_opens_narrows_and_applies_in_one_paint_each(study_path: Path, paints: list[int]) -> None:
    async with driven(study_path, (120, 40), "long") as it:
        await it.press("right_curly_bracket")
        for key in ("c", "t", "r", "enter"):
            await it.pilot.pause(0.1)
            paints.clear()
            await it.press(key)
            await it.pilot.pause(0.1)
            assert len(paints) == 1, key
    assert [code for code, _ in coded(study_path, "long")] != []


@pytest.mark.parametrize("size", SIZES)
async def test_everything_works_without_colour(study_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with driven(study_path, size) as it:
        await it.press("c", "type:wait", "tab", "type:tr", "enter", "right_curly_bracket", "w", "w", "1", "n", "N", "t")
        await it.press(
            "slash", "type:the", "enter", "n", "escape", "b", "b", "tab", "down", "slash", "t", "escape", "escape", "escape"
        )
        await it.press("D", "escape", "question_mark", "escape", "o", "escape", "q", "down", "q", "x", "u", "z")
        it.app.action_switch_theme()
        await it.pilot.pause(0.1)
        for line in it.screen._compositor.render_strips():
            for segment in line:
                style = segment.style
                for colour in (style.color, style.bgcolor) if style else ():
                    if colour is not None and colour.triplet is not None:
                        assert max(colour.triplet) - min(colour.triplet) <= 1, (segment.text, colour)
    assert len(coded(study_path)) >= 2


@pytest.mark.parametrize("depth", ["256", "standard"])
async def test_fewer_colours_still_tell_selected_coded_and_plain_apart(study_path: Path, depth: str) -> None:
    from rich.color import ColorSystem

    async with driven(study_path) as it:
        await it.press("c", "type:wait", "enter", "right_curly_bracket", "right_parenthesis", "v", "l", "l")
        ink = it.screen.view.ink
        from qualcode.tui.widgets.transcript.tints import Look

        system = ColorSystem.EIGHT_BIT if depth == "256" else ColorSystem.STANDARD
        looks = [Look(), Look(selected=True), Look(caret=True), Look(hues=(ink.hues[0],))]
        grounds = []
        for look in looks:
            ground = ink.style(look).bgcolor
            assert ground is not None
            grounds.append(ground.downgrade(system).number)
        assert len(set(grounds[:3])) == 3
        if depth == "256":
            assert len(set(grounds)) == 4
