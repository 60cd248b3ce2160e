"""The codebook screen's frame: its tree, which codes are meant, and what a change of them would touch."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from qualcode.domain.codebook import Codebook
from qualcode.domain.text import drawn
from qualcode.services.codebook_touched import CodesDone
from qualcode.tui.modals.reason import Reason
from qualcode.tui.screens.study_screen import StudyScreen
from qualcode.tui.widgets.code_list import CodeList

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codes import Code
    from qualcode.services.codebook import CodeCount
    from qualcode.tui.codebook_desk import CodebookDesk
    from qualcode.tui.desk import StudyDesk


Result = TypeVar("Result")


class CodebookFrame(StudyScreen):
    """The tree, and the codes under the cursor or marked."""

    def __init__(self, desk: StudyDesk, book: CodebookDesk) -> None:
        super().__init__(desk)
        self.book = book
        self.codebook = Codebook()
        self.counts: Mapping[int, CodeCount] = {}

    @property
    def codes(self) -> CodeList:
        """The tree."""
        return self.query_one(CodeList)

    # the tree

    def action_step(self, step: int) -> None:
        """Some lines on or back."""
        self.codes.step_to(self.codes.shown.at + step)

    def action_edge(self, step: int) -> None:
        """To the first or last line."""
        self.codes.step_to(0 if step < 0 else len(self.codes.shown.lines) - 1)

    def action_fold(self, step: int) -> None:
        """Fold or unfold."""
        self.codes.fold(step)

    def action_mark(self) -> None:
        """Mark the code and go on to the next."""
        self.codes.toggle_mark()
        self.action_step(1)

    def action_filter(self) -> None:
        """Type a filter."""
        self.codes.prompt = self.type_line("FILTER", self.codes.shown.filter, self.codes.set_filter)

    def typing_ended(self) -> None:
        """The tree gets its keys back."""
        self.codes.prompt = None

    def action_back(self) -> None:
        """Let go of what is dragged, else back to the text."""
        if self.codes.dragging:
            self.codes.end_drag()
            self.say("Nothing was moved.")
        else:
            super().action_back()

    def show_detail(self) -> None:
        """Show what is said of the code under the cursor."""
        raise NotImplementedError

    def go_to(self, code: int) -> None:
        """Put the cursor on a code."""
        self.codes.go_to_code(code)
        self.show_detail()

    # which codes

    def _one(self) -> Code | None:
        code = self.codes.code
        if code is None:
            self.say("There is no code here.", refused=True)
            return None
        return self.codebook[code]

    def _chosen(self) -> list[int]:
        """The marked codes in tree order, else the one under the cursor."""
        if self.codes.marked:
            return [code.id for code in self.codebook.live if code.id in self.codes.marked]
        one = self._one()
        return [] if one is None else [one.id]

    def _names(self, codes: list[int]) -> str:
        names = [drawn(self.codebook[code].name) for code in codes]
        return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")

    # what would be touched is said first

    def _hangs(self, codes: list[int], done: CodesDone = CodesDone.KEPT, to: int | None = None) -> str:
        """What a change of codes would touch, in words."""
        return self.book.hangs_on(codes, done, to).in_words

    def _where(self, code: int | None) -> str:
        return "the root" if code is None else drawn(self.codebook.path_text(code))

    def _ask(self, title: str, words: str, do: Callable[[str], Result], then: Callable[[Result], None]) -> None:
        """Say what would be touched, ask why, then do it, in its turn; `then` shows what came of it."""

        def made(result: Result) -> None:
            self.codes.marked.clear()
            self.codes.refresh()
            then(result)

        def answered(reason: str | None) -> None:
            if reason is not None:
                self.write(partial(do, reason), made, f"{title.lower()}: {words.split(chr(10), 1)[0]}")

        self.app.push_screen(Reason(title, words), answered)

    def _done_at(self, code: int, said: str, otherwise: str = "It is so already.") -> Callable[[ChangeSet | None], None]:
        """What shows a change and puts the cursor on a code."""

        def done(change: ChangeSet | None) -> None:
            self.done(change, said, otherwise)
            self.go_to(code)
            self.say(said if change is not None else otherwise)

        return done
