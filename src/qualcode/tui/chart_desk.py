"""Framework charts as their screens use them: what is charted, and calls to services."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.domain.attributes import NUMBERS, fits
from qualcode.domain.cases import AttributeType
from qualcode.domain.codes import CodeKind
from qualcode.tui.ranking import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.charts import ChartRow
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code

LOOSE = "Other themes"
"""The title of the chart of themes that stand in no group."""


@dataclass(frozen=True, slots=True)
class ChartView:
    """What a chart screen shows, so that it can be shown again.

    `group` is the id of the code whose themes are the columns, None for the themes that stand in no group; `deeper` has
    their subthemes in their place. `where` are values that a case must have, by attribute; `sought` words that it must
    hold; `state` the state of cells asked for; `by` the attribute that orders the cases. `place` are the ids of the case
    and the theme under the cursor, `editing` whether its editor was open.
    """

    group: int | None
    deeper: bool = False
    where: tuple[tuple[str, str], ...] = ()
    sought: str = ""
    state: str = ""
    by: str = ""
    falling: bool = False
    transposed: bool = False
    place: tuple[int, int] | None = None
    editing: bool = False


def groups(book: Codebook) -> list[Code | None]:
    """What has a chart of its own: each group, and None for the themes that stand in no group, where there are any."""
    found: list[Code | None] = [code for code in book if code.kind is CodeKind.GROUP]
    return [*found, None] if loose(book) else found


def loose(book: Codebook) -> list[Code]:
    """The themes that stand in no group."""
    return [code for code in book.children(None) if code.kind is not CodeKind.GROUP]


def columns(book: Codebook, view: ChartView) -> list[Code]:
    """The themes that a chart has as columns, each once."""
    if view.group is None:
        themes = loose(book)
    else:
        themes = [*book.children(view.group), *book.shown_here(view.group)] or [book[view.group]]
    if view.deeper:
        themes = [below for theme in themes for below in (book.children(theme.id) or [theme])]
    return list({code.id: code for code in themes}.values())


def title(book: Codebook, view: ChartView) -> str:
    """What a chart is called."""
    if view.group is not None:
        return book[view.group].name
    return LOOSE if len(groups(book)) > 1 else "Themes"


def keeps(view: ChartView, cases: Mapping[int, Case]) -> Callable[[ChartRow], bool] | None:
    """The test by which cases are shown, None where all are."""
    if not view.where and not view.sought:
        return None
    words = folded(view.sought).split()

    def kept(row: ChartRow) -> bool:
        case = cases.get(row.case)
        values = dict(case.values) if case is not None else {}
        if any((values.get(name) or "") != value for name, value in view.where):
            return False
        held = folded(" ".join((row.name, row.about, *values.values(), *(cell.text + " " + cell.remark for cell in row.cells))))
        return all(word in held for word in words)

    return kept


def order(view: ChartView, cases: Mapping[int, Case], attributes: Sequence[Attribute]) -> Callable[[ChartRow], object] | None:
    """The key by which cases are ordered, None in the order of the study; nothing known comes last either way."""
    attribute = next((one for one in attributes if one.name == view.by), None)
    if attribute is None:
        return None

    def key(row: ChartRow) -> tuple[int, float, str]:
        case = cases.get(row.case)
        value = (case.value(attribute.name) or "") if case is not None else ""
        if not value:
            return (-1 if view.falling else 2), 0.0, ""
        if attribute.type in NUMBERS and fits(AttributeType.NUMBER, value):
            return 0, float(value), ""
        if value in attribute.order:
            return 0, float(attribute.order.index(value)), ""
        return 1, 0.0, folded(value)

    return key


def at_place(view: ChartView, place: tuple[int, int] | None, *, editing: bool = False) -> ChartView:
    """The same view with another cell to begin with."""
    return replace(view, place=place, editing=editing)
