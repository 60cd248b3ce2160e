"""The memos on the theme whose extracts stand side by side: read, written and edited beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualcode.domain.dates import local_time
from qualcode.domain.text import drawn
from qualcode.tui.memo_desk import MemoDesk
from qualcode.tui.memo_writer import edit_memo, write_memo
from qualcode.tui.modals.memo_editor import About
from qualcode.tui.screens.extract_verbs import ExtractVerbs
from qualcode.tui.widgets.memo_words import memo_words

if TYPE_CHECKING:
    from qualcode.services.memos import ListedMemo
    from qualcode.tui.desk import StudyDesk

_LOW = 30
"""Rows of a screen under which the memos are shown only when called."""


class SideMemos(ExtractVerbs):
    """A pane of memos on one theme and the codes below it."""

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__(desk)
        self.codebook = desk.codebook()
        self.book = MemoDesk(desk.study)
        self.memos: tuple[ListedMemo, ...] = ()

    @property
    def theme(self) -> int | None:
        """The code whose memos are shown."""
        raise NotImplementedError

    @property
    def _pane(self) -> VerticalScroll:
        return self.query_one("#side-memos", VerticalScroll)

    def show_memos(self) -> None:
        """Read the memos and show them, the newest first."""
        theme = self.theme
        codes = self.codebook.subtree(theme) if theme is not None else ()
        self.memos = self.book.of_codes([self.codebook[code].guid for code in codes]) if codes else ()
        self._pane.query_one(Static).update(self._told())
        self._pane.scroll_home(animate=False)

    def _told(self) -> Content:
        if self.theme is None:
            choose, write = self.key("side.filter_codes"), self.key("side.memo")
            none = f"Memos stand on a theme or code: {choose} chooses one. {write} writes on the chosen extract."
            return Content.assemble((none, "dim"))
        if not self.memos:
            none = f"No memo on {drawn(self.codebook[self.theme].name)} yet: {self.key('side.memo')} writes one."
            return Content.assemble((none, "dim"))
        parts: list[Content] = []
        for memo in self.memos:
            head = f"{drawn(memo.target)}  ·  {memo.kind}  {local_time(memo.when)}  {drawn(memo.author)}"
            said = Content.assemble("\n\n" if parts else "", (head, "bold $accent"), "\n")
            parts.append(Content("").join([said, memo_words(memo)]))
        return Content("").join(parts)

    def action_memo(self) -> None:
        """Write a memo on the theme; where a query asks for more than one code, on the chosen extract."""
        if self.theme is None:
            self.write_memo_on_extract()
        else:
            write_memo(self, self.desk.study, [self.about_code(self.theme)], low=True)

    def action_edit(self) -> None:
        """Edit the latest memo on the theme that the coder wrote."""
        memo = next((one for one in self.memos if self.book.may_edit(one)), None)
        if memo is None:
            self.say("There is no memo of yours on the theme to edit.", refused=True)
            return
        edit_memo(self, self.desk.study, memo, About("this", f"On {drawn(memo.target)}", memo.about[0]), low=True)

    def action_show_memos(self) -> None:
        """Show the memos, or hide them."""
        self._pane.toggle_class("-called" if self.size.height < _LOW else "-sent-away")

    def action_scroll_detail(self, step: int) -> None:
        """Scroll the memos."""
        self._pane.scroll_relative(y=step * 4, animate=False)
