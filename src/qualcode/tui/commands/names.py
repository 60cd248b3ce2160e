"""The replacement list."""

from __future__ import annotations

from qualcode.tui.commands.command import Command, list_moves


def _names(action: str, keys: str, shown: str, words: str, footer: int = 0, short: str = "", *, palette: bool = True) -> Command:
    return Command("names", action, keys, shown, words, "Names", footer, short, palette)


COMMANDS: tuple[Command, ...] = (
    *list_moves("names", "Names", "term or place"),
    _names("word(1)", "right,l", "→ l", "to the places of the term", palette=False),
    _names("word(-1)", "left,h", "← h", "back to the terms", palette=False),
    _names("switch_pane", "tab", "Tab", "the terms, or the places of one", 5, "places"),
    _names("open", "enter", "Enter", "confirm that the term tells who somebody is, with what prints instead", 1, "confirm"),
    _names("edit", "e", "e", "change what prints instead of the term, its kind, its note"),
    _names("remove", "x", "x", "say that the term is nobody's name", 2, "no name"),
    _names("replace", "r", "r", "replace listed terms by square brackets in all quotations, or in all summaries"),
    _names("allow", "plus", "+", "let the term, or what stops, print, with a reason that is kept"),
    _names("retire", "minus", "-", "take the term off the list, or the allowance away"),
    _names("add", "a", "a", "add a term that nothing found: a nickname, a headline", 3, "add"),
    _names(
        "transpose", "T", "T", "terms to decide on, confirmed, no names; what stops a publication; what is allowed", 4, "list"
    ),
    _names("filter", "slash", "/", "show the terms that hold some words, in themselves or around them"),
    _names("show_source", "s", "s", "open the place in its transcript, the quotation that stops in its table; o n comes back"),
    _names("export", "X", "X", "write the list to a CSV file that only you may read"),
    _names("undo", "u", "u", "put the list back as it was before its last change; take back what was allowed"),
    _names("redo", "U,ctrl+r", "U ctrl+r", "allow again what was taken back"),
    _names("back", "q,escape", "q Esc", "from the places to the terms, then to the text", 7, "back", palette=False),
)
