"""Codes: the nodes of the codebook."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CodeKind(StrEnum):
    """What a node of the codebook is: declared, never inferred in silence."""

    GROUP = "group"
    THEME = "theme"
    SUBTHEME = "subtheme"
    CODE = "code"


class ThemeState(StrEnum):
    """How far a theme has come."""

    CANDIDATE = "candidate"
    REVIEWED = "reviewed"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Code:
    """A node of the codebook. `parent` is the id of its one home; `rank` orders siblings (sparse, smaller first)."""

    id: int
    guid: str
    parent: int | None
    rank: int
    name: str
    kind: CodeKind
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    colour: str | None = None
    codable: bool = True
    central_idea: str = ""
    state: ThemeState | None = None
    made_by: int | None = None
    made_in_round: int | None = None
    retired: bool = False
    merged_into: int | None = None
    accepted: bool = True
    """False for one made in a blind round until the code lists are matched."""


@dataclass(frozen=True, slots=True)
class CodebookVersion:
    """A saved state of the codebook; `made_by` is a coder's id, `made_at` a time in UTC."""

    id: int
    guid: str
    name: str
    note: str
    made_by: int
    made_at: str
