"""The desk: what a coder left lying there. Outside the journal and outside dumps."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Text, UniqueConstraint

from qualcode.storage.tables.base import moment, ref, table

desk_place = table(
    "desk_place",
    ref("coder", "coder"),
    ref("source", "source"),
    Column("offset", Integer, nullable=False),
    Column("state", String(16), nullable=False, server_default="unread"),
    moment("at"),
    UniqueConstraint("coder", "source"),
)

desk_code = table(
    "desk_code",
    ref("coder", "coder"),
    ref("code", "code"),
    # The digit a code is pinned to, or None for one merely used of late.
    Column("digit", Integer),
    moment("used_at"),
    UniqueConstraint("coder", "code"),
)

desk_note = table(
    "desk_note",
    ref("coder", "coder", required=False),
    Column("name", String(80), nullable=False),
    Column("content", Text, nullable=False),
    UniqueConstraint("coder", "name"),
)

desk_import_profile = table(
    "desk_import_profile",
    Column("name", String(200), nullable=False, unique=True),
    # JSON: roles by label, encodings by reader, what cases are made of, as they were confirmed.
    Column("choices", Text, nullable=False),
)
