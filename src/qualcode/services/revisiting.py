"""Sources to be read again, because codes that were used there have changed in a discussion or a matching."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.coding import CoderKind
from qualcode.domain.discussions import Outcome
from qualcode.domain.matching import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.coding import Coding
    from qualcode.domain.matching import Matching
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class ChangedCode:
    """A code that changed: by which decision or matching, in words, and when; `code` is what it is now, by id.

    `source` is the id of the source in whose discussion it changed.
    """

    code: int
    path: str
    why: str
    at: str
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Revisit:
    """One source with codings of a code that changed since, the lead coder's or, once it was discussed, the agreed ones.

    `codings` is how many have the code there, of agreed ones those from before the change; `since` how many codings
    `coder` has in that source from after it, which tells whether somebody has been back.
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
    """Sources with codings of codes that changed, by source and code.

    The lead coder's codings count, all of them, for nobody looked at them with the new definition in mind; of a source
    that was discussed, the agreed codings that were settled before the change.
    """
    lead = study.coders.get(study.facts.lead_coder)
    agreed = next((one for one in study.coders.all() if one.kind is CoderKind.CONSENSUS), None)
    discussed = {one.source for one in study.discussions.all()} if agreed else set()
    codings = {one.id: _by_source(study.codings.all(coder=one.id)) for one in (lead, agreed) if one is not None}
    changed = changed_codes(study)
    found = []
    for source in study.sources.all():
        coder = agreed if agreed is not None and source.id in discussed else lead
        there = codings[coder.id].get(source.id, ())
        for one in changed:
            # In the discussion that changed the code the new definition was at hand.
            if one.source == source.id and coder is agreed:
                continue
            count = sum(coding.code == one.code and (coder is lead or coding.made_at < one.at) for coding in there)
            if count:
                since = sum(coding.made_at > one.at for coding in there)
                found.append(Revisit(source.name, coder.name, one, count, since))
    return tuple(found)


def _by_source(codings: Iterable[Coding]) -> dict[int, list[Coding]]:
    found: dict[int, list[Coding]] = defaultdict(list)
    for coding in codings:
        found[coding.source].append(coding)
    return found


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
            yield ChangedCode(code, book.path_text(code), why, decision.at, discussions[decision.discussion].source)


def _by_matching(book: Codebook, matching: Matching) -> Iterator[ChangedCode]:
    if not matching.finished:
        return
    for match in matching.matches:
        if match.relation is Relation.KEEP or (match.relation is Relation.SAME and not match.definition):
            continue
        for code in dict.fromkeys(book.became(code) for code in (*match.codes, match.result) if code is not None):
            yield ChangedCode(code, book.path_text(code), f"{match.relation} in {matching.name}", matching.finished_at or "")
