"""How quick code looks: a box of fixed height, drawn into the rows of the transcript."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from qualcode.tui.widgets.cells import cut, filled
from qualcode.tui.widgets.transcript.reading import Reading
from qualcode.tui.widgets.transcript.wrap import WrapIndex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.style import Style

    from qualcode.tui.ranking import Hit
    from qualcode.tui.widgets.transcript.quickcode import QuickCode
    from qualcode.tui.widgets.transcript.tints import Hue, Ink

_WIDEST = 68
_PASSAGE = 2
_ABOUT = 3
_KEYS = " ↵ apply  ⇥ apply, stay  esc "


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the box stands in the view, in cells: it keeps its place and size while it is open."""

    left: int
    top: int
    width: int
    listed: int

    @property
    def height(self) -> int:
        """Rows of the box."""
        return 1 + _PASSAGE + 1 + self.listed + 1 + _ABOUT + 1


def frame_for(width: int, height: int, first: int, last: int) -> Frame:
    """A frame in a view of `width` x `height` that leaves the passage on rows `first` to `last` in sight.

    It stands at the top unless the passage is there and the bottom is free.
    """
    box = min(_WIDEST, max(24, width - 2))
    listed = min(10, max(3, height // 2 - 6))
    rows = 1 + _PASSAGE + 1 + listed + 1 + _ABOUT + 1
    top = 0
    if first < rows and last < height - rows:
        top = height - rows
    return Frame(max(0, (width - box) // 2), top, box, listed)


class QuickCodeBox:
    """Draws a quick code into its frame."""

    def __init__(self, frame: Frame, ink: Ink, hues: Mapping[int, Hue]) -> None:
        self.frame = frame
        self._ink = ink
        self._hues = hues
        self._inner = frame.width - 4
        self._muted = ink.faint_on(ink.surface)
        self._first = 0

    def strips(self, quick: QuickCode) -> list[Strip]:
        """Every row of the box, top to bottom."""
        frame = self.frame
        self._first = min(max(self._first, quick.chosen - frame.listed + 1), quick.chosen, max(0, quick.rows - frame.listed))
        lines = [self._border("╭─", f" {quick.title} ", "─╮", title=True)]
        lines += self._passage(quick)
        lines.append(self._line_edit(quick))
        lines += [self._listed(quick, self._first + row) for row in range(frame.listed)]
        lines.append(self._rule(quick))
        lines += self._about(quick)
        lines.append(self._border("╰─", _KEYS, "─╯", title=False))
        return lines

    def row_of_line(self, line: int) -> int | None:
        """The row to choose drawn on a line of the box, counted from its top; None beside the list."""
        row = line - 2 - _PASSAGE
        return self._first + row if 0 <= row < self.frame.listed else None

    def cursor(self, quick: QuickCode) -> tuple[int, int]:
        """Where the text cursor stands, from the box's left and top."""
        return 2 + self._before_cursor(quick), 1 + _PASSAGE

    def _before_cursor(self, quick: QuickCode) -> int:
        return min(self._inner - 1, cell_len(quick.line.text[: quick.line.cursor]))

    def _style(self, colour: tuple[int, int, int] | None = None, *, bold: bool = False) -> Style:
        return self._ink.plain(colour or self._ink.text, self._ink.surface, bold=bold)

    def _framed(self, segments: list[Segment]) -> Strip:
        edge = self._style(self._ink.primary)
        return Strip([Segment("│ ", edge), *segments, Segment(" │", edge)], self.frame.width)

    def _border(self, left: str, words: str, right: str, *, title: bool) -> Strip:
        edge = self._style(self._ink.primary)
        words = set_cell_size(words, min(cell_len(words), self.frame.width - 4))
        fill = "─" * (self.frame.width - 4 - cell_len(words))
        said = Segment(words, self._style(self._ink.readable_accent if title else self._muted, bold=title))
        middle = [said, Segment(fill, edge)] if title else [Segment(fill, edge), said]
        return Strip([Segment(left, edge), *middle, Segment(right, edge)], self.frame.width)

    def _passage(self, quick: QuickCode) -> list[Strip]:
        lines = wrapped(f"“{quick.passage}”", self._inner)
        if len(lines) > _PASSAGE:
            lines[_PASSAGE - 1] = set_cell_size(lines[_PASSAGE - 1].rstrip(), self._inner - 2).rstrip() + "…”"
        style = self._style(self._muted)
        return [self._framed([Segment(set_cell_size(line, self._inner), style)]) for line in (lines + [""] * _PASSAGE)[:_PASSAGE]]

    def _line_edit(self, quick: QuickCode) -> Strip:
        text, cursor = quick.line.text, quick.line.cursor
        skipped = 0
        while cell_len(text[skipped:cursor]) > self._inner - 1:
            skipped += 1
        ground = self._ink.ground
        plain = self._ink.plain(self._ink.text, ground)
        block = self._ink.plain(ground, self._ink.text)
        before, at, after = quick.line.parts
        before = before[skipped:]
        if not text and not quick.applied:
            after, plain = (
                set_cell_size("type a few letters of a code", self._inner - 1),
                self._ink.plain(self._ink.faint, ground),
            )
        elif not text:
            after, plain = (
                set_cell_size("applied: " + ", ".join(quick.applied), self._inner - 1),
                self._ink.plain(self._ink.muted, ground),
            )
        room = self._inner - cell_len(before) - cell_len(at)
        return self._framed([Segment(before, plain), Segment(at, block), Segment(set_cell_size(after, room), plain)])

    def _listed(self, quick: QuickCode, row: int) -> Strip:
        chosen = row == quick.chosen
        ground = self._ink.chosen if chosen else self._ink.surface
        if row >= quick.rows:
            nothing = "nothing fits" if not quick.rows and row == 0 else ""
            return self._framed([Segment(set_cell_size(nothing, self._inner), self._style(self._muted))])
        if row >= len(quick.hits):
            words = filled(f" + Create code “{quick.new_name}”", self._inner)
            return self._framed([Segment(words, self._ink.plain(self._ink.on(ground), ground, bold=chosen))])
        return self._framed(self._hit(quick, quick.hits[row], ground, bold=chosen))

    def _hit(self, quick: QuickCode, hit: Hit, ground: tuple[int, int, int], *, bold: bool) -> list[Segment]:
        """A code: dot, name with the letters that fit underlined, and dimmed the path above it."""
        ink = self._ink
        text = ink.on(ground)
        name = quick.codebook[hit.code].name
        shown = cut(name, self._inner - 3)
        plain = ink.plain(text, ground)
        dot = ink.plain(ink.sign(self._hues[hit.code], ground), ground)
        segments = [Segment(" ", plain), Segment("●", dot), Segment(" ", plain)]
        fit = set(hit.letters)
        for fits, letters in groupby(enumerate(shown), key=lambda one: one[0] in fit):
            run = "".join(letter for _, letter in letters)
            segments.append(Segment(run, ink.plain(text, ground, bold=bold or fits, underline=fits)))
        room = self._inner - 3 - cell_len(shown)
        above = " › ".join(quick.codebook.path(hit.code)[:-1])
        tail = filled(f"   {above}", room) if above and room > 6 else " " * room
        return [*segments, Segment(tail, ink.plain(ink.faint_on(ground), ground))]

    def _rule(self, quick: QuickCode) -> Strip:
        edge = self._style(self._ink.primary)
        more = quick.rows - self._first - self.frame.listed
        words = f" {more} more ↓ " if more > 0 else ""
        fill = "─" * (self.frame.width - 2 - cell_len(words))
        return Strip([Segment("├" + fill, edge), Segment(words, self._style(self._muted)), Segment("┤", edge)], self.frame.width)

    def _about(self, quick: QuickCode) -> list[Strip]:
        """The definition and the exclusion of the chosen code."""
        code = quick.code
        plain, muted = self._style(), self._style(self._muted)
        if code is None:
            says = "Makes the code, under its theme where you write “theme > code”, and applies it." if quick.new_name else ""
            lines = [(line, muted) for line in wrapped(says, self._inner)]
        else:
            definition = wrapped(code.definition or "No definition yet.", self._inner)
            keep = _ABOUT - 1 if code.exclude else _ABOUT
            if len(definition) > keep:
                definition[keep - 1] = set_cell_size(definition[keep - 1], self._inner - 1).rstrip() + "…"
            lines = [(line, plain if code.definition else muted) for line in definition[:keep]]
            if code.exclude:
                exclusion = wrapped(f"Not: {code.exclude}", self._inner)
                tail = "…" if len(exclusion) > 1 else ""
                lines.append((set_cell_size(exclusion[0], min(cell_len(exclusion[0]), self._inner - 1)) + tail, muted))
        lines += [("", plain)] * (_ABOUT - len(lines))
        return [self._framed([Segment(set_cell_size(line, self._inner), style)]) for line, style in lines[:_ABOUT]]


def wrapped(words: str, width: int) -> list[str]:
    """Words as lines of at most `width` cells, line ends taken as spaces."""
    index = WrapIndex(Reading(" ".join(words.split())), width)
    return [index.reading.drawn[start:end] for start, end in map(index.extent, range(len(index)))]
