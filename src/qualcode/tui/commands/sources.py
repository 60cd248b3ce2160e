"""The list of sources, and the speakers of one."""

from __future__ import annotations

from qualcode.tui.commands.command import Command, list_moves

COMMANDS: tuple[Command, ...] = (
    *list_moves("sources", "Sources", "source"),
    Command("sources", "open", "enter,c", "Enter", "open the source and code it", "Sources", 1, "open", palette=False),
    Command("sources", "add", "a", "a", "import transcripts", "Sources", 2, "import"),
    Command("sources", "edit", "e", "e", "kind, date, minutes, interviewer, mode, pilot", "Sources", 3, "edit"),
    Command("sources", "finish", "d", "d", "declare the source finished, or reopen it with a reason", "Sources", 4, "finish"),
    Command(
        "sources",
        "speakers",
        "at",
        "@",
        "who speaks in it: roles, names, two labels that are one person",
        "Sources",
        5,
        "speakers",
    ),
    Command("sources", "filter", "slash", "/", "show the sources that hold some words", "Sources", 6, "filter"),
    Command("sources", "rename", "R", "R", "rename the source", "Sources"),
    Command("sources", "move", "M", "M", "move the source to another place in the order", "Sources"),
    Command("sources", "memo", "m", "m", "write a memo on the source, such as its familiarisation note", "Sources"),
    Command("sources", "retire", "minus", "-", "withdraw the participants who speak in it, for good", "Sources"),
    Command("sources", "scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll what is said of the source", "Sources", palette=False),
    Command("sources", "scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll it back", "Sources", palette=False),
    Command("sources", "undo", "u", "u", "take your latest change back", "Sources"),
    Command("sources", "redo", "U,ctrl+r", "U ctrl+r", "put back what you undid", "Sources"),
    Command("sources", "back", "q,escape", "q Esc", "back to the text", "Go", palette=False),
    *list_moves("speakers", "Speakers", "speaker"),
    Command("speakers", "role('interviewer')", "1", "1", "the speaker is an interviewer", "Speakers", 1, "interviewer"),
    Command("speakers", "role('participant')", "2", "2", "the speaker is a participant", "Speakers", 2, "participant"),
    Command("speakers", "role('other')", "3", "3", "the speaker is somebody else, such as a relative", "Speakers", 3, "other"),
    Command("speakers", "rename", "R", "R", "rename the speaker; the transcript stays as it is written", "Speakers", 4, "rename"),
    Command("speakers", "merge", "plus", "+", "join the speaker with another label of the same person", "Speakers", 5, "join"),
    Command("speakers", "scroll_detail(1)", "ctrl+d", "ctrl+d", "scroll what the speaker says", "Speakers", palette=False),
    Command("speakers", "scroll_detail(-1)", "ctrl+u", "ctrl+u", "scroll it back", "Speakers", palette=False),
    Command("speakers", "undo", "u", "u", "take your latest change back", "Speakers"),
    Command("speakers", "redo", "U,ctrl+r", "U ctrl+r", "put back what you undid", "Speakers"),
    Command("speakers", "back", "q,escape", "q Esc", "back to the sources", "Go", palette=False),
)
