"""Where the rows and columns of a chart lie: exact heights of wrapped rows, widths of columns, found by bisection."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from qualcode.tui.widgets.transcript.wrap import rows_of_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.tui.widgets.chart.model import Grid, GridCell

MARGINS = 4
"""Cells of a column that hold no words: the line at its left, the sign, and a space on either side of the words."""
NARROWEST, WIDEST = 12, 92
"""Cells of a column with its margins; the widest holds a line of 88 cells, which is as long as can be read well."""
FITTING = 26
"""Cells that a column has at least where nobody chose a width."""
LEAST_LABEL, WIDEST_LABEL = 12, 60


class Widths:
    """The widths of the labels and of each column: as many columns as can be read well, except where one was chosen."""

    def __init__(self, room: int, columns: int, label: int, chosen: Mapping[int, int], *, share: int = 0) -> None:
        """`room` cells for all, the labels `label` of them; `chosen` widths by column, the labels' under -1.

        `share` is how many columns are to share the screen, 0 for as many as can be read well.
        """
        self.label = min(max(LEAST_LABEL, chosen.get(-1, label)), max(LEAST_LABEL, room - NARROWEST), WIDEST_LABEL)
        beside = max(NARROWEST, room - self.label)
        in_sight = max(1, min(columns, share or beside // FITTING, beside // NARROWEST))
        even = min(WIDEST, beside // in_sight)
        # What is left over goes to the first columns, so that the last one ends where the screen does.
        over = beside - even * in_sight if even < WIDEST else 0
        self.columns = [
            min(max(NARROWEST, chosen.get(place, even + (place % in_sight < over))), max(NARROWEST, beside))
            for place in range(columns)
        ]
        self.lefts = [0, *accumulate(self.columns)]
        self.beside = beside

    @property
    def total(self) -> int:
        """Cells of all columns together."""
        return self.lefts[-1]

    def first_at(self, x: int) -> int:
        """The first column that is whole when the columns are scrolled to `x`: nothing is cut at the left."""
        return min(bisect_left(self.lefts, x), max(0, len(self.columns) - 1))

    def in_sight(self, first: int) -> list[tuple[int, int, int]]:
        """The columns in sight from the first on: place, left edge beside the labels, cells that are to be seen."""
        found, left = [], 0
        for place in range(first, len(self.columns)):
            if left >= self.beside:
                break
            width = min(self.columns[place], self.beside - left)
            found.append((place, left, width))
            left += width
        return found

    def whole(self, first: int, place: int) -> bool:
        """Whether all of a column is in sight, or as much of it as fits, when `first` is the first."""
        return first <= place and self.lefts[place + 1] - self.lefts[first] <= self.beside


class Heights:
    """The lines of each row at some widths; `most` caps them, 0 lets every row have all its lines."""

    def __init__(self, grid: Grid, widths: Widths, most: int, *, rules: bool) -> None:
        self._grid = grid
        self._words = [max(1, width - MARGINS) for width in widths.columns]
        self._label = max(1, widths.label - 2)
        self._most = most
        self.rules = int(rules)
        self.lines = array("I", (self._lines(row) for row in range(len(grid.rows))))
        self._accumulate()

    def _accumulate(self) -> None:
        self.starts = array("Q", [0, *accumulate(lines + self.rules for lines in self.lines)])

    @property
    def total(self) -> int:
        """Lines of all rows, with the rules between them."""
        return self.starts[-1]

    def row_at(self, line: int) -> int:
        """The row that a line belongs to."""
        return max(0, min(bisect_right(self.starts, line) - 1, len(self.lines) - 1))

    def take(self, grid: Grid) -> None:
        """Take a grid with the same rows and columns, some of whose cells are others."""
        self._grid = grid

    def measure_again(self, row: int) -> bool:
        """Measure one row whose cells are others now; says whether its height changed."""
        before, self.lines[row] = self.lines[row], self._lines(row)
        if before == self.lines[row]:
            return False
        self._accumulate()
        return True

    def _lines(self, row: int) -> int:
        """The lines that the fullest cell of a row needs, at most the cap.

        A greedy wrap never leaves two neighbouring lines that would fit on one, so that words of a length need at most
        twice the lines that they would fill. The cells that may be the highest are wrapped first, and those not at all that
        cannot be higher than what is known already.
        """
        grid, most = self._grid, self._most
        head = grid.rows[row]
        high = sum(len(rows_of_words(words, self._label)) for words in (head.name, head.said) if words)
        high = max(1, min(high, most) if most else high)
        if high == most:
            return high
        highest = [
            breaks + (1 if signs <= width else 2 * signs // width + 2)
            for (signs, breaks), width in zip(grid.lengths(row), self._words, strict=True)
        ]
        if max(highest, default=0) <= high:
            return high
        for place in sorted(range(len(highest)), key=highest.__getitem__, reverse=True):
            if highest[place] <= high:
                break
            high = max(high, len(lines_of(grid.cell(row, place), self._words[place])))
            if most and high >= most:
                return most
        return high


def lines_of(cell: GridCell, width: int) -> list[tuple[str, bool]]:
    """The lines of a cell, each with whether it is of the analyst's remark."""
    found = [(line, False) for line in rows_of_words(cell.words, width)] if cell.words else []
    if cell.remark:
        found += [(line, True) for line in rows_of_words(f"[{cell.remark}]", width)]
    return found
