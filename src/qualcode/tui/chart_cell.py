"""A cell of a framework chart in words: its state, what became of its evidence, the extracts that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.cell_references import Reach
from qualcode.domain.charts import EVIDENCE_CHANGED
from qualcode.domain.dates import local_time
from qualcode.domain.summaries import Bearing, Became
from qualcode.tui.chart_sheet import SIGNS, signed
from qualcode.tui.widgets.chart.extracts import PaneExtract
from qualcode.tui.widgets.chart.pane import PaneCell
from qualcode.tui.widgets.transcript.signs import drawn

if TYPE_CHECKING:
    from qualcode.domain.cells import CellEvidence, GoneEvidence, OpenCell
    from qualcode.domain.charts import ChartCell, ChartColumn, ChartRow
    from qualcode.tui.widgets.bars import Part

_NEWS = {
    Became.ADDED: "new",
    Became.REMOVED: "coded no longer",
    Became.RECODED: "another code",
    Became.CORRECTED: "other words",
    Became.ELSEWHERE: "no longer of this cell",
}
"""What became of a coding, beside its words."""


def pane_of(row: ChartRow, column: ChartColumn, cell: ChartCell, opened: OpenCell | None, *, unsaved: bool = False) -> PaneCell:
    """A cell in full; `opened` is what it rests on, None while that is being read. `unsaved` tells of words not saved yet."""
    head: list[Part] = [
        (drawn(row.name), "accent"),
        ("  ›  ", "muted"),
        (drawn(column.heading), "bold"),
        (f"   {signed(cell.state)}", SIGNS[cell.state][1]),
    ]
    if cell.evidence_changed:
        head.append((f"   {SIGNS[EVIDENCE_CHANGED][0]} {EVIDENCE_CHANGED}", "bad"))
    notes = [("Your words here are not saved yet: Enter goes on with them.", "accent")] if unsaved else []
    if opened is not None:
        notes += notes_of(opened)
        if opened.author:
            head.append((f"   {drawn(opened.author)}, {local_time(opened.written_at)[:10]}", "muted"))
    return PaneCell(
        tuple(head),
        drawn(cell.text),
        drawn(cell.remark),
        tuple(notes),
        many=len(cell.codings),
        extracts=extracts_of(opened) if opened is not None else None if cell.codings else (),
    )


def notes_of(cell: OpenCell) -> list[Part]:
    """What is to be looked at in a cell, a line each: news of its evidence, references and quoted words that lead nowhere."""
    notes: list[Part] = []
    if cell.changed:
        notes.append((f"! {EVIDENCE_CHANGED}: {cell.changed}.", "bad"))
    notes += [(f"{one.reference} {one.reach}.", "bad") for one in cell.references if one.reach is not Reach.FOUND]
    quoted = [f"“{drawn(words)}”" for words in cell.not_found]
    if quoted:
        notes.append((f"Not in the words of {drawn(cell.case_name)}: {', '.join(quoted)}.", "bad"))
    return notes


def extracts_of(cell: OpenCell) -> tuple[PaneExtract, ...]:
    """The extracts of a cell, those that it rested on and that are gone from it at the end."""
    return (*map(_extract, cell.evidence), *map(_gone, cell.gone))


def _extract(one: CellEvidence) -> PaneExtract:
    extract = one.extract
    lead = f"¶{extract.turn}" if extract.turn is not None else "–"
    news = ", ".join(_NEWS[became] for became in one.became)
    if one.words_then is not None:
        news += f", was “{drawn(' '.join(one.words_then.split()))}”"
    return PaneExtract(lead, drawn(" ".join(extract.words.split())), one.link.code, _bearing(one.bearing), news)


def _gone(one: GoneEvidence) -> PaneExtract:
    news = _NEWS[one.became] + (f": {drawn(one.code)}" if one.code and one.became is Became.RECODED else "")
    return PaneExtract("", drawn(" ".join(one.words_then.split())), None, _bearing(one.bearing), news, gone=True)


def _bearing(bearing: Bearing) -> str:
    return "" if bearing is Bearing.SUPPORTS else str(bearing)
