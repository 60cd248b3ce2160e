"""Cases and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qualcode.domain.cases import AttributeType, finite, reads_as
from qualcode.errors import QualcodeError
from qualcode.services.tables_in import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.changes import ChangeSet
    from qualcode.services.tables_in import TableFile
    from qualcode.storage import OpenStudy, UnitOfWork

SOURCE = "source"
"""The column that links a case to sources; several are joined by a semicolon."""


@dataclass(frozen=True, slots=True)
class ImportedCases:
    """What an import of cases did: which were known, which were made, the attributes, and links to sources."""

    known: int
    made: tuple[str, ...]
    attributes: tuple[str, ...]
    linked: int
    change: ChangeSet | None


def import_cases(study: OpenStudy, path: Path, *, id_column: str | None = None) -> ImportedCases:
    """Import cases and their values from a table.

    The id is `id_column` or the first column: it matches a case by name, or makes one. A column `source` links
    sources; every other column is an attribute, known by its name in any case of letters, its type proposed from all
    its values.

    Raises:
        InvalidInput: the file or rows of it are wrong; the message names them, and nothing was written.
    """
    table = read_table(path, required=[id_column] if id_column else [])
    names_column = id_column or table.columns[0]
    source_column = next((name for name in table.columns if name.casefold() == SOURCE and name != names_column), None)
    attributes = [name for name in table.columns if name not in (names_column, source_column)]
    sources = _check(study, table, names_column, source_column)
    with study.unit_of_work("import_cases", what=f"{len(table.rows)} cases from {table.name}") as work:
        ids, made = _cases(work, [row.cells[names_column].strip() for row in table.rows])
        linked = sum(work.cases.link_source(ids[name], source) for name, found in sources.items() for source in found)
        known = {one.name.casefold(): one.id for one in work.cases.attributes()}
        for name in attributes:
            values = {ids[row.cells[names_column].strip()]: row.cells[name].strip() for row in table.rows}
            attribute = known.get(name.casefold()) or work.cases.add_attribute(name, proposed_type(values.values()))
            work.cases.set_values(attribute, values)
    return ImportedCases(len(table.rows) - len(made), tuple(made), tuple(attributes), linked, work.change_set)


def list_cases(study: OpenStudy) -> tuple[tuple[Case, ...], tuple[Attribute, ...]]:
    """All cases with their values, and the attributes in their order."""
    return study.cases.all(), study.cases.attributes()


def proposed_type(values: Iterable[str]) -> AttributeType:
    """The narrowest type that every value given fits; text where there is none."""
    given = [value for value in values if value]
    if not given:
        return AttributeType.TEXT
    if all(value.casefold() in {"yes", "no", "true", "false"} for value in given):
        return AttributeType.BOOLEAN
    for type_, fits in ((AttributeType.INTEGER, int), (AttributeType.NUMBER, finite), (AttributeType.DATE, date.fromisoformat)):
        if all(reads_as(value, fits) for value in given):
            return type_
    return AttributeType.CATEGORY if len(set(given)) < len(given) else AttributeType.TEXT


def _check(study: OpenStudy, table: TableFile, names_column: str, source_column: str | None) -> dict[str, list[int]]:
    """Check every row and return the sources of each case."""
    found: dict[str, list[int]] = {}
    for row in table.rows:
        name = row.cells[names_column].strip()
        if not name:
            table.fault(row.line, f"{names_column} is empty")
            continue
        if name in found:
            table.fault(row.line, f'the case "{name}" stands there twice')
            continue
        found[name] = []
        for source in row.cells[source_column].split(";") if source_column else ():
            if not source.strip():
                continue
            try:
                found[name].append(study.sources.named(source.strip()).id)
            except QualcodeError as error:
                table.fault(row.line, error.message.rstrip("."))
    table.refuse_if_faulty()
    return found


def _cases(work: UnitOfWork, names: list[str]) -> tuple[dict[str, int], list[str]]:
    ids: dict[str, int] = {}
    made = []
    for name in names:
        there = work.cases.named(name)
        if there is None:
            there = work.cases.add(name)
            made.append(name)
        ids[name] = there
    return ids, made
