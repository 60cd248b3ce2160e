"""A question answered in one line, drawn on the status line while another widget keeps the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.tui.line_edit import LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable


class Prompt:
    """A label, the line typed, and what to do as it changes and when it is done.

    `on_change` gets the line after each change; `on_done` gets the line, or None when it was given up.
    """

    def __init__(
        self, label: str, on_change: Callable[[str], None], on_done: Callable[[str | None], None], text: str = ""
    ) -> None:
        self.label = label
        self.line = LineEdit(text)
        self._on_change = on_change
        self._on_done = on_done

    def key(self, key: str, character: str | None) -> None:
        """Take a key."""
        if key == "escape":
            self._on_done(None)
        elif key == "enter":
            self._on_done(self.line.text)
        elif self.line.key(key, character):
            self.changed(self.line.text)

    def paste(self, words: str) -> None:
        """Take pasted text."""
        self.line.insert(words)
        self.changed(self.line.text)

    def changed(self, text: str) -> None:
        """The line is another one now."""
        self._on_change(text)
