"""The grid of a framework chart: only the lines in sight are drawn, headings and labels stay there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView

from qualcode.tui.widgets.chart.geometry import Heights, Widths
from qualcode.tui.widgets.chart.model import EmptyGrid
from qualcode.tui.widgets.chart.paint import GridPainter
from qualcode.tui.widgets.inked import Inked
from qualcode.tui.widgets.typing import TypedInto

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events
    from textual.strip import Strip

    from qualcode.tui.widgets.chart.model import Grid
    from qualcode.tui.widgets.transcript.tints import Hue

ZOOMS = (6, 12, 0, 1, 3)
"""Lines that a row may have at most, in the order of the key that goes through them; 0 lets it have all it needs."""
LABELS = -1
"""The column of the labels, for its width."""


class ChartGrid(Inked, TypedInto, ScrollView, can_focus=True, inherit_bindings=False):
    """Rows by columns of wrapped words with a cursor on one cell."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ChartGrid { height: 1fr; width: 1fr; overflow: auto; scrollbar-size: 1 1; }
    """

    class Stepped(Message):
        """Another cell is chosen by the mouse."""

    class Entered(Message):
        """The chosen cell was clicked twice."""

    class Headed(Message):
        """A heading was clicked twice; the cursor is in its column."""

    class Labelled(Message):
        """A label was clicked twice; the cursor is in its row."""

    def __init__(self, *, zoom: int = ZOOMS[0]) -> None:
        """`zoom` is how many lines a row may have (see `ZOOMS`)."""
        super().__init__()
        self.grid: Grid = EmptyGrid()
        self.row = self.column = 0
        self.zoom = zoom
        self.chosen_widths: dict[int, int] = {}
        self.share = 0
        self.empty: Sequence[str] = ()
        self._hues: Mapping[int, Hue] = {}
        self._lay_out()

    def on_unmount(self) -> None:
        """Let go of what was shown."""
        self.grid = EmptyGrid()
        self._lay_out()

    def _take_colours(self) -> None:
        super()._take_colours()
        self._painter = GridPainter(self.grid, self._widths, self._heights, self._ink, self._hues)

    # what is shown

    def show(self, grid: Grid, row: int = 0, column: int = 0) -> None:
        """Show a grid with the cursor on a cell of it."""
        self.grid = grid
        self._lay_out()
        self._settle(row, column)

    def show_again(self, grid: Grid, rows: Sequence[int]) -> None:
        """Show a grid that has the same rows and columns, of which the cells of some rows are others."""
        self.grid = grid
        self._heights.take(grid)
        moved = [self._heights.measure_again(row) for row in rows]
        self._painter = GridPainter(grid, self._widths, self._heights, self._ink, self._hues)
        if any(moved):
            self._settle(self.row, self.column)
        self.refresh()

    def take_hues(self, hues: Mapping[int, Hue]) -> None:
        """Take the colours of codes."""
        self._hues = hues
        self._painter = GridPainter(self.grid, self._widths, self._heights, self._ink, hues)
        self.refresh()

    def clear(self) -> None:
        """Show nothing."""
        self.show(EmptyGrid())

    def say_empty(self, *lines: str) -> None:
        """What stands here while there is nothing to chart."""
        self.empty = lines
        self.refresh()

    def _lay_out(self) -> None:
        room = max(20, self.size.width - 1)
        names = max((len(row.name) for row in self.grid.rows), default=0)
        said = max((len(row.said) for row in self.grid.rows), default=0)
        label = min(max(names + 3, len(self.grid.corner) + 4, min(said + 3, 20)), room // (4 if room >= 60 else 5))
        self._widths = Widths(room, len(self.grid.columns), label, self.chosen_widths, share=self.share)
        self._heights = Heights(self.grid, self._widths, self.zoom, rules=self.zoom != 1)
        self._painter = GridPainter(self.grid, self._widths, self._heights, self._ink, self._hues)

    def _settle(self, row: int, column: int) -> None:
        """Have the cursor on a cell of what was laid out anew."""
        self.virtual_size = Size(self._widths.label + self._widths.total, self.head + self._heights.total)
        self.step_to(row, column)
        self.refresh()

    def on_resize(self) -> None:
        """Lay out anew; the cursor stays in sight."""
        self._lay_out()
        self._settle(self.row, self.column)

    @property
    def head(self) -> int:
        """Lines of the headings."""
        return self._painter.head

    @property
    def _room(self) -> int:
        """Lines of cells in sight."""
        return max(1, self.scrollable_content_region.height - self.head)

    @property
    def first(self) -> int:
        """The first column in sight."""
        return self._widths.first_at(int(self.scroll_offset.x))

    # moving

    def step_to(self, row: int, column: int) -> None:
        """Choose a cell and bring it into sight."""
        if not self.grid.rows or not self.grid.columns:
            self.row = self.column = 0
            self.refresh()
            return
        before = self.row
        self.row = min(max(0, row), len(self.grid.rows) - 1)
        self.column = min(max(0, column), len(self.grid.columns) - 1)
        self._bring(self._x_for(self.column), self._y_for(self.row))
        for one in {before, self.row}:
            self._refresh_row(one)
        self.refresh(Region(0, 0, self.size.width, self.head))

    def _x_for(self, column: int) -> int:
        first = self.first
        if column < first:
            return self._widths.lefts[column]
        while first < column and not self._widths.whole(first, column):
            first += 1
        return self._widths.lefts[first]

    def _y_for(self, row: int) -> int:
        top, start = int(self.scroll_offset.y), self._heights.starts[row]
        stop = start + self._heights.lines[row]
        if start < top or stop - start >= self._room:
            return start
        return max(top, stop - self._room)

    def _bring(self, x: int, y: int) -> None:
        if (x, y) != (int(self.scroll_offset.x), int(self.scroll_offset.y)):
            self.scroll_to(x=x, y=y, animate=False, force=True)

    def bring_to_top(self) -> None:
        """Have the chosen row right under the headings, as far as there is enough below it."""
        if self.grid.rows:
            self._bring(int(self.scroll_offset.x), self._heights.starts[self.row])

    def step(self, rows: int) -> None:
        """Some rows down or up; of a row higher than the screen first its rest is brought into sight."""
        if not self.grid.rows:
            return
        top, start = int(self.scroll_offset.y), self._heights.starts[self.row]
        stop, further = start + self._heights.lines[self.row], max(1, self._room - 2)
        if rows == 1 and top <= start + self._heights.lines[self.row] and stop > top + self._room:
            self._bring(int(self.scroll_offset.x), min(top + further, stop - self._room))
        elif rows == -1 and start < top < stop:
            self._bring(int(self.scroll_offset.x), max(start, top - further))
        else:
            self.step_to(self.row + rows, self.column)

    def page(self, step: int) -> None:
        """A page down or up: what is last in sight becomes first."""
        line = self._heights.starts[self.row] + step * max(1, self._room - 1)
        row = self._heights.row_at(max(0, line))
        self.step_to(row if row != self.row else self.row + step, self.column)

    # sizes

    def widen(self, step: int, column: int | None = None) -> int:
        """Make a column wider or narrower, `LABELS` the labels; returns its width."""
        place = self.column if column is None else column
        now = self._widths.label if place == LABELS else self._widths.columns[place] if self.grid.columns else 0
        self.chosen_widths[place] = now + step
        self._lay_out()
        width = self._widths.label if place == LABELS else self._widths.columns[place]
        self.chosen_widths[place] = width
        self._settle(self.row, self.column)
        return width

    def take_widths(self, widths: Mapping[int, int], labels: int | None = None) -> None:
        """Give columns of what is shown next the widths that were chosen for them, by place, the others those they have."""
        self.chosen_widths = {**widths, **({} if labels is None else {LABELS: labels})}
        self.share = 0

    @property
    def many_in_sight(self) -> int:
        """How many columns are in sight from edge to edge, at least one."""
        whole = [place for place, _, wide in self._widths.in_sight(self.first) if wide == self._widths.columns[place]]
        return max(1, len(whole))

    def show_columns(self, many: int) -> int:
        """Make all columns so wide that `many` are in sight; returns how many are."""
        self.share = min(max(1, many), max(1, len(self.grid.columns)))
        self.chosen_widths = {LABELS: self.chosen_widths[LABELS]} if LABELS in self.chosen_widths else {}
        self._lay_out()
        self._settle(self.row, self.column)
        return self.many_in_sight

    def zoom_on(self) -> int:
        """Let rows have more lines, or fewer again; returns how many at most, 0 for all."""
        self.zoom = ZOOMS[(ZOOMS.index(self.zoom) + 1) % len(ZOOMS)]
        self._lay_out()
        self._settle(self.row, self.column)
        return self.zoom

    # mouse

    def on_click(self, event: events.Click) -> None:
        """A click chooses a cell; two clicks enter it, or a heading or label."""
        event.stop()
        if not self.grid.rows:
            return
        beside = event.x - self._widths.label
        column = next((at for at, left, wide in self._widths.in_sight(self.first) if left <= beside < left + wide), None)
        line = event.y - self.head + int(self.scroll_offset.y)
        if line >= self._heights.total:
            return
        row = self.row if event.y < self.head else self._heights.row_at(line)
        self.step_to(row, self.column if column is None else column)
        self.post_message(self.Stepped())
        if event.chain == 2 and column is None and event.y >= self.head:
            self.post_message(self.Labelled())
        elif event.chain == 2 and column is not None:
            self.post_message(self.Headed() if event.y < self.head else self.Entered())

    # drawing

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Columns are scrolled whole: what lies between two is drawn as the next."""
        super().watch_scroll_x(old_value, new_value)
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Every line is another one."""
        super().watch_scroll_y(old_value, new_value)
        self.refresh()

    def _refresh_row(self, row: int) -> None:
        if row < len(self._heights.lines):
            # The label of a row that is cut at the top stands where the row goes on.
            top = self._heights.starts[row] + self.head - int(self.scroll_offset.y)
            stop = top + self._heights.lines[row]
            top = max(self.head, top)
            if stop > top:
                self.refresh(Region(0, top, self.size.width, stop - top))

    def render_line(self, y: int) -> Strip:
        """The strip of a heading, of a line of cells, or of what is said where there are none."""
        width = self.scrollable_content_region.width
        if not self.grid.rows or not self.grid.columns:
            return self._painter.empty(self.empty, y, width)
        if y < self.head:
            return self._painter.heading(y, self.first, self.column, width)
        top = int(self.scroll_offset.y)
        return self._painter.line(top + y - self.head, top, self.first, (self.row, self.column), width)
