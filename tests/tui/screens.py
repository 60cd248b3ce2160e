"""Driving the whole app in tests: open a study, press keys, read what the study then holds."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from qualcode.services.studies import open_study
from qualcode.tui.app import QualcodeApp
from qualcode.tui.widgets.bars import HeaderBar, StatusBar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

    from qualcode.tui.screens.coding import CodingScreen

SIZES = [(80, 24), (120, 40), (200, 60)]


class Driven:
    """An app under a pilot, with its study open."""

    def __init__(self, app: QualcodeApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> CodingScreen:
        return self.app.coding

    @property
    def status(self) -> str:
        return self.screen.query_one(StatusBar).text

    @property
    def header(self) -> str:
        return self.screen.query_one(HeaderBar).text

    @property
    def text(self) -> str:
        return self.screen.view.reading.text

    @property
    def caret(self) -> str:
        return self.screen.view.selection.caret.words_of(self.text)

    @property
    def selected(self) -> str | None:
        span = self.screen.view.selection.span
        return None if span is None else span.words_of(self.text)

    async def press(self, *keys: str) -> None:
        """Press keys by Textual's names; a string of several letters is typed."""
        for key in keys:
            if len(key) > 1 and key.startswith("type:"):
                await self.pilot.press(*["space" if sign == " " else sign for sign in key[5:]])
            else:
                await self.pilot.press(key)
        await self.pilot.pause()


@asynccontextmanager
async def driven(path: Path, size: tuple[int, int] = (120, 40), source: str | None = None) -> AsyncIterator[Driven]:
    app = QualcodeApp(path, None, source)
    try:
        async with app.run_test(size=size) as pilot:
            while app.desk is None:
                await pilot.pause(0.02)
            await pilot.pause()
            yield Driven(app, pilot)
    finally:
        app.close_study()


def coded(path: Path, source: str = "first") -> list[tuple[str, str]]:
    """(code, words) of every live coding of a source, as the study holds them, in the order of the text."""
    with open_study(path) as study:
        text = study.sources.text(study.sources.named(source).id)
        book = study.codes.codebook()
        return [(book[one.code].name, one.span.words_of(text.text)) for one in study.codings.of_source(text.source.id)]
