"""A text of several lines with its own undo, in which codings are cited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.text import Text
    from textual import events

_OPENING = "[["
_CITED = re.compile(r"\[\[\s*coding\s+#?[0-9]+\s*\]\]", re.IGNORECASE)
_STEPS = 500
"""How many steps can be undone."""


class MemoArea(TextArea):
    """Words being written; two opening brackets ask for a coding to cite, and `handing_to` gets what is typed meanwhile.

    ctrl+z stops a program in a terminal, so undo is ctrl+u, as u is on every screen, and redo ctrl+r.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+u,ctrl+underscore", "undo", "undo", show=False, id="memo.undo"),
        Binding("ctrl+r", "redo", "redo", show=False, id="memo.redo"),
    ]

    class Citing(Message):
        """Two opening brackets were typed."""

    def __init__(self, text: str) -> None:
        super().__init__(
            text, soft_wrap=True, tab_behavior="focus", compact=True, max_checkpoints=_STEPS, highlight_cursor_line=False
        )
        self.cursor_blink = False
        self.ahead: list[tuple[str, str | None]] = []
        self.handing_to: Callable[[str, str | None], object] | None = None

    def get_line(self, line_index: int) -> Text:
        """A line, with what it cites in another colour."""
        line = super().get_line(line_index)
        for found in _CITED.finditer(line.plain):
            line.stylize(f"bold {self.app.theme_variables['accent']}", *found.span())
        return line

    async def _on_key(self, event: events.Key) -> None:
        """Hand over what is typed while a coding is chosen; see whether a citation begins with this key."""
        if self.handing_to is not None:
            event.stop()
            event.prevent_default()
            self.handing_to(event.key, event.character)
            return
        row, column = self.cursor_location
        if event.character == "[" and self.document.get_line(row)[:column].endswith("["):
            # What is typed from now on is for the choice, though that opens a moment later.
            self.handing_to = lambda key, character: self.ahead.append((key, character))
            self.post_message(self.Citing())

    def cite(self, number: int) -> None:
        """Cite a coding at the cursor, in place of brackets that were opened for it."""
        row, column = self.cursor_location
        opened = self.document.get_line(row)[:column].endswith(_OPENING)
        start = (row, column - len(_OPENING)) if opened else (row, column)
        self.replace(f"[[coding {number}]]", start, (row, column))
        self.move_cursor((row, start[1] + len(f"[[coding {number}]]")))
