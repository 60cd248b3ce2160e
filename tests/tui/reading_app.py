"""The transcript view alone in an app, over made-up material."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.tui.key_order import KeyOrderApp
from qualcode.tui.themes import INK, PAPER
from qualcode.tui.widgets.transcript.view import TranscriptView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.coding import Coding
    from qualcode.tui.widgets.transcript.reading import Reading


class ReadingApp(KeyOrderApp[None]):
    """Shows one reading with its codings."""

    def __init__(
        self, reading: Reading, codebook: Codebook, codings: list[Coding], at: int | None = None, theme: str = "qual-ink"
    ) -> None:
        super().__init__()
        self.shown = (reading, codebook, codings, at)
        self.said: list[str] = []
        self.register_theme(INK)
        self.register_theme(PAPER)
        self.theme = theme

    def compose(self) -> ComposeResult:
        yield TranscriptView(self.said.append)

    def on_mount(self) -> None:
        reading, codebook, codings, at = self.shown
        self.view.use_codebook(codebook)
        self.view.read(reading, codings, at)
        self.view.focus()

    @property
    def view(self) -> TranscriptView:
        return self.query_one(TranscriptView)
