"""Which lines of the codebook are shown: folded themes hide what is below them, a filter keeps what fits and what is above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.codebook import Codebook, Place
from qualcode.tui.ranking import folded

if TYPE_CHECKING:
    from qualcode.domain.codes import Code


class CodebookTree:
    """The lines of a codebook as they are shown, and the one under the cursor."""

    def __init__(self) -> None:
        self.codebook = Codebook()
        self.lines: list[Place] = []
        self.at = 0
        self.filter = ""
        self._folded: set[int] = set()

    @property
    def code(self) -> int | None:
        """The code under the cursor."""
        return self.lines[self.at].code.id if self.at < len(self.lines) else None

    def show(self, codebook: Codebook) -> None:
        """Show a codebook; the cursor stays on its code where it can."""
        here = self.code
        self.codebook = codebook
        self.relist(here)

    def set_filter(self, text: str) -> None:
        """Show only the codes whose name holds a text, with the codes above them; an empty one shows all.

        The cursor goes to a code that holds it: what is done next is meant for that one, not for the theme above it.
        """
        here = self.code
        self.filter = text.strip()
        self.relist(here)
        if self.filter and not self._holds(self.lines[self.at].code if self.lines else None):
            self.at = next((line for line, place in enumerate(self.lines) if self._holds(place.code)), self.at)

    def _holds(self, code: Code | None) -> bool:
        return code is not None and folded(self.filter) in folded(code.name)

    def fold(self, code: int, *, fold: bool) -> None:
        """Hide or show what is below a code; a cursor that would be hidden goes to that code."""
        here = self.code
        (self._folded.add if fold else self._folded.discard)(code)
        self.relist(here)
        if self.code != here:
            self.relist(code)

    def is_folded(self, code: int) -> bool:
        """Whether what is below a code is hidden."""
        return code in self._folded and not self.filter

    def has_below(self, place: Place) -> bool:
        """Whether a line has lines below it that can be hidden."""
        return place.home and bool(self.codebook.children(place.code.id) or self.codebook.shown_here(place.code.id))

    def line_of(self, code: int | None) -> int | None:
        """The first line of a code."""
        return next((line for line, place in enumerate(self.lines) if place.code.id == code), None)

    def relist(self, keep: int | None) -> None:
        """List the lines anew; the cursor goes to a code where it is shown."""
        self.lines = self._filtered() if self.filter else self._unfolded()
        found = self.line_of(keep)
        self.at = found if found is not None else min(self.at, max(0, len(self.lines) - 1))

    def _unfolded(self) -> list[Place]:
        lines: list[Place] = []
        hidden_below: int | None = None
        for place in self.codebook.places():
            if hidden_below is not None and place.depth > hidden_below:
                continue
            hidden_below = place.depth if place.home and place.code.id in self._folded else None
            lines.append(place)
        return lines

    def _filtered(self) -> list[Place]:
        places = list(self.codebook.places())
        kept: set[int] = set()
        for place in places:
            if self._holds(place.code):
                kept |= {place.code.id, *(above.id for above in self.codebook.ancestors(place.code.id))}
        return [place for place in places if place.code.id in kept]
