"""Every command of the screens, once: key bindings, the palette, the help and the documented key table come from here.

Rules: plain letters and arrows for all core work; the same letter is the same idea on each screen; digits choose the
numbered thing. No alt, no ctrl+shift, none of the keys that terminals, screen or tmux keep for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a researcher can do.

    `place` says where it lives (a key of `SCREENS`, or a part of a screen), `action` the method without `action_`
    (with arguments in brackets), `keys` Textual's names of its keys, separated by commas; `shown` how the
    help writes them, `words` what it does, `footer` its order in the line of keys at the bottom, 0 for none there.
    """

    place: str
    action: str
    keys: str
    shown: str
    words: str
    group: str
    footer: int = 0
    short: str = ""
    palette: bool = True

    @property
    def id(self) -> str:
        """The name by which its keys can be changed."""
        argument = self.action.partition("(")[2].strip(")'\"")
        return f"{self.place}.{self.action.partition('(')[0]}" + (f".{argument}" if argument else "")

    @property
    def method(self) -> str:
        """The method that does it."""
        return "action_" + self.action.partition("(")[0]


def _reading(
    action: str,
    keys: str,
    shown: str,
    words: str,
    group: str = "Move",
    footer: int = 0,
    short: str = "",
    *,
    palette: bool = False,
) -> Command:
    return Command("reading", action, keys, shown, words, group, footer, short, palette)


def _coding(action: str, keys: str, shown: str, words: str, group: str, footer: int = 0, short: str = "") -> Command:
    return Command("coding", action, keys, shown, words, group, footer, short)


def _steps(place: str, one: str, group: str, page: int = 15) -> tuple[Command, ...]:
    return (
        Command(place, "step(1)", "down,j", "↓ j", f"next {one}", group, palette=False),
        Command(place, "step(-1)", "up,k", "↑ k", f"{one} before", group, palette=False),
        Command(place, f"step({page})", "pagedown,space", "Space PgDn", "page down", group, palette=False),
        Command(place, f"step(-{page})", "pageup", "PgUp", "page up", group, palette=False),
        Command(place, "edge(-1)", "home,g", "g Home", f"first {one}", group, palette=False),
        Command(place, "edge(1)", "end,G", "G End", f"last {one}", group, palette=False),
    )


def _list_moves(place: str, group: str, thing: str, page: str = "pagedown,space") -> tuple[Command, ...]:
    """The moves in a list of things; `page` are the keys of a page down."""
    shown = "Space PgDn" if "space" in page else "PgDn"
    moves = (
        ("step(1)", "down,j", "↓ j", f"next {thing}"),
        ("step(-1)", "up,k", "↑ k", f"{thing} before"),
        ("step(15)", page, shown, "page down"),
        ("step(-15)", "pageup", "PgUp", "page up"),
        ("edge(-1)", "home,g", "g Home", f"first {thing}"),
        ("edge(1)", "end,G", "G End", f"last {thing}"),
    )
    return tuple(Command(place, action, keys, shown, words, group, palette=False) for action, keys, shown, words in moves)


COMMANDS: tuple[Command, ...] = (
    _reading("word(1)", "right,l", "→ l", "next word"),
    _reading("word(-1)", "left,h", "← h", "word before"),
    _reading("row(1)", "down,j", "↓ j", "row down"),
    _reading("row(-1)", "up,k", "↑ k", "row up"),
    _reading("page(1)", "space,pagedown", "Space PgDn", "page down"),
    _reading("page(-1)", "pageup", "PgUp", "page up"),
    _reading("half_page(1)", "ctrl+d", "ctrl+d", "half a page down"),
    _reading("half_page(-1)", "ctrl+u", "ctrl+u", "half a page up"),
    _reading("sentence(1)", "right_parenthesis", ")", "next sentence"),
    _reading("sentence(-1)", "left_parenthesis", "(", "sentence back"),
    _reading("turn(1)", "right_curly_bracket", "}", "next turn"),
    _reading("turn(-1)", "left_curly_bracket", "{", "turn back"),
    _reading("edge(-1)", "g,home", "g Home", "start of the source", palette=True),
    _reading("edge(1)", "G,end", "G End", "end of the source", palette=True),
    _reading("extend_mode", "v", "v", "extend mode: moves select", "Select", 1, "select", palette=True),
    _reading("extend_word(1)", "L,shift+right", "L shift+→", "extend by a word", "Select"),
    _reading("extend_word(-1)", "H,shift+left", "H shift+←", "extend back by a word", "Select"),
    _reading("extend_row(1)", "J,shift+down", "J shift+↓", "extend by a row", "Select"),
    _reading("extend_row(-1)", "K,shift+up", "K shift+↑", "extend back by a row", "Select"),
    _reading("widen", "w", "w", "widen: sentence, turn, exchange", "Select", 2, "widen", palette=True),
    _reading("narrow", "W", "W", "narrow again", "Select", palette=True),
    _reading("swap_ends", "O", "O", "go to the other end of the selection", "Select", palette=True),
    _reading("let_go", "escape", "Esc", "select nothing", "Select"),
    _reading("focus_coding(1)", "right_square_bracket", "]", "next of the codings at the caret", "Code", palette=True),
    _reading("focus_coding(-1)", "left_square_bracket", "[", "the one before of the codings at the caret", "Code", palette=True),
    _coding("quick_code", "c,enter", "c Enter", "code the selection, or the sentence at the caret", "Code", 3, "code"),
    *(
        Command(
            "coding", f"digit({digit})", str(digit), str(digit), f"code with recent or pinned code {digit}", "Code", palette=False
        )
        for digit in range(1, 10)
    ),
    _coding("repeat_code", "full_stop", ".", "repeat the last code here", "Code"),
    _coding("uncode", "x", "x", "take the focused coding away", "Code", 4, "uncode"),
    _coding("recode", "r", "r", "give the focused coding another code", "Code"),
    _coding("star", "asterisk", "*", "star the focused coding as quotable, or unstar it", "Code"),
    _coding("unsure", "tilde", "~", "mark the focused coding unsure, or sure", "Code"),
    _coding("pin", "p", "p", "pin the focused coding's code to its digit, or unpin it", "Code"),
    _coding("memo", "m", "m", "write a memo on the selection, else the focused coding, else the source", "Code"),
    _coding("undo", "u", "u", "undo", "Code", 5, "undo"),
    _coding("redo", "U,ctrl+r", "U ctrl+r", "redo", "Code"),
    _coding("next_coding(1)", "n", "n", "next coding; while finding, the next hit", "Find"),
    _coding("next_coding(-1)", "N", "N", "coding before; while finding, the hit before", "Find"),
    _coding("next_uncoded", "t", "t", "next uncoded participant turn", "Find"),
    _coding("find", "slash", "/", "find in this source", "Find"),
    _coding("definition", "D", "D", "definition of the focused code", "Show"),
    _coding("copy_quote", "y", "y", "copy the selection with its citation", "Show"),
    _coding("toggle_codebook", "b", "b", "show or hide the codebook", "Show", 6, "codebook"),
    _coding("toggle_compact", "z", "z", "with or without empty rows between turns", "Show"),
    _coding("back", "q", "q", "back to the sources", "Go"),
    Command("codebook", "step(1)", "down,j", "↓ j", "next code", "Codebook", palette=False),
    Command("codebook", "step(-1)", "up,k", "↑ k", "code before", "Codebook", palette=False),
    Command("codebook", "step(15)", "pagedown,space", "Space PgDn", "page down", "Codebook", palette=False),
    Command("codebook", "step(-15)", "pageup", "PgUp", "page up", "Codebook", palette=False),
    Command("codebook", "edge(-1)", "home,g", "g Home", "first code", "Codebook", palette=False),
    Command("codebook", "edge(1)", "end,G", "G End", "last code", "Codebook", palette=False),
    Command("codebook", "fold(-1)", "left,h", "← h", "fold, or go to the code above", "Codebook", palette=False),
    Command("codebook", "fold(1)", "right,l", "→ l", "unfold", "Codebook", palette=False),
    Command("codebook", "apply", "enter,c", "Enter c", "apply this code", "Codebook", palette=False),
    Command("codebook", "define", "D", "D", "definition of this code", "Codebook", palette=False),
    Command("codebook", "filter", "slash", "/", "filter the codes", "Codebook", palette=False),
    Command("codebook", "leave", "escape", "Esc", "back to the text", "Codebook", palette=False),
    Command("sources", "step(1)", "down,j", "↓ j", "next source", "Sources", palette=False),
    Command("sources", "step(-1)", "up,k", "↑ k", "source before", "Sources", palette=False),
    Command("sources", "step(15)", "pagedown,space", "Space PgDn", "page down", "Sources", palette=False),
    Command("sources", "step(-15)", "pageup", "PgUp", "page up", "Sources", palette=False),
    Command("sources", "edge(-1)", "home,g", "g Home", "first source", "Sources", palette=False),
    Command("sources", "edge(1)", "end,G", "G End", "last source", "Sources", palette=False),
    Command("sources", "open", "enter,c", "Enter", "open the source and code it", "Sources", 1, "open", palette=False),
    Command("sources", "back", "q,escape", "q Esc", "back to the text", "Sources", 2, "back", palette=False),
    *_steps("found", "place", "Found"),
    Command("found", "turn(1)", "right_curly_bracket", "}", "next group", "Found", palette=False),
    Command("found", "turn(-1)", "left_curly_bracket", "{", "group before", "Found", palette=False),
    Command("found", "open", "enter", "Enter", "open the passage and code it", "Found", 1, "open", palette=False),
    Command("found", "find", "slash", "/", "type what is asked", "Found", 2, "ask"),
    Command("found", "back", "q,escape", "q Esc", "back to the screen before", "Found", 7, "back", palette=False),
    Command("find", "transpose", "T", "T", "by participant, or by source", "Found", 3, "group"),
    Command("retrieve", "filter_codes", "f", "f", "choose the code whose extracts are shown", "Found", 3, "code"),
    Command("retrieve", "transpose", "T", "T", "by code, or by participant", "Found", 4, "group"),
    Command("retrieve", "recode", "r", "r", "give the chosen extract another code", "Found", 5, "recode"),
    Command("retrieve", "star", "asterisk", "*", "star the chosen extract as quotable, or unstar it", "Found"),
    Command("retrieve", "unsure", "tilde", "~", "mark the chosen extract unsure, or sure", "Found"),
    Command("retrieve", "memo", "m", "m", "write a memo on the chosen extract", "Found"),
    Command("retrieve", "definition", "D", "D", "definition of the chosen extract's code", "Found"),
    Command("retrieve", "export", "X", "X", "write the extracts to a Word or CSV file", "Found"),
    Command("retrieve", "undo", "u", "u", "take the latest action back", "Found"),
    Command("retrieve", "redo", "U,ctrl+r", "U ctrl+r", "put back what was undone last", "Found"),
    *_steps("compare", "theme", "Compare"),
    Command("compare", "word(1)", "right,l", "→ l", "next group", "Compare", palette=False),
    Command("compare", "word(-1)", "left,h", "← h", "group before", "Compare", palette=False),
    Command("compare", "open", "enter", "Enter", "show the extracts of this cell", "Compare", 1, "extracts", palette=False),
    Command("compare", "find", "slash", "/", "choose the attribute whose values make the groups", "Compare", 2, "compare by"),
    Command("compare", "export", "X", "X", "write the table to a Word or CSV file", "Compare", 3, "export"),
    Command("compare", "back", "q,escape", "q Esc", "back to the screen before", "Compare", 4, "back", palette=False),
    Command("app", "compare", "", "", "compare groups of participants, theme by theme", "Find"),
    Command("app", "retrieve", "", "", "extracts of a code or of a query", "Find"),
    Command("app", "find_all", "F", "F", "find words in all sources", "Find"),
    *_list_moves("codes", "Codebook", "code", page="pagedown"),
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
    Command("codes", "also_under", "A", "A", "show it also under another, or no longer", "Codebook"),
    Command("codes", "merge", "plus", "+", "merge it, or the marked ones, into another", "Codebook", 5, "merge"),
    Command("codes", "retire", "minus", "-", "retire the code with all below it", "Codebook", 6, "retire"),
    Command("codes", "memo", "m", "m", "write a memo on the code", "Codebook"),
    Command("codes", "version", "V", "V", "save the codebook as a version", "Codebook"),
    Command("codes", "compare", "equals_sign", "=", "compare versions of the codebook", "Codebook"),
    Command("codes", "undo", "u", "u", "take the latest change back", "Codebook"),
    Command("codes", "redo", "U,ctrl+r", "U ctrl+r", "put back what was undone", "Codebook"),
    Command("codes", "back", "q,escape", "q Esc", "leave the codebook for the text", "Go", palette=False),
    *_list_moves("memos", "Memos", "memo"),
    Command("memos", "scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll the memo", "Memos", palette=False),
    Command("memos", "scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll the memo back", "Memos", palette=False),
    Command("memos", "open", "enter", "Enter", "open what the memo is about", "Memos", 1, "open it"),
    Command("memos", "edit", "e", "e", "edit the memo", "Memos", 2, "edit"),
    Command("memos", "memo", "m", "m", "write a memo on the study", "Memos", 3, "write"),
    Command("memos", "remove", "x", "x", "take the memo away", "Memos", 4, "remove"),
    Command("memos", "filter", "slash", "/", "show the memos that hold some words", "Memos", 5, "filter"),
    Command("memos", "transpose", "T", "T", "by what they are about, or by date", "Memos", 6, "order"),
    Command("memos", "undo", "u", "u", "take your latest change back", "Memos"),
    Command("memos", "redo", "U,ctrl+r", "U ctrl+r", "put back what you undid", "Memos"),
    Command("memos", "back", "q,escape", "q Esc", "leave the memos for the text", "Go", palette=False),
    *_list_moves("history", "History", "change"),
    Command("history", "scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll what is said of the change", "History", palette=False),
    Command("history", "scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll that back", "History", palette=False),
    Command("history", "rows", "enter", "Enter", "show the rows the change touched", "History", 1, "rows"),
    Command("history", "filter", "slash", "/", "filter by what, verb, coder, source, reason, day", "History", 2, "filter"),
    Command("history", "undo", "u", "u", "take back your latest change that stands", "History", 3, "undo"),
    Command("history", "redo", "U,ctrl+r", "U ctrl+r", "put back what you took back", "History", 4, "redo"),
    Command("history", "back", "q,escape", "q Esc", "leave the history for the text", "Go", 5, "back", palette=False),
    Command("app", "open_menu", "o", "o", "open another screen", "Go", 7, "open"),
    Command("app", "open_screen('codes')", "", "", "open the codebook screen", "Go"),
    Command("app", "open_screen('memos')", "", "", "open the memos", "Go"),
    Command("app", "open_screen('history')", "", "", "open the change history", "Go"),
    Command("app", "help", "question_mark", "?", "help: every key", "Show", 8, "keys"),
    Command("app", "command_palette", "colon,ctrl+p", ": ctrl+p", "command palette", "Show", palette=False),
    Command("app", "switch_theme", "", "", "switch between the dark and the light theme", "Show"),
    Command("app", "quit", "ctrl+q", "ctrl+q", "quit", "Go"),
)

SCREENS: dict[str, tuple[str, ...]] = {
    "coding": ("reading", "coding", "app"),
    "codebook": ("codebook", "coding", "app"),
    "sources": ("sources", "app"),
    "codes": ("codes", "app"),
    "memos": ("memos", "app"),
    "history": ("history", "app"),
    "find": ("find", "found", "app"),
    "retrieve": ("retrieve", "found", "app"),
    "compare": ("compare", "app"),
}
"""The places whose commands can be reached together, the nearest to the keyboard first: it wins where both bind a key."""


def of_place(*places: str) -> Iterator[Command]:
    """The commands of some places, in their order."""
    return (command for place in places for command in COMMANDS if command.place == place)


def bindings(place: str) -> list[Binding]:
    """The key bindings of a place, each with the id by which it can be changed."""
    return [
        Binding(command.keys, command.action, command.words, show=False, id=command.id, priority=command.id == "app.quit")
        for command in of_place(place)
        if command.keys
    ]


def footer(screen: str) -> list[Command]:
    """What the bottom line of a screen shows, at most eight."""
    shown = [command for command in of_place(*SCREENS[screen]) if command.footer]
    return sorted(shown, key=lambda command: command.footer)[:8]
