"""What stands in the chosen cell of a chart, in full, and beside it the coded extracts that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from qualcode.tui.widgets.cells import cut
from qualcode.tui.widgets.chart.extracts import PaneExtract, drawn_extract
from qualcode.tui.widgets.inked import Inked
from qualcode.tui.widgets.transcript.wrap import rows_of_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.style import Style

    from qualcode.tui.widgets.bars import Part
    from qualcode.tui.widgets.transcript.tints import Hue

TWO_COLUMNS = 100
"""Cells of the pane from which on the extracts stand beside the words."""


@dataclass(frozen=True, slots=True)
class PaneCell:
    """A cell in full: whose it is, what is said of its state, its words, the analyst's remark, and its extracts.

    `many` is how many extracts there are, which may be read a moment later than the rest: then `extracts` is None.
    """

    head: tuple[Part, ...] = ()
    words: str = ""
    remark: str = ""
    notes: tuple[Part, ...] = ()
    many: int = 0
    extracts: tuple[PaneExtract, ...] | None = ()


class CellPane(Inked, Widget):
    """Draws a cell line by line; scrolled as one."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    CellPane { height: 10; width: 1fr; }
    """

    def __init__(self, *, whole: bool = True) -> None:
        """A pane; without `whole` it leaves out the words, where they stand in full beside it."""
        super().__init__()
        self._whole = whole
        self.shown = PaneCell()
        self.top = 0
        self.chosen: int | None = None
        self._hues: Mapping[int, Hue] = {}
        self._lines: list[Strip] | None = None

    def _take_colours(self) -> None:
        super()._take_colours()
        self._renew()

    def take_hues(self, hues: Mapping[int, Hue]) -> None:
        """Take the colours of codes."""
        self._hues = hues
        self._renew()

    def show(self, cell: PaneCell) -> None:
        """Show a cell, from its beginning where it is another one."""
        if cell == self.shown:
            return
        if cell.head[:1] != self.shown.head[:1]:
            self.top = 0
        self.shown = cell
        self._renew()

    def _renew(self) -> None:
        self._lines = None
        self.refresh()

    def on_resize(self) -> None:
        """Lay out anew."""
        self._renew()

    def scroll(self, step: int) -> None:
        """Some lines on or back."""
        last = max(0, len(self._drawn()) - max(1, self.size.height - self._head))
        self.top = min(max(0, self.top + step), last)
        self.refresh()

    # drawing

    def render_line(self, y: int) -> Strip:
        """The strip of the rule above, of the heading, or of a line of words."""
        ink, width = self._ink, self.size.width
        if y == 0 and self._whole:
            return Strip([Segment("─" * width, ink.plain(ink.faint, ink.surface))], width)
        if y == self._head - 1:
            return self._heading(width)
        lines, at = self._drawn(), self.top + y - self._head
        if at >= len(lines):
            return Strip([Segment(" " * width, ink.plain(ink.text, ink.surface))], width)
        if y == self.size.height - 1 and at < len(lines) - 1:
            more = Segment(f" ▾ {len(lines) - at - 1} more ", self._style("accent"))
            return Strip([*lines[at].crop(0, max(0, width - more.cell_length)), more]).adjust_cell_length(
                width, self._style("plain")
            )
        return lines[at]

    @property
    def _head(self) -> int:
        """Lines above the words: a rule, where the pane lies below the grid, and the heading."""
        return 2 if self._whole else 1

    def _style(self, kind: str, *, bold: bool = False) -> Style:
        ink = self._ink
        return ink.plain(ink.named(kind, ink.surface), ink.surface, bold=bold)

    def _split(self, width: int) -> tuple[int, int]:
        """The cells of the words and of the extracts beside them; none where they stand below."""
        if width < TWO_COLUMNS or not self._whole:
            return width, 0
        left = width * 55 // 100
        return left, width - left

    def _heading(self, width: int) -> Strip:
        shown = self.shown
        left, right = self._split(width)
        # Where the words stand beside the pane, whose they are is plain there.
        counted = (_counted(shown.many) if shown.many else "No extract", "bold")
        parts: Sequence[Part] = ((" ", "plain"), *(shown.head if self._whole else (counted, *shown.head[3:])))
        segments: list[Segment] = []
        room = left if sum(cell_len(words) for words, _ in parts) <= left else left - 1
        for words, kind in parts:
            fits = cell_len(words) <= room
            said = words if fits else set_cell_size(words, room).rstrip() + "…"
            segments.append(Segment(said, self._style(kind, bold=kind in ("bold", "accent"))))
            room -= cell_len(words)
            if not fits:
                break
        strip = Strip(segments).adjust_cell_length(left, self._style("plain"))
        if not right:
            return strip
        said = _counted(shown.many) if shown.many else "No extract"
        return Strip(
            [
                *strip,
                Segment("│ ", self._style("muted")),
                Segment(set_cell_size(cut(f"Evidence  {said}", right - 2), right - 2), self._style("plain", bold=True)),
            ]
        )

    def _drawn(self) -> list[Strip]:
        if self._lines is None:
            width = self.size.width
            left, right = self._split(width)
            words = self._words(left)
            if right:
                beside = self._extracts(right - 2)
                blank = Strip([Segment(" " * left, self._style("plain"))], left)
                line = Strip([Segment("│ ", self._style("muted"))], 2)
                many = max(len(words), len(beside))
                empty = Strip([Segment(" " * (right - 2), self._style("plain"))], right - 2)
                self._lines = [
                    Strip.join(
                        [words[at] if at < len(words) else blank, line, beside[at] if at < len(beside) else empty],
                    )
                    for at in range(many)
                ]
            else:
                self._lines = [*words, *self._extracts(width)]
        return self._lines

    def _words(self, width: int) -> list[Strip]:
        shown, room = self.shown, max(1, width - 4)
        lines: list[tuple[str, Style]] = []
        for words, kind in shown.notes:
            lines += [(line, self._style(kind)) for line in rows_of_words(words, room)]
        if shown.words and self._whole:
            lines += [(line, self._style("plain")) for line in rows_of_words(shown.words, room)]
        if shown.remark and self._whole:
            lines += [(line, self._style("muted")) for line in rows_of_words(f"[{shown.remark}]", room)]
        return [Strip([Segment("  " + set_cell_size(words, width - 2), style)], width) for words, style in lines]

    def _extracts(self, width: int) -> list[Strip]:
        if self.shown.extracts is None:
            return [Strip([Segment(set_cell_size("…", width), self._style("muted"))], width)]
        found: list[Strip] = []
        for one in self.shown.extracts:
            found += drawn_extract(one, width, self._ink, self._hues, self._ink.surface)
        return found


def _counted(many: int) -> str:
    return f"{many} extract{'' if many == 1 else 's'}"
