"""References to turns in a summary: `(t. 12)`, `(t. 20, 23)`, `(t. 4–6)`; `(P004-again, t. 3)`, `(second, t. 3)` name the source.

A case that speaks in one source needs no name of it. Several references may share one pair of parentheses, with semicolons
between them: `(t. 12; P004-again, t. 3)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qualcode.domain.turn_references import turn_references

if TYPE_CHECKING:
    from qualcode.domain.spans import Span

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
"""What a case's sources may be called in a reference, in their order: `(second, t. 8)`."""
LONGEST_RANGE = 200
"""Turns that one reference may span: a longer one is taken for a slip of the pen, and its ends alone are looked for."""

_FIRST = re.compile(r"\bt\.")


class Reach(StrEnum):
    """Whether a turn that a summary refers to is found; a sentence's end, for lists."""

    FOUND = "found"
    NO_SOURCE = "names no source in which the case speaks"
    NO_TURN = "there is no such turn"
    WHICH_SOURCE = "does not say which of the case's sources it means"


@dataclass(frozen=True, slots=True)
class CellReference:
    """A turn as a summary refers to it; `start` and `end` are the place of what is written in the summary.

    `source` is the name as written, empty where none is.
    """

    start: int
    end: int
    turn: int
    source: str = ""

    def __str__(self) -> str:
        return reference_to(self.turn, self.source)


@dataclass(frozen=True, slots=True)
class ResolvedReference:
    """Where a reference leads: `source` the id and `source_name` the name of a source, and the span of the turn in it.

    `own` is False where the turn is no talk of the case, as an interviewer's; `codings` are the ids of the cell's codings
    in that turn: none means that the summary refers to words that are not coded for its theme.
    """

    reference: CellReference
    reach: Reach
    source: int | None = None
    source_name: str = ""
    span: Span | None = None
    own: bool = True
    codings: tuple[int, ...] = ()


def reference_to(turn: int, source: str = "") -> str:
    """A reference as it is written; with the source's name where the case speaks in several."""
    return f"({source}, t. {turn})" if source else f"(t. {turn})"


def references_in(text: str) -> tuple[CellReference, ...]:
    """The turns that a summary refers to, in order; a range is each of its turns."""
    found: list[CellReference] = []
    for one in turn_references(text):
        numbers = range(one.first, one.last + 1) if one.last - one.first <= LONGEST_RANGE else (one.first, one.last)
        source = _source_before(text, one.start)
        found += [CellReference(one.start, one.end, number, source) for number in numbers]
    return tuple(found)


def _source_before(text: str, start: int) -> str:
    """The source that is named in the parentheses before a reference; empty where none is, or they are none."""
    opening = text.rfind("(", 0, start)
    if opening < 0 or ")" in text[opening:start]:
        return ""
    named = ""
    for part in text[opening + 1 : start].split(";"):
        first = _FIRST.search(part)
        named = (part[: first.start()] if first else part).strip(" \t\n\u00a0,") or named
    return named
