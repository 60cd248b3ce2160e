"""Command groups that import a command only when it is called, so that `--help` stays light."""

from __future__ import annotations

from importlib import import_module
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


class OnceGroup(click.Group):
    """A group whose commands refuse an option that takes one value and is given several: click would keep the last."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, once it is sure that no option of it would be passed over."""
        found, command, words = super().resolve_command(ctx, args)
        if command is not None and not isinstance(command, click.Group):
            _refuse_repeated(ctx, command, words)
        return found, command, words


def _refuse_repeated(ctx: click.Context, command: click.Command, words: list[str]) -> None:
    within = click.Context(command, parent=ctx, info_name=command.name, resilient_parsing=True)
    try:
        _, _, given = command.make_parser(within).parse_args(words[:])
    except click.UsageError:
        # What else is wrong is said by click itself.
        return
    for option in dict.fromkeys(given):
        single = isinstance(option, click.Option) and not (option.multiple or option.count or option.is_flag)
        if single and given.count(option) > 1:
            raise click.UsageError(f"{option.opts[-1]} is given {given.count(option)} times, and can be given once.", ctx)


class LazyGroup(OnceGroup):
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


class WithDefault(OnceGroup):
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
