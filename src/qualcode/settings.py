"""Where settings live and how they are read: one TOML file of the user's, and the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path

from qualcode.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user chose once for all studies; `theme` is the name of the terminal UI's look."""

    theme: str = "qual-ink"


def acting_coder() -> str | None:
    """Who acts where a command names nobody: the name in QUALCODE_CODER, or None."""
    return os.environ.get("QUALCODE_CODER") or None


def settings_path() -> Path:
    """The settings file: QUALCODE_SETTINGS, else `settings.toml` in the user's configuration folder; it need not exist."""
    if named := os.environ.get("QUALCODE_SETTINGS"):
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("qualcode", appauthor=False) / "settings.toml"


def read_settings() -> Settings:
    """The settings in the file, or what is usual where it says nothing.

    Raises:
        InvalidInput: the file is not TOML, or holds a setting that is unknown or not text.
    """
    import tomllib

    path = settings_path()
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InvalidInput(f"The settings file {path} cannot be read: {error}.", "Correct it, or move it away.") from None
    known = {field.name for field in fields(Settings)}
    for name, value in stored.items():
        if name not in known or not isinstance(value, str):
            from difflib import get_close_matches

            near = get_close_matches(name, known, n=1) or sorted(known)
            raise InvalidInput(f'The settings file {path} has "{name}", which cannot be set so.', f"Known are {', '.join(near)}.")
    return Settings(**stored)


def keep_theme(theme: str) -> None:
    """Remember the look of the terminal UI; the file is made where there is none.

    Raises:
        InvalidInput: the file cannot be written.
    """
    path = settings_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'theme = "{theme}"\n', encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"The settings file {path} cannot be written: {error.strerror}.", "Check its folder.") from None
