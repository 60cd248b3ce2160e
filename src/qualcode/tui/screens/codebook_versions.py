"""Saving the codebook as a version, and going where versions are compared."""

from __future__ import annotations

from functools import partial

from qualcode.domain.text import drawn
from qualcode.tui.modals.form import Field, Form
from qualcode.tui.screens.codebook_merges import CodebookMerges


class CodebookVersions(CodebookMerges):
    """The verbs on saved versions."""

    def action_version(self) -> None:
        """Save the codebook as it is under a name."""
        fields = [Field("name", "Name", hint="v2"), Field("note", "What changed, and why", rows=4)]

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                name = values["name"].strip()
                save = partial(self.book.save_version, values["name"], values["note"])
                self.change(save, f"Saved version {name}.", f"codebook version {name}")

        known = ", ".join(one.name for one in self.book.versions())
        words = f"Saved so far: {drawn(known)}." if known else "No version is saved yet."
        self.app.push_screen(Form("Save the codebook as a version", fields, words=words, needed="name"), filled)

    def action_compare(self) -> None:
        """Show what changed since the latest version; another pair is chosen there."""
        from qualcode.tui.screens.versions import VersionsScreen

        if not self.book.versions():
            self.say("No version is saved yet: V saves one.", refused=True)
            return
        self.app.push_screen(VersionsScreen(self.desk, self.book))
