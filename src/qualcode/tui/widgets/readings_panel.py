"""Under the text: what either coder has at the current difference, and how it is or can be settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.tui.widgets.inked import Inked
from qualcode.tui.widgets.transcript.quickcode_box import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from qualcode.tui.colour import Rgb
    from qualcode.tui.widgets.bars import Part

_GAP = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """What one coder has there: who, the code or that there is none, how much, the words, a note of theirs.

    `hue` colours the code's dot as #rrggbb. `extent` says in a few words how it differs from the other's.
    """

    coder: str
    colour: str
    code: str = ""
    above: str = ""
    hue: str = ""
    much: str = ""
    extent: str = ""
    words: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Settling:
    """The third column: its heading, lines of parts, and the keys of outcomes as (key, words, fewer words)."""

    heading: str
    lines: Sequence[Sequence[Part]] = ()
    keys: Sequence[tuple[str, str, str]] = ()


class ReadingsPanel(Inked, Widget, can_focus=False):
    """Three columns; the strip of each line is painted when it changed."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ReadingsPanel { height: 9; width: 1fr; }
    """

    class Pressed(Message):
        """The words of an outcome's key were clicked."""

        def __init__(self, key: str) -> None:
            self.key = key
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._readings: tuple[Reading, Reading] | None = None
        self._settling = Settling("")
        self._places: list[tuple[int, int, int, str]] = []
        self._strips: list[Strip] = []

    def _take_colours(self) -> None:
        super()._take_colours()
        self._strips = []

    def show(self, readings: tuple[Reading, Reading] | None, settling: Settling) -> None:
        """Show both readings and the third column."""
        if (readings, settling) == (self._readings, self._settling):
            return
        self._readings, self._settling = readings, settling
        self._strips = []
        self.refresh()

    def on_resize(self) -> None:
        """Lay the columns out anew."""
        self._strips = []

    def on_click(self, event: events.Click) -> None:
        """A click on an outcome does what its key does."""
        event.stop()
        for line, left, right, key in self._places:
            if event.y == line and left <= event.x < right:
                self.post_message(self.Pressed(key))
                return

    # drawing

    def render_line(self, y: int) -> Strip:
        """The strip of a line."""
        if not self._strips:
            self._strips = self._drawn()
        return self._strips[y] if y < len(self._strips) else self._strip([])

    @property
    def _columns(self) -> tuple[int, int, int]:
        """Where the columns begin: two for the readings, and a narrower one."""
        width = self.size.width
        third = max(26, min(44, width // 3))
        half = (width - third) // 2
        return 1, half, 2 * half

    def _drawn(self) -> list[Strip]:
        height, width = self.size.height, self.size.width
        starts = (*self._columns, width)
        rooms = [starts[at + 1] - starts[at] - _GAP for at in range(3)]
        self._places = []
        columns = [self._reading(one, room, height - 1) for one, room in zip(self._readings or (), rooms, strict=False)]
        columns += [[] for _ in range(2 - len(columns))]
        columns.append(self._third(rooms[2], starts[2]))
        rule = [Segment("─" * width, self._ink.plain(self._ink.faint, self._ground))]
        strips = [self._strip(rule)]
        for line in range(height - 1):
            parts: list[Segment] = [self._plain(" ")]
            for column, room in zip(columns, rooms, strict=True):
                segments = column[line] if line < len(column) else []
                cut = Strip(segments).adjust_cell_length(room, self._plain("").style)
                parts += [*cut, self._plain(" " * _GAP)]
            strips.append(self._strip(parts))
        return strips

    def _strip(self, segments: Sequence[Segment]) -> Strip:
        return Strip(segments).adjust_cell_length(self.size.width, self._plain("").style)

    @property
    def _ground(self) -> Rgb:
        return self._ink.surface

    def _plain(self, words: str, kind: str = "plain", *, bold: bool = False) -> Segment:
        style = self._ink.plain(self._ink.named(kind, self._ground), self._ground, bold=bold or kind in ("bold", "accent"))
        return Segment(words, style)

    def _reading(self, one: Reading, room: int, height: int) -> list[list[Segment]]:
        lines = [[self._plain(_cut(one.coder, room), one.colour, bold=True)]]
        if not one.code:
            return [*lines, [self._plain("not coded", "muted")]]
        name = _cut(one.code, room - 2)
        above = _cut(f"  {one.above}", room - 2 - cell_len(name)) if one.above else ""
        lines.append([self._plain("● ", one.hue), self._plain(name, "bold"), self._plain(above, "muted")])
        lines.append([self._plain(one.much, "muted"), self._plain(f"  {one.extent}" if one.extent else "", "accent")])
        left = height - len(lines) - bool(one.note)
        words = wrapped(f"“{one.words}”", room)
        if len(words) > left > 1:
            # Where a passage begins and ends is what differs: the middle goes.
            first = (left + 1) // 2
            cut = set_cell_size(words[first - 1], min(cell_len(words[first - 1]), room - 2)).rstrip()
            words = [*words[: first - 1], f"{cut.rpartition(' ')[0] or cut} …", *words[-(left - first) :]]
        lines += [[self._plain(line)] for line in words[: max(0, left)]]
        if one.note:
            lines.append([self._plain(_cut(f"✎ {one.note}", room), "muted")])
        return lines

    def _third(self, room: int, left: int) -> list[list[Segment]]:
        settling = self._settling
        lines = [[self._plain(_cut(settling.heading, room), "bold")]]
        lines += [[self._plain(words, kind) for words, kind in parts] for parts in settling.lines]
        line: list[Segment] = []
        used = 0
        each = room // 2
        for key, long, short in settling.keys:
            words = long if cell_len(long) + cell_len(key) + 2 <= each else short
            if used + each > room:
                lines.append(line)
                line, used = [], 0
            shown = _cut(f" {words}", each - cell_len(key) - 1)
            self._places.append((len(lines) + 1, left + used, left + used + each, key))
            line += [self._plain(key, "accent"), self._plain(shown)]
            line.append(self._plain(" " * (each - cell_len(key) - cell_len(shown))))
            used += each
        return [*lines, line] if line else lines


def _cut(words: str, room: int) -> str:
    """Words in at most so many cells, an ellipsis where some are missing."""
    return words if cell_len(words) <= room else set_cell_size(words, max(0, room - 1)).rstrip() + "…"
