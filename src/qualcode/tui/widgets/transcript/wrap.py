"""The exact wrap of a whole source at one width: computed at once, kept in flat arrays, asked by bisection."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from qualcode.domain.graphemes import all_single, boundaries
from qualcode.tui.widgets.transcript.signs import is_narrow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.tui.widgets.transcript.reading import Reading

SPACER = -1
"""The block of a row that holds no text and stands between two blocks."""

_BLANK_LINES = re.compile(r"\n(?:[ \u3000]*\n)+")


class WrapIndex:
    """Rows of a reading at one width.

    A row holds the code points from its start to the next row's start (or the end of its block); `ends` leaves out
    the white space it was broken at, which is not drawn. Several blank lines are one empty row.
    """

    def __init__(self, reading: Reading, width: int, *, compact: bool = False) -> None:
        self.reading = reading
        self.width = max(1, width)
        self.compact = compact
        self.starts = array("I")
        self.ends = array("I")
        self.blocks = array("i")
        self.first_rows = array("I")
        self._fill()

    def __len__(self) -> int:
        return len(self.starts)

    def _fill(self) -> None:
        reading, width = self.reading, self.width
        for number, block in enumerate(reading.blocks):
            if number and not self.compact:
                self._add(reading.blocks[number - 1].end, reading.blocks[number - 1].end, SPACER)
            self.first_rows.append(len(self.starts))
            narrow = reading.all_narrow or is_narrow(reading.drawn[block.start : block.end])
            rows = _narrow_rows if narrow else _wide_rows
            for start, end in _lines(reading.drawn, block.start, block.end):
                for row_start, row_end in rows(reading.drawn, start, end, width):
                    self._add(row_start, row_end, number)

    def _add(self, start: int, end: int, block: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.blocks.append(block)

    def row_of(self, offset: int) -> int:
        """The row that holds `offset`; for an offset between blocks the last row of the block before it."""
        number = self.reading.block_at(offset)
        if number < 0:
            return 0
        first, last = self.rows_of_block(number)
        return max(first, bisect_right(self.starts, offset, first, last + 1) - 1)

    def rows_of_block(self, number: int) -> tuple[int, int]:
        """First and last row of a block."""
        first = self.first_rows[number]
        if number + 1 == len(self.first_rows):
            return first, len(self.starts) - 1
        return first, self.first_rows[number + 1] - (1 if self.compact else 2)

    def rows_of(self, start: int, end: int) -> tuple[int, int]:
        """First and last row on which a word of `[start, end)` is drawn; one row for a span that holds no block's text."""
        number = self.reading.block_at(start)
        if number < 0:
            return 0, 0
        blocks = self.reading.blocks
        if start >= blocks[number].end and number + 1 < len(blocks) and blocks[number + 1].start < end:
            first = self.first_rows[number + 1]
        else:
            first = self.row_of(start)
        return first, max(first, self.row_of(max(start, end - 1)))

    def block_at_row(self, row: int) -> int:
        """The block of a row; of a spacer row, the block above it."""
        if self.blocks[row] != SPACER:
            return self.blocks[row]
        return bisect_left(self.first_rows, row) - 1

    def extent(self, row: int) -> tuple[int, int]:
        """The drawn code points of a row, half open; empty on spacer and blank rows."""
        return self.starts[row], self.ends[row]

    def cells(self, row: int) -> tuple[tuple[int, int, int], ...] | None:
        """`(start, end, width)` of each grapheme drawn on a row, or None where each code point takes one cell."""
        words = self.reading.drawn[self.starts[row] : self.ends[row]]
        return None if is_narrow(words) else _graphemes(words)

    def column_of(self, row: int, offset: int) -> int:
        """The cell at which the grapheme of `offset` begins on its row, counted from the row's first cell."""
        inside = max(0, min(offset, self.ends[row]) - self.starts[row])
        cells = self.cells(row)
        if cells is None:
            return inside
        return sum(width for _start, end, width in cells if end <= inside)

    def offset_at(self, row: int, column: int) -> int:
        """The code point drawn at a cell of a row; past its end the last one, on an empty row its start."""
        start, end = self.extent(row)
        if end <= start:
            return start
        cells = self.cells(row)
        if cells is None:
            return start + min(max(0, column), end - start - 1)
        reached = 0
        for first, _last, width in cells:
            reached += width
            if column < reached:
                return start + first
        return start + cells[-1][0]


def rows_of_words(words: str, width: int) -> list[str]:
    """Words that are no source, such as an extract beside others, broken into rows of a width; signs are drawn already."""
    return [words[first:last] for first, last in places_of_rows(words, width)]


def places_of_rows(words: str, width: int) -> list[tuple[int, int]]:
    """Where the rows of `rows_of_words` begin and end."""
    rows = _narrow_rows if is_narrow(words) else _wide_rows
    lines = _lines(words, 0, len(words))
    return [place for start, end in lines for place in rows(words, start, end, max(1, width))]


@lru_cache(maxsize=2048)
def _graphemes(words: str) -> tuple[tuple[int, int, int], ...]:
    from rich.cells import split_graphemes

    cells = split_graphemes(words)[0]
    if all_single(words):
        return tuple(cells)
    # Rich counts cells as the compositor does, but parts flags and some syllables that must stay whole.
    edges = set(boundaries(words))
    joined: list[tuple[int, int, int]] = []
    for start, end, width in cells:
        if start in edges or not joined:
            joined.append((start, end, width))
        else:
            joined[-1] = (joined[-1][0], end, joined[-1][2] + width)
    return tuple(joined)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Hard lines of `[start, end)`, without their line feeds; a run of blank lines is one empty line."""
    if text.find("\n", start, end) < 0:
        yield start, end
        return
    at = start
    while at <= end:
        stop = text.find("\n", at, end)
        if stop < 0:
            yield at, end
            return
        yield at, stop
        blank = _BLANK_LINES.match(text, stop, end)
        if blank:
            yield stop + 1, stop + 1
            at = blank.end()
        else:
            at = stop + 1


def _narrow_rows(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Rows of a line whose code points take one cell each: break at the last space that fits, else at the edge."""
    end = _without_spaces(text, start, end)
    while end - start > width:
        at = text.rfind(" ", start, start + width + 1)
        if at < 0:
            yield start, start + width
            start += width
            continue
        yield start, _without_spaces(text, start, at)
        start = at + 1
        while text[start] == " ":
            start += 1
    yield start, end


def _without_spaces(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \u3000":
        end -= 1
    return end


def _wide_rows(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Rows of a line with wide, joined or zero-width code points: whole graphemes, broken at spaces or beside wide ones."""
    end = _without_spaces(text, start, end)
    graphemes = _graphemes(text[start:end])
    row, filled, can_break, since_break = start, 0, start, 0
    previous_wide = False
    for first, last, cells in graphemes:
        at = start + first
        space = text[at] in " \u3000"
        if not space and (cells > 1 or previous_wide) and at > row:
            can_break, since_break = at, 0
        if not space and filled + cells > width and at > row:
            if can_break <= row:
                can_break, since_break = at, 0
            yield row, _without_spaces(text, row, can_break)
            row, filled = can_break, since_break
        filled += cells
        since_break += cells
        if space:
            can_break, since_break = start + last, 0
        previous_wide = cells > 1 and not space
    yield row, end
