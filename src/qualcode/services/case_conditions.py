"""Cases by what is known of them: conditions in the words of the query language, and their order by attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.domain.cases import AttributeType
from qualcode.domain.codebook_paths import folded
from qualcode.domain.queries import And, CaseTerm, Not, Or, QueryError, conditions_of, is_condition, read_query
from qualcode.errors import NotFound
from qualcode.services.queries import NUMBERS, meeting_cases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.queries import Query

DESCENDING = "-"
"""Before the name of an attribute: the highest value first."""


def cases_that_meet(cases: Sequence[Case], conditions: Sequence[str], attributes: Sequence[Attribute]) -> tuple[Case, ...]:
    """The cases that meet all conditions, such as `role = nurse and years > 5`; one without a value meets no comparison.

    Raises:
        QueryError: a condition cannot be read, names a code, or compares what cannot be compared.
    """
    by_name = {folded(one.name): one for one in attributes}
    kept = tuple(cases)
    for text in conditions:
        query = read_query(text, [one.name for one in attributes])
        if not is_condition(query) or not conditions_of(query):
            raise QueryError(1, "it says nothing of cases.", "Write an attribute and its value, such as role = nurse.")
        meeting = {term: meeting_cases(term, by_name, kept) for term in conditions_of(query)}
        kept = tuple(case for case in kept if _meets(query, case.id, meeting))
    return kept


def _meets(query: Query, case: int, meeting: Mapping[CaseTerm, frozenset[int]]) -> bool:
    if isinstance(query, Not):
        return not _meets(query.of, case, meeting)
    if isinstance(query, And):
        return all(_meets(part, case, meeting) for part in query.parts)
    if isinstance(query, Or):
        return any(_meets(part, case, meeting) for part in query.parts)
    if isinstance(query, CaseTerm):
        return case in meeting[query]
    raise QueryError(1, "it says how a coding is marked, and nothing of cases.", "Write an attribute and its value.")


def cases_in_order(cases: Sequence[Case], order: Sequence[str], attributes: Sequence[Attribute]) -> tuple[Case, ...]:
    """The cases by their values of attributes, the first counting most; `-years` has the highest first, the unknown come last.

    Raises:
        NotFound: there is no such attribute.
    """
    kept = list(cases)
    for name in reversed(order):
        attribute = attribute_named(name.removeprefix(DESCENDING), attributes)
        with_value = [(case, key) for case in kept if (key := _key(attribute, case.value(attribute.name) or "")) is not None]
        known = {case.id for case, _ in with_value}
        with_value.sort(key=lambda one: one[1], reverse=name.startswith(DESCENDING))
        kept = [*(case for case, _ in with_value), *(case for case in kept if case.id not in known)]
    return tuple(kept)


def attribute_named(name: str, attributes: Sequence[Attribute]) -> Attribute:
    """The attribute of this name, in any case of letters.

    Raises:
        NotFound: there is none.
    """
    for one in attributes:
        if folded(one.name) == folded(name.strip()):
            return one
    known = ", ".join(one.name for one in attributes)
    hint = f"Attributes are {known}." if known else "Bring attributes in with `qualcode cases import`."
    raise NotFound(f'There is no attribute "{name.strip()}".', hint)


def _key(attribute: Attribute, value: str) -> Any:
    """By what a value is ordered: numbers by size, categories as they are ordered, others by their letters; None without one."""
    text = value.strip()
    if not text:
        return None
    if attribute.type in NUMBERS:
        try:
            return (0, float(text), "")
        except ValueError:
            return (1, 0.0, folded(text))
    if attribute.type is AttributeType.CATEGORY and attribute.order:
        places = {folded(one): place for place, one in enumerate(attribute.order)}
        return (0, places.get(folded(text), len(places)), folded(text))
    return (0, 0, folded(text))
