"""Every table of a study, on one metadata; rows are written through the unit of work alone."""

from __future__ import annotations

from qualcode.storage.tables import cases, codebook, coding, desk, exchange, journal, rounds, sources, studies, writing
from qualcode.storage.tables.base import SCHEMA, metadata

JOURNAL_TABLES = frozenset({"change_set", "row_change"})
"""The change history itself: outside of dumps, never undone."""


def is_desk(table: str) -> bool:
    """Whether a table is of the desk (last place, recent codes, filters): outside journal and dumps."""
    return table.startswith("desk_")


__all__ = [
    "JOURNAL_TABLES",
    "SCHEMA",
    "cases",
    "codebook",
    "coding",
    "desk",
    "exchange",
    "is_desk",
    "journal",
    "metadata",
    "rounds",
    "sources",
    "studies",
    "writing",
]
