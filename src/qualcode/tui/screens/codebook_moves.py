"""What a coder does to the tree: moving, grouping, showing elsewhere. Each says what it touches and is one change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qualcode.domain.codes import CodeKind
from qualcode.domain.text import drawn
from qualcode.services.codebook_touched import CodesDone
from qualcode.tui.modals.choose import ROOT, ChooseCode
from qualcode.tui.modals.form import Field, Form
from qualcode.tui.screens.codebook_verbs import KINDS, CodebookVerbs

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codes import Code
    from qualcode.tui.widgets.code_drag import DragsCodes, Drop

AT_ROOT = "at the root"


class CodebookMoves(CodebookVerbs):
    """The verbs on the tree."""

    # moving

    def action_move(self) -> None:
        """Give the code, or the marked ones, another home."""
        codes = self._chosen()
        if not codes:
            return

        def chosen(home: str | None) -> None:
            if home is not None:
                self._ask_move(codes, None if home == ROOT else int(home))

        without = {below for code in codes for below in self.codebook.subtree(code)}
        title = f"Move {self._names(codes)} under"
        self.app.push_screen(ChooseCode(title, self.codebook, without=without, root=True), chosen)

    def _ask_move(self, codes: list[int], parent: int | None, after: int | None = None) -> None:
        """Say what moving codes under another, or right after one, touches; then do it."""
        names = self._names(codes)
        place = f"under {self._where(parent)}" if after is None else f"right after {self._where(after)}"
        words = f"{names} with all below goes {place}.\n\n{self._hangs(codes, CodesDone.MOVED, parent)} No coding changes."

        shown = self._done_at(codes[0], f"Moved {names} {place}.", "It has its place there already.")
        self._ask("Move", words, lambda reason: self.book.move(codes, parent, reason, after=after), shown)

    def action_nudge(self, step: int) -> None:
        """Give the code the place of the sibling before or after it."""
        code = self._one()
        if code is None:
            return
        siblings = [one.id for one in self.codebook.children(code.parent)]
        place = siblings.index(code.id) + step
        if not 0 <= place < len(siblings):
            self.say(f"{drawn(code.name)} is the {'last' if step > 0 else 'first'} there already.", refused=True)
            return
        beside = self.codebook[siblings[place]].name
        said = f"{drawn(code.name)} stands {'after' if step > 0 else 'before'} {drawn(beside)} now."
        self.write(partial(self.book.nudge, code.id, place), self._done_at(code.id, said), f"another place for {code.name}")

    def on_drags_codes_dragged(self, event: DragsCodes.Dragged) -> None:
        """Say what letting go would do."""
        if event.drop is None:
            self.say(f"{self._names(event.codes)} cannot go there.", refused=True)
        else:
            self.say(f"Let go: {self._names(event.codes)} {self._goes(event.drop)}. Esc gives up.")

    def on_drags_codes_dropped(self, event: DragsCodes.Dropped) -> None:
        """Ask as for any move, with what it touches."""
        drop = event.drop
        if drop.beside and drop.code is not None:
            self._ask_move(event.codes, self.codebook[drop.code].parent, drop.code)
        else:
            self._ask_move(event.codes, drop.code)
        self.say("")

    def _goes(self, drop: Drop) -> str:
        return f"goes {'right after' if drop.beside else 'under'} {self._where(drop.code)}"

    # grouping

    def action_group(self) -> None:
        """Make a theme of the code, or of the marked ones."""
        codes = self._chosen()
        if not codes:
            return
        shared = self._shared_home(codes)
        places = (AT_ROOT,) if shared is None else (f"under {drawn(self.codebook[shared].name)}", AT_ROOT)
        fields = [
            Field("name", "Name of the theme"),
            Field("central_idea", "Central idea, in a sentence (may be empty)", rows=2),
            Field("kind", "Kind", str(CodeKind.THEME), choices=KINDS),
            Field("where", "Where", places[0], choices=places),
            Field("reason", "Why (may be empty)"),
        ]

        def filled(values: dict[str, str] | None) -> None:
            if values is None:
                return
            under = None if values["where"] == AT_ROOT else shared
            names, kind, reason = self._names(codes), CodeKind(values["kind"]), values["reason"].strip()

            def grouped(made: tuple[Code, ChangeSet]) -> None:
                theme, change = made
                self.codes.marked.clear()
                self._done_at(theme.id, f"Grouped {names} under {drawn(theme.name)}.")(change)

            group = partial(self.book.group, codes, values["name"], kind, under, values["central_idea"], reason)
            self.write(group, grouped, f"the theme {values['name']}")

        words = f"{self._names(codes)} with all below. {self._hangs(codes, CodesDone.MOVED, shared)}"
        self.app.push_screen(Form("Make a theme of them", fields, words=words, needed="name"), filled)

    def _shared_home(self, codes: list[int]) -> int | None:
        """The nearest code above all of these, that is none of them."""
        lines = [[above.id for above in self.codebook.ancestors(code)] for code in codes]
        shared = set(lines[0]).intersection(*lines[1:]) - set(codes)
        return max(shared, key=self.codebook.depth, default=None)

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
            where = self._where(parent)
            if len(codes) == 1 and (codes[0], parent) in self.codebook.shown_under:
                words = f"{names} is no longer shown under {where}; its home stays."
                gone = lambda reason: self.book.show_no_more_under(codes[0], parent, reason)  # noqa: E731
                self._ask("No longer also under", words, gone, lambda change: self.done(change, words))
                return
            hangs = self._hangs(codes, CodesDone.SHOWN_TOO, parent)
            words = f"{names} is shown also under {where}; the home stays, and a passage counts once.\n\n{hangs}"
            shown = lambda reason: self.book.show_also_under(codes, parent, reason)  # noqa: E731
            self._ask("Also under", words, shown, lambda change: self.done(change, f"Shown also: {names}."))

        self.app.push_screen(ChooseCode(f"Show {names} also under", self.codebook, without=codes), chosen)
