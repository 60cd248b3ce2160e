"""What a code means: definition, inclusion, exclusion, example."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualcode.domain.text import drawn
from qualcode.tui.modals.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from qualcode.domain.codebook import Codebook


class Definition(Dialog[None]):
    """Shows one code of the codebook."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,D", "leave", "leave", show=False, id="definition.leave")]

    def __init__(self, codebook: Codebook, code: int) -> None:
        super().__init__()
        self._codebook = codebook
        self._code = codebook[code]

    def compose(self) -> ComposeResult:
        """The code's texts."""
        code = self._code
        parts: list[Content] = [Content.assemble((str(code.kind), "dim"), "  ", drawn(self._codebook.path_text(code.id)), "\n\n")]
        texts = (("", code.definition), ("Include  ", code.include), ("Not  ", code.exclude), ("Example  ", code.example))
        parts += [Content.assemble((label, "bold"), drawn(words), "\n\n") for label, words in texts if words]
        if not code.definition:
            parts.append(Content.from_text("No definition yet.", markup=False))
        with VerticalScroll(classes="box") as box:
            box.border_title = drawn(code.name).replace("[", r"\[")
            box.border_subtitle = "Esc"
            yield Static(Content("").join(parts))
