"""A reason, asked for where the trail should say why; it may be left empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from qualcode.tui.modals.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Reason(Dialog[str]):
    """Asks why; answers the words typed (perhaps none), or None when given up."""

    TYPED_INTO = True

    def __init__(self, title: str, words: str, *, needed: bool = False) -> None:
        """Asks why; `needed` takes no empty answer."""
        super().__init__()
        self._needed = needed
        self._title = title
        self._words = words

    def compose(self) -> ComposeResult:
        """What is about to happen, and a line for the reason."""
        with Vertical(classes="box") as box:
            box.border_title = self._title
            box.border_subtitle = "Enter go on  Esc leave"
            yield Static(Content(self._words))
            line = Input(placeholder="why" if self._needed else "why (may be empty)", compact=True)
            line.cursor_blink = False
            yield line

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        reason = " ".join(event.value.split())
        if self._needed and not reason:
            self.app.bell()
            return
        self.dismiss(reason)
