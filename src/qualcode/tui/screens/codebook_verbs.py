"""What a coder does to one code: adding it, its name, colour, definition, a memo on it. Each is one change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qualcode.domain.codes import CodeKind, ThemeState
from qualcode.domain.memos import Attachment, MemoTarget
from qualcode.domain.text import drawn
from qualcode.tui.memo_writer import write_memo
from qualcode.tui.modals.choose import Choose
from qualcode.tui.modals.form import Field, Form
from qualcode.tui.modals.memo_editor import About
from qualcode.tui.screens.codebook_base import CodebookFrame

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codes import Code
    from qualcode.services.codebook import Definition

KINDS = tuple(str(kind) for kind in CodeKind)
NO_STATE = "none"
STATES = (NO_STATE, *(str(state) for state in ThemeState))
TEXTS = (
    ("definition", "Definition", 4),
    ("include", "Include", 3),
    ("exclude", "Not, and where that goes", 3),
    ("example", "Example", 3),
    ("central_idea", "Central idea of a theme, in a sentence", 2),
)


class CodebookVerbs(CodebookFrame):
    """The verbs on one code."""

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
                self._add(values, here, beside=values["where"] == beside, root=values["where"] == "at the root")

        self.app.push_screen(Form("Add a code", fields, needed="name"), filled)

    def _add(self, values: dict[str, str], here: Code | None, *, beside: bool, root: bool) -> None:
        from qualcode.services.codebook import Definition

        parent, position = (None if here is None or root else here.id), None
        if beside and here is not None:
            parent = here.parent
            position = [one.id for one in self.codebook.children(parent)].index(here.id) + 1
        definition = Definition(kind=CodeKind(values["kind"]), definition=values["definition"])

        def added(made: tuple[Code, ChangeSet]) -> None:
            code, change = made
            self._done_at(code.id, f"Added {code.name}.")(change)

        self.write(partial(self.book.add, values["name"], parent, position, definition), added, f"the new code {values['name']}")

    def action_rename(self) -> None:
        """Give the code another name."""
        code = self._one()
        if code is None:
            return
        fields = [Field("name", "Name", code.name), Field("reason", "Why (may be empty)")]

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                name = values["name"].strip()
                rename = partial(self.book.rename, code.id, values["name"], values["reason"].strip())
                self.change(rename, f"Renamed {code.name} to {name}.", f"another name for {code.name}")

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
                redefine = partial(self.book.redefine, code.id, _definition(values), values["reason"].strip())
                self.change(redefine, f"Redefined {code.name}.", f"what defines {code.name}", "Nothing was changed.")

        self.app.push_screen(Form(drawn(code.name), fields), filled)

    def action_theme(self) -> None:
        """Write a theme's central idea and say how far it has come."""
        code = self._one()
        if code is None:
            return
        if code.kind is CodeKind.CODE:
            self.say(f"{drawn(code.name)} is a code: a central idea and a state are a theme's. e changes its kind.", refused=True)
            return
        fields = [
            Field("central_idea", "Central idea, in a sentence", code.central_idea, rows=3),
            Field("state", "How far it has come", str(code.state or NO_STATE), choices=STATES),
            Field("reason", "Why (may be empty)"),
        ]

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                said = f"{drawn(code.name)} is {values['state'] if values['state'] != NO_STATE else 'changed'}."
                redefine = partial(self.book.redefine, code.id, _theme(values), values["reason"].strip())
                self.change(redefine, said, f"the theme {code.name}")

        self.app.push_screen(Form(f"The {code.kind} {drawn(code.name)}", fields), filled)

    def action_example(self) -> None:
        """Take the words of one of the code's codings as its example."""
        code = self._one()
        if code is None:
            return
        lines = [line for below in self._with_sub_codes(code.id) for line in self.book.codings(below)]
        if not lines:
            self.say(f"{drawn(code.name)} has no coding to take an example from.", refused=True)
            return
        starred = sorted(lines, key=lambda line: not line.star)
        rows = [
            (
                str(line.coding.id),
                f"{'★ ' if line.star else '  '}“{drawn(' '.join(line.coding.words.split()))}”"
                f"  {drawn(line.coding.source_name)}" + (f", t. {line.coding.turn}" if line.coding.turn else ""),
            )
            for line in starred
        ]

        def chosen(coding: str | None) -> None:
            if coding is not None:
                said = f"{drawn(code.name)} has these words as its example."
                take = partial(self.book.take_example, code.id, int(coding))
                self.change(take, said, f"an example of {code.name}", "They are its example already.")

        words = f"It has one now, which these replace: “{drawn(code.example)}”" if code.example else ""
        self.app.push_screen(Choose(f"Example of {drawn(code.name)}", rows, words), chosen)

    def _with_sub_codes(self, code: int) -> list[int]:
        """The code first, then those below it, in tree order."""
        below = self.codebook.subtree(code)
        return [one.id for one in self.codebook.live if one.id in below]

    def action_recolour(self) -> None:
        """Give the code a colour of its own."""
        code = self._one()
        if code is None:
            return
        words = "A colour as #rrggbb; empty: the code has that of the code above it."
        fields = [Field("colour", "Colour", code.colour or "", hint="#2fbf8f")]

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                recolour = partial(self.book.recolour, code.id, values["colour"].strip() or None)
                self.change(recolour, f"Recoloured {code.name}.", f"a colour for {code.name}")

        self.app.push_screen(Form(f"Colour of {drawn(code.name)}", fields, words=words), filled)

    def action_memo(self) -> None:
        """Write a memo on the code."""
        code = self._one()
        if code is None:
            return
        about = About("the code", f"On the {code.kind} {self._where(code.id)}", Attachment(MemoTarget.CODE, code.guid))
        write_memo(self, self.desk.study, [about])


def _theme(values: dict[str, str]) -> Definition:
    from qualcode.services.codebook import Definition

    state = None if values["state"] == NO_STATE else ThemeState(values["state"])
    return Definition(central_idea=values["central_idea"], state=state, no_state=state is None)


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
