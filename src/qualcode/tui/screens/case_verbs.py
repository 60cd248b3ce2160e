"""What a researcher does in the table of cases: each key edits one thing, checks it, and is one change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.domain.attributes import WRITTEN, read_value
from qualcode.domain.cases import AttributeType, CaseKind
from qualcode.domain.memos import Attachment, MemoKind, MemoTarget
from qualcode.domain.sources import Role
from qualcode.domain.text import drawn
from qualcode.errors import InvalidInput
from qualcode.tui.case_desk import CaseDesk
from qualcode.tui.case_sheet import Field as Of
from qualcode.tui.case_sheet import Sheet
from qualcode.tui.modals.choose_values import ChooseValue, MarkSeveral
from qualcode.tui.modals.reason import Reason
from qualcode.tui.prompt import Prompt
from qualcode.tui.screens.asking import AskingScreen
from qualcode.tui.widgets.sheet_view import SheetView

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.changes import ChangeSet
    from qualcode.tui.case_sheet import SheetColumn
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.bars import Part


@dataclass(slots=True)
class TypedCell:
    """A cell being typed: what it is, and how a value of it is written or why what stands there is none."""

    title: str
    hint: str
    told: Part = ("", "muted")


class CaseVerbs(AskingScreen):
    """The verbs of the table of cases."""

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__(desk)
        self.book = CaseDesk(desk.study)
        self.sheet = Sheet((), ())
        self.typed: TypedCell | None = None

    @property
    def table(self) -> SheetView:
        """The table."""
        return self.query_one(SheetView)

    @property
    def typed_into(self) -> SheetView:
        """The table has the keyboard."""
        return self.table

    @property
    def case(self) -> Case | None:
        """The case of the cursor."""
        return self.table.rows[self.table.row].case if self.table.rows else None

    @property
    def column(self) -> SheetColumn | None:
        """The column of the cursor."""
        return self.table.columns[self.table.column] if self.table.columns else None

    @property
    def attribute(self) -> Attribute | None:
        """The attribute of the column of the cursor."""
        return self.column.attribute if self.column is not None else None

    def lay_out(self) -> None:
        """Show the rows that fit the filter."""
        raise NotImplementedError

    # a cell

    def _edit_value(self, case: Case, attribute: Attribute) -> None:
        if attribute.type in (AttributeType.CATEGORY, AttributeType.BOOLEAN):
            self._choose_value(case, attribute)
            return

        def read(words: str) -> None:
            read_value(attribute, words)

        def keep(words: str) -> None:
            self._set(case, attribute, words)

        unit = f", in {attribute.unit}" if attribute.unit else ""
        self._type_cell(attribute.name, WRITTEN[attribute.type] + unit, case.value(attribute.name) or "", read, keep)

    def _choose_value(self, case: Case, attribute: Attribute) -> None:
        if attribute.type is AttributeType.BOOLEAN:
            values = ["yes", "no"]
        else:
            used = sorted(
                {row.case.value(attribute.name) or "" for row in self.sheet.rows} - {"", *attribute.order}, key=str.casefold
            )
            values = [*attribute.order, *(used if not attribute.order else ())]

        def chosen(value: str | None) -> None:
            if value is not None:
                self._set(case, attribute, value)

        now = case.value(attribute.name)
        words = f"{drawn(case.name)}: {drawn(now)} now" if now else f"{drawn(case.name)}: nothing is known"
        new = attribute.type is AttributeType.CATEGORY and not attribute.order
        self.app.push_screen(ChooseValue(drawn(attribute.name), [drawn(one) for one in values], words=words, new=new), chosen)

    def _set(self, case: Case, attribute: Attribute, value: str) -> None:
        def then(change: ChangeSet | None) -> None:
            told = (
                f"{drawn(attribute.name)} of {drawn(case.name)} is {drawn(value)}."
                if value.strip()
                else "Nothing is known of it now."
            )
            self.done(change, told)
            self._go_below(case)

        self.write(lambda: self.book.set_value(case.id, attribute.name, value), then, f"a value of {case.name}")

    def _go_below(self, case: Case) -> None:
        """To the next case, as in a column of figures."""
        if self.case is not None and self.case.id == case.id:
            self.table.step_to(self.table.row + 1, self.table.column)

    def _type_cell(self, title: str, hint: str, text: str, read: Callable[[str], None], keep: Callable[[str], None]) -> None:
        """Have the cell typed where it stands; what cannot be read stays open, and it is said why."""
        self.typed = TypedCell(drawn(title), hint, (hint, "muted"))

        def changed(_words: str) -> None:
            assert self.typed is not None
            self.typed.told = (self.typed.hint, "muted")
            self.table.refresh()
            self.show_status()

        def done(words: str | None) -> None:
            assert self.typed is not None
            if words is not None:
                try:
                    read(words)
                except InvalidInput as error:
                    self.typed.told = (str(error), "bad")
                    self.show_status()
                    return
            self.typed = self.table.prompt = self.table.edited = None
            self.table.refresh()
            self.say("")
            if words is not None:
                keep(words)

        prompt = Prompt(title, changed, done, text)
        self.table.prompt, self.table.edited = prompt, prompt.line
        self.table.refresh()
        self.show_status()

    def _choose_kind(self, case: Case) -> None:
        def chosen(kind: str | None) -> None:
            if kind:
                done = f"{drawn(case.name)} is a {kind}."
                self.write(lambda: self.book.set_kind(case.id, kind), lambda change: self.done(change, done), "what a case is")

        from qualcode.tui.modals.choose import Choose

        self.app.push_screen(Choose(f"{drawn(case.name)} is a", [(str(kind), str(kind)) for kind in CaseKind]), chosen)

    def _turn_permission(self, case: Case, *, quoted: bool) -> None:
        may = not (case.may_quote if quoted else case.may_share)
        done = f"{drawn(case.name)} may {'' if may else 'not '}be {'quoted' if quoted else 'shared'}."
        given = {"may_quote": may} if quoted else {"may_share": may}
        self.write(
            lambda: self.book.set_permission(case.id, **given),
            lambda change: self.done(change, done),
            "what a participant agreed to",
        )

    def _choose_talk(self, case: Case) -> None:
        """Say where a case speaks: whole sources, and speakers who are the case."""
        rows, marked = [], []
        lines = self.book.speakers()
        for source in self.book.sources():
            rows.append((f"source-{source.id}", f"{drawn(source.name)}  all of it, as far as nobody else speaks"))
            if source.id in case.sources:
                marked.append(rows[-1][0])
            for line in lines:
                if line.speaker.source == source.id and line.speaker.role is not Role.INTERVIEWER:
                    others = [name for name in line.cases if name != case.name]
                    whose = f"  now {', '.join(map(drawn, others))}" if others else ""
                    rows.append(
                        (
                            f"speaker-{line.speaker.id}",
                            f"{drawn(source.name)}  as {drawn(line.speaker.label)}  {line.turns} turns{whose}",
                        )
                    )
                    if line.speaker.id in case.speakers:
                        marked.append(rows[-1][0])

        def chosen(answer: str | None) -> None:
            if answer is None:
                return
            picked = [one.partition("-") for one in answer.split()]
            sources = [int(number) for what, _, number in picked if what == "source"]
            speakers = [int(number) for what, _, number in picked if what == "speaker"]
            hidden = [number for number in case.speakers if f"speaker-{number}" not in dict(rows)]
            self.write(
                lambda: self.book.set_links(case.id, sources, [*speakers, *hidden]),
                lambda change: self.done(change, f"Where {drawn(case.name)} speaks is set."),
                "where a case speaks",
            )

        title = f"{drawn(case.name)} speaks in"
        self.app.push_screen(MarkSeveral(title, rows, marked, "What only an interviewer says is no case's."), chosen)

    # cases

    def go_to(self, case: int) -> None:
        """Choose the line of a case."""
        place = next((place for place, row in enumerate(self.table.rows) if row.case.id == case), None)
        if place is not None:
            self.table.step_to(place, self.table.column)

    def action_rename(self) -> None:
        """Give the case another name."""
        case = self.case
        if case is None:
            return
        column = self.table.column
        self.table.step_to(self.table.row, 0)

        def read(words: str) -> None:
            if not words.strip():
                raise InvalidInput("A case needs a name.", "")

        def keep(words: str) -> None:
            done = f"{drawn(case.name)} is now called {drawn(' '.join(words.split()))}."
            self.write(lambda: self.book.rename(case.id, words), lambda change: self.done(change, done), "the name of a case")
            self.table.step_to(self.table.row, column)

        self._type_cell("name", "its name in charts and tables", case.name, read, keep)

    def action_remove(self) -> None:
        """Take the value of the cell away; in the first column the case."""
        case, column = self.case, self.column
        if case is None or column is None:
            return
        if column.attribute is not None:
            self._set(case, column.attribute, "")
        elif column.field is Of.NAME:
            self.ask_reason(
                f"Take away {drawn(case.name)}?",
                "With what is known of it; undo brings it back. A case with talk, a summary or a memo stays.",
                lambda reason: self.book.remove(case.id, reason),
                f"Took {drawn(case.name)} away; u brings it back.",
            )
        else:
            self.say("Enter changes this one.")

    def action_memo(self) -> None:
        """Write a memo on the case."""
        from qualcode.tui.memo_writer import write_memo
        from qualcode.tui.modals.memo_editor import About

        case = self.case
        if case is not None:
            words, about = f"On the {case.kind} {drawn(case.name)}", Attachment(MemoTarget.CASE, case.guid)
            write_memo(self, self.desk.study, [About("the case", words, about, MemoKind.PORTRAIT)])

    def ask_reason(self, title: str, words: str, do: Callable[[str], ChangeSet | None], done: str) -> None:
        """Ask why, do it with the reason, and say what was done."""

        def answered(reason: str | None) -> None:
            if reason is not None:
                self.write(lambda: do(reason), lambda change: self.done(change, done), title.removesuffix("?"))

        self.app.push_screen(Reason(title, words), answered)

    # tables

    def action_export(self) -> None:
        """Write the table to a CSV file."""

        def write(path: Path) -> str:
            count = self.desk.lookup.write_cases(path)
            return f"Wrote {count} case{'' if count == 1 else 's'} to {path}."

        self.ask_path("cases.csv", write)
        self.say("A .csv file with every case, for the study team only: it may identify participants.")

    def action_bring_in(self) -> None:
        """Bring cases and values in from a CSV file."""

        def done(words: str | None) -> None:
            if words and words.strip():
                path = Path(words.strip()).expanduser()
                self.write(lambda: self.book.bring_in(path), then, "cases from a table")

        def then(brought: object) -> None:
            from qualcode.services.cases import ImportedCases

            assert isinstance(brought, ImportedCases)
            made = f", {len(brought.made)} made" if brought.made else ""
            self.done(brought.change, f"{brought.known} cases known{made}, {brought.linked} links.", "It changed nothing.")

        self.open_prompt("TABLE", done, "")
        self.say("The first column names the case; source and speaks as link, any other column is an attribute.")
