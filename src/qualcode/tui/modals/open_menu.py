"""The small menu of screens: a letter opens one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from qualcode.tui.modals.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult


class OpenMenu(Dialog[str]):
    """Answers the name of a screen."""

    DEFAULT_CSS = """
    OpenMenu > .box { width: 44; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "choose('code')", show=False, id="open.code"),
        Binding("s", "choose('sources')", show=False, id="open.sources"),
        Binding("f", "choose('find')", show=False, id="open.find"),
        Binding("q", "choose('retrieve')", show=False, id="open.retrieve"),
        Binding("b", "choose('codes')", show=False, id="open.codes"),
    ]

    def compose(self) -> ComposeResult:
        """The screens there are."""
        options = OptionList(
            Option("[b $accent]S[/]  Sources: choose what to code", id="sources"),
            Option("[b $accent]C[/]  Code: back to the text", id="code"),
            Option("[b $accent]F[/]  Find words in all sources", id="find"),
            Option("[b $accent]Q[/]  Query: extracts of a code or a query", id="retrieve"),
            Option("[b $accent]B[/]  Codebook: build it", id="codes"),
            classes="box",
            compact=True,
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
