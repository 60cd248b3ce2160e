"""Passages like others: what a search by shared words proposes. It never codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.domain.spans import Span


@dataclass(frozen=True, slots=True)
class Like:
    """What similar turns are sought for: a coding, a code with its sub-codes, or a passage (`source` and `span`); by id."""

    coding: int | None = None
    code: int | None = None
    source: int | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a text is to what was asked for: `at` is its place in the texts given.

    `score` is the cosine of the two weighted word lists, from 0 to 1; `shared` the words that make it, weightiest first.
    """

    at: int
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SimilarPassage:
    """A turn that is like the passage or code at hand; `source` is an id, `codes` the paths of what is coded in it."""

    source: int
    name: str
    span: Span
    turn: int | None
    speaker: str | None
    words: str
    score: float
    shared: tuple[str, ...]
    cases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UseOfSimilar:
    """How often a coder looked for similar passages, and when first and last, in UTC."""

    coder: str
    times: int
    first: str
    last: str
