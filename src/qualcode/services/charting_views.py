"""Reading framework charts: down a theme, across a case, two cases side by side; the notes that go with each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.cases import CaseKind
from qualcode.domain.charts import ChartLayout
from qualcode.domain.memos import Attachment, MemoKind, MemoTarget
from qualcode.domain.summaries import Bearing
from qualcode.errors import NotFound
from qualcode.services.case_conditions import attribute_named
from qualcode.services.charting_cells import open_charts
from qualcode.services.charting_evidence import Weighed
from qualcode.services.charting_layouts import layouts_for
from qualcode.services.memo_writing import edit_memo, write_memo
from qualcode.services.memos import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.cases import Case
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.charts import ChartCell, ChartColumn, ChartRow
    from qualcode.domain.memos import Memo
    from qualcode.services.charting_cells import OpenChart
    from qualcode.services.memos import ListedMemo
    from qualcode.storage import OpenStudy

NO_GROUP = "not in a group"
"""Stands over the cases that have no value of the attribute that makes groups."""


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as it is read with others: whose it is and of what, and what its codings are to it; ids and names."""

    case: int
    case_name: str
    about: str
    code: int
    theme: str
    cell: ChartCell
    bearings: Mapping[Bearing, int]
    group: str = ""


@dataclass(frozen=True, slots=True)
class ThemeRead:
    """A theme read down: what every case says to it, in order, and the notes on its range of views.

    `by` is the attribute that groups the cases, empty where none does; `finished` and `participants` are N and n of "n of N".
    """

    code: int
    theme: str
    definition: str
    central_idea: str
    cells: tuple[ReadCell, ...]
    notes: tuple[ListedMemo, ...]
    by: str = ""
    participants: int = 0
    finished: int = 0

    @property
    def groups(self) -> tuple[tuple[str, tuple[ReadCell, ...]], ...]:
        """The cells by group, in their order; without groups all under an empty name."""
        names = dict.fromkeys(one.group for one in self.cells)
        return tuple((name, tuple(one for one in self.cells if one.group == name)) for name in names)


@dataclass(frozen=True, slots=True)
class CaseRead:
    """A case read across: what it says to each theme, chart by chart (`charts` are titles with cells), and its portrait."""

    case: int
    name: str
    about: str
    values: tuple[tuple[str, str], ...]
    charts: tuple[tuple[str, tuple[ReadCell, ...]], ...]
    notes: tuple[ListedMemo, ...]


def read_down(
    study: OpenStudy,
    code: int,
    *,
    kind: CaseKind = CaseKind.PARTICIPANT,
    where: Sequence[str] = (),
    order: Sequence[str] = (),
    by: str = "",
) -> ThemeRead:
    """Read down a theme: all cases' summaries in order, with the notes on its range of views.

    `by` names an attribute whose values group the cases, in its order, those without a value last.

    Raises:
        NotFound: the theme or an attribute is not there.
        QueryError: a condition on cases cannot be read.
        NotAllowed: the study has no such case, or the viewer codes blind and the analysis coding is another's.
    """
    book = study.codes.codebook()
    if code not in book:
        raise NotFound("That theme is no longer in the codebook.", "`qualcode codebook show` lists its codes.")
    named = attribute_named(by, study.cases.attributes()).name if by else ""
    sorting = (*([named] if by else []), *order)
    layout = ChartLayout(book[code].name, codes=(code,), kind=kind, where=tuple(where), order=sorting)
    (chart,) = open_charts(study, [layout])
    cases = {case.id: case for case in chart.reading.cases}
    seen = Weighed(study, chart.reading)
    (column,) = chart.table.columns
    cells = tuple(
        _read(row, column, row.cells[0], seen, _group(cases[row.case], named) if named else "") for row in chart.table.rows
    )
    notes = _notes(study, Attachment(MemoTarget.CODE, book[code].guid), MemoKind.RANGE_OF_VIEWS)
    theme = book[code]
    return ThemeRead(
        code, column.path, theme.definition, theme.central_idea, cells, notes, named, column.participants, chart.table.finished
    )


def read_across(study: OpenStudy, case: int) -> CaseRead:
    """Read across a case: what it says to each theme of each group's chart, with its portrait.

    Raises:
        NotFound: the case is not there.
        NotAllowed: the codebook is empty, or the viewer codes blind and the analysis coding is another's.
    """
    return read_beside(study, [case])[0]


def read_beside(study: OpenStudy, cases: Sequence[int]) -> tuple[CaseRead, ...]:
    """Several cases read across, theme by theme the same, to be laid side by side; as `read_across`."""
    known = {one.id: one for one in study.cases.all()}
    missing = [one for one in cases if one not in known]
    if missing:
        raise NotFound("That case is no longer in the study.", "`qualcode cases list` lists them.")
    by_kind: dict[CaseKind, tuple[OpenChart, ...]] = {}
    for kind in dict.fromkeys(known[case].kind for case in cases):
        by_kind[kind] = open_charts(study, layouts_for(study, kind=kind.value))
    seen = {kind: Weighed(study, some[0].reading) for kind, some in by_kind.items()}
    return tuple(_across(study, known[case], by_kind[known[case].kind], seen[known[case].kind]) for case in cases)


def keep_range_of_views(study: OpenStudy, code: int, text: str, *, reason: str = "") -> ChangeSet | None:
    """Write the viewer's note on the range of views on a theme, in place of the one they wrote last; None where it said so.

    Raises:
        InvalidInput: the text is empty.
        NotFound: the theme is not there, or a coding that is cited.
    """
    book = study.codes.codebook()
    if code not in book:
        raise NotFound("That theme is no longer in the codebook.", "`qualcode codebook show` lists its codes.")
    return _keep(study, Attachment(MemoTarget.CODE, book[code].guid), MemoKind.RANGE_OF_VIEWS, text, reason)


def keep_portrait(study: OpenStudy, case: int, text: str, *, reason: str = "") -> ChangeSet | None:
    """Write the viewer's portrait of a case, in place of the one they wrote last; None where it said so.

    Raises:
        InvalidInput: the text is empty.
        NotFound: the case is not there, or a coding that is cited.
    """
    found = next((one for one in study.cases.all() if one.id == case), None)
    if found is None:
        raise NotFound("That case is no longer in the study.", "`qualcode cases list` lists them.")
    return _keep(study, Attachment(MemoTarget.CASE, found.guid), MemoKind.PORTRAIT, text, reason)


def _keep(study: OpenStudy, about: Attachment, kind: MemoKind, text: str, reason: str) -> ChangeSet | None:
    mine = [one for one in _memos(study, about, kind) if one.author == study.viewer.id]
    if mine:
        return edit_memo(study, mine[-1].id, text=text, reason=reason)
    return write_memo(study, text, kind=kind.value, about=about)[1]


def _memos(study: OpenStudy, about: Attachment, kind: MemoKind) -> list[Memo]:
    return [one for one in study.memos.all() if one.kind is kind and any(each.guid == about.guid for each in one.attachments)]


def _notes(study: OpenStudy, about: Attachment, kind: MemoKind) -> tuple[ListedMemo, ...]:
    return listed(study, _memos(study, about, kind))


def _across(study: OpenStudy, case: Case, charts: Sequence[OpenChart], seen: Weighed) -> CaseRead:
    found, about = [], ""
    for chart in charts:
        row = next(one for one in chart.table.rows if one.case == case.id)
        about = row.about
        cells = tuple(_read(row, column, cell, seen, "") for column, cell in zip(chart.table.columns, row.cells, strict=True))
        found.append((chart.table.title, cells))
    notes = _notes(study, Attachment(MemoTarget.CASE, case.guid), MemoKind.PORTRAIT)
    return CaseRead(case.id, case.name, about, case.values, tuple(found), notes)


def _read(
    row: ChartRow,
    column: ChartColumn,
    cell: ChartCell,
    seen: Weighed,
    group: str,
) -> ReadCell:
    said = seen.of(row.case, column.code, cell.codings)
    counts = Counter(said.get(coding, Bearing.SUPPORTS) for coding in cell.codings)
    bearings = {one: counts[one] for one in Bearing if counts[one]}
    return ReadCell(row.case, row.name, row.about, column.code, column.path, cell, bearings, group)


def _group(case: Case, attribute: str) -> str:
    return (case.value(attribute) or "").strip() or NO_GROUP
