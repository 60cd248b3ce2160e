"""The list of sources."""

from __future__ import annotations

from qualcode.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command("sources", "step(1)", "down,j", "↓ j", "next source", "Sources", palette=False),
    Command("sources", "step(-1)", "up,k", "↑ k", "source before", "Sources", palette=False),
    Command("sources", "step(15)", "pagedown,space", "Space PgDn", "page down", "Sources", palette=False),
    Command("sources", "step(-15)", "pageup", "PgUp", "page up", "Sources", palette=False),
    Command("sources", "edge(-1)", "home,g", "g Home", "first source", "Sources", palette=False),
    Command("sources", "edge(1)", "end,G", "G End", "last source", "Sources", palette=False),
    Command("sources", "open", "enter,c", "Enter", "open the source and code it", "Sources", 1, "open", palette=False),
    Command("sources", "back", "q,escape", "q Esc", "back to the text", "Sources", 2, "back", palette=False),
)
