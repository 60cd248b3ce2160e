"""The command palette: the registry's commands of the screen it was called from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import Input

from qualcode.tui.commands import SCREENS, Command, of_place
from qualcode.tui.widgets.cells import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from qualcode.tui.app import QualcodeApp

_KEYS = 13
"""Cells of the keys before the words of a command."""


class Palette(CommandPalette):
    """The framework's palette, whose cursor does not blink: that would paint the screen for ever."""

    def on_mount(self) -> None:
        """Let the cursor stand."""
        self.query_one(Input).cursor_blink = False


class RegistryProvider(Provider):
    """Offers every command of the screen that has a palette entry."""

    def _commands(self) -> list[Command]:
        app = cast("QualcodeApp", self.app)
        return [command for command in of_place(*SCREENS[app.screen_name(self.screen)]) if command.palette]

    def _shown(self, command: Command) -> str:
        return cast("QualcodeApp", self.app).keys.shown(command)

    def _run(self, command: Command) -> Callable[[], Coroutine[Any, Any, None]]:
        return partial(cast("QualcodeApp", self.app).run_command, command)

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for command in self._commands():
            title = _title(command)
            yield DiscoveryHit(self._line(command, Content(title)), self._run(command), title)

    async def search(self, query: str) -> Hits:
        """What fits the query."""
        matcher = self.matcher(query)
        for command in self._commands():
            title = _title(command)
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, self._line(command, matcher.highlight(title)), self._run(command), title)

    def _line(self, command: Command, title: Content) -> Content:
        """The keys and what they do, on one line."""
        return Content.assemble((filled(self._shown(command), _KEYS), "$accent"), title)


def _title(command: Command) -> str:
    return command.words[:1].upper() + command.words[1:]
