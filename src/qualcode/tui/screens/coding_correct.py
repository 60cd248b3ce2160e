"""Correcting the transcript from the coding screen, and reading its earlier texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.dates import local_time
from qualcode.domain.spans import Span
from qualcode.domain.text import drawn
from qualcode.tui.screens.coding_base import CodingFrame
from qualcode.tui.screens.coding_told import counted
from qualcode.tui.widgets.transcript.reading import OUTSIDE

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.services.correcting import Correction
    from qualcode.tui.correct_desk import Stretch


class CodingCorrecting(CodingFrame):
    """The coding screen's `E`."""

    def action_correct(self) -> None:
        """Correct the turn at the caret, or the paragraph outside turns."""
        from qualcode.tui.correct_desk import CorrectDesk
        from qualcode.tui.modals.correct import CorrectWords

        stretch = self._stretch()
        if stretch is None or self.desk is None:
            return
        desk = CorrectDesk(self.desk.study)
        name = drawn(stretch.text.source.name)
        title = f"Correct turn {stretch.turn} of {name}" if stretch.turn is not None else f"Correct {name}, outside turns"

        def answered(answer: tuple[str, str] | None) -> None:
            if answer is None:
                self.say("The text is as it was.")
                return
            words, reason = answer
            self.write(lambda: desk.correct(stretch, words, reason), self._corrected, f"a correction of {name}")

        with self.refusals():
            # Refused now, as in a sample that is being coded, and not after all was typed.
            desk.preview(stretch, stretch.words)
            at = max(0, self.view.selection.caret.start - stretch.span.start)
            dialog = CorrectWords(title, stretch.words, lambda words: desk.preview(stretch, words), at)
            self.app.push_screen(dialog, answered)

    def _stretch(self) -> Stretch | None:
        """The turn or the paragraph at the caret."""
        from qualcode.tui.correct_desk import Stretch

        reading = self.view.reading
        if self.desk is None or self.desk.source is None or not reading.blocks:
            return None
        block = reading.blocks[reading.block_at(self.view.selection.caret.start)]
        turn = None if block.turn == OUTSIDE else reading.turns[block.turn].number
        return Stretch(self.desk.source.text, Span(block.start, block.end), turn)

    def _corrected(self, answer: tuple[Correction, ChangeSet | None]) -> None:
        told, change = answer
        if change is None:
            self.say("The text says that already.")
            return
        self.qualcode.publish(change)
        moved = sum(told.kept.values())
        said = f"Corrected {drawn(told.source)}: {counted(moved, 'passage')} moved with {'its' if moved == 1 else 'their'} words"
        undo, menu = self.key("coding.undo"), self.key("app.open_menu")
        if not told.touched:
            self.say(f"{said}, none changed its words. {undo} takes it back.")
            return
        self.say(f"{said}, {len(told.touched)} to look at: {menu}, then v. {undo} takes it back.")
        self.qualcode.action_open_screen("reviews")

    def action_revisions(self) -> None:
        """Choose an earlier text of this source, to be read."""
        if self.desk is None or self.desk.source is None:
            return
        from qualcode.tui.correct_desk import CorrectDesk
        from qualcode.tui.modals.choose import Choose
        from qualcode.tui.screens.revision import RevisionScreen

        study, source = self.desk, self.desk.source.text.source
        desk = CorrectDesk(study.study)
        found = [one for one in desk.revisions(source.id) if not one.current]
        if not found:
            self.say("This source was never corrected: there is no other text of it.")
            return
        rows = [
            (str(one.number), f"{one.number}  {local_time(one.made_at)}  {one.words:,} words  {drawn(one.reason)}".rstrip())
            for one in reversed(found)
        ]

        def chosen(number: str | None) -> None:
            if number is not None:
                with self.refusals():
                    text = desk.text_as_it_was(source.id, int(number))
                    self.app.push_screen(RevisionScreen(study, text, int(number)))

        self.app.push_screen(Choose(f"Earlier texts of {drawn(source.name)}", rows), chosen)
