"""Agreement written to Word, Excel and CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.services.outputs import require_suffix
from qualcode.services.tables_in import write_bytes, write_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qualcode.domain.agreement import AgreementTable
    from qualcode.domain.agreement_cells import Cell

SUFFIXES = (".docx", ".xlsx", ".csv")


def is_word(path: Path) -> bool:
    """Whether a file of this name is written for Word.

    Raises:
        UsageError: it is none that can be written.
    """
    return require_suffix(path, *SUFFIXES) == ".docx"


def write_agreement(tables: Sequence[AgreementTable], path: Path) -> None:
    """Write tables of one unit or of several to a file, by its suffix, which is replaced where it exists.

    Raises:
        UsageError: the suffix is none of .docx, .xlsx and .csv.
        InvalidInput: the file cannot be written.
    """
    suffix = require_suffix(path, *SUFFIXES)
    if suffix == ".docx":
        from qualcode.formats.writers.docx.agreement import agreement_docx

        write_bytes(path, agreement_docx(tables))
    elif suffix == ".xlsx":
        from qualcode.formats.writers.xlsx_agreement import agreement_xlsx

        write_bytes(path, agreement_xlsx(tables))
    else:
        from qualcode.formats.csv_cells import write_csv

        columns, *rows = _csv_rows(tables)
        write_text(path, write_csv(columns, rows))


def _csv_rows(tables: Sequence[AgreementTable]) -> Iterator[list[str]]:
    """The columns, then a row for each unit and code, and one for all codes together; figures in full."""
    from qualcode.domain.agreement_cells import code_sheet

    for place, table in enumerate(tables):
        sheet = code_sheet(table)
        if not place:
            yield ["unit", *sheet.columns]
        yield from ([str(table.unit), *map(_as_text, row)] for row in sheet.rows)


def _as_text(cell: Cell) -> str:
    if isinstance(cell, float):
        return repr(cell)
    return "" if cell is None else str(cell)
