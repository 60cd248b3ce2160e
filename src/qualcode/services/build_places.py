"""The files of a build in their folder: all of them come into their places, or the old ones stay."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput
from qualcode.services.open_elsewhere import refuse_taken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BESIDE = ".qualcode-build-"
"""How the folder begins in which files wait beside their places."""
LEFT_FOR = 60.0
"""Seconds after which such a folder is what a build left that was stopped; one that goes on has it for moments."""


def read_file(path: Path) -> bytes | None:
    """The bytes of a file, None where there is none.

    Raises:
        InvalidInput: there is something, and it cannot be read.
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except IsADirectoryError:
        raise InvalidInput(
            f"{path} is a folder, where a file is to be written.", "Move it away, or name another folder."
        ) from None
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {_why(error)}.", "Name another folder.") from None


def refuse_unwritable(folder: Path) -> None:
    """Refuse a folder in which nothing can be written, or that cannot be made, before anything is made for it.

    Raises:
        InvalidInput: it is so.
    """
    try:
        nearest = next((one for one in (folder, *folder.absolute().parents) if one.exists()), folder)
    except OSError as error:
        # A name may be too long even to be asked for.
        raise InvalidInput(f"The folder {folder} cannot be made: {_why(error)}.", "Name another one.") from None
    if not nearest.is_dir():
        raise InvalidInput(f"The folder {folder} cannot be made: {nearest} is a file.", "Name another one.")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise InvalidInput(f"Nothing can be written in {nearest}: permission denied.", "Name another folder.")


def make_folder(folder: Path) -> None:
    """Make a folder where it does not exist.

    Raises:
        InvalidInput: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(f"The folder {folder} cannot be made: {_why(error)}.", "Name another one.") from None


def left_in(folder: Path, name: str) -> tuple[bytes, ...]:
    """What files of this name held that were on their way when a build was stopped, as by a failure of power."""
    found = []
    for beside in folder.glob(f"{BESIDE}*"):
        with suppress(OSError):
            found.append((beside / name).read_bytes())
    return tuple(found)


def place_files(folder: Path, files: Mapping[str, bytes], removed: Sequence[str]) -> None:
    """Write files, the last of them last, and take some away. Where one of them cannot be, the old ones are put back.

    Raises:
        InvalidInput: a file cannot be written or taken away, or is open in another program; the folder is as it was.
    """
    refuse_taken(folder / name for name in (*files, *removed))
    try:
        beside = Path(tempfile.mkdtemp(prefix=BESIDE, dir=folder))
    except OSError as error:
        raise InvalidInput(f"Nothing can be written in {folder}: {_why(error)}.", "Name another folder.") from None
    done: list[tuple[str, bool]] = []
    name = ""
    try:
        for name, data in files.items():
            (beside / name).write_bytes(data)
        for name in (*files, *removed):
            there = _keep(folder / name, beside / f"{name}.before")
            done.append((name, there))
            if name in files:
                if there:
                    # Who may read it stays as it was.
                    shutil.copymode(folder / name, beside / name)
                (beside / name).replace(folder / name)
            else:
                (folder / name).unlink()
    except OSError as error:
        _put_all_back(folder, beside, done)
        raise InvalidInput(
            f"{folder / name} cannot be {'written' if name in files else 'taken away'}: {_held_back(error)}. "
            "The files are as they were.",
            "Close it where it is open, or name another folder.",
        ) from None
    except BaseException:
        _put_all_back(folder, beside, done)
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    _clear(folder)


def _keep(path: Path, before: Path) -> bool:
    """Keep a copy of what is there, and say whether there was anything."""
    there = path.exists()
    if there:
        shutil.copy2(path, before)
    return there


def _put_all_back(folder: Path, beside: Path, done: Sequence[tuple[str, bool]]) -> None:
    """Put files back as they were, and take away those where there were none."""
    for name, there in reversed(done):
        with suppress(OSError):
            if there:
                (beside / f"{name}.before").replace(folder / name)
            else:
                (folder / name).unlink(missing_ok=True)


def _clear(folder: Path) -> None:
    """Take away what builds left that were stopped."""
    for beside in folder.glob(f"{BESIDE}*"):
        with suppress(OSError):
            if time.time() - beside.stat().st_mtime > LEFT_FOR:
                shutil.rmtree(beside, ignore_errors=True)


def _held_back(error: OSError) -> str:
    return "another program has it open, or it is protected" if isinstance(error, PermissionError) else _why(error)


def _why(error: OSError) -> str:
    return (error.strerror or "unknown cause").lower()
