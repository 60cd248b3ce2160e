"""What the screens share that make groups of participants: an attribute is chosen, and bands of its numbers typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.cases import AttributeType
from qualcode.domain.text import drawn
from qualcode.tui.screens.asking import AskingScreen

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS = {AttributeType.INTEGER, AttributeType.NUMBER}
_EVERYBODY = "\n"
"""The answer that means each participant: no attribute is called so."""


class ChoosesGroups(AskingScreen):
    """Asks what makes groups."""

    def by_chosen(self, name: str, bands: str) -> None:
        """Take an attribute, empty for each participant, with the bands of its numbers."""
        raise NotImplementedError

    def choose_groups(self, title: str, *, everybody: str = "", given_up: Callable[[], None] | None = None) -> None:
        """Choose the attribute whose values make the groups; `everybody` offers no groups under this name."""
        from qualcode.tui.modals.choose import Choose

        attributes = {one.name: one for one in self.desk.attributes()}
        if not attributes:
            self.say("Nothing is known of the participants yet: bring attributes in with  qualcode cases import STUDY FILE.")
            return
        rows = [(name, f"{drawn(name)}  {one.type}") for name, one in attributes.items()]

        def chosen(name: str | None) -> None:
            if name is None:
                if given_up is not None:
                    given_up()
            elif name == _EVERYBODY:
                self.by_chosen("", "")
            elif attributes[name].type in NUMBERS:
                self._ask_bands(name)
            else:
                self.by_chosen(name, "")

        self.app.push_screen(Choose(title, [*([(_EVERYBODY, everybody)] if everybody else []), *rows]), chosen)

    def _ask_bands(self, name: str) -> None:
        def done(bands: str | None) -> None:
            if bands and bands.strip():
                self.by_chosen(name, bands.strip())

        self.open_prompt(f"BANDS OF {name}", done, "")
        self.say("Groups of a number, such as 0-5,6-10,11+")
