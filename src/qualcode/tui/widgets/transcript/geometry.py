"""Where the columns of the transcript stand: turn number, speaker, stripes, text, names in the margin."""

from __future__ import annotations

from dataclasses import dataclass

MEASURE = 88
"""The widest column of text, in cells: longer lines are hard to read back from."""
_LEAST_MARGIN = 12
_LEAST_TEXT = 16


@dataclass(frozen=True, slots=True)
class Geometry:
    """Columns of a view `width` cells wide.

    `lanes` are the stripes shown; one cell beside them counts the hidden ones, another parts them from the text.
    """

    width: int
    number: int
    speaker: int
    lanes: int
    measure: int

    @property
    def lanes_left(self) -> int:
        """The first column of the stripes."""
        return self.number + 1 + self.speaker + 1

    @property
    def text_left(self) -> int:
        """The first column of the text."""
        return self.lanes_left + self.lanes + 2

    @property
    def margin_left(self) -> int:
        """The first column of the margin with the names of codes."""
        return self.text_left + self.measure + 1

    @property
    def margin(self) -> int:
        """Cells for a name in the margin; 0 where the view is too narrow for names."""
        left = self.width - self.margin_left
        return left if left >= _LEAST_MARGIN else 0


def geometry_of(width: int, *, turns: int, longest_label: int, widest: int = MEASURE) -> Geometry:
    """The columns for a view of some width, a source of some turns and speakers' labels of some length.

    `widest` is how wide the column of text may be.
    """
    if width < 90:
        lanes, label = 3, 6
    elif width < 150:
        lanes, label = 5, 10
    else:
        lanes, label = 6, 12
    number = max(2 if width < 90 else 3, len(str(turns)))
    speaker = max(3, min(longest_label, label))
    gutter = number + 1 + speaker + 1 + lanes + 2
    return Geometry(width, number, speaker, lanes, max(_LEAST_TEXT, min(widest, width - gutter - 1)))
