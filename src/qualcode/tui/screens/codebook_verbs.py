"""What a coder does to the codebook: each key asks what it needs, says what it would touch, and is one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from qualcode.domain.codebook import Codebook
from qualcode.domain.codes import CodeKind, ThemeState
from qualcode.domain.memos import MemoKind
from qualcode.domain.text import drawn
from qualcode.tui.modals.choose import ROOT, Choose, ChooseCode
from qualcode.tui.modals.form import Field, Form
from qualcode.tui.modals.reading import ReadOnly
from qualcode.tui.modals.reason import Reason
from qualcode.tui.screens.study_screen import StudyScreen
from qualcode.tui.widgets.code_list import CodeList

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qualcode.domain.codebook_compare import CodebookChange
    from qualcode.domain.codes import Code
    from qualcode.services.codebook import CodeCount, Definition
    from qualcode.services.codebook_screen import Touched
    from qualcode.tui.codebook_desk import CodebookDesk
    from qualcode.tui.desk import StudyDesk

KINDS = tuple(str(kind) for kind in CodeKind)
NO_STATE = "none"
STATES = (NO_STATE, *(str(state) for state in ThemeState))
NOW = "now"
TEXTS = (
    ("definition", "Definition", 4),
    ("include", "Include", 3),
    ("exclude", "Not, and where that goes", 3),
    ("example", "Example", 3),
    ("central_idea", "Central idea of a theme, in a sentence", 2),
)


class CodebookVerbs(StudyScreen):
    """The codebook screen's verbs."""

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

    # adding and the code's own fields

    def action_add(self) -> None:
        """Add a code below or beside the one under the cursor."""
        here = None if self.codes.code is None else self.codebook[self.codes.code]
        below, beside = (f"below {drawn(here.name)}", f"right after {drawn(here.name)}") if here else ("at the root", "")
        places = tuple(dict.fromkeys(one for one in (below, beside, "at the root") if one))
        grouping = here is None or here.kind in (CodeKind.GROUP, CodeKind.THEME, CodeKind.SUBTHEME)
        fields = [
            Field("name", "Name"),
            Field("where", "Where", below if grouping else beside, choices=places),
            Field("kind", "Kind", str(CodeKind.CODE), choices=KINDS),
            Field("definition", "Definition", rows=4),
        ]

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                with self.refusals():
                    self._add(values, here, beside=values["where"] == beside, root=values["where"] == "at the root")

        self.app.push_screen(Form("Add a code", fields, needed="name"), filled)

    def _add(self, values: dict[str, str], here: Code | None, *, beside: bool, root: bool) -> None:
        from qualcode.services.codebook import Definition

        parent, position = (None if here is None or root else here.id), None
        if beside and here is not None:
            parent = here.parent
            position = [one.id for one in self.codebook.children(parent)].index(here.id) + 1
        definition = Definition(kind=CodeKind(values["kind"]), definition=values["definition"])
        code, change = self.book.add(values["name"], parent, position, definition)
        self.done(change, f"Added {code.name}.")
        self.go_to(code.id)
        self.say(f"Added {code.name}.")

    def action_rename(self) -> None:
        """Give the code another name."""
        code = self._one()
        if code is None:
            return
        fields = [Field("name", "Name", code.name), Field("reason", "Why (may be empty)")]

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                with self.refusals():
                    change = self.book.rename(code.id, values["name"], values["reason"].strip())
                    self.done(change, f"Renamed {code.name} to {values['name'].strip()}.")

        self.app.push_screen(Form(f"Rename {drawn(code.name)}", fields, words=self._hangs([code.id]), needed="name"), filled)

    def action_edit(self) -> None:
        """Edit what defines the code."""
        code = self._one()
        if code is None:
            return
        fields = [Field(name, label, getattr(code, name), rows=rows) for name, label, rows in TEXTS]
        fields += [
            Field("kind", "Kind", str(code.kind), choices=KINDS),
            Field("state", "State of a theme", str(code.state or NO_STATE), choices=STATES),
            Field("reason", "Why (may be empty)"),
        ]

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                with self.refusals():
                    change = self.book.redefine(code.id, _definition(values), values["reason"].strip())
                    self.done(change, f"Redefined {code.name}.", "Nothing was changed.")

        self.app.push_screen(Form(drawn(code.name), fields), filled)

    def action_recolour(self) -> None:
        """Give the code a colour of its own."""
        code = self._one()
        if code is None:
            return
        words = "A colour as #rrggbb; empty: the code has that of the code above it."
        fields = [Field("colour", "Colour", code.colour or "", hint="#2fbf8f")]

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                with self.refusals():
                    self.done(self.book.recolour(code.id, values["colour"].strip() or None), f"Recoloured {code.name}.")

        self.app.push_screen(Form(f"Colour of {drawn(code.name)}", fields, words=words), filled)

    def action_memo(self) -> None:
        """Write a memo on the code."""
        code = self._one()
        if code is None:
            return
        kinds = (str(MemoKind.ANALYTIC), str(MemoKind.METHODOLOGICAL), str(MemoKind.REFLEXIVE), str(MemoKind.RANGE_OF_VIEWS))
        fields = [Field("text", "Memo", rows=10), Field("kind", "Kind", kinds[0], choices=kinds)]

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                with self.refusals():
                    self.done(self.book.add_memo(code.id, values["kind"], values["text"]), f"Wrote a memo on {code.name}.")

        self.app.push_screen(Form(f"Memo on {drawn(code.name)}", fields, needed="text"), filled)

    # moving, merging, retiring: what they touch is said first

    def _hangs(self, codes: list[int]) -> str:
        """What hangs on codes, in words."""
        return hanging(self.book.hangs_on(codes))

    def _ask(self, title: str, words: str, do: Callable[[str], None]) -> None:
        """Say what would be touched, ask why, then do it."""

        def answered(reason: str | None) -> None:
            if reason is not None:
                with self.refusals():
                    do(reason)
                    self.codes.marked.clear()
                    self.codes.refresh()

        self.app.push_screen(Reason(title, words), answered)

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

    # versions

    def action_version(self) -> None:
        """Save the codebook as it is under a name."""
        fields = [Field("name", "Name", hint="v2"), Field("note", "What changed, and why", rows=4)]

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                with self.refusals():
                    self.done(self.book.save_version(values["name"], values["note"]), f"Saved version {values['name'].strip()}.")

        known = ", ".join(one.name for one in self.book.versions())
        words = f"Saved so far: {drawn(known)}." if known else "No version is saved yet."
        self.app.push_screen(Form("Save the codebook as a version", fields, words=words, needed="name"), filled)

    def action_compare(self) -> None:
        """Compare two saved versions, or one with the codebook as it is now."""
        versions = self.book.versions()
        if not versions:
            self.say("No version is saved yet: V saves one.", refused=True)
            return
        rows = [(str(place), drawn(one.name)) for place, one in enumerate(versions)]

        def first(before: str | None) -> None:
            if before is None:
                return
            later = [(NOW, "the codebook as it is now"), *(row for row in rows if row[0] != before)]
            second = Choose(f"From {rows[int(before)][1]} to", later)
            self.app.push_screen(second, lambda after: self._compare(int(before), after))

        self.app.push_screen(Choose("Compare from", rows[::-1]), first)

    def _compare(self, before: int, after: str | None) -> None:
        if after is None:
            return
        versions = self.book.versions()
        later = None if after == NOW else versions[int(after)].name
        with self.refusals():
            changes = self.book.compare(versions[before].name, later)
            self.app.push_screen(ReadOnly(drawn(f"From {versions[before].name} to {later or 'now'}"), changes_in_words(changes)))


def hanging(touched: Touched) -> str:
    """What hangs on codes, in words: codings, sub-codes, memos."""

    def many(count: int, word: str) -> str:
        return f"{count:,} {word}{'' if count == 1 else 's'}"

    parts = [many(touched.codings, "coding") + (f" of {many(touched.coders, 'coder')}" if touched.codings else "")]
    if touched.sub_codes:
        parts.append(f"{many(touched.sub_codes, 'sub-code')} with {many(touched.codings_below, 'coding')}")
    if touched.memos:
        parts.append(many(touched.memos, "memo"))
    return "On it: " + ", ".join(parts) + "."


def changes_in_words(changes: tuple[CodebookChange, ...]) -> Content:
    """A line for each change, with what it was and what it became."""
    if not changes:
        return Content("Nothing changed.")
    parts = [Content.assemble((f"{len(changes)} change{'' if len(changes) == 1 else 's'}", "dim"), "\n\n")]
    for one in changes:
        what = f"{one.kind} {one.field}".strip()
        parts.append(Content.assemble((f"{what:<24}", "$accent"), (drawn(one.path) or "the root", "bold"), "\n"))
        for sign, words in (("−", one.before), ("+", one.after)):
            if words:
                parts.append(Content.assemble(("  " + sign + " ", "dim"), drawn(words), "\n"))
    return Content("").join(parts)


def _definition(values: dict[str, str]) -> Definition:
    from qualcode.services.codebook import Definition

    state = None if values["state"] == NO_STATE else ThemeState(values["state"])
    return Definition(
        kind=CodeKind(values["kind"]),
        definition=values["definition"],
        include=values["include"],
        exclude=values["exclude"],
        example=values["example"],
        central_idea=values["central_idea"],
        state=state,
        no_state=state is None,
    )
