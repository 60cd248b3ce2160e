"""What a coder does to codes with their codings: merging, splitting, retiring, restoring. Each says what it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.text import drawn
from qualcode.services.codebook_touched import CodesDone
from qualcode.tui.modals.choose import Choose, ChooseCode
from qualcode.tui.screens.codebook_moves import CodebookMoves

if TYPE_CHECKING:
    from qualcode.services.codebook_merging import Merged


class CodebookMerges(CodebookMoves):
    """The verbs that give codings another code, or take a code out of use."""

    def action_merge(self) -> None:
        """Merge the code, or the marked ones, into another."""
        codes = self._chosen()
        if not codes:
            return
        names = self._names(codes)

        def chosen(into: str | None) -> None:
            if into is None:
                return
            where = self._where(int(into))
            words = (
                f"{names}: every coding, whoever made it, then has {where}; sub-codes and memos go there too, and "
                f"{names} is retired.\n\n{self._hangs(codes, CodesDone.MERGED, int(into))}"
                " What was finished stays as it was finished."
            )
            said = f"Merged {names} into {where}"
            merged = lambda made: self._show_merged(made, int(into), said)  # noqa: E731
            self._ask("Merge", words, lambda reason: self.book.merge(codes, int(into), reason), merged)

        self.app.push_screen(ChooseCode(f"Merge {names} into", self.codebook, without=codes), chosen)

    def _show_merged(self, merged: Merged, into: int, said: str) -> None:
        said = f"{said}: {merged.codings} coding{'' if merged.codings == 1 else 's'}."
        if merged.summaries_kept:
            cells = f"{merged.summaries_kept} chart cell{'' if merged.summaries_kept == 1 else 's'}"
            said += f" {cells} stayed with what was merged: each case has one already."
        self._done_at(into, said)(merged.change)

    def action_split(self) -> None:
        """Share out the code's codings to codes beside it."""
        from qualcode.tui.screens.split import SplitScreen

        code = self._one()
        if code is None:
            return
        if not self.book.codings(code.id):
            self.say(f"{drawn(code.name)} has no coding to share out.", refused=True)
            return

        screen = SplitScreen(self.desk, self.book, code.id)

        def left(_: None) -> None:
            if screen.outcome:
                self.say(screen.outcome)

        self.app.push_screen(screen, left)

    def action_retire(self) -> None:
        """Take the code with all below it out of use."""
        code = self._one()
        if code is None:
            return
        words = (
            f"{drawn(code.name)} is no longer offered; its codings stay readable and are not counted.\n\n"
            f"{self._hangs([code.id], CodesDone.RETIRED)} B brings it back."
        )
        retired = lambda change: self.done(change, f"Retired {code.name}.")  # noqa: E731
        self._ask("Retire", words, lambda reason: self.book.retire(code.id, reason), retired)

    def action_restore(self) -> None:
        """Choose a retired code and bring it back, with what was retired below it."""
        retired = [code for code in self.codebook.codes if code.retired]
        if not retired:
            self.say("No code is retired.", refused=True)
            return
        rows = []
        for code in retired:
            into = "" if code.merged_into is None else f"  merged into {drawn(self.codebook[code.merged_into].name)}"
            rows.append((str(code.id), f"{drawn(self.codebook.path_text(code.id))}{into}"))

        def chosen(number: str | None) -> None:
            if number is not None:
                self._ask_restore(int(number))

        self.app.push_screen(Choose("Bring back", rows), chosen)

    def _ask_restore(self, number: int) -> None:
        code = self.codebook[number]
        words = f"{drawn(code.name)} is offered again, with what was retired below it. {self._hangs([number])}"
        if code.merged_into is not None:
            words += " It was merged away: its codings stay with the other code, and only undoing the merge brings them back."

        shown = self._done_at(number, f"Brought {drawn(code.name)} back.")
        self._ask("Bring back", words, lambda reason: self.book.restore(number, reason), shown)
