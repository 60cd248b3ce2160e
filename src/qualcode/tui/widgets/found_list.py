"""What was found, in groups under headings, one entry chosen: only the rows in sight are drawn, however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui.widgets.cells import cut, filled
from qualcode.tui.widgets.hints import hint_row
from qualcode.tui.widgets.inked import Inked
from qualcode.tui.widgets.typing import TypedInto

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual import events

    from qualcode.tui.widgets.transcript.tints import Hue


@dataclass(frozen=True, slots=True)
class Entry:
    """One place: `lead` stands before it, `words` are its own with `before` and `after` around them, `tail` stands last.

    With `before` the words of all entries stand in one column, as in a concordance. `sign` is the code whose dot is drawn.
    """

    lead: str
    words: str
    before: str = ""
    after: str = ""
    tail: str = ""
    sign: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together, under a heading; `said` stands behind it, `sign` is the code whose dot stands before it."""

    heading: str
    said: str
    entries: Sequence[Entry]
    sign: int | None = None


class FoundList(Inked, TypedInto, ScrollView, can_focus=True, inherit_bindings=False):
    """Groups of entries. While `prompt` is open every key goes to it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    FoundList { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    class Stepped(Message):
        """Another entry is chosen; only the last of several matters."""

        def can_replace(self, message: Message) -> bool:
            """Steps taken faster than they are shown are shown once."""
            return isinstance(message, FoundList.Stepped)

    class Entered(Message):
        """The chosen entry was clicked twice."""

    def __init__(self) -> None:
        super().__init__()
        self.groups: Sequence[Group] = ()
        self.at = 0
        self.hues: dict[int, Hue] = {}
        self.concordance = False
        self.empty: Sequence[str] = ()
        self._lines: list[tuple[Group, int]] = []
        self._line_of: list[int] = []
        self._widths = (0, 0)
        self._signed = False

    # what is shown

    def show(self, groups: Sequence[Group], at: int = 0) -> None:
        """Show groups, one entry chosen; a line stands between them."""
        self.groups = groups
        self._lines, self._line_of = [], []
        for group in groups:
            if self._lines:
                self._lines.append((group, -2))
            self._lines.append((group, -1))
            self._line_of += range(len(self._lines), len(self._lines) + len(group.entries))
            self._lines += [(group, number) for number in range(len(group.entries))]
        entries = [entry for group in groups for entry in group.entries]
        self._signed = any(entry.sign is not None for entry in entries)
        self._widths = (
            min(20, max((cell_len(entry.lead) for entry in entries), default=0)),
            min(30, max((cell_len(entry.tail) for entry in entries), default=0)),
        )
        self.virtual_size = Size(self._width, len(self._lines))
        self.at = min(max(0, at), max(0, len(self._line_of) - 1))
        self._scroll_into_sight()
        self.refresh()

    def say_empty(self, *lines: str) -> None:
        """What stands in the list while it is empty."""
        self.empty = lines
        self.refresh()

    @property
    def many(self) -> int:
        """How many entries there are."""
        return len(self._line_of)

    @property
    def _width(self) -> int:
        """Cells of a row: the scrollbar has the last one."""
        return max(0, self.size.width - 1)

    # moving

    def step_to(self, entry: int) -> None:
        """Choose an entry and bring it into sight, with its heading where it is the first of a group."""
        if not self.many:
            return
        before, self.at = self.at, min(max(0, entry), self.many - 1)
        self._scroll_into_sight()
        for one in {before, self.at}:
            self.refresh(Region(0, self._line_of[one] - self.scroll_offset.y, self.size.width, 1))
        self.post_message(self.Stepped())

    def step_group(self, step: int) -> None:
        """Choose the first entry of the next group, or of this one and then of the one before."""
        firsts, place = [], 0
        for group in self.groups:
            firsts.append(place)
            place += len(group.entries)
        wanted = [one for one in firsts if (one > self.at if step > 0 else one < self.at)]
        if wanted:
            self.step_to(wanted[0] if step > 0 else wanted[-1])

    def _scroll_into_sight(self) -> None:
        if not self._line_of:
            self.scroll_to(y=0, animate=False, force=True)
            return
        line, height, top = self._line_of[self.at], max(1, self.size.height), self.scroll_offset.y
        first = line - 1 if self._lines[line][1] == 0 else line
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif line >= top + height:
            self.scroll_to(y=line - height + 1, animate=False, force=True)

    def on_resize(self) -> None:
        """Keep the chosen entry in sight."""
        self.virtual_size = Size(self._width, len(self._lines))
        self._scroll_into_sight()

    def on_click(self, event: events.Click) -> None:
        """A click chooses an entry, two clicks enter it."""
        event.stop()
        line = event.y + self.scroll_offset.y
        if line >= len(self._lines) or self._lines[line][1] < 0:
            return
        self.step_to(self._line_of.index(line))
        if event.chain == 2:
            self.post_message(self.Entered())

    # drawing

    def render_line(self, y: int) -> Strip:
        """The strip of a heading or an entry."""
        ink, width = self._ink, self._width
        line = y + self.scroll_offset.y
        if not self._lines and self.empty:
            words, first = hint_row(self.empty, y, width)
            return Strip([Segment(words, ink.plain(ink.text if first else ink.muted))], width)
        if line >= len(self._lines) or self._lines[line][1] == -2:
            return Strip([Segment(" " * width, ink.plain(ink.text))], width)
        group, number = self._lines[line]
        segments = (
            self._heading(group) if number < 0 else self._entry(group.entries[number], chosen=line == self._line_of[self.at])
        )
        return Strip(segments).adjust_cell_length(width, segments[-1].style)

    def _heading(self, group: Group) -> list[Segment]:
        ink = self._ink
        ground = ink.surface
        sign = [] if group.sign is None else [Segment("● ", ink.plain(self._sign(group.sign, ground), ground))]
        room = self._width - 2 - 2 * bool(sign) - cell_len(group.said) - 2
        return [
            Segment(" ", ink.plain(ink.on(ground), ground)),
            *sign,
            Segment(cut(group.heading, room), ink.plain(ink.on(ground), ground, bold=True)),
            Segment("  " + group.said, ink.plain(ink.faint_on(ground), ground)),
            Segment(" ", ink.plain(ink.on(ground), ground)),
        ]

    def _entry(self, entry: Entry, *, chosen: bool) -> list[Segment]:
        ink = self._ink
        ground = ink.chosen if chosen else ink.ground
        plain, faint = ink.plain(ink.on(ground), ground), ink.plain(ink.faint_on(ground), ground)
        lead, tail = min(self._widths[0], self._width // 6), min(self._widths[1], self._width // 3)
        segments = [Segment(" " + filled(entry.lead, lead) + "  ", faint)]
        if entry.sign is not None:
            segments.append(Segment("● ", ink.plain(self._sign(entry.sign, ground), ground)))
        elif self._signed:
            segments.append(Segment("  ", plain))
        room = max(8, self._width - sum(one.cell_length for one in segments) - (tail + 3 if tail else 1))
        if self.concordance:
            found = ink.plain(ink.named("accent", ground), ground, bold=True, underline=True)
            segments += _aligned(entry, room, faint, found)
        else:
            segments.append(Segment(filled(entry.words, room), plain))
        if tail:
            segments.append(Segment("  " + filled(entry.tail, tail) + " ", faint))
        return [*segments, Segment(" ", plain)]

    def _sign(self, code: int, ground: tuple[int, int, int]) -> tuple[int, int, int]:
        return self._ink.sign(self.hues.get(code, self._ink.text), ground)


def _aligned(entry: Entry, room: int, faint: Style, found: Style) -> list[Segment]:
    """Words that begin in one column, what stands before them up to it, what stands after them behind."""
    middle = room * 2 // 5
    before = entry.before
    if cell_len(before) > middle:
        before = "…" + _ending(before, middle - 1)
    words = cut(entry.words, room - middle)
    rest = room - middle - cell_len(words)
    return [
        Segment(" " * (middle - cell_len(before)) + before, faint),
        Segment(words, found),
        Segment(filled(entry.after, rest), faint),
    ]


def _ending(words: str, room: int) -> str:
    """The last words that fit into some cells, filled up from the left."""
    kept = words[-room:] if room > 0 else ""
    while cell_len(kept) > room:
        kept = kept[1:]
    return " " * (room - cell_len(kept)) + kept
