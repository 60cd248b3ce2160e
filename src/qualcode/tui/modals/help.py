"""Every key of a screen, searchable, made from the command registry."""

from __future__ import annotations

import re
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from qualcode.tui.commands import SCREENS, Command, of_place
from qualcode.tui.modals.dialog import Dialog
from qualcode.tui.ranking import folded

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

_ORDER = (
    "Settle",
    "Code",
    "Move",
    "Select",
    "Find",
    "Show",
    "Codebook",
    "Sources",
    "Speakers",
    "Import",
    "Cases",
    "Found",
    "Side by side",
    "Compare",
    "Framework chart",
    "Read down",
    "Read across",
    "Tables",
    "Names",
    "Overlaps",
    "Memos",
    "Corrections",
    "History",
    "Match",
    "Discussion",
    "Differences",
    "Go",
)
_NEAREST = (
    "reconcile",
    "match",
    "coding",
    "reading",
    "codebook",
    "sources",
    "speakers",
    "import",
    "find",
    "retrieve",
    "similar",
    "found",
    "side",
    "compare",
    "chart",
    "down",
    "across",
    "tables",
    "names",
    "together",
    "cases",
    "codes",
    "split",
    "versions",
    "memos",
    "reviews",
    "revision",
    "history",
    "differences",
    "app",
)
_BEFORE = 19
"""Cells before the words of a command."""
_DIGIT = re.compile("[1-9]")
_WORDS_ELSEWHERE = {
    "uncode": "remove node reference",
    "quick_code": "reference quotation coded segment tag",
    "find": "search",
    "copy_quote": "quotation",
}
"""What other tools call it, so that the search answers to their words too."""


class Help(Dialog[None]):
    """The keys of a screen; typing narrows them."""

    DEFAULT_CSS = """
    Help > .box { width: 84; height: 90%; }
    Help Input { background: $background; }
    Help VerticalScroll { height: 1fr; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave", show=False, id="help.leave", priority=True),
        Binding("down", "scroll(1)", show=False, id="help.down", priority=True),
        Binding("up", "scroll(-1)", show=False, id="help.up", priority=True),
        Binding("pagedown", "scroll(12)", show=False, id="help.page_down", priority=True),
        Binding("pageup", "scroll(-12)", show=False, id="help.page_up", priority=True),
    ]

    def __init__(self, screen: str, shown: Callable[[Command], str]) -> None:
        """The keys of a screen; `shown` writes those of a command as they are in force."""
        super().__init__()
        self._shown = shown
        beside = {"coding": ["codebook"], "reconcile": ["differences"]}
        places = [*beside.get(screen, []), *SCREENS[screen]]
        self._commands = list(of_place(*places))

    def compose(self) -> ComposeResult:
        """A line to search with, and the keys."""
        with Vertical(classes="box") as box:
            box.border_title = "Keys"
            box.border_subtitle = "type to search  ↑ ↓ scroll  Esc"
            line = Input(placeholder="search the keys", compact=True)
            line.cursor_blink = False
            yield line
            with VerticalScroll(can_focus=False):
                yield Static()

    def on_resize(self) -> None:
        """Lay the keys out in the room there is."""
        self.call_after_refresh(self._list)

    @on(Input.Changed)
    def _list(self) -> None:
        """List the keys that fit what was typed."""
        sought = folded(self.query_one(Input).value).split()
        fitting = [one for one in self._commands if all(word in _haystack(one, self._shown(one)) for word in sought)]
        static = self.query_one(Static)
        static.update(table(fitting, self._shown, static.size.width) if fitting else Content("Nothing fits."))

    def action_scroll(self, rows: int) -> None:
        """Scroll the keys."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)


def _haystack(command: Command, keys: str) -> str:
    elsewhere = _WORDS_ELSEWHERE.get(command.method.removeprefix("action_"), "")
    return folded(f"{keys} {command.words} {command.short} {command.group} {elsewhere}")


def table(commands: list[Command], shown: Callable[[Command], str] = lambda command: command.shown, width: int = 0) -> Content:
    """Commands by group, each with its keys; the nine digits are one line. Words go on below words in lines of `width` cells."""
    ordered = sorted(commands, key=lambda one: (_ORDER.index(one.group), _NEAREST.index(one.place)))
    parts: list[Content] = []
    for group, members in groupby(ordered, key=lambda one: one.group):
        parts.append(Content.assemble("\n" if parts else "", (group, "bold"), "\n"))
        for command in members:
            keys, words = shown(command) or ": then its name", command.words
            if _DIGIT.fullmatch(keys) and keys == command.shown:
                if keys != "1":
                    continue
                keys, words = "1 – 9", words.replace("1", "of that digit")
            lines = wrap(words, width - _BEFORE) if width > 2 * _BEFORE else [words]
            said = f"\n{' ' * _BEFORE}".join(lines)
            parts.append(Content.assemble("  ", (f"{keys:<16}", "bold $accent"), f" {said}\n"))
    return Content("").join(parts)
