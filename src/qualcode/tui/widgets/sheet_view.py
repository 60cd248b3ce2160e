"""The table of cases: names and headings always in sight, a cursor on one cell, and a cell edited where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui.case_sheet import SIGNS
from qualcode.tui.widgets.inked import Inked
from qualcode.tui.widgets.typing import TypedInto

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual import events

    from qualcode.tui.case_sheet import Cell, SheetColumn, SheetRow
    from qualcode.tui.colour import Rgb
    from qualcode.tui.line_edit import LineEdit

_HEAD = 2
"""Rows above the table: the headings, and what each column is."""
_LEAST, _WIDEST, _EDITED = 5, 24, 28
"""Cells of a column, least and most, and of one in which something is typed."""
NOTHING = "·"
"""What stands where nothing is known."""


class SheetView(Inked, TypedInto, ScrollView, can_focus=True, inherit_bindings=False):
    """Rows under headings; the first column and the headings stay in sight."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    SheetView { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    class Stepped(Message):
        """Another cell was clicked."""

    class Entered(Message):
        """The chosen cell was clicked twice."""

    class Headed(Message):
        """A heading was clicked twice; the cursor is in its column."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: Sequence[SheetColumn] = ()
        self.rows: Sequence[SheetRow] = ()
        self.row = self.column = 0
        self.sorted_by: tuple[int, bool] | None = None
        self.edited: LineEdit | None = None
        self._widths: list[int] = []
        self._first = 1

    def show(
        self, columns: Sequence[SheetColumn], rows: Sequence[SheetRow], at: int = 0, by: tuple[int, bool] | None = None
    ) -> None:
        """Show rows with the cursor in row `at`; `by` is the column they are ordered by, and whether from the largest down."""
        self.columns, self.rows, self.sorted_by = columns, rows, by
        self._widths = [self._fitting(place) for place in range(len(columns))]
        self.virtual_size = Size(self._width, len(rows) + _HEAD)
        self.step_to(at, self.column)

    def _fitting(self, place: int) -> int:
        """The width in which a column can be read."""
        column = self.columns[place]
        words = max((cell_len(row.cells[place].text) + 2 * row.cells[place].wrong for row in self.rows), default=0)
        return min(max(_LEAST, cell_len(column.title) + 1, cell_len(column.about), words), _WIDEST) + 2

    @property
    def _width(self) -> int:
        """Cells of a row: the scrollbar has the last one."""
        return max(0, self.size.width - 1)

    @property
    def _name_width(self) -> int:
        return min(self._widths[0] + 6, max(12, self._width // 3)) if self._widths else 0

    def _shown(self) -> list[tuple[int, int, int]]:
        """The columns in sight beside the first: place, left edge, width."""
        found: list[tuple[int, int, int]] = []
        left = self._name_width
        for place in range(self._first, len(self.columns)):
            width = self._widths[place]
            if left + width > self._width and found:
                break
            found.append((place, left, min(width, self._width - left)))
            left += width
        return found

    def step_to(self, row: int, column: int) -> None:
        """Choose a cell and bring it into sight."""
        if not self.columns:
            self.refresh()
            return
        self.row = min(max(0, row), max(0, len(self.rows) - 1))
        self.column = min(max(0, column), len(self.columns) - 1)
        self._bring_column()
        top, height = self.scroll_offset.y, max(1, self.size.height - _HEAD)
        if self.row < top:
            self.scroll_to(y=self.row, animate=False, force=True)
        elif self.row >= top + height:
            self.scroll_to(y=self.row - height + 1, animate=False, force=True)
        self.refresh()

    def _bring_column(self) -> None:
        if self.column == 0:
            return
        self._first = min(self._first, self.column)
        while self._first < self.column and self.column not in [place for place, _, _ in self._shown()]:
            self._first += 1

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.virtual_size = Size(self._width, len(self.rows) + _HEAD)
        self.step_to(self.row, self.column)

    def on_click(self, event: events.Click) -> None:
        """A click chooses a cell or a column, two clicks enter it."""
        event.stop()
        if self.edited is not None:
            return
        column = next((place for place, left, width in self._shown() if left <= event.x < left + width), 0)
        row = event.y - _HEAD + self.scroll_offset.y if event.y >= _HEAD else self.row
        if row >= len(self.rows) and event.y >= _HEAD:
            return
        self.step_to(row, column)
        self.post_message(self.Stepped())
        if event.chain == 2:
            self.post_message(self.Headed() if event.y < _HEAD else self.Entered())

    # drawing

    def render_line(self, y: int) -> Strip:
        """The strip of a heading or a case."""
        ink, row = self._ink, y - _HEAD + self.scroll_offset.y
        if y < _HEAD:
            segments = self._heading(y)
        elif row < len(self.rows):
            segments = self._row(row)
        else:
            return Strip([Segment(" " * self._width, ink.blank())], self._width)
        return Strip(segments).adjust_cell_length(self._width, segments[-1].style)

    def _heading(self, y: int) -> list[Segment]:
        ink = self._ink
        if not self.columns:
            return [Segment(" ", ink.plain(ink.text, ink.surface))]
        more = " ◂" if self._first > 1 and y == 0 else "  "
        segments = [self._head_cell(0, y, self._name_width - 2, "    "), Segment(more, self._quiet(ink.surface))]
        shown = self._shown()
        segments += [self._head_cell(place, y, width) for place, _, width in shown]
        hidden = bool(shown) and shown[-1][0] + 1 < len(self.columns) and y == 0
        left = self._width - self._name_width - sum(width for _, _, width in shown)
        return [*segments, Segment(" " * max(0, left - 2) + (" ▸" if hidden else "  "), self._quiet(ink.surface))]

    def _head_cell(self, place: int, y: int, width: int, indent: str = "") -> Segment:
        ink, column = self._ink, self.columns[place]
        words = column.title if y == 0 else column.about
        if y == 0 and self.sorted_by is not None and self.sorted_by[0] == place:
            words += "▾" if self.sorted_by[1] else "▴"
        here = place == self.column
        colour = ink.named("accent" if here else "plain" if y == 0 else "muted", ink.surface)
        return Segment(_set(indent + words, width, figures=column.figures), ink.plain(colour, ink.surface, bold=y == 0))

    def _row(self, number: int) -> list[Segment]:
        ink, row = self._ink, self.rows[number]
        here = number == self.row
        ground = ink.chosen if here and self.column == 0 else ink.ground
        name = ink.named("accent", ground) if here else ink.on(ground)
        kinds = list(SIGNS)
        sign = Segment(f"  {SIGNS[row.case.kind]} ", ink.plain(ink.sign(ink.hues[kinds.index(row.case.kind)], ground), ground))
        if here and self.edited is not None and self.column == 0:
            return [sign, *self._editing(4, 0)]
        segments = [sign, Segment(_set(row.cells[0].text, self._name_width - 4), ink.plain(name, ground, bold=here))]
        for place, left, width in self._shown():
            if here and self.edited is not None and place == self.column:
                return [*segments, *self._editing(left, place)]
            segments.append(self._cell(row.cells[place], place, width, chosen=here and place == self.column))
        return [*segments, Segment(" ", ink.blank())]

    def _cell(self, cell: Cell, place: int, width: int, *, chosen: bool) -> Segment:
        ink = self._ink
        ground = ink.chosen if chosen else ink.ground
        if not cell.text:
            return Segment(_set(NOTHING, width, figures=self.columns[place].figures), self._quiet(ground))
        words, colour = (f"! {cell.text}", ink.named("bad", ground)) if cell.wrong else (cell.text, ink.on(ground))
        if not cell.wrong and not chosen and self.columns[place].attribute is None:
            colour = ink.faint_on(ground)
        return Segment(_set(words, width, figures=self.columns[place].figures), ink.plain(colour, ground, bold=chosen))

    def _editing(self, left: int, place: int) -> list[Segment]:
        """The cell in which a line is typed, as wide as it needs, and nothing behind it on its row."""
        ink, line = self._ink, self.edited
        assert line is not None
        width = min(max(self._widths[place], _EDITED), max(8, self._width - left))
        typed: Style = ink.plain(ink.on(ink.chosen), ink.chosen, bold=True)
        before, at, after = (
            line.text[: line.cursor],
            line.text[line.cursor : line.cursor + 1] or " ",
            line.text[line.cursor + 1 :],
        )
        while cell_len(before) > width - 3:
            before = before[1:]
        room = width - 1 - cell_len(before) - cell_len(at)
        cursor = ink.plain(ink.chosen, ink.named("accent", ink.chosen), bold=True)
        return [
            Segment(" " + before, typed),
            Segment(at, cursor),
            Segment(set_cell_size(after, max(0, room)), typed),
            Segment(" " * max(1, self._width - left - width), ink.blank()),
        ]

    def _quiet(self, ground: Rgb) -> Style:
        return self._ink.plain(self._ink.faint_on(ground), ground)


def _set(words: str, width: int, *, figures: bool = False) -> str:
    """Words in a cell of a width, with a space at its left and its right, cut with a sign."""
    room = max(0, width - 2)
    cut = set_cell_size(words, max(0, room - 1)) + "…" if cell_len(words) > room else words
    padded = " " * (room - cell_len(cut)) + cut if figures else cut + " " * (room - cell_len(cut))
    return set_cell_size(f" {padded} ", width)
