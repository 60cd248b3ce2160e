"""The change history: one change set for each action, with its rows before and after."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Text

from qualcode.storage.tables.base import guid, moment, ref, table, words

change_set = table(
    "change_set",
    guid(),
    Column("verb", String(40), nullable=False),
    ref("coder", "coder"),
    moment("at"),
    words("reason"),
    words("what"),
    ref("undoes", "change_set", required=False),
)

row_change = table(
    "row_change",
    ref("change_set", "change_set"),
    Column("table_name", String(40), nullable=False),
    # Both included; a bulk insert is one row here.
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("action", String(8), nullable=False),
    # JSON images: of an update only the columns that changed, of a removal the whole rows; an insert has none.
    Column("before", Text),
    Column("after", Text),
    Column("schema", Integer, nullable=False),
)
Index("ix_row_change_rows", row_change.c.table_name, row_change.c.first, row_change.c.last)
