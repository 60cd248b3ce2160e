"""Splitting a code: each of its codings is given to one of the codes beside it, with its words in view, as one change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widgets import Static

from qualcode.domain.text import drawn
from qualcode.services.codebook_touched import CodesDone
from qualcode.tui.commands import bindings
from qualcode.tui.modals.confirm import Confirm
from qualcode.tui.modals.form import Field, Form
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.row_list import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualcode.services.codebook_merging import Split
    from qualcode.services.codebook_screen import CodingLine
    from qualcode.tui.codebook_desk import CodebookDesk
    from qualcode.tui.desk import StudyDesk

STAYS = 0
"""The share of codings that stay on the code."""
MOST = 9
"""Codes a code can be split into at once: one for each digit."""


class SplitScreen(ListScreen):
    """The codings of a code, and the codes they are shared out to; `outcome` says in words what was done."""

    PLACE = "split"
    HEADING = "Split"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("split")]
    COLUMNS = (
        Column("", 1),
        Column("To", 18),
        Column("Source", 14, least=70),
        Column("Turn", 5, figures=True, least=70),
        Column("Coder", 14, least=120),
        Column("Words"),
    )

    def __init__(self, desk: StudyDesk, book: CodebookDesk, code: int) -> None:
        """The split of a code."""
        super().__init__(desk)
        self.book = book
        self.codebook = book.codebook()
        self.code = self.codebook[code]
        self.lines: tuple[CodingLine, ...] = ()
        self.names: list[str] = []
        self.share: dict[int, int] = {}
        self.marked: set[int] = set()
        self.outcome = ""

    def body(self) -> Iterator[Widget]:
        """The codes to be, the codings, and the words of the chosen one."""
        yield Static(id="shares")
        yield from super().body()

    def renew(self) -> None:
        """Read the codings anew; what was given out stays where the codings are still there."""
        self.codebook = self.book.codebook()
        if self.code.id not in self.codebook or self.codebook[self.code.id].retired:
            self.dismiss(None)
            return
        self.lines = self.book.codings(self.code.id)
        there = {line.coding.id for line in self.lines}
        self.share = {coding: share for coding, share in self.share.items() if coding in there}
        self.marked &= there
        self.list_rows()

    def list_rows(self) -> None:
        """List what fits the filter."""
        keep = self.at or 0
        texts, haystacks = [], []
        for line in self.lines:
            one, share = line.coding, self.share.get(line.coding.id, STAYS)
            to = f"{share} {self.names[share - 1]}" if share else ""
            words = drawn(" ".join(one.words.split()))
            mark = "✓" if one.id in self.marked else ("★" if line.star else "")
            turn = "" if one.turn is None else str(one.turn)
            texts.append((mark, drawn(to), drawn(one.source_name), turn, drawn(line.coder), words))
            haystacks.append(f"{to} {one.source_name} {line.coder} {words}")
        self.show_rows(texts, haystacks, keep)
        self.query_one("#shares", Static).update(self._shares())

    def _shares(self) -> Content:
        """The codes to be, each with how many codings it gets."""
        given = list(self.share.values())
        left = len(self.lines) - len(given)
        parts = [
            Content.assemble(
                ("0", "bold $accent"), " stays on ", (drawn(self.code.name), "bold"), (f" {left:,}", "$foreground 70%")
            )
        ]
        for number, name in enumerate(self.names, 1):
            there = any(one.name == name for one in self.codebook.children(self.code.parent))
            parts.append(
                Content.assemble(
                    (f"   {number}", "bold $accent"),
                    " ",
                    (drawn(name), "bold"),
                    (f" {given.count(number):,}{', there already' if there else ''}", "$foreground 70%"),
                )
            )
        if not self.names:
            parts.append(Content.assemble(("   a", "bold $accent"), " names a code to split it into"))
        return Content("").join(parts)

    def summary(self) -> str:
        """How many codings there are, and what the keys do with them."""
        many, shown = len(self.lines), len(self._places)
        found = f"{shown:,} of {many:,}" if shown < many else f"{many:,}"
        marked = f"  ✓ {len(self.marked)} marked" if self.marked else ""
        return f"{found} coding{'' if many == 1 else 's'} of {drawn(self.code.name)}{marked}"

    def told(self) -> Content:
        """The whole of the chosen coding."""
        line = self._line
        assert line is not None
        one = line.coding
        turn = f", turn {one.turn}" if one.turn is not None else ""
        marks = (", starred" if line.star else "") + (", unsure" if line.unsure else "")
        head = f"{drawn(one.source_name)}{turn}  ·  {drawn(line.coder)}{marks}\n\n"
        return Content.assemble((head, "$foreground 80%"), f"“{drawn(one.words)}”")

    @property
    def _line(self) -> CodingLine | None:
        return None if self.at is None else self.lines[self.at]

    # giving codings to shares

    def action_add(self) -> None:
        """Name one more code to split it into."""
        if len(self.names) == MOST:
            self.say("A code is split into nine at most.", refused=True)
            return

        self.rows.prompt = self.ask_line("NEW CODE", lambda words: self._add(" ".join((words or "").split())))

    def _add(self, name: str) -> None:
        if not name:
            self.say("")
        elif name in self.names or name == self.code.name:
            self.say(f"{drawn(name)} is among them already.", refused=True)
        else:
            self.names.append(name)
            self.list_rows()
            self.say(f"{len(self.names)} gives codings to {drawn(name)}; Space marks several, and / finds by words.")

    def action_give(self, share: int) -> None:
        """Give the chosen coding, or the marked ones, to a code by its digit; 0 leaves them."""
        if share > len(self.names):
            self.say(f"No code is on {share} yet: a names one.", refused=True)
            return
        line = self._line
        chosen = self.marked or ({line.coding.id} if line is not None else set())
        for coding in chosen:
            self.share.pop(coding, None)
            if share:
                self.share[coding] = share
        name = self.names[share - 1] if share else self.code.name
        said = f"{len(chosen)} coding{'' if len(chosen) == 1 else 's'} to {drawn(name)}." if chosen else ""
        single = not self.marked
        self.marked = set()
        self.list_rows()
        if single:
            self.action_step(1)
        self.say(said)

    def action_mark(self) -> None:
        """Mark the coding and go on to the next."""
        line = self._line
        if line is not None:
            self.marked ^= {line.coding.id}
            self.list_rows()
            self.action_step(1)

    def action_widen(self) -> None:
        """Mark every coding that is shown, or none where all are marked."""
        shown = {self.lines[place].coding.id for place in self._places}
        self.marked = set() if shown <= self.marked else self.marked | shown
        self.list_rows()

    def action_next_uncoded(self) -> None:
        """The next coding that was not given to a code yet."""
        rows = len(self._places)
        for step in range(1, rows + 1):
            row = (self.rows.at + step) % rows
            if self.lines[self._places[row]].coding.id not in self.share:
                self.rows.step_to(row)
                self.say("")
                return
        self.say("Every coding that is shown has its code.")

    # doing it

    def action_split(self) -> None:
        """Say what would be done, ask where the others go and why, and do it."""
        shares = {
            name: [coding for coding, share in self.share.items() if share == number] for number, name in enumerate(self.names, 1)
        }
        used = {name: codings for name, codings in shares.items() if codings}
        if not used:
            self.say("No coding was given to another code yet: a names one, and its digit gives codings to it.", refused=True)
            return
        left = len(self.lines) - len(self.share)
        stays = f"they stay on {drawn(self.code.name)}"
        choices = (stays, *(drawn(name) for name in used))
        gone = "; ".join(f"{drawn(name)}: {len(codings):,}" for name, codings in used.items())
        hangs = self.book.hangs_on([self.code.id], CodesDone.KEPT).in_words
        words = f"{gone}. {left:,} more on {drawn(self.code.name)}.\n\n{hangs} What was finished stays as it was finished."
        fields = [Field("rest", "The others", stays, choices=choices)] if left else []
        fields.append(Field("reason", "Why (may be empty)"))

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                rest = values.get("rest", stays)
                rest_to = None if rest == stays else [*used][choices.index(rest) - 1]
                split = partial(self.book.split, self.code.id, used, rest_to, values["reason"].strip())
                self.write(split, partial(self._show_split, used), f"splitting {self.code.name}")

        self.app.push_screen(Form(f"Split {drawn(self.code.name)}", fields, words=words), filled)

    def _show_split(self, shares: dict[str, list[int]], done: Split) -> None:
        names = ", ".join(drawn(name) for name in shares)
        stay = "it is retired" if done.retired else f"{done.left:,} stay on it"
        made = " The new ones have no definition yet." if done.made else ""
        self.outcome = f"Split {drawn(self.code.name)} into {names}: {done.moved:,} moved, {stay}.{made}"
        if done.change is not None:
            self.qualcode.publish(done.change)
        if self.is_current:
            self.dismiss(None)

    def action_back(self) -> None:
        """Back to the codebook; what was given out and not done is asked about."""
        if not self.share:
            self.dismiss(None)
            return

        def agreed(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        words = "What you gave out would be forgotten; no coding was changed yet."
        self.app.push_screen(Confirm("Leave without splitting?", words, "leave it"), agreed)
