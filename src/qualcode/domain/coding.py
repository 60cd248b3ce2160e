"""Codings, coders and rounds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from qualcode.domain.spans import Span


class CoderKind(StrEnum):
    """A person, or the consensus whose codings a discussion agreed on."""

    PERSON = "person"
    CONSENSUS = "consensus"


@dataclass(frozen=True, slots=True)
class Coder:
    """Who codes."""

    id: int
    guid: str
    name: str
    initials: str
    colour: str | None = None
    kind: CoderKind = CoderKind.PERSON


class RoundKind(StrEnum):
    """One pass of coding."""

    OPEN = "open"
    INDEPENDENT = "independent"
    CONSENSUS = "consensus"


class Purpose(StrEnum):
    """What a double-coded sample is for."""

    DEVELOP = "develop"
    TRAIN = "train"
    CHECK = "check"


class RoundState(StrEnum):
    """Whether a round is still being coded."""

    IN_PROGRESS = "in progress"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Round:
    """One pass of coding: the open round, an independent sample, or the consensus."""

    id: int
    guid: str
    name: str
    kind: RoundKind
    state: RoundState
    purpose: Purpose | None = None
    blind: bool = False
    codebook_version: int | None = None


class Coding(NamedTuple):
    """One coder applied one code to one segment in one round.

    `check` is the hash of its words as they were coded. A named tuple, as thousands are made for one chart: a frozen
    dataclass takes six times as long to make.
    """

    id: int
    guid: str
    source: int
    revision: int
    span: Span
    code: int
    coder: int
    round: int
    made_at: str
    star: bool = False
    unsure: bool = False
    note: str = ""
    check: str = ""
