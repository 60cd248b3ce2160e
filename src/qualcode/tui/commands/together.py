"""Codes that are on the same words."""

from __future__ import annotations

from qualcode.tui.commands.command import Command, steps

COMMANDS: tuple[Command, ...] = (
    *steps("together", "code", "Overlaps"),
    Command("together", "word(1)", "right,l", "→ l", "next column", "Overlaps", palette=False),
    Command("together", "word(-1)", "left,h", "← h", "column before", "Overlaps", palette=False),
    Command("together", "open", "enter", "Enter", "show the extracts of this cell", "Overlaps", 1, "extracts", palette=False),
    Command("together", "find", "slash", "/", "choose which codes are crossed", "Overlaps", 2, "codes"),
    Command("together", "export", "X", "X", "write the table to a Word or CSV file", "Overlaps", 3, "export"),
    Command("together", "back", "q,escape", "q Esc", "back to the screen before", "Overlaps", 4, "back", palette=False),
)
