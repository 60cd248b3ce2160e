"""What a line being typed could go on with, listed under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.domain.text import drawn
from qualcode.tui.widgets.cells import filled
from qualcode.tui.widgets.inked import Inked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual import events

    from qualcode.tui.completing import Completion
    from qualcode.tui.widgets.transcript.tints import Hue


class Completions(Inked, Widget):
    """A list over the screen; it goes when nothing is offered. The last row says which keys take one."""

    DEFAULT_CSS = """
    Completions { layer: above; dock: top; offset: 9 2; width: 76; max-width: 90%; height: auto; display: none; }
    Completions.-offered { display: block; }
    """
    ALLOW_SELECT = False
    KEYS = "Tab takes the first, again the next   ↑ earlier queries   Enter asks"

    class Taken(Message):
        """One was clicked."""

        def __init__(self, place: int) -> None:
            self.place = place
            super().__init__()

    def __init__(self, hues: Callable[[], Mapping[int, Hue]]) -> None:
        """`hues` tells the colours of codes as they are now."""
        super().__init__()
        self._hues_now = hues
        self.offered: Sequence[Completion] = ()
        self.chosen: int | None = None
        self.hues: Mapping[int, Hue] = {}

    def _take_colours(self) -> None:
        super()._take_colours()
        self.hues = self._hues_now()

    def show(self, offered: Sequence[Completion], chosen: int | None) -> None:
        """Show what is offered, the one taken last marked; nothing hides the list."""
        self.offered, self.chosen, self.hues = offered, chosen, self._hues_now()
        self.set_class(bool(offered), "-offered")
        self.styles.height = len(offered) + 1
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click takes one."""
        event.stop()
        if event.y < len(self.offered):
            self.post_message(self.Taken(event.y))

    def render_line(self, y: int) -> Strip:
        """The strip of one that is offered, or of the keys."""
        ink, width = self._ink, self.size.width
        ground = ink.surface
        if y >= len(self.offered):
            words = filled(f"  {self.KEYS}" if y == len(self.offered) else "", width)
            return Strip([Segment(words, ink.plain(ink.faint_on(ground), ground))], width)
        one = self.offered[y]
        if y == self.chosen:
            ground = ink.chosen
        hue = ink.text if one.code is None else self.hues.get(one.code, ink.text)
        name = min(34, max(12, width // 2))
        segments = [
            Segment("  ● " if one.code is not None else "  ○ ", ink.plain(ink.sign(hue, ground), ground)),
            Segment(filled(drawn(one.shown), name), ink.plain(ink.on(ground), ground, bold=True)),
            Segment(filled(f"  {drawn(one.about)}", max(0, width - 4 - name)), ink.plain(ink.faint_on(ground), ground)),
        ]
        return Strip(segments).adjust_cell_length(width, segments[-1].style)
