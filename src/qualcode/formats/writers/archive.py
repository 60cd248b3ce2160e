"""Zip archives with the same bytes every time."""

from __future__ import annotations

import zipfile
from io import BytesIO

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: the earliest a zip can hold."""


def with_fixed_dates(archive: bytes) -> bytes:
    """The archive rewritten with its entries in order of name and one fixed date.

    `[Content_Types].xml` comes first, as readers of Office files expect.
    """
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
