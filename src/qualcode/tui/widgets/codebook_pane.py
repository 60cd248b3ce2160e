"""The codebook beside the text: its tree with this coder's counts and the digits that apply codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui.commands import bindings
from qualcode.tui.digits import Digits
from qualcode.tui.prompt import Prompt
from qualcode.tui.widgets.codebook_tree import CodebookTree
from qualcode.tui.widgets.inked import Inked
from qualcode.tui.widgets.transcript.tints import Hue, hues_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.binding import BindingType

    from qualcode.domain.codebook import Codebook, Place

_HEAD = 1
"""Rows above the tree: the filter."""


class CodebookPane(Inked, ScrollView, can_focus=True, inherit_bindings=False):
    """The codebook's tree. A click or Enter asks to apply a code."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("codebook")]
    DEFAULT_CSS = """
    CodebookPane { width: 31; height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    class Chosen(Message):
        """A code is to be applied."""

        def __init__(self, code: int) -> None:
            self.code = code
            super().__init__()

    class Asked(Message):
        """A code's definition is wanted."""

        def __init__(self, code: int) -> None:
            self.code = code
            super().__init__()

    class Stepped(Message):
        """The cursor is on another code."""

        def __init__(self, code: int) -> None:
            self.code = code
            super().__init__()

    class Left(Message):
        """The keyboard goes back to the text."""

    def __init__(self) -> None:
        super().__init__()
        self.codes = CodebookTree()
        self.digits = Digits()
        self.counts: Mapping[int, int] = {}
        self.prompt: Prompt | None = None
        self._hues: dict[int, Hue] = {}

    def _take_colours(self) -> None:
        super()._take_colours()
        self._hues = hues_of(self.codes.codebook, self._ink)

    def show(self, codebook: Codebook, counts: Mapping[int, int], digits: Digits) -> None:
        """Show a codebook with counts and digits."""
        self.counts, self.digits = counts, digits
        self._hues = hues_of(codebook, self._ink)
        self.codes.show(codebook)
        self._show_lines()

    def show_counts(self, counts: Mapping[int, int], changed: set[int]) -> None:
        """Show new counts and digits; only the lines of the codes that changed are painted."""
        self.counts = counts
        top = self.scroll_offset.y
        for line, place in enumerate(self.codes.lines):
            if place.code.id in changed:
                self.refresh(Region(0, line + _HEAD - top, self.size.width, 1))

    @property
    def _width(self) -> int:
        """Cells of a line: the scrollbar has the last one."""
        return max(0, self.size.width - 1)

    @property
    def code(self) -> int | None:
        """The code under the pane's cursor."""
        return self.codes.code

    # the lines

    def _show_lines(self) -> None:
        self.virtual_size = Size(self._width, len(self.codes.lines) + _HEAD)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The strip of a line of the pane; the filter stays at the top."""
        width = self._width
        if y < _HEAD:
            return self._filter_line(width)
        line = y - _HEAD + self.scroll_offset.y
        if line >= len(self.codes.lines):
            return Strip([Segment(" " * width, self._ink.plain(self._ink.text, self._ink.surface))], width)
        return self._line(line, width)

    def _filter_line(self, width: int) -> Strip:
        ink = self._ink
        ground = ink.ground
        words = f"⌕ {self.codes.filter}" if self.codes.filter or self.prompt else "⌕ filter codes"
        style = ink.plain(ink.text if self.codes.filter or self.prompt else ink.faint, ground)
        if self.prompt:
            typed, at, after = self.prompt.line.parts
            before = f"⌕ {typed}"
            rest = set_cell_size(after, max(0, width - cell_len(before) - cell_len(at)))
            return Strip([Segment(before, style), Segment(at, ink.plain(ground, ink.text)), Segment(rest, style)], width)
        return Strip([Segment(set_cell_size(words, width), style)], width)

    def _line(self, line: int, width: int) -> Strip:
        """One code: sign, name, digit, count."""
        place = self.codes.lines[line]
        code, ink = place.code, self._ink
        here = line == self.codes.at and self.has_focus
        ground = ink.chosen if here else ink.surface
        plain = ink.plain(ink.on(ground), ground)
        parent = self.codes.has_below(place)
        sign = ("▸" if self.codes.is_folded(code.id) else "▾") if parent else "●"
        indent = " " * self._indent(place)
        digit = self.digits.of_code(code.id)
        pinned = digit is not None and digit in self.digits.pinned
        count = self.counts.get(code.id, 0)
        tail = f"{' ' if digit is None else digit}{'′' if pinned else ' '}{count if count else '·':>3} "
        room = max(4, width - len(indent) - 2 - len(tail))
        name = code.name if place.home else f"→ {code.name}"
        shown = set_cell_size(name, room - 1) + "…" if cell_len(name) > room else set_cell_size(name, room)
        digits_width = 2
        return Strip(
            [
                Segment(indent, plain),
                Segment(sign, ink.plain(ink.sign(self._hues[code.id], ground), ground)),
                Segment(" " + shown, ink.plain(ink.on(ground), ground, bold=parent)),
                Segment(tail[:digits_width], ink.plain(ink.named("accent", ground), ground, bold=True)),
                Segment(tail[digits_width:], ink.plain(ink.faint_on(ground), ground)),
            ],
            width,
        )

    def _indent(self, place: Place) -> int:
        """Cells before a line's sign: long names need the room in a narrow pane."""
        return 1 + min(place.depth, 4) * (2 if self._width > 31 else 1)

    # keys

    @property
    def takes_keys(self) -> bool:
        """Whether the filter is open: then every key is its own."""
        return self.prompt is not None

    def take_key(self, key: str, character: str | None) -> None:
        """Give a key to the filter; up and down move the cursor."""
        if key in ("up", "down"):
            self.action_step(1 if key == "down" else -1)
        elif self.prompt is not None:
            self.prompt.key(key, character)

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text goes into the filter."""
        if self.prompt is not None:
            event.stop()
            self.prompt.paste(event.text)

    def on_focus(self) -> None:
        """Show the cursor line."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor line; an open filter keeps what it has."""
        self.prompt = None
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click on the sign folds, on the filter edits it, elsewhere asks to apply the code."""
        event.stop()
        if event.y < _HEAD:
            self.action_filter()
            return
        line = event.y - _HEAD + self.scroll_offset.y
        if line >= len(self.codes.lines):
            return
        self._move_to(line)
        place = self.codes.lines[line]
        if event.x <= self._indent(place) + 1 and self.codes.has_below(place):
            self._fold(place.code.id, fold=not self.codes.is_folded(place.code.id))
        else:
            self.post_message(self.Chosen(place.code.id))

    def _move_to(self, line: int) -> None:
        if not self.codes.lines:
            return
        self.codes.at = min(max(0, line), len(self.codes.lines) - 1)
        height, top = max(1, self.size.height - _HEAD), self.scroll_offset.y
        if self.codes.at < top:
            self.scroll_to(y=self.codes.at, animate=False, force=True)
        elif self.codes.at >= top + height:
            self.scroll_to(y=self.codes.at - height + 1, animate=False, force=True)
        self.refresh()
        if self.code is not None:
            self.post_message(self.Stepped(self.code))

    def action_step(self, step: int) -> None:
        """Some lines on or back."""
        self._move_to(self.codes.at + step)

    def action_edge(self, step: int) -> None:
        """To the first or last line."""
        self._move_to(0 if step < 0 else len(self.codes.lines) - 1)

    def action_fold(self, step: int) -> None:
        """Unfold; or fold, and on what has nothing to fold go to the code above."""
        code = self.code
        if code is None:
            return
        if step > 0:
            self._fold(code, fold=False)
        elif self.codes.has_below(self.codes.lines[self.codes.at]) and not self.codes.is_folded(code):
            self._fold(code, fold=True)
        else:
            above = self.codes.line_of(self.codes.codebook[code].parent)
            self._move_to(self.codes.at if above is None else above)

    def _fold(self, code: int, *, fold: bool) -> None:
        self.codes.fold(code, fold=fold)
        self._show_lines()

    def action_apply(self) -> None:
        """Ask to apply the code."""
        if self.code is not None:
            self.post_message(self.Chosen(self.code))

    def action_define(self) -> None:
        """Ask for the code's definition."""
        if self.code is not None:
            self.post_message(self.Asked(self.code))

    def action_filter(self) -> None:
        """Type a filter."""
        self.screen.set_focus(self)
        self.prompt = Prompt("⌕", self._set_filter, self._end_filter, self.codes.filter)
        self.refresh()

    def _set_filter(self, text: str) -> None:
        self.codes.set_filter(text)
        self._show_lines()

    def _end_filter(self, text: str | None) -> None:
        self.prompt = None
        self._set_filter(text or "")

    def action_leave(self) -> None:
        """Give up the filter, or go back to the text."""
        if self.codes.filter:
            self._set_filter("")
        else:
            self.post_message(self.Left())
