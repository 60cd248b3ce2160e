"""The extracts of a cell as they are drawn: where each stands, what it is to the summary, its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.tui.widgets.transcript.tints import Hue, Ink
from qualcode.tui.widgets.transcript.wrap import rows_of_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events

    from qualcode.tui.colour import Rgb

_SHORT = 4
"""Lines of an extract that is not the chosen one."""


@dataclass(frozen=True, slots=True)
class PaneExtract:
    """An extract: where it stands, its words, the code whose dot it has, and what is said of it.

    `bearing` is what it is to the summary, empty where it supports it; `news` what became of it since the summary was
    written. `gone` are words that are in the cell no longer.
    """

    lead: str
    words: str
    sign: int | None = None
    bearing: str = ""
    news: str = ""
    gone: bool = False


def drawn_extract(one: PaneExtract, width: int, ink: Ink, hues: Mapping[int, Hue], ground: Rgb, *, most: int = 0) -> list[Strip]:
    """The lines of an extract; at most so many, 0 for all."""
    muted, plain = ink.plain(ink.faint_on(ground), ground), ink.plain(ink.on(ground), ground)
    hue = ink.faint_on(ground) if one.sign is None else ink.sign(hues.get(one.sign, ink.text), ground)
    room = max(4, width - 3)
    said = " ".join(part for part in (one.lead, one.bearing, f"! {one.news}" if one.news else "") if part)
    lines = [(words, place == 0) for place, words in enumerate(rows_of_words(f"{said}  “{one.words}”".replace("\n", " "), room))]
    if most and len(lines) > most:
        cut = set_cell_size(lines[most - 1][0], room - 1).rstrip() + "…"
        lines = [*lines[: most - 1], (cut, most == 1)]
    strips = []
    for words, first in lines:
        segments = [Segment("○ " if one.gone and first else "● " if first else "  ", ink.plain(hue, ground))]
        rest = words
        if first:
            for part, kind in ((one.lead, "muted"), (one.bearing, "accent"), (f"! {one.news}" if one.news else "", "bad")):
                if part and rest.startswith(part):
                    segments += [
                        Segment(part, ink.plain(ink.named(kind, ground), ground, bold=kind == "accent")),
                        Segment(" ", muted),
                    ]
                    rest = rest[len(part) + 1 :]
        segments.append(Segment(rest.lstrip(" ") if first else rest, muted if one.gone else plain))
        strips.append(Strip(segments).adjust_cell_length(width, plain))
    return strips


class ExtractList(Widget, can_focus=True):
    """Extracts below one another, one of them chosen and shown in full; for choosing with keys or the mouse."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ExtractList { height: 1fr; width: 1fr; }
    """

    class Chosen(Message):
        """Another extract is chosen."""

    class Entered(Message):
        """The chosen extract was clicked twice."""

    def __init__(self) -> None:
        super().__init__()
        self.extracts: Sequence[PaneExtract] = ()
        self.at = 0
        self._hues: Mapping[int, Hue] = {}
        self._ink = Ink({}, dark=True)
        self._lines: list[tuple[int, Strip]] | None = None
        self._top = 0

    def on_mount(self) -> None:
        """Take the theme's colours."""
        self._ink = Ink(self.app.theme_variables, dark=self.app.current_theme.dark)
        self._renew()

    def take_hues(self, hues: Mapping[int, Hue]) -> None:
        """Take the colours of codes."""
        self._hues = hues
        self._renew()

    def show(self, extracts: Sequence[PaneExtract], at: int = 0) -> None:
        """Show extracts, one of them chosen."""
        self.extracts = extracts
        self.at = min(max(0, at), max(0, len(extracts) - 1))
        self._renew()

    def choose(self, at: int) -> None:
        """Choose an extract and bring it into sight."""
        self.show(self.extracts, at)
        self.post_message(self.Chosen())

    def _renew(self) -> None:
        self._lines = None
        self.refresh()

    def on_resize(self) -> None:
        """Lay out anew."""
        self._renew()

    def on_focus(self) -> None:
        """The chosen one stands out more while it has the keyboard."""
        self._renew()

    def on_blur(self) -> None:
        """And less when it has not."""
        self._renew()

    def on_click(self, event: events.Click) -> None:
        """A click chooses an extract, two clicks enter it."""
        lines, at = self._laid_out(), self._top + event.y
        if at < len(lines):
            self.choose(lines[at][0])
            if event.chain == 2:
                self.post_message(self.Entered())

    def _laid_out(self) -> list[tuple[int, Strip]]:
        if self._lines is None:
            ink, width = self._ink, self.size.width
            self._lines = []
            for place, one in enumerate(self.extracts):
                chosen = place == self.at
                ground = (ink.chosen if self.has_focus else ink.lifted) if chosen else ink.surface
                strips = drawn_extract(one, width, ink, self._hues, ground, most=0 if chosen else _SHORT)
                self._lines += [(place, strip) for strip in strips]
            mine = [line for line, (place, _) in enumerate(self._lines) if place == self.at]
            height = max(1, self.size.height)
            if mine:
                self._top = min(max(self._top, mine[-1] - height + 1), mine[0])
            self._top = max(0, min(self._top, len(self._lines) - height))
        return self._lines

    def render_line(self, y: int) -> Strip:
        """The strip of a line."""
        ink, lines, at = self._ink, self._laid_out(), self._top + y
        if at < len(lines):
            return lines[at][1]
        words = "No extract is coded here." if not lines and y == 0 else ""
        return Strip(
            [Segment(set_cell_size(words, self.size.width), ink.plain(ink.faint_on(ink.surface), ink.surface))], self.size.width
        )
