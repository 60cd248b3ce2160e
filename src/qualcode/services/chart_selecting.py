"""Framework charts of which some rows and columns are asked for, with a note that says of what they are a selection."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.domain.cases import Printed
from qualcode.domain.chart_selection import places_of
from qualcode.domain.codebook_paths import folded
from qualcode.domain.printing import Audience
from qualcode.domain.queries import conditions_of, read_query
from qualcode.errors import NotFound
from qualcode.services.charting_cells import shown_on

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.chart_selection import ChartSelection
    from qualcode.domain.charts import ChartLayout, ChartTable
    from qualcode.services.charting_cells import OpenChart
    from qualcode.storage import OpenStudy

UNPRINTED = "chosen by what is not printed"
"""Stands in a publication for conditions on what is not told there of the cases."""


def selected_charts(
    study: OpenStudy, charts: Sequence[OpenChart], selection: ChartSelection, audience: Audience = Audience.TEAM
) -> tuple[ChartTable, ...]:
    """The rows and columns of charts that are asked for, counted anew; each says of what it is a selection, if it is one.

    In a publication it names no condition on what is not told of the cases there as it is. A chart on which no case fits
    words or state is left out.

    Raises:
        NotFound: no case of any of them is asked for.
    """
    known, attributes = study.cases.all(), study.cases.attributes()
    found = tuple(_with_note(chart, _selected(chart, selection), selection, known, attributes, audience) for chart in charts)
    if not selection:
        return found
    kept = tuple(table for table in found if table.rows)
    if not kept:
        raise NotFound(
            f"No case of the charts fits what is asked: {'; '.join(_asked(selection))}.",
            "Ask for other words, or another state of cells.",
        )
    return kept


def _selected(chart: OpenChart, selection: ChartSelection) -> ChartTable:
    table = chart.table
    rows, columns = places_of(table, selection) if selection else (range(len(table.rows)), range(len(table.columns)))
    if (len(rows), len(columns)) == (len(table.rows), len(table.columns)):
        return table
    kept = tuple(replace(row, cells=tuple([row.cells[at] for at in columns])) for row in (table.rows[place] for place in rows))
    finished = chart.reading.finished & {row.case for row in kept}
    counted = [sum(bool(row.cells[at].codings) for row in kept if row.case in finished) for at in range(len(columns))]
    heads = tuple(replace(table.columns[at], participants=many) for at, many in zip(columns, counted, strict=True))
    return replace(table, columns=heads, rows=kept, finished=len(finished))


def _with_note(
    chart: OpenChart,
    table: ChartTable,
    selection: ChartSelection,
    known: Sequence[Case],
    attributes: Sequence[Attribute],
    audience: Audience,
) -> ChartTable:
    of_kind = [case for case in known if case.kind is chart.layout.kind]
    asked = [*_conditions(chart.layout, of_kind, attributes, audience), *_asked(selection)]
    if not asked:
        return table
    notes = [f"{len(table.rows)} of {len(of_kind)} {table.case_heading.lower()}s: {'; '.join(asked)}."]
    if len(table.columns) < len(chart.table.columns):
        notes.append(f"{len(table.columns)} of {len(chart.table.columns)} themes.")
    return replace(table, selection=" ".join(notes))


def _asked(selection: ChartSelection) -> list[str]:
    words = " ".join(selection.sought.split())
    asked = [f"with “{words}” in the row"] if words else []
    return asked + ([f"with a cell “{selection.state}”"] if selection.state else [])


def _conditions(
    layout: ChartLayout, cases: Sequence[Case], attributes: Sequence[Attribute], audience: Audience
) -> tuple[str, ...]:
    """The conditions on cases as a note may tell them."""
    if audience is Audience.TEAM:
        return layout.where
    told = {folded(one.name) for one in shown_on(layout, cases, attributes) if one.printed is Printed.AS_IS}
    names = [one.name for one in attributes]
    return tuple(dict.fromkeys(one if _told(one, names, told) else UNPRINTED for one in layout.where))


def _told(condition: str, names: Sequence[str], told: Collection[str]) -> bool:
    """Whether all that a condition names is told of the cases as it is."""
    return all(folded(term.attribute) in told for term in conditions_of(read_query(condition, names)))
