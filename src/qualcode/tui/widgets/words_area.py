"""A text of several lines with its own undo, whose keys every terminal passes on."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import TextArea

_STEPS = 500
"""How many steps can be undone."""


class WordsArea(TextArea):
    """Words being written.

    ctrl+z stops a program in a terminal, so undo is ctrl+u, as u is on every screen, and redo ctrl+r.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+u,ctrl+underscore", "undo", "undo", show=False, id="memo.undo"),
        Binding("ctrl+r", "redo", "redo", show=False, id="memo.redo"),
    ]

    def __init__(self, text: str, *, id: str | None = None, placeholder: str = "") -> None:  # noqa: A002 (the toolkit's name)
        super().__init__(
            text,
            soft_wrap=True,
            tab_behavior="focus",
            compact=True,
            max_checkpoints=_STEPS,
            highlight_cursor_line=False,
            id=id,
            placeholder=placeholder,
        )
        self.cursor_blink = False
