"""Charts that are kept: what goes on them and how, saved under a title, changed, taken away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.domain.attributes import read_name
from qualcode.errors import InvalidInput, NotFound, UsageError
from qualcode.services.case_conditions import DESCENDING, attribute_named, cases_in_order, cases_that_meet

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.charts import ChartLayout
    from qualcode.storage import OpenStudy, UnitOfWork

NARROWEST, WIDEST = 6, 400
"""Characters that a column of a chart may have."""


def save_chart(study: OpenStudy, layout: ChartLayout, *, reason: str = "") -> tuple[int, ChangeSet]:
    """Save a chart under its title; returns its id. The summaries that it shows are not its own: all charts share them.

    Raises:
        InvalidInput: the title is empty, too long or another chart's, a width or condition is none.
        UsageError: it has neither a group nor themes.
        NotFound: one of its themes or attributes is not there.
        NotAllowed: the viewer codes blind, and charts are others' work.
    """
    with study.unit_of_work("save_chart", reason=reason, what=f"saved the chart {_title(layout)}") as work:
        number = work.charts.add(_checked(work, layout))
    return number, work.insist()


def change_chart(study: OpenStudy, number: int, layout: ChartLayout, *, reason: str = "") -> ChangeSet | None:
    """Give a saved chart another layout, its title included; None where it was so.

    Raises:
        QualcodeError: as `save_chart`; NotFound where there is no such chart.
    """
    with study.unit_of_work("change_chart", reason=reason) as work:
        before = _present(work, number)
        work.what = f"changed the chart {before.title}"
        work.charts.change(number, _checked(work, replace(layout, id=number)))
    return work.change_set


def remove_chart(study: OpenStudy, number: int, *, reason: str = "") -> ChangeSet:
    """Take a saved chart away; the summaries that it shows stay, and undo brings it back.

    Raises:
        NotFound: there is no such chart.
    """
    with study.unit_of_work("remove_chart", reason=reason) as work:
        work.what = f"took away the chart {_present(work, number).title}"
        work.charts.remove(number)
    return work.insist()


def _title(layout: ChartLayout) -> str:
    return read_name(layout.title, "A chart")


def _present(work: UnitOfWork, number: int) -> ChartLayout:
    for one in work.charts.all():
        if one.id == number:
            return one
    raise NotFound("That chart is no longer saved.", "`qualcode charts list` lists the saved charts.")


def _checked(work: UnitOfWork, layout: ChartLayout) -> ChartLayout:
    """The layout as it is kept, with the names of attributes as they are written."""
    title = _title(layout)
    if any(one.id != layout.id and one.title.casefold() == title.casefold() for one in work.charts.all()):
        raise InvalidInput(f'There is another chart "{title}".', "Choose another title, or change that one.")
    if layout.group is None and not layout.codes:
        raise UsageError("The chart has no themes.", "Name a group with --group, or themes with --code.")
    book = work.codes.codebook()
    named = [*layout.codes, *([layout.group] if layout.group is not None else [])]
    if any(code not in book for code in named):
        raise NotFound("A theme of the chart is no longer in the codebook.", "`qualcode codebook show` lists its codes.")
    for _, width in layout.widths:
        if not NARROWEST <= width <= WIDEST:
            raise InvalidInput(f"A column cannot be {width} characters wide.", f"It has {NARROWEST} to {WIDEST}.")
    attributes = work.cases.attributes()
    cases_in_order(cases_that_meet((), layout.where, attributes), layout.order, attributes)
    shown = None if layout.shown is None else tuple(attribute_named(name, attributes).name for name in layout.shown)
    order = tuple(
        DESCENDING * name.startswith(DESCENDING) + attribute_named(name.removeprefix(DESCENDING), attributes).name
        for name in layout.order
    )
    return replace(layout, title=title, shown=shown, order=order)
