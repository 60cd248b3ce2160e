"""What the screens share that ask something: a line at the top to type into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.tui.prompt import Prompt
from qualcode.tui.screens.files import FileScreen
from qualcode.tui.widgets.query_line import QueryLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.tui.screens.found import Question
    from qualcode.tui.widgets.typing import TypedInto


class AskingScreen(FileScreen):
    """A screen with a query line."""

    @property
    def typed_into(self) -> TypedInto:
        """The widget that has the keyboard, and hands it to a line being typed."""
        raise NotImplementedError

    @property
    def query_line(self) -> QueryLine:
        """The line at the top."""
        return self.query_one(QueryLine)

    def ask(self, question: Question, *, at: int = 0) -> None:
        """Look something up, and choose the `at`-th of what is found; for screens that are asked questions."""
        raise NotImplementedError

    def show_question(self) -> None:
        """Draw the line at the top when nothing is typed into it."""
        raise NotImplementedError

    def open_prompt(
        self, label: str, on_done: Callable[[str | None], None], text: str, on_change: Callable[[str], None] | None = None
    ) -> None:
        """Have a line typed at the top; when it is done, or given up with None, it is closed first."""

        def changed(words: str) -> None:
            self.draw_question()
            if on_change is not None:
                on_change(words)

        def done(words: str | None) -> None:
            self.prompt = self.typed_into.prompt = None
            self.draw_question()
            self.say("")
            on_done(words)

        self.prompt = self.typed_into.prompt = self.make_prompt(label, changed, done, text)
        self.draw_question()

    def make_prompt(self, label: str, changed: Callable[[str], None], done: Callable[[str | None], None], text: str) -> Prompt:
        """The line that is typed."""
        return Prompt(label, changed, done, text)

    def draw_question(self) -> None:
        """Draw the line at the top: what is being typed, or what was asked."""
        if self.prompt is not None:
            self.query_line.ask(self.prompt)
        else:
            self.show_question()
