"""Command groups that import a command only when it is called, so that `--help` stays light."""

from __future__ import annotations

from importlib import import_module
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


class LazyGroup(click.Group):
    """A group over a table of command name to (module, one line of help); each module has the attribute `command`."""

    nor = ""
    """What else a first word could have been and is not."""

    def __init__(self, *args: Any, table: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Command names in the order of the table: the order of the work."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        """Import and return a command, or None."""
        if cmd_name not in self.table:
            return None
        command = import_module(self.table[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 (click's signature)
        """Write the list of commands from the table, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.table.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is answered with the nearest."""
        name = args[0]
        if name not in self.table:
            from difflib import get_close_matches

            near = get_close_matches(name, self.table, n=1)
            hint = f' Did you mean "{near[0]}"?' if near else ""
            raise click.UsageError(f'There is no command "{name}"{self.nor}.{hint}', ctx)
        return super().resolve_command(ctx, args)


class WithDefault(click.Group):
    """A group that takes a first word that is none of its commands as the study of its `default` command."""

    default = ""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command before what is no command."""
        if args and args[0] not in self.list_commands(ctx) and args[0] not in ctx.help_option_names:
            args = [self.default, *args]
        return super().parse_args(ctx, args)


class StudyOrCommand(LazyGroup):
    """The outermost group: `qualcode STUDY` opens the study."""

    nor = " and no study of that name"

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """A first word that is no command but names a study opens it."""
        name = args[0]
        if name not in self.table and not name.startswith("-"):
            path = Path(name).expanduser()
            places = [path, path.with_name(f"{path.name}.qualcode")] if path.name else []
            # Of a name too long for the system Path.is_file raises, and os.path.isfile says no.
            if path.suffix == ".qualcode" or any(isfile(place) for place in places):  # noqa: PTH113
                return super().resolve_command(ctx, ["open", *args])
        return super().resolve_command(ctx, args)
