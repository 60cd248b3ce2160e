"""What files of charts print: every word of them for the check before a publication, and what is told of each case."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from qualcode.analysis.charts import spoken
from qualcode.domain.attributes import as_printed
from qualcode.domain.cases import finite, reads_as
from qualcode.domain.chart_files import UNKNOWN, ChartFilter
from qualcode.domain.printing import Audience, PrintedWords
from qualcode.services.charting_cells import shown_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from qualcode.domain.cases import Attribute
    from qualcode.domain.chart_files import ChartFile
    from qualcode.domain.charts import ChartColumn, ChartLayout, ChartRow, ChartTable
    from qualcode.domain.segments import Extract
    from qualcode.storage import OpenStudy

BOOLEAN = ("yes", "no")
MOST_VALUES = 12
"""Values an attribute may have to be chosen by on a page."""


@dataclass(frozen=True, slots=True)
class ToldOfCases:
    """What files of charts tell of their cases: attributes, and by a case's id the printed form of its value of each."""

    attributes: tuple[Attribute, ...]
    values: Mapping[int, tuple[str, ...]]

    @property
    def names(self) -> tuple[str, ...]:
        """The attributes' names."""
        return tuple(one.name for one in self.attributes)


def told_of_cases(
    study: OpenStudy, layouts: Sequence[ChartLayout], charts: Sequence[ChartTable], audience: Audience
) -> ToldOfCases:
    """What is told of the cases on some charts: all that may be printed, in a publication what stands under the names alone."""
    rows = {row.case for chart in charts for row in chart.rows}
    known = study.cases.all()
    cases = tuple(case for case in known if case.id in rows)
    attributes: Sequence[Attribute] = study.cases.attributes()
    if audience is Audience.PUBLICATION:
        of_kind = [shown_on(one, [case for case in known if case.kind is one.kind], attributes) for one in layouts]
        attributes = list({one.name: one for shown in of_kind for one in shown}.values())
    told, printed = as_printed(attributes, cases)
    return ToldOfCases(tuple(told), {case.id: tuple((case.value(one.name) or "").strip() for one in told) for case in printed})


def filters_of(told: ToldOfCases) -> tuple[ChartFilter, ...]:
    """What the cases of a page may be chosen by: attributes with a handful of values."""
    found = []
    for place, one in enumerate(told.attributes):
        values = {values[place] or UNKNOWN for values in told.values.values()}
        if 1 < len(values) <= MOST_VALUES:
            found.append(ChartFilter(spoken(one.name), _ordered(one, values), place))
    return tuple(found)


def _ordered(attribute: Attribute, values: Collection[str]) -> tuple[str, ...]:
    """Values in the order of their attribute, yes before no, else numbers by size and words by alphabet; unknown last."""
    places = {value: place for place, value in enumerate((*attribute.order, *BOOLEAN))}

    def key(value: str) -> tuple[bool, int, float, str]:
        number = float(value) if reads_as(value, finite) else inf
        return value == UNKNOWN, places.get(value, len(places)), number, value.casefold()

    return tuple(sorted(values, key=key))


def printed_words(found: ChartFile) -> tuple[PrintedWords, ...]:
    """Every word that a file of charts prints, by chart, case and theme, with what prints of the case beside it."""
    words = [PrintedWords("the charts", "title", found.study)]
    # A page lets cases be chosen by attributes under these names; Excel and the appendix in Word say whose codings were read.
    words += [PrintedWords("the charts", "choice of cases", one.heading) for one in found.filters]
    if found.whose:
        words.append(PrintedWords("the charts", "note", found.whose))
    for number, chart in enumerate(found.charts, 1):
        output = f"Chart {number}"
        words.append(PrintedWords(output, "title", chart.title))
        if chart.selection:
            words.append(PrintedWords(output, "note", chart.selection))
        for column in chart.columns:
            # A table in CSV is headed by where a theme stands in the codebook.
            text = column.path if column.path.endswith(column.heading) else f"{column.heading}\n{column.path}"
            words.append(PrintedWords(output, f"heading of {column.heading}", text))
        for row in chart.rows:
            words += _of_row(found, output, chart.columns, row)
    return tuple(words)


def _of_row(found: ChartFile, output: str, columns: Sequence[ChartColumn], row: ChartRow) -> Iterator[PrintedWords]:
    values = found.values.get(row.case, ())
    printed = tuple((name, value) for name, value in zip(found.told, values, strict=False) if value)

    def words(place: str, text: str, quote: int | None = None, said_by: tuple[str, ...] = ()) -> PrintedWords:
        return PrintedWords(output, place, text, row.case, printed, row.name, quote, said_by)

    def extract(place: str, one: Extract) -> PrintedWords:
        return words(f"{place}, extract {one.id}", one.words, one.id, one.cases)

    yield words(row.name, f"{row.name} {row.about}".strip())
    if row.portrait is not None:
        place = f"{row.name}, portrait"
        yield words(place, row.portrait.text)
        yield from (words(f"{place}, extract {one.coding}", one.words, one.coding, one.said_by) for one in row.portrait.cited)
    for column, cell in zip(columns, row.cells, strict=True):
        place = f"{row.name}, {column.heading}"
        if cell.summarised:
            yield from (words(place, text) for text in (cell.text, cell.remark) if text)
        # A participant's own words are a quotation, wherever they stand.
        yield from (extract(place, one) for one in cell.extracts)
        for cited in found.behind(cell):
            yield extract(place, cited.extract)
            yield words(f"{place}, extract {cited.extract.id}", cited.found_at)
