"""A list of rows that says where its cursor went, and hands its keys to a line while that is typed."""

from __future__ import annotations

from textual.message import Message

from qualcode.tui.widgets.row_list import RowList
from qualcode.tui.widgets.typing import TypedInto


class TypedRows(TypedInto, RowList):
    """Rows with a filter."""

    class Stepped(Message):
        """Another row was chosen."""

    def step_to(self, row: int) -> None:
        """Choose a row, bring it into sight and say so."""
        super().step_to(row)
        self.post_message(self.Stepped())
