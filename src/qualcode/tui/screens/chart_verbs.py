"""What is done in the cells of a chart: summarised, marked, emptied, their evidence weighed and seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.domain.charts import CellMark, though_coded
from qualcode.domain.dates import local_time
from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.chart_desk import Meanwhile
from qualcode.tui.modals.cell_editor import CellEditor, CellWords, Ending
from qualcode.tui.modals.choose import Choose
from qualcode.tui.modals.confirm import Confirm
from qualcode.tui.screens.chart_choosing import ChartChoosing
from qualcode.tui.screens.found import Place, Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.domain.cells import OpenCell, Wording
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.charts import ChartTable
    from qualcode.domain.summaries import Bearing, Summary
    from qualcode.services.cell_drafts import CellDraft

MARKS = (CellMark.NOT_RAISED, CellMark.NOT_ASKED)
"""The marks in the order of the digits that set them."""


class ChartVerbs(ChartChoosing):
    """A chart in whose cells one writes."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self._mine = False

    def lay_out(self, first: ChartTable | None = None) -> None:
        """Show the chart; the editor of the cell where one was writing opens again."""
        super().lay_out(first)
        if self.view is not None and self.view.editing and self.chart is not None:
            self.view = replace(self.view, editing=False)
            self.action_open()

    # its extracts

    def question_here(self) -> Question | None:
        """The codings of the chosen cell, under its name."""
        if self.at is None or not self.at[2].codings:
            return None
        row, column, cell = self.at
        return Question(f"{row.name} · {column.heading}", cell.codings)

    def action_show_source(self) -> None:
        """Show the extracts of the chosen cell in their sources."""
        from qualcode.tui.screens.retrieve import RetrieveScreen

        question = self.question_here()
        if question is None:
            self.say("Nothing is coded in this cell: there is no extract to show.")
            return
        self.leaving()
        self.app.push_screen(RetrieveScreen(self.desk, question))

    def beside_here(self) -> tuple[Question, tuple[str, str]] | None:
        """The extracts of the chosen cell, for them side by side."""
        question = self.question_here()
        return None if question is None else (question, ("", ""))

    def action_definition(self) -> None:
        """Show what the theme of the chosen cell means."""
        from qualcode.tui.modals.definition import Definition

        if self.at is not None:
            self.app.push_screen(Definition(self.codebook, self.at[1].code))

    def leaving(self) -> None:
        """Another screen is opened from this one."""

    # the chosen cell, laid open as it is now

    def opened(self) -> OpenCell | None:
        """The chosen cell laid open; None where there is none, or it cannot be, which is said."""
        if self.place is None or self.chart is None:
            self.say(
                "The chart is still being read." if self.sheet is not None and self.place else "No cell is chosen.", refused=True
            )
            return None
        with self.refusals():
            return self.book.open_cell(*self.place, self.chart)
        return None

    def in_cell(
        self, cell: OpenCell, do: Callable[[], ChangeSet | None], said: str, name: str, otherwise: str = "It is so already."
    ) -> None:
        """Write in a cell, show it, and say it."""

        def made(change: ChangeSet | None) -> None:
            self.wrote(cell, change)
            self.say(said if change is not None else otherwise)

        self.write(do, made, name)

    def wrote(self, cell: OpenCell, change: ChangeSet | None) -> None:
        """Show a cell in which was written just now: it alone is read again here, while other screens hear of the change."""
        if change is None:
            return
        self._mine = True
        try:
            self.qualcode.publish(change)
        finally:
            self._mine = False
        with self.refusals():
            self.take_cell(cell.case, cell.code)

    def take_change(self, change: ChangeSet) -> None:
        """Chart again after a change that was not made here in one cell."""
        if not self._mine:
            super().take_change(change)

    @staticmethod
    def _called(cell: OpenCell) -> str:
        return f"{drawn(cell.case_name)}, {drawn(cell.theme.rpartition(' > ')[2])}"

    # summaries

    def action_open(self) -> None:
        """Write the summary of the chosen cell, its extracts beside it."""
        cell = self.opened()
        if cell is not None:
            self._edit(cell, self.book.draft(cell.case, cell.code))

    def _edit(self, cell: OpenCell, draft: CellDraft | None, said: str = "") -> None:
        if not self.desk.writable:
            self.say("This study may only be read. Copy it into a folder you can write in.", refused=True)
            return
        self.grid.bring_to_top()
        editor = CellEditor(self.book, cell, self.hues_now(), draft=draft, said=said, bear=self._weigh)

        def answered(words: CellWords | None) -> None:
            self._unsaved = self.book.cells_with_drafts()
            if words is None:
                self.show_pane()
                if editor.left_words:
                    self.say("Not saved: your words are kept, and Enter goes on with them.")
            elif words.ending is Ending.JUMP:
                self._jump(editor.cell, words)
            else:
                self._save(editor.cell, words)

        self.app.push_screen(editor, answered)

    def _save(self, cell: OpenCell, words: CellWords) -> None:
        draft = words.ending is Ending.DRAFT

        def written(result: ChangeSet | Meanwhile | None) -> None:
            if isinstance(result, Meanwhile):
                self._written_meanwhile(cell, words, result.theirs)
                return
            # Only now: where it is refused, or waits for another window, the desk still has the words.
            self.book.drop_draft(cell.case, cell.code)
            self._unsaved = self.book.cells_with_drafts()
            self.wrote(cell, result)
            self.show_pane()
            done = "Drafted" if draft else "Summarised"
            self.say(f"{done} {self._called(cell)}." if result is not None else "It said so already.")

        def save() -> ChangeSet | Meanwhile | None:
            return self.book.write(cell, words.text, words.remark, draft=draft)

        self.write(save, written, f"the summary of {self._called(cell)}")

    def _written_meanwhile(self, cell: OpenCell, words: CellWords, theirs: Summary | None) -> None:
        """Another window wrote in the cell: its words and these stand in the editor, one below the other."""
        now = self.opened_again(cell)
        if now is None:
            return
        if theirs is None:
            self._edit_with(now, words.text, words.remark, "Another window emptied the cell meanwhile; these are your words.")
            return
        text = self.book.joined(theirs.text, words.text) if theirs.text else words.text
        remark = self.book.joined(theirs.remark, words.remark) if theirs.remark else words.remark
        self._edit_with(
            now, text, remark, "Another window wrote here meanwhile: its words stand above, yours below. Save what holds."
        )

    def _edit_with(self, cell: OpenCell, text: str, remark: str, said: str) -> None:
        self.book.keep_draft(cell.case, cell.code, text, remark)
        self._edit(cell, self.book.draft(cell.case, cell.code), said)

    def opened_again(self, cell: OpenCell) -> OpenCell | None:
        """A cell as it is now."""
        with self.refusals():
            return self.book.open_cell(cell.case, cell.code)
        return None

    def _jump(self, cell: OpenCell, words: CellWords) -> None:
        """Open an extract where it is coded; the chart opens again with the words that were being typed."""
        one = words.extract
        if one is None or self.view is None:
            return
        self.qualcode.charted = self.view.at_place((cell.case, cell.code), editing=True)
        self.qualcode.open_place(Place(one.source, one.extract.span, one.extract.id))
        self.qualcode.coding.say("Back to the cell: o, then a.")

    def _weigh(self, cell: OpenCell, coding: int, bearing: Bearing) -> None:
        """Say what a coding is to the summary of the cell whose editor is open."""

        def made(change: ChangeSet | None) -> None:
            self.wrote(cell, change)
            editor = self.app.screen
            if isinstance(editor, CellEditor):
                now = self.opened_again(cell)
                if now is not None:
                    # What was written before the editor was opened is what it is held against still.
                    editor.take(replace(now, version=cell.version))
                editor.say(f"The extract {bearing}." if str(bearing).endswith("s") else f"The extract is {bearing}.")

        def refused(error: QualcodeError) -> None:
            editor = self.app.screen
            if isinstance(editor, CellEditor):
                editor.say(str(error), refused=True)

        try:
            self.write(lambda: self.book.bear(cell, [coding], bearing), made, "the bearing of an extract")
        except QualcodeError as error:
            refused(error)

    # marks

    def action_mark_cell(self, digit: int) -> None:
        """Mark the chosen cell as not raised or not asked."""
        cell, mark = self.opened(), MARKS[digit - 1]
        if cell is None:
            return

        def set_mark() -> None:
            said = f"{self._called(cell)}: {though_coded(mark, len(cell.evidence))}."
            self.in_cell(cell, lambda: self.book.mark(cell, mark, replace=bool(cell.text)), said, "a mark on a cell")

        if not cell.text:
            set_mark()
            return

        def agreed(yes: bool | None) -> None:
            if yes:
                set_mark()

        words = f"A summary stands there, which the mark “{mark}” takes the place of. u brings it back."
        self.app.push_screen(Confirm(f"Mark {self._called(cell)}?", words, "mark it"), agreed)

    def action_settle(self) -> None:
        """Have the chosen cell's draft count as complete, or its summary as a draft again."""
        cell = self.opened()
        if cell is None:
            return
        if not cell.text:
            self.say("There is no summary in this cell: Enter writes one.", refused=True)
            return
        draft = not cell.draft
        said = f"{self._called(cell)}: {'a draft again' if draft else 'complete'}."

        def settle() -> ChangeSet | None:
            found = self.book.write(cell, cell.text, cell.remark, draft=draft)
            return None if isinstance(found, Meanwhile) else found

        self.in_cell(cell, settle, said, "a summary", "Another window wrote here meanwhile.")

    def action_remove(self) -> None:
        """Empty the chosen cell."""
        cell = self.opened()
        if cell is not None:
            said = f"Emptied {self._called(cell)}; u brings it back."
            self.in_cell(cell, lambda: self.book.clear(cell), said, "an emptied cell", "Nothing stands in this cell.")

    def action_wordings(self) -> None:
        """List what the chosen cell said before, the latest first, and bring one of these back."""
        cell = self.opened()
        if cell is None:
            return
        found: tuple[Wording, ...] = ()
        with self.refusals():
            found = self.book.wordings(cell)
        earlier = [one for one in found[::-1] if not one.stands]
        if not earlier:
            self.say("This cell has said nothing else before." if found else "Nothing has stood in this cell yet.")
            return
        rows = [(str(one.number), _told(one)) for one in earlier]

        def chosen(number: str | None) -> None:
            if number is not None:
                said = f"{self._called(cell)}: wording {number} brought back; u takes that back."
                self.in_cell(cell, lambda: self.book.bring_back(cell, int(number)), said, "an earlier wording")

        words = "Enter brings one back. What stands there now is kept among them."
        self.app.push_screen(Choose(f"Earlier wordings: {self._called(cell)}", rows, words), chosen)

    def action_see(self) -> None:
        """Say that the evidence of the chosen cell was looked at, and that what stands there holds."""
        cell = self.opened()
        if cell is None:
            return
        if not cell.changes:
            self.say("The evidence of this cell is as it was when it was written.")
            return
        said = f"Seen: {cell.changed}. What stands there holds."
        self.in_cell(cell, lambda: self.book.see(cell), said, "evidence seen")


def _told(one: Wording) -> str:
    """A wording in a list: who wrote it and when, below it what it says."""
    said = "\n".join((one.text, *([f"[{one.remark}]"] if one.remark else [])))
    return f"{one.number}. {local_time(one.written_at)}, {drawn(one.author)}: {one.state}\n{drawn(said)}".rstrip()
