"""What a chart's grid draws: headings, labels and cells in words, asked for when they come into sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class GridHead:
    """The heading of a column or the label of a row: its name, what is said of it below, the code whose hue it has."""

    name: str
    said: str = ""
    sign: int | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as it is drawn.

    `sign` is one sign wide and tells its state, `kind` the colour of the sign (see `widgets.bars.Part`). `words` are
    drawn plain, or faint where `quiet`; `remark` stands below them, set off as the analyst's own.
    """

    sign: str = " "
    kind: str = "muted"
    words: str = ""
    remark: str = ""
    quiet: bool = False


class Grid(Protocol):
    """Rows by columns; `corner` is the heading of the labels."""

    @property
    def corner(self) -> str:
        """The heading of the labels."""
        ...

    @property
    def columns(self) -> Sequence[GridHead]:
        """The headings."""
        ...

    @property
    def rows(self) -> Sequence[GridHead]:
        """The labels."""
        ...

    def cell(self, row: int, column: int) -> GridCell:
        """A cell as it is drawn."""
        ...

    def lengths(self, row: int) -> Sequence[tuple[int, int]]:
        """Of each cell of a row how many signs it has at most, and how many of its lines are begun whatever the width."""
        ...


@dataclass(frozen=True, slots=True)
class EmptyGrid:
    """A grid with nothing in it."""

    corner: str = ""
    columns: Sequence[GridHead] = ()
    rows: Sequence[GridHead] = ()

    def cell(self, row: int, column: int) -> GridCell:  # noqa: ARG002
        """No cell has anything."""
        return GridCell()

    def lengths(self, row: int) -> Sequence[tuple[int, int]]:  # noqa: ARG002
        """No cell needs room."""
        return ()
