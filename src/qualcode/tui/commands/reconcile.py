"""Talking differences over, and the list of them beside the text."""

from __future__ import annotations

from qualcode.tui.commands.command import Command, list_moves


def _reconcile(
    action: str, keys: str, shown: str, words: str, group: str = "Settle", footer: int = 0, short: str = ""
) -> Command:
    return Command("reconcile", action, keys, shown, words, group, footer, short)


COMMANDS: tuple[Command, ...] = (
    _reconcile("outcome(1)", "1", "1", "take what the first coder has, and go on"),
    _reconcile("outcome(2)", "2", "2", "take what the second coder has, and go on"),
    _reconcile("outcome(3)", "3", "3", "take both, and go on"),
    _reconcile("outcome(4)", "4", "4", "take the words that both coded, and go on"),
    _reconcile("outcome(5)", "5", "5", "leave both readings: they are not agreed, and both stand"),
    _reconcile("edit", "e", "e", "move the ends by sign, and take that span; of a selection, that"),
    _reconcile("recode", "r", "r", "take another code"),
    _reconcile("remove", "x", "x", "drop it: no coding"),
    _reconcile("change_codebook", "b", "b", "change the codebook: redefine a code or make one"),
    _reconcile("quick_code", "c", "c", "code the selection, which neither had coded"),
    _reconcile(
        "why", "enter", "Enter", "write the reason, for the next outcome or for the one that stands", footer=4, short="reason"
    ),
    _reconcile("mark", "plus", "+", "mark the difference: those marked are settled by one decision"),
    _reconcile("memo", "m", "m", "write a memo on the words"),
    _reconcile("undo", "u", "u", "take the latest action back", footer=5, short="undo"),
    _reconcile("redo", "U,ctrl+r", "U ctrl+r", "put back what was undone"),
    _reconcile("next_difference(1)", "n", "n", "next difference", "Go", 2, "next"),
    _reconcile("next_difference(-1)", "N", "N", "difference before", "Go"),
    _reconcile("next_open", "t", "t", "next difference that is not settled", "Go", 3, "next open"),
    _reconcile("choose_source", "s", "s", "another source", "Go"),
    _reconcile("switch_pane", "tab", "Tab", "to the list of differences, and back", "Go"),
    _reconcile("filter_kinds", "f", "f", "show only some differences, or all again", "Show"),
    _reconcile("definition", "D", "D", "definitions of the codes that differ", "Show"),
    _reconcile("figures", "percent_sign", "%", "the figures of agreement", "Show"),
    _reconcile("toggle_compact", "z", "z", "with or without empty rows between turns", "Show"),
    _reconcile("present", "at", "@", "say who is present", "Discussion"),
    _reconcile("finish", "exclamation_mark", "!", "finish the discussion of this source, or take it up again", "Discussion"),
    _reconcile("export", "X", "X", "write the minutes to a Word, CSV or JSON file", "Discussion"),
    _reconcile("back", "q", "q", "back to the text", "Go"),
    *list_moves("differences", "Differences", "difference"),
    Command("differences", "leave", "escape", "Esc", "back to the text", "Differences", palette=False),
)
