"""Screens that list passages: finding in all sources, extracts of a code or a query."""

from __future__ import annotations

from qualcode.tui.commands.command import Command, steps

COMMANDS: tuple[Command, ...] = (
    *steps("found", "place", "Found"),
    Command("found", "turn(1)", "right_curly_bracket", "}", "next group", "Found", palette=False),
    Command("found", "turn(-1)", "left_curly_bracket", "{", "group before", "Found", palette=False),
    Command("found", "open", "enter", "Enter", "open the passage and code it", "Found", 1, "open", palette=False),
    Command("found", "find", "slash", "/", "type what is asked", "Found", 2, "ask"),
    Command("found", "export", "X", "X", "write what is listed to a Word or CSV file", "Found"),
    Command("found", "back", "q,escape", "q Esc", "back to the screen before", "Found", 7, "back", palette=False),
    Command("find", "transpose", "T", "T", "by participant, or by source", "Found", 3, "group"),
    Command("similar", "transpose", "T", "T", "by participant, or the most alike first", "Found", 3, "group"),
    Command("retrieve", "filter_codes", "f", "f", "choose the code whose extracts are shown", "Found", 3, "code"),
    Command("retrieve", "transpose", "T", "T", "by code, or by participant", "Found", 4, "group"),
    Command("retrieve", "recode", "r", "r", "give the chosen extract another code", "Found", 5, "recode"),
    Command("retrieve", "star", "asterisk", "*", "star the chosen extract as quotable, or unstar it", "Found"),
    Command("retrieve", "unsure", "tilde", "~", "mark the chosen extract unsure, or sure", "Found"),
    Command("retrieve", "memo", "m", "m", "write a memo on the chosen extract", "Found"),
    Command("retrieve", "definition", "D", "D", "definition of the chosen extract's code", "Found"),
    Command("retrieve", "undo", "u", "u", "take the latest action back", "Found"),
    Command("retrieve", "redo", "U,ctrl+r", "U ctrl+r", "put back what was undone last", "Found"),
)
