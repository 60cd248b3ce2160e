"""Codes dragged with the mouse to another place in the tree: what would happen on letting go is shown all the while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.geometry import Offset
from textual.message import Message
from textual.scroll_view import ScrollView

if TYPE_CHECKING:
    from textual import events
    from textual.timer import Timer

    from qualcode.tui.widgets.codebook_tree import CodebookTree

HEAD = 1
"""Rows above the tree: the headings."""
_SCROLL_EVERY = 0.06
"""Seconds between two rows while the pointer is held above or below the tree."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Where dragged codes would go: under a code, or with `beside` right after it; `code` None is the root."""

    code: int | None
    beside: bool = False


class DragsCodes(ScrollView):
    """The mouse of the codebook's tree. A press and a move begin a drag; Esc, or letting go where nothing can go, ends it."""

    class Dragged(Message):
        """Codes are held over a place; None where they cannot go."""

        def __init__(self, codes: list[int], drop: Drop | None) -> None:
            self.codes = codes
            self.drop = drop
            super().__init__()

    class Dropped(Message):
        """Codes were let go over a place."""

        def __init__(self, codes: list[int], drop: Drop) -> None:
            self.codes = codes
            self.drop = drop
            super().__init__()

    shown: CodebookTree
    marked: set[int]

    def __init__(self) -> None:
        super().__init__()
        self.dragging: list[int] = []
        self.drop: Drop | None = None
        self._pressed: Offset | None = None
        self._held_at = Offset(0, 0)
        self._scrolling: Timer | None = None
        self._was_dragged = False

    def place_at(self, y: int) -> int | None:
        """The line of the tree that is drawn on a row of the widget."""
        line = y - HEAD + self.scroll_offset.y
        return line if y >= HEAD and line < len(self.shown.lines) else None

    def sign_of(self, line: int) -> int:
        """The column of a line's sign."""
        raise NotImplementedError

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Be ready to drag the code under the pointer."""
        self._was_dragged = False
        if event.button == 1 and self.place_at(event.y) is not None:
            self._pressed = Offset(event.x, event.y)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show where the codes would go."""
        if self._pressed is None:
            return
        event.stop()
        self._held_at = Offset(event.x, event.y)
        if not self.dragging:
            line = self.place_at(self._pressed.y)
            if event.y == self._pressed.y or line is None:
                return
            code = self.shown.lines[line].code.id
            self.dragging = (
                [one.id for one in self.shown.codebook.live if one.id in self.marked] if code in self.marked else [code]
            )
        past = event.y < HEAD or event.y >= self.size.height
        if past and self._scrolling is None:
            self._scrolling = self.set_interval(_SCROLL_EVERY, self._scroll_on)
        elif not past:
            self._stop_scrolling()
        self._hold()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        if self._pressed is None:
            return
        event.stop()
        codes, drop, self._was_dragged = self.dragging, self.drop, bool(self.dragging)
        self.end_drag()
        if codes and drop is not None:
            self.post_message(self.Dropped(codes, drop))

    def end_drag(self) -> None:
        """Let go of what is dragged, without a word."""
        self._pressed, self.dragging, self.drop = None, [], None
        self._stop_scrolling()
        self.release_mouse()
        self.refresh()

    @property
    def was_dragged(self) -> bool:
        """Whether the press that ends now was a drag and no click."""
        return self._was_dragged

    def _hold(self) -> None:
        drop = self._drop_at(self._held_at)
        self.drop = drop
        self.refresh()
        self.post_message(self.Dragged(self.dragging, drop))

    def _drop_at(self, at: Offset) -> Drop | None:
        line = self.place_at(at.y)
        if line is None:
            return Drop(None) if at.y >= HEAD else None
        place = self.shown.lines[line]
        # On the sign or left of it, a code goes beside that one; on its name, under it.
        drop = Drop(place.code.id, beside=at.x <= self.sign_of(line))
        below = {one for code in self.dragging for one in self.shown.codebook.subtree(code)}
        home = place.code.parent if drop.beside else place.code.id
        return None if home in below or (drop.beside and place.code.id in self.dragging) else drop

    def _scroll_on(self) -> None:
        step = -1 if self._held_at.y < HEAD else 1
        self.scroll_to(y=self.scroll_offset.y + step, animate=False, force=True)
        self._hold()

    def _stop_scrolling(self) -> None:
        if self._scrolling is not None:
            self._scrolling.stop()
            self._scrolling = None
