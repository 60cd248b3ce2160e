"""Extracts side by side: two to four columns in sight, one extract chosen; columns scroll together or each for itself."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.tui.widgets.cells import filled
from qualcode.tui.widgets.hints import hint_row
from qualcode.tui.widgets.inked import Inked
from qualcode.tui.widgets.transcript.wrap import rows_of_words
from qualcode.tui.widgets.typing import TypedInto

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events

    from qualcode.tui.widgets.transcript.tints import Hue

HEAD = 2
"""Rows above the extracts: the names of the columns, and what is said of each."""
NARROWEST = 36
"""Cells of a column: with fewer, one column less is shown."""
MOST = 4
_GAP = 3


@dataclass(frozen=True, slots=True)
class SideBlock:
    """An extract: what stands above its words, the words, and the code whose dot is drawn."""

    lead: str
    words: str
    sign: int


@dataclass(frozen=True, slots=True)
class SideStrip:
    """A column: its name, what is said of it, and its extracts."""

    name: str
    said: str
    blocks: Sequence[SideBlock]


class SideColumns(Inked, TypedInto, Widget, can_focus=True, inherit_bindings=False):
    """Columns of which some are in sight: those that are pinned, then a window over the others."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    SideColumns { height: 1fr; width: 1fr; }
    """

    class Stepped(Message):
        """Another extract is chosen."""

        def can_replace(self, message: Message) -> bool:
            """Steps taken faster than they are shown are shown once."""
            return isinstance(message, SideColumns.Stepped)

    class Entered(Message):
        """The chosen extract was clicked twice."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: Sequence[SideStrip] = ()
        self.hues: Mapping[int, Hue] = {}
        self.empty: Sequence[str] = ()
        self.together = True
        self.pinned: list[str] = []
        self.column = 0
        self.fewer = 0
        self._first = 0
        self._at: dict[str, int] = {}
        self._tops: dict[str, int] = {}
        self._rows: dict[tuple[str, int], list[list[str]]] = {}
        self._lines: dict[str, list[tuple[int, int]]] = {}
        self._told: tuple[str | None, int] = (None, 0)

    # what is shown

    def show(self, columns: Sequence[SideStrip]) -> None:
        """Show columns; what was chosen and pinned stays so as far as it is there still."""
        here = self.chosen_name
        self.columns = columns
        self._rows.clear()
        names = [column.name for column in columns]
        self.pinned = [name for name in self.pinned if name in names]
        self.column = names.index(here) if here in names else min(self.column, max(0, len(names) - 1))
        for column in columns:
            self._at[column.name] = min(self._at.get(column.name, 0), max(0, len(column.blocks) - 1))
        # Whoever shows columns knows what is chosen in them.
        self._told = self.chosen_name, self.at
        self._arrange()

    def say_empty(self, *lines: str) -> None:
        """What stands here while there is nothing to compare."""
        self.empty = lines
        self.refresh()

    @property
    def chosen_name(self) -> str | None:
        """The name of the chosen column."""
        return self.columns[self.column].name if self.columns else None

    @property
    def at(self) -> int:
        """The place of the chosen extract in its column."""
        name = self.chosen_name
        return 0 if name is None else self._at.get(name, 0)

    def place_in(self, column: int) -> int:
        """The place of the extract chosen last in a column."""
        return self._at.get(self.columns[column].name, 0)

    @property
    def most(self) -> int:
        """How many columns fit beside one another: two at least, four at most, and one fewer for each time it was asked."""
        return max(1, min(MOST, max(2, self.size.width // NARROWEST)) - self.fewer)

    @property
    def in_sight(self) -> list[int]:
        """The columns in sight, by place: the pinned ones first."""
        pinned = [place for place, column in enumerate(self.columns) if column.name in self.pinned][: self.most - 1]
        others = [place for place in range(len(self.columns)) if place not in pinned]
        return [*pinned, *others[self._first : self._first + self.most - len(pinned)]]

    @property
    def _width(self) -> int:
        """Cells of a column's words."""
        many = max(1, min(self.most, len(self.columns)))
        return max(8, (self.size.width + 1) // many - _GAP)

    # moving

    def step_to(self, column: int, block: int) -> None:
        """Choose an extract of a column and bring both into sight."""
        if not self.columns:
            return
        self.column = min(max(0, column), len(self.columns) - 1)
        chosen = self.columns[self.column]
        self._at[chosen.name] = min(max(0, block), max(0, len(chosen.blocks) - 1))
        self._arrange()

    def step(self, step: int) -> None:
        """The next extract of the column; of a long one first its rest is brought into sight."""
        name = self.chosen_name
        if name is None:
            return
        top, bottom = self._top(name), self._top(name) + self._height - 1
        first, last = self._words_of(name, self.at)
        further = max(1, self._height - 3)
        if step > 0 and last > bottom:
            self._scroll(name, top + further)
        elif step < 0 and first < top:
            self._scroll(name, top - further)
        else:
            self.step_to(self.column, self.at + step)
            return
        self.refresh()

    def page(self, step: int) -> None:
        """Scroll by what is in sight and choose the first extract that begins there; at an end the last one there."""
        name = self.chosen_name
        if name is None or not self._lines.get(name):
            return
        before = self._top(name)
        self._scroll(name, before + step * max(1, self._height - 2))
        top, lines = self._top(name), self._lines[name]
        if top == before:
            self._at[name] = len(lines) - 1 if step > 0 else 0
        else:
            self._at[name] = next((at for at, (first, _) in enumerate(lines) if first >= top), len(lines) - 1)
        self.refresh()
        self._tell()

    def _tell(self) -> None:
        """Say that another extract is chosen, if it is another one."""
        chosen = self.chosen_name, self.at
        if chosen != self._told:
            self._told = chosen
            self.post_message(self.Stepped())

    def _words_of(self, name: str, at: int) -> tuple[int, int]:
        """The first and last line of an extract, without the lines that only part it from the next."""
        lines = self._lines.get(name)
        if not lines:
            return 0, 0
        column = next(one for one in self.columns if one.name == name)
        return lines[at][0], lines[at][0] + len(self._rows_of(column)[at])

    def pin(self) -> bool:
        """Keep the chosen column in sight while the others go by, or no longer; whether it is pinned now."""
        name = self.chosen_name
        if name is None:
            return False
        if name in self.pinned:
            self.pinned.remove(name)
        else:
            self.pinned = [*self.pinned, name][-(self.most - 1) :] if self.most > 1 else []
        self._arrange()
        return name in self.pinned

    def scroll_together(self, together: bool) -> None:
        """Scroll all columns as one, or each for itself."""
        self.together = together
        self._arrange()

    def show_fewer(self, fewer: int) -> bool:
        """Show a column less, or one more; False where that cannot be."""
        wanted = self.fewer + fewer
        whole = min(MOST, max(2, self.size.width // NARROWEST))
        if not 0 <= wanted < whole:
            return False
        self.fewer = wanted
        self._rows.clear()
        self._arrange()
        return True

    def _arrange(self) -> None:
        """Slide the window so that the chosen column is in it, lay the extracts out, and bring the chosen one into sight."""
        if not self.columns or not self.size.width:
            self.refresh()
            return
        pinned = [place for place, column in enumerate(self.columns) if column.name in self.pinned][: self.most - 1]
        others = [place for place in range(len(self.columns)) if place not in pinned]
        room = self.most - len(pinned)
        if self.column in others:
            place = others.index(self.column)
            self._first = min(max(self._first, place - room + 1), place)
        self._first = max(0, min(self._first, len(others) - room))
        self._lay_out()
        self._into_sight()
        self.refresh()
        self._tell()

    def _lay_out(self) -> None:
        """The first and last line of each extract in sight; together, the n-th ones of all columns begin on one line."""
        sight = [self.columns[place] for place in self.in_sight]
        heights = {column.name: [2 + len(rows) for rows in self._rows_of(column)] for column in sight}
        if self.together:
            most = max(map(len, heights.values()), default=0)
            tallest = [max((each[at] for each in heights.values() if at < len(each)), default=0) for at in range(most)]
            heights = {name: [tallest[at] for at in range(len(each))] for name, each in heights.items()}
        self._lines = {
            name: [(end - height, end - 1) for height, end in zip(each, accumulate(each), strict=True)]
            for name, each in heights.items()
        }

    def _rows_of(self, column: SideStrip) -> list[list[str]]:
        key = column.name, self._width
        if key not in self._rows:
            self._rows[key] = [rows_of_words(block.words, self._width) for block in column.blocks]
        return self._rows[key]

    def _block_at(self, name: str, line: int) -> int | None:
        """The extract of a column that a line belongs to."""
        lines = self._lines.get(name, [])
        at = bisect_right(lines, line, key=lambda one: one[0]) - 1
        return at if at >= 0 and line <= lines[at][1] else None

    @property
    def _height(self) -> int:
        return max(1, self.size.height - HEAD)

    def _top(self, name: str) -> int:
        return self._tops.get("" if self.together else name, 0)

    def _scroll(self, name: str, top: int) -> None:
        if self.together:
            deepest = max((lines[-1][1] for lines in self._lines.values() if lines), default=0)
        else:
            deepest = self._lines[name][-1][1] if self._lines.get(name) else 0
        self._tops["" if self.together else name] = max(0, min(top, deepest - self._height + 1))

    def _into_sight(self) -> None:
        name = self.chosen_name or ""
        first, last = self._words_of(name, self.at)
        top = self._top(name)
        if first < top or last - first >= self._height:
            self._scroll(name, first)
        elif last >= top + self._height:
            self._scroll(name, last - self._height + 1)
        else:
            self._scroll(name, top)

    def on_resize(self) -> None:
        """Lay out anew; the chosen extract stays in sight."""
        self._rows.clear()
        self._arrange()

    def on_click(self, event: events.Click) -> None:
        """A click chooses an extract, two clicks enter it."""
        event.stop()
        sight = self.in_sight
        place = event.x // (self._width + _GAP)
        if not 0 <= place < len(sight):
            return
        name = self.columns[sight[place]].name
        line = event.y - HEAD + self._top(name)
        found = self._block_at(name, line)
        self.step_to(sight[place], self._at.get(name, 0) if found is None or event.y < HEAD else found)
        if event.chain == 2 and found is not None:
            self.post_message(self.Entered())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the columns, or the one under the mouse."""
        self._wheel(event, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll them back."""
        self._wheel(event, -3)

    def _wheel(self, event: events.MouseEvent, lines: int) -> None:
        event.stop()
        sight, place = self.in_sight, event.x // (self._width + _GAP)
        if 0 <= place < len(sight):
            name = self.columns[sight[place]].name
            self._scroll(name, self._top(name) + lines)
            self.refresh()

    # drawing

    def render_line(self, y: int) -> Strip:
        """The strip of a row over all columns in sight."""
        ink, width = self._ink, self.size.width
        if not self.columns:
            words, first = hint_row(self.empty, y, width)
            return Strip([Segment(words, ink.plain(ink.text if first else ink.muted))], width)
        segments: list[Segment] = []
        for number, place in enumerate(self.in_sight):
            if number:
                segments.append(Segment("│", ink.plain(ink.faint, ink.surface if y < HEAD else ink.ground)))
            segments += self._head(place, y) if y < HEAD else self._cell(place, y - HEAD)
        return Strip(segments).adjust_cell_length(width, segments[-1].style if y < HEAD else ink.blank())

    def _head(self, place: int, y: int) -> list[Segment]:
        ink, column = self._ink, self.columns[place]
        here = place == self.column
        room = self._width + _GAP - 1 - 2
        if y:
            return [Segment(" " + set_cell_size(column.said, room + 1), ink.plain(ink.faint_on(ink.surface), ink.surface))]
        sign = "◆ " if column.name in self.pinned else ""
        colour = ink.readable_accent if here else ink.on(ink.surface)
        return [Segment(" " + filled(sign + column.name, room) + " ", ink.plain(colour, ink.surface, bold=True))]

    def _cell(self, place: int, y: int) -> list[Segment]:
        ink, column = self._ink, self.columns[place]
        room = self._width + _GAP - 1
        line = self._top(column.name) + y
        at = self._block_at(column.name, line)
        if at is None:
            words = " —" if not column.blocks and y == 0 else ""
            return [Segment(set_cell_size(words, room), ink.plain(ink.faint))]
        block, rows = column.blocks[at], self._rows_of(column)[at]
        chosen = place == self.column and at == self._at.get(column.name)
        number = line - self._lines[column.name][at][0]
        if number > len(rows):
            return [Segment(" " * room, ink.blank())]
        ground = ink.chosen if chosen else ink.ground
        if number == 0:
            hue = ink.sign(self.hues.get(block.sign, ink.text), ground)
            lead = filled(block.lead, room - 4) + " "
            return [Segment(" ● ", ink.plain(hue, ground)), Segment(lead, ink.plain(ink.faint_on(ground), ground))]
        return [Segment(" " + set_cell_size(rows[number - 1], room - 1), ink.plain(ink.on(ground), ground))]
