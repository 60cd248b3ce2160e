"""How commands speak: data on stdout, talk on stderr; rich only at a terminal."""

from __future__ import annotations

import json
import sys
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.progress import Progress


def emit_json(data: Sequence[Mapping[str, Any]] | Mapping[str, Any]) -> None:
    """Print data as JSON on stdout; control and bidi characters as escapes."""
    from qualcode.domain.text import json_escaped

    click.echo(json_escaped(json.dumps(data, ensure_ascii=False, indent=2)))


def at_terminal() -> bool:
    """Whether somebody sits at this terminal, so that a screen can be opened."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def say(text: str) -> None:
    """Say something about the work on stderr, so that stdout stays data. Control signs are drawn."""
    from qualcode.domain.text import drawn

    click.echo(drawn(text), err=True)


def said_done(change: ChangeSet | None, done: str, nothing: str = "Nothing had to be changed.") -> None:
    """Say what an action did, with the number of its change set."""
    # A name that ends in a full stop ("Ben S.") ends the sentence with it.
    done = done[:-1] if done.endswith("..") and not done.endswith("...") else done
    say(nothing if change is None else f"{done} (change {change.id}; `qualcode undo` takes it back)")


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural unless it is one: "1 coding", "2 codings"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[str] = ()) -> None:
    """Print rows under their columns; the columns named in `right` are aligned right. Control signs are drawn."""
    from qualcode.domain.text import drawn

    lines = [[drawn("" if cell is None else str(cell)).replace("\n", " ") for cell in row] for row in rows]
    if sys.stdout.isatty():
        _rich_table(columns, lines, right)
        return
    widths = [max([_width(name), *(_width(line[i]) for line in lines)]) for i, name in enumerate(columns)]
    for line in [list(columns), *lines]:
        cells = [_padded(cell, widths[i], right_aligned=columns[i] in right) for i, cell in enumerate(line)]
        click.echo("  ".join(cells).rstrip())


def _rich_table(columns: Sequence[str], lines: Sequence[Sequence[str]], right: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for line in lines:
        table.add_row(*(Text(cell) for cell in line))
    Console().print(table)


@contextmanager
def progress_bar(what: str) -> Iterator[Progress]:
    """A progress bar on stderr at a terminal, silence elsewhere; Ctrl-C stops the action."""
    from qualcode.domain.progress import silent

    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def advance(done: int, total: int, now: str) -> None:
            bar.update(task, completed=done, total=total, description=now or what)

        yield advance


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, width: int, *, right_aligned: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right_aligned else text + space
