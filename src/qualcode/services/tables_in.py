"""Tables that researchers bring as CSV: read whole, every row checked before anything is written."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.formats.csv_cells import CsvRow

NAMED = 12
"""How many wrong rows an error names; the rest are counted."""


@dataclass
class TableFile:
    """A table read from a CSV file, and the faults found in its rows so far."""

    name: str
    columns: list[str]
    rows: list[CsvRow]
    faults: list[tuple[int, str]] = field(default_factory=list)

    def fault(self, line: int, message: str) -> None:
        """Note what is wrong in the row that begins at a line."""
        self.faults.append((line, message))

    @property
    def faulty_lines(self) -> set[int]:
        """The lines of rows with at least one fault."""
        return {line for line, _ in self.faults}

    def refuse_if_faulty(self) -> None:
        """Raise one error that names the wrong rows.

        Raises:
            InvalidInput: at least one row is wrong.
        """
        if not self.faults:
            return
        named = "; ".join(f"line {line}: {message}" for line, message in self.faults[:NAMED])
        more = f"; and {len(self.faults) - NAMED} more" if len(self.faults) > NAMED else ""
        wrong, rows = len(self.faulty_lines), len(self.rows)
        counted = f"{wrong} of the {rows} rows of {self.name} {'is' if wrong == 1 else 'are'} wrong"
        raise InvalidInput(
            f"{counted}, so nothing was imported: {named}{more}.",
            "Correct them in the file and import it again.",
        )


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InvalidInput: there is no such file, or it may not be read.
    """
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise InvalidInput(f"{path.name} is a folder.", "Name the files in it.") from None
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {(error.strerror or 'unknown cause').lower()}.", "Check the path.") from None


def read_table(path: Path, *, required: Sequence[str], optional: Sequence[str] | None = None) -> TableFile:
    """Read a table; column names are taken in any case of letters, with or without underscores.

    Where `optional` is None any other column is allowed and keeps its name as written.

    Raises:
        InvalidInput: the file cannot be read, is empty, lacks a required column or has an unknown or doubled one.
    """
    from qualcode.formats.csv_cells import read_csv, utf8_text

    try:
        columns, rows = read_csv(utf8_text(read_bytes(path)))
    except InvalidInput as error:
        raise InvalidInput(f"{path.name}: {error.message}", error.hint) if path.name not in error.message else error from None
    known = {name.casefold(): name for name in (*required, *(optional or ()))}
    named = [known.get(column.casefold().replace("_", " "), known.get(column.casefold(), column)) for column in columns]
    table = TableFile(path.name, named, rows)
    if not columns:
        raise InvalidInput(f"{path.name} is empty.", f"Its first line must name the columns {', '.join(required)}.")
    missing = [name for name in required if name not in named]
    if missing:
        raise InvalidInput(f"{path.name} has no column {', '.join(missing)}.", f"Its columns are {', '.join(columns)}.")
    doubled = sorted({name for name in named if named.count(name) > 1})
    if doubled:
        raise InvalidInput(f"{path.name} has the column {', '.join(doubled)} twice.", "Keep one of them.")
    if optional is not None:
        unknown = [name for name in named if name not in known.values()]
        if unknown:
            raise InvalidInput(
                f"{path.name} has an unknown column {', '.join(unknown)}.", f"Known are {', '.join(known.values())}."
            )
    for row in rows:
        for written, name in zip(columns, named, strict=True):
            if written != name:
                row.cells[name] = row.cells.pop(written)
    return table


def write_text(path: Path, text: str) -> None:
    """Write a text file whole: beside its place first, then in its place.

    Raises:
        InvalidInput: it cannot be written there.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole: beside its place first, then in its place, so that a failure leaves the old one.

    Who may read and write a file that is replaced stays as it was, and a link leads where it led.

    Raises:
        InvalidInput: it cannot be written there, or is open in another program.
    """
    from qualcode.services.open_elsewhere import not_written, refuse_taken

    refuse_taken([path])
    place = Path(os.path.realpath(path))
    # A name of its own: beside the place may stand another file of any name, or another window's.
    partial = place.with_name(f".qualcode-{token_hex(8)}.part")
    placing = False
    try:
        partial.write_bytes(data)
        if os.access(place, os.F_OK):
            shutil.copymode(place, partial)
        placing = True
        partial.replace(place)
    except OSError as error:
        # Where a part of the path is a file or a name is too long, there is nothing to take away either.
        with suppress(OSError):
            partial.unlink()
        raise not_written(path, error, placing=placing) from None
