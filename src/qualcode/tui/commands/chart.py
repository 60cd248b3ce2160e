"""Framework charts: the chart, a theme read down, a case read across."""

from __future__ import annotations

from qualcode.tui.commands.command import Command

_CHART, _DOWN, _ACROSS = "Framework chart", "Read down", "Read across"


def _command(
    place: str, action: str, keys: str, shown: str, words: str, footer: int = 0, short: str = "", *, palette: bool = True
) -> Command:
    group = {"chart": _CHART, "down": _DOWN, "across": _ACROSS}[place]
    return Command(place, action, keys, shown, words, group, footer, short, palette)


def _chart(action: str, keys: str, shown: str, words: str, footer: int = 0, short: str = "", *, palette: bool = True) -> Command:
    return _command("chart", action, keys, shown, words, footer, short, palette=palette)


def _moves(place: str, row: str, column: str) -> tuple[Command, ...]:
    """The moves among rows and what is to the right and left of them."""
    moves = (
        ("step(1)", "down,j", "↓ j", f"next {row}; the rest of a high one first"),
        ("step(-1)", "up,k", "↑ k", f"{row} before"),
        ("word(1)", "right,l", "→ l", f"next {column}"),
        ("word(-1)", "left,h", "← h", f"{column} before"),
        ("page(1)", "space,pagedown", "Space PgDn", "page down"),
        ("page(-1)", "pageup", "PgUp", "page up"),
        ("edge(-1)", "home,g", "g Home", f"first {row}"),
        ("edge(1)", "end,G", "G End", f"last {row}"),
    )
    return tuple(_command(place, *move, palette=False) for move in moves)


def _cells(place: str, *, marks: int) -> tuple[Command, ...]:
    """What is done in a cell; `marks` is the place of the marks in the line of keys."""
    return (
        _command(place, "open", "enter", "Enter", "write the summary of the cell, its extracts beside it", 1, "write"),
        _command(place, "mark_cell(1)", "1", "1", "mark the cell as not raised", marks, "not raised"),
        _command(place, "mark_cell(2)", "2", "2", "mark the cell as not asked"),
        _command(place, "settle", "d", "d", "the draft is complete, or a draft again"),
        _command(place, "see", "exclamation_mark", "!", "the changed evidence was looked at, and the summary holds"),
        _command(place, "remove", "x", "x", "empty the cell"),
        _command(place, "wordings", "B", "B", "what the cell said before, by whom and when; brings one of these back"),
        _command(place, "show_source", "s", "s", "show the extracts of the cell in their sources"),
        _command(place, "definition", "D", "D", "definition of the theme"),
        _command(place, "scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll the cell in full", palette=False),
        _command(place, "scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll the cell in full back", palette=False),
        _command(place, "undo", "u", "u", "take the latest action back"),
        _command(place, "redo", "U,ctrl+r", "U ctrl+r", "put back what was undone last"),
    )


COMMANDS: tuple[Command, ...] = (
    *_moves("chart", "row", "column"),
    _chart("next_open", "t", "t", "next cell that is not yet charted", 2, "next"),
    _chart("next_changed(1)", "n", "n", "next cell whose evidence changed", palette=False),
    _chart("next_changed(-1)", "N", "N", "cell before whose evidence changed", palette=False),
    *_cells("chart", marks=3),
    _chart("read_down", "vertical_line", "|", "read down the theme: all cases, and the range of views"),
    _chart("read_across", "underscore", "_", "read across the case: all themes, and its portrait"),
    _chart("compare", "equals_sign", "=", "read the case beside another one"),
    _chart(
        "choose_group",
        "b",
        "b",
        "choose the group whose themes are charted, a theme with its subthemes, or a saved chart",
        4,
        "chart",
    ),
    _chart("level(2)", "right_square_bracket", "]", "the subthemes of each theme"),
    _chart("level(1)", "left_square_bracket", "[", "the themes again"),
    _chart("filter_by", "f", "f", "show the cases with a value, the cells in a state, or another kind of cases", 5, "filter"),
    _chart("filter", "slash", "/", "show the cases that hold some words"),
    _chart("order", "O", "O", "order the cases by an attribute"),
    _chart("choose_columns", "P", "P", "choose what is said of a case under its name"),
    _chart("transpose", "T", "T", "cases down and themes across, or the other way round", 6, "turn"),
    _chart("wider(2)", "plus", "+", "the column wider"),
    _chart("wider(-2)", "minus", "-", "the column narrower"),
    _chart("widen", "w", "w", "fewer and wider columns"),
    _chart("narrow", "W", "W", "more and narrower columns"),
    _chart("toggle_compact", "z", "z", "rows with more lines, or fewer again"),
    _chart("show_memos", "tab", "Tab", "show or hide the cell in full"),
    _chart("save_chart", "", "", "save the chart as it is, under a title"),
    _chart("remove_chart", "", "", "take the saved chart away; its summaries stay"),
    _chart("export", "X", "X", "write the chart to a Word, Excel, HTML or CSV file"),
    _chart("back", "q,escape", "q Esc", "leave the chart", palette=False),
    *_moves("down", "case", "theme of the chart"),
    *_cells("down", marks=5),
    _command("down", "memo", "m", "m", "write the note on the range of views, or go on with yours", 2, "note"),
    _command("down", "group", "ampersand", "&", "put the case in a group: a typology, kept as an attribute", 3, "group"),
    _command("down", "order", "O", "O", "choose the attribute by which the cases are in groups", 4, "groups"),
    _command("down", "transpose", "T", "T", "read across the case"),
    _command("down", "show_memos", "tab", "Tab", "show or hide evidence and note"),
    _command("down", "back", "q,escape", "q Esc", "back to the screen before", 6, "back", palette=False),
    *_moves("across", "theme", "case; of two side by side, the other one"),
    *_cells("across", marks=4),
    _command("across", "memo", "m", "m", "write the portrait of the case, or go on with yours", 2, "portrait"),
    _command("across", "compare", "equals_sign", "=", "another case beside this one, or one alone again", 3, "beside"),
    _command("across", "transpose", "T", "T", "read down the theme"),
    _command("across", "show_memos", "tab", "Tab", "show or hide evidence and portrait"),
    _command("across", "back", "q,escape", "q Esc", "back to the screen before", 5, "back", palette=False),
)
