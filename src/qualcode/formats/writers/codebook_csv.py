"""Codebook files as tables: CSV with a `path` column and the same fields as YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.codebook_entries import entry_paths
from qualcode.domain.codebook_paths import path_text
from qualcode.formats.codebook_fields import FIELDS, RARE_FIELDS, written
from qualcode.formats.csv_cells import write_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.codebook_entries import CodeEntry


def write_codebook_csv(entries: Sequence[CodeEntry]) -> str:
    """The CSV text of a codebook, from which `read_codebook_csv` reads the same entries.

    Columns that no code fills are left out but for the fields every codebook file has.
    """
    texts = [written(entry) for entry in entries]
    used = {field for fields in texts for field in fields}
    columns = [*FIELDS, *(field for field in RARE_FIELDS if field in used)]
    rows = [
        [path_text(path), *(fields.get(column, "") for column in columns)]
        for path, fields in zip(entry_paths(entries), texts, strict=True)
    ]
    return write_csv(["path", *columns], rows)
