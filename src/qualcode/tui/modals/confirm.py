"""A question answered with yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from qualcode.tui.modals.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Confirm(Dialog[bool]):
    """Says what would happen; Enter or y agrees. Answers True, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "agree", "agree", show=False, id="confirm.agree"),
        Binding("n", "leave", "leave", show=False, id="confirm.leave"),
    ]

    def __init__(self, title: str, words: str, yes: str) -> None:
        super().__init__()
        self._title = title
        self._words = words
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The question."""
        box = Static(Content(self._words), classes="box")
        box.border_title = self._title
        box.border_subtitle = f"Enter {self._yes}  Esc leave"
        yield box

    def action_agree(self) -> None:
        """Answer yes."""
        self.dismiss(True)  # noqa: FBT003
