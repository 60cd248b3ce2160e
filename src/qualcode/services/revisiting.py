"""Sources to be read again, because codes that the first coder used there have changed in a discussion or a matching."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.discussions import Outcome
from qualcode.domain.matching import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.coding import Coding
    from qualcode.domain.matching import Matching
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class ChangedCode:
    """A code that changed: by which decision or matching, in words, and when; `code` is what it is now, by id."""

    code: int
    path: str
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class Revisit:
    """One source in which the first coder used a code that changed since.

    `codings` is how many of theirs have it there; `since` how many codings they made in that source after the change,
    which tells whether they have been back.
    """

    source: str
    coder: str
    changed: ChangedCode
    codings: int
    since: int


def changed_codes(study: OpenStudy) -> tuple[ChangedCode, ...]:
    """Codes that decisions and matchings changed, in the order it happened; one that changed twice is there twice."""
    book = study.codes.codebook()
    found = [*_by_decisions(study, book), *(one for matching in study.matchings.all() for one in _by_matching(book, matching))]
    return tuple(sorted(found, key=lambda one: (one.at, one.path)))


def sources_to_revisit(study: OpenStudy) -> tuple[Revisit, ...]:
    """The lead coder's sources with codings of codes that changed, but for those that were discussed, by source and code."""
    lead = study.coders.get(study.facts.lead_coder)
    discussed = {one.source for one in study.discussions.all()}
    by_place: dict[tuple[int, int], list[Coding]] = defaultdict(list)
    of_source: dict[int, list[Coding]] = defaultdict(list)
    for coding in study.codings.all(coder=lead.id):
        by_place[coding.source, coding.code].append(coding)
        of_source[coding.source].append(coding)
    changed = changed_codes(study)
    found = []
    for source in study.sources.all():
        for one in changed if source.id not in discussed else ():
            codings = by_place.get((source.id, one.code), [])
            if codings:
                since = sum(coding.made_at > one.at for coding in of_source[source.id])
                found.append(Revisit(source.name, lead.name, one, len(codings), since))
    return tuple(found)


def _by_decisions(study: OpenStudy, book: Codebook) -> Iterator[ChangedCode]:
    sources = {one.id: one.name for one in study.sources.all()}
    discussions = {one.id: one for one in study.discussions.all()}
    attempts = {number for one in discussions.values() for number in (one.first, one.second)}
    given = {mark.id: mark.code for marks in study.discussions.marks(attempts).values() for mark in marks}
    for decision in study.discussions.decisions(discussions):
        if decision.outcome is not Outcome.CODEBOOK:
            continue
        reading = discussions[decision.discussion].reading
        read = [reading.get(given[mark], given[mark]) for mark in (*decision.first, *decision.second) if mark in given]
        codes = dict.fromkeys(book.became(code) for code in (*read, decision.code) if code is not None)
        named = book.path_text(decision.code) if decision.code is not None and decision.code in book else "a code"
        what = f"{named} was {'made' if decision.made else 'redefined'}"
        for code in codes:
            why = f"{what} in the discussion of {sources[discussions[decision.discussion].source]}"
            yield ChangedCode(code, book.path_text(code), why, decision.at)


def _by_matching(book: Codebook, matching: Matching) -> Iterator[ChangedCode]:
    if not matching.finished:
        return
    for match in matching.matches:
        if match.relation is Relation.KEEP or (match.relation is Relation.SAME and not match.definition):
            continue
        for code in dict.fromkeys(book.became(code) for code in (*match.codes, match.result) if code is not None):
            yield ChangedCode(code, book.path_text(code), f"{match.relation} in {matching.name}", matching.finished_at or "")
