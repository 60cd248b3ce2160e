"""Zip archives with the same bytes every time."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: the earliest a zip can hold."""
LEVEL = 2
"""How much work packing is: files are a sixth larger than with 6, and ready in a third of the time."""


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of these parts, in this order, each with the one fixed date."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, data in parts:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o600 << 16
            target.writestr(entry, data, zipfile.ZIP_DEFLATED, LEVEL)
    return buffer.getvalue()


def with_fixed_dates(archive: bytes) -> bytes:
    """The archive rewritten with its entries in order of name and one fixed date.

    `[Content_Types].xml` comes first, as readers of Office files expect.
    """
    with zipfile.ZipFile(BytesIO(archive)) as source:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        return packed((name, source.read(name)) for name in names)
