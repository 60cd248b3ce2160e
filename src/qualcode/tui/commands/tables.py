"""The tables of the paper."""

from __future__ import annotations

from qualcode.tui.commands.command import Command, list_moves


def _tables(action: str, keys: str, shown: str, words: str, footer: int = 0, short: str = "", *, palette: bool = True) -> Command:
    return Command("tables", action, keys, shown, words, "Tables", footer, short, palette)


COMMANDS: tuple[Command, ...] = (
    *list_moves("tables", "Tables", "quotation, row or candidate"),
    _tables("turn(1)", "right_curly_bracket", "}", "next row of the table", palette=False),
    _tables("turn(-1)", "left_curly_bracket", "{", "row before", palette=False),
    _tables("word(1)", "right,l", "→ l", "to the candidates of the row", palette=False),
    _tables("word(-1)", "left,h", "← h", "back to the table", palette=False),
    _tables("switch_pane", "tab", "Tab", "the table, or the candidates of the row", 2, "candidates"),
    *(_tables(f"table({n})", str(n), str(n), f"show Table {n}", palette=False) for n in range(1, 10)),
    _tables("open", "enter", "Enter", "quote the candidate; edit the quotation for print, or the row", 1, "edit"),
    _tables("edit", "e", "e", "edit the quotation for print, or what the row says"),
    _tables("add", "a", "a", "add a row: heading, finding, theme", 3, "row"),
    _tables("also_under", "A", "A", "name the codes that the row rests on"),
    _tables("nudge(-1)", "less_than_sign", "<", "quotation or row one place up"),
    _tables("nudge(1)", "greater_than_sign", ">", "quotation or row one place down"),
    _tables("move", "M", "M", "move the quotation to another row, the row to another table"),
    _tables("contrary", "exclamation_mark", "!", "put the quotation on the contrary shelf, or take it from there"),
    _tables(
        "link",
        "ampersand",
        "&",
        "the evidence of the row; of a candidate, whether it supports, qualifies or contradicts the finding",
    ),
    _tables("star", "asterisk", "*", "star the candidate, or unstar it"),
    _tables("remove", "x", "x", "take the quotation out, or the row away"),
    _tables("settle", "d", "d", "say that you read the quotation for identification, or take it back"),
    _tables("next_open", "t", "t", "next quotation not read for identification"),
    _tables("figures", "percent_sign", "%", "what to know before printing: who is not heard, what has no contrary words"),
    _tables("names", "at", "@", "what of the tables tells who somebody is"),
    _tables("filter", "slash", "/", "show the candidates that hold some words"),
    _tables("filter_codes", "f", "f", "candidates of the row, the starred ones alone, or all coded passages"),
    _tables("show_source", "s", "s", "open the words in their transcript; o u comes back", 4, "source"),
    _tables("copy_quote", "y", "y", "copy the quotation as it prints"),
    _tables("rename", "R", "R", "title, number, layout, page and legend of the table"),
    _tables("rules", "equals_sign", "=", "how all quotations print: hesitations, cuts, tag"),
    _tables("retag", "quotation_mark", '"', "print another tag behind the quotation"),
    _tables("fresh_id", "number_sign", "#", "print an ID of its own with the quotation, or the participant's again"),
    _tables("add_table", "plus", "+", "make a table"),
    _tables("retire", "minus", "-", "take the table away"),
    _tables("toggle_compact", "z", "z", "quotations in full, or their first rows"),
    _tables("scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll the verbatim and the printed form", palette=False),
    _tables("scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll them back", palette=False),
    _tables("export", "X", "X", "write the tables to a Word file", 5, "Word"),
    _tables("undo", "u", "u", "take the latest action back"),
    _tables("redo", "U,ctrl+r", "U ctrl+r", "put back what was undone last"),
    _tables("back", "q,escape", "q Esc", "from the candidates to the table, then to the text", 7, "back", palette=False),
)
