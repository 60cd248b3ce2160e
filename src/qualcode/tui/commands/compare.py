"""Comparing groups of participants."""

from __future__ import annotations

from qualcode.tui.commands.command import Command, steps

COMMANDS: tuple[Command, ...] = (
    *steps("compare", "theme", "Compare"),
    Command("compare", "word(1)", "right,l", "→ l", "next group", "Compare", palette=False),
    Command("compare", "word(-1)", "left,h", "← h", "group before", "Compare", palette=False),
    Command("compare", "open", "enter", "Enter", "show the extracts of this cell", "Compare", 1, "extracts", palette=False),
    Command("compare", "find", "slash", "/", "choose the attribute whose values make the groups", "Compare", 2, "compare by"),
    Command("compare", "export", "X", "X", "write the table to a Word or CSV file", "Compare", 3, "export"),
    Command("compare", "back", "q,escape", "q Esc", "back to the screen before", "Compare", 4, "back", palette=False),
)
