"""A matching as a table: written with both definitions side by side, and read back with the relations filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.matching import Relation
from qualcode.errors import InvalidInput, QualcodeError
from qualcode.services.matching import Relating, code_lists, set_relations
from qualcode.services.matching_names import ListNames
from qualcode.services.tables_in import read_table, write_text

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.matching import CodeMatch
    from qualcode.services.matching import ListedCode
    from qualcode.services.tables_in import TableFile
    from qualcode.storage import OpenStudy

COLUMNS = ("first", "second", "relation", "result", "name", "definition", "under", "reason")
TO_READ = ("first definition", "second definition", "codings", "near")
"""Columns that are written for whoever fills the table in, and passed over when it is read."""


def export_matching(study: OpenStudy, path: Path) -> int:
    """Write the codes of the second list, each with its relations or none yet, and the relations of other codes.

    Returns how many rows.

    Raises:
        NotAllowed: the viewer is coding blind.
        InvalidInput: the file cannot be written.
    """
    from qualcode.formats.csv_cells import write_csv

    lists = code_lists(study)
    book, names = lists.book, ListNames(study)
    rows = []
    for one in lists.second:
        rows += [_row(book, names, match.first, match.second, one, match) for match in one.matches] or [
            _row(book, names, None, one.code.id, one, None)
        ]
    second = {one.code.id for one in lists.second}
    for match in lists.matching.matches if lists.matching is not None else ():
        if not second & set(match.codes):
            rows.append(_row(book, names, match.first, match.second, None, match))
    write_text(path, write_csv((*COLUMNS, *TO_READ), list(dict.fromkeys(rows))))
    return len(dict.fromkeys(rows))


def _row(
    book: Codebook, names: ListNames, first: int | None, second: int | None, listed: ListedCode | None, said: CodeMatch | None
) -> tuple[str, ...]:
    path = names.label
    return (
        path(first),
        path(second),
        "" if said is None else str(said.relation),
        "" if said is None else path(said.result),
        "" if said is None else said.name,
        "" if said is None else said.definition,
        "" if said is None else path(said.parent),
        "" if said is None else said.reason,
        book[first].definition if first is not None and first in book else "",
        book[second].definition if second is not None and second in book else "",
        "" if listed is None else str(listed.codings),
        "" if listed is None else "; ".join(f"{path(other)} ({count})" for other, count in listed.near),
    )


def import_matching(study: OpenStudy, path: Path) -> tuple[int, ChangeSet | None]:
    """Set the relations of a table as one action; rows without one are passed over. Returns how many were read.

    Raises:
        InvalidInput: the file or rows of it are wrong; the message names them, and nothing was written.
        NotAllowed: the viewer is coding blind, or a code is retired or in a check round in progress.
    """
    table = read_table(path, required=COLUMNS[:3], optional=(*COLUMNS[3:], *TO_READ))
    names = ListNames(study)
    relatings = []
    for row in table.rows:
        if row.cells.get("relation", "").strip():
            one = _relating(names, table, row.line, {name: cell.strip() for name, cell in row.cells.items()})
            if one is not None:
                relatings.append(one)
    table.refuse_if_faulty()
    if not relatings:
        raise InvalidInput(f"{table.name} says no relation.", f"Fill in the column relation: {', '.join(Relation)}.")
    return len(relatings), set_relations(study, relatings, what=f"{len(relatings)} relations from {table.name}")


def _relating(names: ListNames, table: TableFile, line: int, cells: dict[str, str]) -> Relating | None:
    try:
        relation = Relation(cells["relation"].casefold())
    except ValueError:
        table.fault(line, f'there is no relation "{cells["relation"]}"; it is one of {", ".join(Relation)}')
        return None
    found: dict[str, int | None] = {}
    for column in ("first", "second", "result", "under"):
        given = cells.get(column, "")
        # What a relation makes is not in the codebook yet, and is named by `name`.
        if not given or (column == "result" and relation in {Relation.NEW, Relation.DROP}):
            found[column] = None
            continue
        try:
            found[column] = names.find(given, second=column == "second" or (column == "result" and given == cells.get("second")))
        except QualcodeError as error:
            table.fault(line, error.message)
            return None
    return Relating(
        relation,
        found["first"],
        found["second"],
        found["result"],
        cells.get("name", ""),
        cells.get("definition", ""),
        found["under"],
        cells.get("reason", ""),
    )
