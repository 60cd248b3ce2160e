"""Confirming files before they are imported."""

from __future__ import annotations

from qualcode.tui.commands.command import Command


def _import(action: str, keys: str, shown: str, words: str, footer: int = 0, short: str = "", *, palette: bool = True) -> Command:
    return Command("import", action, keys, shown, words, "Import", footer, short, palette)


COMMANDS: tuple[Command, ...] = (
    _import("step(1)", "down,j", "↓ j", "next label", palette=False),
    _import("step(-1)", "up,k", "↑ k", "label before", palette=False),
    _import("edge(-1)", "home,g", "g Home", "first label", palette=False),
    _import("edge(1)", "end,G", "G End", "last label", palette=False),
    _import("turn(1)", "right_curly_bracket,pagedown", "} PgDn", "next file", palette=False),
    _import("turn(-1)", "left_curly_bracket,pageup", "{ PgUp", "file before", palette=False),
    _import("role('interviewer')", "1", "1", "the label is an interviewer's"),
    _import("role('participant')", "2", "2", "the label is a participant's"),
    _import("role('other')", "3", "3", "the label is somebody else's, such as a relative's"),
    _import("remove", "x", "x", "the label names no speaker: its lines belong to the turn before", 4, "nobody"),
    _import("rename", "R", "R", "name the case whose talk the label's is", 5, "case"),
    _import("encoding(1)", "greater_than_sign", ">", "read the file in the next encoding"),
    _import("encoding(-1)", "less_than_sign", "<", "read the file in the encoding before"),
    _import("edit", "e", "e", "name of the source, encoding, and what cases are made of", 6, "edit"),
    _import("alike", "equals_sign", "=", "the same roles for these labels in all other files", 3, "alike"),
    _import("as_found", "asterisk", "*", "the file as it was found, nothing chosen and nothing remembered"),
    _import("mark", "space", "Space", "leave the file out, or let it in again"),
    _import("confirm", "enter", "Enter", "confirm the file and go to the next", 1, "confirm"),
    _import("add", "a", "a", "import the confirmed files", 2, "import"),
    _import("scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll the preview", palette=False),
    _import("scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll the preview back", palette=False),
    Command("import", "back", "q,escape", "q Esc", "leave without importing the rest", "Go", palette=False),
)
