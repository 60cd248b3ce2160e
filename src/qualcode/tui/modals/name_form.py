"""What is said of a term of the replacement list: what prints instead of it, what it names, a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from qualcode.domain.identification import REPLACED_BY, ListedName, NameKind
from qualcode.domain.text import drawn
from qualcode.tui.modals.form import ChoiceLine, Field, Form

if TYPE_CHECKING:
    from collections.abc import Sequence


class NameForm(Form):
    """Asks what is said of a term; an empty line for what prints instead says what prints then, whatever kind is chosen."""

    def __init__(self, term: str, one: ListedName, kinds: Sequence[str]) -> None:
        """A form for a term; `one` is what is known of it already."""
        # The word for a kind is nobody's choice: shown as one, it would stay when another kind is chosen.
        self._own = "" if one.replacement == REPLACED_BY[one.kind] else one.replacement
        fields = [
            Field("replacement", "Printed instead, in square brackets", self._own, hint=self._hint(one.kind)),
            Field("kind", "It names a", str(one.kind), choices=tuple(kinds)),
            Field("note", "Note, for the list alone", one.note),
        ]
        super().__init__(f"“{drawn(term)}” tells who somebody is", fields)

    def _hint(self, kind: NameKind) -> str:
        return f"empty: it stays {self._own}" if self._own else f"empty: {REPLACED_BY[kind]}"

    def on_choice_line_chosen(self, event: ChoiceLine.Chosen) -> None:
        """Say what prints for another kind."""
        self.query_one("#replacement", Input).placeholder = self._hint(NameKind(event.line.value))
