"""Framework charts as one page for the browser: headings that stay, cells that unfold their extracts, filters, paper."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.domain.chart_files import CHANGED, NOT_SUMMARISED, PRINTED_MARKS, UNKNOWN, bearing_note, legend, text_parts
from qualcode.domain.charts import PORTRAIT
from qualcode.formats.writers.docx.typography import curled, turns_kept_whole
from qualcode.formats.writers.html.page import escaped, page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.domain.chart_files import ChartFile, CitedExtract
    from qualcode.domain.charts import ChartCell, ChartColumn, ChartRow, ChartTable

IN_THE_CELL = "its words unfold below the summary"
"""Where the words are that a reference leads to."""


def charts_html(file: ChartFile) -> str:
    """The charts as a page. Without its script it shows all of them, one below the other."""
    # Several cells rest on most extracts: what is written of one is made once.
    written: dict[int, str] = {}
    charts = "".join(_Section(file, chart, number, written).html() for number, chart in enumerate(file.charts, 1))
    notice = f'<p class="notice">{escaped(file.audience.header)}</p>' if file.audience.header else ""
    links = "".join(
        f'<li><a href="#chart-{number}"><span class="number">{number}</span> <bdi>{escaped(curled(chart.title))}</bdi></a></li>'
        for number, chart in enumerate(file.charts, 1)
    )
    body = (
        '<a class="skip" href="#charts">To the charts</a>\n'
        f'<header>{notice}<h1 dir="auto">{escaped(curled(file.study))}</h1>'
        f'<nav aria-label="Charts"><ul>{links}</ul></nav></header>\n{_tools(file)}\n<main id="charts">\n{charts}</main>'
    )
    return page(f"Framework charts: {file.study}", body, name="chart")


def _tools(file: ChartFile) -> str:
    """What chooses and orders cases, and unfolds cells; the script fills it with life and shows it."""
    selects = "".join(
        f'<label><span>{escaped(one.heading)}</span> <select data-filter="{place}"><option value="">All</option>'
        + "".join(f'<option value="{number}">{escaped(value)}</option>' for number, value in enumerate(one.values))
        + "</select></label>"
        for place, one in enumerate(file.filters)
    )
    orders = "".join(f'<option value="{place}">{escaped(one.heading)}</option>' for place, one in enumerate(file.filters))
    order = f'<label><span>Order</span> <select id="order"><option value="">As in the study</option>{orders}</select></label>'
    unfold = '<button type="button" id="unfold" aria-pressed="false">Unfold all extracts</button>' if file.evidence else ""
    buttons = f'{order if file.filters else ""}<button type="reset">Show all</button>{unfold}'
    shown = '<output id="shown" role="status"></output>'
    return (
        '<details class="tools" open hidden><summary>Choose and order</summary>'
        f'<form aria-label="Choose and order" data-noun="{escaped(_noun(file))}">{selects}{buttons}{shown}</form></details>'
    )


def _noun(file: ChartFile) -> str:
    """What the rows are, as counted: `participants`."""
    return f"{file.charts[0].case_heading.lower()}s" if file.charts else ""


class _Section:
    """One chart on its way into a page."""

    def __init__(self, file: ChartFile, chart: ChartTable, number: int, written: dict[int, str]) -> None:
        self._file = file
        self._chart = chart
        self._number = number
        self._written = written
        self._headings = [escaped(curled(column.heading)) for column in chart.columns]
        self._places = [(one.place, {value: str(number) for number, value in enumerate(one.values)}) for one in file.filters]

    def html(self) -> str:
        """The section: title, table, legend."""
        chart, number = self._chart, self._number
        before = [PORTRAIT] if chart.portrait else []
        columns = len(chart.columns) + len(before)
        heads = "".join(
            f'<th scope="col" role="columnheader" dir="auto">{heading}</th>' for heading in (*before, *self._headings)
        )
        notice = escaped(self._file.audience.header)
        # On paper the first row of the head says on each page whom it is for.
        for_paper = f'<tr class="paper"><th colspan="{columns + 1}">{notice}</th></tr>' if notice else ""
        behind = self._file.evidence
        note = f"{legend(chart, IN_THE_CELL if behind else '')}{f' {bearing_note(self._file)}' if behind else ''}"
        return (
            f'<section class="chart" id="chart-{number}" aria-labelledby="title-{number}">'
            f'<h2 id="title-{number}">Chart {number} <bdi>{escaped(curled(chart.title))}</bdi></h2>'
            f'<div class="scroll" tabindex="0" role="region" aria-labelledby="title-{number}">'
            f'<table role="table"><colgroup><col class="cases"><col span="{max(1, columns)}"></colgroup>'
            f'<thead role="rowgroup">{for_paper}<tr role="row"><th scope="col" role="columnheader" '
            f'class="corner">{escaped(chart.case_heading)}</th>{heads}</tr></thead>\n'
            f'<tbody role="rowgroup">{"".join(map(self._row, chart.rows))}</tbody></table>'
            f'<p class="legend">{escaped(curled(note))}</p></div></section>\n'
        )

    def _row(self, row: ChartRow) -> str:
        values = self._file.values.get(row.case)
        chosen = " ".join(places.get(values[at] or UNKNOWN, "-") for at, places in self._places) if values else ""
        about = f'<span class="about" dir="auto">{escaped(curled(row.about))}</span>' if row.about else ""
        cells = "".join(
            f'<td role="cell" data-theme="{heading}">{"".join(self._cell(row, column, cell))}</td>'
            for column, heading, cell in zip(self._chart.columns, self._headings, row.cells, strict=True)
        )
        return (
            f'<tr role="row" data-values="{chosen}"><th scope="row" role="rowheader"><span class="case" dir="auto">'
            f"{escaped(row.name)}</span>{about}</th>{_portrait(row) if self._chart.portrait else ''}{cells}</tr>\n"
        )

    def _cell(self, row: ChartRow, column: ChartColumn, cell: ChartCell) -> Iterator[str]:
        anchor = f"e{self._number}-{row.case}-{column.code}-"
        found = self._file.behind(cell)
        if cell.summarised:
            yield from _summary(cell, found, anchor)
        elif cell.mark is not None:
            yield f'<p class="mark"><span aria-hidden="true">{PRINTED_MARKS[cell.mark]}</span> '
            yield f'<span class="said">{cell.mark.value}</span></p>'
        elif cell.extracts:
            yield f'<p class="label">{NOT_SUMMARISED}</p>'
            yield from (f'<p dir="auto">“{escaped(one.words)}” ({escaped(one.place)})</p>' for one in cell.extracts)
        else:
            yield '<p class="blank"><span class="said">not yet charted</span></p>'
        if found:
            yield self._extracts(found, self._file.said_of(row.case, column.code), anchor)

    def _extracts(self, found: Sequence[CitedExtract], said: Mapping[int, str], anchor: str) -> str:
        """The extracts behind a cell, folded; how many are what to its summary is said before they unfold."""
        many = f"{len(found)} extract{'' if len(found) == 1 else 's'}"
        if said:
            counts = Counter(said[one.extract.id] for one in found if one.extract.id in said)
            many += f": {'; '.join(f'{count} {what}' for what, count in counts.items())}"
        items = []
        for one in found:
            number = one.extract.id
            bearing = f'<div class="bearing">{said[number]}</div>' if number in said else ""
            if number not in self._written:
                self._written[number] = _words_of(one)
            items.append(f'<li id="{anchor}{number}">{bearing}{self._written[number]}</li>')
        return f"<details><summary>{many}</summary><ul>{''.join(items)}</ul></details>"


def _portrait(row: ChartRow) -> str:
    """The cell of a case's portrait."""
    if row.portrait is None:
        words = '<p class="blank"><span class="said">no portrait</span></p>'
    else:
        words = "".join(f'<p class="portrait" dir="auto">{escaped(_printed(one))}</p>' for one in row.portrait.paragraphs)
    return f'<td role="cell" data-theme="{PORTRAIT}">{words}</td>'


def _printed(words: str) -> str:
    return turns_kept_whole(curled(words))


def _summary(cell: ChartCell, found: Sequence[CitedExtract], anchor: str) -> Iterator[str]:
    """The summary, its references leading to the extracts below it, and the remark."""
    yield '<p class="summary" dir="auto">'
    for part in text_parts(_printed(cell.text), found):
        words = escaped(part.text)
        yield words if part.coding is None else f'<a href="#{anchor}{part.coding}">{words}</a>'
    if cell.evidence_changed:
        yield f'\u202f<span class="changed"><span aria-hidden="true">{CHANGED}</span>'
        yield '<span class="unseen">Evidence changed since the summary was written.</span></span>'
    yield "</p>"
    if cell.remark:
        yield f'<p class="remark" dir="auto">[{escaped(curled(cell.remark))}]</p>'


def _words_of(one: CitedExtract) -> str:
    """The words of an extract, and where they stand."""
    return (
        f'<blockquote dir="auto">{escaped(one.extract.words)}</blockquote>'
        f'<p class="where"><bdi>{escaped(one.found_at)}</bdi> [{one.extract.id}]</p>'
    )
