"""The strips of a chart's grid, each made once for as long as it looks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from qualcode.tui.colour import blend
from qualcode.tui.widgets.cells import cut
from qualcode.tui.widgets.chart.geometry import MARGINS, lines_of
from qualcode.tui.widgets.hints import hint_row
from qualcode.tui.widgets.transcript.wrap import rows_of_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.style import Style

    from qualcode.tui.colour import Rgb
    from qualcode.tui.widgets.chart.geometry import Heights, Widths
    from qualcode.tui.widgets.chart.model import Grid
    from qualcode.tui.widgets.transcript.tints import Hue, Ink

_MOST_HEADING = 3
"""Lines of a heading's name at most."""
_KEPT = 600
"""Rows whose strips are kept."""
_RULES = 0.2
"""How much the lines between cells stand out: they part what is read, and are not read themselves."""


class GridPainter:
    """Draws one layout of one grid in one theme: whoever changes any of them takes another painter."""

    def __init__(self, grid: Grid, widths: Widths, heights: Heights, ink: Ink, hues: Mapping[int, Hue]) -> None:
        self._grid = grid
        self._widths = widths
        self._heights = heights
        self._ink = ink
        self._hues = hues
        self._cells: dict[tuple[int, int, int], list[Strip]] = {}
        self._labels: dict[tuple[int, bool], list[Strip]] = {}
        self._line = blend(ink.ground, ink.text, _RULES)
        wrapped = [
            rows_of_words(head.name, max(1, width - MARGINS)) for head, width in zip(grid.columns, widths.columns, strict=True)
        ]
        names = max(1, min(_MOST_HEADING, max(map(len, wrapped), default=1)))
        self._names = [[*lines[: names - 1], " ".join(lines[names - 1 :])] for lines in wrapped]
        self.head = names + 1

    # headings

    def heading(self, y: int, first: int, chosen: int, width: int) -> Strip:
        """A line of the headings: names, and below them the rule that tells how many have each."""
        ink, widths = self._ink, self._widths
        last = y == self.head - 1
        quiet = ink.plain(ink.faint_on(ink.surface), ink.surface)
        hidden = len(widths.in_sight(first)) + first < len(self._grid.columns)
        segments = [self._corner(y, first, last=last)]
        used = widths.label
        for place, _left, wide in widths.in_sight(first):
            segments += self._rule(place, wide) if last else self._name(place, y, wide, chosen=place == chosen)
            used += wide
        strip = Strip(segments).adjust_cell_length(width, quiet)
        if hidden and y == 0:
            return Strip([*strip.crop(0, width - 2), Segment(" ▸", quiet)], width)
        return strip

    def _corner(self, y: int, first: int, *, last: bool) -> Segment:
        ink, room = self._ink, self._widths.label
        if last:
            return Segment("─" * (room - 1) + " ", ink.plain(ink.faint, ink.surface))
        words = self._grid.corner if y == 0 else ""
        more = "◂ " if first and y == 0 else "  "
        return Segment(
            set_cell_size(cut(" " + words, room - 2), room - 2) + more,
            ink.plain(ink.faint_on(ink.surface), ink.surface, bold=True),
        )

    def _name(self, place: int, y: int, wide: int, *, chosen: bool) -> list[Segment]:
        ink, lines = self._ink, self._names[place]
        hue = self._hue(place, ink.surface)
        colour = ink.readable_accent if chosen else ink.on(ink.surface)
        words = lines[y] if y < len(lines) else ""
        room = max(0, min(wide, self._widths.columns[place]) - 2)
        return [
            Segment("▌", ink.plain(hue, ink.surface)),
            Segment(" " + set_cell_size(cut(words, room), room), ink.plain(colour, ink.surface, bold=True)),
        ]

    def _rule(self, place: int, wide: int) -> list[Segment]:
        ink, said = self._ink, self._grid.columns[place].said
        hue = ink.plain(self._hue(place, ink.surface), ink.surface)
        said = said if cell_len(said) + 6 <= wide else ""
        if not said:
            return [Segment("▌" + "━" * (wide - 2) + " ", hue)]
        return [
            Segment("▌" + "━" * (wide - cell_len(said) - 5), hue),
            Segment(f" {said} ", ink.plain(ink.faint_on(ink.surface), ink.surface)),
            Segment("━ ", hue),
        ]

    def _hue(self, place: int, ground: Rgb) -> Rgb:
        sign = self._grid.columns[place].sign
        return self._ink.sign(self._hues[sign], ground) if sign is not None and sign in self._hues else self._ink.faint_on(ground)

    # cells

    def line(self, line: int, top: int, first: int, chosen: tuple[int, int], width: int) -> Strip:
        """A line of cells; `top` is the first line in sight, where the label of a row that is cut there stands."""
        heights = self._heights
        if line >= heights.total:
            return Strip([Segment(" " * width, self._ink.blank())], width)
        row = heights.row_at(line)
        inside, lines = line - heights.starts[row], heights.lines[row]
        if inside >= lines:
            return self._between(first, width)
        label = self._label(row, chosen=row == chosen[0])
        shift = min(max(0, top - heights.starts[row]), max(0, lines - len(label)))
        at = inside - shift
        beside = self._row(row, first, chosen[1] if row == chosen[0] else -1)[inside]
        return Strip.join([label[at] if 0 <= at < len(label) else self._no_label(row == chosen[0]), beside]).adjust_cell_length(
            width, self._ink.blank()
        )

    def _between(self, first: int, width: int) -> Strip:
        """The rule between two rows."""
        ink, widths = self._ink, self._widths
        rule = ink.plain(self._line, ink.ground)
        text = "─" * (widths.label - 1) + " " + "".join("┼" + "─" * (wide - 1) for _, _, wide in widths.in_sight(first))
        return Strip([Segment(text, rule)]).adjust_cell_length(width, ink.blank())

    def _label(self, row: int, *, chosen: bool) -> list[Strip]:
        """The lines of a row's label: its name and what is said of it."""
        found = self._labels.get((row, chosen))
        if found is not None:
            return found
        if len(self._labels) > _KEPT:
            self._labels.clear()
        ink, head, room = self._ink, self._grid.rows[row], self._widths.label
        ground = self._row_ground(chosen=chosen)
        name = ink.plain(ink.named("accent", ground) if chosen else ink.on(ground), ground, bold=True)
        said = ink.plain(ink.faint_on(ground), ground)
        lead = ("▌", ink.plain(self._label_hue(row, ground), ground)) if head.sign is not None else (" ", name)
        lines = [(words, name) for words in rows_of_words(head.name, max(1, room - 2))]
        if head.said:
            lines += [(words, said) for words in rows_of_words(head.said, max(1, room - 2))]
        strips = [
            Strip([Segment(*lead), Segment(set_cell_size(words, room - 2), style), Segment(" ", style)], room)
            for words, style in lines[: max(1, self._heights.lines[row])]
        ]
        self._labels[row, chosen] = strips
        return strips

    def _label_hue(self, row: int, ground: Rgb) -> Rgb:
        sign = self._grid.rows[row].sign
        return self._ink.sign(self._hues[sign], ground) if sign is not None and sign in self._hues else self._ink.faint_on(ground)

    def _row_ground(self, *, chosen: bool) -> Rgb:
        return self._ink.surface if chosen else self._ink.ground

    def _no_label(self, chosen: bool) -> Strip:
        ground = self._row_ground(chosen=chosen)
        return Strip([Segment(" " * self._widths.label, self._ink.plain(self._ink.text, ground))], self._widths.label)

    def _row(self, row: int, first: int, chosen: int) -> list[Strip]:
        """All lines of a row's cells, as many cells as are in sight; `chosen` is the column of the cursor, -1 for none."""
        key = (row, first, chosen)
        found = self._cells.get(key)
        if found is not None:
            return found
        if len(self._cells) > _KEPT:
            self._cells.clear()
        columns = [self._cell(row, place, wide, chosen=place == chosen) for place, _, wide in self._widths.in_sight(first)]
        found = [Strip([one for column in columns for one in column[at]]) for at in range(self._heights.lines[row])]
        self._cells[key] = found
        return found

    def _cell(self, row: int, place: int, wide: int, *, chosen: bool) -> list[list[Segment]]:
        """The segments of a cell, line by line."""
        ink, cell, whole = self._ink, self._grid.cell(row, place), self._widths.columns[place]
        ground = ink.chosen if chosen else ink.ground
        room, high = max(1, whole - MARGINS), self._heights.lines[row]
        line = ink.plain(self._line, ink.ground)
        plain = ink.plain(ink.faint_on(ground) if cell.quiet else ink.on(ground), ground)
        remark = ink.plain(ink.faint_on(ground), ground)
        lines = lines_of(cell, room)
        if len(lines) > high:
            words, own = lines[high - 1]
            lines = [*lines[: high - 1], (cut(set_cell_size(words, room - 1).rstrip() + "…", room), own)]
        sign = ink.plain(ink.named(cell.kind, ground), ground, bold=True)
        seen = max(0, min(wide, whole) - 3)
        segments = []
        for at in range(high):
            words, own = lines[at] if at < len(lines) else ("", False)
            segments.append(
                [
                    Segment("│", line),
                    Segment((cell.sign if at == 0 else " ") + " ", sign),
                    Segment(_fitted(words, room + 1, seen), remark if own else plain),
                ]
            )
        return segments

    def empty(self, words: Sequence[str], y: int, width: int) -> Strip:
        """What is said where there is nothing to chart."""
        said, first = hint_row(words, y, width)
        style: Style = self._ink.plain(self._ink.text if first else self._ink.muted)
        return Strip([Segment(said, style)], width)


def _fitted(words: str, room: int, seen: int) -> str:
    """Words in a room of which only the first cells may be in sight, at the right edge of the screen."""
    return set_cell_size(set_cell_size(words, room), seen)
