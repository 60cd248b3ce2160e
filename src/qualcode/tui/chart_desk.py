"""Framework charts as their screens use them: what is shown of one, and calls to services."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.domain.chart_selection import ChartSelection
from qualcode.domain.codes import CodeKind
from qualcode.domain.queries import as_written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.cells import OpenCell, Wording
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.charts import CellMark, ChartLayout
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.domain.summaries import Bearing, Summary
    from qualcode.services.cell_drafts import CellDraft
    from qualcode.services.charting_cells import OpenChart
    from qualcode.storage import OpenStudy

DESCENDING = "-"
"""Before an attribute by which a chart is ordered from the highest value down."""


@dataclass(frozen=True, slots=True)
class ChartView:
    """What a chart screen shows, so that it can be shown again.

    `sought` are words that a case must hold, `state` the state of cells asked for. `place` are the ids of the case and the
    theme under the cursor, `editing` whether its editor was open.
    """

    layout: ChartLayout
    sought: str = ""
    state: str = ""
    transposed: bool = False
    place: tuple[int, int] | None = None
    editing: bool = False

    @property
    def selection(self) -> ChartSelection:
        """Which rows and columns are shown."""
        return ChartSelection(self.sought, self.state)

    def laid_out(self, **changes: object) -> ChartView:
        """The view of another layout."""
        return replace(self, layout=replace(self.layout, **changes))  # type: ignore[arg-type]

    def at_place(self, place: tuple[int, int] | None, *, editing: bool = False) -> ChartView:
        """The same view with another cell to begin with."""
        return replace(self, place=place, editing=editing)


def condition(attribute: str, value: str) -> str:
    """A value that cases must have, as a chart's layout says it."""
    return f"{as_written(attribute)} = {as_written(value)}"


def themes_of(book: Codebook, layout: ChartLayout) -> list[Code]:
    """The themes of a chart, each once, whatever its level."""
    if layout.codes:
        themes = [book[code] for code in layout.codes if code in book]
    elif layout.group is not None and layout.group in book:
        themes = [*book.children(layout.group), *book.shown_here(layout.group)] or [book[layout.group]]
    else:
        themes = [code for code in book.children(None) if code.kind is not CodeKind.GROUP]
    return list({one.id: one for one in themes}.values())


def themes_below(book: Codebook, layout: ChartLayout) -> list[Code]:
    """The themes of a chart that have subthemes."""
    return [code for code in themes_of(book, layout) if book.children(code.id)]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Another window wrote in a cell since it was opened: what stands there now, None where it was emptied."""

    theirs: Summary | None


class ChartDesk:
    """The framework charts of an open study."""

    def __init__(self, study: OpenStudy) -> None:
        from qualcode.services import cell_drafts, charting, charting_cells, charting_layouts

        self._study = study
        self._charting = charting
        self._cells = charting_cells
        self._layouts = charting_layouts
        self._drafts = cell_drafts

    def choices(self) -> tuple[ChartLayout, ...]:
        """The charts to choose from: those that were saved, and one for each group."""
        return self._layouts.chart_choices(self._study)

    def themes(self, book: Codebook, layout: ChartLayout) -> list[int]:
        """The codes that are the columns of a chart."""
        return [code.id for code in themes_of(book, layout)]

    def group(self, attribute: str, group: str, cases: Sequence[int]) -> ChangeSet | None:
        """Give cases a group: a value of an attribute, which is made where there is none of the name."""
        from qualcode.services.charting_groups import group_cases

        return group_cases(self._study, attribute, group, cases)

    def groupings(self) -> tuple[str, ...]:
        """The attributes that were made by grouping cases."""
        from qualcode.services.charting_groups import grouping_attributes

        return grouping_attributes(self._study)

    def check_grouping(self, attribute: str) -> None:
        """Refuse an attribute that was not made by grouping."""
        from qualcode.services.charting_groups import check_grouping

        check_grouping(self._study, attribute)

    def save(self, layout: ChartLayout) -> ChangeSet | None:
        """Save a chart, or change the saved one that it is."""
        from qualcode.services.charting_saved import change_chart, save_chart

        if layout.id is None:
            return save_chart(self._study, layout)[1]
        return change_chart(self._study, layout.id, layout)

    def remove(self, number: int) -> ChangeSet:
        """Take a saved chart away."""
        from qualcode.services.charting_saved import remove_chart

        return remove_chart(self._study, number)

    def open_cell(self, case: int, code: int, chart: OpenChart | None = None) -> OpenCell:
        """A cell laid open."""
        return self._cells.open_cell(self._study, case, code, chart=chart)

    def read_again(self, chart: OpenChart, case: int, code: int) -> OpenChart:
        """A chart after something was written in one of its cells."""
        return self._cells.reread_cell(self._study, chart, case, code)

    # writing

    def write(self, cell: OpenCell, text: str, remark: str, *, draft: bool) -> ChangeSet | Meanwhile | None:
        """Write the summary of an opened cell, unless another window wrote there meanwhile."""
        verb = self._charting.write_summary
        try:
            return verb(self._study, cell.case, cell.code, text, remark=remark, draft=draft, opened=cell)
        except self._charting.SummaryChanged as changed:
            return Meanwhile(changed.theirs)

    def wordings(self, cell: OpenCell) -> tuple[Wording, ...]:
        """The wordings that a cell has had, the first first."""
        from qualcode.services.charting_wordings import wordings

        return wordings(self._study, cell.case, cell.code)

    def bring_back(self, cell: OpenCell, number: int) -> ChangeSet | None:
        """Let an opened cell say again what it said."""
        from qualcode.services.charting_wordings import bring_back_wording

        return bring_back_wording(self._study, cell.case, cell.code, number, opened=cell)

    def joined(self, theirs: str, mine: str) -> str:
        """Two wordings of one summary one below the other."""
        return self._charting.joined_texts(theirs, mine)

    def mark(self, cell: OpenCell, mark: CellMark, *, replace: bool) -> ChangeSet | None:
        """Mark a cell as not raised or not asked."""
        return self._charting.mark_cell(self._study, cell.case, cell.code, mark, remark=cell.remark, replace=replace, opened=cell)

    def clear(self, cell: OpenCell) -> ChangeSet | None:
        """Empty a cell."""
        return self._charting.clear_cell(self._study, cell.case, cell.code, opened=cell)

    def bear(self, cell: OpenCell, codings: Sequence[int], bearing: Bearing) -> ChangeSet | None:
        """Say what codings of a cell are to its summary."""
        return self._charting.set_bearing(self._study, cell.case, cell.code, codings, bearing)

    def see(self, cell: OpenCell) -> ChangeSet | None:
        """Say that the evidence of a cell was looked at as it is now."""
        return self._charting.see_evidence(self._study, cell.case, cell.code, opened=cell)

    # unsaved words

    def draft(self, case: int, code: int) -> CellDraft | None:
        """The unsaved words of a cell."""
        return self._drafts.cell_draft(self._study, case, code)

    def cells_with_drafts(self) -> frozenset[tuple[int, int]]:
        """The cells in which there are unsaved words."""
        return self._drafts.cells_with_drafts(self._study)

    def keep_draft(self, case: int, code: int, text: str, remark: str) -> None:
        """Keep words that are being typed."""
        self._drafts.keep_cell_draft(self._study, case, code, text=text, remark=remark)

    def drop_draft(self, case: int, code: int) -> None:
        """Forget unsaved words."""
        self._drafts.drop_cell_draft(self._study, case, code)
