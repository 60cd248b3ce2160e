"""One cell of a framework chart laid open: what stands in it, the codings it rests on, what became of them since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.charts import CellState, ChartCell
from qualcode.domain.summaries import NO_VERSION, told

if TYPE_CHECKING:
    from qualcode.domain.cell_references import ResolvedReference
    from qualcode.domain.charts import CellMark
    from qualcode.domain.segments import Extract
    from qualcode.domain.summaries import Bearing, Became, EvidenceChange, Link


@dataclass(frozen=True, slots=True)
class CellEvidence:
    """A coding of the cell: its words and place, and what it is to the summary.

    `source` is the source's id, `reference` how a summary refers to it (`(t. 12)`), `link` the coding as a summary written
    now would have seen it. `became` says what happened to it since the summary was written, `words_then` what its words
    were then where they are others now.
    """

    extract: Extract
    source: int
    reference: str
    link: Link
    became: tuple[Became, ...] = ()
    words_then: str | None = None

    @property
    def bearing(self) -> Bearing:
        """What the coding is to the summary."""
        return self.link.bearing


@dataclass(frozen=True, slots=True)
class GoneEvidence:
    """A coding that the summary has seen and that is no longer in the cell; `code` is the path of its code now, if it has one."""

    coding: int
    became: Became
    words_then: str
    bearing: Bearing
    code_then: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class OpenCell:
    """All there is to know of one cell.

    `case` and `code` are ids, `case_name`, `about` and `theme` what they are called. `version` stands for what is written:
    give the opened cell back to the verb that writes, and words that another window has written meanwhile are not written
    over, nor codings taken for seen that were made meanwhile.
    `references` are the turns that the summary refers to, `not_found` the words in quotation marks in it that are not in
    the case's talk. `author` and `written_at` are empty where nothing is written.
    """

    case: int
    case_name: str
    about: str
    code: int
    theme: str
    text: str = ""
    remark: str = ""
    mark: CellMark | None = None
    draft: bool = False
    version: str = NO_VERSION
    author: str = ""
    written_at: str = ""
    evidence: tuple[CellEvidence, ...] = ()
    gone: tuple[GoneEvidence, ...] = ()
    changes: tuple[EvidenceChange, ...] = ()
    references: tuple[ResolvedReference, ...] = ()
    not_found: tuple[str, ...] = ()

    @property
    def state(self) -> CellState:
        """How far the cell is."""
        return ChartCell(self.text, self.remark, self.mark, self.draft).state

    @property
    def changed(self) -> str:
        """What became of the evidence since, in a few words: `2 added, 1 recoded`; empty where nothing did."""
        return told(self.changes)


@dataclass(frozen=True, slots=True)
class Wording:
    """One of the wordings that a cell has had, counted from its first, with who wrote it first and when.

    `draft` is what it was the last time it stood there, `stands` whether it is what stands there now. `row` is the id of the
    summary that held it.
    """

    number: int
    text: str
    remark: str
    mark: CellMark | None
    draft: bool
    author: str
    written_at: str
    stands: bool
    row: int

    @property
    def state(self) -> CellState:
        """What a cell was that said so."""
        return ChartCell(self.text, self.remark, self.mark, self.draft).state
