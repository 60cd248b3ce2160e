"""Choosing what a chart shows: the group or theme, the level, which cases and cells, and their order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.domain.cases import CaseKind
from qualcode.domain.chart_selection import CELL_STATES, cell_is
from qualcode.domain.charts import ChartLayout
from qualcode.domain.text import drawn
from qualcode.tui.chart_desk import DESCENDING, condition, themes_below
from qualcode.tui.chart_sheet import signed
from qualcode.tui.modals.choose import Choose
from qualcode.tui.modals.choose_several import ChooseSeveral
from qualcode.tui.screens.chart_moving import ChartMoving

if TYPE_CHECKING:
    from qualcode.domain.cases import Attribute
    from qualcode.tui.chart_desk import ChartView

_ALL = "all"


class ChartChoosing(ChartMoving):
    """A chart of which one chooses what it shows."""

    # group and level

    def action_choose_group(self) -> None:
        """Choose a chart: a saved one, that of a group, or that of a theme with its subthemes."""
        layouts: list[ChartLayout] = []
        rows: list[tuple[str, str]] = []
        with self.refusals():
            for layout in self.book.choices():
                saved = "saved chart" if layout.id is not None else "group" if layout.group is not None else "in no group"
                rows.append((str(len(layouts)), f"{drawn(layout.title)}  {saved}"))
                layouts.append(layout)
                for theme in themes_below(self.codebook, layout) if layout.id is None else ():
                    many = len(self.codebook.children(theme.id))
                    rows.append((str(len(layouts)), f"  {drawn(theme.name)}  theme, {many} below"))
                    layouts.append(ChartLayout(theme.name, theme.id))
        if not rows:
            return

        def chosen(place: str | None) -> None:
            if place is not None:
                self._chart_other(layouts[int(place)])

        self.app.push_screen(Choose("Chart the themes of", rows), chosen)

    def _chart_other(self, layout: ChartLayout) -> None:
        self.widths_due = True
        # The case under the cursor stays; the theme is another one.
        self.grid.column = 0
        if self.view is not None and layout.id is None:
            now = self.view.layout
            layout = replace(layout, kind=now.kind, where=now.where, order=now.order, shown=now.shown)
        self.read(replace(self._view, layout=layout, state="", place=None, editing=False))
        self.say("")
        self.show_question()

    @property
    def _view(self) -> ChartView:
        assert self.view is not None
        return self.view

    def action_level(self, level: int) -> None:
        """The themes, or in their place the subthemes of each."""
        if self.view is None:
            return
        if level == self.view.layout.level:
            self.say("These are the subthemes already." if level > 1 else "These are the themes already.")
        elif level > 1 and not themes_below(self.codebook, self.view.layout):
            self.say("No theme of this chart has anything below it.")
        else:
            self.grid.take_widths({})
            self.grid.column = 0
            self.read(self.view.laid_out(level=level).at_place(None))
            self.say("The subthemes of each theme." if level > 1 else "The themes.")

    # which cases and cells

    def action_filter_by(self) -> None:
        """Choose a value that the cases shown have, the state of the cells, or the kind of cases."""
        if self.view is None:
            return
        layout = self.view.layout
        rows = [(_ALL, "all cases, all cells")] if self._filtered else []
        rows += self._states()
        values = [
            (condition(one.name, value), f"{drawn(one.name)} = {drawn(value)}  {many} case{'' if many == 1 else 's'}")
            for one in self.desk.attributes()
            for value, many in self._values(one)
        ]
        rows += values
        rows += [(f"kind {kind}", f"chart the {kind}s  {many}") for kind, many in self._kinds() if kind is not layout.kind]

        def chosen(name: str | None) -> None:
            if name == _ALL:
                self._show(replace(self._view.laid_out(where=()), sought="", state=""))
            elif name in CELL_STATES:
                self._show(replace(self._view, state=name))
            elif name is not None and name.startswith("kind "):
                self._show(self._view.laid_out(kind=CaseKind(name.removeprefix("kind ")), where=()))
            elif name is not None:
                self._show(self._view.laid_out(where=tuple(dict.fromkeys((*layout.where, name)))))

        self.app.push_screen(Choose("Show the cases and cells with", rows), chosen)

    @property
    def _filtered(self) -> bool:
        view = self._view
        return bool(view.layout.where or view.sought or view.state)

    def _states(self) -> list[tuple[str, str]]:
        if self.chart is None:
            return []
        cells = [cell for row in self.chart.table.rows for cell in row.cells]
        found = []
        for state in CELL_STATES:
            many = sum(cell_is(cell, state) for cell in cells)
            if many:
                found.append((state, f"cells {signed(state)}  {many:,}"))
        return found

    def _values(self, attribute: Attribute) -> list[tuple[str, int]]:
        """The values that the cases charted have, in the attribute's order, the most frequent of the others first."""
        shown = {row.case for row in self.chart.table.rows} if self.chart is not None else set()
        counted = Counter(
            value for case in self.desk.cases()[0] if case.id in shown and (value := case.value(attribute.name) or "")
        )
        places = {value: place for place, value in enumerate(attribute.order)}
        return sorted(counted.items(), key=lambda one: (places.get(one[0], len(places)), -one[1], one[0]))

    def _kinds(self) -> list[tuple[CaseKind, int]]:
        counted = Counter(case.kind for case in self.desk.cases()[0])
        return [(kind, counted[kind]) for kind in CaseKind if counted[kind]]

    def action_filter(self) -> None:
        """Type words that the cases shown must hold, in what stands in their rows."""
        if self.view is None:
            return
        before = self.view

        def changed(words: str) -> None:
            self.view = replace(self._view, sought=words.strip())
            self.lay_out()

        def done(words: str | None) -> None:
            self._show(before if words is None else replace(before, sought=words.strip()))

        self.open_prompt("SHOW", done, self.view.sought, changed)
        self.say("Words that a case holds: in its name, below it, or in its cells.")

    def _show(self, view: ChartView) -> None:
        read_already = self.view is not None and view.layout == self.view.layout
        self.view = view.at_place(self.place)
        if read_already:
            self.lay_out()
            many = len(self.sheet.cases) if self.sheet is not None else 0
            self.say(f"{many} case{'' if many == 1 else 's'} shown." if self._filtered else "All cases and cells.")
        else:
            self.say("")
            self.read(self.view)
            self.show_question()

    # order, and what is said of cases

    def action_order(self) -> None:
        """Choose the attribute by which the cases are ordered; the same again orders them from the other end."""
        if self.view is None:
            return
        rows = [(_ALL, "as in the study")]
        rows += [(f"by {one.name}", f"{drawn(one.name)}  {one.type}") for one in self.desk.attributes()]

        def chosen(name: str | None) -> None:
            if name is None:
                return
            by = name.removeprefix("by ")
            falling = self._view.layout.order == (by,)
            order = () if name == _ALL else (DESCENDING + by if falling else by,)
            self._show(self._view.laid_out(order=order))
            self.say(f"By {by}{', from the other end' if falling else ''}." if order else "In the order of the study.")

        self.app.push_screen(Choose("Order the cases by", rows, "The same again orders them from the other end."), chosen)

    def action_choose_columns(self) -> None:
        """Choose what is said of a case under its name."""
        if self.view is None:
            return
        names = [one.name for one in self.desk.attributes()]
        if not names:
            self.say("Nothing is known of the cases yet.")
            return

        def chosen(kept: list[str] | None) -> None:
            if kept is not None:
                self._show(self._view.laid_out(shown=tuple(kept)))

        self.app.push_screen(ChooseSeveral("Said under the name of a case", names, self.view.layout.shown or ()), chosen)
