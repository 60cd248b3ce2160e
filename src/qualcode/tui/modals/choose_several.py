"""Several of a list: Space marks, Enter takes what is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import SelectionList
from textual.widgets.selection_list import Selection

from qualcode.domain.text import drawn
from qualcode.tui.modals.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from textual.app import ComposeResult


class ChooseSeveral(Dialog[list[str]]):
    """Answers the names that are marked, in their order, or None."""

    DEFAULT_CSS = """
    ChooseSeveral > .box { width: 60; }
    ChooseSeveral SelectionList { background: $surface; border: none; padding: 0; height: auto; max-height: 70vh; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "take", show=False, id="several.take", priority=True),
        Binding("a", "all", "all or none", show=False, id="several.all"),
        Binding("j", "down", show=False, id="several.down"),
        Binding("k", "up", show=False, id="several.up"),
    ]

    def __init__(self, title: str, names: Sequence[str], marked: Collection[str]) -> None:
        super().__init__()
        self._title = title
        self._names = list(names)
        self._marked = set(marked)

    def compose(self) -> ComposeResult:
        """The names, each marked or not."""
        rows = [Selection(drawn(name).replace("[", r"\["), name, name in self._marked) for name in self._names]
        with Vertical(classes="box") as box:
            box.border_title = self._title
            box.border_subtitle = "Space marks  a all or none  Enter  Esc"
            yield SelectionList[str](*rows, compact=True)

    @property
    def _list(self) -> SelectionList[str]:
        return self.query_one(SelectionList)

    def action_take(self) -> None:
        """Answer what is marked."""
        marked = set(self._list.selected)
        self.dismiss([name for name in self._names if name in marked])

    def action_all(self) -> None:
        """Mark all, or none where all are marked."""
        if len(self._list.selected) == len(self._names):
            self._list.deselect_all()
        else:
            self._list.select_all()

    def action_down(self) -> None:
        """The next name."""
        self._list.action_cursor_down()

    def action_up(self) -> None:
        """The name before."""
        self._list.action_cursor_up()
