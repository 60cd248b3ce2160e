"""Moving and selecting in a text."""

from __future__ import annotations

from qualcode.tui.commands.command import Command


def _reading(
    action: str,
    keys: str,
    shown: str,
    words: str,
    group: str = "Move",
    footer: int = 0,
    short: str = "",
    *,
    palette: bool = False,
) -> Command:
    return Command("reading", action, keys, shown, words, group, footer, short, palette)


COMMANDS: tuple[Command, ...] = (
    _reading("word(1)", "right,l", "→ l", "next word"),
    _reading("word(-1)", "left,h", "← h", "word before"),
    _reading("row(1)", "down,j", "↓ j", "row down"),
    _reading("row(-1)", "up,k", "↑ k", "row up"),
    _reading("page(1)", "space,pagedown", "Space PgDn", "page down"),
    _reading("page(-1)", "pageup", "PgUp", "page up"),
    _reading("half_page(1)", "ctrl+d", "ctrl+d", "half a page down"),
    _reading("half_page(-1)", "ctrl+u", "ctrl+u", "half a page up"),
    _reading("sentence(1)", "right_parenthesis", ")", "next sentence"),
    _reading("sentence(-1)", "left_parenthesis", "(", "sentence back"),
    _reading("turn(1)", "right_curly_bracket", "}", "next turn"),
    _reading("turn(-1)", "left_curly_bracket", "{", "turn back"),
    _reading("edge(-1)", "g,home", "g Home", "start of the source", palette=True),
    _reading("edge(1)", "G,end", "G End", "end of the source", palette=True),
    _reading("extend_mode", "v", "v", "extend mode: moves select", "Select", 1, "select", palette=True),
    _reading("extend_word(1)", "L,shift+right", "L shift+→", "extend by a word", "Select"),
    _reading("extend_word(-1)", "H,shift+left", "H shift+←", "extend back by a word", "Select"),
    _reading("extend_row(1)", "J,shift+down", "J shift+↓", "extend by a row", "Select"),
    _reading("extend_row(-1)", "K,shift+up", "K shift+↑", "extend back by a row", "Select"),
    _reading("widen", "w", "w", "widen: sentence, turn, exchange", "Select", 2, "widen", palette=True),
    _reading("narrow", "W", "W", "narrow again", "Select", palette=True),
    _reading(
        "swap_ends",
        "O",
        "O",
        "the other end: of the selection, else the one of the focused coding that < and > move",
        "Select",
        palette=True,
    ),
    _reading("let_go", "escape", "Esc", "select nothing", "Select"),
    _reading("focus_coding(1)", "right_square_bracket", "]", "next of the codings at the caret", "Code", palette=True),
    _reading("focus_coding(-1)", "left_square_bracket", "[", "the one before of the codings at the caret", "Code", palette=True),
)
