"""The keys in force: those of the registry, or those a researcher chose for them in the settings."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from qualcode.tui.commands import COMMANDS, SCREENS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.tui.commands import Command

NONE = "none"
"""Chosen for a command that shall have no key; it is reached through the palette."""
_TAKEN = {
    "ctrl+i": "Tab",
    "ctrl+m": "Enter",
    "ctrl+j": "Enter",
    "ctrl+h": "Backspace",
    "ctrl+left_square_bracket": "Esc",
}
"""Keys that a terminal sends as others."""
_WRITTEN = {
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "shift+left": "shift+←",
    "shift+right": "shift+→",
    "shift+up": "shift+↑",
    "shift+down": "shift+↓",
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "insert": "Ins",
    "backspace": "Backspace",
}
"""How help and footer write keys whose names are not the sign itself."""
_IN_WORDS = str.maketrans({"←": "Left", "→": "Right", "↑": "Up", "↓": "Down"})
_UNSHADED = "codebook"
"""The screen's part whose own keys go before those of the screen: there arrows and Enter are the tree's."""


class KeysInForce:
    """Each command's keys, and how they are shown; `faults` says of each chosen key that is not taken why."""

    def __init__(self, chosen: Mapping[str, str] | None = None, *, ascii_only: bool = False) -> None:
        self.faults: list[str] = []
        self._ascii_only = ascii_only
        self._keys = {command.id: _parts(command.keys) for command in COMMANDS}
        self._chosen: dict[str, tuple[str, ...]] = {}
        for name, keys in (chosen or {}).items():
            self._choose(name, keys)
        self._drop_clashes()

    @property
    def chosen(self) -> dict[str, str]:
        """The chosen keys that are taken, by the command's id."""
        return {name: ",".join(keys) or NONE for name, keys in self._chosen.items()}

    @property
    def keymap(self) -> dict[str, str]:
        """The chosen keys as the app takes them: binding id to keys."""
        return {name: ",".join(keys) or "f24" for name, keys in self._chosen.items()}

    def of(self, command: Command) -> tuple[str, ...]:
        """The keys of a command."""
        return self._chosen.get(command.id, self._keys[command.id])

    def is_chosen(self, command: Command) -> bool:
        """Whether its keys are not those it has as a rule."""
        return command.id in self._chosen

    def shown(self, command: Command) -> str:
        """A command's keys as help and footer write them; empty without any."""
        shown = " ".join(map(written, self.of(command))) if self.is_chosen(command) else command.shown
        return shown.translate(_IN_WORDS) if self._ascii_only else shown

    def in_words(self, name: str) -> str:
        """The first key of a command, by the command's id, as a sentence names it; without any, the palette."""
        keys = self.of(next(one for one in COMMANDS if one.id == name))
        if not keys:
            return "the palette"
        return written(keys[0]).translate(_IN_WORDS) if self._ascii_only else written(keys[0])

    def _choose(self, name: str, keys: str) -> None:
        command = next((one for one in COMMANDS if one.id == name), None)
        if command is None:
            near = get_close_matches(name, [one.id for one in COMMANDS], n=1)
            hint = f'Did you mean "{near[0]}"?' if near else "`qualcode config keys` lists them."
            self.faults.append(f'No command is called "{name}". {hint}')
            return
        parts = () if keys.strip().casefold() == NONE else _parts(keys)
        wrong = [fault for fault in (_fault_of(key) for key in parts) if fault]
        if not parts and keys.strip().casefold() != NONE:
            wrong = [f'none was given; "{NONE}" takes its keys away']
        if not parts and not wrong and not command.palette:
            wrong = ["it must keep a key, for the palette does not hold it"]
        if wrong:
            self.faults.append(f"{_called(command)} cannot have these keys: {'; '.join(wrong)}.")
        else:
            self._chosen[name] = tuple(dict.fromkeys(parts))

    def _drop_clashes(self) -> None:
        """Take back chosen keys that would mean two things on one screen, until none does."""
        while clash := self._clash():
            key, screen, commands = clash
            names = " and ".join(_called(one) for one in commands)
            self.faults.append(
                f"{written(key)} cannot be the key of both {names}, for {_ON.get(screen, f'the screen “{screen}”')} has both."
            )
            for one in commands:
                self._chosen.pop(one.id, None)

    def _clash(self) -> tuple[str, str, list[Command]] | None:
        for screen, places in SCREENS.items():
            parts = [[place] for place in places] if screen == _UNSHADED else [list(places)]
            for part in parts:
                held: dict[str, list[Command]] = {}
                for command in COMMANDS:
                    if command.place in part:
                        for key in self.of(command):
                            held.setdefault(key, []).append(command)
                for key, commands in held.items():
                    if len(commands) > 1 and any(one.id in self._chosen for one in commands):
                        return key, screen, commands
        return None


_ON = {"coding": "the coding screen", "codebook": "the codebook beside the text", "codes": "the codebook screen"}


def written(key: str) -> str:
    """How a key is written for people."""
    from textual.keys import key_to_character

    return _WRITTEN.get(key) or key_to_character(key) or key


def _called(command: Command) -> str:
    return f"“{command.words}” ({command.id})"


def _parts(keys: str) -> tuple[str, ...]:
    """Keys by the names the toolkit knows them by; a sign stands for itself."""
    return tuple(_named(key.strip()) for key in ([","] if keys.strip() == "," else keys.split(",")) if key.strip())


def _named(key: str) -> str:
    if len(key) == 1:
        return _name_of_sign(key)
    if re.fullmatch(r"shift\+[A-Za-z]", key, re.IGNORECASE):
        # A terminal sends the capital.
        return key[-1].upper()
    return key.lower()


def _name_of_sign(sign: str) -> str:
    from textual.keys import KEY_NAME_REPLACEMENTS

    if sign.isalnum():
        return sign
    name = unicodedata.name(sign, sign).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def _fault_of(key: str) -> str | None:
    """Why something is no key that a terminal could send, or None."""
    if key in _TAKEN:
        return f"a terminal sends {key} as {_TAKEN[key]}"
    base = re.sub(r"^(?:(?:ctrl|shift|alt|super|meta|hyper)\+)+", "", key)
    if len(base) == 1 or base in _known_keys():
        return None
    near = get_close_matches(base, sorted(_known_keys()), n=1)
    return f'there is no key "{key}"' + (f'; did you mean "{near[0]}"?' if near else "")


@cache
def _known_keys() -> frozenset[str]:
    from textual.keys import Keys

    signs = {_name_of_sign(chr(code)) for code in range(0x20, 0x7F)}
    return frozenset(signs | {key.value for key in Keys if "+" not in key.value and not key.value.startswith("<")})
