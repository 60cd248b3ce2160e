"""Versions of the codebook compared."""

from __future__ import annotations

from qualcode.tui.commands.command import Command, list_moves

COMMANDS: tuple[Command, ...] = (
    *list_moves("versions", "Codebook", "change"),
    Command("versions", "compare", "equals_sign", "=", "choose the versions to compare", "Codebook", 1, "versions"),
    Command("versions", "filter", "slash", "/", "show the changes that hold some words", "Codebook", 2, "filter"),
    Command("versions", "transpose", "T", "T", "by kind of change, or in the order of the codebook", "Codebook", 3, "order"),
    Command("versions", "scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll the words", "Codebook", palette=False),
    Command("versions", "scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll them back", "Codebook", palette=False),
    Command("versions", "back", "q,escape", "q Esc", "back to the codebook", "Go", 4, "back", palette=False),
)
