"""The small menu of screens: a letter opens one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from qualcode.tui.modals.dialog import Dialog
from qualcode.tui.navigation import DESTINATIONS

if TYPE_CHECKING:
    from textual.app import ComposeResult


class OpenMenu(Dialog[str]):
    """Answers the name of a screen."""

    DEFAULT_CSS = """
    OpenMenu > .box, OpenMenu > .box:focus {
        width: 58; background: $surface; border: round $primary; padding: 0 1; background-tint: $foreground 0%;
    }
    OpenMenu > .box:focus > .option-list--option-highlighted {
        color: $foreground; background: $panel; text-style: bold;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(one.letter, f"choose('{one.name}')", show=False, id=f"open.{one.name}") for one in DESTINATIONS
    ]

    def compose(self) -> ComposeResult:
        """The screens there are."""
        options = OptionList(
            *(Option(f"[b $accent]{one.letter.upper()}[/]  {one.title}{one.about}", id=one.name) for one in DESTINATIONS),
            classes="box",
        )
        options.border_title = "Open"
        options.border_subtitle = "a letter, or ↑ ↓ Enter  Esc"
        yield options

    def action_choose(self, screen: str) -> None:
        """Answer a screen."""
        self.dismiss(screen)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)
