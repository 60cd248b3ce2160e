"""What was read from a study and stays true until somebody writes in it, kept from one question to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Thing = TypeVar("Thing")


class Kept:
    """Things by name, all forgotten as soon as the state of the database is another one.

    `state` says in which state it is: another one after every write, by whichever window, and None where that cannot be told
    (inside a transaction, which may be rolled back, or in a database that does not say). Then nothing is kept.
    """

    def __init__(self, state: Callable[[], Hashable | None]) -> None:
        self._state = state
        self._of: Hashable | None = None
        self._things: dict[Hashable, Any] = {}

    def get(self, name: Hashable, read: Callable[[], Thing]) -> Thing:
        """What is kept under this name, or what `read` brings; it must not be changed by whoever gets it."""
        state = self._state()
        if state is None:
            return read()
        if state != self._of:
            self._things.clear()
            self._of = state
        # What is read now may be newer than the state asked for before it: then it is forgotten at the next question.
        if name not in self._things:
            self._things[name] = read()
        found: Thing = self._things[name]
        return found
