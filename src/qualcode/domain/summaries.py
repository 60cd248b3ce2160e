"""Summaries of framework charts, the codings they rest on, and what became of those since."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from qualcode.domain.text import check_of_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.domain.charts import CellMark
    from qualcode.domain.spans import Span


class Bearing(StrEnum):
    """What a coding of a cell is to its summary; one left out was seen, and the summary does not rest on it."""

    SUPPORTS = "supports"
    QUALIFIES = "qualifies"
    CONTRADICTS = "contradicts"
    LEFT_OUT = "left out"


class Summary(NamedTuple):
    """The analyst's account of one case under one code, as it is kept.

    `case`, `code` and `author` are ids. `evidence_seen` stands for the codings of the cell and their words when this
    was written (see `evidence_of`). Without text and mark it is none yet, and only holds what codings are to be to it.
    A named tuple, as tens of thousands are read for one chart.
    """

    id: int
    guid: str
    case: int
    code: int
    text: str
    remark: str
    mark: CellMark | None
    author: int
    written_at: str
    draft: bool = False
    evidence_seen: str | None = None


NO_VERSION = "empty"
"""The version of a cell in which nothing stands."""


def version_of(summary: Summary | None) -> str:
    """What stands in a cell in 16 hexadecimal digits: another one as soon as its words, remark, mark or state are others."""
    if summary is None or not (summary.text or summary.remark or summary.mark):
        return NO_VERSION
    said = (summary.text, summary.remark, summary.mark or "", "draft" if summary.draft else "")
    return check_of_words("\x1f".join(said))


class Link(NamedTuple):
    """A coding that a summary has seen, as it was then: its code's id and its words; `guid` is the coding's."""

    coding: int
    guid: str
    bearing: Bearing
    code: int
    words: str


class Evidence(NamedTuple):
    """A coding as it is now; ids of coding, source and code, and the check of its words."""

    coding: int
    guid: str
    source: int
    span: Span
    code: int
    check: str
    live: bool = True


class Became(StrEnum):
    """What happened to a coding of a cell since its summary was written.

    `CORRECTED` has other words, by a correction or because its ends were moved; `ELSEWHERE` is still coded as it was, and
    its code stands under another theme, its talk is another case's, or an agreed coding counts in its place.
    """

    ADDED = "added"
    REMOVED = "removed"
    RECODED = "recoded"
    CORRECTED = "corrected"
    ELSEWHERE = "no longer of this cell"


@dataclass(frozen=True, slots=True)
class EvidenceChange:
    """One coding of which the evidence of a summary is another than when it was written.

    `words_then` and `code_then` (an id) are what they were, None of one that is new; `code` is the id of its code now, None
    where it is coded no longer.
    """

    became: Became
    coding: int
    words_then: str | None = None
    code_then: int | None = None
    code: int | None = None


def matched(links: Iterable[Link], now: Sequence[Evidence], known: Mapping[int, Evidence]) -> dict[int, Link]:
    """What a summary has seen of the codings of its cell, by the id of the coding as it is now.

    `links` are the codings it has seen, `now` those of the cell, `known` the others it has seen, by id, live or not. A coding
    that another has taken the place of, with the same code on the same words (an agreed coding for a coder's own, or the
    passage coded again), is seen.
    """
    seen = {link.coding: link for link in links}
    found = {one.coding: seen.pop(one.coding) for one in now if one.coding in seen}
    fresh = [one for one in now if one.coding not in found]
    for link in seen.values() if fresh else ():
        stand_in = _stand_in(link, known.get(link.coding), fresh)
        if stand_in is not None:
            found[stand_in.coding] = link
            fresh.remove(stand_in)
    return found


def changes_since(links: Sequence[Link], now: Sequence[Evidence], known: Mapping[int, Evidence]) -> tuple[EvidenceChange, ...]:
    """What became of the evidence of a summary, in the order of the cell and then of what is there no longer; as `matched`."""
    seen = matched(links, now, known)
    found: list[EvidenceChange] = []
    for one in now:
        link = seen.get(one.coding)
        if link is None:
            found.append(EvidenceChange(Became.ADDED, one.coding, code=one.code))
        elif link.coding == one.coding:
            found += _since(link, one)
    there = {link.coding for link in seen.values()}
    return (*found, *(_gone(link, known.get(link.coding)) for link in links if link.coding not in there))


def _since(link: Link, now: Evidence) -> list[EvidenceChange]:
    became = []
    if link.code != now.code:
        became.append(Became.RECODED)
    if check_of_words(link.words) != now.check:
        became.append(Became.CORRECTED)
    return [EvidenceChange(one, link.coding, link.words, link.code, now.code) for one in became]


def _stand_in(link: Link, then: Evidence | None, fresh: Iterable[Evidence]) -> Evidence | None:
    """The coding that says just what one that is there no longer said, at its place."""
    if then is None:
        return None
    check = check_of_words(link.words)
    for one in fresh:
        if (one.source, one.span, one.code, one.check) == (then.source, then.span, link.code, check):
            return one
    return None


def _gone(link: Link, known: Evidence | None) -> EvidenceChange:
    if known is None or not known.live:
        return EvidenceChange(Became.REMOVED, link.coding, link.words, link.code)
    became = Became.ELSEWHERE if known.code == link.code else Became.RECODED
    return EvidenceChange(became, link.coding, link.words, link.code, known.code)


NO_EVIDENCE = hashlib.blake2b(digest_size=16).hexdigest()
"""Stands for no coding at all, as most cells that are marked have none."""


def evidence_of(codings: Iterable[tuple[str, int, str]]) -> str:
    """A short hash (32 hexadecimal digits) of a cell's codings, each as guid, code and check of its words.

    It changes when a coding is added, removed, recoded or its words are corrected, and not when it merely moves.
    """
    lines = sorted([f"{guid} {code} {check}" for guid, code, check in codings])
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest() if lines else NO_EVIDENCE


def evidence_seen(links: Iterable[Link]) -> str:
    """The hash of the codings that a summary has seen, as they were then."""
    return evidence_of((link.guid, link.code, check_of_words(link.words)) for link in links)


def told(changes: Iterable[EvidenceChange]) -> str:
    """What became of the evidence in a few words: `2 added, 1 recoded`; empty where nothing did."""
    counts = Counter(change.became for change in changes)
    return ", ".join(f"{counts[one]} {one.value}" for one in Became if counts[one])
