"""Framework charts: which cases, themes and summaries stand on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qualcode.analysis.charts import about_case, chart_table, columns_of, groups_of, shown_attributes
from qualcode.analysis.frequencies import site_attribute
from qualcode.domain.attributes import as_printed
from qualcode.domain.cases import CaseKind
from qualcode.errors import NotAllowed, NotFound, UsageError
from qualcode.services.reading import read_analysis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.reading import Reading
    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.charts import ChartTable
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.storage import OpenStudy

CHOSEN = "Chosen themes"
"""The title of a chart of codes that were named one by one."""


class ChartReading(NamedTuple):
    """Charts, and the reading of the study that they were made from."""

    charts: tuple[ChartTable, ...]
    reading: Reading


def charts(
    study: OpenStudy,
    *,
    group: str | None = None,
    codes: Sequence[str] = (),
    show: Sequence[str] = (),
    extracts: bool = False,
) -> tuple[ChartTable, ...]:
    """The framework charts of a study: one for each group, or the one of `group`, or of `codes` alone.

    Themes that stand in no group have a chart together.

    Rows are participants, columns the group's themes (a theme's subthemes), `codes` of them when named. `show` names
    the attributes that print under a participant's name. `extracts` fills cells without a summary with coded words.
    Everything is read from the analysis coding.

    Raises:
        NotFound: there is no such code or attribute.
        Ambiguous: a code's name fits several.
        UsageError: one of `codes` does not belong to `group`.
        NotAllowed: the codebook is empty, or the study has no participant.
    """
    return read_charts(study, group=group, codes=codes, show=show, extracts=extracts).charts


def read_charts(
    study: OpenStudy, *, group: str | None, codes: Sequence[str], show: Sequence[str], extracts: bool
) -> ChartReading:
    """As `charts`, with the reading they were made from, in which the words behind each cell stand."""
    book = study.codes.codebook()
    layout = _layout(book, group, codes)
    reading = read_analysis(study, book=book, finished=True)
    cases = [case for case in reading.cases if case.kind is CaseKind.PARTICIPANT]
    if not cases:
        raise NotAllowed("The study has no participants to chart.", "Bring them in with `qualcode cases import`.")
    attributes = _shown(study, show, cases)
    _, printed = as_printed(attributes, cases)
    about = {case.id: about_case(case, attributes) for case in printed}
    summaries = {(one.case, one.code): one for one in study.summaries.all()}
    checks = study.codings.checks() if summaries else {}
    made = tuple(
        chart_table(reading, title, columns, cases, summaries, checks, about=about, extracts=extracts)
        for title, columns in layout
    )
    return ChartReading(made, reading)


def _layout(book: Codebook, group: str | None, codes: Sequence[str]) -> list[tuple[str, tuple[Code, ...]]]:
    """The title and columns of each chart."""
    chosen = tuple({code.id: code for code in map(book.find, codes)}.values())
    if group is not None:
        above = book.find(group)
        _refuse_outside(book, above, chosen)
        return [(above.name, chosen or columns_of(book, above.id))]
    if chosen:
        parents = {code.parent for code in chosen}
        shared = parents.pop() if len(parents) == 1 else None
        return [(CHOSEN if shared is None else book[shared].name, chosen)]
    groups = groups_of(book)
    if not groups:
        raise NotAllowed("The codebook is empty, so there is no theme to chart.", "Bring one in with `qualcode codebook import`.")
    return [(one.title, one.themes) for one in groups]


def _refuse_outside(book: Codebook, above: Code, chosen: Sequence[Code]) -> None:
    inside = book.subtree(above.id)
    for code in chosen:
        if code.id not in inside:
            raise UsageError(
                f'"{book.path_text(code.id)}" does not belong to "{above.name}".', "Leave out the group, or name codes below it."
            )


def _shown(study: OpenStudy, show: Sequence[str], cases: Sequence[Case]) -> tuple[Attribute, ...]:
    known = study.cases.attributes()
    if not show:
        return shown_attributes(known, cases, site_attribute(one.name for one in known))
    by_name = {one.name.casefold(): one for one in known}
    for name in show:
        if name.casefold() not in by_name:
            raise NotFound(f'There is no attribute "{name}".', f"Attributes are {', '.join(one.name for one in known)}.")
    return tuple(by_name[name.casefold()] for name in show)
