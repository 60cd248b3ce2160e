"""Every screen of the workbench and the keys that lead there, in the sample study: for portraits and for pictures.

The documentation's pictures are made of these screens, and the tests hold each of them to its portrait.
"""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.services.coding_screen import remember
from qualcode.services.studies import open_study
from qualcode.tui.app import QualcodeApp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

SIZES = ((80, 24), (120, 40), (200, 60))
THERE = (*["right_parenthesis"] * 3, "w")
"""From the start of turn 14 to its fourth sentence, selected."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A screen: the keys that lead to it from turn 14 of P004, as `typed` writes them."""

    name: str
    keys: tuple[str, ...] = ()


SHOTS: tuple[Shot, ...] = (
    Shot("coding"),
    Shot("quick-code", ("c", "type:nobo")),
    Shot("sources", ("q",)),
    Shot("find", ("F", "type:nobody", "enter")),
    Shot("retrieve", ("o", "q", "type:time and capacity", "enter")),
    Shot("codebook", ("o", "b", "j", "j", "j")),
    Shot("memos", ("o", "m")),
    Shot("history", ("o", "h")),
    Shot("compare", ("o", "g", "down", "enter", "enter")),
    Shot("open-menu", ("o",)),
    Shot("help", ("question_mark",)),
    Shot("palette", ("colon",)),
    Shot("memo-form", ("m",)),
    Shot("definition", ("D",)),
)


def at_turn_14(study: Path) -> None:
    """Leave the study as one leaves it who reads turn 14 of P004."""
    with open_study(study) as opened:
        text = opened.sources.text(opened.sources.named("P004").id)
        remember(opened, source=text.source.id, offset=text.turns[13].span.start)


def typed(keys: tuple[str, ...]) -> list[str]:
    """Keys by Textual's names; `type:words` is typed letter by letter."""
    found: list[str] = []
    for key in keys:
        found += ["space" if sign == " " else sign for sign in key[5:]] if key.startswith("type:") else [key]
    return found


@asynccontextmanager
async def at_shot(study: Path, shot: Shot, size: tuple[int, int]) -> AsyncIterator[tuple[QualcodeApp, Pilot[None]]]:
    """The running workbench at a screen of the gallery."""
    app = QualcodeApp(study, None, "P004")
    try:
        async with app.run_test(size=size) as pilot:
            while app.desk is None:
                await pilot.pause(0.02)
            await pilot.press(*THERE)
            for key in typed(shot.keys):
                await pilot.press(key)
                await app.workers.wait_for_complete()
            await pilot.pause()
            yield app, pilot
    finally:
        app.close_study()


def rewriting() -> bool:
    """Whether portraits are to be drawn anew instead of compared: QUALCODE_PORTRAITS=draw."""
    return os.environ.get("QUALCODE_PORTRAITS") == "draw"
