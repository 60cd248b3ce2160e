"""Writing without ever making a person wait: at once where the study is free, else in turn as soon as it is.

A key's change is written in the handler of the key. Where another window is writing just then, the change waits in a row
with those that come after it, so that they are written in the order in which they were made; the keys go on. What
waits is what to do, with the words and codings that were meant when the key was pressed.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from qualcode.errors import QualcodeError, StudyBusy

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_MS = 100
"""How long a key waits for another window before its change waits in its place."""
LOOK_EVERY = 0.02
"""Seconds between two looks whether the study is free."""
_AT_ONCE = 0.05
"""Seconds for which waiting changes are written in one go, before keys are heard again."""


@dataclass(frozen=True, slots=True)
class Write:
    """A change to be made: what does it, what shows it once it is made, who says a refusal, and its name while it waits."""

    do: Callable[[], Any]
    then: Callable[[Any], None]
    refused: Callable[[QualcodeError], None]
    name: str


class WritesInTurn:
    """The changes of one window, each made in its turn."""

    def __init__(self, is_free: Callable[[], bool], on_waiting: Callable[[], None]) -> None:
        """`is_free` asks without waiting whether a change could be made now.

        `on_waiting` hears of each change that has to wait, and when none does any more.
        """
        self._is_free = is_free
        self._on_waiting = on_waiting
        self._waiting: list[Write] = []
        self._following: list[Write] | None = None

    @property
    def waiting(self) -> tuple[str, ...]:
        """The names of the changes that wait, the first to be made first."""
        return tuple(write.name for write in self._waiting)

    def add(self, write: Write) -> None:
        """Make a change now, or after those that wait.

        A change that is begun while a waiting one is shown, as a coding that needs the new code first, comes right after it.
        """
        if self._following is not None:
            self._following.append(write)
        elif self._waiting or not self._made(write):
            self._waiting.append(write)
            self._on_waiting()

    def go_on(self) -> None:
        """Make the changes that wait, as far as the study is free and it does not take long."""
        until = monotonic() + _AT_ONCE
        while self._waiting and monotonic() < until and self._is_free():
            self._following = []
            try:
                if not self._made(self._waiting[0], self._first_is_done):
                    break
            finally:
                self._waiting[:0], self._following = self._following, None
        if not self._waiting:
            self._on_waiting()

    def _first_is_done(self) -> None:
        # Before it is shown: whatever happens then, it is not made again.
        self._waiting.pop(0)

    def finish(self, seconds: float) -> None:
        """Make the changes that wait without showing them, for at most so long: the screens are gone."""
        until = monotonic() + seconds
        while self._waiting:
            write = self._waiting[0]
            try:
                write.do()
            except StudyBusy:
                if monotonic() > until:
                    return
                continue
            except QualcodeError:
                # Nobody is there any more to be told why; the study is as it was.
                pass
            self._waiting.pop(0)

    def give_up(self) -> None:
        """Forget what waits: the person said so."""
        self._waiting.clear()

    @staticmethod
    def _made(write: Write, on_made: Callable[[], None] = lambda: None) -> bool:
        """Make a change and show it; False where it has to wait."""
        try:
            result = write.do()
        except StudyBusy:
            return False
        except QualcodeError as error:
            on_made()
            write.refused(error)
            return True
        on_made()
        write.then(result)
        return True


@runtime_checkable
class KnowsOfWaiting(Protocol):
    """A dialog that is about the changes that wait."""

    def go_on(self) -> None:
        """Hear that some were made, or that another one waits."""


def in_words(waiting: int) -> str:
    """How many changes wait, for the status line."""
    return f"{waiting} change{'' if waiting == 1 else 's'} wait{'s' if waiting == 1 else ''} for the other window"
