"""Recommendations of a paper, each with the themes it rests on."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 2000
"""Characters a recommendation may have: it is a row of a table."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation as it is kept; `rank` orders them, `themes` are ids of codes in the order of the codebook."""

    id: int
    guid: str
    text: str
    rank: int
    themes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RecommendedTheme:
    """A theme a recommendation rests on, with the table of the paper it stands in, None where it stands in none."""

    code: int
    path: str
    name: str
    table: int | None = None

    def __str__(self) -> str:
        return self.name if self.table is None else f"{self.name} (Table {self.table})"


@dataclass(frozen=True, slots=True)
class ListedRecommendation:
    """A recommendation as lists and tables show it; `number` is its place, from 1 on."""

    number: int
    id: int
    text: str
    themes: tuple[RecommendedTheme, ...]


@dataclass(frozen=True, slots=True)
class RecommendationTable:
    """The table of recommendations."""

    number: int
    title: str
    rows: tuple[ListedRecommendation, ...]
