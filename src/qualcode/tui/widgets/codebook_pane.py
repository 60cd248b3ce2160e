"""The codebook beside the text: its tree with this coder's counts and the digits that apply codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.domain.codebook import Codebook, Place
from qualcode.tui.commands import bindings
from qualcode.tui.digits import Digits
from qualcode.tui.prompt import Prompt
from qualcode.tui.ranking import folded
from qualcode.tui.widgets.transcript.tints import Hue, Ink, hues_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.binding import BindingType

_HEAD = 1
"""Rows above the tree: the filter."""


class CodebookPane(ScrollView, can_focus=True, inherit_bindings=False):
    """The codebook's tree. A click or Enter asks to apply a code."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("codebook")]
    DEFAULT_CSS = """
    CodebookPane { width: 31; height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
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

    class Left(Message):
        """The keyboard goes back to the text."""

    def __init__(self) -> None:
        super().__init__()
        self.codebook = Codebook()
        self.digits = Digits()
        self.counts: Mapping[int, int] = {}
        self.prompt: Prompt | None = None
        self._filter = ""
        self._folded: set[int] = set()
        self._lines: list[Place] = []
        self._at = 0
        self._ink = Ink({}, dark=True)
        self._hues: dict[int, Hue] = {}

    def on_mount(self) -> None:
        """Take the theme's colours, now and whenever it changes."""
        self._take_colours()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._take_colours())

    def _take_colours(self) -> None:
        self._ink = Ink(self.app.theme_variables, dark=self.app.current_theme.dark)
        self._hues = hues_of(self.codebook, self._ink)
        self.refresh()

    def show(self, codebook: Codebook, counts: Mapping[int, int], digits: Digits) -> None:
        """Show a codebook with counts and digits."""
        chosen = self.code
        self.codebook, self.counts, self.digits = codebook, counts, digits
        self._hues = hues_of(codebook, self._ink)
        self._list(chosen)

    def show_counts(self, counts: Mapping[int, int], changed: set[int]) -> None:
        """Show new counts and digits; only the lines of the codes that changed are painted."""
        self.counts = counts
        top = self.scroll_offset.y
        for line, place in enumerate(self._lines):
            if place.code.id in changed:
                self.refresh(Region(0, line + _HEAD - top, self.size.width, 1))

    @property
    def code(self) -> int | None:
        """The code under the pane's cursor."""
        return self._lines[self._at].code.id if self._at < len(self._lines) else None

    # the lines

    def _list(self, keep: int | None = None) -> None:
        """List the lines to be shown; the cursor stays on a code where it can."""
        if self._filter:
            self._lines = self._filtered()
        else:
            self._lines = []
            hidden_below: int | None = None
            for place in self.codebook.places():
                if hidden_below is not None and place.depth > hidden_below:
                    continue
                hidden_below = place.depth if place.home and place.code.id in self._folded else None
                self._lines.append(place)
        found = next((line for line, place in enumerate(self._lines) if place.code.id == keep), None)
        self._at = found if found is not None else min(self._at, max(0, len(self._lines) - 1))
        self.virtual_size = Size(self.size.width, len(self._lines) + _HEAD)
        self.refresh()

    def _filtered(self) -> list[Place]:
        """Codes whose name holds the filter, with the codes above them."""
        sought = folded(self._filter)
        places = list(self.codebook.places())
        kept: set[int] = set()
        for place in places:
            if sought in folded(place.code.name):
                kept |= {place.code.id, *(above.id for above in self.codebook.ancestors(place.code.id))}
        return [place for place in places if place.code.id in kept]

    def render_line(self, y: int) -> Strip:
        """The strip of a line of the pane; the filter stays at the top."""
        width = self.size.width
        if y < _HEAD:
            return self._filter_line(width)
        line = y - _HEAD + self.scroll_offset.y
        if line >= len(self._lines):
            return Strip([Segment(" " * width, self._ink.plain(self._ink.text, self._ink.surface))], width)
        return self._line(line, width)

    def _filter_line(self, width: int) -> Strip:
        ink = self._ink
        ground = ink.ground
        words = f"⌕ {self._filter}" if self._filter or self.prompt else "⌕ filter codes"
        style = ink.plain(ink.text if self._filter or self.prompt else ink.faint, ground)
        if self.prompt:
            before = f"⌕ {self.prompt.line.text[: self.prompt.line.cursor]}"
            at = self.prompt.line.text[self.prompt.line.cursor : self.prompt.line.cursor + 1] or " "
            after = self.prompt.line.text[self.prompt.line.cursor + 1 :]
            rest = set_cell_size(after, max(0, width - cell_len(before) - cell_len(at)))
            return Strip([Segment(before, style), Segment(at, ink.plain(ground, ink.text)), Segment(rest, style)], width)
        return Strip([Segment(set_cell_size(words, width), style)], width)

    def _line(self, line: int, width: int) -> Strip:
        """One code: sign, name, digit, count."""
        place = self._lines[line]
        code, ink = place.code, self._ink
        here = line == self._at and self.has_focus
        ground = ink.chosen if here else ink.surface
        plain = ink.plain(ink.on(ground), ground)
        parent = place.home and bool(self.codebook.children(code.id) or self.codebook.shown_here(code.id))
        sign = ("▸" if code.id in self._folded and not self._filter else "▾") if parent else "●"
        indent = " " * (1 + 2 * min(place.depth, 4))
        digit = self.digits.of_code(code.id)
        pinned = digit is not None and digit in self.digits.pinned
        count = self.counts.get(code.id, 0)
        tail = f"{'' if digit is None else digit}{'′' if pinned else ' '} {count if count else '·':>4} "
        room = max(4, width - len(indent) - 2 - len(tail))
        name = code.name if place.home else f"→ {code.name}"
        shown = set_cell_size(name, room - 1) + "…" if cell_len(name) > room else set_cell_size(name, room)
        digits_width = len(tail) - 6
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

    # keys

    def on_key(self, event: events.Key) -> None:
        """While the filter is open every key is its own."""
        if self.prompt is not None and event.key != "ctrl+q":
            event.stop()
            event.prevent_default()
            if event.key in ("up", "down"):
                self.action_step(1 if event.key == "down" else -1)
                return
            self.prompt.key(event.key, event.character)

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
        if line >= len(self._lines):
            return
        self._move_to(line)
        place = self._lines[line]
        if event.x <= 2 + 2 * min(place.depth, 4) and self.codebook.children(place.code.id):
            self._fold(place.code.id, place.code.id not in self._folded)
        else:
            self.post_message(self.Chosen(place.code.id))

    def _move_to(self, line: int) -> None:
        if not self._lines:
            return
        self._at = min(max(0, line), len(self._lines) - 1)
        height, top = max(1, self.size.height - _HEAD), self.scroll_offset.y
        if self._at < top:
            self.scroll_to(y=self._at, animate=False, force=True)
        elif self._at >= top + height:
            self.scroll_to(y=self._at - height + 1, animate=False, force=True)
        self.refresh()

    def action_step(self, step: int) -> None:
        """Some lines on or back."""
        self._move_to(self._at + step)

    def action_edge(self, step: int) -> None:
        """To the first or last line."""
        self._move_to(0 if step < 0 else len(self._lines) - 1)

    def action_fold(self, step: int) -> None:
        """Unfold; or fold, and on what has nothing to fold go to the code above."""
        code = self.code
        if code is None:
            return
        if step > 0:
            self._fold(code, fold=False)
        elif self.codebook.children(code) and code not in self._folded:
            self._fold(code, fold=True)
        else:
            above = self.codebook[code].parent
            line = next((line for line, place in enumerate(self._lines) if place.code.id == above), self._at)
            self._move_to(line)

    def _fold(self, code: int, fold: bool) -> None:
        (self._folded.add if fold else self._folded.discard)(code)
        self._list(code)

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
        self.focus()
        self.prompt = Prompt("⌕", self._set_filter, self._end_filter, self._filter)
        self.refresh()

    def _set_filter(self, text: str) -> None:
        self._filter = text.strip()
        self._list(self.code)

    def _end_filter(self, text: str | None) -> None:
        self.prompt = None
        self._set_filter(text or "")

    def action_leave(self) -> None:
        """Give up the filter, or go back to the text."""
        if self._filter:
            self._set_filter("")
        else:
            self.post_message(self.Left())
