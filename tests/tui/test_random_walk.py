"""Any keys in any order, on every screen: none falls over, and the study is sound afterwards."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualcode.services.checking import check_study
from qualcode.services.studies import open_study
from qualcode.tui.commands import SCREENS, of_place
from qualcode.tui.navigation import DESTINATIONS
from tests.tui.screens import driven

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

SIZES = [(80, 24), (120, 40), (200, 60), (100, 30)]
KEYS_EACH = 500
TYPED = ["a", "t", "r", "n", "space", "1", "enter", "enter", "tab", "escape", "escape", "down", "up", "backspace", "ctrl+s"]
NEVER = {"ctrl+q"}
LONGEST_VISIT = 25
"""Keys after which the walk goes to another screen, so that it comes to all of them."""


def keys_of(app: QualcodeApp) -> list[str]:
    """The keys that mean something on the screen that is shown."""
    places = SCREENS.get(app.screen_name(app.screen), ("app",))
    return sorted({key for command in of_place(*places) for key in command.keys.split(",") if key} - NEVER)


def press_of(app: QualcodeApp, chance: random.Random) -> str:
    return chance.choice(keys_of(app) if chance.random() < 0.75 else TYPED)


@pytest.mark.in_colour
@pytest.mark.parametrize(("seed", "size"), list(enumerate(SIZES, 1)))
async def test_a_walk_over_random_keys(
    demo_study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, size: tuple[int, int]
) -> None:
    # What the walk exports lands beside its study.
    monkeypatch.chdir(tmp_path)
    study = Path(shutil.copy(demo_study, tmp_path / "fls.qualcode"))
    chance = random.Random(seed)
    seen: Counter[str] = Counter()
    async with driven(study, size) as it:
        stay = 0
        for _ in range(KEYS_EACH):
            stay += 1
            if stay > LONGEST_VISIT:
                # Everything open is closed as a researcher would, so that the menu of screens can be reached.
                await it.press("escape", "escape", "escape")
                it.app.action_open_screen(chance.choice(DESTINATIONS).name)
                stay = 0
            seen[it.app.screen_name(it.app.screen)] += 1
            await it.pilot.press(press_of(it.app, chance))
            if chance.random() < 0.02:
                await it.pilot.resize_terminal(chance.randint(50, 180), chance.randint(12, 50))
        await it.press("escape", "escape", "escape")
        await it.app.workers.wait_for_complete()
    assert len(seen) >= len(DESTINATIONS) // 2, seen
    with open_study(study) as opened:
        assert check_study(opened).faults == ()
