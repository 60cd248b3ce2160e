"""What other tools' files carry that has no home of its own: sets, links, raw parts, raw positions."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Text

from qualcode.storage.tables.base import guid, ref, table, words

set_ = table("set", guid(), words("name"), words("description"))
set_member = table(
    "set_member",
    ref("set", "set"),
    Column("target_table", String(40), nullable=False),
    Column("target_guid", String(36), nullable=False),
)

link = table(
    "link",
    guid(),
    words("name"),
    Column("direction", String(16)),
    Column("colour", String(7)),
    Column("origin_table", String(40)),
    Column("origin_guid", String(36)),
    Column("target_table", String(40)),
    Column("target_guid", String(36)),
)

raw_part = table(
    "raw_part",
    Column("owner_table", String(40), nullable=False),
    Column("owner_guid", String(36), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("content", Text, nullable=False),
)

raw_position = table(
    "raw_position",
    ref("coding", "coding"),
    Column("start", String(40), nullable=False),
    Column("end", String(40), nullable=False),
    Column("unit", String(16), nullable=False),
    Column("score", String(16)),
)
