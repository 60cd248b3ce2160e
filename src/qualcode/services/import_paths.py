"""Files to be imported, as they are typed: a path, a folder, a pattern, or paths dropped onto the terminal."""

from __future__ import annotations

import os
import shlex
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput
from qualcode.formats.readers.transcripts import can_be_read

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 200
"""Entries of a folder that are offered."""


def files_of(typed: str) -> tuple[Path, ...]:
    """The files that a typed line means, in the order of their names.

    A folder means the transcripts in it, a pattern (`*.docx`, `**/P0?.txt`) all files it fits. Several paths may stand
    beside one another where they are quoted as a shell quotes them, as when files are dropped onto a terminal.

    Raises:
        InvalidInput: there is nothing of that name, or no transcript in the folder.
    """
    text = typed.strip()
    if not text:
        raise InvalidInput("No file is named.", "Type a path, a folder, or a pattern such as *.docx.")
    path = Path(text).expanduser()
    if not _exists(path) and not has_magic(text):
        dropped = _dropped(text)
        if len(dropped) > 1 or (dropped and dropped[0] != text):
            return tuple(file for one in dropped for file in files_of(one))
    return _files(path, text)


def completed(typed: str) -> tuple[str, tuple[str, ...]]:
    """A typed path as far as it can be completed, and what it can go on with: folders with a slash, and transcripts."""
    folder, prefix = os.path.split(typed)
    here = Path(folder or ".").expanduser()
    try:
        entries = sorted(here.iterdir(), key=lambda one: (not one.is_dir(), one.name.casefold()))
    except OSError:
        return typed, ()
    fitting = [
        f"{one.name}/" if one.is_dir() else one.name
        for one in entries
        if one.name.casefold().startswith(prefix.casefold())
        and (prefix.startswith(".") or not one.name.startswith("."))
        and (one.is_dir() or can_be_read(one.name))
    ]
    if not fitting:
        return typed, ()
    name = fitting[0][: max(len(prefix), _shared(fitting))]
    return (f"{folder.rstrip('/')}/{name}" if folder else name), tuple(fitting[:MOST])


def _shared(names: Sequence[str]) -> int:
    """How many signs some names begin with alike, in any case of letters."""
    count = 0
    for signs in zip(*names, strict=False):
        if len({sign.casefold() for sign in signs}) > 1:
            break
        count += 1
    return count


def _files(path: Path, text: str) -> tuple[Path, ...]:
    if _exists(path):
        if not path.is_dir():
            return (path,)
        found = sorted(one for one in path.iterdir() if one.is_file() and can_be_read(one.name) and one.name[0] != ".")
        if not found:
            raise InvalidInput(f"There is no transcript in the folder {path}.", "Name a file in it, or another folder.")
        return tuple(found)
    if has_magic(text):
        matched = sorted(one for one in map(Path, glob(str(path), recursive=True)) if one.is_file())  # noqa: PTH207
        # A pattern that says nothing of the ending means the transcripts among what it fits.
        named = "." in path.name
        found = [one for one in matched if named or can_be_read(one.name)]
        if found:
            return tuple(found)
        raise InvalidInput(f"No file fits {text}.", "Check the folder and the pattern.")
    raise InvalidInput(f"There is no file {text}.", "Check the path; Tab completes it.")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # A name too long for the system is nobody's.
        return False


def _dropped(text: str) -> list[str]:
    try:
        return shlex.split(text, posix=os.name != "nt")
    except ValueError:
        return []
