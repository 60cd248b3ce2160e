"""Tables as CSV text: cells that a spreadsheet would take for formulas, separators, line numbers of rows."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"'*[=+\-@\t]")
_NUMBER = re.compile(r"-\d+(\.\d+)?(e-?\d+)?")
_QUOTED_FORMULA = re.compile(r"'+[=+\-@\t]")


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row of a table below its header: the file's line where it begins, from 1, and its cells by column."""

    line: int
    cells: dict[str, str]


def quoted_cell(text: str) -> str:
    """The cell as it is written: with an apostrophe before it where a spreadsheet would take it for a formula.

    That is where it begins with = + - @ or a tab, whatever apostrophes stand before that, so that `unquoted_cell`
    gives every text back. A negative number stays a number.
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unquoted_cell(text: str) -> str:
    """The text of a cell as it was before `quoted_cell`; one that was never quoted stays as it is."""
    return text[1:] if _QUOTED_FORMULA.match(text) else text


def utf8_text(data: bytes) -> str:
    """The text of a table or codebook file: UTF-8, with or without a byte order mark.

    Raises:
        InvalidInput: it is in another encoding.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidInput(
            f"Line {line}: the file is not UTF-8.", 'Save it as UTF-8; in Excel choose "CSV UTF-8 (comma delimited)".'
        ) from None


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The text of a table with a header, separated by commas, LF line ends."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([quoted_cell(column) for column in columns])
    writer.writerows([quoted_cell(cell) for cell in row] for row in rows)
    return stream.getvalue()


def read_csv(text: str) -> tuple[list[str], list[CsvRow]]:
    """The columns of a table, as written, and its rows; empty rows are left out.

    Commas, semicolons and tabs are understood as separators, whichever the header holds most of. Cells that a row
    lacks are empty. Empty columns without a name are left out.

    Raises:
        InvalidInput: a row has more cells than the header, or one in a column without a name, or a quotation mark is
            not closed.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    header_line = lines.lstrip("\n").partition("\n")[0]
    separator = max(",;\t", key=header_line.count)
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=separator, strict=True)
    columns: list[str] = []
    rows: list[CsvRow] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if columns:
                    rows.append(_row(line, columns, cells))
                else:
                    columns = [unquoted_cell(cell.strip()) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise InvalidInput(f"Line {line}: this is not CSV ({error}).", "Check the quotation marks of the row.") from None
    return [column for column in columns if column], rows


def _row(line: int, columns: Sequence[str], cells: Sequence[str]) -> CsvRow:
    """A row by its columns; what a spreadsheet leaves beside the table, columns without a name, must be empty."""
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        message = f"Line {line}: the row has {len(cells)} cells and the header {len(columns)}."
        raise InvalidInput(message, "Put a cell that holds the separator in quotation marks.")
    filled = [unquoted_cell(cell) for cell in cells] + [""] * (len(columns) - len(cells))
    for place, (column, cell) in enumerate(zip(columns, filled, strict=False), 1):
        if not column and cell.strip():
            raise InvalidInput(
                f"Line {line}: column {place} holds something and has no name.", "Name it in the first line, or empty it."
            )
    return CsvRow(line, {column: cell for column, cell in zip(columns, filled, strict=False) if column})
