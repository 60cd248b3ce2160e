"""A passage in its source: read, not moved in; a list beside it says which passage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.tui.widgets.transcript.canvas import TranscriptCanvas
from qualcode.tui.widgets.transcript.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.coding import Coding
    from qualcode.domain.sources import SourceText
    from qualcode.domain.spans import Span
    from qualcode.tui.widgets.transcript.paint import RowState


class PassageView(TranscriptCanvas, can_focus=False):
    """One source around one passage, with codings and hits."""

    def __init__(self) -> None:
        super().__init__(lambda _said: None)
        self.passage: Span | None = None
        self._read: tuple[SourceText, Sequence[Coding]] | None = None

    def show_passage(
        self, text: SourceText, codings: Sequence[Coding], span: Span, *, hits: Sequence[Span] = (), focus: int | None = None
    ) -> None:
        """Show a source with the passage in sight and selected, and `hits` marked."""
        self.passage = None
        if self._read is None or self._read[0] is not text or self._read[1] is not codings:
            # Another passage of the same source is shown without laying out its text again.
            self.read(Reading(text.text, text.turns, text.speakers), codings, span.start)
            self._read = text, codings
        if self.reading.blocks:
            self.passage, self.hits = span, hits
            self.selection.select(span, *self.units.words_in(span))
            self.focus_id = focus if focus in self.marks.by_id else None
            self._place_scroll()
        self.refresh()

    def clear(self) -> None:
        """Show nothing."""
        self.passage = self._read = None
        self.read(Reading(""), (), None)
        self.refresh()

    def _scroll_into_sight(self) -> None:
        """The turn's first row on top where the passage then is in sight, else the passage near the top."""
        if self.passage is None:
            return
        row, height = self.wrap.row_of(self.passage.start), self.size.height
        first = self.wrap.rows_of_block(self.wrap.block_at_row(row))[0]
        self.scroll_rows(first if row - first < height // 2 else row - height // 3)

    def _place_scroll(self, *, top: bool = False) -> None:  # noqa: ARG002
        self._scroll_into_sight()
        self.refresh()

    def _state(self, row: int, highlighted: Span | None) -> RowState:
        """A row without a caret: the list has it."""
        return replace(super()._state(row, highlighted), caret=None)
