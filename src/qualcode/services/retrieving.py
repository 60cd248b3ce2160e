"""What the retrieve screen reads: extracts with what is needed to open, recode and star the codings they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.segments import SegmentList
from qualcode.errors import NotAllowed
from qualcode.services.queries import query_segments
from qualcode.services.reading import read_analysis

if TYPE_CHECKING:
    from collections.abc import Collection

    from qualcode.domain.segments import Extract
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class Retrieved:
    """An extract, the id of its source, and of the codings it rests on: their codes, whether one is starred or unsure."""

    extract: Extract
    source: int
    codes: tuple[int, ...]
    star: bool = False
    unsure: bool = False

    @property
    def codings(self) -> tuple[int, ...]:
        """The ids of the codings it rests on."""
        return self.extract.codings or (self.extract.id,)


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
    reading = read_analysis(study)
    wanted = frozenset(codings)
    extracts = reading.extracts([one for one in reading.placed if one.coding.id in wanted])
    return _with_codings(study, SegmentList(title, reading.whose, extracts, by_code=False))


def _with_codings(study: OpenStudy, found: SegmentList) -> RetrievedList:
    codings = {one.id: one for one in study.codings.all()}
    rows = []
    for extract in found.extracts:
        under = [codings[number] for number in extract.codings or (extract.id,)]
        codes = tuple(dict.fromkeys(one.code for one in under))
        star, unsure = any(one.star for one in under), any(one.unsure for one in under)
        rows.append(Retrieved(extract, under[0].source, codes, star, unsure))
    return RetrievedList(found, tuple(rows))
