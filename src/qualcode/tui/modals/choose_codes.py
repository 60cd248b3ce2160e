"""Several codes, each by a few letters: Tab takes one and goes on, Enter is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from qualcode.domain.text import drawn
from qualcode.tui.modals.choose import ChooseCode

if TYPE_CHECKING:
    from qualcode.domain.codebook import Codebook

_NONE_YET = "One code: Enter. Several: Tab takes one, Enter is done."


class ChooseCodes(ChooseCode):
    """Answers the ids of the codes that were taken, parted by commas, or of the one under the cursor where none was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "take", show=False, id="choose.take", priority=True),
    ]

    def __init__(self, title: str, codebook: Codebook) -> None:
        super().__init__(title, codebook, words=_NONE_YET)
        self.taken: list[int] = []

    def on_mount(self) -> None:
        """Say which key takes a code."""
        self.query_one(".box").border_subtitle = "type to search  ↑ ↓  Tab take  Enter done  Esc"

    def fitting(self, sought: str) -> list[tuple[str, Content]]:
        """The codes that fit, those that were taken ticked."""
        ticks = {str(code) for code in self.taken}
        return [(code, Content.assemble("✓ " if code in ticks else "  ", text)) for code, text in super().fitting(sought)]

    def action_take(self) -> None:
        """Take the code under the cursor, or put it back, and type the next."""
        option = self.query_one(OptionList).highlighted_option
        if option is None or option.id is None:
            return
        code = int(option.id)
        self.taken = [one for one in self.taken if one != code] if code in self.taken else [*self.taken, code]
        names = ", ".join(drawn(self._codebook[one].name) for one in self.taken)
        self.query_one(Static).update(Content(f"Taken: {names}" if names else _NONE_YET))
        line = self.query_one(Input)
        if line.value:
            line.value = ""
        else:
            self.show_fitting()

    def answer(self, chosen: str) -> str:
        """The codes taken, else the one under the cursor."""
        return ",".join(str(code) for code in self.taken) or chosen
