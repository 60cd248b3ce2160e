"""Copies of a study: one for each day it was worked on, and one whenever asked for."""

from __future__ import annotations

from datetime import date, datetime
from glob import escape
from os.path import lexists
from typing import TYPE_CHECKING

from qualcode.errors import StudyFileError
from qualcode.storage import study_file

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage.engine import SqliteBackend

KEPT = 10
"""How many daily copies stay; older ones go when a new one is made."""

ELSEWHERE = "Choose another place with `--to`."
MAKE_ROOM = "Make room for it, and see that its folder may be written; nothing was changed in the study."


def folder_of(path: Path) -> Path:
    """The folder of a study's copies, beside it."""
    return path.with_name(path.stem + ".backups")


def last_change(path: Path) -> date:
    """The local day a study was last changed; asked before it is opened, for opening touches the files beside it."""
    pending = path.with_name(path.name + "-wal")
    changed = max(file.stat().st_mtime for file in (path, pending) if file.exists())
    return datetime.fromtimestamp(changed).astimezone().date()


def daily_copy(backend: SqliteBackend, path: Path, last_change: date) -> Path | None:
    """Copy the study as it was when today's work began; None when that was done or there was nothing before today."""
    today = datetime.now().astimezone().date()
    folder = folder_of(path)
    target = folder / f"{path.stem}-{last_change.isoformat()}{study_file.SUFFIX}"
    if last_change >= today or target.exists():
        return None
    _make(folder, MAKE_ROOM)
    study_file.copy(backend, target, hint=MAKE_ROOM)
    for old in sorted(folder.glob(f"{escape(path.stem)}-????-??-??{study_file.SUFFIX}"))[:-KEPT]:
        old.unlink()
    return target


def named_copy(backend: SqliteBackend, path: Path, target: Path | None) -> Path:
    """Copy the study now, to `target` or into its folder of copies under the time; a file that is there is kept."""
    if target is not None and lexists(target):
        raise StudyFileError(f"{target} exists already, and a copy replaces nothing.", ELSEWHERE)
    if target is None:
        folder = folder_of(path)
        _make(folder, ELSEWHERE)
        target = folder / f"{path.stem}-{datetime.now().astimezone():%Y-%m-%dT%H%M%S}{study_file.SUFFIX}"
    study_file.copy(backend, target, hint=ELSEWHERE)
    return target


def _make(folder: Path, hint: str) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        why = (error.strerror or "it failed").lower()
        raise StudyFileError(f"The folder of copies {folder.name} cannot be made: {why}.", hint) from error


def copies_of(path: Path) -> tuple[Path, ...]:
    """The copies of a study in its folder of copies, and those made before an upgrade."""
    upgraded = path.parent.glob(f"{escape(path.stem)}-before-upgrade-from-*{path.suffix}")
    folder = folder_of(path)
    return (*sorted(folder.iterdir() if folder.is_dir() else ()), *sorted(upgraded))
