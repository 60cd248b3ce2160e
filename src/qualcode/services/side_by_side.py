"""Constant comparison: the extracts of one theme side by side, a column for each participant or group of participants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.cases import CaseKind
from qualcode.domain.codebook_paths import folded
from qualcode.domain.side_by_side import SideBySide, SideColumn
from qualcode.errors import NotFound
from qualcode.services.outputs import require_suffix, unprintable
from qualcode.services.segments import COLUMNS, cells_of
from qualcode.services.tables_in import write_bytes, write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from qualcode.domain.segments import Extract, SegmentList
    from qualcode.services.retrieving import Retrieved, RetrievedList
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class RetrievedColumns:
    """Extracts side by side, as they are written, and a row for each extract of each column in the same order."""

    beside: SideBySide
    rows: tuple[tuple[Retrieved, ...], ...]


NOBODY = "Nobody’s talk"
"""The column of extracts in which no participant speaks."""


def side_by_side(study: OpenStudy, found: SegmentList, *, by: str = "", bands: str = "", cases: Sequence[str] = ()) -> SideBySide:
    """Extracts in columns: one for each participant who speaks in them, or for each group that an attribute makes.

    `cases` names the participants to be compared, in that order; without it all of whom there are extracts. Numbers need
    `bands` such as `0-5,6-10`.

    Raises:
        NotFound: there is no such participant or attribute.
        UsageError: bands are missing, wrong, or given for what is no number.
    """
    from qualcode.analysis.comparing import grouped
    from qualcode.services.comparing import grouping

    people = [case for case in study.cases.all() if case.kind is CaseKind.PARTICIPANT]
    if cases:
        by_name = {folded(case.name): case for case in people}
        people = [by_name[folded(name)] for name in _known(cases, by_name)]
    names = [case.name for case in people]
    members: Mapping[str, Sequence[str]] = {name: [name] for name in names}
    attribute = ""
    if by:
        made, ranges = grouping(study, by, bands)
        attribute = made.name
        members = {name: [case.name for case in group] for name, group in grouped(people, made, ranges).items()}
    order = {source.name: place for place, source in enumerate(study.sources.all())}
    extracts = sorted(found.extracts, key=lambda one: (order.get(one.source, len(order)), one.span, one.id))
    columns = [SideColumn(name, _of(extracts, group)) for name, group in members.items()]
    if not cases:
        columns.append(SideColumn(NOBODY, tuple(one for one in extracts if not one.cases)))
    speaking = {name for extract in extracts for name in extract.cases}
    return SideBySide(
        found.code,
        found.reading,
        attribute,
        tuple(column for column in columns if column.extracts or cases),
        tuple(name for name in names if name not in speaking),
    )


def columns_of(study: OpenStudy, found: RetrievedList, *, by: str = "", bands: str = "") -> RetrievedColumns:
    """Retrieved extracts in columns, each with the codings its extracts rest on.

    Raises as `side_by_side`.
    """
    beside = side_by_side(study, found.found, by=by, bands=bands)
    rows = {row.extract.codings or (row.extract.id,): row for row in found.rows}
    return RetrievedColumns(
        beside, tuple(tuple(rows[one.codings or (one.id,)] for one in column.extracts) for column in beside.columns)
    )


def write_side_by_side(found: SideBySide, path: Path) -> tuple[str, ...]:
    """Write columns to a Word or CSV file, by its suffix; the CSV has a row for each extract with its column.

    Returns a line for each extract with characters that Word cannot hold.

    Raises:
        UsageError: the suffix is neither.
        InvalidInput: the file cannot be written.
    """
    if require_suffix(path, ".docx", ".csv") == ".docx":
        from qualcode.formats.writers.docx.side_by_side import side_by_side_docx

        write_bytes(path, side_by_side_docx(found))
        extracts = {one.number: one for column in found.columns for one in column.extracts}
        return unprintable((f"Coding {one.number} in {one.source}", one.words) for one in extracts.values())
    from qualcode.formats.csv_cells import write_csv

    rows = [(column.name, *cells_of(one)) for column in found.columns for one in column.extracts]
    write_text(path, write_csv(("column", *COLUMNS), rows))
    return ()


def _of(extracts: Iterable[Extract], group: Iterable[str]) -> tuple[Extract, ...]:
    wanted = set(group)
    return tuple(one for one in extracts if wanted.intersection(one.cases))


def _known(cases: Sequence[str], by_name: Mapping[str, object]) -> list[str]:
    for name in cases:
        if folded(name) not in by_name:
            raise NotFound(f'There is no participant "{name}".', "`qualcode cases list` names them.")
    return list(dict.fromkeys(cases))
