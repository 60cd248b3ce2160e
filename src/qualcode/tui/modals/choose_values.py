"""A value of an attribute, known or new; and several things of a list at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList

from qualcode.tui.modals.choose import Choose
from qualcode.tui.ranking import folded

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

NOTHING = "\0nothing"
"""The answer that means that nothing is known."""
_NEW = "\0new "


class ChooseValue(Choose):
    """One of some values by a few letters, what was typed where `new` values may be, or that nothing is known."""

    def __init__(self, title: str, values: Sequence[str], *, words: str = "", new: bool = False) -> None:
        super().__init__(title, [(value, value) for value in values], words)
        self._new = new

    def fitting(self, sought: str) -> list[tuple[str, Content]]:
        """The values that fit, then what was typed as a new one, then that nothing is known."""
        rows = super().fitting(sought)
        typed = " ".join(sought.split())
        if self._new and typed and typed.casefold() not in [value.casefold() for value, _ in self._rows]:
            rows.append((_NEW + typed, Content.assemble(("+ new  ", "bold $accent"), typed)))
        if folded(sought) in "nothing known":
            rows.append((NOTHING, Content.assemble(("· nothing known", "dim"))))
        return rows

    def answer(self, chosen: str) -> str:
        """The value; empty where nothing is known."""
        return "" if chosen == NOTHING else chosen.removeprefix(_NEW)


class MarkSeveral(Choose):
    """Some rows of a list: Tab marks the one under the cursor, Enter answers the ids of all marked, joined by spaces."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "mark", show=False, id="choose.mark", priority=True)]

    def __init__(self, title: str, rows: Sequence[tuple[str, str]], marked: Collection[str], words: str = "") -> None:
        super().__init__(title, rows, words)
        self._marked = dict.fromkeys(one for one, _ in rows if one in marked)

    def on_mount(self) -> None:
        """Say what Tab does."""
        super().on_mount()
        self.query_one(".box").border_subtitle = "type to search  Tab marks  Enter keeps  Esc"

    def fitting(self, sought: str) -> list[tuple[str, Content]]:
        """The rows that fit, each with whether it is marked."""
        return [
            (one, Content.assemble(("✓ " if one in self._marked else "  ", "bold $accent"), text))
            for one, text in super().fitting(sought)
        ]

    def action_mark(self) -> None:
        """Mark the row under the cursor, or unmark it."""
        option = self.query_one(OptionList).highlighted_option
        if option is None or option.id is None:
            return
        if option.id in self._marked:
            del self._marked[option.id]
        else:
            self._marked[option.id] = None
        self.show_fitting()
        self.query_one(Input).focus()

    def answer(self, chosen: str) -> str:  # noqa: ARG002 (what is marked counts, not the row under the cursor)
        """The ids of what is marked."""
        return " ".join(one for one, _ in self._rows if one in self._marked)
