"""Choosing what a chart shows: the group or theme, the level, which cases and cells, and their order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.domain.text import drawn
from qualcode.tui import chart_desk
from qualcode.tui.chart_sheet import SIGNS, STATES, is_one
from qualcode.tui.modals.choose import Choose
from qualcode.tui.screens.chart_base import ChartBase

if TYPE_CHECKING:
    from qualcode.domain.cases import Attribute

_ALL = "all"
_OTHER = "other"


class ChartChoosing(ChartBase):
    """A chart of which one chooses what it shows."""

    # group and level

    def action_choose_group(self) -> None:
        """Choose the group whose themes are charted, or a theme whose subthemes are."""
        book = self.codebook
        rows = []
        for code in chart_desk.groups(book):
            if code is None:
                many = len(chart_desk.loose(book))
                words = f"{chart_desk.title(book, chart_desk.ChartView(None))}  in no group, {many}"
                rows.append((_OTHER, words))
                continue
            rows.append((str(code.id), f"{drawn(code.name)}  {code.kind}, {len(book.children(code.id))} themes"))
        for view in [chart_desk.ChartView(None if code is None else code.id) for code in chart_desk.groups(book)]:
            rows += [
                (str(theme.id), f"  {drawn(theme.name)}  {len(book.children(theme.id))} below")
                for theme in chart_desk.columns(book, view)
                if book.children(theme.id)
            ]
        if not rows:
            self.say("The codebook is empty, so there is no theme to chart.", refused=True)
            return

        def chosen(name: str | None) -> None:
            if name is not None:
                self._chart_group(None if name == _OTHER else int(name))

        self.app.push_screen(Choose("Chart the themes of", rows), chosen)

    def _chart_group(self, group: int | None) -> None:
        self.grid.fit()
        # The case under the cursor stays; the theme is another one.
        self.grid.column = 0
        self.chart(replace(self.view, group=group, deeper=False, state="", place=None))
        self.show_question()

    def action_level(self, step: int) -> None:
        """The subthemes in the place of the themes, or the themes again."""
        deeper = step > 0
        if deeper == self.view.deeper:
            self.say("These are the subthemes already." if deeper else "These are the themes already.")
            return
        wanted = replace(self.view, deeper=deeper, place=None)
        if deeper and chart_desk.columns(self.codebook, wanted) == chart_desk.columns(self.codebook, self.view):
            self.say("No theme of this chart has anything below it.")
            return
        self.grid.fit()
        self.grid.column = 0
        self.chart(wanted)
        self.say("The subthemes of each theme." if deeper else "The themes.")

    # which cases and cells

    def action_filter_by(self) -> None:
        """Choose a value that the cases shown have, or the state of the cells."""
        rows = [(_ALL, "all cases, all cells")] if self._filtered else []
        rows += self._states()
        rows += [
            (f"{at} {value}", f"{drawn(one.name)} = {drawn(value) or 'not known'}  {many} case{'' if many == 1 else 's'}")
            for at, one in enumerate(self.attributes)
            for value, many in self._values(one)
        ]

        def chosen(name: str | None) -> None:
            if name is None:
                return
            if name == _ALL:
                self._show(replace(self.view, where=(), sought="", state=""))
            elif name in STATES:
                self._show(replace(self.view, state=name))
            else:
                at, _, value = name.partition(" ")
                asked = self.attributes[int(at)].name
                kept = tuple(one for one in self.view.where if one[0] != asked)
                self._show(replace(self.view, where=(*kept, (asked, value))))

        self.app.push_screen(Choose("Show the cases and cells with", rows), chosen)

    @property
    def _filtered(self) -> bool:
        return bool(self.view.where or self.view.sought or self.view.state)

    def _states(self) -> list[tuple[str, str]]:
        if self.table is None:
            return []
        found = []
        for state in STATES:
            many = sum(is_one(cell, state) for row in self.table.rows for cell in row.cells)
            if many:
                sign = SIGNS[state][0].strip()
                found.append((state, f"cells  {sign}{' ' if sign else ''}{state}  {many:,}"))
        return found

    def _values(self, attribute: Attribute) -> list[tuple[str, int]]:
        """The values that the cases charted have, in the attribute's order, the most frequent of the others first."""
        counted: dict[str, int] = {}
        for row in self.table.rows if self.table is not None else ():
            case = self.cases.get(row.case)
            value = (case.value(attribute.name) or "") if case is not None else ""
            counted[value] = counted.get(value, 0) + 1
        places = {value: place for place, value in enumerate(attribute.order)}
        if set(counted) == {""}:
            return []
        return sorted(counted.items(), key=lambda one: (not one[0], places.get(one[0], len(places)), -one[1], one[0]))

    def action_filter(self) -> None:
        """Type words that the cases shown must hold, in their values or their cells."""
        before = self.view

        def changed(words: str) -> None:
            self.view = replace(self.view, sought=words.strip())
            self.lay_out()

        def done(words: str | None) -> None:
            self._show(before if words is None else replace(before, sought=words.strip()))

        self.open_prompt("SHOW", done, self.view.sought, changed)
        self.say("Words that a case holds: in its name, what is known of it, or its cells.")

    def _show(self, view: chart_desk.ChartView) -> None:
        self.view = replace(view, place=self._place())
        self.lay_out()
        sheet = self.sheet
        if sheet is not None:
            many = len(sheet.cases)
            self.say(f"{many} case{'' if many == 1 else 's'} shown." if self._filtered else "All cases and cells.")

    # order

    def action_order(self) -> None:
        """Choose the attribute by which the cases are ordered; the same again orders them from the other end."""
        rows = [(_ALL, "as in the study")]
        rows += [(str(at), f"{drawn(one.name)}  {one.type}") for at, one in enumerate(self.attributes)]

        def chosen(name: str | None) -> None:
            if name is None:
                return
            by = "" if name == _ALL else self.attributes[int(name)].name
            falling = bool(by) and by == self.view.by and not self.view.falling
            self.view = replace(self.view, by=by, falling=falling, place=self._place())
            self.lay_out()
            self.say(f"By {by}{', from the other end' if falling else ''}." if by else "In the order of the study.")

        self.app.push_screen(Choose("Order the cases by", rows, "The same again orders them from the other end."), chosen)
