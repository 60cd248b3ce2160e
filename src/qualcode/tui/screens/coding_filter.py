"""Showing the codings of some codes alone: what is filtered is neither drawn nor walked, and said to be so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.tui.screens.coding_base import CodingFrame
from qualcode.tui.screens.coding_told import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.tui.widgets.transcript.moves import MovingTranscript


class CodingFilter(CodingFrame):
    """The coding screen's filter by codes, kept on the desk of each coder."""

    def action_filter_codes(self) -> None:
        """Choose the codes whose codings are shown, or show all again."""
        if self.desk is None:
            return
        if self.filtered:
            self._filter_by(())
            return
        from qualcode.tui.modals.choose_codes import ChooseCodes

        def chosen(codes: str | None) -> None:
            if codes:
                self._filter_by(int(code) for code in codes.split(","))

        self.app.push_screen(ChooseCodes("Show only the codings of", self.codebook), chosen)

    def on_moving_transcript_let_go(self, _event: MovingTranscript.LetGo) -> None:
        """Esc, where nothing else was to be let go, shows all codings again."""
        if self.filtered:
            self._filter_by(())

    def _filter_by(self, codes: Iterable[int]) -> None:
        desk, codes = self.desk, tuple(codes)
        assert desk is not None
        self.write(lambda: desk.keep_filter(codes), lambda _: None, "which codes are shown")
        self.show_only(codes)
        self.show_header()
        if not codes:
            self.say("All codings are shown again.")
            return
        many, of = self.view.marks.many_shown, len(self.view.marks.by_id)
        below = " and what is below" if any(self.codebook.children(code) for code in codes) else ""
        here = counted(many, "coding") if many else "no coding"
        self.say(f"Only {self.filter_said}{below}: {here} of {of} here. f or Esc shows all.")
