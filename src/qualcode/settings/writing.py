"""Changing one setting in the user's file, with everything else in it as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.errors import InvalidInput
from qualcode.settings.reading import KEYS, checked, flat, parsed, settings_path, text_of
from qualcode.settings.toml_text import with_value

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def keep_setting(name: str, value: object) -> Path:
    """Write a setting into the file, with everything else in it as it was, comments too; returns the file's path.

    `keys.ID` names the keys of a binding. The file is made where there is none.

    Raises:
        NotFound: there is no such setting.
        InvalidInput: it cannot have this value, or the file cannot be read or written.
    """
    table, own = _place(name)
    if not table:
        checked(own, value)
    return _rewritten(table, own, value)


def drop_setting(name: str) -> bool:
    """Take a setting out of the file, so that it is as usual; False where the file does not state it.

    Raises:
        InvalidInput: the file cannot be read or written, or states it in a way that only a person can undo.
    """
    table, own = _place(name)
    path = settings_path()
    stored = parsed(path, text_of(path))
    held = dict(flat(stored.get(table, {}))) if table else stored
    if own not in held:
        return False
    _rewritten(table, own, None)
    return True


def _place(name: str) -> tuple[str, str]:
    """The table a setting stands in, empty for the top, and its name there."""
    table, dot, own = name.partition(".")
    return (KEYS, own) if dot and table == KEYS else ("", name)


def _rewritten(table: str, name: str, value: object) -> Path:
    path = settings_path()
    text = text_of(path)
    stored = parsed(path, text)
    new = with_value(text, table, name, value)
    if not _says(path, new, _comparable(stored, change=(table, name, value))):
        full = f"{table}.{name}" if table else name
        raise InvalidInput(f'"{full}" is written in {path} in a way this command does not change.', "Change it there by hand.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.new")
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.write(new)
        beside.replace(path)
    except OSError as error:
        raise InvalidInput(f"The settings file {path} cannot be written: {error.strerror}.", "Check its folder.") from None
    return path


def _says(path: Path, text: str, wanted: Mapping[str, object]) -> bool:
    """Whether a text is TOML and states just this."""
    try:
        return _comparable(parsed(path, text)) == wanted
    except InvalidInput:
        return False


def _comparable(stored: Mapping[str, Any], change: tuple[str, str, object] | None = None) -> dict[str, object]:
    """What a file states, flat and without tables that are empty; with a change made."""
    stated = {name: (type(value), value) for name, value in flat(stored)}
    if change is not None:
        table, name, value = change
        full = f"{table}.{name}" if table else name
        stated.pop(full, None)
        if value is not None:
            stated[full] = (type(value), value)
    return dict(stated)
