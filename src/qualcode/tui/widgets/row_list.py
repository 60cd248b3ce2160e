"""A list of rows in columns with one row chosen: only the rows in sight are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui.widgets.inked import Inked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in cells (0: what is left), and whether it holds figures."""

    heading: str
    width: int = 0
    figures: bool = False
    least: int = 0
    """The width of the list under which the column is left out."""


class RowList(Inked, ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of words under headings that stay in sight."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    RowList { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    class Chosen(Message):
        """A row was clicked twice or entered."""

        def __init__(self, row: int) -> None:
            self.row = row
            super().__init__()

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = list(columns)
        self.rows: Sequence[Sequence[str]] = ()
        self.at = 0

    @property
    def _width(self) -> int:
        """Cells of a row: the scrollbar has the last one."""
        return max(0, self.size.width - 1)

    def show(self, rows: Sequence[Sequence[str]], at: int = 0) -> None:
        """Show rows, one of them chosen."""
        self.rows = rows
        self.at = min(max(0, at), max(0, len(rows) - 1))
        self.virtual_size = Size(self._width, len(rows) + 1)
        # As many rows as before can be other rows.
        self.refresh()
        self.step_to(self.at)

    def step_to(self, row: int) -> None:
        """Choose a row and bring it into sight."""
        if not self.rows:
            self.refresh()
            return
        before, self.at = self.at, min(max(0, row), len(self.rows) - 1)
        height, top = max(1, self.size.height - 1), self.scroll_offset.y
        if self.at < top:
            self.scroll_to(y=self.at, animate=False, force=True)
        elif self.at >= top + height:
            self.scroll_to(y=self.at - height + 1, animate=False, force=True)
        for one in {before, self.at}:
            self.refresh(Region(0, one + 1 - self.scroll_offset.y, self.size.width, 1))

    def on_click(self, event: events.Click) -> None:
        """A click chooses a row, two clicks enter it."""
        event.stop()
        row = event.y - 1 + self.scroll_offset.y
        if event.y == 0 or row >= len(self.rows):
            return
        self.step_to(row)
        if event.chain == 2:
            self.post_message(self.Chosen(row))

    def render_line(self, y: int) -> Strip:
        """The headings, or the strip of a row."""
        ink, width = self._ink, self._width
        if y == 0:
            return self._strip([column.heading for column in self.columns], ink.surface, heading=True)
        row = y - 1 + self.scroll_offset.y
        if row >= len(self.rows):
            return Strip([Segment(" " * width, ink.plain(ink.text))], width)
        return self._strip(self.rows[row], ink.chosen if row == self.at else ink.ground)

    def _strip(self, words: Sequence[str], ground: tuple[int, int, int], *, heading: bool = False) -> Strip:
        ink, width = self._ink, self._width
        shown = [(column, text) for column, text in zip(self.columns, words, strict=True) if width >= column.least]
        fixed = sum(column.width + 2 for column, _ in shown if column.width)
        loose = sum(1 for column, _ in shown if not column.width)
        share = max(8, (width - fixed - 1) // max(1, loose) - 2)
        segments = [Segment(" ", ink.plain(ink.on(ground), ground))]
        for place, (column, text) in enumerate(shown):
            room = column.width or share
            cut = set_cell_size(text, room - 1) + "…" if cell_len(text) > room else text
            padded = " " * (room - cell_len(cut)) + cut if column.figures else set_cell_size(cut, room)
            colour = ink.faint_on(ground) if heading or place not in (0, 1) else ink.on(ground)
            segments.append(Segment(padded + "  ", ink.plain(colour, ground, bold=place == 1 and not heading)))
        return Strip(segments).adjust_cell_length(width, ink.plain(ink.on(ground), ground))
