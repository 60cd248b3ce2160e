"""Cases and what is known of them, as a table: brought in, listed, written out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.domain.attributes import fits
from qualcode.domain.cases import AttributeType
from qualcode.domain.source_fields import said_yes
from qualcode.domain.turns import folded
from qualcode.errors import InvalidInput, NotFound, QualcodeError
from qualcode.services.tables_in import read_table, write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import Any

    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.changes import ChangeSet
    from qualcode.formats.csv_cells import CsvRow
    from qualcode.services.tables_in import TableFile
    from qualcode.storage import OpenStudy, UnitOfWork

SOURCE = "source"
"""The column that links a case to sources; several are joined by a semicolon."""
SPEAKS_AS = "speaks as"
"""The column that links a case to speakers, each as `SOURCE: LABEL`."""
KIND, MAY_QUOTE, MAY_SHARE = "case kind", "may be quoted", "may be shared"
ABOUT = (SOURCE, SPEAKS_AS, KIND, MAY_QUOTE, MAY_SHARE)
"""The columns that are no attributes."""


@dataclass(frozen=True, slots=True)
class ImportedCases:
    """What an import of cases did: which were known, which were made, the attributes, and links to sources and speakers."""

    known: int
    made: tuple[str, ...]
    attributes: tuple[str, ...]
    linked: int
    change: ChangeSet | None


@dataclass(slots=True)
class _Row:
    """What a row says of a case beside its values."""

    sources: list[int] = field(default_factory=list)
    speakers: list[int] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)


def import_cases(study: OpenStudy, path: Path, *, id_column: str | None = None) -> ImportedCases:
    """Import cases and their values from a table.

    The id is `id_column` or the first column: it matches a case by name, or makes one. The columns of `ABOUT` link
    sources and speakers and say what the case is, where they are not empty; every other column is an attribute, known by
    its name in any case of letters, its type proposed from all its values.

    Raises:
        InvalidInput: the file or rows of it are wrong; the message names them, and nothing was written.
    """
    table = read_table(path, required=[id_column] if id_column else [])
    names_column = id_column or table.columns[0]
    about = {name.casefold(): name for name in table.columns if name.casefold() in ABOUT and name != names_column}
    attributes = [name for name in table.columns if name != names_column and name not in about.values()]
    rows = _check(study, table, names_column, about)
    with study.unit_of_work("import_cases", what=f"{len(table.rows)} cases from {table.name}") as work:
        ids, made = _cases(work, [row.cells[names_column].strip() for row in table.rows])
        linked = sum(_tell(work, ids[name], row) for name, row in rows.items())
        known = {one.name.casefold(): one.id for one in work.cases.attributes()}
        for name in attributes:
            values = {ids[row.cells[names_column].strip()]: row.cells[name].strip() for row in table.rows}
            attribute = known.get(name.casefold()) or work.cases.add_attribute(name, proposed_type(values.values()))
            work.cases.set_values(attribute, values)
    return ImportedCases(len(table.rows) - len(made), tuple(made), tuple(attributes), linked, work.change_set)


def export_cases(study: OpenStudy, path: Path) -> int:
    """Write all cases as a table that `import_cases` reads back; returns how many.

    Raises:
        InvalidInput: the file cannot be written.
    """
    from qualcode.formats.csv_cells import write_csv

    cases, attributes = list_cases(study)
    sources = {one.id: one.name for one in study.sources.all()}
    speakers = {one.id: f"{sources[one.source]}: {one.label}" for one in study.speakers.all()}
    rows = [
        (
            case.name,
            case.kind.value,
            "; ".join(sources[one] for one in case.sources if one in sources),
            "; ".join(speakers[one] for one in case.speakers if one in speakers),
            "yes" if case.may_quote else "no",
            "yes" if case.may_share else "no",
            *(case.value(attribute.name) or "" for attribute in attributes),
        )
        for case in cases
    ]
    columns = ("case", KIND, SOURCE, SPEAKS_AS, MAY_QUOTE, MAY_SHARE, *(attribute.name for attribute in attributes))
    write_text(path, write_csv(columns, rows))
    return len(rows)


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
    for type_ in (AttributeType.INTEGER, AttributeType.NUMBER, AttributeType.DATE):
        if all(fits(type_, value) for value in given):
            return type_
    return AttributeType.CATEGORY if len(set(given)) < len(given) else AttributeType.TEXT


def _check(study: OpenStudy, table: TableFile, names_column: str, about: Mapping[str, str]) -> dict[str, _Row]:
    """Check every row and return what each says of its case, beside values."""
    found: dict[str, _Row] = {}
    for row in table.rows:
        name = row.cells[names_column].strip()
        if not name:
            table.fault(row.line, f"{names_column} is empty")
            continue
        if name in found:
            table.fault(row.line, f'the case "{name}" stands there twice')
            continue
        found[name] = _Row()
        for column, written in about.items():
            for part in row.cells[written].split(";"):
                _read(study, table, row, column, part.strip(), found[name])
    table.refuse_if_faulty()
    return found


def _read(study: OpenStudy, table: TableFile, row: CsvRow, column: str, part: str, into: _Row) -> None:
    """Read one thing that a row says of its case."""
    from qualcode.services.case_editing import case_kind

    if not part:
        return
    try:
        if column == SOURCE:
            into.sources.append(study.sources.named(part).id)
        elif column == SPEAKS_AS:
            into.speakers.append(_speaker(study, part))
        elif column == KIND:
            into.fields["kind"] = case_kind(part).value
        else:
            into.fields["may_quote" if column == MAY_QUOTE else "may_share"] = _yes(part)
    except QualcodeError as error:
        table.fault(row.line, error.message.rstrip("."))


def _speaker(study: OpenStudy, written: str) -> int:
    source, joined, label = written.rpartition(":")
    if not joined:
        raise InvalidInput(f'"{written}" names no speaker.', "Write SOURCE: LABEL.")
    found = study.sources.named(source)
    for speaker in study.sources.speakers(found.id):
        if folded(speaker.label) == folded(label):
            return speaker.id
    raise NotFound(f'There is no speaker "{label.strip()}" in {found.name}.')


def _yes(part: str) -> int:
    said = said_yes(part)
    if said is None:
        raise InvalidInput(f'"{part}" says neither yes nor no.')
    return int(said)


def _tell(work: UnitOfWork, case: int, row: _Row) -> int:
    """Write what a row says of its case; returns how many links are new."""
    if row.fields:
        work.cases.change(case, row.fields)
    linked = sum(work.cases.link_source(case, source) for source in row.sources)
    return linked + sum(work.cases.link_speaker(case, speaker) for speaker in row.speakers)


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
