"""The differences of a source, one a line: settled or not, where, of which kind, and with which codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui.commands import bindings
from qualcode.tui.widgets.inked import Inked
from qualcode.tui.widgets.typing import TypedInto

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import ClassVar

    from textual import events
    from textual.binding import BindingType

    from qualcode.tui.widgets.transcript.tints import Hue

_WIDE = 62
"""Cells from which a line has the codes of both coders."""
_KIND = 12
"""The most cells that a kind has."""


@dataclass(frozen=True, slots=True)
class Line:
    """One difference in the list.

    `sign` says whether it is settled, marked or open; `colour` how its kind is drawn (see `Ink.named`). `codes` are
    those of the first and of the second coder, by id and name, of which one may be missing.
    """

    number: int
    sign: str
    place: str
    kind: str
    colour: str
    codes: tuple[tuple[int, str] | None, tuple[int, str] | None]
    unsure: bool
    settled: bool


class DifferenceList(Inked, TypedInto, ScrollView, can_focus=True, inherit_bindings=False):
    """Differences with one chosen; the heading says what is listed."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("differences")]
    DEFAULT_CSS = """
    DifferenceList { height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    class Stepped(Message):
        """Another difference was chosen here; only the last of several matters."""

        def __init__(self, number: int) -> None:
            self.number = number
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Steps taken faster than they are shown are shown once."""
            return isinstance(message, DifferenceList.Stepped)

    class Left(Message):
        """The keyboard is wanted back in the text."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Line] = ()
        self.heading = ""
        self.hues: dict[int, Hue] = {}
        self.empty = ""
        self.at = 0
        self._kinds = self._places = 0

    @property
    def _width(self) -> int:
        """Cells of a line: the scrollbar has the last one."""
        return max(0, self.size.width - 1)

    # what is shown

    def show(self, lines: Sequence[Line], heading: str, at: int | None) -> None:
        """Show lines under a heading, the difference of a number chosen; only lines that changed are painted again."""
        before, was, headed = self.lines, self.at, self.heading
        self.lines, self.heading = lines, heading
        self.at = next((place for place, line in enumerate(lines) if line.number == at), min(was, max(0, len(lines) - 1)))
        self._kinds = min(_KIND, max((cell_len(line.kind) for line in lines), default=0))
        self._places = max((cell_len(line.place) for line in lines), default=0) + 1
        self.virtual_size = Size(self._width, len(lines) + 1)
        self._scroll_into_sight()
        if len(before) != len(lines) or not lines:
            self.refresh()
            return
        changed = {place for place, (old, new) in enumerate(zip(before, lines, strict=True)) if old != new}
        self._refresh_lines(changed | ({was, self.at} if was != self.at else set()))
        if headed != heading:
            self.refresh(Region(0, 0, self.size.width, 1))

    def put(self, lines: Sequence[Line]) -> None:
        """Show lines in their new state, each in the place it has."""
        fresh = {line.number: line for line in lines}
        places = {place for place, line in enumerate(self.lines) if line.number in fresh}
        self.lines = [fresh.get(line.number, line) for line in self.lines]
        self._refresh_lines(places)

    def choose(self, number: int) -> None:
        """Choose a difference by number, where it is listed."""
        place = next((place for place, line in enumerate(self.lines) if line.number == number), None)
        if place is not None and place != self.at:
            was, self.at = self.at, place
            self._scroll_into_sight()
            self._refresh_lines({was, place})

    def _refresh_lines(self, places: set[int]) -> None:
        top = self.scroll_offset.y
        regions = [Region(0, place + 1 - top, self.size.width, 1) for place in places if 0 <= place - top < self.size.height - 1]
        if regions:
            self.refresh(*regions)

    def _scroll_into_sight(self) -> None:
        height, top = max(1, self.size.height - 1), self.scroll_offset.y
        if self.at < top:
            self.scroll_to(y=self.at, animate=False, force=True)
        elif self.at >= top + height:
            self.scroll_to(y=self.at - height + 1, animate=False, force=True)

    def on_resize(self) -> None:
        """Keep the chosen one in sight."""
        self.virtual_size = Size(self._width, len(self.lines) + 1)
        self._scroll_into_sight()

    # moving

    def action_step(self, step: int) -> None:
        """Some differences on or back."""
        self._step_to(self.at + step)

    def action_edge(self, step: int) -> None:
        """To the first or last difference."""
        self._step_to(0 if step < 0 else len(self.lines) - 1)

    def action_leave(self) -> None:
        """Give the keyboard back to the text."""
        self.post_message(self.Left())

    def on_click(self, event: events.Click) -> None:
        """A click chooses a difference."""
        event.stop()
        place = event.y - 1 + self.scroll_offset.y
        if event.y > 0 and place < len(self.lines):
            self._step_to(place)

    def _step_to(self, place: int) -> None:
        if not self.lines:
            return
        was, self.at = self.at, min(max(0, place), len(self.lines) - 1)
        self._scroll_into_sight()
        self._refresh_lines({was, self.at})
        self.post_message(self.Stepped(self.lines[self.at].number))

    # drawing

    def render_line(self, y: int) -> Strip:
        """The heading, or the strip of a difference."""
        ink, width = self._ink, self._width
        if y == 0:
            words = set_cell_size(f" {self.heading}", width)
            return Strip([Segment(words, ink.plain(ink.on(ink.surface), ink.surface, bold=True))], width)
        place = y - 1 + self.scroll_offset.y
        if place >= len(self.lines):
            said = f"   {self.empty}" if not self.lines and y == 2 else ""
            return Strip([Segment(set_cell_size(said, width), ink.plain(ink.muted))], width)
        return self._strip(self.lines[place], chosen=place == self.at)

    def _strip(self, line: Line, *, chosen: bool) -> Strip:
        ink, width = self._ink, self._width
        ground = ink.chosen if chosen else ink.ground
        quiet = ink.faint_on(ground) if line.settled and not chosen else ink.on(ground)
        sign = ink.named("good" if line.settled else "accent" if line.sign != "○" else "muted", ground)
        segments = [
            Segment("▸" if chosen else " ", ink.plain(ink.named("accent", ground), ground, bold=True)),
            Segment(f"{line.sign} ", ink.plain(sign, ground)),
            Segment(set_cell_size(line.place, self._places), ink.plain(ink.faint_on(ground), ground)),
            Segment(set_cell_size(line.kind, self._kinds) + " ", ink.plain(ink.named(line.colour, ground), ground)),
        ]
        room = width - sum(segment.cell_length for segment in segments) - 2
        segments += self._codes(line, room, quiet, ground)
        used = sum(segment.cell_length for segment in segments)
        tail = "?" if line.unsure else " "
        segments.append(Segment(" " * max(0, width - used - 2), ink.plain(quiet, ground)))
        segments.append(Segment(f"{tail} ", ink.plain(ink.named("accent", ground), ground, bold=True)))
        return Strip(segments).adjust_cell_length(width, ink.plain(quiet, ground))

    def _codes(self, line: Line, room: int, quiet: Hue, ground: Hue) -> list[Segment]:
        """The code, or where they differ both: beside each other where there is room, else with a sign between them."""
        given = [code for code in line.codes if code is not None]
        both = len(given) == 2 and given[0][0] != given[1][0]
        if not both:
            return self._code(given[0], room, quiet, ground) if given else []
        half = (room - 2) // 2 if self._width >= _WIDE else max(8, (room - 2) // 2)
        first = self._code(given[0], half, quiet, ground)
        return [*first, Segment("  ", self._ink.plain(quiet, ground)), *self._code(given[1], half, quiet, ground)]

    def _code(self, code: tuple[int, str], room: int, quiet: Hue, ground: Hue) -> list[Segment]:
        number, name = code
        hue = self.hues.get(number, self._ink.text)
        words = set_cell_size(name, room - 3) + "…" if cell_len(name) > room - 2 else name
        return [
            Segment("● ", self._ink.plain(self._ink.sign(hue, ground), ground)),
            Segment(words, self._ink.plain(quiet, ground)),
        ]
