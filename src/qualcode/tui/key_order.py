"""Keys in the order they were pressed, also when they come faster than the screen answers.

A widget gets a key before the app runs its bindings, and keys typed ahead reach the widget before the binding that
would open a line to type into. So a widget that takes typed words does not handle keys itself: the app hands them over
where it runs bindings, one after the other.

Words typed into a text are the other way round: the text gets its letters through a queue of its own, while a binding that
goes before the text, as ctrl+s does, runs at once. Such a key waits until the letters before it have arrived.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

from textual import events
from textual.app import App
from textual.widgets import Input, TextArea

if TYPE_CHECKING:
    from textual.events import Event

Result = TypeVar("Result")

_NEVER_TAKEN = frozenset({"ctrl+q"})
_LONGEST_WAIT = 2.0
"""Seconds that a key waits for the letters before it; a text that is just being closed never takes them."""


@runtime_checkable
class TakesKeys(Protocol):
    """A widget that takes every key while something in it is being typed."""

    @property
    def takes_keys(self) -> bool:
        """Whether it takes keys now."""

    def take_key(self, key: str, character: str | None) -> None:
        """Take a key."""


@runtime_checkable
class TakesAhead(Protocol):
    """A dialog that takes what was typed before it had the keyboard."""

    def take_ahead(self, key: str, character: str | None) -> bool:
        """Take a key; False leaves it to the bindings."""

    async def keyboard_came(self) -> None:
        """Wait until it has the keyboard, and what was typed ahead."""


class KeyOrderApp(App[Result]):
    """An app that hands keys to the focused widget while that takes them."""

    async def on_event(self, event: Event) -> None:
        """Have the letters that were typed before a key that may be bound arrive where they go first."""
        if isinstance(event, events.Key) and not event.is_forwarded and not event.is_printable:
            await self._letters_arrived()
        await super().on_event(event)

    async def _letters_arrived(self) -> None:
        """Wait until the text that has the keyboard has taken what was typed into it."""
        focused = self.focused
        if isinstance(focused, TextArea | Input):
            taken = asyncio.Event()
            if focused.call_later(taken.set):
                with suppress(TimeoutError):
                    await asyncio.wait_for(taken.wait(), _LONGEST_WAIT)

    async def on_key(self, event: events.Key) -> None:
        """Hand a key over, or leave it to the bindings."""
        focused, screen = self.focused, self.screen
        if isinstance(screen, TakesAhead) and event.key not in _NEVER_TAKEN:
            taken = screen.take_ahead(event.key, event.character)
            if taken or await self._run_late(event.key):
                event.stop()
                event.prevent_default()
                return
        if isinstance(focused, TakesKeys) and focused.takes_keys and event.key not in _NEVER_TAKEN:
            event.stop()
            event.prevent_default()
            focused.take_key(event.key, event.character)

    async def _run_late(self, key: str) -> bool:
        """Run a binding that goes before the text, of a key that was pressed before the dialog was there; False without one."""
        screen = self.screen
        late = screen.active_bindings.get(key)
        if late is None or not late.binding.priority or late.node is not screen or not isinstance(screen, TakesAhead):
            return False
        with suppress(TimeoutError):
            await asyncio.wait_for(screen.keyboard_came(), _LONGEST_WAIT)
        await self._letters_arrived()
        await self.run_action(late.binding.action, screen)
        return True
