"""What goes into a file of framework charts, whatever its format: the charts, whom it is for, the words behind their cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from qualcode.domain.cell_references import ORDINALS, references_in
from qualcode.domain.charts import PORTRAIT, CellMark
from qualcode.domain.printing import Audience
from qualcode.domain.summaries import Bearing, Became

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.domain.cell_references import CellReference
    from qualcode.domain.charts import ChartCell, ChartTable
    from qualcode.domain.segments import Extract

CHANGED = "†"
"""The sign of a summary whose evidence changed since it was written."""
NOT_SUMMARISED = "Not summarised: coded extracts"
"""What stands above the extracts of a cell without summary."""
UNKNOWN = "not known"
"""The value of a case that has none of an attribute, where cases are chosen by it."""
PRINTED_MARKS = {CellMark.NOT_RAISED: "–", CellMark.NOT_ASKED: "–*"}
"""What a marked cell prints; a cell that is not yet charted prints nothing."""
PRINTED_BEARINGS = {
    Bearing.SUPPORTS: "",
    Bearing.QUALIFIES: "qualifying",
    Bearing.CONTRADICTS: "contradicting",
    Bearing.LEFT_OUT: "left out",
}
"""What stands beside the number of an extract; most support their summary, which the note says once for them all."""
PRINTED_SINCE = {one: f"{one.value} since" for one in (Became.ADDED, Became.RECODED, Became.CORRECTED)}
"""What stands there of a coding that is another than when the summary was written."""
_NO_BEARINGS: Mapping[int, str] = MappingProxyType({})


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
        """The source and the place in it: `P004, t. 12`."""
        return f"{self.extract.source}, {self.place}"


class TextPart(NamedTuple):
    """A piece of a summary: plain words, or a reference to a turn with the coding whose words stand there."""

    text: str
    coding: int | None = None


class ChartFilter(NamedTuple):
    """An attribute that the readers of a page may choose cases by: what it is called there, its values in order.

    `place` is its place among the values that are told of a case.
    """

    heading: str
    values: tuple[str, ...]
    place: int


@dataclass(frozen=True, slots=True)
class ChartFile:
    """Framework charts as a file of any format holds them.

    `evidence` are the extracts behind the cells by the id of their coding; none where they are not to be printed.
    `told` are the names of attributes that it tells of cases, `values` their printed values by a case's id, empty where it
    has none; `filters` are those that the readers of a page may choose cases by. `whose` says whose codings were read.
    `bearings` says in words what extracts are to what stands in a cell, by case and code and then by coding: those that
    are not there support it.
    `transposed` has themes down and cases across.
    """

    study: str
    charts: tuple[ChartTable, ...]
    audience: Audience = Audience.TEAM
    evidence: Mapping[int, CitedExtract] = field(default_factory=dict)
    filters: tuple[ChartFilter, ...] = ()
    values: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    whose: str = ""
    told: tuple[str, ...] = ()
    bearings: Mapping[tuple[int, int], Mapping[int, str]] = field(default_factory=dict)
    transposed: bool = False

    def said_of(self, case: int, code: int) -> Mapping[int, str]:
        """What the extracts of a cell are to it, by coding; those that are not there support it. Ids of case and code."""
        return self.bearings.get((case, code), _NO_BEARINGS)

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

    A reference leads to the first extract of its cell in that turn; where several sources have one there, to that in the
    source that it names (`P006-second, t. 8`, or `second, t. 8` of a case's sources in their order). One whose turn has
    no extract in the cell stays plain.
    """
    parts, at = [], 0
    for (start, end), turns in _references(text).items() if behind else ():
        coding = _coding_at(turns, behind)
        if coding is not None:
            parts += [TextPart(text[at:start])] * (start > at)
            parts.append(TextPart(text[start:end], coding))
            at = end
    return (*parts, TextPart(text[at:])) if text[at:] or not parts else tuple(parts)


def _references(text: str) -> dict[tuple[int, int], list[CellReference]]:
    """The turns that a text refers to, by where the reference is written."""
    found: dict[tuple[int, int], list[CellReference]] = {}
    for one in references_in(text) if "t." in text else ():
        found.setdefault((one.start, one.end), []).append(one)
    return found


def _coding_at(turns: Sequence[CellReference], behind: Sequence[CitedExtract]) -> int | None:
    wanted = {one.turn for one in turns}
    fitting = [one.extract for one in behind if not wanted.isdisjoint(one.turns)]
    if not fitting:
        return None
    named = turns[0].source.casefold()
    if named and len({one.source for one in fitting}) > 1:
        sources = list(dict.fromkeys(one.extract.source for one in behind))
        meant = {name.casefold(): name for name in sources} | dict(zip(ORDINALS, sources, strict=False))
        return next((one.id for one in fitting if one.source == meant.get(named)), fitting[0].id)
    return fitting[0].id


def numbered(coding: int, said: str = "") -> str:
    """The number of an extract's coding, and what it is to its summary where it does not support it: `[398, qualifying]`."""
    return f"[{coding}, {said}]" if said else f"[{coding}]"


def bearing_note(file: ChartFile) -> str:
    """What it means that something stands beside the number of an extract, or nothing."""
    said = {one for cell in file.bearings.values() for words in cell.values() for one in words.split(", ")}
    if not said:
        return "No extract is marked as qualifying or contradicting its summary."
    meanings = [word for word in (PRINTED_BEARINGS[Bearing.QUALIFIES], PRINTED_BEARINGS[Bearing.CONTRADICTS]) if word in said]
    if PRINTED_BEARINGS[Bearing.LEFT_OUT] in said:
        meanings.append("left out (seen, and the summary does not rest on it)")
    since = [word for word in PRINTED_SINCE.values() if word in said]
    if since:
        meanings.append(f"{' or '.join(since)} (after the summary was written)")
    return f"Extracts support their summary unless something else is said beside them: {'; '.join(meanings)}."


def legend(chart: ChartTable, words_stand: str = "") -> str:
    """Of what a chart is a selection, what its signs mean, what is not there; `words_stand` says where extracts are."""
    notes = [chart.selection] if chart.selection else []
    cells = [cell for row in chart.rows for cell in row.cells]
    if not cells:
        what = chart.case_heading.lower() if not chart.rows else "theme"
        return " ".join([*notes, f"No {what} stands on this chart."])
    notes.append(
        f"Summaries in the participants' terms, their words in quotation marks. {chart.charted} of {chart.size} cells charted."
    )
    if chart.portrait:
        notes.append(f"{PORTRAIT}: the analyst's account of the case as a whole.")
    if any(cell.summarised and cell.remark for cell in cells):
        notes.append("[\u00a0]\u00a0The analyst's remark.")
    if any("(t." in cell.text or cell.extracts for cell in cells):
        notes.append(f"(t.) Number of the turn in the transcript{f'; {words_stand}' if words_stand else ''}.")
    marked = ((PRINTED_MARKS[mark], mark.value.capitalize(), chart.count(mark)) for mark in CellMark)
    notes += [f"{sign}\u00a0{what} ({count})." for sign, what, count in marked if count]
    if count := chart.count(None):
        notes.append(f"Blank: not yet charted ({count}).")
    if any(cell.summarised and cell.evidence_changed for cell in cells):
        notes.append(f"{CHANGED}\u00a0Evidence changed since the summary was written.")
    return " ".join(notes)
