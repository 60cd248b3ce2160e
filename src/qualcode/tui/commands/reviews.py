"""Corrected passages to be looked at, and earlier texts."""

from __future__ import annotations

from qualcode.tui.commands.command import Command, list_moves

COMMANDS: tuple[Command, ...] = (
    *list_moves("reviews", "Corrections", "passage"),
    Command("reviews", "scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll the words", "Corrections", palette=False),
    Command("reviews", "scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll them back", "Corrections", palette=False),
    Command("reviews", "settle", "d", "d", "looked at: it is right as it is", "Corrections", 1, "right"),
    Command(
        "reviews",
        "open",
        "enter",
        "Enter",
        "open the passage, to move its ends or give it another code",
        "Corrections",
        2,
        "open",
    ),
    Command("reviews", "remove", "x", "x", "take its coding away", "Corrections", 3, "uncode"),
    Command("reviews", "undo", "u", "u", "take your latest change back, as the correction just made", "Corrections", 4, "undo"),
    Command("reviews", "redo", "U,ctrl+r", "U ctrl+r", "put back what you took back", "Corrections"),
    Command("reviews", "filter", "slash", "/", "show the passages that hold some words", "Corrections", 5, "filter"),
    Command("reviews", "show_done", "", "", "show those that were looked at too", "Corrections"),
    Command("reviews", "back", "q,escape", "q Esc", "leave the list for the text", "Go", 6, "back", palette=False),
    Command("revision", "back", "q", "q", "back to the text", "Go", 1, "back", palette=False),
)
