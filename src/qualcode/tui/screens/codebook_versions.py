"""Saving the codebook as a version, and telling what changed between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from qualcode.domain.text import drawn
from qualcode.tui.modals.choose import Choose
from qualcode.tui.modals.form import Field, Form
from qualcode.tui.modals.reading import ReadOnly
from qualcode.tui.screens.codebook_moves import CodebookMoves

if TYPE_CHECKING:
    from qualcode.domain.codebook_compare import CodebookChange

NOW = "now"


class CodebookVersions(CodebookMoves):
    """The verbs on saved versions."""

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
