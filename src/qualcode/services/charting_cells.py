"""Framework charts as they are worked on: a chart with what its cells rest on, one cell laid open, and what was written since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.analysis.cells import cell_evidence, evidence_now, gone_evidence, not_said, plain_talk, resolved
from qualcode.analysis.charts import about_case, cells_of, chart_cell, chart_table, columns_of, shown_attributes
from qualcode.analysis.frequencies import site_attribute
from qualcode.analysis.reading import Reading
from qualcode.analysis.talk import talks_of
from qualcode.domain.attributes import as_printed
from qualcode.domain.cells import OpenCell
from qualcode.domain.charts import ChartCell, ChartColumn, ChartRow, ChartTable
from qualcode.domain.summaries import version_of
from qualcode.errors import NotAllowed, NotFound
from qualcode.services.case_conditions import attribute_named, cases_in_order, cases_that_meet
from qualcode.services.charting_evidence import CellGround, changes_of, ground_of, seen_of
from qualcode.services.charting_portraits import portraits_of
from qualcode.services.reading import read_analysis, refuse_hidden_analysis, sources_by_case, uncollected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.analysis.reading import Placed
    from qualcode.analysis.talk import SourceTalk
    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.charts import ChartLayout
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.domain.summaries import EvidenceChange, Summary
    from qualcode.storage import OpenStudy

LARGE = 8_000
"""Cells from which on a chart takes so long to read that its first rows are shown before."""
AT_ONCE = 60
"""Rows that are read at once of such a chart."""


@dataclass(frozen=True, slots=True)
class OpenChart:
    """A chart being worked on: how it is laid out, what it shows, and the analysis coding that it was read from."""

    layout: ChartLayout
    table: ChartTable
    reading: Reading

    def ground(self, case: int, code: int) -> CellGround:
        """What one of its cells rests on; ids of case and code.

        Raises:
            KeyError: it has no such cell.
        """
        of = {one.id: one for one in self.reading.cases}[case]
        return CellGround(self.reading, of, self.reading.book[code], tuple(cells_of(self.reading, code).get(case, ())))

    def placed(self, codings: Iterable[int]) -> tuple[Placed, ...]:
        """Codings of its cells, by their ids, with whose talk they are."""
        return tuple(self.reading.by_coding[number] for number in codings)

    def with_cell(self, case: int, code: int, cell: ChartCell) -> OpenChart:
        """The chart with another cell in place of one, all others as they are; as it is where it has no such cell."""
        codes = [column.code for column in self.table.columns]
        if code not in codes:
            return self
        place = codes.index(code)
        rows = tuple(
            replace(row, cells=(*row.cells[:place], cell, *row.cells[place + 1 :])) if row.case == case else row
            for row in self.table.rows
        )
        return replace(self, table=replace(self.table, rows=rows))


def open_charts(study: OpenStudy, layouts: Sequence[ChartLayout], *, extracts: bool = False) -> tuple[OpenChart, ...]:
    """Charts as they are laid out, read from the analysis coding; `extracts` fills cells without a summary with coded words.

    Raises:
        NotFound: there is no such attribute, or none of a chart's themes is in the codebook now.
        QueryError: a condition on cases cannot be read.
        NotAllowed: the study has no case of a chart's kind, or the viewer codes blind and the analysis coding is another's.
    """
    with uncollected():
        return _open_charts(study, layouts, extracts=extracts)


def _open_charts(study: OpenStudy, layouts: Sequence[ChartLayout], *, extracts: bool) -> tuple[OpenChart, ...]:
    book = study.codes.codebook()
    columns = [_columns(book, layout) for layout in layouts]
    themes = {code.id for some in columns for code in some}
    wanted = frozenset[int]().union(*(book.subtree(code) for code in themes))
    whole = len(wanted) * 2 > len(book)
    readings = {
        kind: read_analysis(study, codes=None if whole else wanted, book=book, finished=True, kind=kind)
        for kind in dict.fromkeys(layout.kind for layout in layouts)
    }
    cells = {code: cells_of(next(iter(readings.values())), code) for code in themes}
    summaries = study.summaries.by_code(themes)
    changes = changes_of(study, (one for of in summaries.values() for one in of.values()), cells)
    attributes = study.cases.attributes()
    found = []
    for layout, of_chart in zip(layouts, columns, strict=True):
        reading = readings[layout.kind]
        cases, about = _rows(layout, reading, attributes)
        table = chart_table(
            reading,
            layout.title,
            of_chart,
            cases,
            cells,
            summaries,
            changes,
            about=about,
            extracts=extracts,
            case_heading=layout.kind.value.capitalize(),
            portraits=portraits_of(study, cases) if layout.portrait else None,
        )
        found.append(OpenChart(layout, table, reading))
    return tuple(found)


def first_rows(study: OpenStudy, layout: ChartLayout, *, around: int | None = None) -> OpenChart | None:
    """What stands in the first rows of a large chart, or in those around a case, while it is being read; ids as ever.

    The other rows are empty, and what cells rest on is not told. None of a chart that is read as soon in full. Raises as
    `open_charts`.
    """
    refuse_hidden_analysis(study)
    book = study.codes.codebook()
    columns = _columns(book, layout)
    reading = Reading("", book, study.cases.all(), {}, (), {})
    if len(columns) * len(reading.cases) < LARGE:
        return None
    cases, about = _rows(layout, reading, study.cases.attributes())
    place = next((at for at, case in enumerate(cases) if case.id == around), 0)
    first = {case.id for case in cases[max(0, place - AT_ONCE // 2) :][:AT_ONCE]}
    said = {(one.case, one.code): one for one in study.summaries.all(codes={code.id for code in columns}, cases=first)}
    nothing = (ChartCell(),) * len(columns)
    rows = tuple(
        ChartRow(
            case.id,
            case.name,
            about.get(case.id, ""),
            tuple(chart_cell(said.get((case.id, code.id)), (), {}) for code in columns) if case.id in first else nothing,
        )
        for case in cases
    )
    heads = tuple(ChartColumn(code.id, code.name, book.path_text(code.id)) for code in columns)
    return OpenChart(layout, ChartTable(layout.title, heads, rows, case_heading=layout.kind.value.capitalize()), reading)


def open_cell(study: OpenStudy, case: int, code: int, *, chart: OpenChart | None = None) -> OpenCell:
    """One cell laid open; ids of case and code. `chart` saves reading its codings where it is at hand.

    Raises:
        NotFound: the case or the theme is no longer there.
        NotAllowed: the viewer codes blind, and the analysis coding is another's.
    """
    ground = ground_of(study, case, code) if chart is None else chart.ground(case, code)
    summary = study.summaries.of_cell(case, code)
    talks = _talks(study, ground.case, ground.reading.cases)
    attributes = study.cases.attributes()
    shown = _shown_by_default(attributes, [one for one in ground.reading.cases if one.kind is ground.case.kind])
    about = _about(shown, [ground.case]).get(case, "")
    seen = seen_of(study, summary, evidence_now(ground.placed))
    bearings = {number: link.bearing for number, link in seen.items()}
    changes = _changes(study, ground, summary)
    cell = OpenCell(
        case,
        ground.case.name,
        about,
        code,
        ground.reading.book.path_text(code),
        evidence=cell_evidence(ground.reading, ground.placed, bearings, changes, named=len(talks) > 1),
        changes=changes,
    )
    if summary is None:
        return cell
    links = study.summaries.links([summary.id]).get(summary.id, ())
    names = {coder.id: coder.name for coder in study.coders.all()}
    return replace(
        cell,
        text=summary.text,
        remark=summary.remark,
        mark=summary.mark,
        draft=summary.draft,
        version=version_of(summary),
        author=names.get(summary.author, ""),
        written_at=summary.written_at,
        gone=gone_evidence(ground.reading.book, links, bearings, changes),
        references=resolved(summary.text, case, talks, ground.placed),
        not_found=not_said(summary.text, plain_talk(case, talks)),
    )


def reread_cell(study: OpenStudy, chart: OpenChart, case: int, code: int) -> OpenChart:
    """A chart after something was written in one of its cells: that cell is read anew, its codings stay as they were read."""
    ground = chart.ground(case, code)
    summary = study.summaries.of_cell(case, code)
    changes = {summary.id: _changes(study, ground, summary)} if summary is not None else {}
    return chart.with_cell(case, code, chart_cell(summary, ground.placed, changes))


def _changes(study: OpenStudy, ground: CellGround, summary: Summary | None) -> tuple[EvidenceChange, ...]:
    if summary is None:
        return ()
    return changes_of(study, [summary], {ground.code.id: {ground.case.id: ground.placed}}).get(summary.id, ())


def _columns(book: Codebook, layout: ChartLayout) -> tuple[Code, ...]:
    if layout.codes:
        found = tuple(book[code] for code in layout.codes if code in book)
    else:
        found = columns_of(book, layout.group) if layout.group is not None and layout.group in book else ()
    if not found:
        raise NotFound(
            f'None of the themes of the chart "{layout.title}" is in the codebook now.', "Choose others for it, or take it away."
        )
    for _ in range(layout.level - 1):
        below = [book.children(code.id) or (code,) for code in found]
        found = tuple({one.id: one for some in below for one in some}.values())
    return found


def _rows(layout: ChartLayout, reading: Reading, attributes: Sequence[Attribute]) -> tuple[tuple[Case, ...], Mapping[int, str]]:
    cases = tuple(case for case in reading.cases if case.kind is layout.kind)
    if not cases:
        raise NotAllowed(f"The study has no {layout.kind.value}s to chart.", "Bring them in with `qualcode cases import`.")
    kept = cases_that_meet(cases, layout.where, attributes)
    return cases_in_order(kept, layout.order, attributes), _about(shown_on(layout, cases, attributes), kept)


def shown_on(layout: ChartLayout, cases: Sequence[Case], attributes: Sequence[Attribute]) -> tuple[Attribute, ...]:
    """The attributes that stand under the names on a chart; `cases` are all of its kind.

    Raises:
        NotFound: there is no such attribute.
    """
    if layout.shown is None:
        return _shown_by_default(attributes, cases)
    return tuple(attribute_named(name, attributes) for name in layout.shown)


def _shown_by_default(attributes: Sequence[Attribute], cases: Sequence[Case]) -> tuple[Attribute, ...]:
    return shown_attributes(attributes, cases, site_attribute(one.name for one in attributes))


def _about(shown: Sequence[Attribute], cases: Sequence[Case]) -> dict[int, str]:
    """What prints under the names of cases, in printed forms."""
    _, printed = as_printed(shown, cases)
    return {case.id: about_case(case, shown) for case in printed}


def _talks(study: OpenStudy, case: Case, cases: Sequence[Case]) -> tuple[SourceTalk, ...]:
    """The sources in which a case speaks, in their order."""
    sources = sources_by_case(study, [case])[case.id]
    return tuple(talks_of(study.talk.of_sources(sources), cases).values())
