"""The codebook screen: the tree with its counts, and beside it all that is said of the chosen code."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualcode.domain.dates import local_time
from qualcode.domain.text import drawn
from qualcode.tui.codebook_desk import CodebookDesk
from qualcode.tui.colour import hexed
from qualcode.tui.commands import bindings
from qualcode.tui.completing import code_as_asked
from qualcode.tui.screens.codebook_versions import CodebookVersions
from qualcode.tui.screens.found import Question, of_code
from qualcode.tui.widgets.code_list import CodeList
from qualcode.tui.widgets.memo_words import memo_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.services.codebook import CodeCount
    from qualcode.services.memos import ListedMemo
    from qualcode.tui.desk import StudyDesk


class CodebookScreen(CodebookVersions):
    """Reads the codebook; what changes it is in its bases."""

    PLACE = "codes"
    HEADING = "Codebook"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("codes")]

    def __init__(self, desk: StudyDesk, code: int | None = None) -> None:
        """The codebook of a study, with the cursor on a code if one is named."""
        super().__init__(desk, CodebookDesk(desk.study))
        self._first = code
        self._detailed: int | None = None
        self.mine = True

    def body(self) -> Iterator[Widget]:
        """Tree and detail side by side."""
        with Horizontal(id="codebook-panes"):
            yield CodeList()
            with VerticalScroll(id="code-detail", can_focus=False):
                yield Static()

    def on_mount(self) -> None:
        """Show the codebook."""
        super().on_mount()
        self.set_focus(self.codes)
        if self._first is not None:
            self.call_after_refresh(self.go_to, self._first)

    def renew(self) -> None:
        """Read the codebook and its counts anew."""
        self.codebook = self.book.codebook()
        self.counts = self.book.counts(mine=self.mine)
        self.codes.show(self.codebook, self.counts)
        self.show_detail()

    def summary(self) -> str:
        """How many codes there are, and how many are marked."""
        live, marked = len(self.codebook), len(self.codes.marked)
        said = f"{live:,} code{'' if live == 1 else 's'}" if live else "No codes yet: a adds one"
        retired = len(self.codebook.codes) - live
        said += f", {retired} retired" if retired else ""
        said += "; your codings" if self.mine else "; codings of the analysis coding"
        return said + (f"  ✓ {marked} marked" if marked else "")

    def show_detail(self) -> None:
        """Show what is said of the code under the cursor."""
        code = self.codes.code
        detail = self.query_one("#code-detail", VerticalScroll)
        if code is None:
            detail.query_one(Static).update("")
            return
        words = detail_of(self.codebook, self.codebook[code], self.counts.get(code), self.book.memos(code), self._hue(code))
        detail.query_one(Static).update(words)
        if code != self._detailed:
            detail.scroll_home(animate=False)
        self._detailed = code

    def _hue(self, code: int) -> str:
        return hexed(self.codes.hues[code])

    def like_here(self) -> Question | None:
        """All that has the code under the cursor, for turns like it."""
        code = self.codes.code
        return None if code is None else of_code(self.codebook, code)

    def beside_here(self) -> tuple[Question, tuple[str, str]] | None:
        """The code under the cursor, for its extracts side by side."""
        code = self.codes.code
        return None if code is None else (Question(code_as_asked(self.codebook, code)), ("", ""))

    def on_code_list_stepped(self) -> None:
        """Show the code under the cursor."""
        self._said = ("", "good")
        self.show_detail()
        self.show_status()

    def on_code_list_entered(self) -> None:
        """Two clicks edit."""
        self.action_edit()

    def action_counts(self) -> None:
        """Count this coder's codings, or those of the analysis coding."""
        self.mine = not self.mine
        self.renew()
        self.say("The figures are of your codings." if self.mine else "The figures are of the analysis coding, as charts count.")

    def action_scroll_detail(self, step: int) -> None:
        """Scroll what is said of the code."""
        self.query_one("#code-detail", VerticalScroll).scroll_relative(y=step * 8, animate=False)


def detail_of(codebook: Codebook, code: Code, count: CodeCount | None, memos: tuple[ListedMemo, ...], hue: str) -> Content:
    """All that is said of a code."""
    above = " > ".join(codebook.path(code.id)[:-1])
    kind = f"{code.kind}" + (f", {code.state}" if code.state else "") + ("" if code.codable else ", not applied itself")
    own, all_ = (count.own, count.with_sub_codes) if count else (0, 0)
    figures = f"{own:,} coding{'' if own == 1 else 's'}" + (f", {all_:,} with sub-codes" if all_ != own else "")
    parts = [
        Content.assemble(("● ", hue), (drawn(code.name), "bold $accent"), "\n"),
        Content.assemble((f"{drawn(above)}\n" if above else "", "dim")),
        Content.assemble((f"{kind}  ·  {figures}", "$foreground 80%"), "\n"),
    ]
    also = ", ".join(codebook.path_text(one.id) for one in codebook.also_under(code.id))
    texts = (
        ("Central idea", code.central_idea),
        ("Definition", code.definition or "No definition yet: e writes one."),
        ("Include", code.include),
        ("Not", code.exclude),
        ("Example", code.example),
        ("Also under", also),
        ("Colour", code.colour or ""),
    )
    parts += [Content.assemble("\n", (label, "bold $primary"), f"\n{drawn(words)}\n") for label, words in texts if words]
    if memos:
        parts.append(Content.assemble("\n", (f"Memos ({len(memos)})", "bold $primary"), "\n"))
    for memo in reversed(memos):
        head = f"{local_time(memo.when)[:10]}  {drawn(memo.author)}, {memo.kind}\n"
        parts.append(Content("").join([Content.assemble((head, "dim")), memo_words(memo), Content("\n\n")]))
    return Content("").join(parts)
