"""The study as a file: made, recognised, opened for writing or reading, copied."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from qualcode.errors import StudyFileError
from qualcode.storage.engine import APPLICATION_ID, BUSY_MS, SqliteBackend, translated
from qualcode.storage.tables import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIX = ".qualcode"
_SUFFIX_SHAPE = re.compile(r"\.[A-Za-z][A-Za-z0-9]*")
SYNCHRONISED = (
    "dropbox",
    "onedrive",
    "icloud",
    "google drive",
    "googledrive",
    "nextcloud",
    "owncloud",
    "syncthing",
    "com~apple~clouddocs",
)
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "fuse.sshfs", "davfs", "fuse.rclone"})


@dataclass(frozen=True, slots=True)
class Access:
    """How a study file may be used: `writable`, or only read; `shared` in a network or synchronised folder."""

    writable: bool
    immutable: bool
    shared: bool


def study_path(given: str | Path) -> Path:
    """The path of a study as typed; one without a suffix gets `.qualcode`; a folder such as `.` stays as it is.

    What follows a full stop inside a name, as in `round 1.2` or `Dr. May`, is no suffix.
    """
    path = Path(given).expanduser()
    return path if _SUFFIX_SHAPE.fullmatch(path.suffix) or not path.name else path.with_name(path.name + SUFFIX)


def access_of(path: Path) -> Access:
    """How the file may be used, asked of the file system.

    Raises:
        StudyFileError: it is in a read-only folder and holds changes that were not written back.
    """
    folder_writable = os.access(path.parent, os.W_OK)
    writable = folder_writable and os.access(path, os.W_OK)
    pending = path.with_name(path.name + "-wal")
    if not folder_writable and pending.exists() and pending.stat().st_size > 0:
        raise StudyFileError(
            f"{path.name} is in a read-only folder and was not closed properly, so its last changes cannot be read here.",
            f"Copy {path.name} and {pending.name} together to a folder you may write in, and open it there.",
        )
    return Access(writable=writable, immutable=not folder_writable, shared=is_shared(path))


def is_shared(path: Path) -> bool:
    """Whether a file lies in a folder that is synchronised or on the network, where WAL is not safe."""
    folder = path.resolve().parent
    if any(sign in part.lower() for part in folder.parts for sign in SYNCHRONISED):
        return True
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return False
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, point, name, *_ = line.split(" ")
        if (str(folder) == point or str(folder).startswith(point.rstrip("/") + "/")) and len(point) > len(best):
            best, kind = point, name
    return kind in NETWORK_FILE_SYSTEMS


def create(path: Path) -> SqliteBackend:
    """Make an empty study file that only its owner may read, with every table.

    Raises:
        StudyFileError: a file of that name exists, the folder is missing or may not be written, or the disk is full.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise StudyFileError(f"{path.name} exists already.", "Choose another name, or open it with `qualcode open`.") from None
    except FileNotFoundError:
        raise StudyFileError(f"There is no folder {path.parent} to make {path.name} in.", "Make the folder first.") from None
    except OSError as error:
        raise StudyFileError(
            f"{path.name} cannot be made in {path.parent}: {error.strerror}.", "Choose a folder you may write in."
        ) from None
    backend = None
    try:
        backend = connect(path, Access(writable=True, immutable=False, shared=is_shared(path)))
        backend.create_tables()
    except DBAPIError as error:
        discard(backend, path)
        raise translated(error, path.name) from error
    return backend


def discard(backend: SqliteBackend | None, path: Path) -> None:
    """Take away a file that did not become a study, so that its name is free again."""
    if backend is not None:
        backend.close()
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def connect(path: Path, access: Access) -> SqliteBackend:
    """Open a study file that is known to be one."""
    if not access.writable:
        options = "mode=ro&immutable=1" if access.immutable else "mode=ro"
        return SqliteBackend.connect(factory(path, options), journal=None)
    return SqliteBackend.connect(factory(path, "mode=rw"), journal="delete" if access.shared else "wal")


def factory(path: Path, options: str) -> Callable[[], sqlite3.Connection]:
    """A connection factory for a file; a file that is not there is not made."""
    uri = f"{path.resolve().as_uri()}?{options}"
    return lambda: sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=BUSY_MS / 1000)


def recognise(path: Path) -> int:
    """The schema of the study in a file, read by one plain SELECT before anything is opened for real.

    Raises:
        StudyFileError: there is no such file, it is no study, it is damaged, or it was made by a newer qualcode.
    """
    # Of a name too long for the system Path.is_file raises, and os.path.isfile says no.
    if not isfile(path):  # noqa: PTH113
        hint = "Check the path, or make a study with `qualcode new`."
        raise StudyFileError(f"There is no study {path}.", hint)
    if not os.access(path, os.R_OK):
        raise StudyFileError(f"You may not read {path.name}.", "Ask its owner, or copy it to a place of your own.")
    return _schema(path, StudyFileError(f"{path.name} is not a qualcode study.", "Choose a file made by `qualcode new`."))


def _schema(path: Path, not_one: StudyFileError) -> int:
    # Through SQLite alone. To open the file otherwise and close it again would drop the locks that a connection of this
    # process has on it: another process could then take away the write-ahead log that the connection goes on writing.
    access = access_of(path)
    connection = None
    try:
        connection = factory(
            path, "mode=ro&immutable=1" if access.immutable else "mode=ro" if not access.writable else "mode=rw"
        )()
        if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
            raise not_one
        row = connection.execute("SELECT schema, needs_version FROM study").fetchone()
    except sqlite3.Error as error:
        if "no such table" in str(error) or "not a database" in str(error):
            raise not_one from error
        raise translated(error, path.name) from error
    except UnicodeDecodeError:
        # What the database says of damaged names can itself be unreadable.
        raise _damaged(path) from None
    finally:
        if connection is not None:
            connection.close()
    if row is None:
        raise not_one
    if not isinstance(row[0], int):
        raise _damaged(path)
    if row[0] > SCHEMA:
        raise StudyFileError(
            f"The study {path.name} was made by a newer qualcode and needs version {row[1]} or later.",
            "Upgrade qualcode; the study is untouched.",
        )
    return int(row[0])


def _damaged(path: Path) -> StudyFileError:
    return translated(sqlite3.DatabaseError("database disk image is malformed"), path.name)


def copy(backend: SqliteBackend, target: Path, *, hint: str) -> None:
    """Write a whole, consistent copy of an open study, readable by its owner only; `hint` is what to do if it fails.

    Raises:
        StudyFileError: the target cannot be written.
    """
    partial = target.with_name(target.name + ".part")
    try:
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        destination = sqlite3.connect(partial)
        try:
            source = backend.connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            source.backup(destination)
        finally:
            destination.close()
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        # Where a part of the path is a file or a name is too long, there is nothing to take away either.
        with suppress(OSError):
            partial.unlink()
        why = (error.strerror or "it failed").lower() if isinstance(error, OSError) else str(error)
        if not target.parent.is_dir():
            why = "there is no such folder"
        raise StudyFileError(f"The copy {target.name} could not be written to {target.parent}: {why}.", hint) from error
