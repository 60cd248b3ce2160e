"""What the screens of extracts read: extracts with what is needed to open, recode and star the codings they rest on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.domain.segments import SegmentList
from qualcode.errors import NotAllowed
from qualcode.services.queries import query_segments
from qualcode.services.reading import read_analysis

if TYPE_CHECKING:
    from collections.abc import Collection

    from qualcode.domain.coding import Coding
    from qualcode.domain.segments import Extract
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class Retrieved:
    """An extract and the codings it rests on, by id."""

    extract: Extract
    under: tuple[Coding, ...]

    @property
    def source(self) -> int:
        """The id of its source."""
        return self.under[0].source

    @property
    def codings(self) -> tuple[int, ...]:
        """The ids of the codings it rests on."""
        return tuple(one.id for one in self.under)

    @property
    def codes(self) -> tuple[int, ...]:
        """Their codes, each once."""
        return tuple(dict.fromkeys(one.code for one in self.under))

    @property
    def star(self) -> bool:
        """Whether one of them is starred."""
        return any(one.star for one in self.under)

    @property
    def unsure(self) -> bool:
        """Whether one of them is unsure."""
        return any(one.unsure for one in self.under)


@dataclass(frozen=True, slots=True)
class RetrievedList:
    """What was found, as it is exported, and a row for each extract in the same order."""

    found: SegmentList
    rows: tuple[Retrieved, ...]


def retrieve(study: OpenStudy, query: str) -> RetrievedList:
    """The extracts that answer a query: of the analysis coding, or of the viewer's own where that is not to be seen yet.

    Raises:
        QueryError: the query cannot be read; the message names the place.
        NotFound: there is no such code.
        Ambiguous: a code's name fits several.
    """
    try:
        return _with_codings(study, query_segments(study, query))
    except NotAllowed:
        return _with_codings(study, query_segments(study, query, coder=study.viewer.name))


def retrieve_codings(study: OpenStudy, title: str, codings: Collection[int]) -> RetrievedList:
    """The extracts of some codings of the analysis coding, under a title, in the order of sources and text.

    Raises:
        NotAllowed: the viewer codes a blind sample, and the analysis coding is another's.
    """
    return _with_codings(study, segments_of_codings(study, title, codings))


def segments_of_codings(study: OpenStudy, title: str, codings: Collection[int]) -> SegmentList:
    """The extracts of some codings of the analysis coding, under a title, in the order of sources and text.

    Raises as `retrieve_codings`.
    """
    reading = read_analysis(study)
    wanted = frozenset(codings)
    extracts = reading.extracts([one for one in reading.placed if one.coding.id in wanted])
    return SegmentList(title, reading.whose, extracts, by_code=False)


def _with_codings(study: OpenStudy, found: SegmentList) -> RetrievedList:
    wanted = {number for extract in found.extracts for number in extract.codings or (extract.id,)}
    codings = {one.id: one for one in study.codings.some(wanted)}
    # A coding that another window took away in between is no longer found.
    kept = tuple(one for one in found.extracts if codings.keys() >= set(one.codings or (one.id,)))
    rows = tuple(Retrieved(one, tuple(codings[number] for number in one.codings or (one.id,))) for one in kept)
    return RetrievedList(replace(found, extracts=kept), rows)
