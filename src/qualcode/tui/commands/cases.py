"""The table of cases."""

from __future__ import annotations

from qualcode.tui.commands.command import Command, steps

COMMANDS: tuple[Command, ...] = (
    *steps("cases", "case", "Cases"),
    Command("cases", "word(1)", "right,l", "→ l", "next column", "Cases", palette=False),
    Command("cases", "word(-1)", "left,h", "← h", "column before", "Cases", palette=False),
    Command(
        "cases", "open", "enter", "Enter", "edit the cell: a value, a name, what the case is, where it speaks", "Cases", 1, "edit"
    ),
    Command("cases", "add", "a", "a", "add a participant, a group, a site or an attribute", "Cases", 2, "add"),
    Command(
        "cases", "edit", "e", "e", "edit the attribute of the column: type, order, unit, how it is printed", "Cases", 3, "column"
    ),
    Command("cases", "remove", "x", "x", "take the value away; in the first column, the case", "Cases", 4, "clear"),
    Command("cases", "rename", "R", "R", "rename the case", "Cases"),
    Command("cases", "move", "M", "M", "move the attribute of the column to another place", "Cases"),
    Command(
        "cases",
        "retire",
        "minus",
        "-",
        "take the attribute of the column away; in the first column, withdraw the participant",
        "Cases",
    ),
    Command("cases", "memo", "m", "m", "write a memo on the case, such as its portrait", "Cases"),
    Command("cases", "filter", "slash", "/", "show the cases that hold some words, or role=nurse", "Cases", 5, "filter"),
    Command("cases", "transpose", "T", "T", "order by this column, from the other end, or as in the study", "Cases", 6, "order"),
    Command("cases", "export", "X", "X", "write the table to a CSV file", "Cases"),
    Command("cases", "bring_in", "", "", "bring cases and values in from a CSV file", "Cases"),
    Command("cases", "undo", "u", "u", "take your latest change back", "Cases"),
    Command("cases", "redo", "U,ctrl+r", "U ctrl+r", "put back what you undid", "Cases"),
    Command("cases", "back", "q,escape", "q Esc", "leave the cases for the text", "Go", palette=False),
)
