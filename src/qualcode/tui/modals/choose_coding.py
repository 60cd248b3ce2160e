"""A coding chosen to be cited, by a few of its words, its code or its source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import Input

from qualcode.domain.text import drawn
from qualcode.tui.modals.choose import MOST, Choose
from qualcode.tui.ranking import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.services.citing import Citable

_NUMBER = re.compile(r"(?:coding\s+)?#?([0-9]{1,18})\]{0,2}", re.IGNORECASE)
_SHOWN = 240
"""Letters of a coding's words that are shown."""


class ChooseCoding(Choose):
    """Answers the number of a coding."""

    DEFAULT_CSS = """
    ChooseCoding > .box { width: 100; }
    """

    def __init__(self, codings: Sequence[Citable]) -> None:
        super().__init__("Cite a coding", ())
        self._codings = list(codings)
        # Folded once: there can be many thousands.
        self._haystacks = [folded(f"{one.words} {one.code} {one.source} {one.coder} #{one.coding}") for one in self._codings]

    def fitting(self, sought: str) -> list[tuple[str, Content]]:
        """The codings that hold every word typed, the nearest to what the memo is about first."""
        number = _NUMBER.fullmatch(sought.strip())
        if number is not None:
            return [(str(one.coding), _row(one)) for one in self._codings if one.coding == int(number[1])]
        words = folded(sought).split()
        rows: list[tuple[str, Content]] = []
        for one, haystack in zip(self._codings, self._haystacks, strict=True):
            if all(word in haystack for word in words):
                rows.append((str(one.coding), _row(one)))
                if len(rows) == MOST:
                    break
        return rows

    @on(Input.Changed)
    def _take_number(self, event: Input.Changed) -> None:
        """Take the coding whose number was typed with its closing brackets, as who knows it writes it."""
        found = self.fitting(event.value) if event.value.endswith("]]") else []
        if len(found) == 1:
            self.dismiss(found[0][0])


def _row(one: Citable) -> Content:
    said = one.words if len(one.words) <= _SHOWN else one.words[: _SHOWN - 1] + "…"
    turn = "" if one.turn is None else f", turn {one.turn}"
    return Content.assemble(
        f"“{drawn(said)}”", (f"  {drawn(one.source)}{turn}  ", "$foreground 80%"), ("● ", "$accent"), (drawn(one.code), "$accent")
    )
