"""What can be done on every screen."""

from __future__ import annotations

from qualcode.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command("app", "open_screen('compare')", "", "", "compare groups of participants, theme by theme", "Find"),
    Command("app", "open_screen('chart')", "", "", "open the framework chart", "Go"),
    Command("app", "open_screen('retrieve')", "", "", "extracts of a code or of a query", "Find"),
    Command("app", "open_screen('find')", "F", "F", "find words in all sources", "Find"),
    Command("app", "similar", "Q", "Q", "turns like the passage, extract or code at hand, by shared words", "Find"),
    Command("app", "beside", "Y", "Y", "extracts of the code, query or cell at hand side by side", "Find"),
    Command("app", "document", "Z", "Z", "look into a study document, such as the topic guide", "Show"),
    Command("app", "open_menu", "o", "o", "open another screen", "Go", 7, "open"),
    Command("app", "open_screen('cases')", "", "", "open the participants, groups and sites", "Go"),
    Command("app", "open_screen('tables')", "", "", "open the tables of the paper and their quotations", "Go"),
    Command("app", "open_screen('names')", "", "", "open the replacement list", "Go"),
    Command("app", "open_screen('codes')", "", "", "open the codebook screen", "Go"),
    Command("app", "open_screen('memos')", "", "", "open the memos", "Go"),
    Command("app", "open_screen('reviews')", "", "", "open the passages whose words were corrected", "Go"),
    Command("app", "open_screen('history')", "", "", "open the change history", "Go"),
    Command("app", "help", "question_mark", "?", "help: every key", "Show", 8, "keys"),
    Command("app", "command_palette", "colon,ctrl+p", ": ctrl+p", "command palette", "Show", palette=False),
    Command("app", "switch_theme", "", "", "switch between the dark and the light theme", "Show"),
    Command("app", "quit", "ctrl+q", "ctrl+q", "quit", "Go"),
)
