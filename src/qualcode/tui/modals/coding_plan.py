"""What coding in one go would code: every segment to be looked at, left out or kept, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qualcode.domain.coding_hits import CodingPlan, HitUnit
from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.modals.dialog import Dialog
from qualcode.tui.widgets.row_list import Column, RowList

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from qualcode.domain.coding_hits import PlannedCoding


@dataclass(frozen=True, slots=True)
class Asked:
    """How much is to be coded: what of each hit, in this source or in all, interviewers' talk too or not.

    `answers` is for the turns that answer a hit in an interviewer's question; `unit` then counts for nothing.
    """

    unit: HitUnit = HitUnit.WORDS
    answers: bool = False
    everywhere: bool = False
    with_interviewer: bool = False


_UNITS = ((HitUnit.WORDS, "words"), (HitUnit.SENTENCE, "sentences"), (HitUnit.TURN, "turns"), (None, "answers to it"))


class CodingPlanned(Dialog[CodingPlan]):
    """Shows what would be coded; answers the plan without what was left out, or None."""

    DEFAULT_CSS = """
    CodingPlanned > .box { width: 110; height: 80%; }
    CodingPlanned Static { height: auto; }
    CodingPlanned RowList { background: $background; scrollbar-background: $background; scrollbar-color: $panel; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "agree", show=False, id="planned.agree"),
        Binding("space,x", "leave_out", show=False, id="planned.leave_out"),
        Binding("down,j", "step(1)", show=False, id="planned.down"),
        Binding("up,k", "step(-1)", show=False, id="planned.up"),
        Binding("pagedown", "step(12)", show=False, id="planned.page_down"),
        Binding("pageup", "step(-12)", show=False, id="planned.page_up"),
        Binding("1", "unit(0)", show=False, id="planned.words"),
        Binding("2", "unit(1)", show=False, id="planned.sentences"),
        Binding("3", "unit(2)", show=False, id="planned.turns"),
        Binding("4", "unit(3)", show=False, id="planned.answers"),
        Binding("a", "everywhere", show=False, id="planned.everywhere"),
        Binding("i", "interviewer", show=False, id="planned.interviewer"),
    ]

    class Planned(Message):
        """The worker has the plan, or a refusal."""

        def __init__(self, asked: Asked, plan: CodingPlan | QualcodeError) -> None:
            self.asked = asked
            self.plan = plan
            super().__init__()

    def __init__(self, title: str, plan: Callable[[Asked], CodingPlan], asked: Asked) -> None:
        """A dialog that asks for its plan in a worker, by `plan`; `asked` is what it begins with."""
        super().__init__()
        self._title = title
        self._ask = plan
        self.asked = asked
        self.plan: CodingPlan | None = None
        self.left_out: set[int] = set()
        self._fault = ""

    def compose(self) -> ComposeResult:
        """What it comes to, what can be chosen, and every segment."""
        with Vertical(classes="box") as box:
            box.border_title = drawn(self._title).replace("[", r"\[")
            box.border_subtitle = "Enter codes them  Space leaves one out  Esc"
            yield Static(id="planned-sum")
            yield Static(id="planned-choices")
            yield RowList((Column("", 1), Column("Where", 20), Column("Words")))

    def on_mount(self) -> None:
        """Ask for the plan."""
        self.query_one(RowList).focus()
        self._plan_anew(self.asked)

    def _plan_anew(self, asked: Asked) -> None:
        self.asked, self.plan, self._fault = asked, None, ""
        self.left_out.clear()
        self._show()
        self._look_up(asked)

    @work(thread=True, exclusive=True, group="planned", exit_on_error=False)
    def _look_up(self, asked: Asked) -> None:
        try:
            self.post_message(self.Planned(asked, self._ask(asked)))
        except QualcodeError as error:
            self.post_message(self.Planned(asked, error))

    def on_coding_planned_planned(self, event: Planned) -> None:
        """Show the plan that was asked for last."""
        if event.asked != self.asked:
            return
        if isinstance(event.plan, QualcodeError):
            self._fault = str(event.plan)
        else:
            self.plan = event.plan
        self._show()
        self.query_one(RowList).show(self._rows())

    # what it says

    @property
    def kept(self) -> list[PlannedCoding]:
        """The segments that would be coded: neither coded so already nor left out."""
        codings = self.plan.codings if self.plan is not None else ()
        return [one for place, one in enumerate(codings) if not one.coded and place not in self.left_out]

    def _show(self) -> None:
        self.query_one("#planned-sum", Static).update(Content(self.said))
        self.query_one("#planned-choices", Static).update(self._chosen())

    @property
    def said(self) -> str:
        """What it comes to, in words."""
        plan = self.plan
        if plan is None:
            return self._fault or "Looking …"
        kept = self.kept
        sources = len({one.source for one in kept})
        parts = [f"{drawn(plan.path)}: {_counted(len(kept), 'segment')} in {_counted(sources, 'source')}."]
        there = len(plan.codings) - len(plan.new)
        parts += [f"{there:,} coded so already."] if there else []
        parts += [f"{len(self.left_out):,} left out by you."] if self.left_out else []
        parts += [f"{_counted(plan.left_out, 'hit')} in interviewers’ talk left out."] if plan.left_out else []
        return " ".join(parts)

    def _chosen(self) -> Content:
        asked = self.asked
        parts: list[Content] = []
        for number, (unit, name) in enumerate(_UNITS, 1):
            here = unit is None if asked.answers else unit is asked.unit
            parts += [Content.assemble((f" {number} {name} ", "bold $accent reverse" if here else "$foreground 80%"), " ")]
        scope = "in all sources" if asked.everywhere else "in this source"
        parts.append(Content.assemble("  ", ("a", "bold $accent"), f" {scope}"))
        if not asked.answers:
            talk = "interviewers’ talk too" if asked.with_interviewer else "no interviewers’ talk"
            parts.append(Content.assemble("  ", ("i", "bold $accent"), f" {talk}"))
        return Content("").join(parts)

    def _rows(self) -> list[tuple[str, str, str]]:
        codings = self.plan.codings if self.plan is not None else ()
        return [(self._sign(place, one), _where(one), drawn(" ".join(one.words.split()))) for place, one in enumerate(codings)]

    def _sign(self, place: int, one: PlannedCoding) -> str:
        return "●" if one.coded else " " if place in self.left_out else "✓"

    # what it does

    def action_agree(self) -> None:
        """Answer the plan, without what was left out."""
        if self.plan is None or not self.kept:
            self.app.bell()
            return
        self.dismiss(replace(self.plan, codings=tuple(self.kept)))

    def action_leave_out(self) -> None:
        """Leave the segment under the cursor out, or take it in again, and go to the next."""
        rows = self.query_one(RowList)
        if self.plan is None or not self.plan.codings:
            return
        if not self.plan.codings[rows.at].coded:
            self.left_out ^= {rows.at}
        rows.show(self._rows(), rows.at)
        rows.step_to(rows.at + 1)
        self._show()

    def action_step(self, step: int) -> None:
        """Some segments on or back."""
        rows = self.query_one(RowList)
        rows.step_to(rows.at + step)

    def action_unit(self, number: int) -> None:
        """Code words, sentences, turns, or the answers to a question."""
        unit = _UNITS[number][0]
        self._plan_anew(replace(self.asked, unit=unit or self.asked.unit, answers=unit is None))

    def action_everywhere(self) -> None:
        """In all sources, or in this one."""
        self._plan_anew(replace(self.asked, everywhere=not self.asked.everywhere))

    def action_interviewer(self) -> None:
        """With interviewers' talk, or without."""
        if not self.asked.answers:
            self._plan_anew(replace(self.asked, with_interviewer=not self.asked.with_interviewer))


def _where(one: PlannedCoding) -> str:
    turn = f"¶{one.turn} {drawn(one.speaker or '')}" if one.turn is not None else "outside turns"
    return f"{drawn(one.name)} {turn}"


def _counted(many: int, what: str) -> str:
    return f"{many:,} {what}{'' if many == 1 else 's'}"
