"""Framework charts: cases by themes, the analyst's summary in each cell."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from qualcode.domain.cases import CaseKind

if TYPE_CHECKING:
    from qualcode.domain.segments import Extract
    from qualcode.domain.summaries import EvidenceChange

MAX_COLUMNS = 6
"""Columns of themes on one page; the next part repeats the case column."""


class CellMark(StrEnum):
    """Why a cell holds no summary; a cell with neither is not yet charted."""

    NOT_RAISED = "not raised"
    NOT_ASKED = "not asked"


class CellState(StrEnum):
    """How far a cell is; that its evidence changed since is said besides, for it can be so of each that holds something."""

    NOT_CHARTED = "not yet charted"
    DRAFT = "draft"
    COMPLETE = "complete"
    NOT_RAISED = CellMark.NOT_RAISED.value
    NOT_ASKED = CellMark.NOT_ASKED.value


EVIDENCE_CHANGED = "evidence changed since"
"""What is said of a cell beside its state."""
MARKED_YET_CODED = "marked though coded"
"""The cells marked as not raised or not asked in which passages are coded, and count in the tables."""


def though_coded(mark: CellMark | str, codings: int) -> str:
    """A mark that the coding speaks against, in words: `not raised, though 2 passages are coded there`; the mark alone if not."""
    if not codings:
        return str(mark)
    return f"{mark}, though {'1 passage is' if codings == 1 else f'{codings} passages are'} coded there"


@dataclass(frozen=True, slots=True)
class ChartColumn:
    """A theme. `participants` counts those with at least one coding of it or its sub-codes, among finished sources."""

    code: int
    heading: str
    path: str
    participants: int = 0


class ChartCell(NamedTuple):
    """One case's account of one theme.

    `text` is the analyst's summary in the participant's terms, `remark` the analyst's own words. A `draft` made of
    extracts does not count as charted. `codings` are the ids the cell rests on, whether or not their words
    (`extracts`) were asked for; `changes` what became of them since it was written.
    A named tuple, as a chart has up to a hundred thousand.
    """

    text: str = ""
    remark: str = ""
    mark: CellMark | None = None
    draft: bool = False
    evidence_changed: bool = False
    codings: tuple[int, ...] = ()
    extracts: tuple[Extract, ...] = ()
    changes: tuple[EvidenceChange, ...] = ()

    @property
    def state(self) -> CellState:
        """How far the cell is."""
        if self.mark is not None:
            return CellState(self.mark.value)
        if not self.text:
            return CellState.NOT_CHARTED
        return CellState.DRAFT if self.draft else CellState.COMPLETE

    @property
    def summarised(self) -> bool:
        """Whether a summary is there that is more than a draft."""
        return bool(self.text) and not self.draft

    @property
    def charted(self) -> bool:
        """Whether the cell is complete: summarised or marked."""
        return self.summarised or self.mark is not None


class CitedWords(NamedTuple):
    """A coding whose words stand in a portrait: its id, its words, the names of the cases whose words they may be."""

    coding: int
    words: str
    said_by: tuple[str, ...]


class Portrait(NamedTuple):
    """The analysts' account of a case as a whole, as it prints: paragraphs with an empty line between them."""

    text: str
    cited: tuple[CitedWords, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs, those without a word left out."""
        return tuple(part.strip("\n") for part in self.text.split("\n\n") if part.strip())


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A case: its name, what is printed of it (`Nurse; FLS: no`), and a cell for each column; its portrait where one prints."""

    case: int
    name: str
    about: str
    cells: tuple[ChartCell, ...]
    portrait: Portrait | None = None


@dataclass(frozen=True, slots=True)
class ChartLayout:
    """What goes on a chart and how, saved (`id`) or not (None); `group` and `codes` are ids of codes.

    Its columns are `codes`, or the themes of `group`; with `level` 2 what stands right under those. Its rows are the cases
    of a kind that meet all of `where` (`role = nurse`), ordered by the attributes in `order` (`-years`: the highest first).
    `shown` names the attributes that stand under a case's name; None leaves the choice to the program. `widths` are in
    characters, by code id, that of the case column under `CASE_COLUMN`. With `portrait` the first column of its files
    holds the portraits of the cases.
    """

    title: str
    group: int | None = None
    codes: tuple[int, ...] = ()
    kind: CaseKind = CaseKind.PARTICIPANT
    where: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    shown: tuple[str, ...] | None = None
    widths: tuple[tuple[int, int], ...] = ()
    level: int = 1
    id: int | None = None
    portrait: bool = False


PORTRAIT = "Portrait"
"""The heading of the column of portraits."""
CASE_COLUMN = 0
"""Stands for the case column among the widths of a chart."""


@dataclass(frozen=True, slots=True)
class ChartTable:
    """A framework chart of one group, or of chosen codes.

    `finished` is how many of the rows' cases have a finished source: the N of "n of N". Each row has as many cells
    as there are columns. With `portrait` the cases' portraits stand in a column before them. `selection` says in words of
    what its rows and columns are a selection, empty where they are all.
    """

    title: str
    columns: tuple[ChartColumn, ...]
    rows: tuple[ChartRow, ...]
    finished: int = 0
    case_heading: str = "Participant"
    portrait: bool = False
    selection: str = ""

    def count(self, mark: CellMark | None) -> int:
        """Cells without summary and shown extracts that carry this mark; None counts those not yet charted."""
        return sum(1 for row in self.rows for cell in row.cells if not (cell.summarised or cell.extracts) and cell.mark is mark)

    @property
    def charted(self) -> int:
        """Cells that are summarised or marked."""
        return sum(1 for row in self.rows for cell in row.cells if cell.charted)

    def states(self) -> dict[CellState, int]:
        """How many cells are in each state."""
        counts = Counter(cell.state for row in self.rows for cell in row.cells)
        return {state: counts[state] for state in CellState}

    @property
    def evidence_changed(self) -> int:
        """Cells whose evidence changed since they were written."""
        return sum(cell.evidence_changed for row in self.rows for cell in row.cells)

    @property
    def size(self) -> int:
        """Cells in all."""
        return len(self.rows) * len(self.columns)

    def parts(self, most: int = MAX_COLUMNS, *, transposed: bool = False) -> list[range]:
        """The columns shared out over pages as evenly as they go, at most `most` on each; the portraits go with the first.

        Of one that is `transposed` the rows stand across, and are shared out.
        """
        before = 0 if transposed else int(self.portrait)
        total = len(self.rows if transposed else self.columns) + before
        pages = max(1, -(-total // most))
        bounds = [total * page // pages for page in range(pages + 1)]
        return [range(max(0, start - before), stop - before) for start, stop in itertools.pairwise(bounds)]
