"""Something longer to be read: a list of changes, a memo."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from qualcode.tui.modals.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content


class ReadOnly(Dialog[None]):
    """Shows words under a title."""

    DEFAULT_CSS = """
    ReadOnly > .box { width: 96; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", "leave", show=False, id="reading.leave"),
        Binding("down,j", "scroll(1)", show=False, id="reading.down"),
        Binding("up,k", "scroll(-1)", show=False, id="reading.up"),
        Binding("pagedown,space", "scroll(12)", show=False, id="reading.page_down"),
        Binding("pageup", "scroll(-12)", show=False, id="reading.page_up"),
    ]

    def __init__(self, title: str, words: Content) -> None:
        super().__init__()
        self._title = title
        self.words = words

    def compose(self) -> ComposeResult:
        """The words."""
        with VerticalScroll(classes="box", can_focus=False) as box:
            box.border_title = self._title.replace("[", r"\[")
            box.border_subtitle = "↑ ↓ scroll  Esc"
            yield Static(self.words)

    def action_scroll(self, rows: int) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)
