"""Splitting a code."""

from __future__ import annotations

from qualcode.tui.commands.command import Command, list_moves

COMMANDS: tuple[Command, ...] = (
    *list_moves("split", "Codebook", "coding", page="pagedown"),
    Command("split", "add", "a", "a", "name a code to split it into", "Codebook", 1, "new code"),
    *(
        Command("split", f"give({digit})", str(digit), str(digit), f"give the coding, or the marked ones, to code {digit}",
                "Codebook", 2 if digit == 1 else 0, "give" if digit == 1 else "", palette=False)
        for digit in range(1, 10)
    ),
    Command("split", "give(0)", "0", "0", "leave the coding, or the marked ones, where they are", "Codebook", palette=False),
    Command("split", "mark", "space", "Space", "mark the coding", "Codebook", 3, "mark"),
    Command("split", "widen", "w", "w", "mark all codings that are shown, or none", "Codebook", 4, "mark all"),
    Command("split", "next_uncoded", "t", "t", "next coding that was not given to a code", "Codebook"),
    Command("split", "filter", "slash", "/", "show the codings that hold some words", "Codebook", 5, "filter"),
    Command("split", "split", "vertical_line,enter", "| Enter", "split the code so", "Codebook", 6, "split"),
    Command("split", "scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll the words", "Codebook", palette=False),
    Command("split", "scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll them back", "Codebook", palette=False),
    Command("split", "back", "q,escape", "q Esc", "leave without splitting", "Go", 7, "back", palette=False),
)  # fmt: skip
