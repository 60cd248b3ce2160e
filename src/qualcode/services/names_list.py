"""The replacement list of a study: a file of its own beside it, which only its owner may read."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.domain.identification import ReplacementList
from qualcode.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

SUFFIX = ".names"
BEFORE = ".before"
"""What the name of the file ends in that keeps the list as it was before the last change."""
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class FoundList:
    """The list that lies beside a study. `mended` says that others could read the file until now; `there` that there is one."""

    path: Path
    listed: ReplacementList
    there: bool = True
    mended: bool = False


def names_path(study: OpenStudy) -> Path:
    """Where the replacement list of a study lies.

    Raises:
        NotFound: the study is no file, so nothing can lie beside it.
    """
    if study.path is None:
        raise NotFound(f"The study {study.name} is not a file, so no replacement list can lie beside it.")
    return study.path.with_suffix(SUFFIX)


def read_list(study: OpenStudy) -> FoundList:
    """The list of a study, empty where there is none; a file that others may read is closed to them.

    Raises:
        InvalidInput: it cannot be read, or holds wrong lines; the message names them.
    """
    path = names_path(study)
    if not path.exists():
        return FoundList(path, ReplacementList(), there=False)
    return _read(path)


def list_files(study: OpenStudy) -> tuple[Path, ...]:
    """The files of the list that are there: the list, and as it was before its last change."""
    if study.path is None:
        return ()
    path = names_path(study)
    return tuple(one for one in (path, _before(path)) if one.exists())


def begin_list(study: OpenStudy) -> FoundList:
    """The list of a study, begun where there is none.

    Raises:
        NotFound: the study is no file.
        InvalidInput: it cannot be read or begun.
    """
    found = read_list(study)
    if found.there:
        return found
    return replace(found, listed=write_list(found.path, found.listed), there=True)


def write_list(path: Path, listed: ReplacementList) -> ReplacementList:
    """Write a list whole, and keep the one before it; nobody else may read either. Returns it as written, with its key.

    Raises:
        InvalidInput: it cannot be written.
    """
    from qualcode.formats.names_file import names_text

    listed = listed if listed.key else replace(listed, key=secrets.token_hex(32))
    try:
        if path.exists():
            write_private(_before(path), path.read_bytes())
        write_private(path, names_text(listed).encode())
    except OSError as error:
        raise _unwritable(path, error) from None
    return listed


def undo_list(study: OpenStudy) -> FoundList:
    """Put the list back as it was before its last change, which a second undo puts back.

    Raises:
        NotFound: there is no list as it was before.
        InvalidInput: it cannot be read or written.
    """
    path = names_path(study)
    before = _before(path)
    if not before.exists():
        raise NotFound("The replacement list was not changed, so there is nothing to take back.")
    found = _read(before)
    try:
        now, then = path.read_bytes() if path.exists() else None, before.read_bytes()
        write_private(path, then)
        if now is None:
            before.unlink()
        else:
            write_private(before, now)
    except OSError as error:
        raise _unwritable(path, error) from None
    return replace(found, path=path)


def write_private(path: Path, data: bytes) -> None:
    """Write a file whole that only its owner may read, from its first byte on.

    Raises:
        OSError: it cannot be written; the old one is left.
    """
    partial = path.with_name(path.name + ".part")
    with suppress(FileNotFoundError):
        partial.unlink()
    try:
        with os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        with suppress(OSError):
            partial.unlink()
        raise


def _before(path: Path) -> Path:
    return path.with_name(path.name + BEFORE)


def _read(path: Path) -> FoundList:
    from qualcode.formats.csv_cells import utf8_text
    from qualcode.formats.names_file import read_names

    try:
        mended = _close_to_others(path)
        text = utf8_text(path.read_bytes())
    except OSError as error:
        raise InvalidInput(
            f"The replacement list {path.name} cannot be read: {(error.strerror or 'unknown cause').lower()}.",
            "Check who owns the file.",
        ) from None
    except InvalidInput as error:
        raise InvalidInput(f"{path.name}: {error.message}", error.hint) from None
    return FoundList(path, read_names(text, path.name), mended=mended)


def _close_to_others(path: Path) -> bool:
    """Whether others could read the file; they cannot any longer. Windows has no such rights."""
    if os.name == "nt" or not stat.S_IMODE(path.stat().st_mode) & 0o077:
        return False
    try:
        path.chmod(OWNER_ONLY)
    except OSError:
        raise InvalidInput(
            f"The replacement list {path.name} can be read by others, and that cannot be changed here.",
            f"Let its owner run `chmod 600 {path.name}`, or move study and list to a folder of your own.",
        ) from None
    return True


def _unwritable(path: Path, error: OSError) -> InvalidInput:
    return InvalidInput(
        f"The replacement list {path.name} cannot be written: {(error.strerror or 'unknown cause').lower()}.",
        "Check the rights of its folder and the room on the disk.",
    )
