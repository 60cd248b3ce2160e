"""Outputs that another program has open: what is known of it before they are replaced, and what is said when they cannot be.

On Windows an open file cannot be replaced, and the attempt says so. Elsewhere it can, and whoever has it open would save
the old words over the new ones; there the files tell that office programs leave beside what they have open.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OFFICE = "soffice"
"""How the names of LibreOffice's processes begin."""
PROCESSES = Path("/proc")
ALIKE = 6
"""Letters of a name that Word keeps whole in the name of its owner file; of longer ones it leaves out one or two."""
MOST_BYTES = 4096


class Holder(NamedTuple):
    """The program that has a file open, as far as it is known, and the file beside it that says so."""

    path: Path
    program: str
    lock: Path


def refuse_taken(paths: Iterable[Path]) -> None:
    """Refuse to replace files that are protected, or that an office program has open.

    Raises:
        InvalidInput: one of them is so; nothing was written.
    """
    there = [path for path in paths if os.access(path, os.F_OK)]
    for path in there:
        # Putting another in its place would work, and is not what whoever protected it wants.
        if path.is_file() and not os.access(path, os.W_OK):
            raise InvalidInput(f"{path} cannot be written: it is protected.", "Allow writing to it, or choose another place.")
    held = [one for one in map(holder_of, there) if one is not None]
    if held:
        raise _held(held)


def _held(held: Sequence[Holder]) -> InvalidInput:
    first = held[0]
    if len(held) == 1:
        return InvalidInput(
            f"{first.path} is open in {first.program}, so nothing was written; it is as it was.",
            f"Close it there and try again, or choose another place. If it is open nowhere, delete {first.lock.name} beside it.",
        )
    files = ", ".join(one.path.name for one in held)
    locks = ", ".join(one.lock.name for one in held)
    return InvalidInput(
        f"{len(held)} files in {first.path.parent} are open in {first.program}, so nothing was written; they are as they were: "
        f"{files}.",
        f"Close them there and try again, or choose another place. If they are open nowhere, delete {locks} beside them.",
    )


def holder_of(path: Path) -> Holder | None:
    """The office program that has a file open, None where no file beside it says so or that file was left behind."""
    if sys.platform == "win32":
        return None
    lock = path.with_name(f".~lock.{path.name}#")
    said = _read(lock)
    if said is not None:
        program = _of_libreoffice(said)
        return None if program is None else Holder(path, program, lock)
    for name in _owner_files(path):
        lock = path.with_name(name)
        said = _read(lock)
        if said is not None:
            return Holder(path, f"Microsoft Office{_named(_owner(said))}", lock)
    return None


def not_written(path: Path, error: OSError, *, placing: bool) -> InvalidInput:
    """What is said of a file that could not be written; `placing`: it was whole, and could not be put in its place."""
    folder = path.parent
    if isinstance(error, FileNotFoundError) and not folder.exists():
        return InvalidInput(
            f"{path} cannot be written: there is no folder {folder}.", "Make the folder, or choose another place."
        )
    if isinstance(error, NotADirectoryError):
        return InvalidInput(f"{path} cannot be written: a part of its path is a file.", "Choose another place.")
    if isinstance(error, PermissionError) and placing:
        return InvalidInput(
            f"{path} cannot be written: another program has it open, or it is protected; it is as it was.",
            "Close it there and try again, or choose another place.",
        )
    if isinstance(error, PermissionError):
        return InvalidInput(f"{path} cannot be written: nothing may be written in {folder}.", "Choose another place.")
    if isinstance(error, IsADirectoryError):
        return InvalidInput(f"{path} cannot be written: it is a folder.", "Name a file in it, or choose another place.")
    return InvalidInput(f"{path} cannot be written: {(error.strerror or 'unknown cause').lower()}.", "Choose another place.")


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except FileNotFoundError:
        return None
    except OSError:
        return b"" if os.access(path, os.F_OK) else None


def _of_libreoffice(said: bytes) -> str | None:
    """LibreOffice with who has the file open, where and since when; None where it ended and left its file behind."""
    # A comma that belongs to a name is escaped.
    parts = said.decode("utf-8", "replace").replace("\\,", "\0").split(",")
    fields = [" ".join(part.replace("\0", ",").split()) for part in parts]
    who, user, host, since = (*fields[:4], "", "", "", "")[:4]
    if host == socket.gethostname() and not _runs_here():
        return None
    by = who or user
    at = f"{by} on {host}" if by and host else by or host
    return f"LibreOffice{_named(', '.join(part for part in (at, f'since {since}' if since else '') if part))}"


def _runs_here() -> bool:
    """Whether LibreOffice runs on this machine; taken to be so where processes cannot be listed."""
    try:
        processes = [one for one in PROCESSES.iterdir() if one.name.isdecimal()]
    except OSError:
        return True
    return not processes or any(_name(one).startswith(OFFICE) for one in processes)


def _name(process: Path) -> str:
    try:
        return (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _owner_files(path: Path) -> tuple[str, ...]:
    """The names of the files by which Word and Excel say that they have a file open."""
    cut = min(2, max(0, len(path.stem) - ALIKE))
    return tuple(dict.fromkeys((f"~${path.name[cut:]}" if path.suffix.lower() == ".docx" else f"~${path.name}",)))


def _owner(said: bytes) -> str:
    """Who has the file open: the name stands behind its length."""
    name = said[1 : 1 + said[0]] if said else b""
    return " ".join(name.decode("utf-8", "replace").replace("\0", "").split())


def _named(what: str) -> str:
    return f" ({what})" if what else ""
