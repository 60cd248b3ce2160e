"""Themes by groups: a table with one cell chosen, its first column and its headings always in sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui.widgets.cells import cut
from qualcode.tui.widgets.inked import Inked
from qualcode.tui.widgets.typing import TypedInto

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events

    from qualcode.tui.widgets.transcript.tints import Hue

_HEAD = 2
"""Rows above the table: the names of the groups, and how many participants each has."""
_LEAST, _WIDEST = 10, 22


@dataclass(frozen=True, slots=True)
class TableRow:
    """A theme: what stands above it, its name, the code whose dot is drawn, and its cells in words."""

    above: str
    name: str
    sign: int
    cells: Sequence[str]


class GroupTable(Inked, TypedInto, ScrollView, can_focus=True, inherit_bindings=False):
    """Rows under headings, with a cursor on one cell."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    GroupTable { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    class Stepped(Message):
        """Another cell is chosen."""

    class Entered(Message):
        """The chosen cell was clicked twice."""

    def __init__(self) -> None:
        super().__init__()
        self.groups: Sequence[tuple[str, str]] = ()
        self.rows: Sequence[TableRow] = ()
        self.row = self.column = 0
        self.hues: Mapping[int, Hue] = {}
        self._lines: list[int | None] = []
        self._first = 0

    def show(self, groups: Sequence[tuple[str, str]], rows: Sequence[TableRow]) -> None:
        """Show groups, each with how many it has, and rows; the cursor stays where it was as far as it can."""
        self.groups, self.rows = groups, rows
        self._lines = []
        for number, row in enumerate(rows):
            if row.above and (number == 0 or rows[number - 1].above != row.above):
                self._lines += [None, -number - 1] if number else [-number - 1]
            self._lines.append(number)
        self.row, self.column = min(self.row, max(0, len(rows) - 1)), min(self.column, max(0, len(groups) - 1))
        self.virtual_size = Size(self._width, len(self._lines) + _HEAD)
        self.step_to(self.row, self.column)

    @property
    def _width(self) -> int:
        return max(0, self.size.width - 1)

    @property
    def _widths(self) -> tuple[int, int]:
        """Cells of the first column, and of each group's."""
        group = min(_WIDEST, max([_LEAST, *(cell_len(name) for name, _ in self.groups)])) + 2
        longest = max((cell_len(row.name) for row in self.rows), default=0) + 6
        return max(20, min(longest, self._width // 2, self._width - group)), group

    @property
    def _in_sight(self) -> int:
        """How many groups fit beside the first column."""
        first, group = self._widths
        return max(1, (self._width - first) // group)

    def step_to(self, row: int, column: int) -> None:
        """Choose a cell and bring it into sight."""
        if not self.rows:
            self.refresh()
            return
        self.row = min(max(0, row), len(self.rows) - 1)
        self.column = min(max(0, column), len(self.groups) - 1)
        self._first = min(max(self._first, self.column - self._in_sight + 1), self.column)
        line, top, height = self._lines.index(self.row), self.scroll_offset.y, max(1, self.size.height - _HEAD)
        if line < top + 1:
            self.scroll_to(y=max(0, line - 2), animate=False, force=True)
        elif line >= top + height:
            self.scroll_to(y=line - height + 1, animate=False, force=True)
        self.refresh()
        self.post_message(self.Stepped())

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.virtual_size = Size(self._width, len(self._lines) + _HEAD)
        self.step_to(self.row, self.column)

    def on_click(self, event: events.Click) -> None:
        """A click chooses a cell, two clicks enter it."""
        event.stop()
        line = event.y - _HEAD + self.scroll_offset.y
        row = self._lines[line] if 0 <= line < len(self._lines) and event.y >= _HEAD else None
        first, group = self._widths
        if row is None or row < 0:
            return
        self.step_to(row, self.column if event.x < first else self._first + (event.x - first) // group)
        if event.chain == 2:
            self.post_message(self.Entered())

    # drawing

    def render_line(self, y: int) -> Strip:
        """The strip of a heading, a theme, or what stands above themes."""
        ink, line = self._ink, y - _HEAD + self.scroll_offset.y
        if y < _HEAD:
            segments = self._heading(y)
        elif line >= len(self._lines) or self._lines[line] is None:
            segments = [Segment(" ", ink.plain(ink.text))]
        else:
            segments = self._line(self._lines[line] or 0)
        return Strip(segments).adjust_cell_length(self._width, segments[-1].style)

    def _heading(self, y: int) -> list[Segment]:
        ink, (first, group) = self._ink, self._widths
        more = "◂ " if self._first and y == 0 else "  "
        segments = [Segment(more.rjust(first), ink.plain(ink.faint_on(ink.surface), ink.surface))]
        for number, texts in list(enumerate(self.groups))[self._first : self._first + self._in_sight]:
            here = number == self.column
            colour = ink.named("accent" if here else "plain" if y == 0 else "muted", ink.surface)
            segments.append(Segment(_right(texts[y], group), ink.plain(colour, ink.surface, bold=y == 0)))
        hidden = self._first + self._in_sight < len(self.groups) and y == 0
        segments.append(Segment(" ▸" if hidden else "  ", ink.plain(ink.faint_on(ink.surface), ink.surface)))
        return segments

    def _line(self, number: int) -> list[Segment]:
        ink, (first, group) = self._ink, self._widths
        if number < 0:
            words = self.rows[-number - 1].above
            return [Segment(cut(" " + words, self._width), ink.plain(ink.muted, bold=True)), Segment(" ", ink.plain(ink.text))]
        row = self.rows[number]
        here = number == self.row
        sign = ink.sign(self.hues.get(row.sign, ink.text))
        name = set_cell_size(cut(row.name, first - 4), first - 4)
        segments = [
            Segment("  ● ", ink.plain(sign)),
            Segment(name, ink.plain(ink.named("accent", ink.ground) if here else ink.text, bold=here)),
        ]
        for at in range(self._first, min(self._first + self._in_sight, len(row.cells))):
            chosen = here and at == self.column
            ground = ink.chosen if chosen else ink.ground
            nothing = row.cells[at].startswith("0 ")
            colour = ink.faint_on(ground) if nothing else ink.on(ground)
            segments.append(Segment(_right(row.cells[at], group), ink.plain(colour, ground, bold=chosen)))
        return [*segments, Segment(" ", ink.plain(ink.text))]


def _right(words: str, room: int) -> str:
    short = cut(words, room - 2)
    return " " * (room - 1 - cell_len(short)) + short + " "
