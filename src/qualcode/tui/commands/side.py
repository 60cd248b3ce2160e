"""Extracts side by side."""

from __future__ import annotations

from qualcode.tui.commands.command import Command


def _side(action: str, keys: str, shown: str, words: str, footer: int = 0, short: str = "", *, palette: bool = True) -> Command:
    return Command("side", action, keys, shown, words, "Side by side", footer, short, palette)


COMMANDS: tuple[Command, ...] = (
    _side("step(1)", "down,j", "↓ j", "next extract of the column; the rest of a long one first", palette=False),
    _side("step(-1)", "up,k", "↑ k", "extract before", palette=False),
    _side("word(1)", "right,l", "→ l", "next column", palette=False),
    _side("word(-1)", "left,h", "← h", "column before", palette=False),
    _side("page(1)", "space,pagedown", "Space PgDn", "page down", palette=False),
    _side("page(-1)", "pageup", "PgUp", "page up", palette=False),
    _side("edge(-1)", "home,g", "g Home", "first extract of the column", palette=False),
    _side("edge(1)", "end,G", "G End", "last extract of the column", palette=False),
    _side("open", "enter", "Enter", "open the extract in its source and code it", 1, "open", palette=False),
    _side("find", "slash", "/", "type the code or the query whose extracts are compared", 2, "ask"),
    _side("filter_codes", "f", "f", "choose the code whose extracts are compared"),
    _side("transpose", "T", "T", "columns by participant, or by the groups of an attribute", 3, "columns"),
    _side("pin", "p", "p", "keep the column in sight while the others go by, or no longer", 4, "pin"),
    _side("choose_columns", "P", "P", "choose which columns are compared"),
    _side("toggle_compact", "z", "z", "extracts in rows that scroll together, or each column close and for itself"),
    _side("widen", "w", "w", "fewer and wider columns"),
    _side("narrow", "W", "W", "more and narrower columns"),
    _side("recode", "r", "r", "give the chosen extract another code", 5, "recode"),
    _side("star", "asterisk", "*", "star the chosen extract as quotable, or unstar it"),
    _side("unsure", "tilde", "~", "mark the chosen extract unsure, or sure"),
    _side("definition", "D", "D", "definition of the chosen extract's code"),
    _side("memo", "m", "m", "write a memo on the theme, else on the chosen extract", 6, "memo"),
    _side("edit", "e", "e", "edit the latest memo on the theme"),
    _side("show_memos", "tab", "Tab", "show or hide the memos on the theme"),
    _side("scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll the memos", palette=False),
    _side("scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll the memos back", palette=False),
    _side("export", "X", "X", "write the columns to a Word or CSV file"),
    _side("undo", "u", "u", "take the latest action back"),
    _side("redo", "U,ctrl+r", "U ctrl+r", "put back what was undone last"),
    _side("back", "q,escape", "q Esc", "back to the screen before", 7, "back", palette=False),
)
