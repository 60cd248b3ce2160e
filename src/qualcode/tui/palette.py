"""The command palette: the registry's commands of the screen it was called from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from qualcode.tui.commands import SCREENS, Command, of_place

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from qualcode.tui.app import QualcodeApp


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
            yield DiscoveryHit(_title(command), self._run(command), help=self._shown(command))

    async def search(self, query: str) -> Hits:
        """What fits the query."""
        matcher = self.matcher(query)
        for command in self._commands():
            title = _title(command)
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(title), self._run(command), help=self._shown(command))


def _title(command: Command) -> str:
    return command.words[:1].upper() + command.words[1:]
