"""Matching two code lists."""

from __future__ import annotations

from qualcode.tui.commands.command import Command, list_moves

_RELATIONS = (
    (1, "both mean the same: the second gives way to the first", "same"),
    (2, "the first is broader: the second goes under it", "broader"),
    (3, "the first is narrower: it goes under the second", "narrower"),
    (4, "merge both into one", "merge"),
    (5, "keep the code", "keep"),
    (6, "drop the code", "drop"),
    (7, "both give way to a new code", "new"),
)


def _match(action: str, keys: str, shown: str, words: str, footer: int = 0, short: str = "") -> Command:
    return Command("match", action, keys, shown, words, "Match", footer, short)


COMMANDS: tuple[Command, ...] = (
    *list_moves("match", "Match", "code"),
    *(_match(f"relate({digit})", str(digit), str(digit), words) for digit, words, _ in _RELATIONS),
    _match("recode", "r", "r", "choose the code of the other list", 1, "beside"),
    _match("edit", "e", "e", "name, definition and home of the code that stays", 2, "result"),
    _match("why", "enter", "Enter", "write the reason of the relation", 3, "reason"),
    _match("remove", "x", "x", "take the relation away", 4, "unrelate"),
    _match("next_open", "t", "t", "next code without a relation"),
    _match("transpose", "T", "T", "with the codes of the codebook, or the second list alone", 5, "all"),
    _match("scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll definitions and passages"),
    _match("scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll them back"),
    _match("finish", "exclamation_mark", "!", "make one list of the two, and save it as a version", 6, "finish"),
    _match("export", "X", "X", "write the matching to a CSV file"),
    _match("undo", "u", "u", "take the latest action back"),
    _match("redo", "U,ctrl+r", "U ctrl+r", "put back what was undone"),
    Command("match", "back", "q,escape", "q Esc", "back to the text", "Go", palette=False),
)
RELATIONS = {digit: relation for digit, _, relation in _RELATIONS}
"""The relations by their digits."""
