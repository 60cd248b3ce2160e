"""Leaving while changes wait for another window: they are made first, unless the researcher says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from qualcode.domain.text import drawn
from qualcode.tui.modals.dialog import Dialog
from qualcode.tui.writing import in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

_MOST = 8
"""Changes that are named; more are counted."""


class Leaving(Dialog[bool]):
    """Waits until every change is made and answers True; at once, and without them, when x is pressed. Esc stays."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("x", "agree", "agree", show=False, id="leaving.agree")]

    def __init__(self, waiting: Callable[[], Sequence[str]]) -> None:
        """`waiting` tells the names of the changes that wait."""
        super().__init__()
        self._waiting = waiting

    def compose(self) -> ComposeResult:
        """What waits."""
        box = Static(self._words(), classes="box")
        box.border_title = "Not everything is saved yet"
        box.border_subtitle = "Esc stay  x leave without them"
        yield box

    def go_on(self) -> None:
        """Leave if nothing waits any more, else say what does."""
        if not self._waiting():
            self.dismiss(True)  # noqa: FBT003
        elif self.is_mounted:
            self.query_one(Static).update(self._words())

    def action_agree(self) -> None:
        """Leave without them."""
        self.dismiss(True)  # noqa: FBT003

    def _words(self) -> Content:
        names = self._waiting()
        listed = [f"  {drawn(name)}" for name in names[:_MOST]] + (
            [f"  and {len(names) - _MOST} more"] if len(names) > _MOST else []
        )
        return Content(f"{in_words(len(names))}:\n" + "\n".join(listed) + "\n\nqualcode leaves as soon as they are made.")
