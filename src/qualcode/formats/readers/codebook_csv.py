"""Codebook files as tables: CSV with a `path` column and the same fields as YAML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qualcode.domain.codebook_entries import CodeEntry, require_distinct
from qualcode.domain.codebook_paths import CodePath, parse_path, shown
from qualcode.errors import InvalidInput
from qualcode.formats.codebook_fields import FIELDS, RARE_FIELDS, fault, nearest, read_field, read_name
from qualcode.formats.csv_cells import read_csv

if TYPE_CHECKING:
    from qualcode.formats.csv_cells import CsvRow

COLUMNS = ("path", *FIELDS, *RARE_FIELDS)


def read_codebook_csv(text: str) -> tuple[CodeEntry, ...]:
    """The entries of a CSV codebook in tree order, siblings in the order of the file; missing parents are made.

    An empty cell says nothing. A row belongs below the nearest row above it that has its parent's path, else below
    one further down, else below a parent made for it.

    Raises:
        InvalidInput: the file is not a codebook; the message names the line, the column and what was expected.
    """
    columns, rows = read_csv(text)
    named = [column.lower().replace(" ", "_") for column in columns]
    _require_columns(columns, named)
    drafts = [_draft(row, dict(zip(columns, named, strict=True))) for row in rows]
    entries = _in_tree_order(_Tree(drafts).roots)
    require_distinct(entries)
    return entries


def _require_columns(columns: list[str], named: list[str]) -> None:
    if not columns:
        raise InvalidInput("The file is empty.", "A codebook table has a header with the column `path`.")
    for position, (column, name) in enumerate(zip(columns, named, strict=True)):
        if name not in COLUMNS:
            said = f'the column "{shown(column)}" is unknown in a codebook.' if column else f"column {position + 1} has no name."
            raise fault(1, said, nearest(column, COLUMNS))
        if name in named[:position]:
            raise fault(1, f'the column "{column}" stands there twice.')
    if "path" not in named:
        raise fault(1, "the column `path` is missing.", "It holds each code's path, as in Theme > Subtheme > Code.")


@dataclass
class _Draft:
    """A row, or a parent that rows named, on its way to its place in the tree."""

    path: CodePath
    line: int
    fields: dict[str, Any]
    made: bool = False
    below: list[_Draft] = field(default_factory=list)


def _draft(row: CsvRow, names: dict[str, str]) -> _Draft:
    cells = {names[column]: cell for column, cell in row.cells.items()}
    written = cells.pop("path")
    if not written.strip():
        raise fault(row.line, "path: the cell is empty.", "It holds the code's path, as in Theme > Subtheme > Code.")
    try:
        path = tuple(read_name(name, row.line) for name in parse_path(written))
    except InvalidInput as error:
        message = error.message if error.message.startswith("Line ") else f"Line {row.line}: path: {error.message}"
        raise InvalidInput(message, error.hint) from None
    fields = {column: read_field(column, cell, row.line) for column, cell in cells.items()}
    return _Draft(path, row.line, {column: value for column, value in fields.items() if value is not None})


class _Tree:
    """Rows put below their parents."""

    def __init__(self, drafts: list[_Draft]) -> None:
        self.roots: list[_Draft] = []
        self.later: dict[CodePath, _Draft] = {draft.path: draft for draft in reversed(drafts)}
        self.above: dict[CodePath, _Draft] = {}
        for draft in drafts:
            self.siblings_at(draft.path).append(draft)
            self.above[draft.path] = draft

    def siblings_at(self, path: CodePath) -> list[_Draft]:
        """The list a code of this path belongs into, its parents made where there are none."""
        parent = path[:-1]
        if not parent:
            return self.roots
        draft = self.above.get(parent) or self.later.get(parent)
        if draft is None:
            draft = _Draft(parent, 0, {}, made=True)
            self.siblings_at(parent).append(draft)
            self.above[parent] = draft
        return draft.below


def _in_tree_order(roots: list[_Draft]) -> tuple[CodeEntry, ...]:
    entries: list[CodeEntry] = []
    waiting: list[tuple[_Draft, int | None]] = [(draft, None) for draft in reversed(roots)]
    while waiting:
        draft, parent = waiting.pop()
        entries.append(CodeEntry(draft.path[-1], parent, draft.line, made=draft.made, **draft.fields))
        position = len(entries) - 1
        waiting.extend((child, position) for child in reversed(draft.below))
    return tuple(entries)
