"""What the screens of extracts read: extracts with what is needed to open, recode and star the codings they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.segments import SegmentList
from qualcode.errors import NotAllowed
from qualcode.services.queries import query_codings
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


def retrieve(study: OpenStudy, query: str, *, own: bool = False) -> RetrievedList:
    """The extracts that answer a query: of the analysis coding, or of the viewer's own where that is not to be seen yet.

    `own` reads each code without its sub-codes.

    Raises:
        QueryError: the query cannot be read; the message names the place.
        NotFound: there is no such code.
        Ambiguous: a code's name fits several.
    """
    try:
        found, under = query_codings(study, query, own=own)
    except NotAllowed:
        found, under = query_codings(study, query, coder=study.viewer.name, own=own)
    return RetrievedList(found, tuple(map(Retrieved, found.extracts, under)))


def retrieve_codings(study: OpenStudy, title: str, codings: Collection[int]) -> RetrievedList:
    """The extracts of some codings of the analysis coding, under a title, in the order of sources and text.

    Raises:
        NotAllowed: the viewer codes a blind sample, and the analysis coding is another's.
    """
    found, under = _of_codings(study, title, codings)
    return RetrievedList(found, tuple(Retrieved(extract, (one,)) for extract, one in zip(found.extracts, under, strict=True)))


def segments_of_codings(study: OpenStudy, title: str, codings: Collection[int]) -> SegmentList:
    """The extracts of some codings of the analysis coding, under a title, in the order of sources and text.

    Raises as `retrieve_codings`.
    """
    return _of_codings(study, title, codings)[0]


def _of_codings(study: OpenStudy, title: str, codings: Collection[int]) -> tuple[SegmentList, list[Coding]]:
    reading = read_analysis(study)
    wanted = frozenset(codings)
    placed = [one for one in reading.placed if one.coding.id in wanted]
    return SegmentList(title, reading.whose, reading.extracts(placed), by_code=False), [one.coding for one in placed]
