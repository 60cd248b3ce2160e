"""Framework charts to files: Word, Excel, a page for the browser, and CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.chart_files import ChartFile
from qualcode.domain.chart_selection import WHOLE
from qualcode.domain.printing import Audience
from qualcode.errors import UsageError
from qualcode.services.chart_words import filters_of, printed_words, told_of_cases
from qualcode.services.charting_evidence import bearings_on
from qualcode.services.charting_layouts import layouts_for
from qualcode.services.charts import read_charts
from qualcode.services.gate import check_printed
from qualcode.services.outputs import require_suffix, unprintable
from qualcode.services.reading import uncollected
from qualcode.services.tables_in import write_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.domain.chart_selection import ChartSelection
    from qualcode.domain.charts import ChartLayout
    from qualcode.storage import OpenStudy

SUFFIXES = (".docx", ".xlsx", ".html", ".csv")
"""What charts can be written as."""
TRANSPOSABLE = (".docx", ".xlsx", ".csv")
"""Those of them in which themes may stand down and cases across."""
NOT_TRANSPOSABLE = f"Write it with cases down, or to a file that ends in {' or '.join(TRANSPOSABLE)}."


def chart_file(
    study: OpenStudy,
    *,
    group: str | None = None,
    codes: Sequence[str] = (),
    show: Sequence[str] = (),
    layouts: Sequence[ChartLayout] | None = None,
    extracts: bool = False,
    evidence: bool | None = None,
    audience: Audience = Audience.TEAM,
    selection: ChartSelection = WHOLE,
    transposed: bool = False,
    suffix: str = "",
) -> ChartFile:
    """Framework charts with all that a file of them holds. `evidence` adds the extracts behind each cell; None: for the team.

    `suffix` says what kind of file it is for: in CSV there are extracts only when they are asked for. `layouts` say how the
    charts are laid out, else `group`, `codes` and `show` do. `selection` keeps some of their rows and columns; `transposed`
    has themes down and cases across. Else as `services.charts.charts`.

    Raises:
        UsageError: they are to be transposed on a page for the browser, on which cases are chosen by rows.
        NotFound: no case is asked for.
    """
    from qualcode.analysis.chart_evidence import evidence_behind

    if transposed and suffix == ".html":
        raise UsageError("A page for the browser has its cases in rows, for they are chosen there.", NOT_TRANSPOSABLE)
    laid_out = layouts_for(study, group=group, codes=codes, show=show) if layouts is None else layouts
    charts, reading = read_charts(study, laid_out, extracts=extracts, selection=selection, audience=audience)
    # A table in CSV is read by other programs, and holds the extracts only for who asks for them.
    asked = (audience is Audience.TEAM and suffix != ".csv") if evidence is None else evidence
    behind = evidence_behind(reading, charts, summarised=suffix == ".docx") if asked else {}
    bearings = bearings_on(study, charts, reading) if asked else {}
    told = told_of_cases(study, laid_out, charts, audience)
    return ChartFile(
        study.facts.title,
        charts,
        audience,
        behind,
        filters_of(told),
        told.values,
        reading.whose,
        told.names,
        bearings,
        transposed,
    )


def write_charts(
    study: OpenStudy,
    path: Path,
    *,
    group: str | None = None,
    codes: Sequence[str] = (),
    show: Sequence[str] = (),
    layouts: Sequence[ChartLayout] | None = None,
    extracts: bool = False,
    evidence: bool | None = None,
    audience: Audience = Audience.TEAM,
    selection: ChartSelection = WHOLE,
    transposed: bool = False,
) -> ChartFile:
    """Write framework charts to a file of the kind that its suffix says; an existing file is replaced. Else as `chart_file`.

    Raises:
        UsageError: charts cannot be written as such a file.
        NotAllowed: it is for publication, and would tell who somebody is.
        InvalidInput: the file cannot be written.
    """
    suffix = require_suffix(path, *SUFFIXES)
    with uncollected():
        found = chart_file(
            study,
            group=group,
            codes=codes,
            show=show,
            layouts=layouts,
            extracts=extracts,
            evidence=evidence,
            audience=audience,
            selection=selection,
            transposed=transposed,
            suffix=suffix,
        )
        if audience is Audience.PUBLICATION:
            check_printed(study, printed_words(found), audience=audience)
        write_bytes(path, charts_as(found, suffix))
    return found


def charts_as(found: ChartFile, suffix: str) -> bytes:
    """The bytes of a file of charts, of the kind that a suffix of `SUFFIXES` says."""
    if suffix == ".docx":
        from qualcode.formats.writers.docx.chart import charts_docx

        return charts_docx(found)
    if suffix == ".xlsx":
        from qualcode.formats.writers.xlsx_chart import charts_xlsx

        return charts_xlsx(found)
    if suffix == ".html":
        from qualcode.formats.writers.html.chart import charts_html

        return charts_html(found).encode()
    from qualcode.formats.writers.chart_csv import charts_csv

    return charts_csv(found).encode()


def unprintable_in(found: ChartFile) -> tuple[str, ...]:
    """A line for each cell with characters that Word, Excel and a page for the browser cannot hold."""
    cells = ((place, "\n".join((cell.text, cell.remark, *(one.words for one in cell.extracts)))) for place, cell in found.cells())
    rows = (row for chart in found.charts for row in chart.rows)
    portraits = ((f"{row.name}, portrait", row.portrait.text) for row in rows if row.portrait is not None)
    return unprintable((*portraits, *cells))
