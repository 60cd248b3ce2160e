"""The outputs of a study built together: the files, the manifest that says what they are, and how far they are still true."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from qualcode.domain.printing import Audience
from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST = "manifest.json"
"""The file that says what a build is; it is written last."""
FORMAT = 1

Cells = dict[str, dict[str, str]]
"""The evidence of each cell of the charts that has some, as a hash, by guid of the case and of the theme."""


Quoted = dict[str, dict[str, str | int]]
"""What each printed quotation is made of, by a hash of its guid: its table, its number, and a hash for each of `QuotedPart`.

The hashes hold the guid, which no output tells: whoever knows how a quotation prints could else find out, by trying names, what
was said in place of a bracket.
"""


class QuotedPart(StrEnum):
    """What of a quotation can be another than when it was built: the words that were said, their codings, the recorded edits."""

    WORDS = "words"
    CODINGS = "codings"
    EDITS = "edits"


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A file of a build: its name, what it is, its bytes."""

    name: str
    what: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash of the bytes, hexadecimal."""
        return sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """A file as the manifest names it; `size` in bytes."""

    file: str
    what: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build was made from and what it consists of: nothing that differs when the same is built again.

    `study` is the guid, `schema` the form of its tables, `codebook` says in words which codebook it is, `libraries` are
    those that write the files, with their versions.
    """

    study: str
    schema: int
    codebook: str
    qualcode: str
    libraries: Mapping[str, str]
    audience: Audience
    files: tuple[ManifestFile, ...]
    cells: Cells
    quotations: Quoted

    def file(self, name: str) -> ManifestFile | None:
        """The file of a name, or None."""
        return next((one for one in self.files if one.file == name), None)

    def to_bytes(self) -> bytes:
        """The manifest as JSON, keys in order."""
        data = {
            "format": FORMAT,
            "study": self.study,
            "schema": self.schema,
            "codebook": self.codebook,
            "qualcode": self.qualcode,
            "libraries": dict(self.libraries),
            "for": str(self.audience),
            "files": [
                {"file": one.file, "what": one.what, "size": one.size, "sha256": one.sha256}
                for one in sorted(self.files, key=lambda one: one.file)
            ],
            "cells": self.cells,
            "quotations": self.quotations,
        }
        return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_manifest(data: bytes) -> Manifest:
    """A manifest as it was written.

    Raises:
        InvalidInput: it is none, or of a later form.
    """
    try:
        found: dict[str, Any] = json.loads(data)
        if found["format"] > FORMAT:
            raise InvalidInput("The manifest was written by a later version of qualcode.", "Build anew with that version.")
        return Manifest(
            found["study"],
            found["schema"],
            found["codebook"],
            found["qualcode"],
            found["libraries"],
            Audience(found["for"]),
            tuple(ManifestFile(one["file"], one["what"], one["size"], one["sha256"]) for one in found["files"]),
            found["cells"],
            found["quotations"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInput(f"{MANIFEST} is not the manifest of a build.", "Build into another folder.") from error


class FileState(StrEnum):
    """How a file on disk stands to the study."""

    CURRENT = "current"
    OLDER = "older than the study"
    EDITED = "changed since it was built"
    MISSING = "missing"
    NEW = "not built yet"
    GONE = "no longer an output"


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file with its state; `older` where building anew would write other bytes than were built."""

    file: str
    state: FileState
    older: bool


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell of a chart whose evidence is another than when the outputs were built; names as they are now."""

    case: str
    theme: str


@dataclass(frozen=True, slots=True)
class ChangedQuotation:
    """A quotation that is another than when the tables were built: its table's number, its own, who speaks, and what changed.

    `changed` says `words`, `codings` and `edits`, or that it is printed since or no longer. Where tables print starred codings,
    `number` is that of the coding (`starred`). `cases` are names as they are now, empty where it is no longer kept.
    """

    table: int
    number: int
    cases: tuple[str, ...]
    changed: tuple[str, ...]
    starred: bool = False

    @property
    def said(self) -> str:
        """It in words: `Quotation 11 (table 2, P004): words and edits changed`."""
        where = ", ".join((f"table {self.table}", *self.cases))
        parts = [one for one in QuotedPart if one in self.changed]
        what = f"{' and '.join(filter(None, (', '.join(parts[:-1]), parts[-1])))} changed" if parts else self.changed[0]
        return f"{'Coding' if self.starred else 'Quotation'} {self.number} ({where}): {what}"


PRINTED_SINCE, NO_LONGER_PRINTED = "printed since", "no longer printed"
STARRED = "starred"


@dataclass(frozen=True, slots=True)
class BuildCheck:
    """What is to be said of a build against the study as it is now."""

    audience: Audience
    files: tuple[CheckedFile, ...]
    cells: tuple[ChangedCell, ...]
    notes: tuple[str, ...] = ()
    quotations: tuple[ChangedQuotation, ...] = ()

    @property
    def current(self) -> bool:
        """Whether every file is as the study would be built now."""
        return all(one.state is FileState.CURRENT for one in self.files)


def changed_cells(before: Cells, now: Cells) -> tuple[tuple[str, str], ...]:
    """The cells, as guids of case and theme, whose evidence came, went or changed."""
    keys = {(case, theme) for cells in (before, now) for case, themes in cells.items() for theme in themes}
    return tuple(sorted(key for key in keys if before.get(key[0], {}).get(key[1]) != now.get(key[0], {}).get(key[1])))


def changed_quotations(before: Quoted, now: Quoted, cases: Mapping[str, tuple[str, ...]]) -> tuple[ChangedQuotation, ...]:
    """The quotations of which something changed, by table and number; `cases` names who speaks, by the keys of both."""
    found = []
    for key in before.keys() | now.keys():
        then, new = before.get(key), now.get(key)
        facts = new or then or {}
        if then is None or new is None:
            changed: tuple[str, ...] = (PRINTED_SINCE if then is None else NO_LONGER_PRINTED,)
        else:
            changed = tuple(str(part) for part in QuotedPart if then.get(part) != new.get(part))
        if changed:
            table, number = int(facts["table"]), int(facts["number"])
            found.append(ChangedQuotation(table, number, cases.get(key, ()), changed, STARRED in facts))
    return tuple(sorted(found, key=lambda one: (one.table, one.number, one.changed)))


def checked_files(manifest: Manifest, on_disk: Mapping[str, str | None], now: Mapping[str, str]) -> tuple[CheckedFile, ...]:
    """The state of each file by name; `on_disk` are the hashes of files that are there, `now` those of a build made now."""
    return tuple(
        CheckedFile(
            name, _state(manifest.file(name), on_disk.get(name), now.get(name)), _older(manifest.file(name), now.get(name))
        )
        for name in sorted({one.file for one in manifest.files} | set(now))
    )


def _older(built: ManifestFile | None, now: str | None) -> bool:
    return (None if built is None else built.sha256) != now


def _state(built: ManifestFile | None, on_disk: str | None, now: str | None) -> FileState:
    if built is None:
        return FileState.NEW
    if now is None:
        return FileState.GONE
    if on_disk is None:
        return FileState.MISSING
    if on_disk != built.sha256:
        return FileState.EDITED
    return FileState.OLDER if built.sha256 != now else FileState.CURRENT
