"""What all dialogs look like."""

from __future__ import annotations

import asyncio
from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer], Generic[Answer]):
    """A box in the middle of the screen; Esc leaves it without an answer."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > .box {
        width: 72; max-width: 95%; height: auto; max-height: 90%;
        background: $surface; border: round $primary; padding: 0 1;
        border-title-color: $accent; border-title-style: bold; border-subtitle-color: $foreground 70%;
    }
    Dialog VerticalScroll, Dialog OptionList {
        scrollbar-size-vertical: 1; scrollbar-background: $surface; scrollbar-background-hover: $surface; scrollbar-color: $panel;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "leave", show=False, id="dialog.leave")]

    TYPED_INTO: ClassVar[bool] = False
    """Whether the dialog begins with a line or a text to type into."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead: list[tuple[str, str | None]] = []
        self._keyboard = asyncio.Event()

    async def keyboard_came(self) -> None:
        """Wait until the dialog has the keyboard, and what was typed ahead of it."""
        await self._keyboard.wait()

    def take_ahead(self, key: str, character: str | None) -> bool:
        """Take a key that was typed before the dialog had the keyboard; False where it means nothing to be typed."""
        from textual.widgets import Input, TextArea

        if not self.TYPED_INTO or not (key == "enter" or (character is not None and character.isprintable())):
            return False
        focused = self.focused
        if focused is None:
            self._ahead.append((key, character))
        elif isinstance(focused, TextArea):
            focused.insert("\n" if key == "enter" else character or "")
        elif isinstance(focused, Input) and key == "enter":
            self.call_later(focused.action_submit)
        elif isinstance(focused, Input):
            focused.insert_text_at_cursor(character or "")
        else:
            return False
        return True

    def on_descendant_focus(self) -> None:
        """The keyboard has come: type what was typed ahead."""
        ahead, self._ahead = self._ahead, []
        for key, character in ahead:
            self.take_ahead(key, character)
        self._keyboard.set()

    def asks_before_leaving(self) -> bool:
        """Ask whether what was typed may be lost; False where nothing would be."""
        return False

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
