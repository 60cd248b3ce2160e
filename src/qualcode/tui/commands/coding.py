"""The coding screen, and the codebook beside its text."""

from __future__ import annotations

from qualcode.tui.commands.command import Command


def _coding(action: str, keys: str, shown: str, words: str, group: str, footer: int = 0, short: str = "") -> Command:
    return Command("coding", action, keys, shown, words, group, footer, short)


COMMANDS: tuple[Command, ...] = (
    _coding("quick_code", "c,enter", "c Enter", "code the selection, or the sentence at the caret", "Code", 3, "code"),
    *(
        Command(
            "coding", f"digit({digit})", str(digit), str(digit), f"code with recent or pinned code {digit}", "Code", palette=False
        )
        for digit in range(1, 10)
    ),
    _coding("code_turn", "S", "S", "code the whole turn, or the turns that the selection touches", "Code"),
    _coding("in_vivo", "i", "i", "code the selected words with a code that they name", "Code"),
    _coding("repeat_code", "full_stop", ".", "repeat the last code here", "Code"),
    _coding("uncode", "x", "x", "take the focused coding away", "Code", 4, "uncode"),
    _coding("recode", "r", "r", "give the focused coding another code", "Code"),
    _coding("nudge(1)", "greater_than_sign", ">", "move the end of the focused coding on by a word", "Code"),
    _coding("nudge(-1)", "less_than_sign", "<", "move it back by a word", "Code"),
    _coding("edit", "e", "e", "move the ends of the selection, else of the focused coding, by sign", "Code"),
    _coding("star", "asterisk", "*", "star the focused coding as quotable, or unstar it", "Code"),
    _coding("unsure", "tilde", "~", "mark the focused coding unsure, or sure", "Code"),
    _coding("pin", "p", "p", "pin the focused coding's code to its digit, or unpin it", "Code"),
    _coding("correct", "E", "E", "correct the words of the turn, seeing first what it does to its codings", "Code"),
    _coding("revisions", "", "", "read an earlier text of this source", "Show"),
    _coding(
        "memo", "m", "m", "write a memo on the selection, else the focused coding, else the source’s familiarisation note", "Code"
    ),
    _coding("familiarise", "", "", "open the familiarisation note of this source", "Code"),
    _coding("undo", "u", "u", "undo", "Code", 5, "undo"),
    _coding("redo", "U,ctrl+r", "U ctrl+r", "redo", "Code"),
    _coding("next_coding(1)", "n", "n", "next coding; while finding, the next hit", "Find"),
    _coding("next_coding(-1)", "N", "N", "coding before; while finding, the hit before", "Find"),
    _coding("next_uncoded", "t", "t", "next uncoded participant turn", "Find"),
    _coding("find", "slash", "/", "find in this source", "Find"),
    _coding("code_hits", "ampersand", "&", "code all hits of the search, after a look at them", "Find"),
    _coding("code_answers", "", "", "code all answers to a question, after a look at them", "Find"),
    _coding("filter_codes", "f", "f", "show only the codings of some codes, or all again", "Show"),
    _coding("definition", "D", "D", "definition of the focused code", "Show"),
    _coding("copy_quote", "y", "y", "copy the selection with its citation", "Show"),
    _coding("quote_to_file", "", "", "add the selection with its citation to a text file", "Show"),
    _coding("export", "X", "X", "write the transcript with its codes in the margin to a Word file", "Show"),
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
)
