"""What the screens share that are a table of codes by something: one cell is chosen, and opened as its extracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.tui.screens.asking import AskingScreen
from qualcode.tui.widgets.group_table import GroupTable
from qualcode.tui.widgets.query_line import QueryLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.widget import Widget

    from qualcode.tui.widgets.typing import TypedInto


class CrossedScreen(AskingScreen):
    """A table with a query line over it."""

    def body(self) -> Iterator[Widget]:
        """What is asked, and the table."""
        yield QueryLine()
        yield GroupTable()

    @property
    def table(self) -> GroupTable:
        """The table."""
        return self.query_one(GroupTable)

    @property
    def typed_into(self) -> TypedInto:
        """The table has the keyboard."""
        return self.table

    def action_open(self) -> None:
        """Show the extracts of the chosen cell."""
        raise NotImplementedError

    def on_group_table_stepped(self) -> None:
        """Say what is in the cell."""
        self.say("")

    def on_group_table_entered(self) -> None:
        """Two clicks open the cell."""
        self.action_open()

    def action_step(self, step: int) -> None:
        """Some rows down or up."""
        self.table.step_to(self.table.row + step, self.table.column)

    def action_edge(self, step: int) -> None:
        """To the first or last row."""
        self.table.step_to(0 if step < 0 else len(self.table.rows) - 1, self.table.column)

    def action_word(self, step: int) -> None:
        """A column on or back."""
        self.table.step_to(self.table.row, self.table.column + step)

    def action_back(self) -> None:
        """Back to the screen this was opened from."""
        self.app.pop_screen()
