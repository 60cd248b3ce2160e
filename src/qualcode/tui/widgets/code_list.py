"""The codebook's tree over its whole height: name, own codings, codings with sub-codes, and which codes are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from qualcode.domain.text import drawn
from qualcode.tui.widgets.code_drag import HEAD, DragsCodes
from qualcode.tui.widgets.codebook_tree import CodebookTree
from qualcode.tui.widgets.inked import Inked
from qualcode.tui.widgets.transcript.tints import Hue, hues_of
from qualcode.tui.widgets.typing import TypedInto

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events

    from qualcode.domain.codebook import Codebook, Place
    from qualcode.services.codebook import CodeCount

_NARROW = 48
"""Cells under which the columns of counts are narrower."""


class CodeList(Inked, TypedInto, DragsCodes, can_focus=True, inherit_bindings=False):
    """The codes line by line; the screen has the keys."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    CodeList { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    class Stepped(Message):
        """The cursor is on another code, or on none."""

    class Entered(Message):
        """A code was clicked twice."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = CodebookTree()
        self.counts: Mapping[int, CodeCount] = {}
        self.marked: set[int] = set()
        self.hues: dict[int, Hue] = {}

    def _take_colours(self) -> None:
        super()._take_colours()
        self.hues = hues_of(self.shown.codebook, self._ink)

    @property
    def code(self) -> int | None:
        """The code under the cursor."""
        return self.shown.code

    @property
    def _width(self) -> int:
        return max(0, self.size.width - 1)

    @property
    def _figure(self) -> int:
        """Cells of a column of counts."""
        return 5 if self._width < _NARROW else 7

    def show(self, codebook: Codebook, counts: Mapping[int, CodeCount]) -> None:
        """Show a codebook with counts; marks of codes that went are dropped."""
        self.counts = counts
        self.hues = hues_of(codebook, self._ink)
        self.marked &= {code.id for code in codebook.live}
        self.shown.show(codebook)
        self._show_lines()

    def set_filter(self, text: str) -> None:
        """Show the codes whose names hold a text, with those above them."""
        self.shown.set_filter(text)
        self._show_lines()
        self.post_message(self.Stepped())

    def go_to_code(self, code: int) -> None:
        """Put the cursor on a code, unfolding what hides it."""
        for above in self.shown.codebook.ancestors(code):
            self.shown.fold(above.id, fold=False)
        if self.shown.line_of(code) is None:
            self.shown.set_filter("")
        line = self.shown.line_of(code)
        self._show_lines()
        if line is not None:
            self.step_to(line, told=False)

    def _show_lines(self) -> None:
        self.virtual_size = Size(self._width, len(self.shown.lines) + HEAD)
        self.step_to(self.shown.at, told=False)

    def step_to(self, line: int, *, told: bool = True) -> None:
        """Choose a line and bring it into sight."""
        self.shown.at = min(max(0, line), max(0, len(self.shown.lines) - 1))
        height, top = max(1, self.size.height - HEAD), self.scroll_offset.y
        if self.shown.at < top:
            self.scroll_to(y=self.shown.at, animate=False, force=True)
        elif self.shown.at >= top + height:
            self.scroll_to(y=self.shown.at - height + 1, animate=False, force=True)
        self.refresh()
        if told:
            self.post_message(self.Stepped())

    def fold(self, step: int) -> None:
        """Unfold; or fold, and on what has nothing to fold go to the code above."""
        code = self.code
        if code is None:
            return
        foldable = self.shown.has_below(self.shown.lines[self.shown.at])
        if step > 0 or (foldable and not self.shown.is_folded(code)):
            self.shown.fold(code, fold=step < 0)
            self._show_lines()
            return
        above = self.shown.line_of(self.shown.codebook[code].parent)
        if above is not None:
            self.step_to(above)

    def toggle_mark(self) -> None:
        """Mark the code under the cursor, or unmark it."""
        if self.code is not None:
            self.marked ^= {self.code}
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click chooses a code, on its sign it folds, two clicks enter it."""
        event.stop()
        line = self.place_at(event.y)
        if line is None or self.was_dragged:
            return
        self.step_to(line)
        place = self.shown.lines[line]
        if event.x == _indent(place) + 1 and self.shown.has_below(place):
            self.shown.fold(place.code.id, fold=not self.shown.is_folded(place.code.id))
            self._show_lines()
        elif event.chain == 2:
            self.post_message(self.Entered())

    def sign_of(self, line: int) -> int:
        """The column of a line's sign."""
        return _indent(self.shown.lines[line]) + 1

    def render_line(self, y: int) -> Strip:
        """The headings, or the strip of a code."""
        ink, width = self._ink, self._width
        if y < HEAD:
            style = ink.plain(ink.faint_on(ink.surface), ink.surface)
            room = max(0, width - 2 * self._figure)
            headings = f"{'own':>{self._figure}}{'all ':>{self._figure}}"
            return Strip([Segment(set_cell_size("   Code", room) + headings, style)], width)
        line = y - HEAD + self.scroll_offset.y
        if line >= len(self.shown.lines):
            return Strip([Segment(" " * width, ink.plain(ink.text))], width)
        return self._line(line, width)

    def _line(self, line: int, width: int) -> Strip:
        place = self.shown.lines[line]
        code, ink = place.code, self._ink
        over = self.drop is not None and self.drop.code == code.id and place.home
        held = code.id in self.dragging
        ground = ink.chosen if over or (line == self.shown.at and not self.dragging) else ink.ground
        below = self.shown.has_below(place)
        sign = ("▸" if self.shown.is_folded(code.id) else "▾") if below else "●"
        mark = "✓" if code.id in self.marked else " "
        indent = mark + " " * _indent(place)
        if over:
            # Beside: a stroke where the sign would stand. Under: an arrow to the name.
            indent, sign = (
                (indent, "└") if self.drop and self.drop.beside else (f"{indent[:-1]}→" if len(indent) > 1 else "→", sign)
            )
        room = max(4, width - cell_len(indent) - 2 - 2 * self._figure)
        name = drawn(code.name if place.home else f"→ {code.name}")
        state = f"  {code.state}" if code.state is not None and place.home else ""
        if cell_len(name) + cell_len(state) > room:
            state = ""
        named = set_cell_size(name, room - 1) + "…" if cell_len(name) > room else set_cell_size(name, room - cell_len(state))
        faint = ink.plain(ink.faint_on(ground), ground)
        return Strip(
            [
                Segment(indent, ink.plain(ink.named("accent", ground), ground, bold=True)),
                Segment(sign, ink.plain(ink.sign(self.hues[code.id], ground), ground)),
                Segment(f" {named}", ink.plain(ink.faint_on(ground) if held else ink.on(ground), ground, bold=below)),
                Segment(state, faint),
                Segment(self._figures(place, below=below), faint),
            ],
            width,
        )

    def _figures(self, place: Place, *, below: bool) -> str:
        count = self.counts.get(place.code.id)
        own, all_ = (count.own, count.with_sub_codes) if count else (0, 0)
        with_sub = (f"{all_:,}" if all_ else "·") if below else ""
        return f"{f'{own:,}' if own else '·':>{self._figure}}{with_sub:>{self._figure - 1}} "


def _indent(place: Place) -> int:
    """Cells between the mark and a line's sign."""
    return 2 * min(place.depth, 6)
