"""What the screens have in common that change the study: refusals in words, changes in their turn, undo and redo."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar, cast

from textual.screen import Screen

from qualcode.errors import QualcodeError
from qualcode.tui.writing import Write, in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualcode.domain.changes import ChangeSet
    from qualcode.tui.app import QualcodeApp

Result = TypeVar("Result")


class WritingScreen(Screen[None]):
    """A screen from which the study is changed."""

    @property
    def qualcode(self) -> QualcodeApp:
        """The app."""
        return cast("QualcodeApp", self.app)

    def key(self, command: str) -> str:
        """The key in force of a command, by its id, for a sentence."""
        return self.qualcode.keys.in_words(command)

    def say(self, words: str, *, refused: bool = False) -> None:
        """Say what a key did."""
        raise NotImplementedError

    def drafts_changed(self) -> None:
        """A draft of a memo was kept or is none any more."""

    def show_header(self) -> None:
        """Draw the header: it says whether everything is saved."""
        raise NotImplementedError

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Say a refusal on the status line; the study stays open and unchanged."""
        try:
            yield
        except QualcodeError as error:
            self.say(str(error), refused=True)

    def write(self, do: Callable[[], Result], then: Callable[[Result], None], name: str) -> None:
        """Change the study now, or in its turn where another window writes just then; `then` shows what came of it.

        `do` calls one verb, with all it needs in hand: by the time it is called the caret may be elsewhere. `name` says in a
        few words what waits. A refusal is said on the status line. Where the screen was left meanwhile, the others show it.
        """

        def made(result: Result) -> None:
            if self.is_attached:
                then(result)
            else:
                self.qualcode.listen()

        self.qualcode.writes.add(Write(do, made, self._refuse, name))

    def change(self, do: Callable[[], ChangeSet | None], said: str, name: str, otherwise: str = "It is so already.") -> None:
        """Change the study as `write` does, and say it."""
        self.write(do, lambda change: self.done(change, said, otherwise), name)

    def _refuse(self, error: QualcodeError) -> None:
        if self.is_attached:
            self.say(str(error), refused=True)
        else:
            self.app.notify(str(error), severity="warning")

    def say_waiting(self) -> None:
        """Say that changes wait for another window."""
        self.say(f"{in_words(len(self.qualcode.writes.waiting))}; made as soon as it is done. Go on.")

    def done(self, change: ChangeSet | None, words: str, otherwise: str = "It is so already.") -> None:
        """Publish a change and say it."""
        if change is None:
            self.say(otherwise)
            return
        self.qualcode.publish(change)
        self.say(words)
