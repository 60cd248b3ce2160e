"""The evidence of cells of framework charts, read from the study: what a cell rests on, and what became of it since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.cells import evidence_now
from qualcode.analysis.charts import cells_of
from qualcode.domain.chart_files import PRINTED_BEARINGS, PRINTED_SINCE
from qualcode.domain.summaries import NO_EVIDENCE, Bearing, changes_since, evidence_of, matched
from qualcode.errors import NotFound
from qualcode.services.reading import read_analysis, sources_by_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.analysis.reading import Placed, Reading
    from qualcode.domain.cases import Case
    from qualcode.domain.charts import ChartCell, ChartTable
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.domain.summaries import Evidence, EvidenceChange, Link, Summary
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories


@dataclass(frozen=True, slots=True)
class CellGround:
    """What one cell rests on now: its case and code, and its codings of the analysis coding in the order of the text."""

    reading: Reading
    case: Case
    code: Code
    placed: tuple[Placed, ...]


def ground_of(study: OpenStudy, case: int, code: int, *, book: Codebook | None = None) -> CellGround:
    """What a cell rests on now.

    Raises:
        NotFound: the case or the code is no longer there.
        NotAllowed: the viewer codes a blind sample, and the analysis coding is another's.
    """
    known = book or study.codes.codebook()
    if code not in known:
        raise NotFound("That theme is no longer in the codebook.", "`qualcode codebook show` lists its codes.")
    of = next((one for one in study.cases.all() if one.id == case), None)
    if of is None:
        raise NotFound("That case is no longer in the study.", "`qualcode cases list` lists them.")
    reading = read_analysis(study, codes=known.subtree(code), book=known, sources=sources_by_case(study, [of])[case])
    return CellGround(reading, of, known[code], tuple(cells_of(reading, code).get(case, ())))


def seen_of(study: Repositories, summary: Summary | None, now: Sequence[Evidence]) -> dict[int, Link]:
    """What a summary has seen of the codings of its cell, by the coding's id; nothing where there is no summary."""
    if summary is None:
        return {}
    links = study.summaries.links([summary.id]).get(summary.id, ())
    there = {one.coding for one in now}
    return matched(links, now, study.codings.evidence({link.coding for link in links} - there))


class Weighed:
    """What the codings of cells are to what stands there, read once for all cells; those that are not there support it."""

    def __init__(self, study: Repositories, reading: Reading) -> None:
        self._study = study
        self._reading = reading
        self._weighed = study.summaries.weighed()

    def of(self, case: int, code: int, codings: Sequence[int]) -> Mapping[int, Bearing]:
        """The bearings in one cell by coding; ids of case and code, `codings` are those of the cell now."""
        said = self._weighed.get((case, code), {})
        if not said or said.keys() <= set(codings):
            return said
        # The cell has other codings than its summary has seen: an agreed one stands in the place of a coder's own.
        now = evidence_now([self._reading.by_coding[number] for number in codings])
        return {
            number: link.bearing for number, link in seen_of(self._study, self._study.summaries.of_cell(case, code), now).items()
        }


def bearings_on(study: Repositories, charts: Iterable[ChartTable], reading: Reading) -> dict[tuple[int, int], dict[int, str]]:
    """What the extracts of some charts are to what stands in their cells, in words, by case and code and then by coding.

    An extract that is not there supports it, and so do those of a cell in which nothing stands.
    """
    weighed = Weighed(study, reading)
    found: dict[tuple[int, int], dict[int, str]] = {}
    for chart in charts:
        for row in chart.rows:
            for column, cell in zip(chart.columns, row.cells, strict=True):
                place = (row.case, column.code)
                if cell.codings and cell.charted and place not in found:
                    found[place] = _said(cell, weighed.of(*place, cell.codings))
    return {place: said for place, said in found.items() if said}


def _said(cell: ChartCell, weighed: Mapping[int, Bearing]) -> dict[int, str]:
    if not (weighed or cell.changes):
        return {}
    since: dict[int, list[str]] = {}
    for change in cell.changes:
        since.setdefault(change.coding, []).append(PRINTED_SINCE.get(change.became, ""))
    said = {number: (PRINTED_BEARINGS[weighed.get(number, Bearing.SUPPORTS)], *since.get(number, ())) for number in cell.codings}
    return {number: ", ".join(filter(None, words)) for number, words in said.items() if any(words)}


def changes_of(
    study: Repositories,
    summaries: Iterable[Summary],
    cells: Mapping[int, Mapping[int, Sequence[Placed]]],
) -> dict[int, tuple[EvidenceChange, ...]]:
    """What became of the evidence of summaries since they were written, by the summary's id; those it stayed with are left out.

    `cells` are the codings of the analysis coding by code and case.
    """
    suspects: dict[int, Sequence[Placed]] = {}
    for one in summaries:
        seen = one.evidence_seen
        if seen is None or not (one.text or one.mark):
            continue
        placed = cells[one.code].get(one.case, ())
        # The hashes agree nearly always, and then nothing else has to be read.
        if (evidence_of([(coding.guid, coding.code, coding.check) for coding, _ in placed]) if placed else NO_EVIDENCE) != seen:
            suspects[one.id] = placed
    if not suspects:
        return {}
    links = study.summaries.links(suspects)
    there = {number: {one.coding.id for one in placed} for number, placed in suspects.items()}
    missing = {link.coding for number, of in links.items() for link in of if link.coding not in there[number]}
    known = study.codings.evidence(missing)
    found = {number: changes_since(links.get(number, ()), evidence_now(placed), known) for number, placed in suspects.items()}
    return {number: changes for number, changes in found.items() if changes}
