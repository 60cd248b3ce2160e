"""The lines above and below the text: header, status and keys. Each is one strip, painted in the handler that changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.tui.widgets.inked import Inked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style
    from textual import events

    from qualcode.tui.colour import Rgb
    from qualcode.tui.commands import Command
    from qualcode.tui.prompt import Prompt

Part: TypeAlias = tuple[str, str]
"""Words and how they are drawn: plain, bold, muted, accent, primary, good, bad, badge, or a colour as #rrggbb."""


class Bar(Inked, Widget):
    """One line of parts, the first ones from the left, the last ones to the right; the left gives way."""

    DEFAULT_CSS = """
    Bar { height: 1; width: 1fr; }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._left: Sequence[Part] = ()
        self._right: Sequence[Part] = ()

    def show(self, left: Sequence[Part], right: Sequence[Part] = ()) -> None:
        """Draw these parts; only the cells that differ are painted."""
        if (left, right) == (self._left, self._right):
            return
        before = _cells(self.render_line(0))
        self._left, self._right = left, right
        after = _cells(self.render_line(0))
        if len(before) != len(after):
            # Joined signs have no cells of their own to compare.
            self.refresh()
            return
        changed = [column for column, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        if changed:
            self.refresh(Region(changed[0], 0, changed[-1] - changed[0] + 1, 1))

    def render_line(self, _y: int) -> Strip:
        """The strip of the line."""
        width = self.size.width
        right = [self._segment(part) for part in self._right]
        room = width - sum(segment.cell_length for segment in right)
        if room < self.least_left():
            right, room = [], width
        left, used = self._fitted(room)
        return Strip([*left, Segment(" " * (room - used), self._segment(("", "plain")).style), *right], width)

    def _fitted(self, room: int) -> tuple[list[Segment], int]:
        segments: list[Segment] = []
        used = 0
        for part in self._left:
            segment = self._segment(part)
            if used + segment.cell_length > room:
                segments.append(Segment(set_cell_size(segment.text, room - used), segment.style))
                return segments, room
            segments.append(segment)
            used += segment.cell_length
        return segments, used

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(words for words, _ in (*self._left, *self._right))

    def least_left(self) -> int:
        """Cells that the left needs: with less, the right is not drawn."""
        return self.size.width // 3

    def ground(self) -> Rgb:
        """The background of the line."""
        return self._ink.surface

    def _segment(self, part: Part) -> Segment:
        words, kind = part
        ink, ground = self._ink, self.ground()
        if kind == "badge":
            return Segment(words, ink.plain(ink.on(ink.chosen), ink.chosen, bold=True))
        return Segment(words, ink.plain(ink.named(kind, ground), ground, bold=kind in ("bold", "accent")))


class HeaderBar(Bar):
    """Study, source, coder; progress and whether all is saved. The study's title gives way first: who acts matters more."""

    def _fitted(self, room: int) -> tuple[list[Segment], int]:
        wanted = sum(cell_len(words) for words, _ in self._left)
        titles = [part for part in self._left if part[1] == "bold"]
        if wanted <= room or not titles:
            return super()._fitted(room)
        whole, title = self._left, titles[0]
        left_over = cell_len(title[0]) - (wanted - room)
        short = (f"{set_cell_size(title[0], left_over - 1).rstrip()}…" if left_over > 1 else "", title[1])
        self._left = [short if part is title else part for part in whole]
        try:
            return super()._fitted(room)
        finally:
            self._left = whole


class StatusBar(Bar):
    """Where the caret is and what a key did, in words; or a line being typed."""

    def ask(self, prompt: Prompt, right: Sequence[Part]) -> None:
        """Show a line being typed, the sign at its cursor as a block."""
        before, at, after = prompt.line.parts
        label = f" {prompt.label} "
        self.show([(label, "badge"), (f" {before}", "bold"), (at, "badge"), (after, "bold")], right)
        # Input methods and magnifiers look for the terminal's cursor where one types.
        self.app.cursor_position = self.region.offset + Offset(min(cell_len(f"{label} {before}"), max(0, self.size.width - 1)), 0)


class KeyBar(Bar):
    """The keys most needed on a screen, to be pressed or clicked."""

    class Pressed(Message):
        """A key's words were clicked."""

        def __init__(self, command: Command) -> None:
            self.command = command
            super().__init__()

    def __init__(self, commands: Sequence[Command], shown: Callable[[Command], str] = lambda command: command.shown) -> None:
        """Commands in their order; `shown` writes the keys of one, and one without keys is left out."""
        super().__init__()
        self._keys = [(command, shown(command).split()[0]) for command in commands if shown(command)]
        self._left = [part for command, key in self._keys for part in ((f" {key}", "accent"), (f" {command.short} ", "muted"))]
        self._right = [("^p", "accent"), (" palette ", "muted")]

    def least_left(self) -> int:
        """Every key is worth more than the palette's."""
        return sum(cell_len(words) for words, _ in self._left)

    def on_click(self, event: events.Click) -> None:
        """Say which key was clicked."""
        event.stop()
        left = 0
        for command, key in self._keys:
            width = cell_len(f" {key} {command.short} ")
            if left <= event.x < left + width:
                self.post_message(self.Pressed(command))
                return
            left += width


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    """A line cell by cell; a sign of two cells is followed by an empty one."""
    cells: list[tuple[str, Style | None]] = []
    for segment in strip:
        for sign in segment.text:
            width = cell_len(sign)
            cells += [(sign, segment.style), *[("", segment.style)] * (width - 1)] if width else []
    return cells


def gauge(share: float, width: int = 10) -> str:
    """A share (0 to 1) as a row of filled and empty signs."""
    filled = int(share * width)
    return "▰" * filled + "▱" * (width - filled)
