"""Framework charts as they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qualcode.domain.chart_selection import WHOLE
from qualcode.domain.printing import Audience
from qualcode.services.chart_selecting import selected_charts
from qualcode.services.charting_cells import open_charts
from qualcode.services.charting_layouts import layouts_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.reading import Reading
    from qualcode.domain.chart_selection import ChartSelection
    from qualcode.domain.charts import ChartLayout, ChartTable
    from qualcode.storage import OpenStudy


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
    kind: str | None = None,
    where: Sequence[str] = (),
    order: Sequence[str] = (),
    level: int | None = None,
    saved: str | None = None,
) -> tuple[ChartTable, ...]:
    """The framework charts of a study: one for each group, or the one of `group`, of `codes` alone, or as it was `saved`.

    Themes that stand in no group have a chart together.

    Rows are the cases of a `kind` (participants) that meet all conditions of `where` (`role = nurse`), in the `order` of
    attributes (`-years`: the highest first); columns are the group's themes (a theme's subthemes), `codes` of them when
    named, with `level` 2 what stands right under those. `show` names the attributes that print under a case's name.
    `extracts` fills cells without a summary with coded words. Everything is read from the analysis coding.

    Raises:
        NotFound: there is no such code, attribute or saved chart.
        Ambiguous: a code's name fits several.
        UsageError: one of `codes` does not belong to `group`.
        InvalidInput: there is no such kind of case, or a condition cannot be read.
        NotAllowed: the codebook is empty, the study has no such case, or the viewer codes blind.
    """
    layouts = layouts_for(
        study, group=group, codes=codes, show=show, kind=kind, where=where, order=order, level=level, saved=saved
    )
    return read_charts(study, layouts, extracts=extracts).charts


def read_charts(
    study: OpenStudy,
    layouts: Sequence[ChartLayout],
    *,
    extracts: bool = False,
    selection: ChartSelection = WHOLE,
    audience: Audience = Audience.TEAM,
) -> ChartReading:
    """Charts as they are laid out (see `layouts_for`), with the reading they were made from, in which the words stand.

    `selection` keeps some of their rows and columns, `audience` says who is told of what they are a selection.

    Raises:
        QualcodeError: as `charts`; NotFound where no case is asked for.
    """
    opened = open_charts(study, layouts, extracts=extracts)
    return ChartReading(selected_charts(study, opened, selection, audience), opened[0].reading)
