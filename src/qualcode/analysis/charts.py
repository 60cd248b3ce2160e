"""The contents of framework charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.cases import AttributeType
from qualcode.domain.charts import ChartCell, ChartColumn, ChartRow, ChartTable
from qualcode.domain.codes import CodeKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.analysis.reading import Placed, Reading
    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.charts import Portrait
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.domain.summaries import EvidenceChange, Summary

THEMES = "Themes"
OTHER_THEMES = "Other themes"

EMPTY = ChartCell()

MOST_VALUES = 6
"""Values an attribute may have to be printed beside a case's name without being asked for."""


@dataclass(frozen=True, slots=True)
class ChartedGroup:
    """What goes on one chart or table: its title and its themes; `group` is the group's id, None for what stands in none."""

    title: str
    themes: tuple[Code, ...]
    group: int | None = None


def groups_of(book: Codebook) -> tuple[ChartedGroup, ...]:
    """What is charted: each group with its themes; then the themes that stand in no group, together."""
    groups = [code for code in book if code.kind is CodeKind.GROUP]
    found = [ChartedGroup(code.name, columns_of(book, code.id), code.id) for code in groups]
    loose = tuple(code for code in book.children(None) if code.kind is not CodeKind.GROUP)
    if loose:
        found.append(ChartedGroup(OTHER_THEMES if groups else THEMES, loose))
    return tuple(found)


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


def chart_table(
    reading: Reading,
    title: str,
    columns: Sequence[Code],
    cases: Sequence[Case],
    cells: Mapping[int, Mapping[int, Sequence[Placed]]],
    summaries: Mapping[int, Mapping[int, Summary]],
    changes: Mapping[int, tuple[EvidenceChange, ...]],
    *,
    about: Mapping[int, str],
    extracts: bool = False,
    case_heading: str = "Participant",
    portraits: Mapping[int, Portrait] | None = None,
) -> ChartTable:
    """A framework chart of these cases and columns.

    `cells` are the codings (see `cells_of`) and `summaries` what is written, both by code and case; `changes` what became of
    the evidence by the summary's id, `about` what prints under a case's name. `extracts` puts the coded words into cells
    without a summary. `portraits` are printed before the themes, by case; None: the chart has no such column.
    """
    finished = reading.finished & {case.id for case in cases}

    def made(code: Code) -> dict[int, ChartCell]:
        """The cells of a column that hold something: most of a large chart hold nothing."""
        placed, written = cells.get(code.id, {}), summaries.get(code.id, {})
        quoted_from = reading if extracts else None
        made = {case: chart_cell(None, found, changes, quoted_from) for case, found in placed.items() if case not in written}
        for case, summary in written.items():
            made[case] = chart_cell(summary, placed.get(case, ()), changes, quoted_from)
        return made

    made_columns = [made(code) for code in columns]
    rows = tuple(
        ChartRow(
            case.id,
            case.name,
            about.get(case.id, ""),
            tuple([column.get(case.id, EMPTY) for column in made_columns]),
            portraits.get(case.id) if portraits else None,
        )
        for case in cases
    )
    headings = tuple(
        ChartColumn(code.id, code.name, reading.book.path_text(code.id), len(finished & cells.get(code.id, {}).keys()))
        for code in columns
    )
    return ChartTable(title, headings, rows, len(finished), case_heading, portraits is not None)


def chart_cell(
    summary: Summary | None,
    placed: Sequence[Placed],
    changes: Mapping[int, tuple[EvidenceChange, ...]],
    quoted_from: Reading | None = None,
) -> ChartCell:
    """One cell: its summary if there is one, its codings, and what became of them since.

    `quoted_from` is the reading that gives the coded words for a cell without a summary, if they are to be shown.
    """
    codings = tuple([coding.id for coding, _ in placed]) if placed else ()
    if summary is None and quoted_from is None:
        return ChartCell(codings=codings)
    bare = summary is None or summary.draft or not summary.text
    extracts = quoted_from.extracts(placed) if quoted_from is not None and bare and placed else ()
    if summary is None:
        return ChartCell(codings=codings, extracts=extracts)
    became = changes.get(summary.id, ())
    return ChartCell(summary.text, summary.remark, summary.mark, summary.draft, bool(became), codings, extracts, became)


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
