"""The study itself and its coders."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String

from qualcode.storage.tables.base import flag, guid, moment, ref, table, words

study = table(
    "study",
    guid(),
    words("title"),
    Column("approach", String(16), nullable=False),
    ref("lead_coder", "coder", required=False),
    Column("schema", Integer, nullable=False),
    Column("needs_version", String(16), nullable=False),
    Column("role", String(16), nullable=False, server_default="study"),
    Column("package_of", String(36)),
    moment("made_at"),
)

coder = table(
    "coder",
    guid(),
    Column("name", String(200), nullable=False, unique=True),
    Column("initials", String(8), nullable=False),
    Column("colour", String(7)),
    Column("kind", String(16), nullable=False, server_default="person"),
    flag("removed"),
)

# What holds for the whole study and can be changed and undone: how quotations print, and the like.
study_setting = table(
    "study_setting",
    Column("key", String(40), nullable=False, unique=True),
    words("value"),
)
