"""What is done with theme tables: made, told how they are laid out, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.analysis.charts import columns_of, groups_of
from qualcode.domain.codes import CodeKind
from qualcode.domain.theme_tables import Layout, Orientation
from qualcode.errors import InvalidInput, NotAllowed, UsageError
from qualcode.services.theme_table_finding import refuse_blind, require_code, table_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.domain.theme_tables import TableFacts
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories

MOST_TABLES = 999


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
            require_code(book, group)
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


def _refuse_second(tables: Sequence[TableFacts], group: Code, title: str, hint: str = "") -> None:
    """Refuse a second table of a group, beside `tables`, by a name that does not tell the two apart."""
    held = [one for one in tables if one.group == group.id]
    if held and title.casefold() in {group.name.casefold(), *(one.title.casefold() for one in held)}:
        raise InvalidInput(
            f'"{group.name}" has table {held[0].number} already.',
            hint or f"Work on it with `qualcode tables list STUDY {held[0].number}`, or give a second one a --title of its own.",
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
        InvalidInput: the number is none, the title is empty, or another table of the group is called the same.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("change_table") as work:
        found = table_in(work, table)
        called = found.title if title is None else " ".join(title.split())
        if title is not None and not called:
            raise InvalidInput("A table needs a title.", "Give one.")
        of_group = found.group if group is None else group
        book = work.codes.codebook()
        if group is not None:
            require_code(book, group)
        if of_group is not None and of_group in book and (group, title) != (None, None):
            others = [one for one in work.theme_tables.all() if one.id != table]
            _refuse_second(others, book[of_group], called, "Give this one a --title of its own, or choose another group.")
        given: dict[str, Any] = {
            "title": None if title is None else called,
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
        found = table_in(work, table)
        work.what = f"took away table {found.number}: {found.title}"
        work.theme_tables.remove(table)
    return work.insist()


def _add_themes(work: Repositories, table: int, book: Codebook, group: int) -> None:
    for theme in columns_of(book, group):
        work.theme_tables.add_row(table, {"theme": theme.id})


def _number(number: int) -> int:
    if not 1 <= number <= MOST_TABLES:
        raise InvalidInput(f"{number} is not the number of a table.", f"Numbers go from 1 to {MOST_TABLES}.")
    return number
