"""The contents of framework charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.frequencies import participants_in
from qualcode.domain.cases import AttributeType
from qualcode.domain.charts import ChartCell, ChartColumn, ChartRow, ChartTable, evidence_of
from qualcode.domain.codes import CodeKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.analysis.reading import Placed, Reading
    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.charts import Summary
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.domain.segments import Extract

MOST_VALUES = 6
"""Values an attribute may have to be printed beside a case's name without being asked for."""


def groups_of(book: Codebook) -> tuple[Code, ...]:
    """The groups that are charted: codes of kind group, or, where a codebook has none, its roots with codes below."""
    declared = tuple(code for code in book if code.kind is CodeKind.GROUP)
    return declared or tuple(code for code in book.children(None) if book.children(code.id))


def columns_of(book: Codebook, group: int) -> tuple[Code, ...]:
    """The columns of a group's chart: its themes, those also shown under it at the end; itself where it has none."""
    below = (*book.children(group), *book.shown_here(group))
    return below or (book[group],)


def cells_of(reading: Reading, code: int) -> dict[int, list[Placed]]:
    """The codings of a code with its sub-codes, by the case whose talk they are, in the order of the text."""
    found: dict[int, list[Placed]] = {}
    for one in reading.of(reading.book.subtree(code)):
        for case in one.cases:
            found.setdefault(case, []).append(one)
    return found


def evidence(placed: Sequence[Placed], checks: Mapping[int, str]) -> str:
    """The hash of a cell's codings; `checks` are the stored checks of words by coding."""
    return evidence_of((one.coding.guid, one.coding.code, checks.get(one.coding.id, "")) for one in placed)


def chart_table(
    reading: Reading,
    title: str,
    columns: Sequence[Code],
    cases: Sequence[Case],
    summaries: Mapping[tuple[int, int], Summary],
    checks: Mapping[int, str],
    *,
    about: Mapping[int, str],
    extracts: bool = False,
) -> ChartTable:
    """A framework chart of these cases and columns.

    `summaries` are by case and code, `checks` the checks of words by coding, `about` what prints under a case's name.
    `extracts` puts the coded words into cells without a summary.
    """
    cells = [cells_of(reading, column.id) for column in columns]

    def cell(case: Case, position: int) -> ChartCell:
        placed = cells[position].get(case.id, [])
        summary = summaries.get((case.id, columns[position].id))
        quoted = reading.extracts(placed) if extracts and (summary is None or summary.draft or not summary.text) else ()
        return _cell(summary, placed, checks, quoted)

    chart_cases = frozenset(case.id for case in cases)
    finished = reading.finished & chart_cases
    return ChartTable(
        title,
        tuple(
            ChartColumn(
                column.id,
                column.name,
                reading.book.path_text(column.id),
                len(participants_in(one for found in cells[position].values() for one in found) & finished),
            )
            for position, column in enumerate(columns)
        ),
        tuple(
            ChartRow(case.id, case.name, about.get(case.id, ""), tuple(cell(case, place) for place in range(len(columns))))
            for case in cases
        ),
        finished=len(finished),
    )


def _cell(
    summary: Summary | None, placed: Sequence[Placed], checks: Mapping[int, str], extracts: tuple[Extract, ...]
) -> ChartCell:
    codings = tuple(one.coding.id for one in placed)
    if summary is None:
        return ChartCell(codings=codings, extracts=extracts)
    changed = summary.evidence_seen is not None and summary.evidence_seen != evidence(placed, checks)
    return ChartCell(summary.text, summary.remark, summary.mark, summary.draft, changed, codings, extracts)


def shown_attributes(attributes: Sequence[Attribute], cases: Sequence[Case], site: str | None) -> tuple[Attribute, ...]:
    """The attributes printed beside a case's name when none are asked for.

    That is the first with a handful of categories, which is mostly the role, and every yes or no.
    """
    for one in attributes:
        if one.type is AttributeType.CATEGORY and one.name != site:
            values = {case.value(one.name) for case in cases} - {None, ""}
            if 1 < len(values) <= MOST_VALUES:
                return (one, *(other for other in attributes if other.type is AttributeType.BOOLEAN))
    return tuple(one for one in attributes if one.type is AttributeType.BOOLEAN)


def about_case(case: Case, attributes: Sequence[Attribute]) -> str:
    """What prints under a case's name: `Nurse; FLS: no`. A category stands alone, anything else after its name."""
    parts = []
    for one in attributes:
        value = (case.value(one.name) or "").strip()
        if value:
            parts.append(_capital(value) if one.type is AttributeType.CATEGORY else f"{spoken(one.name)}: {value}")
    return "; ".join(parts)


def spoken(name: str) -> str:
    """An attribute's name as it prints: spaces for underscores, a capital, abbreviations in capitals."""
    words = [word.upper() if word.isalpha() and not set(word.casefold()) & set("aeiouy") else word for word in name.split("_")]
    return _capital(" ".join(words).strip())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
