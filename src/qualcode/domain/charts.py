"""Framework charts: cases by themes, the analyst's summary in each cell."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.domain.segments import Extract

MAX_COLUMNS = 6
"""Columns of themes on one page; the next part repeats the case column."""


class CellMark(StrEnum):
    """Why a cell holds no summary; a cell with neither is not yet charted."""

    NOT_RAISED = "not raised"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class ChartColumn:
    """A theme. `participants` counts those with at least one coding of it or its sub-codes, among finished sources."""

    code: int
    heading: str
    path: str
    participants: int = 0


@dataclass(frozen=True, slots=True)
class ChartCell:
    """One case's account of one theme.

    `text` is the analyst's summary in the participant's terms, `remark` the analyst's own words. A `draft` made of
    extracts does not count as charted. `codings` are the ids the cell rests on, whether or not their words
    (`extracts`) were asked for.
    """

    text: str = ""
    remark: str = ""
    mark: CellMark | None = None
    draft: bool = False
    evidence_changed: bool = False
    codings: tuple[int, ...] = ()
    extracts: tuple[Extract, ...] = ()

    @property
    def summarised(self) -> bool:
        """Whether a summary is there that is more than a draft."""
        return bool(self.text) and not self.draft

    @property
    def charted(self) -> bool:
        """Whether the cell is complete: summarised or marked."""
        return self.summarised or self.mark is not None


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A case: its name, what is printed of it (`Nurse; FLS: no`), and a cell for each column."""

    case: int
    name: str
    about: str
    cells: tuple[ChartCell, ...]


@dataclass(frozen=True, slots=True)
class ChartTable:
    """A framework chart of one group, or of chosen codes.

    `finished` is how many of the rows' cases have a finished source: the N of "n of N". Each row has as many cells
    as there are columns.
    """

    title: str
    columns: tuple[ChartColumn, ...]
    rows: tuple[ChartRow, ...]
    finished: int = 0
    case_heading: str = "Participant"

    def count(self, mark: CellMark | None) -> int:
        """Cells without summary and shown extracts that carry this mark; None counts those not yet charted."""
        return sum(1 for row in self.rows for cell in row.cells if not (cell.summarised or cell.extracts) and cell.mark is mark)

    @property
    def charted(self) -> int:
        """Cells that are summarised or marked."""
        return sum(1 for row in self.rows for cell in row.cells if cell.charted)

    @property
    def size(self) -> int:
        """Cells in all."""
        return len(self.rows) * len(self.columns)

    def parts(self, most: int = MAX_COLUMNS) -> list[range]:
        """The columns shared out over pages as evenly as they go, at most `most` on each."""
        total = len(self.columns)
        pages = max(1, -(-total // most))
        bounds = [total * page // pages for page in range(pages + 1)]
        return [range(start, stop) for start, stop in itertools.pairwise(bounds)]


@dataclass(frozen=True, slots=True)
class Summary:
    """The analyst's account of one case under one code, as it is kept.

    `case`, `code` and `author` are ids. `evidence_seen` stands for the codings of the cell and their words when this
    was written (see `evidence_of`).
    """

    id: int
    guid: str
    case: int
    code: int
    text: str
    remark: str
    mark: CellMark | None
    author: int
    written_at: str
    draft: bool = False
    evidence_seen: str | None = None


def evidence_of(codings: Iterable[tuple[str, int, str]]) -> str:
    """A short hash (32 hexadecimal digits) of a cell's codings, each as guid, code and check of its words.

    It changes when a coding is added, removed, recoded or its words are corrected, and not when it merely moves.
    """
    lines = "\n".join(sorted(f"{guid} {code} {check}" for guid, code, check in codings))
    return hashlib.blake2b(lines.encode(), digest_size=16).hexdigest()
