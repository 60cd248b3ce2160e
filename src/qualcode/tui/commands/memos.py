"""The memos."""

from __future__ import annotations

from qualcode.tui.commands.command import Command, list_moves

COMMANDS: tuple[Command, ...] = (
    *list_moves("memos", "Memos", "memo"),
    Command("memos", "scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll the memo", "Memos", palette=False),
    Command("memos", "scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll the memo back", "Memos", palette=False),
    Command("memos", "open", "enter", "Enter", "open what the memo is about, or what was chosen of what it cites",
            "Memos", 1, "open it"),
    Command("memos", "next_coding(1)", "n", "n", "next of the codings that the memo cites", "Memos"),
    Command("memos", "next_coding(-1)", "N", "N", "the one before of the codings that it cites", "Memos"),
    *(
        Command("memos", f"digit({digit})", str(digit), str(digit), f"open the coding that the memo cites as {digit}", "Memos",
                palette=False)
        for digit in range(1, 10)
    ),
    Command("memos", "settle", "d", "d", "what the memo cites was looked at: it cites the words as they are now", "Memos"),
    Command("memos", "edit", "e", "e", "edit the memo, or go on with a draft", "Memos", 2, "edit"),
    Command("memos", "memo", "m", "m", "write a memo on the study", "Memos", 3, "write"),
    Command("memos", "remove", "x", "x", "take the memo away", "Memos", 4, "remove"),
    Command("memos", "filter", "slash", "/", "show the memos that hold some words", "Memos", 5, "filter"),
    Command("memos", "transpose", "T", "T", "by what they are about, or by date", "Memos", 6, "order"),
    Command("memos", "undo", "u", "u", "take your latest change back", "Memos"),
    Command("memos", "redo", "U,ctrl+r", "U ctrl+r", "put back what you undid", "Memos"),
    Command("memos", "back", "q,escape", "q Esc", "leave the memos for the text", "Go", palette=False),
)  # fmt: skip
