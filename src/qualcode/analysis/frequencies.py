"""How many participants, sites and sources a code was found in: counts of people, not of codings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.theme_tables import Count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from qualcode.analysis.reading import Placed, Reading
    from qualcode.domain.cases import Case


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a code with its sub-codes was found.

    `participants` counts those with at least one coding, among the `of` whose sources are finished; `codings` and
    `sources` are working figures over everything coded so far.
    """

    code: int
    participants: int
    of: int
    codings: int
    sources: int


def frequencies(reading: Reading) -> tuple[Frequency, ...]:
    """The frequency of every live code, with its sub-codes, in the order of the codebook."""
    return tuple(_frequency(reading, code.id) for code in reading.book)


def _frequency(reading: Reading, code: int) -> Frequency:
    placed = reading.of(reading.book.subtree(code))
    found = participants_in(placed) & reading.finished
    sources = {one.coding.source for one in placed}
    return Frequency(code, len(found), len(reading.finished), len(placed), len(sources))


def participants_in(placed: Iterable[Placed]) -> frozenset[int]:
    """The ids of the cases that speak in at least one of the codings."""
    return frozenset(case for one in placed for case in one.cases)


def counts_of(placed: Iterable[Placed], finished: Collection[int], sites: Mapping[int, str], site_word: str) -> tuple[Count, ...]:
    """Participants, and sites where they are known, with at least one coding: n of N, N being those that are finished.

    `sites` gives the site of each case by id; `site_word` is what sites are called. None where nothing is finished.
    """
    if not finished:
        return ()
    found = participants_in(placed) & frozenset(finished)
    counts = [Count(len(found), len(finished), "participants")]
    known = {sites[case] for case in finished if case in sites}
    if known:
        counts.append(Count(len({sites[case] for case in found if case in sites}), len(known), site_word))
    return tuple(counts)


SITE_NAMES = ("hospital", "site", "trust", "practice", "clinic", "centre", "center", "school", "organisation", "organization")
"""Names of an attribute that says where a participant works or is seen."""


def site_attribute(names: Iterable[str]) -> str | None:
    """The attribute that names each participant's site, or None."""
    by_folded = {name.strip().casefold(): name for name in names}
    return next((by_folded[name] for name in SITE_NAMES if name in by_folded), None)


def plural(word: str) -> str:
    """The plural of an English noun, as far as the names of sites need it."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


def sites_of(cases: Iterable[Case], attribute: str | None) -> dict[int, str]:
    """The site of each case that has one, by the case's id."""
    if attribute is None:
        return {}
    found = {case.id: (case.value(attribute) or "").strip() for case in cases}
    return {case: site for case, site in found.items() if site}
