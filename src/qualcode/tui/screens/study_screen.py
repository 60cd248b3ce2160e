"""What the screens over the text have in common: header, status and keys, undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from qualcode.tui.commands import footer
from qualcode.tui.prompt import Prompt
from qualcode.tui.screens.writing_screen import WritingScreen
from qualcode.tui.widgets.bars import HeaderBar, KeyBar, StatusBar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import ComposeResult
    from textual.widget import Widget

    from qualcode.domain.changes import ChangeSet
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.bars import Part


class StudyScreen(WritingScreen):
    """A screen of the study; `PLACE` is its name in the registry, `HEADING` how its header calls it."""

    PLACE: ClassVar[str] = ""
    HEADING: ClassVar[str] = ""

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__()
        self.desk = desk
        self.prompt: Prompt | None = None
        self._prompt_keys = ""
        self._said: Part = ("", "good")

    def compose(self) -> ComposeResult:
        """Header, what the screen is about, status, keys."""
        yield HeaderBar()
        yield from self.body()
        yield StatusBar()
        yield KeyBar(footer(self.PLACE), self.qualcode.keys.shown)

    def body(self) -> Iterator[Widget]:
        """The widgets between header and status."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Draw the header and listen to changes."""
        self.show_header()
        self.qualcode.study_changed.subscribe(self, self.take_change)
        with self.desk.snapshot():
            self.renew()
        self.show_status()

    def show_header(self) -> None:
        """Draw the header."""
        self.query_one(HeaderBar).show(
            [
                ("◧ ", "accent"),
                ("qualcode ", "accent"),
                (f" {self.HEADING}  ", "primary"),
                (self.desk.title, "bold"),
                (f"  coder: {self.desk.coder}", "muted"),
            ],
            [self.qualcode.saved_sign()],
        )

    def renew(self) -> None:
        """Read what the screen shows anew."""
        raise NotImplementedError

    def take_change(self, _change: ChangeSet) -> None:
        """Show the study as it is after a change."""
        self.renew()
        self.show_status()

    # what it says

    def say(self, words: str, *, refused: bool = False) -> None:
        """Say what a key did."""
        self._said = (words, "bad" if refused else "good")
        self.show_status()

    def summary(self) -> str:
        """What the status line says of the whole."""
        return ""

    def show_status(self) -> None:
        """Draw the status line: the line being typed, or what a key did, or a summary."""
        bar = self.query_one(StatusBar)
        if self.prompt is not None:
            bar.ask(self.prompt, [(self.summary() + "  ", "muted"), (self._prompt_keys, "muted")])
        elif self._said[0]:
            bar.show([(" ", "plain"), self._said])
        else:
            bar.show([(" " + self.summary(), "plain")])

    def type_line(self, label: str, text: str, on_change: Callable[[str], None]) -> Prompt:
        """Let a line be typed on the status line, heard at each key; given up, it is empty."""

        def changed(words: str) -> None:
            on_change(words)
            self.show_status()

        def done(words: str | None) -> None:
            self.prompt = None
            self.typing_ended()
            changed(words or "")

        return self._show_prompt(Prompt(label, changed, done, text), "Enter keeps it  Esc all ")

    def ask_line(self, label: str, on_done: Callable[[str | None], None], text: str = "") -> Prompt:
        """Let a line be typed on the status line, heard when it is done, or as None when it is given up."""

        def done(words: str | None) -> None:
            self.prompt = None
            self.typing_ended()
            on_done(words)

        return self._show_prompt(Prompt(label, lambda _words: self.show_status(), done, text), "Enter takes it  Esc gives up ")

    def _show_prompt(self, prompt: Prompt, keys: str) -> Prompt:
        self.prompt, self._prompt_keys = prompt, keys
        self._said = ("", "good")
        self.show_status()
        return prompt

    def typing_ended(self) -> None:
        """The line is typed: the list gets its keys back."""

    # changes

    def action_undo(self) -> None:
        """Take the latest action back."""
        self.write(self.desk.undo, lambda change: self.done(change, f"Undone: {change.what or change.verb}."), "an undo")

    def action_redo(self) -> None:
        """Put back what was undone last."""
        self.write(self.desk.redo, lambda change: self.done(change, f"Done again: {change.what or change.verb}."), "a redo")

    def action_back(self) -> None:
        """Back to the text."""
        self.dismiss(None)

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A click on a key does what the key does."""
        await self.qualcode.run_command(event.command)
