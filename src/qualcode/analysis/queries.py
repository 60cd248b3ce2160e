"""What a query over coded segments means, computed by sweeping over intervals.

The answer is a list of places: spans of sources, each with the codings it rests on; several codings with one span are one
place. Spans are in code points; two overlap where they share at least one.

- A code: the spans of its codings and of those of its sub-codes.
- `A and B`: each overlap of a place of A with a place of B, resting on the codings of both.
- `A and not B`: the places of A that no place of B overlaps, whole. In a longer chain the overlaps are made first, so
  that the order of the parts does not matter. `not B` alone: of all coded places those that no place of B overlaps.
- `A or B`: the places of both.
- `A near N B`: the places of A that touch a turn at most N turns away from one that a place of B touches; N is 1 unless
  given. `in the same turn as` is N = 0. In a source without turns paragraphs count as turns; a place outside turns is near
  nothing.
- Conditions narrow what they stand beside, and alone all coded places. Those on who speaks are asked of one participant
  at a time: a place is kept where one who speaks in it meets all of them. A participant without a value meets no
  comparison, not even `!=`; where nobody speaks no comparison is met. `starred` and `unsure` hold where one of the codings
  is marked so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

from qualcode.domain.queries import And, CaseTerm, CodeTerm, MarkTerm, Near, Not, Or, is_condition
from qualcode.domain.sentences import paragraphs
from qualcode.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from qualcode.analysis.reading import Placed, Reading
    from qualcode.domain.queries import Query

Places: TypeAlias = "dict[tuple[int, int, int], frozenset[int]]"
"""Source, start and end of each place, with the places of its codings in `Reading.placed`."""

Meets: TypeAlias = "Callable[[CaseTerm, int], bool]"
"""Whether a case, by id, meets a comparison."""


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place that answers a query: its codings by id, and the ids of the cases that speak there."""

    source: int
    span: Span
    placed: tuple[Placed, ...]
    cases: tuple[int, ...]


def answer(query: Query, reading: Reading, codes: Mapping[CodeTerm, frozenset[int]], meets: Meets) -> tuple[FoundPlace, ...]:
    """The places that answer a query, in the order of sources and text.

    `codes` gives the ids each code of the query stands for, sub-codes included.
    """
    found = _Answer(reading, codes, meets).of(query)
    order = {source: place for place, source in enumerate(reading.talks)}
    ordered = sorted(found.items(), key=lambda item: (order[item[0][0]], item[0]))
    return tuple(_found_place(reading, place, rests_on) for place, rests_on in ordered)


def _found_place(reading: Reading, place: tuple[int, int, int], rests_on: frozenset[int]) -> FoundPlace:
    source, start, end = place
    placed = [reading.placed[number] for number in rests_on]
    placed.sort(key=lambda one: one.coding.id)
    span = placed[0].coding.span
    if (span.start, span.end) == (start, end):
        return FoundPlace(source, span, tuple(placed), placed[0].cases)
    span = Span(start, end)
    return FoundPlace(source, span, tuple(placed), reading.talks[source].speakers_in(span))


class _Answer:
    """One query over one reading; turns are looked up once for each source."""

    def __init__(self, reading: Reading, codes: Mapping[CodeTerm, frozenset[int]], meets: Meets) -> None:
        self.reading = reading
        self.codes = codes
        self.meets = meets
        self._turns: dict[int, tuple[list[int], list[int]]] = {}

    def of(self, query: Query) -> Places:
        if isinstance(query, CodeTerm):
            wanted = self.codes[query]
            return _of(enumerate(self.reading.placed), lambda placed: placed.coding.code in wanted)
        if isinstance(query, Near):
            return self._near(query)
        if is_condition(query):
            return self._narrowed(self._all(), query)
        if isinstance(query, Or):
            return _united([self.of(part) for part in query.parts])
        return self._together(query.parts if isinstance(query, And) else (query,))

    def _together(self, parts: tuple[Query, ...]) -> Places:
        conditions = tuple(part for part in parts if is_condition(part))
        denied = [part.of for part in parts if isinstance(part, Not) and not is_condition(part)]
        told = [part for part in parts if not isinstance(part, Not) and not is_condition(part)]
        found = reduce(_overlaps, map(self.of, told)) if told else self._all()
        if conditions:
            found = self._narrowed(found, And(conditions))
        for part in denied:
            found = _kept(found, self.of(part), overlapping=False)
        return found

    def _all(self) -> Places:
        return _of(enumerate(self.reading.placed), lambda _: True)

    def _near(self, query: Near) -> Places:
        left, right = self.of(query.left), self.of(query.right)
        near = _union([(source, first - query.turns, last + query.turns + 1) for source, first, last in self._touched(right)])
        return {
            place: rests_on
            for place, rests_on in left.items()
            if any(_meets(near, source, first, last + 1) for source, first, last in self._touched([place])) is not query.without
        }

    def _touched(self, places: Iterable[tuple[int, int, int]]) -> Iterable[tuple[int, int, int]]:
        """Source, first and last turn that places touch, by position; places outside turns are left out."""
        for source, start, end in places:
            if source not in self._turns:
                spoken = self.reading.talks[source].spoken
                spans = [] if spoken.starts else paragraphs(spoken.text)
                starts, ends = [span.start for span in spans], [span.end for span in spans]
                self._turns[source] = (starts or list(spoken.starts), ends or list(spoken.ends))
            starts, ends = self._turns[source]
            first, last = bisect_right(ends, start), bisect_left(starts, end) - 1
            if first <= last:
                yield source, first, last

    def _narrowed(self, places: Places, condition: Query) -> Places:
        return {place: rests_on for place, rests_on in places.items() if self._holds_for_one(condition, place, rests_on)}

    def _holds_for_one(self, condition: Query, place: tuple[int, int, int], rests_on: frozenset[int]) -> bool:
        placed = [self.reading.placed[number] for number in rests_on]
        source, start, end = place
        span = placed[0].coding.span
        whole = (span.start, span.end) == (start, end)
        cases = placed[0].cases if whole else self.reading.talks[source].speakers_in(Span(start, end))
        return any(self._holds(condition, placed, case) for case in cases or (None,))

    def _holds(self, condition: Query, placed: list[Placed], case: int | None) -> bool:
        if isinstance(condition, CaseTerm):
            return case is not None and self.meets(condition, case)
        if isinstance(condition, MarkTerm):
            return any(one.coding.star if condition.mark == "starred" else one.coding.unsure for one in placed)
        if isinstance(condition, Not):
            return not self._holds(condition.of, placed, case)
        assert isinstance(condition, And | Or)
        holds = (self._holds(part, placed, case) for part in condition.parts)
        return all(holds) if isinstance(condition, And) else any(holds)


def _of(placed: Iterable[tuple[int, Placed]], wanted: Callable[[Placed], bool]) -> Places:
    found: Places = {}
    for number, one in placed:
        if wanted(one):
            span = one.coding.span
            place = one.coding.source, span.start, span.end
            found[place] = found[place] | {number} if place in found else frozenset((number,))
    return found


def _united(several: list[Places]) -> Places:
    found: Places = {}
    for places in several:
        for place, rests_on in places.items():
            found[place] = found.get(place, frozenset()) | rests_on
    return found


def _overlaps(left: Places, right: Places) -> Places:
    """Every overlap of a place of one with a place of the other: a sweep that keeps those still open on each side."""
    found: Places = {}
    open_: tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]] = ([], [])
    for place, side in sorted([(place, 0) for place in left] + [(place, 1) for place in right]):
        source, start, end = place
        other = open_[1 - side]
        other[:] = [one for one in other if one[0] == source and one[2] > start]
        for one in other:
            pair = (place, one) if side == 0 else (one, place)
            overlap = source, start, min(end, one[2])
            found[overlap] = found.get(overlap, frozenset()) | left[pair[0]] | right[pair[1]]
        open_[side].append(place)
    return found


def _kept(places: Places, others: Places, *, overlapping: bool) -> Places:
    """The places that some other overlaps, or that none does."""
    covered = _union(others)
    return {place: rests_on for place, rests_on in places.items() if _meets(covered, *place) is overlapping}


Intervals: TypeAlias = "dict[int, tuple[list[int], list[int]]]"
"""Starts and ends of disjoint half-open intervals in order, by source."""


def _union(intervals: Iterable[tuple[int, int, int]]) -> Intervals:
    found: Intervals = {}
    for source, start, end in sorted(intervals):
        starts, ends = found.setdefault(source, ([], []))
        if starts and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return found


def _meets(intervals: Intervals, source: int, start: int, end: int) -> bool:
    starts, ends = intervals.get(source, ([], []))
    position = bisect_right(ends, start)
    return position < len(starts) and starts[position] < end
