"""The words of a summary being written, its references to turns set off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.cell_references import references_in
from qualcode.tui.widgets.words_area import WordsArea

if TYPE_CHECKING:
    from rich.text import Text

_NO_SPACE_AFTER = "(“‘[ \n\u00a0"


class SummaryArea(WordsArea):
    """A summary, or a remark on it."""

    def get_line(self, line_index: int) -> Text:
        """A line, with the turns that it refers to in another colour."""
        line = super().get_line(line_index)
        for one in references_in(line.plain):
            line.stylize(f"bold {self.app.theme_variables['accent']}", one.start, one.end)
        return line

    def put(self, words: str) -> None:
        """Write words at the cursor, a space before them where they would touch another word, and go on behind them."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        space = "" if not before or before[-1] in _NO_SPACE_AFTER else " "
        self.insert(f"{space}{words}")
        self.focus(scroll_visible=False)
