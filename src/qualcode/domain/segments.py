"""Extracts: the verbatim words of coded segments, and lists of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from qualcode.domain.spans import Span


class Extract(NamedTuple):
    """The verbatim words of one coding, with what is needed to find them again.

    `id` is the coding's id; `source` and `coder` are names, `code` is a path. `turn` is the number of the first turn
    the segment touches and `speaker` that turn's label; both are None outside turns. `cases` names the participants
    with at least one word of their talk in it: none where only the interviewer speaks. `codings` are the ids of all codings
    it rests on where it answers a query and may rest on several; `code` and `coder` then name all of theirs.
    """

    id: int
    source: str
    span: Span
    words: str
    code: str
    coder: str
    turn: int | None = None
    speaker: str | None = None
    cases: tuple[str, ...] = ()
    codings: tuple[int, ...] = ()

    @property
    def number(self) -> str:
        """The id of its coding, or those of all it rests on, as printed."""
        return ", ".join(map(str, self.codings or (self.id,)))

    @property
    def place(self) -> str:
        """Where the words stand, as printed behind them: `t. 12`, or the offset where there are no turns."""
        return f"t. {self.turn}" if self.turn is not None else f"at {self.span.start}"


@dataclass(frozen=True, slots=True)
class SegmentList:
    """The extracts of a code, ordered by code, participant and place.

    Those of a query (`by_code` False) are ordered by participant and place, and `code` is the query.

    `reading` says whose codings these are: the analysis coding, or the coder that was asked for. `where` are the
    conditions on cases as given, `with_sub_codes` whether the codes below are in it.
    """

    code: str
    reading: str
    extracts: tuple[Extract, ...]
    with_sub_codes: bool = True
    where: tuple[str, ...] = ()
    by_code: bool = True

    @property
    def participants(self) -> int:
        """How many participants speak in it."""
        return len({name for extract in self.extracts for name in extract.cases})
