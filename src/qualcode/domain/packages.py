"""A package: the study file that a second coder works in on another machine, and what it holds when it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.domain.codes import Code
    from qualcode.domain.memos import MemoKind
    from qualcode.domain.rounds import AttemptState
    from qualcode.domain.spans import Span

PACKAGE = "package"
"""The role of a study file that is one; every other has the role `study`."""


@dataclass(frozen=True, slots=True)
class SentPackage:
    """A package that was written: for whom, in which round (both by id), as which file, when, and when it last came back.

    `guid` is that of the study in the file.
    """

    guid: str
    round: int
    coder: int
    file_name: str
    made_at: str
    received_at: str | None = None


@dataclass(frozen=True, slots=True)
class PackedCoder:
    """A coder in a package."""

    id: int
    guid: str
    name: str


@dataclass(frozen=True, slots=True)
class PackedText:
    """One revision of a source in a package; `sha256` is computed from the text as it is read."""

    id: int
    source: int
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PackedSource:
    """A source in a package; `revision` is the id of its current text."""

    id: int
    guid: str
    name: str
    revision: int
    given: bool
    """Whether it was given to the coder to code."""


@dataclass(frozen=True, slots=True)
class PackedCoding:
    """A coding of the package's coder in the package's round, live or removed."""

    guid: str
    source: int
    revision: int
    span: Span
    code: int
    star: bool
    unsure: bool
    note: str
    removed: bool
    made_at: str


@dataclass(frozen=True, slots=True)
class PackedLink:
    """What a memo is attached to: a row by table and guid, and a span where it is about a passage."""

    table: str
    guid: str
    revision: int | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class PackedMemo:
    """A memo of the package's coder, live or removed."""

    guid: str
    kind: MemoKind
    title: str
    text: str
    made_at: str
    removed: bool
    links: tuple[PackedLink, ...]


@dataclass(frozen=True, slots=True)
class PackedMark:
    """One finished coding; `coding` is the guid of the coding it was copied from, where that is there."""

    coding: str | None
    code: int
    span: Span


@dataclass(frozen=True, slots=True)
class PackedAttempt:
    """An attempt of the package's coder at a source of the sample; `marks` are what it froze when it was finished."""

    source: int
    number: int
    state: AttemptState
    revision: int | None
    finished_at: str | None
    reason: str
    marks: tuple[PackedMark, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """All that is read of a package that came back; ids are those of the package.

    `version` is the guid of the codebook version it was made with, None where the purpose is to develop. `frozen` are the
    codes of that version as they were sent, `codes` all codes as they are now. `gone` are the guids of codings, memos and
    codes that were made in the package and undone there, `gone_attempts` the attempts (source, number) likewise. `others`
    counts what is in the package and was never the coder's to bring, in words.
    """

    guid: str
    package_of: str
    round: str
    round_name: str
    version: str | None
    coder: PackedCoder
    busy_coders: tuple[PackedCoder, ...]
    """Other coders who have coded or written something in it."""
    sources: tuple[PackedSource, ...]
    texts: dict[int, PackedText]
    frozen: dict[int, Code]
    codes: dict[int, Code]
    codings: tuple[PackedCoding, ...]
    memos: tuple[PackedMemo, ...]
    attempts: tuple[PackedAttempt, ...]
    gone: frozenset[str]
    gone_attempts: frozenset[tuple[int, int]]
    others: tuple[str, ...]
