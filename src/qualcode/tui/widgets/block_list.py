"""A list of blocks, each of some lines of words broken to the width, one block chosen: only the rows in sight are drawn."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui.widgets.cells import cut
from qualcode.tui.widgets.hints import hint_row
from qualcode.tui.widgets.inked import Inked
from qualcode.tui.widgets.transcript.signs import drawn
from qualcode.tui.widgets.transcript.wrap import rows_of_words
from qualcode.tui.widgets.typing import TypedInto

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual import events

    from qualcode.tui.colour import Rgb
    from qualcode.tui.widgets.bars import Part


@dataclass(frozen=True, slots=True)
class Line:
    """Words broken into rows behind a `lead`; `tail` stands at the right of the first row, if it leaves room for words.

    `most` is how many rows are drawn at most, 0 for all; the last one then ends in an ellipsis. `grows` draws all of them while
    the block is chosen. `kind` draws the words (see `widgets.bars.Part`), `found` those among them that were looked for.
    """

    words: str
    lead: Sequence[Part] = ()
    kind: str = "plain"
    tail: Sequence[Part] = ()
    most: int = 0
    found: str = ""
    grows: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are chosen together, known by `key`; None for a heading that cannot be chosen.

    One that `follows` comes into sight with the block above it.
    """

    key: Hashable
    lines: Sequence[Line]
    follows: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether the block cannot be chosen."""
        return self.key is None


class BlockList(Inked, TypedInto, ScrollView, can_focus=True, inherit_bindings=False):
    """Blocks under each other. The chosen one has a ground of its own, and a sign at its edge while the list has the keys."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    BlockList { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    class Stepped(Message):
        """Another block is chosen."""

        def __init__(self, blocks: BlockList) -> None:
            self.blocks = blocks
            super().__init__()

        @property
        def control(self) -> BlockList:
            """The list."""
            return self.blocks

        def can_replace(self, message: Message) -> bool:
            """Steps taken faster than they are shown are shown once."""
            return isinstance(message, BlockList.Stepped) and message.blocks is self.blocks

    class Entered(Message):
        """The chosen block was clicked twice."""

    def __init__(self, id: str) -> None:  # noqa: A002 (the toolkit's name)
        super().__init__(id=id)
        self.blocks: Sequence[Block] = ()
        self.empty: Sequence[str] = ()
        self.key: Hashable = None
        self._broken: list[list[tuple[Line, list[str]]]] = []
        self._laid: dict[int, list[list[Segment]]] = {}
        self._tops: list[int] = []

    def _take_colours(self) -> None:
        super()._take_colours()
        self._laid.clear()

    def on_focus(self) -> None:
        """The keys come here: show it."""
        self._laid.clear()
        self.refresh()

    on_blur = on_focus

    # what is shown

    def show(self, blocks: Sequence[Block], *, empty: Sequence[str] = ()) -> None:
        """Show blocks; the chosen one stays chosen where it is there still, else the one that took its place."""
        before = self.at
        self.blocks, self.empty = blocks, empty
        if self.key not in self.keys:
            self.key = self._nearest(before)
        self._lay_out()
        self.step_to_key(self.key, tell=False)

    @property
    def keys(self) -> list[Hashable]:
        """The keys of the blocks that can be chosen, in their order."""
        return [block.key for block in self.blocks if not block.is_heading]

    @property
    def at(self) -> int:
        """The place of the chosen block among those that can be chosen; 0 where there is none."""
        keys = self.keys
        return keys.index(self.key) if self.key in keys else 0

    def _nearest(self, place: int) -> Hashable:
        keys = self.keys
        return keys[min(place, len(keys) - 1)] if keys else None

    @property
    def _width(self) -> int:
        """Cells of a row: the scrollbar has the last one."""
        return max(0, self.size.width - 1)

    def _lay_out(self) -> None:
        self._broken = [self._broken_of(block) for block in self.blocks]
        self._stack()

    def _stack(self) -> None:
        """Put the blocks under each other, as high as they are."""
        self._laid.clear()
        self._tops = [0, *accumulate(sum(len(rows) for _, rows in lines) for lines in self._broken)]
        self.virtual_size = Size(self._width, self._tops[-1])

    def on_resize(self) -> None:
        """Break the lines anew, the chosen block in sight."""
        self._lay_out()
        self.step_to_key(self.key, tell=False)

    # moving

    def step_to(self, place: int) -> None:
        """Choose a block by its place among those that can be chosen."""
        keys = self.keys
        if keys:
            self.step_to_key(keys[min(max(0, place), len(keys) - 1)])

    def step_to_key(self, key: Hashable, *, tell: bool = True) -> None:
        """Choose a block and bring it into sight, with the headings right above it."""
        before, self.key = self.key, key
        number = None
        for place, block in enumerate(self.blocks):
            if block.key in (before, key) and any(line.grows for line in block.lines):
                self._broken[place] = self._broken_of(block)
            if key is not None and block.key == key:
                number = place
        self._stack()
        if number is not None and self.size.height:
            above = number - self.blocks[number].follows
            while above and self.blocks[above - 1].is_heading:
                above -= 1
            top, bottom, height = self._tops[above], self._tops[number + 1], self.size.height
            if bottom - top > height:
                top = self._tops[number]
            if top < self.scroll_offset.y or bottom - top >= height:
                self.scroll_to(y=top, animate=False, force=True)
            elif bottom > self.scroll_offset.y + height:
                self.scroll_to(y=bottom - height, animate=False, force=True)
        self.refresh()
        if tell:
            self.post_message(self.Stepped(self))

    def on_click(self, event: events.Click) -> None:
        """A click chooses a block, two clicks enter it."""
        event.stop()
        row = event.y + self.scroll_offset.y
        if not self.blocks or row >= self._tops[-1]:
            return
        block = self.blocks[bisect_right(self._tops, row) - 1]
        self.focus()
        if block.is_heading:
            return
        self.step_to_key(block.key)
        if event.chain == 2:
            self.post_message(self.Entered())

    # drawing

    def render_line(self, y: int) -> Strip:
        """The strip of a row."""
        ink, width, row = self._ink, self._width, y + self.scroll_offset.y
        if not self.blocks and self.empty:
            words, first = hint_row(self.empty, y, width)
            return Strip([Segment(words, ink.plain(ink.text if first else ink.muted))], width)
        if not self.blocks or row >= self._tops[-1]:
            return Strip([Segment(" " * width, ink.blank())], width)
        number = bisect_right(self._tops, row) - 1
        if number not in self._laid:
            self._laid[number] = self._drawn(number)
        segments = self._laid[number][row - self._tops[number]]
        return Strip(segments).adjust_cell_length(width, segments[-1].style)

    def _broken_of(self, block: Block) -> list[tuple[Line, list[str]]]:
        """The lines of a block, each with its words row by row."""
        room = self._width - 3
        found = []
        for line in block.lines:
            lead = sum(cell_len(words) for words, _ in line.lead)
            tail = sum(cell_len(words) for words, _ in line.tail)
            rows = rows_of_words(drawn(line.words), max(8, room - lead - (tail + 1 if tail else 0)))
            whole = line.grows and block.key == self.key
            if line.most and len(rows) > line.most and not whole:
                kept = rows[: line.most]
                kept[-1] = cut(kept[-1] + " " + rows[line.most], max(8, room - lead - (tail + 1 if tail else 0)))
                rows = kept if kept[-1].endswith("…") else [*kept[:-1], kept[-1] + "…"]
            found.append((line, rows or [""]))
        return found

    def _drawn(self, number: int) -> list[list[Segment]]:
        ink, block = self._ink, self.blocks[number]
        here = block.key is not None and block.key == self.key
        lit = here and self.has_focus
        raised = here or (block.is_heading and any(line.words for line in block.lines))
        ground = ink.chosen if lit else ink.surface if raised else ink.ground
        edge = Segment("▌" if here else " ", ink.plain(ink.named("accent", ground), ground))
        rows = []
        for line, broken in self._broken[number]:
            lead = [self._part(words, kind, ground) for words, kind in line.lead]
            indent = sum(segment.cell_length for segment in lead)
            for place, words in enumerate(broken):
                before = lead if place == 0 else [self._part(" " * indent, "plain", ground)]
                row = [edge, *before, *self._words(words, line, ground)]
                if place == 0 and line.tail:
                    tail = [self._part(words, kind, ground) for words, kind in line.tail]
                    gap = self._width - 1 - sum(one.cell_length for one in (*row, *tail))
                    row += [self._part(" " * max(1, gap), "plain", ground), *tail]
                rows.append([*row, self._part(" ", "plain", ground)])
        return rows

    def _words(self, words: str, line: Line, ground: Rgb) -> list[Segment]:
        """The words of a row, those that were looked for marked."""
        at = words.casefold().find(line.found.casefold()) if line.found else -1
        if at < 0 or len(words.casefold()) != len(words):
            return [self._part(words, line.kind, ground)]
        end = at + len(line.found)
        return [
            self._part(words[:at], line.kind, ground),
            self._part(words[at:end], "accent", ground),
            self._part(words[end:], line.kind, ground),
        ]

    def _part(self, words: str, kind: str, ground: Rgb) -> Segment:
        ink = self._ink
        return Segment(words, ink.plain(ink.named(kind, ground), ground, bold=kind in ("bold", "accent")))
