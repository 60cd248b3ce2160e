"""The change history."""

from __future__ import annotations

from qualcode.tui.commands.command import Command, list_moves

COMMANDS: tuple[Command, ...] = (
    *list_moves("history", "History", "change"),
    Command("history", "scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll what is said of the change", "History", palette=False),
    Command("history", "scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll that back", "History", palette=False),
    Command("history", "rows", "enter", "Enter", "show the rows the change touched", "History", 1, "rows"),
    Command("history", "filter", "slash", "/", "find words of what was done, coder, reason, day", "History", 2, "find"),
    Command("history", "filter_by", "f", "f", "filter by what was done, coder, source, code", "History", 3, "filter"),
    Command("history", "take_back", "x", "x", "take the chosen change back, with a reason", "History", 4, "take back"),
    Command("history", "export", "X", "X", "write the audit trail to Word, CSV or JSON", "History"),
    Command("history", "undo", "u", "u", "take back your latest change that stands", "History", 5, "undo"),
    Command("history", "redo", "U,ctrl+r", "U ctrl+r", "put back what you took back", "History", 4, "redo"),
    Command("history", "back", "q,escape", "q Esc", "leave the history for the text", "Go", 6, "back", palette=False),
)
