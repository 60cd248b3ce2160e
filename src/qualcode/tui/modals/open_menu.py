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
        Binding("g", "choose('compare')", show=False, id="open.compare"),
        Binding("b", "choose('codes')", show=False, id="open.codes"),
        Binding("m", "choose('memos')", show=False, id="open.memos"),
        Binding("h", "choose('history')", show=False, id="open.history"),
    ]

    def compose(self) -> ComposeResult:
        """The screens there are."""
        options = OptionList(
            Option("[b $accent]S[/]  Sources: choose what to code", id="sources"),
            Option("[b $accent]C[/]  Code: back to the text", id="code"),
            Option("[b $accent]F[/]  Find words in all sources", id="find"),
            Option("[b $accent]Q[/]  Query: extracts of a code or a query", id="retrieve"),
            Option("[b $accent]G[/]  Groups of participants compared", id="compare"),
            Option("[b $accent]B[/]  Codebook: build it", id="codes"),
            Option("[b $accent]M[/]  Memos: read and edit them", id="memos"),
            Option("[b $accent]H[/]  History: who did what and when", id="history"),
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
