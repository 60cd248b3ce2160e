"""Keys in the order they were pressed, also when they come faster than the screen answers.

A widget gets a key before the app runs its bindings, and keys typed ahead reach the widget before the binding that
would open a line to type into. So a widget that takes typed words does not handle keys itself: the app hands them over
where it runs bindings, one after the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

from textual.app import App

if TYPE_CHECKING:
    from textual import events

Result = TypeVar("Result")

_NEVER_TAKEN = frozenset({"ctrl+q"})


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


class KeyOrderApp(App[Result]):
    """An app that hands keys to the focused widget while that takes them."""

    def on_key(self, event: events.Key) -> None:
        """Hand a key over, or leave it to the bindings."""
        focused, screen = self.focused, self.screen
        if isinstance(screen, TakesAhead) and event.key not in _NEVER_TAKEN and screen.take_ahead(event.key, event.character):
            event.stop()
            event.prevent_default()
            return
        if isinstance(focused, TakesKeys) and focused.takes_keys and event.key not in _NEVER_TAKEN:
            event.stop()
            event.prevent_default()
            focused.take_key(event.key, event.character)
