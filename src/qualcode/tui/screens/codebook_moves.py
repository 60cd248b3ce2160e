"""What a coder does to the tree: moving, merging, retiring, showing elsewhere. Each says what it touches and is one change."""

from __future__ import annotations

from qualcode.domain.text import drawn
from qualcode.tui.modals.choose import ROOT, ChooseCode
from qualcode.tui.screens.codebook_verbs import CodebookVerbs


class CodebookMoves(CodebookVerbs):
    """The verbs on the tree."""

    # what they touch is said first

    def action_move(self) -> None:
        """Give the code, or the marked ones, another home."""
        codes = self._chosen()
        if not codes:
            return
        names = self._names(codes)

        def chosen(home: str | None) -> None:
            if home is None:
                return
            parent = None if home == ROOT else int(home)
            where = "the root" if parent is None else drawn(self.codebook.path_text(parent))
            words = f"{names} with all below goes under {where}.\n\n{self._hangs(codes)} No coding changes."
            self._ask("Move", words, lambda reason: self._move(codes, parent, reason, f"Moved {names} under {where}."))

        without = {below for code in codes for below in self.codebook.subtree(code)}
        self.app.push_screen(ChooseCode(f"Move {names} under", self.codebook, without=without, root=True), chosen)

    def _move(self, codes: list[int], parent: int | None, reason: str, said: str) -> None:
        self.done(self.book.move(codes, parent, reason), said, "It has its home there already.")
        self.go_to(codes[0])
        self.say(said)

    def action_also_under(self) -> None:
        """Show the code, or the marked ones, also under another; where it is shown already, no longer."""
        codes = self._chosen()
        if not codes:
            return
        names = self._names(codes)

        def chosen(home: str | None) -> None:
            if home is None:
                return
            parent = int(home)
            where = drawn(self.codebook.path_text(parent))
            if len(codes) == 1 and (codes[0], parent) in self.codebook.shown_under:
                words = f"{names} is no longer shown under {where}; its home stays."
                gone = lambda reason: self.done(self.book.show_no_more_under(codes[0], parent, reason), words)  # noqa: E731
                self._ask("No longer also under", words, gone)
                return
            words = f"{names} is shown also under {where}; the home stays, and a passage counts once.\n\n{self._hangs(codes)}"
            shown = lambda reason: self.done(self.book.show_also_under(codes, parent, reason), f"Shown also: {names}.")  # noqa: E731
            self._ask("Also under", words, shown)

        self.app.push_screen(ChooseCode(f"Show {names} also under", self.codebook, without=codes), chosen)

    def action_merge(self) -> None:
        """Merge the code, or the marked ones, into another."""
        codes = self._chosen()
        if not codes:
            return
        names = self._names(codes)

        def chosen(into: str | None) -> None:
            if into is None:
                return
            where = drawn(self.codebook.path_text(int(into)))
            words = (
                f"{names}: every coding, whoever made it, then has {where}; sub-codes and memos go there too, and "
                f"{names} is retired.\n\n{self._hangs(codes)} What was finished stays as it was finished."
            )
            self._ask("Merge", words, lambda reason: self._merge(codes, int(into), reason, f"Merged {names} into {where}"))

        self.app.push_screen(ChooseCode(f"Merge {names} into", self.codebook, without=codes), chosen)

    def _merge(self, codes: list[int], into: int, reason: str, said: str) -> None:
        merged = self.book.merge(codes, into, reason)
        said = f"{said}: {merged.codings} coding{'' if merged.codings == 1 else 's'}."
        self.done(merged.change, said)
        self.go_to(into)
        self.say(said)

    def action_retire(self) -> None:
        """Take the code with all below it out of use."""
        code = self._one()
        if code is None:
            return
        words = (
            f"{drawn(code.name)} is no longer offered; its codings stay readable and are not counted.\n\n{self._hangs([code.id])}"
            " `qualcode codebook restore` brings it back."
        )
        self._ask("Retire", words, lambda reason: self.done(self.book.retire(code.id, reason), f"Retired {code.name}."))
