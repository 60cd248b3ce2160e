"""Any keys in any order: the screens never fall over, and the study is sound afterwards."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from qualcode.services.checking import check_study
from qualcode.services.studies import open_study
from qualcode.tui.commands import of_place
from tests.tui.screens import driven

if TYPE_CHECKING:
    from pathlib import Path

KEYS = sorted(
    {
        key
        for command in of_place("reading", "coding", "codebook", "sources", "cases", "app")
        for key in command.keys.split(",")
        if key
    }
    - {"ctrl+q"}
)
TYPED = ["a", "t", "r", "space", "enter", "enter", "tab", "escape", "escape", "down", "backspace"]


@pytest.mark.parametrize(("seed", "size"), [(1, (120, 40)), (2, (80, 24)), (3, (200, 60))])
async def test_a_walk_over_random_keys(study_path: Path, seed: int, size: tuple[int, int]) -> None:
    chance = random.Random(seed)
    async with driven(study_path, size) as it:
        for _ in range(140):
            await it.pilot.press(chance.choice(KEYS if chance.random() < 0.7 else TYPED))
            if chance.random() < 0.02:
                await it.pilot.resize_terminal(chance.randint(50, 180), chance.randint(12, 50))
        await it.press("escape", "escape", "escape")
    with open_study(study_path) as study:
        assert check_study(study).faults == ()
