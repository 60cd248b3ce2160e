"""A question before what cannot be taken back: it is answered by typing what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Static

from qualcode.tui.modals.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content


class TypedConfirm(Dialog[bool]):
    """Says what would happen; answers True only where the words asked for are typed, letter by letter."""

    TYPED_INTO = True

    DEFAULT_CSS = """
    TypedConfirm > .box { border: round $error; border-title-color: $error; }
    TypedConfirm VerticalScroll { height: auto; max-height: 60vh; }
    TypedConfirm Input { background: $background; border: none; margin-top: 1; }
    """

    def __init__(self, title: str, words: Content, typed: str) -> None:
        super().__init__()
        self._title = title
        self._words = words
        self._typed = typed

    def compose(self) -> ComposeResult:
        """What would happen, and the line to type into."""
        with Vertical(classes="box") as box:
            box.border_title = self._title.replace("[", r"\[")
            box.border_subtitle = f"type {self._typed} and Enter  Esc leave".replace("[", r"\[")
            with VerticalScroll(can_focus=False):
                yield Static(self._words)
            line = Input(placeholder=self._typed, compact=True)
            line.cursor_blink = False
            yield line

    def on_mount(self) -> None:
        """Type into the line."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip() == self._typed:
            self.dismiss(True)  # noqa: FBT003
        else:
            self.app.bell()
            self.query_one(".box").border_subtitle = f"that is not {self._typed}  Esc leave".replace("[", r"\[")
