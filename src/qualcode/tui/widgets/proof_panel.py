"""Under a table: the verbatim words of a quotation beside their printed form, each with what makes it differ marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from qualcode.tui.widgets.cells import cut
from qualcode.tui.widgets.inked import Inked
from qualcode.tui.widgets.marked_words import Mark, marked_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.tui.widgets.bars import Part

_GAP = 3


@dataclass(frozen=True, slots=True)
class Proof:
    """One side: its heading, what stands behind the heading, the words with their marks, and lines under them."""

    heading: str
    about: str
    words: str
    marks: Sequence[Mark] = ()
    below: Sequence[Sequence[Part]] = ()


class ProofPanel(Inked, Widget, can_focus=False):
    """Two columns under a rule; what is longer than the panel is scrolled to."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ProofPanel { height: 35%; min-height: 6; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.sides: Sequence[Proof] = ()
        self._top = 0
        self._columns: list[list[list[Segment]]] = []

    def _take_colours(self) -> None:
        super()._take_colours()
        self._lay_out()

    def show(self, *sides: Proof) -> None:
        """Show one or two sides from their beginning."""
        if sides == tuple(self.sides):
            return
        self.sides, self._top = sides, 0
        self._lay_out()

    def on_resize(self) -> None:
        """Break the words anew."""
        self._lay_out()

    def scroll_words(self, rows: int) -> None:
        """Scroll both columns."""
        longest = max((len(column) for column in self._columns), default=0)
        self._top = min(max(0, self._top + rows), max(0, longest - self.size.height + 1))
        self.refresh()

    @property
    def text(self) -> str:
        """What is shown, column by column."""
        return "\n".join("".join(segment.text for segment in row) for column in self._columns for row in column)

    @property
    def _room(self) -> int:
        """Cells of a column."""
        many = max(1, len(self.sides))
        return max(8, (self.size.width - 2 - _GAP * (many - 1)) // many)

    def _lay_out(self) -> None:
        ink, ground, room = self._ink, self._ink.surface, self._room
        self._columns = []
        for side in self.sides:
            heading = cut(side.heading, room)
            about = cut(f"  {side.about}", room - cell_len(heading)) if side.about else ""
            rows = [[self._part(heading, "accent"), self._part(about, "muted")]]
            rows += marked_rows(side.words, side.marks, min(room, 88), ink, ground) if side.words else []
            rows += [[self._part(words, kind) for words, kind in parts] for parts in side.below]
            self._columns.append(rows)
        self.refresh()

    def _part(self, words: str, kind: str) -> Segment:
        ink = self._ink
        return Segment(words, ink.plain(ink.named(kind, ink.surface), ink.surface, bold=kind in ("bold", "accent")))

    def render_line(self, y: int) -> Strip:
        """The rule, or a row of both columns; the headings stay."""
        ink, width = self._ink, self.size.width
        plain = ink.plain(ink.on(ink.surface), ink.surface)
        if y == 0:
            return Strip([Segment("─" * width, ink.plain(ink.faint, ink.surface))], width)
        number = y - 1 if y == 1 else y - 1 + self._top
        segments = [Segment(" ", plain)]
        for column in self._columns:
            row = column[number] if number < len(column) else []
            segments += [*Strip(row).adjust_cell_length(self._room, plain), Segment(" " * _GAP, plain)]
        return Strip(segments).adjust_cell_length(width, plain)
