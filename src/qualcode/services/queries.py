"""Coded segments by a query: which codes overlap, which stand near one another, and who speaks."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from qualcode.analysis.queries import answer
from qualcode.domain.cases import AttributeType
from qualcode.domain.codebook_paths import folded
from qualcode.domain.queries import QueryError, asks_for_all, codes_of, conditions_of, read_query
from qualcode.domain.segments import Extract, SegmentList
from qualcode.errors import NotFound
from qualcode.services.reading import read_analysis, read_coder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qualcode.analysis.queries import FoundPlace
    from qualcode.analysis.reading import Reading
    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.coding import Coding
    from qualcode.domain.queries import CaseTerm, CodeTerm
    from qualcode.storage import OpenStudy

NUMBERS = frozenset({AttributeType.INTEGER, AttributeType.NUMBER})
COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def query_segments(study: OpenStudy, text: str, *, coder: str | None = None, own: bool = False) -> SegmentList:
    """The extracts that answer a query, ordered by participant and place; otherwise as `query_codings`."""
    return query_codings(study, text, coder=coder, own=own)[0]


def query_codings(
    study: OpenStudy, text: str, *, coder: str | None = None, own: bool = False
) -> tuple[SegmentList, list[tuple[Coding, ...]]]:
    """The extracts that answer a query, ordered by participant and place, and the codings that each of them rests on.

    The language stands in `domain.queries`, its exact meaning in `analysis.queries`. They rest on the analysis coding, or
    on that of a `coder` when named; each code stands for its sub-codes too unless `own`.

    Raises:
        QueryError: the query cannot be read, names no code, or compares what cannot be compared; it says where.
        NotFound: there is no such coder.
        Ambiguous: a code's name fits several.
        NotAllowed: the viewer codes a blind sample, and the analysis coding is another's.
    """
    attributes = study.cases.attributes()
    query = read_query(text, [one.name for one in attributes])
    book = study.codes.codebook()
    codes = {}
    for term in codes_of(query):
        found = _code(book, term)
        codes[term] = frozenset({found}) if own else book.subtree(found)
    needed = None if asks_for_all(query) else frozenset[int]().union(*codes.values())
    reading = (
        read_analysis(study, codes=needed, book=book) if coder is None else read_coder(study, coder, codes=needed, book=book)
    )
    by_name = {folded(one.name): one for one in attributes}
    meeting = {term: meeting_cases(term, by_name, reading.cases) for term in conditions_of(query)}
    places = _by_participant(reading, answer(query, reading, codes, lambda term, case: case in meeting[term]))
    extracts = tuple(_extract(reading, one) for one in places)
    listed = SegmentList(" ".join(text.split()), reading.whose, extracts, with_sub_codes=not own, by_code=False)
    return listed, [tuple(one.coding for one in place.placed) for place in places]


def _code(book: Codebook, term: CodeTerm) -> int:
    """The code a term names.

    Raises:
        QueryError: there is none, perhaps because its name holds a word of the language.
        Ambiguous: its name fits several.
    """
    try:
        return book.find(term.path).id
    except NotFound as error:
        quoted = "A code whose name holds and, or, not or near stands in quotation marks."
        raise QueryError(term.at, f"{error.message[:1].lower()}{error.message[1:]}", f"{error.hint} {quoted}") from None


def _extract(reading: Reading, place: FoundPlace) -> Extract:
    """The words of a place, with the names of all codes and coders it rests on."""
    several = reading.extracts(place.placed)
    first = several[0]
    if len(several) == 1:
        return first
    talk = reading.talks[place.source]
    spoken = talk.spoken
    turn = talk.first_turn(place.span)
    names = {case.id: case.name for case in reading.cases}
    return Extract(
        first.id,
        spoken.name,
        place.span,
        place.span.words_of(spoken.text),
        "; ".join(dict.fromkeys(one.code for one in several)),
        "; ".join(dict.fromkeys(one.coder for one in several)),
        None if turn is None else spoken.numbers[turn],
        None if turn is None else spoken.labels[spoken.speakers[turn]],
        tuple(names[case] for case in place.cases),
        tuple(one.id for one in several),
    )


def _by_participant(reading: Reading, places: Iterable[FoundPlace]) -> list[FoundPlace]:
    cases = {case.id: place for place, case in enumerate(reading.cases)}
    return sorted(places, key=lambda one: [cases[case] for case in one.cases] or [len(cases)])


def meeting_cases(term: CaseTerm, attributes: dict[str, Attribute], cases: Sequence[Case]) -> frozenset[int]:
    """The ids of the cases that meet a comparison; one without a value meets none.

    Raises:
        QueryError: there is no such attribute, or its values cannot be compared so.
    """
    attribute = attributes.get(folded(term.attribute))
    if attribute is None:
        known = ", ".join(one.name for one in attributes.values())
        hint = f"Attributes are {known}." if known else "Bring attributes in with `qualcode cases import`."
        raise QueryError(term.at, f'there is no attribute "{term.attribute}".', hint)
    key = _key(attribute, term)
    sought = key(term.value)
    if sought is None:
        raise QueryError(term.at, f'"{term.value}" cannot be compared with values of "{attribute.name}".', _hint(attribute))
    compare = COMPARED[term.comparison]
    values = ((case.id, (case.value(attribute.name) or "").strip()) for case in cases)
    known_values = ((case, key(value)) for case, value in values if value)
    return frozenset(case for case, value in known_values if value is not None and compare(value, sought))


def _key(attribute: Attribute, term: CaseTerm) -> Callable[[str], Any]:
    """How a value is compared: numbers as numbers, dates by time, ordered categories by their order, else as words.

    Raises:
        QueryError: words are to be compared by size.
    """
    if attribute.type in NUMBERS:
        return _number
    if term.comparison in {"=", "!="}:
        return folded
    if attribute.type is AttributeType.DATE:
        return _date
    if attribute.order:
        places = {folded(value): place for place, value in enumerate(attribute.order)}
        return lambda value: places.get(folded(value))
    message = f'the values of "{attribute.name}" have no order, so {term.comparison} says nothing of them.'
    raise QueryError(term.at, message, "Ask with = or !=.")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _date(text: str) -> str | None:
    from qualcode.domain.dates import iso_date
    from qualcode.errors import InvalidInput

    try:
        return iso_date(text)
    except InvalidInput:
        return None


def _hint(attribute: Attribute) -> str:
    if attribute.type in NUMBERS:
        return "Write a number."
    return (
        "Write a date such as 2013-04-30."
        if attribute.type is AttributeType.DATE
        else f"Write one of {', '.join(attribute.order)}."
    )
