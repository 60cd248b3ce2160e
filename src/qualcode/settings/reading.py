"""Where settings live and how they are read: one TOML file of the user's, and the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from qualcode.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

KEYS = "keys"
"""The table of keys: binding ids with the keys that do it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user chose once for all studies. `keys` are the chosen keys by binding id; `measure` is in cells."""

    theme: str = "qual-ink"
    compact: bool = False
    measure: int = 88
    dim_interviewer: bool = True
    codebook_panel: bool = True
    ascii: bool = False
    animations: bool = False
    mouse: bool = True
    smallest_group: int = 3
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


ABOUT = {
    "theme": "the look of the workbench",
    "compact": "turns without an empty row between them",
    "measure": "the widest column of text, in characters",
    "dim_interviewer": "what the interviewer says is drawn fainter",
    "codebook_panel": "the codebook stands beside the text where there is room",
    "ascii": "no signs for lines, dots and arrows but those of ASCII",
    "animations": "things glide instead of jumping",
    "mouse": "the mouse works in the workbench, not in the terminal",
    "smallest_group": "participants who share what is printed of one, at least, in a publication",
}
"""What each setting does."""
LIMITS = {"measure": (40, 160), "smallest_group": (1, 50)}
"""The smallest and the largest number of a setting."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings in force, which of them the file states, and a sentence for each thing in it that is not taken."""

    path: Path
    settings: Settings
    stated: frozenset[str] = frozenset()
    faults: tuple[str, ...] = ()


def acting_coder() -> str | None:
    """Who acts where a command names nobody: the name in QUALCODE_CODER, or None."""
    return os.environ.get("QUALCODE_CODER") or None


def settings_path() -> Path:
    """The settings file: QUALCODE_SETTINGS, else `settings.toml` in the user's configuration folder; it need not exist."""
    if named := os.environ.get("QUALCODE_SETTINGS"):
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("qualcode", appauthor=False) / "settings.toml"


def load_settings() -> Loaded:
    """The settings in force; what is wrong in the file is passed over and told, and never keeps anybody from a study."""
    path = settings_path()
    try:
        stored = parsed(path, text_of(path))
    except InvalidInput as error:
        return Loaded(path, Settings(), faults=(str(error),))
    taken: dict[str, Any] = {}
    faults: list[str] = []
    for name, value in stored.items():
        try:
            taken[name] = _keys_of(value) if name == KEYS else checked(name, value)
        except (InvalidInput, NotFound) as error:
            faults.append(f"In the settings file {path}: {error}")
    return Loaded(path, replace(Settings(), **taken), frozenset(taken), tuple(faults))


def names() -> tuple[str, ...]:
    """The names of the settings that hold one value, in their order."""
    return tuple(one.name for one in fields(Settings) if one.name != KEYS)


def checked(name: str, value: object) -> object:
    """A setting's value, if it can have it.

    Raises:
        NotFound: there is no such setting.
        InvalidInput: it cannot have this value.
    """
    if name not in names():
        raise NotFound(f'There is no setting "{name}".', nearest(name, [*names(), KEYS]))
    usual = getattr(Settings(), name)
    if type(value) is not type(usual):
        wanted = {bool: "true or false", int: "a whole number", str: "a text in quotation marks"}[type(usual)]
        raise InvalidInput(f'The setting "{name}" is {wanted}, not {value!r}.')
    low, high = LIMITS.get(name, (None, None))
    if isinstance(value, int) and low is not None and high is not None and not low <= value <= high:
        raise InvalidInput(f'The setting "{name}" is a number from {low} to {high}, not {value}.')
    return value


def value_of_words(name: str, words: str) -> object:
    """The value that words from a command line mean for a setting.

    Raises:
        NotFound: there is no such setting.
        InvalidInput: they mean none it can have.
    """
    usual = getattr(Settings(), name, None)
    value: object = words
    if isinstance(usual, bool):
        value = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}.get(words.casefold(), words)
    elif isinstance(usual, int) and words.lstrip("-").isdecimal():
        value = int(words)
    return checked(name, value)


def nearest(name: str, known: Iterable[str]) -> str:
    """What was meant, as far as it can be guessed: a sentence for a hint."""
    from difflib import get_close_matches

    every = list(known)
    near = get_close_matches(name.casefold(), every, n=1, cutoff=0.5)
    return f'Did you mean "{near[0]}"?' if near else f"Known are {', '.join(every)}."


def _keys_of(value: object) -> Mapping[str, str]:
    """The chosen keys by binding id, also where an id was written without quotation marks and so became nested tables."""
    if not isinstance(value, dict):
        raise InvalidInput('"keys" is a table: [keys], and below it lines such as "coding.uncode" = "x,delete".')
    found = dict(flat(value))
    for name, keys in found.items():
        if not isinstance(keys, str):
            raise InvalidInput(f'The keys of "{name}" are a text such as "x,delete", not {keys!r}.')
    return MappingProxyType({name: str(keys) for name, keys in found.items()})


def flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, object]]:
    """The values of a table and of those in it, each by its whole name."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def text_of(path: Path) -> str:
    """The settings file as it is, or nothing where there is none.

    Raises:
        InvalidInput: it cannot be read.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""
    except (UnicodeDecodeError, OSError) as error:
        raise InvalidInput(f"The settings file {path} cannot be read: {error}.", "Correct it, or move it away.") from None


def parsed(path: Path, text: str) -> dict[str, Any]:
    """What the settings file states.

    Raises:
        InvalidInput: it is not TOML.
    """
    import tomllib

    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"The settings file {path} cannot be read: {error}.", "Correct it, or move it away.") from None
