"""What is done with the rows of theme tables: told what they hold, ordered, linked to evidence, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.domain.theme_tables import BEARINGS, Evidence
from qualcode.errors import InvalidInput, NotFound, UsageError
from qualcode.services.theme_table_finding import refuse_blind, require_code, row_in, table_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.summaries import Bearing
    from qualcode.domain.theme_tables import RowFacts
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories


def add_row(
    study: OpenStudy,
    table: int,
    *,
    heading: str = "",
    finding: str = "",
    theme: int | None = None,
    codes: Sequence[int] = (),
    place: int | None = None,
) -> tuple[int, ChangeSet]:
    """Add a row to a table, by the table's id, and return the row's id; at the end, or at a place from 1.

    Raises:
        NotFound: the table, the theme or a code is not there.
        UsageError: the row says nothing.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    if not (heading.strip() or finding.strip() or theme is not None):
        raise UsageError("A row needs a heading, a finding or a theme.", "Give one.")
    with study.unit_of_work("add_row") as work:
        found = table_in(work, table)
        book = work.codes.codebook()
        for code in [*codes, *([] if theme is None else [theme])]:
            require_code(book, code)
        others = [one.id for one in work.theme_tables.rows_of(table)]
        row = work.theme_tables.add_row(table, {"heading": _line(heading), "finding": _line(finding), "theme": theme})
        work.theme_tables.set_codes(row, codes)
        if place is not None:
            work.theme_tables.order_rows(table, _placed(others, row, place))
        work.what = f"added a row to table {found.number}"
    return row, work.insist()


def change_row(
    study: OpenStudy,
    row: int,
    *,
    heading: str | None = None,
    finding: str | None = None,
    theme: int | None = None,
    without_theme: bool = False,
    codes: Sequence[int] | None = None,
    note: str | None = None,
) -> ChangeSet | None:
    """Say what a row, by its id, is called, what was found and what it rests on; None where it was so.

    `note` says that contrary words were looked for and none found; empty takes it away.

    Raises:
        NotFound: the row, the theme or a code is not there.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("change_row") as work:
        found = row_in(work, row)
        book = work.codes.codebook()
        for code in [*(codes or ()), *([] if theme is None else [theme])]:
            require_code(book, code)
        given = {"heading": heading, "finding": finding, "none_found_note": note}
        values: dict[str, Any] = {name: _line(text) for name, text in given.items() if text is not None}
        if theme is not None or without_theme:
            values["theme"] = theme
        if values:
            work.theme_tables.change_row(row, values)
        if codes is not None:
            work.theme_tables.set_codes(row, codes)
        work.what = f"changed row {_place(work, found)} of table {found.number}"
    return work.change_set


def move_row(study: OpenStudy, row: int, *, place: int, table: int | None = None) -> ChangeSet | None:
    """Give a row another place, from 1, in its table or in another one by its id; None where it was there.

    Raises:
        NotFound: the row or the table is no longer there.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("move_row") as work:
        found = row_in(work, row)
        to = found.table if table is None else table_in(work, table).id
        others = [one.id for one in work.theme_tables.rows_of(to) if one.id != row]
        work.what = f"moved row {_place(work, found)} of table {found.number}"
        work.theme_tables.order_rows(to, _placed(others, row, place))
    return work.change_set


def remove_row(study: OpenStudy, row: int, *, reason: str = "") -> ChangeSet:
    """Take a row away with its quotations; undo brings it back.

    Raises:
        NotFound: it is no longer there.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("remove_row", reason=reason) as work:
        found = row_in(work, row)
        work.what = f"took away row {_place(work, found)} of table {found.number}"
        work.theme_tables.remove_row(row)
    return work.insist()


def link_evidence(study: OpenStudy, row: int, codings: Sequence[int], bearing: Bearing) -> ChangeSet | None:
    """Say what codings of the analysis coding, by their ids, are to the finding of a row; None where it was so.

    Raises:
        NotFound: the row is no longer there, or a coding is none of the analysis coding.
        InvalidInput: the bearing is to leave the codings out.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("link_evidence") as work:
        found = row_in(work, row)
        if bearing not in BEARINGS:
            raise InvalidInput(f"Evidence {', '.join(BEARINGS)} a finding.", "Unlink a coding that is to be left out.")
        guids = {one.id: one.guid for one in work.codings.analysis()}
        for number in codings:
            if number not in guids:
                raise NotFound(f"There is no coding {number} in the analysis coding.", "`qualcode segments` lists them.")
        linked = {one.coding: one for one in found.evidence}
        for number in codings:
            linked[guids[number]] = Evidence(guids[number], bearing)
        work.theme_tables.set_evidence(row, list(linked.values()))
        work.what = f"linked evidence that {bearing} row {_place(work, found)} of table {found.number}"
    return work.change_set


def unlink_evidence(study: OpenStudy, row: int, codings: Sequence[int]) -> ChangeSet | None:
    """Say that a row does not rest on codings, by their ids; None where it did not.

    Raises:
        NotFound: the row is no longer there.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("unlink_evidence") as work:
        found = row_in(work, row)
        gone = {one.guid for one in work.codings.cited(numbers=codings)}
        work.theme_tables.set_evidence(row, [one for one in found.evidence if one.coding not in gone])
        work.what = f"unlinked evidence of row {_place(work, found)} of table {found.number}"
    return work.change_set


def _place(work: Repositories, row: RowFacts) -> int:
    return [one.id for one in work.theme_tables.rows_of(row.table)].index(row.id) + 1


def _placed(others: Sequence[int], one: int, place: int) -> list[int]:
    at = min(max(place - 1, 0), len(others))
    return [*others[:at], one, *others[at:]]


def _line(text: str) -> str:
    return " ".join(text.split())
