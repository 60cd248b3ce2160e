"""Themes by groups of participants: who of each group has a coding of each theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.charts import spoken
from qualcode.domain.cases import AttributeType, CaseKind
from qualcode.domain.comparisons import ComparedCell, ComparedGroup, ComparedTheme, Comparison

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.analysis.reading import Reading
    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.comparisons import Band

NOT_KNOWN = "Not known"
OUTSIDE = "Outside the bands"
ALL = "All"
_YES = frozenset({"yes", "true"})
_NUMBERS = frozenset({AttributeType.INTEGER, AttributeType.NUMBER})


def compare(reading: Reading, attribute: Attribute, themes: Sequence[int], bands: Sequence[Band] = ()) -> Comparison:
    """The comparison of the groups that an attribute makes, over themes given by id, in the order of the codebook.

    Only participants whose sources are finished are counted, so that n of N means what it says; `reading` must know them.
    A participant without a value is in a group of their own. Numbers are grouped by `bands`, and not otherwise.
    """
    people = [case for case in reading.cases if case.kind is CaseKind.PARTICIPANT and case.id in reading.finished]
    groups = grouped(people, attribute, bands)
    order = {code.id: place for place, code in enumerate(reading.book.codes)}
    names = [*groups, ALL]
    members = [*groups.values(), people]
    rows = []
    for theme in sorted(themes, key=order.__getitem__):
        of_case: dict[int, list[int]] = {}
        for one in reading.of(reading.book.subtree(theme)):
            for case in one.cases:
                of_case.setdefault(case, []).append(one.coding.id)
        cells = tuple(_cell(group, of_case) for group in members)
        rows.append(ComparedTheme(theme, reading.book[theme].name, reading.book.path_text(theme), cells))
    return Comparison(
        spoken(attribute.name),
        reading.whose,
        tuple(ComparedGroup(name, len(group)) for name, group in zip(names, members, strict=True)),
        tuple(rows),
        _notes(reading, len(people)),
    )


def _cell(group: Sequence[Case], of_case: Mapping[int, Sequence[int]]) -> ComparedCell:
    having = [case for case in group if case.id in of_case]
    codings = sorted({coding for case in having for coding in of_case[case.id]})
    return ComparedCell(tuple(case.name for case in having), len(group), tuple(codings))


def grouped(people: Sequence[Case], attribute: Attribute, bands: Sequence[Band]) -> dict[str, list[Case]]:
    """Participants by an attribute's printed value: in the attribute's order, yes before no, else by alphabet; unknown last."""
    found: dict[str, list[Case]] = {band.name: [] for band in bands}
    folded: dict[str, str] = {}
    for case in people:
        value = (case.value(attribute.name) or "").strip()
        name = _band_of(value, bands) if value and attribute.type in _NUMBERS else value or NOT_KNOWN
        found.setdefault(folded.setdefault(name.casefold(), name), []).append(case)
    places = {value: place for place, value in enumerate([*attribute.order, *(band.name for band in bands)])}

    def key(name: str) -> tuple[bool, int, bool, str]:
        last = name in {NOT_KNOWN, OUTSIDE}
        return last, places.get(name, len(places)), name.casefold() not in _YES, name.casefold()

    return {name: found[name] for name in sorted(found, key=key)}


def _band_of(value: str, bands: Sequence[Band]) -> str:
    try:
        number = float(value)
    except ValueError:
        return NOT_KNOWN
    return next((band.name for band in bands if band.holds(number)), OUTSIDE)


def _notes(reading: Reading, counted: int) -> tuple[str, ...]:
    everybody = sum(case.kind is CaseKind.PARTICIPANT for case in reading.cases)
    notes = [
        f"n of N: participants with at least one coding, of those in the group whose sources are finished ({reading.whose})."
    ]
    if counted < everybody:
        notes.append(f"{everybody - counted} of {everybody} participants are not finished and not counted.")
    return tuple(notes)
