"""Queries against a reader who looks at every character and every turn."""

from __future__ import annotations

from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.queries import answer
from qualcode.analysis.reading import Placed, Reading
from qualcode.analysis.talk import talk_of
from qualcode.domain.cases import Case, CaseKind
from qualcode.domain.codebook import Codebook
from qualcode.domain.codes import Code, CodeKind
from qualcode.domain.coding import Coding
from qualcode.domain.queries import And, CaseTerm, CodeTerm, MarkTerm, Near, Not, Or, Query, asks_for_all, codes_of, is_condition
from qualcode.domain.sources import Role
from qualcode.domain.spans import Span
from qualcode.domain.talk import SpokenText

Place: TypeAlias = tuple[int, int, int]
CODES = {CodeTerm("A"): frozenset({1}), CodeTerm("B"): frozenset({2}), CodeTerm("C"): frozenset({2, 3})}
TURNS = {1: [(2, 8, 10), (10, 18, 11), (20, 26, 12), (26, 34, 11)], 2: [(0, 40, 21)], 3: []}
"""Start, end and speaker; the third source has four paragraphs instead. Speakers ending in 0 are interviewers."""
TEXTS = {1: "x" * 40, 2: "x" * 40, 3: "xxxxxxxx\n\nxxxxxxxx\n\nxxxxxxxx\n\nxxxxxxxxxx"}
PARAGRAPHS = [(0, 8, 0), (10, 18, 0), (20, 28, 0), (30, 40, 0)]
CASES = (
    Case(1, "g1", "P1", CaseKind.PARTICIPANT, speakers=(11,)),
    Case(2, "g2", "P2", CaseKind.PARTICIPANT, speakers=(12,)),
    Case(3, "g3", "P3", CaseKind.PARTICIPANT, speakers=(21,)),
    Case(4, "g4", "P4", CaseKind.PARTICIPANT, sources=(3,)),
)
MET = {"role": {1, 3}, "years": {2, 3}}


def spoken(source: int) -> SpokenText:
    turns = TURNS[source]
    speakers = sorted({speaker for _, _, speaker in turns})
    return SpokenText(
        source,
        f"S{source}",
        source,
        TEXTS[source],
        tuple(range(1, len(turns) + 1)),
        tuple(start for start, _, _ in turns),
        tuple(end for _, end, _ in turns),
        tuple(speaker for _, _, speaker in turns),
        {speaker: str(speaker) for speaker in speakers},
        {speaker: Role.INTERVIEWER if speaker % 10 == 0 else Role.PARTICIPANT for speaker in speakers},
    )


TALKS = {source: talk_of(spoken(source), CASES) for source in TURNS}
BOOK = Codebook.of(
    [Code(number, f"c{number}", None, number, name, CodeKind.CODE) for number, name in ((1, "A"), (2, "B"), (3, "C"))]
)

drawn_codings = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 38), st.integers(1, 14), st.integers(1, 3), st.booleans(), st.booleans()),
    max_size=9,
)
terms: st.SearchStrategy[Query] = st.one_of(
    st.sampled_from([*CODES]),
    st.builds(MarkTerm, st.sampled_from(["starred", "unsure"])),
    st.builds(lambda name: CaseTerm(name, "=", "x"), st.sampled_from([*MET])),
)
queries = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(lambda parts: And(tuple(parts)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda parts: Or(tuple(parts)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(Near, inner, inner, st.integers(0, 2), st.booleans()),
    ),
    max_leaves=5,
)


def reading_of(codings: list[tuple[int, int, int, int, bool, bool]]) -> Reading:
    made = sorted(
        (source, start, min(start + length, 40), code, star, unsure) for source, start, length, code, star, unsure in codings
    )
    placed = tuple(
        Placed(
            Coding(number, f"k{number}", source, source, Span(start, end), code, 1, 1, "", star, unsure),
            TALKS[source].speakers_in(Span(start, end)),
        )
        for number, (source, start, end, code, star, unsure) in enumerate(made)
    )
    return Reading("", BOOK, CASES, TALKS, placed, {1: "Ann"})


def slow(query: Query, reading: Reading) -> dict[Place, set[int]]:
    """The meaning of a query, read off characters and turns one by one."""
    if isinstance(query, CodeTerm):
        return gathered(one for one in reading.placed if one.coding.code in CODES[query])
    if isinstance(query, Near):
        right = {(place[0], turn) for place in slow(query.right, reading) for turn in turns_of(place)}
        return {
            place: ids
            for place, ids in slow(query.left, reading).items()
            if any(place[0] == source and abs(turn - other) <= query.turns for turn in turns_of(place) for source, other in right)
            != query.without
        }
    if isinstance(query, Or) and not is_condition(query):
        found: dict[Place, set[int]] = {}
        for part in query.parts:
            for place, ids in slow(part, reading).items():
                found.setdefault(place, set()).update(ids)
        return found
    return slow_together(query.parts if isinstance(query, And) else (query,), reading)


def slow_together(parts: tuple[Query, ...], reading: Reading) -> dict[Place, set[int]]:
    found: dict[Place, set[int]] | None = None
    for part in parts:
        if not isinstance(part, Not) and not is_condition(part):
            other = slow(part, reading)
            found = other if found is None else overlapped(found, other)
    found = gathered(reading.placed) if found is None else found
    conditions = [part for part in parts if is_condition(part)]
    found = {
        place: ids
        for place, ids in found.items()
        if any(all(holds(part, ids, case, reading) for part in conditions) for case in speaking(place) or {0})
    }
    for part in parts:
        if isinstance(part, Not) and not is_condition(part):
            denied = {(place[0], at) for place in slow(part.of, reading) for at in range(place[1], place[2])}
            found = {
                place: ids
                for place, ids in found.items()
                if not any((place[0], at) in denied for at in range(place[1], place[2]))
            }
    return found


def gathered(several: object) -> dict[Place, set[int]]:
    found: dict[Place, set[int]] = {}
    for one in several:  # type: ignore[attr-defined]
        found.setdefault((one.coding.source, one.coding.span.start, one.coding.span.end), set()).add(one.coding.id)
    return found


def overlapped(left: dict[Place, set[int]], right: dict[Place, set[int]]) -> dict[Place, set[int]]:
    found: dict[Place, set[int]] = {}
    for one, ids in left.items():
        for other, more in right.items():
            both = sorted(set(range(one[1], one[2])) & set(range(other[1], other[2]))) if one[0] == other[0] else []
            if both:
                found.setdefault((one[0], both[0], both[-1] + 1), set()).update(ids | more)
    return found


def turns_of(place: Place) -> set[int]:
    source, start, end = place
    turns = TURNS[source] or PARAGRAPHS
    return {number for number, (first, last, _) in enumerate(turns) if set(range(first, last)) & set(range(start, end))}


def speaking(place: Place) -> set[int]:
    source, start, end = place
    if source == 3:
        return {4}
    heard = {speaker for first, last, speaker in TURNS[source] if set(range(first, last)) & set(range(start, end))}
    return {case.id for case in CASES if heard & set(case.speakers)}


def holds(condition: Query, ids: set[int], case: int, reading: Reading) -> bool:
    if isinstance(condition, CaseTerm):
        return case in MET[condition.attribute]
    if isinstance(condition, MarkTerm):
        codings = [one.coding for one in reading.placed if one.coding.id in ids]
        return any(one.star if condition.mark == "starred" else one.unsure for one in codings)
    if isinstance(condition, Not):
        return not holds(condition.of, ids, case, reading)
    assert isinstance(condition, And | Or)
    several = [holds(part, ids, case, reading) for part in condition.parts]
    return all(several) if isinstance(condition, And) else any(several)


@settings(max_examples=400, deadline=None)
@given(drawn_codings, queries)
def test_a_query_means_what_a_reader_of_every_character_would_find(
    codings: list[tuple[int, int, int, int, bool, bool]], query: Query
) -> None:
    reading = reading_of(codings)
    found = answer(query, reading, CODES, lambda term, case: case in MET[term.attribute])
    places = {(one.source, one.span.start, one.span.end): {placed.coding.id for placed in one.placed} for one in found}
    assert places == slow(query, reading)
    assert list(places) == sorted(places)
    if not asks_for_all(query):
        named = frozenset[int]().union(*(CODES[CodeTerm(term.path)] for term in codes_of(query)))
        some = reading_of([one for one in codings if one[3] in named])
        again = answer(query, some, CODES, lambda term, case: case in MET[term.attribute])
        assert [(one.source, one.span) for one in again] == [(one.source, one.span) for one in found]
    for one in found:
        assert set(one.cases) == speaking((one.source, one.span.start, one.span.end))


def test_the_parts_of_a_chain_may_stand_in_any_order() -> None:
    reading = reading_of([(1, 0, 10, 1, False, False), (1, 8, 1, 2, False, False), (1, 0, 3, 3, False, False)])
    only_c = {**CODES, CodeTerm("C"): frozenset({3})}
    parts = (CodeTerm("A"), Not(CodeTerm("B")), CodeTerm("C"))
    for order in (parts, parts[::-1], (parts[0], parts[2], parts[1])):
        found = answer(And(order), reading, only_c, lambda _, __: False)
        assert [(one.span.start, one.span.end) for one in found] == [(0, 3)]
