"""Codes that are on the same words, by one sweep over the codings of each source.

The sweep keeps the codings that are still open. Each pair that shares a code point meets in the stretch they share; stretches of
the same two codes with the same ends are one. It gives what a query `A and B` gives for every two codes at once: a self join
over 5,000 codings takes twelve times as long.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.cooccurrence import Cooccurrence, Meeting, MetCode
from qualcode.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.analysis.talk import SourceTalk
    from qualcode.domain.cases import Case
    from qualcode.domain.codebook import Codebook

Pair = tuple[int, int]
Place = tuple[int, int, int]
"""Source, start and end of a stretch of words."""


@dataclass(frozen=True, slots=True)
class Crossed:
    """What is crossed: the codings of one reading as (source, start, end, code) in this order, and whose talk is where.

    `whose` says in words whose codings they are; `finished` are the ids of the cases that are counted.
    """

    whose: str
    book: Codebook
    places: Sequence[tuple[int, int, int, int]]
    talks: Mapping[int, SourceTalk]
    cases: Sequence[Case]
    finished: frozenset[int] = frozenset()


def cooccurrence(crossed: Crossed, codes: Sequence[int], *, with_sub_codes: bool) -> Cooccurrence:
    """The table of some codes, in the order given."""
    book = crossed.book
    subtrees = [book.subtree(code) if with_sub_codes else frozenset({code}) for code in codes]
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, subtree in enumerate(subtrees):
        for code in subtree:
            rows_of[code].append(row)
    held = frozenset(
        (first, second)
        for second in range(len(codes))
        for first in range(second)
        if codes[first] in subtrees[second] or codes[second] in subtrees[first]
    )
    own, met = _sweep(crossed.places, rows_of, held)
    speaking = _Speaking(crossed)
    return Cooccurrence(
        crossed.whose,
        tuple(MetCode(code, book[code].name, book.path_text(code), len(own[row])) for row, code in enumerate(codes)),
        {pair: Meeting(len(places), speaking.names(places)) for pair, places in sorted(met.items())},
        held,
        len(crossed.finished),
        with_sub_codes,
    )


def _sweep(
    places: Iterable[tuple[int, int, int, int]], rows_of: Mapping[int, Sequence[int]], held: frozenset[Pair]
) -> tuple[dict[int, set[Place]], dict[Pair, set[Place]]]:
    """The places of each row, and those where two rows meet."""
    own: dict[int, set[Place]] = defaultdict(set)
    met: dict[Pair, set[Place]] = defaultdict(set)
    open_: list[tuple[int, Sequence[int]]] = []
    at = 0
    for source, start, end, code in places:
        rows = rows_of.get(code)
        if not rows:
            continue
        if source != at:
            at, open_ = source, []
        else:
            open_ = [one for one in open_ if one[0] > start]
        place = source, start, end
        for row in rows:
            own[row].add(place)
        if len(rows) > 1:
            # A code that is shown under two themes is in both of them, so it meets itself there.
            _add(met, held, rows, rows, place)
        for other_end, others in open_:
            _add(met, held, rows, others, place if end <= other_end else (source, start, other_end))
        open_.append((end, rows))
    return own, met


def _add(met: dict[Pair, set[Place]], held: frozenset[Pair], rows: Sequence[int], others: Sequence[int], place: Place) -> None:
    for row in rows:
        for other in others:
            pair = (row, other) if row < other else (other, row)
            if row != other and pair not in held:
                met[pair].add(place)


class _Speaking:
    """Who speaks in stretches of words, of those that are counted."""

    def __init__(self, crossed: Crossed) -> None:
        self._talks = crossed.talks
        self._finished = crossed.finished
        self._names = {case.id: (order, case.name) for order, case in enumerate(crossed.cases)}
        self._known: dict[Place, frozenset[int]] = {}

    def names(self, places: Iterable[Place]) -> tuple[str, ...]:
        """The names of the participants who speak in one of them, in their order."""
        cases = frozenset[int]().union(*(self._known.get(place) or self._in(place) for place in places))
        return tuple(name for _, name in sorted(self._names[case] for case in cases))

    def _in(self, place: Place) -> frozenset[int]:
        source, start, end = place
        self._known[place] = found = frozenset(self._talks[source].speakers_in(Span(start, end))) & self._finished
        return found
