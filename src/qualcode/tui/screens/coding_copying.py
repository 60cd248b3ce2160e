"""Taking words of a transcript out of the study with their citation: to the clipboard, or to a text file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.tui.screens.coding_base import CodingFrame
from qualcode.tui.screens.files import WritesFiles
from qualcode.tui.widgets.transcript.paint import clock

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.spans import Span


class CodingCopying(CodingFrame, WritesFiles):
    """The selection, the focused coding or the sentence, as a quotation."""

    def _quotation(self) -> str:
        """The words with where they stand; empty where there is no text."""
        view = self.view
        if self.desk is None or self.desk.source is None or not view.reading.blocks:
            return ""
        focused = view.focused
        span = view.selection.span or (focused.span if focused else view.target)
        return f"“{span.words_of(view.reading.text)}” ({self._citation(span)})"

    def action_copy_quote(self) -> None:
        """Copy it; the first time, say how it goes."""
        quote = self._quotation()
        if not quote:
            return
        if self.qualcode.copying_explained:
            self._copy(quote)
            return

        from qualcode.tui.modals.confirm import Confirm

        def agreed(yes: bool | None) -> None:
            if yes:
                self.qualcode.copying_explained = True
                self._copy(quote)

        self.app.push_screen(
            Confirm(
                "Copy through the terminal?",
                "The words leave the study: they go through the terminal to the clipboard of this computer, where other"
                " programs can read them. Some terminals do not pass them on: then the palette’s “text file” adds them to"
                " one. This is asked once.",
                "Copy",
            ),
            agreed,
        )

    def action_quote_to_file(self) -> None:
        """Add it to a text file, which is asked for; what is in the file stays."""
        from qualcode.services.outputs import add_quotation

        quote = self._quotation()

        def write(path: Path) -> str:
            add_quotation(path, quote)
            return f"Added to {path} with its citation."

        if quote:
            self.ask_path("quotations.txt", write, ".txt", adds=True)

    def _citation(self, span: Span) -> str:
        assert self.desk is not None
        assert self.desk.source is not None
        reading = self.view.reading
        first, last = reading.turn_at(span.start), reading.turn_at(span.end - 1)
        parts = [self.desk.source.text.source.name]
        if first is not None:
            turns = str(first.number) if last is None or last == first else f"{first.number}–{last.number}"
            parts.append(f"turn {turns}")
            parts += [clock(first)] if clock(first) else []
        return ", ".join(parts)

    def _copy(self, quote: str) -> None:
        self.app.copy_to_clipboard(quote)
        self.say("Sent to the clipboard with its citation.")
