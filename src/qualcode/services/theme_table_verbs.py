"""What is done with theme tables and their rows: made, told what they hold, ordered, linked to evidence, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.analysis.charts import columns_of, groups_of
from qualcode.domain.codes import CodeKind
from qualcode.domain.theme_tables import BEARINGS, Evidence, Layout, Orientation
from qualcode.errors import InvalidInput, NotAllowed, NotFound, UsageError
from qualcode.services.reading import refuse_hidden_analysis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.domain.summaries import Bearing
    from qualcode.domain.theme_tables import RowFacts, TableFacts
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories

MOST_TABLES = 999


def refuse_blind(study: OpenStudy) -> None:
    """Refuse work on the paper's tables to somebody who codes blind.

    Raises:
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_hidden_analysis(study)
    refuse_unseen(study)


def refuse_unseen(study: Repositories) -> None:
    """Say to somebody who codes blind why they see no table and no quotation.

    Raises:
        NotAllowed: the viewer codes a blind sample.
    """
    sight = study.session.sight
    if sight.blind:
        raise NotAllowed(
            f"{study.coders.get(sight.viewer).name} is coding a blind sample, and the tables hold what others chose.",
            "Work on them once the round is closed.",
        )


def find_table(study: Repositories, number: int) -> TableFacts:
    """The table with this number.

    Raises:
        NotFound: there is none.
        NotAllowed: the viewer codes a blind sample, and sees none.
    """
    tables = study.theme_tables.all()
    for one in tables:
        if one.number == number:
            return one
    refuse_unseen(study)
    known = f"Tables are {', '.join(str(one.number) for one in tables)}." if tables else "Make it with `qualcode tables add`."
    raise NotFound(f"There is no table {number}.", known)


def find_row(study: Repositories, table: int, place: int) -> RowFacts:
    """The row at a place, from 1, of the table with this number.

    Raises:
        NotFound: there is none.
        NotAllowed: the viewer codes a blind sample, and sees none.
    """
    found = find_table(study, table)
    rows = study.theme_tables.rows_of(found.id)
    if not 1 <= place <= len(rows):
        held = f"It has {len(rows)}." if rows else "It has none; add one with `qualcode tables row add`."
        raise NotFound(f"Table {table} has no row {place}.", held)
    return rows[place - 1]


def make_table(
    study: OpenStudy,
    *,
    title: str = "",
    group: int | None = None,
    number: int | None = None,
    layout: Layout = Layout.A,
    with_rows: bool = False,
) -> tuple[int, ChangeSet]:
    """Make a table, of a group of the codebook or without one, and return its id.

    Without a title it is called like its group; without a number it is the next one. `with_rows` gives it a row for each
    theme of the group. A second table of one group is made where it is given a title of its own.

    Raises:
        InvalidInput: the number is taken, or is none, or the group has a table and this one has no title of its own.
        NotFound: the group is not in the codebook.
        UsageError: neither title nor group is given.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    if group is None and not title.strip():
        raise UsageError("A table needs a title or a group.", "Name one.")
    with study.unit_of_work("make_table") as work:
        book = work.codes.codebook()
        if group is not None:
            _code(book, group)
        tables = work.theme_tables.all()
        there = [one.number for one in tables]
        wanted = max(there, default=0) + 1 if number is None else _number(number)
        if wanted in there:
            raise InvalidInput(f"There is a table {wanted} already.", "Choose another number.")
        words = " ".join(title.split()) or (book[group].name if group is not None else "")
        if group is not None:
            _refuse_second(tables, book[group], words)
        values = {"number": wanted, "title": words, "group": group, "layout": layout.value}
        table = work.theme_tables.add(values)
        if with_rows and group is not None:
            _add_themes(work, table, book, group)
        work.what = f"made table {wanted}: {words}"
    return table, work.insist()


def _refuse_second(tables: Sequence[TableFacts], group: Code, title: str) -> None:
    """Refuse a second table of a group by a name that does not tell the two apart."""
    held = [one for one in tables if one.group == group.id]
    if held and title.casefold() in {group.name.casefold(), *(one.title.casefold() for one in held)}:
        raise InvalidInput(
            f'"{group.name}" has table {held[0].number} already.',
            f"Work on it with `qualcode tables list STUDY {held[0].number}`, or give a second one a --title of its own.",
        )


def make_group_tables(study: OpenStudy) -> tuple[list[int], ChangeSet | None]:
    """Make the table of each group that has none, with a row for each of its themes; returns the numbers of those made.

    Raises:
        NotAllowed: the codebook is empty, or the viewer codes a blind sample.
    """
    refuse_blind(study)
    made: list[int] = []
    with study.unit_of_work("make_tables") as work:
        book = work.codes.codebook()
        if not len(book):
            raise NotAllowed("The codebook is empty, so there is no group to make a table of.", "Bring a codebook in first.")
        tables = work.theme_tables.all()
        held = {one.group for one in tables}
        number = max((one.number for one in tables), default=0)
        for group in groups_of(book):
            above = next((code.id for code in book if code.kind is CodeKind.GROUP and code.name == group.title), None)
            if above in held:
                continue
            number += 1
            table = work.theme_tables.add({"number": number, "title": group.title, "group": above})
            for theme in group.themes:
                work.theme_tables.add_row(table, {"theme": theme.id})
            made.append(number)
        work.what = f"made tables {', '.join(map(str, made))}"
    return made, work.change_set


def change_table(
    study: OpenStudy,
    table: int,
    *,
    title: str | None = None,
    number: int | None = None,
    group: int | None = None,
    layout: Layout | None = None,
    orientation: Orientation | None = None,
    legend: str | None = None,
    abbreviations: str | None = None,
) -> ChangeSet | None:
    """Say what a table, by its id, is called and how it is laid out; None where it was so.

    A number that another table has goes to this one, and the other gets this one's.

    Raises:
        NotFound: the table is no longer there, or the group is not in the codebook.
        InvalidInput: the number is none, or the title is empty.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("change_table") as work:
        found = _table(work, table)
        if title is not None and not title.strip():
            raise InvalidInput("A table needs a title.", "Give one.")
        if group is not None:
            _code(work.codes.codebook(), group)
        given: dict[str, Any] = {
            "title": None if title is None else " ".join(title.split()),
            "group": group,
            "layout": layout,
            "orientation": orientation,
            "legend": None if legend is None else legend.strip(),
            "abbreviations": None if abbreviations is None else abbreviations.strip(),
        }
        values = {name: str(one) if name != "group" else one for name, one in given.items() if one is not None}
        if number is not None and _number(number) != found.number:
            other = next((one for one in work.theme_tables.all() if one.number == number), None)
            if other is not None:
                work.theme_tables.change(other.id, {"number": found.number})
            values["number"] = number
        if values:
            work.theme_tables.change(table, values)
        work.what = f"set {', '.join(values)} of table {found.number}"
    return work.change_set


def remove_table(study: OpenStudy, table: int, *, reason: str = "") -> ChangeSet:
    """Take a table away with its rows and quotations; undo brings it back.

    Raises:
        NotFound: it is no longer there.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("remove_table", reason=reason) as work:
        found = _table(work, table)
        work.what = f"took away table {found.number}: {found.title}"
        work.theme_tables.remove(table)
    return work.insist()


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
        found = _table(work, table)
        book = work.codes.codebook()
        for code in [*codes, *([] if theme is None else [theme])]:
            _code(book, code)
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
        found = _row(work, row)
        book = work.codes.codebook()
        for code in [*(codes or ()), *([] if theme is None else [theme])]:
            _code(book, code)
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
        found = _row(work, row)
        to = found.table if table is None else _table(work, table).id
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
        found = _row(work, row)
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
        found = _row(work, row)
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
        found = _row(work, row)
        gone = {one.guid for one in work.codings.cited(numbers=codings)}
        work.theme_tables.set_evidence(row, [one for one in found.evidence if one.coding not in gone])
        work.what = f"unlinked evidence of row {_place(work, found)} of table {found.number}"
    return work.change_set


def _add_themes(work: Repositories, table: int, book: Codebook, group: int) -> None:
    for theme in columns_of(book, group):
        work.theme_tables.add_row(table, {"theme": theme.id})


def _table(work: Repositories, table: int) -> TableFacts:
    for one in work.theme_tables.all():
        if one.id == table:
            return one
    raise NotFound("That table is no longer in the study.", "`qualcode tables list` lists them.")


def _row(work: Repositories, row: int) -> RowFacts:
    for one in work.theme_tables.rows_of():
        if one.id == row:
            return one
    raise NotFound("That row is no longer in the study.", "`qualcode tables list` lists them.")


def _place(work: Repositories, row: RowFacts) -> int:
    return [one.id for one in work.theme_tables.rows_of(row.table)].index(row.id) + 1


def _placed(others: Sequence[int], one: int, place: int) -> list[int]:
    at = min(max(place - 1, 0), len(others))
    return [*others[:at], one, *others[at:]]


def _code(book: Codebook, code: int) -> None:
    if code not in book:
        raise NotFound("That code is no longer in the codebook.", "Choose another.")


def _number(number: int) -> int:
    if not 1 <= number <= MOST_TABLES:
        raise InvalidInput(f"{number} is not the number of a table.", f"Numbers go from 1 to {MOST_TABLES}.")
    return number


def _line(text: str) -> str:
    return " ".join(text.split())
