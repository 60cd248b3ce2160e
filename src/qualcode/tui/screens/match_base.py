"""The frame of matching two code lists: what waits to be matched, and under it both codes side by side with their passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualcode.domain.text import drawn
from qualcode.tui.commands import bindings
from qualcode.tui.commands.match import RELATIONS
from qualcode.tui.matching_desk import MatchingDesk
from qualcode.tui.prompt import Prompt
from qualcode.tui.screens.coding_told import counted
from qualcode.tui.screens.files import FileScreen
from qualcode.tui.widgets.bars import Bar, HeaderBar, StatusBar, gauge
from qualcode.tui.widgets.row_list import Column
from qualcode.tui.widgets.typed_rows import TypedRows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.matching import CodeMatch
    from qualcode.services.matching import CodeLists, ListedCode
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.bars import Part

SHOWN = {**RELATIONS, 2: "codebook broader", 3: "codebook narrower"}
"""The relations as the line between list and codes writes them."""
CONCERNED = ("code", "code_map", "code_map_set", "codebook_version", "coding", "round", "coder")
"""Tables whose change the screen shows."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a code of either list, its relation or none yet, and which code of the other list stands beside it.

    `first` and `second` are codes by id; of one that was not related yet the nearest stands beside it.
    """

    code: ListedCode
    match: CodeMatch | None
    first: int | None
    second: int | None


class RelationsBar(Bar):
    """The relations with their digits, between the list and the two codes."""


class MatchFrame(FileScreen):
    """The screen for code lists, without what can be done with them."""

    PLACE = "match"
    HEADING = "Match"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("match")]
    COLUMNS = (
        Column("", 1),
        Column("Second list"),
        Column("Codings", 7, figures=True, least=90),
        Column("Relation", 8),
        Column("Codebook"),
        Column("Reason", least=120),
    )

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__(desk)
        self.book = MatchingDesk(desk.study)
        self.found: CodeLists | None = None
        self.listed: list[Row] = []
        self.with_first = False
        self.beside: dict[int, int] = {}
        """The code of the other list that was chosen to stand beside one, before the two are related."""

    def body(self) -> Iterator[Widget]:
        """The lists, and both codes side by side."""
        yield TypedRows(self.COLUMNS)
        yield RelationsBar()
        with Horizontal(id="match-panes"):
            yield VerticalScroll(Static(), id="match-second", can_focus=False)
            yield VerticalScroll(Static(), id="match-first", can_focus=False)

    def on_mount(self) -> None:
        """Show the lists."""
        super().on_mount()
        parts = [part for digit, words in SHOWN.items() for part in ((f" {digit}", "accent"), (f" {words} ", "plain"))]
        self.query_one(RelationsBar).show(parts)
        self.set_focus(self.rows)

    @property
    def rows(self) -> TypedRows:
        """The list."""
        return self.query_one(TypedRows)

    @property
    def row(self) -> Row | None:
        """The chosen line."""
        return self.listed[self.rows.at] if self.listed and self.rows.at < len(self.listed) else None

    # what is shown

    def renew(self) -> None:
        """Read both lists anew, the same code chosen."""
        here = self.row
        with self.refusals():
            self.found = self.book.lists()
        self.listed = list(self._rows())
        same = (at for at, row in enumerate(self.listed) if here is not None and row.code.code.id == here.code.code.id)
        fresh = (at for at, row in enumerate(self.listed) if row.match is None)
        self.rows.show([self._cells(row) for row in self.listed], next(same, next(fresh, 0)))
        self.show_header()
        self.show_detail()

    def _rows(self) -> Iterator[Row]:
        found = self.found
        if found is None:
            return
        for one in found.second:
            yield from self._rows_of(one, second=True)
        told = {match.id for one in found.second for match in one.matches}
        for one in found.first:
            matches = [match for match in one.matches if match.id not in told]
            if self.with_first or matches:
                told |= {match.id for match in matches}
                yield from self._rows_of(one, second=False)

    def _rows_of(self, one: ListedCode, *, second: bool) -> Iterator[Row]:
        number = one.code.id
        for match in one.matches:
            yield Row(one, match, match.first, match.second)
        if not one.matches:
            beside = self.beside.get(number, one.near[0][0] if one.near else None)
            yield Row(one, None, beside if second else number, number if second else beside)

    def _cells(self, row: Row) -> tuple[str, ...]:
        match = row.match
        first, second = (self._called(code) for code in (row.first, row.second))
        if match is None:
            relation = ""
            first = f"({first})" if first and row.second else first
        else:
            relation = str(match.relation)
            first = f"{first} → {drawn(match.name)}" if match.name else first
        return (
            "✓" if match is not None else "○" if not row.code.code.accepted else " ",
            second,
            str(row.code.codings),
            relation,
            first,
            drawn(match.reason) if match is not None else "",
        )

    def _called(self, code: int | None) -> str:
        book = self.found.book if self.found is not None else None
        return drawn(book[code].name) if code is not None and book is not None and code in book else ""

    def _who(self, coder: int) -> str:
        return next((one.name for one in self.desk.study.coders.all() if one.id == coder), "")

    def take_change(self, change: ChangeSet) -> None:
        """Show both lists as they are after a change."""
        if change.touches(*CONCERNED):
            self.renew()
            self.show_status()

    def on_typed_rows_stepped(self) -> None:
        """Another code was chosen."""
        self.show_detail()

    def show_detail(self) -> None:
        """Show both codes side by side."""
        row = self.row
        for name, code, title in (
            ("second", row.second if row is not None else None, "Second list"),
            ("first", row.first if row is not None else None, "Codebook"),
        ):
            pane = self.query_one(f"#match-{name}", VerticalScroll)
            made_by = row.code.made_by if row is not None and name == "second" and not row.code.code.accepted else ""
            pane.border_title = f"{title} · {drawn(made_by)}" if made_by else title
            pane.query_one(Static).update(self._told(code, name))
            pane.scroll_home(animate=False)

    def _told(self, code: int | None, side: str) -> Content:
        if self.found is None or code is None or code not in self.found.book:
            said = "r chooses a code of the codebook to stand beside it." if self.listed and side == "first" else ""
            return Content.assemble((said, "$foreground 70%"))
        one = self.found.book[code]
        parts: list[str | tuple[str, str]] = [(f"{drawn(self.found.book.path_text(code))}\n", "bold $accent")]
        parts.append(f"{drawn(one.definition)}\n" if one.definition else ("No definition.\n", "$foreground 70%"))
        for label, text in (("Use it for: ", one.include), ("Not for: ", one.exclude), ("Example: ", one.example)):
            if text:
                parts += [(label, "$foreground 70%"), f"{drawn(text)}\n"]
        for extract in self.book.extracts(code):
            words = drawn(" ".join(extract.words.split()))
            place = f"{drawn(extract.source)}, {extract.place}, {drawn(extract.coder)}"
            parts += [f"\n“{words}” ", (place, "$foreground 70%"), "\n"]
        return Content.assemble(*parts)

    # what it says

    def show_header(self) -> None:
        """Draw the header: how many codes have a relation."""
        left: list[Part] = [("◧ ", "accent"), ("qualcode ", "accent"), (f" {self.HEADING}  ", "primary")]
        left += [(self.desk.title, "bold"), (f"  coder: {self.desk.coder}", "muted")]
        right: list[Part] = []
        if self.found is not None and self.found.second:
            many = len(self.found.second)
            done = many - len(self.found.open)
            right = [(f"  {gauge(done / many, 6)} {done} of {counted(many, 'code')}", "good")]
        right.append(self.qualcode.saved_sign())
        self.query_one(HeaderBar).show(left, right)

    def summary(self) -> str:
        """What can be done with the chosen code."""
        if not self.listed:
            return "Nothing waits to be matched: no coder made codes in a closed round. T lists the codebook."
        row = self.row
        if row is not None and row.match is None and (row.first is None or row.second is None):
            return "r chooses a code of the other list to stand beside it; 5 and 6 need none."
        return "" if row is None or row.match is None else f"Related by {drawn(self._who(row.match.decided_by))}."

    def open_prompt(
        self, label: str, on_done: Callable[[str | None], None], text: str, on_change: Callable[[str], None] | None = None
    ) -> None:
        """Have a line typed on the status line; when it is done, or given up with None, it is closed first."""

        def changed(words: str) -> None:
            if on_change is not None:
                on_change(words)
            self.show_status()

        def done(words: str | None) -> None:
            self.prompt = self.rows.prompt = None
            self.say("")
            on_done(words)

        self.prompt = self.rows.prompt = Prompt(label, changed, done, text)
        self.show_status()

    def show_status(self) -> None:
        """Draw the status line: a line being typed, what a key did, or the relations with their digits."""
        bar = self.query_one(StatusBar)
        if self.prompt is not None:
            bar.ask(self.prompt, [("Enter keeps it  Esc leaves ", "muted")])
        elif self._said[0]:
            bar.show([(" ", "plain"), self._said])
        else:
            bar.show([(" " + self.summary(), "plain")])

    # moving

    def action_step(self, step: int) -> None:
        """Some codes on or back."""
        self.rows.step_to(self.rows.at + step)
        self.say("")

    def action_edge(self, step: int) -> None:
        """To the first or last code."""
        self.action_step(step * len(self.listed))

    def action_next_open(self) -> None:
        """The next code without a relation, from the top again after the last."""
        places = [at for at, row in enumerate(self.listed) if row.match is None and not row.code.code.accepted]
        following = [at for at in places if at > self.rows.at] or places
        if not following:
            self.say("Every code of the second list has a relation: ! makes one list of the two.")
            return
        self.rows.step_to(following[0])
        self.say("")

    def action_scroll_detail(self, step: int) -> None:
        """Scroll both codes."""
        for name in ("first", "second"):
            self.query_one(f"#match-{name}", VerticalScroll).scroll_relative(y=step * 4, animate=False)

    def action_transpose(self) -> None:
        """With the codes of the codebook, or the second list alone."""
        self.with_first = not self.with_first
        self.renew()
        self.say("The codes of the codebook are listed too." if self.with_first else "The second list alone.")
