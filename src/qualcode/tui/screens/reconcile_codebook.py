"""Changing the codebook out of a discussion: which code, then what of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from qualcode.domain.discussions import Outcome
from qualcode.domain.text import drawn
from qualcode.tui.modals.choose import Choose
from qualcode.tui.modals.form import Field, Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.codebook import Codebook
    from qualcode.services.discussion import Item
    from qualcode.tui.screens.reconcile_verbs import ReconcileVerbs

TEXTS = (("definition", "Definition", 4), ("include", "When to use it", 2), ("exclude", "When not to use it", 2))


def choose_code(screen: ReconcileVerbs, items: Sequence[Item]) -> None:
    """Ask which code is to be redefined, or beside which one a new code is to be made; then for the texts."""
    codes = list(dict.fromkeys(code for item in items for code in item.codes))
    book = screen.codebook
    rows = [(f"redefine {code}", f"redefine {drawn(book.path_text(code))}") for code in codes]
    rows += [(f"beside {code}", f"make a new code beside {drawn(book.path_text(code))}") for code in codes]
    rows += [(f"under {code}", f"make a new code under {drawn(book.path_text(code))}") for code in codes]

    def answered(row: str | None) -> None:
        if row is not None:
            how, _, code = row.partition(" ")
            _ask(screen, how, int(code))

    screen.app.push_screen(
        Choose("Change the codebook", rows, "These words then get the code that is changed or made."), answered
    )


def _ask(screen: ReconcileVerbs, how: str, code: int) -> None:
    book = screen.codebook
    one = book[code]
    new = how != "redefine"
    fields = [Field("name", "Name of the new code", "")] if new else []
    fields += [Field(name, label, "" if new else getattr(one, name), rows=rows) for name, label, rows in TEXTS]
    fields.append(Field("reason", "Reason, for the minutes", screen.reason))
    place = drawn(book.path_text(code))
    words = {"redefine": f"Redefine {place}", "beside": f"A new code beside {place}", "under": f"A new code under {place}"}[how]

    def filled(values: dict[str, str] | None) -> None:
        if values is not None:
            _settle(screen, how, code, values)

    screen.app.push_screen(Form("Change the codebook", fields, words=words, needed="name" if new else "definition"), filled)


def _settle(screen: ReconcileVerbs, how: str, code: int, values: dict[str, str]) -> None:
    from qualcode.services.codebook import Definition
    from qualcode.services.discussion_deciding import Choice, NewCode

    definition = Definition(definition=values["definition"], include=values["include"], exclude=values["exclude"])
    new = None
    if how != "redefine":
        new = NewCode(values["name"], code if how == "under" else screen.codebook[code].parent)
    screen.settle(Choice(Outcome.CODEBOOK, values["reason"].strip(), code=None if new else code, new=new, definition=definition))


def definitions(book: Codebook, codes: Sequence[int]) -> Content:
    """The definitions of some codes, one under the other."""
    parts: list[str | tuple[str, str]] = []
    for code in codes:
        one = book[code]
        parts += [(f"{drawn(book.path_text(code))}\n", "bold $accent"), f"{drawn(one.definition) or 'No definition yet.'}\n"]
        parts += [(f"Use it for: {drawn(one.include)}\n", "$foreground 80%")] if one.include else []
        parts += [(f"Not for: {drawn(one.exclude)}\n", "$foreground 80%")] if one.exclude else []
        parts.append("\n")
    return Content.assemble(*parts)
