"""Framework charts."""

from __future__ import annotations

from qualcode.tui.commands.command import Command


def _chart(action: str, keys: str, shown: str, words: str, footer: int = 0, short: str = "", *, palette: bool = True) -> Command:
    return Command("chart", action, keys, shown, words, "Framework chart", footer, short, palette)


COMMANDS: tuple[Command, ...] = (
    _chart("step(1)", "down,j", "↓ j", "next row; the rest of a high one first", palette=False),
    _chart("step(-1)", "up,k", "↑ k", "row before", palette=False),
    _chart("word(1)", "right,l", "→ l", "next column", palette=False),
    _chart("word(-1)", "left,h", "← h", "column before", palette=False),
    _chart("page(1)", "space,pagedown", "Space PgDn", "page down", palette=False),
    _chart("page(-1)", "pageup", "PgUp", "page up", palette=False),
    _chart("edge(-1)", "home,g", "g Home", "first row", palette=False),
    _chart("edge(1)", "end,G", "G End", "last row", palette=False),
    _chart("open", "enter", "Enter", "write the summary of the cell, its extracts beside it", 1, "write"),
    _chart("mark_cell(1)", "1", "1", "mark the cell as not raised", 3, "not raised"),
    _chart("mark_cell(2)", "2", "2", "mark the cell as not asked"),
    _chart("settle", "d", "d", "the draft is complete, or a draft again", 4, "done"),
    _chart("see", "exclamation_mark", "!", "the changed evidence was looked at, and the summary holds"),
    _chart("remove", "x", "x", "empty the cell"),
    _chart("next_open", "t", "t", "next cell that is not yet charted", 2, "next"),
    _chart("next_changed(1)", "n", "n", "next cell whose evidence changed", palette=False),
    _chart("next_changed(-1)", "N", "N", "cell before whose evidence changed", palette=False),
    _chart("show_source", "s", "s", "show the extracts of the cell in their sources"),
    _chart(
        "choose_group",
        "b",
        "b",
        "choose the group whose themes are charted, or a theme with its subthemes, or a saved chart",
        5,
        "chart",
    ),
    _chart("level(2)", "right_square_bracket", "]", "the subthemes of each theme"),
    _chart("level(1)", "left_square_bracket", "[", "the themes again"),
    _chart("filter_by", "f", "f", "show the cases with a value, the cells in a state, or another kind of cases", 6, "filter"),
    _chart("filter", "slash", "/", "show the cases that hold some words"),
    _chart("order", "O", "O", "order the cases by an attribute"),
    _chart("choose_columns", "P", "P", "choose what is said of a case under its name"),
    _chart("transpose", "T", "T", "cases down and themes across, or the other way round"),
    _chart("wider(2)", "plus", "+", "the column wider"),
    _chart("wider(-2)", "minus", "-", "the column narrower"),
    _chart("widen", "w", "w", "fewer and wider columns"),
    _chart("narrow", "W", "W", "more and narrower columns"),
    _chart("toggle_compact", "z", "z", "rows with more lines, or fewer again"),
    _chart("export", "X", "X", "write the chart to a Word, Excel or CSV file"),
    _chart("definition", "D", "D", "definition of the theme"),
    _chart("show_memos", "tab", "Tab", "show or hide the cell in full"),
    _chart("scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll the cell in full", palette=False),
    _chart("scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll the cell in full back", palette=False),
    _chart("undo", "u", "u", "take the latest action back"),
    _chart("redo", "U,ctrl+r", "U ctrl+r", "put back what was undone last"),
    _chart("back", "q,escape", "q Esc", "leave the chart", palette=False),
)
