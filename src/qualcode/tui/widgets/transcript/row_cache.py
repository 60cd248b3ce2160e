"""The rows of a transcript that were painted of late, by how they looked: what looks as before is not painted again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.strip import Strip

    from qualcode.tui.widgets.transcript.paint import RowPainter, RowState

_ROWS = 200
_STATES_OF_A_ROW = 2


class RowCache:
    """Strips by row and state, and the state in which each row was drawn last."""

    def __init__(self, painter: RowPainter) -> None:
        self._painter = painter
        self._strips: dict[int, dict[RowState, Strip]] = {}
        self._drawn: dict[int, RowState] = {}

    def strip(self, row: int, state: RowState) -> Strip:
        """The strip of a row, painted where it is not known; the row is drawn so from now on."""
        self._drawn[row] = state
        states = self._strips.setdefault(row, {})
        strip = states.get(state)
        if strip is None:
            if len(states) >= _STATES_OF_A_ROW:
                states.clear()
            strip = states[state] = self._painter.row(row, state)
            if len(self._strips) > _ROWS:
                self._strips = {row: states}
                self._drawn = {row: state}
        return strip

    def is_drawn(self, row: int, state: RowState) -> bool:
        """Whether a row was drawn in this state last, and nothing on it changed since."""
        return self._drawn.get(row) == state

    def forget(self, rows: Iterable[int]) -> None:
        """Paint these rows anew when they are asked for: something on them changed."""
        for row in rows:
            self._strips.pop(row, None)
            self._drawn.pop(row, None)
