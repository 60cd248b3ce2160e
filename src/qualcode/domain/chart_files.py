"""What goes into a file of framework charts, whatever its format: the charts, whom it is for, the words behind their cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from qualcode.domain.charts import CellMark
from qualcode.domain.printing import Audience
from qualcode.domain.turn_references import TurnReference, turn_references

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.domain.charts import ChartCell, ChartTable
    from qualcode.domain.segments import Extract

CHANGED = "†"
"""The sign of a summary whose evidence changed since it was written."""
NOT_SUMMARISED = "Not summarised: coded extracts"
"""What stands above the extracts of a cell without summary."""
PRINTED_MARKS = {CellMark.NOT_RAISED: "–", CellMark.NOT_ASKED: "–*"}
"""What a marked cell prints; a cell that is not yet charted prints nothing."""


class CitedExtract(NamedTuple):
    """An extract behind a cell, with the numbers of all turns it touches."""

    extract: Extract
    turns: tuple[int, ...]

    @property
    def place(self) -> str:
        """Where the words stand, as printed: `t. 12`, `t. 12–14`, or the offset where there are no turns."""
        return f"t. {self.turns[0]}–{self.turns[-1]}" if len(self.turns) > 1 else self.extract.place

    @property
    def found_at(self) -> str:
        """Source, place, and who speaks where the source's name does not say so: `P004, t. 12`."""
        extract = self.extract
        speaker = f", {extract.speaker}" if extract.speaker and extract.speaker != extract.source else ""
        return f"{extract.source}, {self.place}{speaker}"


class TextPart(NamedTuple):
    """A piece of a summary: plain words, or a reference to a turn with the coding whose words stand there."""

    text: str
    coding: int | None = None


@dataclass(frozen=True, slots=True)
class ChartFile:
    """Framework charts as a file of any format holds them.

    `evidence` are the extracts behind the cells by the id of their coding; none where they are not to be printed.
    `filters` are attributes that the readers of a page may choose cases by, `values` the printed values of a case for
    them, by the case's id. `whose` says whose codings were read.
    """

    study: str
    charts: tuple[ChartTable, ...]
    audience: Audience = Audience.TEAM
    evidence: Mapping[int, CitedExtract] = field(default_factory=dict)
    filters: tuple[str, ...] = ()
    values: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    whose: str = ""

    def behind(self, cell: ChartCell) -> tuple[CitedExtract, ...]:
        """The extracts that a cell rests on, in the order of the text."""
        return tuple(self.evidence[coding] for coding in cell.codings if coding in self.evidence)

    def cells(self) -> Iterator[tuple[str, ChartCell]]:
        """Every cell, with where it stands: `P004, Time and capacity`."""
        for chart in self.charts:
            for row in chart.rows:
                for column, cell in zip(chart.columns, row.cells, strict=True):
                    yield f"{row.name}, {column.heading}", cell


def text_parts(text: str, behind: Sequence[CitedExtract]) -> tuple[TextPart, ...]:
    """The words of a summary, with the coding that each reference to a turn leads to.

    A reference leads to the first extract of its cell in that turn; where several sources have such a turn, to the one
    in the source that is named before it. One whose turn has no extract in the cell stays plain.
    """
    parts, at = [], 0
    for reference in turn_references(text) if behind else ():
        coding = _coding_at(text, reference, behind)
        if coding is not None:
            parts += [TextPart(text[at : reference.start])] * (reference.start > at)
            parts.append(TextPart(text[reference.start : reference.end], coding))
            at = reference.end
    return (*parts, TextPart(text[at:])) if text[at:] or not parts else tuple(parts)


def loose_references(text: str, behind: Sequence[CitedExtract]) -> tuple[str, ...]:
    """The references to turns that have no extract in the cell, as `t. 12`."""
    return tuple(
        f"t. {one.first}" + (f"–{one.last}" if one.last > one.first else "")
        for one in turn_references(text)
        if _coding_at(text, one, behind) is None
    )


def _coding_at(text: str, reference: TurnReference, behind: Sequence[CitedExtract]) -> int | None:
    fitting = [one.extract for one in behind if any(reference.first <= turn <= reference.last for turn in one.turns)]
    if not fitting:
        return None
    if len({one.source for one in fitting}) > 1:
        # The source that was named last before the reference is the one that is meant.
        named = max(fitting, key=lambda one: text.rfind(one.source, 0, reference.start))
        if named.source in text[: reference.start]:
            return named.id
    return fitting[0].id
