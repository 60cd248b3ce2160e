"""The files of a build in their folder: all of them come into their places, or the old ones stay."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BESIDE = ".qualcode-build-"
"""How the folder begins in which files wait beside their places."""


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
    nearest = next((one for one in (folder, *folder.absolute().parents) if one.exists()), folder)
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


def place_files(folder: Path, files: Mapping[str, bytes], removed: Sequence[str]) -> None:
    """Write files, the last of them last, and take some away. Where one of them cannot be, the old ones are put back.

    Raises:
        InvalidInput: a file cannot be written or taken away; the folder is as it was.
    """
    try:
        beside = Path(tempfile.mkdtemp(prefix=BESIDE, dir=folder))
    except OSError as error:
        raise InvalidInput(f"Nothing can be written in {folder}: {_why(error)}.", "Name another folder.") from None
    done: list[str] = []
    name = ""
    try:
        for name, data in files.items():
            (beside / name).write_bytes(data)
        for name in (*files, *removed):
            _keep(folder / name, beside / f"{name}.before")
            done.append(name)
            if name in files:
                (beside / name).replace(folder / name)
            else:
                (folder / name).unlink()
    except OSError as error:
        for one in reversed(done):
            _put_back(folder / one, beside / f"{one}.before")
        raise InvalidInput(
            f"{folder / name} cannot be written: {_why(error)}. The files are as they were.",
            "Close it where it is open, or name another folder.",
        ) from None
    except BaseException:
        for one in reversed(done):
            _put_back(folder / one, beside / f"{one}.before")
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _keep(path: Path, before: Path) -> None:
    """Keep a copy of what is there."""
    if path.exists():
        shutil.copy2(path, before)


def _put_back(path: Path, before: Path) -> None:
    with suppress(OSError):
        if before.exists():
            before.replace(path)
        else:
            path.unlink(missing_ok=True)


def _why(error: OSError) -> str:
    return (error.strerror or "unknown cause").lower()
