"""A text of several lines with its own undo, in which codings are cited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.message import Message

from qualcode.tui.widgets.words_area import WordsArea

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.text import Text
    from textual import events

_OPENING = "[["
_CITED = re.compile(r"\[\[\s*coding\s+#?[0-9]+\s*\]\]", re.IGNORECASE)


class MemoArea(WordsArea):
    """Words being written; two opening brackets ask for a coding to cite, and `handing_to` gets what is typed meanwhile."""

    class Citing(Message):
        """Two opening brackets were typed."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
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
