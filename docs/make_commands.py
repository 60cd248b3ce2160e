"""Makes what the documentation takes from the program itself: commands.md, and the tables of keys in coding.md.

    python docs/make_commands.py

A test holds the pages to what this makes.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.main import cli
from qualcode.tui.commands import COMMANDS, Command

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).parent
WIDTH = 100
"""Columns that the help is set in."""
PLACES = {
    "On the coding screen": ("coding", "reading", "app"),
    "In the codebook": ("codebook",),
    "In the list of sources": ("sources",),
    "Who speaks in a source": ("speakers",),
    "Before files are imported": ("import",),
    "In the cases": ("cases",),
    "On the codebook screen": ("codes",),
    "Where a code is split": ("split",),
    "Where versions are compared": ("versions",),
    "In the memos": ("memos",),
    "Where corrected passages are looked at": ("reviews",),
    "Where differences are talked over": ("reconcile", "differences"),
    "Where code lists are matched": ("match",),
    "In the change history": ("history",),
    "Where something is found": ("found", "find", "retrieve", "similar"),
    "Where extracts stand side by side": ("side",),
    "Where groups are compared": ("compare",),
    "In the framework chart": ("chart",),
    "Where a theme is read down": ("down",),
    "Where a case is read across": ("across",),
    "Where codes are crossed": ("together",),
    "In the tables of the paper": ("tables",),
    "In the replacement list": ("names",),
}
"""The tables of keys, each with the places of the registry it holds."""
DIGIT = re.compile(r"\b[1-9]\b")
INTRODUCTION = """\
# All commands

Every command with its own help, as `qualcode COMMAND --help` prints it. This page is made from the program by
`docs/make_commands.py`.

A `STUDY` is the path of a study file, with or without `.qualcode`. A source is named as `qualcode sources` lists it, by its
name or its number. A code is named by its path (`Theme > Subtheme > Code`), by the end of the path, or by its name alone
where only one code is called that. What a command reads goes to standard output, what it says about its work to standard
error. The exit code is 0 when it is done, 1 when it could not be done, 2 when it was asked for in the wrong way, and 130
when you stopped it with ctrl+c; except after 0, the study is as it was, and a command that takes several files keeps those
it had already confirmed.
"""


def every_command(
    group: click.Group | None = None, path: tuple[str, ...] = ("qualcode",)
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """All commands and the groups that hold them, in the order of the help, each with the words that call it."""
    here = cli if group is None else group
    context = click.Context(here)
    for name in here.list_commands(context):
        command = here.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))


def help_of(path: tuple[str, ...], command: click.Command) -> str:
    """The help of a command, set in `WIDTH` columns."""
    context = click.Context(command, info_name=" ".join(path), terminal_width=WIDTH, help_option_names=["-h", "--help"])
    return command.get_help(context)


def commands_page() -> str:
    """The whole of commands.md."""
    found = list(every_command())
    contents = [f"{'  ' * (len(path) - 2)}- [{' '.join(path)}](#{'-'.join(path)})" for path, _ in found]
    parts = [INTRODUCTION, "\n".join(contents) + "\n"]
    for path, command in found:
        parts.append(f"{'#' * len(path)} {' '.join(path)}\n\n```text\n{help_of(path, command)}\n```\n")
    return "\n".join(parts)


def key_rows(commands: Iterable[Command]) -> list[tuple[str, str]]:
    """Keys and what they do; those that differ only in their digit share a row."""
    rows: dict[str, tuple[str, str]] = {}
    for command in commands:
        if not command.keys:
            continue
        alike = DIGIT.sub("1 to 9", command.words) if DIGIT.fullmatch(command.shown) else command.words
        shown = "1 to 9" if DIGIT.fullmatch(command.shown) else command.shown
        rows.setdefault(f"{shown} {alike}", (shown, alike))
    return list(rows.values())


def keys_tables() -> str:
    """The tables of keys, one for each screen and group of commands."""
    parts: list[str] = []
    for title, places in PLACES.items():
        here = [command for place in places for command in COMMANDS if command.place == place]
        parts.append(f"### {title}\n")
        parts.append("| key | what it does |\n|---|---|")
        parts += [f"| {' '.join(_code(key) for key in shown.split())} | {words} |" for shown, words in _by_group(here)]
        parts.append("")
    return "\n".join(parts)


def _by_group(commands: list[Command]) -> list[tuple[str, str]]:
    groups = dict.fromkeys(command.group for command in commands)
    return [row for group in groups for row in key_rows(command for command in commands if command.group == group)]


def _code(key: str) -> str:
    return key if key == "to" else f"`{key}`"


def with_keys(page: str) -> str:
    """A page with the tables of keys between its two marks."""
    start, end = "<!-- keys -->\n", "<!-- end of keys -->"
    before, rest = page.split(start)
    return f"{before}{start}\n{keys_tables()}{end}{rest.split(end)[1]}"


def main() -> None:
    """Write both pages."""
    (HERE / "commands.md").write_text(commands_page(), encoding="utf-8")
    coding = HERE / "coding.md"
    coding.write_text(with_keys(coding.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
