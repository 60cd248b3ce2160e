"""Reading a framework chart: down a theme, and across a case or two of them, with the notes that go with each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualcode.domain.charts import ChartLayout
from qualcode.domain.dates import local_time
from qualcode.domain.memos import Attachment, MemoKind, MemoTarget
from qualcode.domain.text import drawn
from qualcode.tui.chart_desk import ChartView
from qualcode.tui.commands import bindings
from qualcode.tui.memo_desk import MemoDesk
from qualcode.tui.memo_writer import edit_memo, write_memo
from qualcode.tui.modals.choose import Choose
from qualcode.tui.modals.memo_editor import About
from qualcode.tui.screens.chart_verbs import ChartVerbs
from qualcode.tui.widgets.chart.pane import CellPane
from qualcode.tui.widgets.chart.view import ChartGrid
from qualcode.tui.widgets.memo_words import memo_words
from qualcode.tui.widgets.query_line import QueryLine
from qualcode.tui.widgets.transcript.tints import Ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualcode.domain.cases import Case
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.charts import ChartTable
    from qualcode.services.memos import ListedMemo
    from qualcode.tui.chart_sheet import Shown
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.transcript.tints import Hue

_ALL = "all"


class ChartReading(ChartVerbs):
    """Summaries one below the other in full, beside them what the chosen one rests on, and a note."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    KIND: ClassVar[MemoKind]

    def __init__(self, desk: StudyDesk, view: ChartView) -> None:
        super().__init__(desk, view)
        self.memos = MemoDesk(desk.study)
        self.notes: tuple[ListedMemo, ...] = ()

    def body(self) -> Iterator[Widget]:
        """What is read, the summaries, and beside them evidence and note."""
        yield QueryLine()
        with Horizontal(id="chart-read"):
            yield ChartGrid(zoom=0)
            with Vertical(id="chart-beside"):
                yield CellPane(whole=False)
                yield VerticalScroll(Static(), id="chart-note", can_focus=False)

    def about(self) -> About | None:
        """What the note is on, None where there is nothing."""
        raise NotImplementedError

    def lay_out(self, first: ChartTable | None = None) -> None:
        """Show what is read, and the note on it."""
        super().lay_out(first)
        self.show_notes()

    def take_change(self, change: ChangeSet) -> None:
        """Read again what changed; the note too."""
        super().take_change(change)
        if change.touches("memo", "memo_link"):
            self.show_notes()

    # the note

    def show_notes(self) -> None:
        """Read the notes and show them, the newest first."""
        about = self.about()
        every = self.memos.memos()[::-1] if about is not None else ()
        self.notes = tuple(memo for memo in every if memo.kind == self.KIND and about is not None and about.what in memo.about)
        parts: list[Content] = [Content.assemble((self.KIND.capitalize(), "bold $accent"), "\n")]
        if not self.notes:
            parts.append(Content.assemble(("None written yet: m writes it.", "dim")))
        for memo in self.notes:
            parts += [memo_words(memo), Content.assemble("\n", (f"{drawn(memo.author)}, {local_time(memo.when)}", "dim"), "\n")]
        self.query_one("#chart-note", VerticalScroll).query_one(Static).update(Content("").join(parts))

    def action_memo(self) -> None:
        """Write the note, or go on with the one that the coder wrote."""
        about = self.about()
        if about is None:
            return
        mine = next((memo for memo in self.notes if self.memos.may_edit(memo)), None)
        if mine is None:
            write_memo(self, self.desk.study, [about], low=True)
        else:
            edit_memo(self, self.desk.study, mine, about, low=True)

    def action_show_memos(self) -> None:
        """Show evidence and note beside the summaries, or not."""
        self.query_one("#chart-beside").toggle_class("-sent-away")

    def action_back(self) -> None:
        """Back to the chart."""
        self.app.pop_screen()


class ThemeScreen(ChartReading):
    """One theme read down: what each case says to it, the range of views noted, and cases given a group."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("down")]
    PLACE = "down"
    HEADING = "Read down a theme"
    LABEL = "THEME"
    KIND = MemoKind.RANGE_OF_VIEWS

    def __init__(self, desk: StudyDesk, themes: Sequence[int], code: int, view: ChartView) -> None:
        """A theme of a chart; `themes` are those of the chart, among which one goes on and back."""
        self._themes = list(themes)
        self._by = ""
        self._groups: dict[int, str] = {}
        layout = ChartLayout("", codes=(code,), kind=view.layout.kind, where=view.layout.where, shown=view.layout.shown)
        super().__init__(desk, ChartView(layout, place=view.place))

    @property
    def code(self) -> int:
        """The theme."""
        assert self.view is not None
        return self.view.layout.codes[0]

    def about(self) -> About | None:
        """The theme, for a note on its range of views."""
        if self.code not in self.codebook:
            return None
        code = self.codebook[self.code]
        what = Attachment(MemoTarget.CODE, code.guid)
        return About("the theme", f"The range of views on {drawn(self.codebook.path_text(code.id))}", what, self.KIND)

    def shown(self, view: ChartView) -> Shown:
        """The cases, with the group each is in."""
        self._groups = {case.id: case.value(self._by) or "" for case in self.desk.cases()[0]} if self._by else {}
        return replace(super().shown(view), group=(lambda case: self._groups.get(case, "")) if self._by else None)

    def hues_now(self) -> Mapping[int, Hue]:
        """The colours of codes and of groups."""
        ink = Ink(self.app.theme_variables, dark=self.app.current_theme.dark)
        return {**super().hues_now(), **{-1 - place: hue for place, hue in enumerate(ink.hues)}}

    def show_question(self) -> None:
        """The theme, how many have it, and what makes groups."""
        name = drawn(self.codebook.path_text(self.code)) if self.code in self.codebook else ""
        self.query_line.answer(self.LABEL, name, self.extent())

    def extent(self) -> str:
        """How many cases say something, and what groups them."""
        if self.sheet is None:
            return self.waiting
        table = self.sheet.table
        said = f"{table.columns[0].participants} of {table.finished} finished have it" if table.finished else ""
        grouped = f"in groups of {drawn(self._by)}" if self._by else ""
        return " · ".join(part for part in (said, f"{len(self.sheet.cases)} cases", grouped) if part)

    def action_word(self, step: int) -> None:
        """The next theme of the chart, or the one before."""
        place = self._themes.index(self.code) + step if self.code in self._themes else 0
        if not 0 <= place < len(self._themes):
            self.say("That is the last theme of the chart." if step > 0 else "That is the first theme of the chart.")
            return
        assert self.view is not None
        self.say("")
        self.read(self.view.laid_out(codes=(self._themes[place],)))
        self.show_question()

    # groups of cases

    def action_order(self) -> None:
        """Choose the attribute by whose values the cases are in groups."""
        rows = [(_ALL, "in no groups, as in the study")]
        rows += [(f"by {one.name}", f"{drawn(one.name)}  {one.type}") for one in self.desk.attributes()]

        def chosen(name: str | None) -> None:
            if name is not None:
                self._group_by("" if name == _ALL else name.removeprefix("by "))

        self.app.push_screen(Choose("Cases in groups of", rows), chosen)

    def _group_by(self, attribute: str) -> None:
        assert self.view is not None
        self._by = attribute
        self.read(self.view.laid_out(order=(attribute,) if attribute else ()).at_place(self.place))
        self.say(f"In groups of {attribute}." if attribute else "In the order of the study.")
        self.show_question()

    def action_group(self) -> None:
        """Put the case under the cursor in a group: a value of the attribute that makes the groups, which may be a new one."""
        at = self.at
        if at is None:
            return
        case, name = at[0].case, drawn(at[0].name)
        so_far = self.book.groupings()
        if self._by in so_far:
            self._ask_group(case, name)
            return

        def named(attribute: str | None) -> None:
            if attribute and attribute.strip():
                with self.refusals():
                    self.book.check_grouping(attribute)
                    self._by = next((one for one in so_far if one.casefold() == attribute.strip().casefold()), attribute.strip())
                    self._groups = {one.id: one.value(self._by) or "" for one in self.desk.cases()[0]}
                    self._ask_group(case, name)

        self.open_prompt("GROUPS ARE CALLED", named, so_far[0] if so_far else "")
        there = f" There is {', '.join(map(drawn, so_far))}." if so_far else " Such as stance."
        self.say(f"A name for the typology, which is kept as an attribute of the cases.{there}")

    def _ask_group(self, case: int, name: str) -> None:
        by = self._by
        now = self._groups.get(case, "")
        known = sorted({one.value(by) or "" for one in self.desk.cases()[0]} - {""})

        def done(group: str | None) -> None:
            if group is None:
                return
            said = f"{name}: {group.strip()}." if group.strip() else f"{name} is in no group."
            self.write(
                lambda: self.book.group(by, group.strip(), [case]),
                lambda change: self._grouped(change, said),
                "a group",
            )

        self.open_prompt(f"{by} OF {name}", done, now)
        self.say(
            f"Groups so far: {', '.join(map(drawn, known))}." if known else "A word for the group; an empty line takes it out."
        )

    def _grouped(self, change: ChangeSet | None, said: str) -> None:
        if self.view is not None and self.view.layout.order != (self._by,):
            self.view = self.view.laid_out(order=(self._by,)).at_place(self.place)
        self.done(change, said)

    def action_transpose(self) -> None:
        """Read across the case under the cursor."""
        if self.at is not None:
            self.app.push_screen(CaseScreen(self.desk, (self.at[0].case,), self.code))


class CaseScreen(ChartReading):
    """One case read across all themes, or two side by side, with the portrait of the first."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("across")]
    PLACE = "across"
    HEADING = "Read across a case"
    LABEL = "CASE"
    KIND = MemoKind.PORTRAIT

    def __init__(self, desk: StudyDesk, cases: Sequence[int], code: int | None = None) -> None:
        """Cases, beginning at a theme."""
        self.read_cases = tuple(cases)
        self._titles: dict[int, str] = {}
        self._first: dict[str, int] = {}
        layout = ChartLayout("")
        super().__init__(desk, ChartView(layout, transposed=True, place=None if code is None else (cases[0], code)))

    def renew(self) -> None:
        """Read the themes of all groups."""
        codes: dict[int, str] = {}
        with self.refusals():
            for layout in self.book.choices():
                if layout.id is None:
                    for code in self.book.themes(self.codebook, layout):
                        codes.setdefault(code, layout.title)
        self._titles = codes
        self._first = {title: code for code, title in reversed(codes.items())}
        assert self.view is not None
        known = self._known
        kind = known[self.read_cases[0]].kind if self.read_cases[0] in known else self.view.layout.kind
        self.view = self.view.laid_out(codes=tuple(codes), kind=kind)
        super().renew()

    @property
    def _known(self) -> dict[int, Case]:
        return {case.id: case for case in self.desk.cases()[0]}

    def _case_name(self, case: int) -> str:
        known = self._known
        return drawn(known[case].name) if case in known else ""

    def about(self) -> About | None:
        """The case, for its portrait: of two the one under the cursor."""
        case = self.at[0].case if self.at is not None else self.read_cases[0]
        known = self._known.get(case)
        if known is None:
            return None
        return About("the case", f"The portrait of {drawn(known.name)}", Attachment(MemoTarget.CASE, known.guid), self.KIND)

    def shown(self, view: ChartView) -> Shown:
        """The cases that are read."""
        return replace(
            super().shown(view),
            keeps=lambda row: row.case in self.read_cases,
            above=self._title_of if len(self._first) > 1 else None,
        )

    def _title_of(self, code: int) -> str:
        """The group of a theme, said once for each group."""
        title = self._titles.get(code, "")
        return title if self._first.get(title) == code else ""

    def show_question(self) -> None:
        """Whose account is read, and what is known of them."""
        self.query_line.answer(self.LABEL, "  ×  ".join(map(self._case_name, self.read_cases)), self.extent())

    def extent(self) -> str:
        """What is known of the case, or how many themes two are compared on."""
        if self.sheet is None:
            return self.waiting
        if len(self.read_cases) == 1 and self.sheet.cases:
            return drawn(self.sheet.table.rows[self.sheet.cases[0]].about)
        return f"{len(self.sheet.themes)} themes side by side"

    def stepped(self) -> None:
        """Another cell is chosen; of two cases, the portrait of the one under the cursor is shown."""
        super().stepped()
        if len(self.read_cases) > 1:
            self.show_notes()

    def action_word(self, step: int) -> None:
        """The next case, or the one before; of two side by side the other one."""
        if len(self.read_cases) > 1:
            super().action_word(step)
            return
        kinds = {one.id: one.kind for one in self._known.values()}
        here = self.read_cases[0]
        order = [case for case, kind in kinds.items() if kind is kinds.get(here)]
        place = order.index(here) + step if here in order else 0
        if not 0 <= place < len(order):
            self.say("That is the last case." if step > 0 else "That is the first case.")
            return
        code = self.at[1].code if self.at is not None else None
        self._read_cases((order[place],), code)

    def _read_cases(self, cases: tuple[int, ...], code: int | None) -> None:
        self.read_cases = cases
        assert self.view is not None
        self.view = self.view.at_place(None if code is None else (cases[0], code))
        self.lay_out()
        self.say("")

    def action_compare(self) -> None:
        """Choose a case to stand beside this one; or one alone again."""
        code = self.at[1].code if self.at is not None else None
        here = self.at[0].case if self.at is not None else self.read_cases[0]
        if len(self.read_cases) > 1:
            self._read_cases((here,), code)
            return
        self.app.push_screen(beside_which(self._known.values(), here), lambda case: self._beside(here, case, code))

    def _beside(self, here: int, case: str | None, code: int | None) -> None:
        if case is not None:
            self._read_cases((here, int(case)), code)

    def action_transpose(self) -> None:
        """Read down the theme under the cursor."""
        if self.at is not None and self.view is not None:
            self.app.push_screen(ThemeScreen(self.desk, tuple(self._titles), self.at[1].code, self.view.at_place(self.place)))


def beside_which(cases: Iterable[Case], here: int) -> Choose:
    """Asks which case is to stand beside another."""
    known = list(cases)
    kind = next((case.kind for case in known if case.id == here), None)
    rows = [(str(case.id), drawn(case.name)) for case in known if case.kind is kind and case.id != here]
    return Choose("Side by side with", rows)
