"""`qualcode config`: the settings of the workbench, where they stand and what is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import json_option
from qualcode.cli.output import emit_json, print_table, say
from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from qualcode.settings import Loaded


@click.group("config", cls=OnceGroup, invoke_without_command=True, epilog="Example: qualcode config set compact true")
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Show the settings, which of them you set, and where the file lies; or change one.

    A setting that is wrong in the file is named and passed over: it never keeps you from a study.
    """
    if context.invoked_subcommand is not None:
        return
    from qualcode.settings import load_settings
    from qualcode.settings.reading import ABOUT, names
    from qualcode.tui.keys import KeysInForce

    loaded = load_settings()
    keys = KeysInForce(loaded.settings.keys)
    faults = [*loaded.faults, *keys.faults, *_theme_faults(loaded)]
    in_force = [(name, getattr(loaded.settings, name), "set" if name in loaded.stated else "default") for name in names()]
    if as_json:
        emit_json(
            {
                "path": str(loaded.path),
                "exists": loaded.path.exists(),
                "settings": [{"name": name, "value": value, "from": origin} for name, value, origin in in_force],
                "keys": keys.chosen,
                "faults": faults,
            }
        )
    else:
        click.echo(f"{loaded.path}{'' if loaded.path.exists() else ' (not there yet)'}\n")
        rows = [(name, _written(value), origin, ABOUT[name]) for name, value, origin in in_force]
        rows += [(f"keys.{name}", chosen, "set", "") for name, chosen in keys.chosen.items()]
        print_table(["setting", "value", "from", "what it does"], rows)
    for fault in faults:
        say(fault)


@command.command("set", epilog='Example: qualcode config set keys.coding.uncode "x,delete"')
@click.argument("name")
@click.argument("value")
def set_(name: str, value: str) -> None:
    """Set NAME to VALUE in the settings file; its comments and everything else stay as they are.

    `keys.ID` sets the keys of a command, separated by commas, or `none`; `qualcode config keys` lists the ids.
    """
    from qualcode.settings import keep_setting
    from qualcode.settings.reading import KEYS, value_of_words

    if name.startswith(f"{KEYS}."):
        _require_keys(name.removeprefix(f"{KEYS}."), value)
        wanted: object = value
    else:
        wanted = value_of_words(name, value)
        if name == "theme":
            _require_theme(value)
    path = keep_setting(name, wanted)
    say(f"{name} is {_written(wanted)} from the next start on, by {path}.")


@command.command("unset", epilog="Example: qualcode config unset keys.coding.uncode")
@click.argument("name")
def unset(name: str) -> None:
    """Take NAME out of the settings file: it is then as it is by default."""
    from qualcode.settings import drop_setting

    say(f"{name} is as it is by default again." if drop_setting(name) else f"The file does not set {name}.")


@command.command("keys", epilog="Example: qualcode config keys --json")
@json_option
def keys_(as_json: bool) -> None:
    """List the keys in force: the id of each command by which its keys can be set, its keys, and what it does."""
    from qualcode.settings import load_settings
    from qualcode.tui.commands import COMMANDS
    from qualcode.tui.keys import KeysInForce

    keys = KeysInForce(load_settings().settings.keys)
    rows = [(one.id, ",".join(keys.of(one)), "set" if keys.is_chosen(one) else "default", one.words) for one in COMMANDS]
    if as_json:
        emit_json([{"id": id_, "keys": held, "from": origin, "what": words} for id_, held, origin, words in rows])
    else:
        print_table(["id", "keys", "from", "what it does"], rows)
    for fault in keys.faults:
        say(fault)


def _require_keys(name: str, value: str) -> None:
    """Refuse keys that could not be taken beside those set already."""
    from qualcode.settings import load_settings
    from qualcode.tui.keys import KeysInForce

    others = {one: keys for one, keys in load_settings().settings.keys.items() if one != name}
    known = set(KeysInForce(others).faults)
    new = [fault for fault in KeysInForce({**others, name: value}).faults if fault not in known]
    if new:
        raise InvalidInput(new[0])


def _require_theme(name: str) -> None:
    from qualcode.settings.reading import nearest
    from qualcode.tui.themes import names

    if name not in names():
        raise InvalidInput(f'There is no theme "{name}".', nearest(name, names()))


def _theme_faults(loaded: Loaded) -> list[str]:
    try:
        _require_theme(loaded.settings.theme)
    except InvalidInput as error:
        return [str(error)]
    return []


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
