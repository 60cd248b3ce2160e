"""Everything the screens do can be done by command: the table of both is whole, true, and what the documentation shows.

`QUALCODE_SURFACES=write python -m pytest tests/test_surfaces.py` makes docs/surfaces.md anew.
"""

from __future__ import annotations

import ast
import os
from pathlib import Path

import click

from qualcode.cli.main import cli
from qualcode.tui.commands import COMMANDS
from tests.surfaces import SURFACES

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "surfaces.md"
INTRODUCTION = """\
# On the screens and by command

Everything the screens do can be done by command too, in plain lines: for scripts, and for readers of plain lines
([Accessibility](accessibility.md)). A dash means that it is done by command alone. Moving about, choosing what is shown and
folding are left out: they change nothing. The last column holds the verbs under which the
[change history](safety.md#the-change-history) keeps what was done; all of it can be undone, a withdrawal alone cannot. A
test holds the table against the program.

| what | keys | command | verb |
|---|---|---|---|
"""
ONLY_SHOWS = {
    *("reading", "differences", "codebook.define", "codebook.filter", "codebook.leave"),
    *("coding.next_coding", "coding.next_uncoded", "coding.filter_codes", "coding.toggle_codebook"),
    *("coding.copy_quote", "coding.quote_to_file"),
    *("coding.pin", "side.pin", "side.toggle_compact", "side.widen", "side.narrow", "side.definition"),
    *("codes.mark", "codes.filter", "split.mark", "split.widen", "split.next_uncoded", "split.filter", "versions.filter"),
    *("reconcile.mark", "reconcile.next_difference", "reconcile.next_open", "reconcile.switch_pane", "reconcile.definition"),
    *("reconcile.toggle_compact", "match.next_open", "match.transpose", "reviews.filter", "retrieve.transpose", "sources.filter"),
    *("memos.next_coding", "chart.next_open", "chart.next_changed", "chart.transpose", "chart.wider", "chart.widen"),
    *("chart.narrow", "chart.toggle_compact", "chart.definition", "chart.show_memos"),
    *("tables.table", "tables.filter", "tables.filter_codes", "tables.next_open", "tables.show_source", "tables.copy_quote"),
    *("tables.switch_pane", "tables.toggle_compact", "names.switch_pane", "names.transpose", "names.filter", "names.show_source"),
    *("down.definition", "down.show_memos", "across.definition", "across.show_memos"),
    *("retrieve.definition", "app.open_menu", "app.command_palette", "app.quit"),
}
"""What chooses, marks or shows on a screen and writes nothing but the desk's own memory: whole places, or commands."""
MOVES = {"step", "edge", "fold", "scroll_detail", "turn", "word", "row", "page", "back"}


def named(identity: str) -> str:
    """A command's place and action, without what the action is given."""
    place, action = identity.split(".")[:2]
    return f"{place}.{action}"


def written_verbs() -> set[str]:
    """Every verb under which a service writes, read off the code."""
    found: set[str] = set()
    for file in (ROOT / "src" / "qualcode" / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "unit_of_work":
                verbs = {
                    one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
                # Undo and redo share one function, which is given its verb.
                found |= verbs or {"undo", "redo"}
    return found


def every_command(group: click.Group, path: tuple[str, ...] = ()) -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found[" ".join((*path, name))] = command
        if isinstance(command, click.Group):
            found |= every_command(command, (*path, name))
    return found


def keys_of(screens: tuple[str, ...]) -> str:
    """The keys of some commands, as the help writes them, each once; the palette where there are none."""
    shown: dict[str, None] = {}
    for command in COMMANDS:
        if named(command.id) in screens:
            keys = command.shown or "palette"
            shown["1 to 9" if keys.isdecimal() else keys] = None
    return ", ".join(one if one in ("palette", "1 to 9") else f"`{one}`" for one in shown) or "–"


def table() -> str:
    """The rows of the page."""
    rows = []
    for one in SURFACES:
        verbs = ", ".join(verb.replace("_", " ") for verb in one.verbs)
        rows.append(f"| {one.what} | {keys_of(one.screens)} | `qualcode {one.command}` | {verbs} |")
    return INTRODUCTION + "\n".join(rows) + "\n"


def test_every_verb_that_is_written_can_be_done_by_command() -> None:
    assert {verb for one in SURFACES for verb in one.verbs} == written_verbs()


def test_every_row_names_a_command_that_is_there_and_every_command_has_a_row() -> None:
    commands = every_command(cli)
    named_here = {one.command for one in SURFACES}
    assert named_here <= set(commands)
    ends = {name for name, command in commands.items() if not isinstance(command, click.Group)}
    inspecting = {"demo", "coders list", "speakers list", "cases attribute list", "round list", "round show", "match show"}
    inspecting |= {"match import", "summaries export", "quotes export", "config unset", "config keys"}
    assert ends - named_here <= inspecting, ends - named_here - inspecting


def test_every_command_of_the_screens_that_does_something_has_a_row() -> None:
    here = {name for one in SURFACES for name in one.screens}
    known = {named(command.id) for command in COMMANDS}
    assert here <= known, here - known
    left = {
        name
        for name in known - here
        if name.partition(".")[2] not in MOVES and name not in ONLY_SHOWS and name.partition(".")[0] not in ONLY_SHOWS
    }
    assert left == set()


def test_the_page_is_this_table() -> None:
    if os.environ.get("QUALCODE_SURFACES") == "write":
        PAGE.write_text(table(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == table()
