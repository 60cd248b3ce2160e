"""The codebook screen."""

from __future__ import annotations

from qualcode.tui.commands.command import Command, list_moves

COMMANDS: tuple[Command, ...] = (
    *list_moves("codes", "Codebook", "code", page="pagedown"),
    Command("codes", "fold(-1)", "left,h", "← h", "fold, or go to the code above", "Codebook", palette=False),
    Command("codes", "fold(1)", "right,l", "→ l", "unfold", "Codebook", palette=False),
    Command("codes", "scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll what is said of the code", "Codebook", palette=False),
    Command("codes", "scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll it back", "Codebook", palette=False),
    Command("codes", "mark", "space", "Space", "mark the code: moving, merging and showing take all marked ones", "Codebook"),
    Command("codes", "filter", "slash", "/", "filter the codes", "Codebook"),
    Command("codes", "add", "a", "a", "add a code, below or beside this one", "Codebook", 1, "add"),
    Command("codes", "edit", "e,enter", "e Enter", "edit definition, inclusion, exclusion, example, kind", "Codebook", 2, "edit"),
    Command("codes", "rename", "R", "R", "rename the code", "Codebook", 3, "rename"),
    Command("codes", "recolour", "C", "C", "give the code a colour", "Codebook"),
    Command("codes", "move", "M", "M", "move the code, or the marked ones, under another", "Codebook", 4, "move"),
    Command("codes", "nudge(-1)", "less_than_sign", "<", "one place up among its siblings", "Codebook"),
    Command("codes", "nudge(1)", "greater_than_sign", ">", "one place down among its siblings", "Codebook"),
    Command("codes", "group", "ampersand", "&", "make a theme of the code, or of the marked ones", "Codebook"),
    Command("codes", "also_under", "A", "A", "show it also under another, or no longer", "Codebook"),
    Command("codes", "merge", "plus", "+", "merge it, or the marked ones, into another", "Codebook", 5, "merge"),
    Command("codes", "split", "vertical_line", "|", "split it: share out its codings to codes beside it", "Codebook"),
    Command("codes", "retire", "minus", "-", "retire the code with all below it", "Codebook", 6, "retire"),
    Command("codes", "restore", "B", "B", "bring a retired code back", "Codebook"),
    Command("codes", "theme", "I", "I", "central idea and state of a theme", "Codebook"),
    Command("codes", "example", "quotation_mark", '"', "take an example from one of its codings", "Codebook"),
    Command("codes", "counts", "number_sign", "#", "count your codings, or those of the analysis coding", "Codebook"),
    Command("codes", "memo", "m", "m", "write a memo on the code", "Codebook"),
    Command("codes", "version", "V", "V", "save the codebook as a version", "Codebook"),
    Command("codes", "compare", "equals_sign", "=", "compare versions of the codebook", "Codebook"),
    Command("codes", "undo", "u", "u", "take the latest change back", "Codebook"),
    Command("codes", "redo", "U,ctrl+r", "U ctrl+r", "put back what was undone", "Codebook"),
    Command("codes", "back", "q,escape", "q Esc", "leave the codebook for the text", "Go", palette=False),
)
