"""The tables whose rows stand on words of a source: revision, start and end."""

from __future__ import annotations

from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.writing import memo_link, quote

SPANNED = {table.name: table for table in (coding, quote, memo_link)}
"""By name; finished codings are not among them, for they stay on the text they were finished on."""
PLACE = ("revision", "start", "end")
"""The columns that say where."""
