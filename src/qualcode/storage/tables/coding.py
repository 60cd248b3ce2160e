"""Codings: one coder applied one code to one segment in one round."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, text

from qualcode.storage.tables.base import flag, guid, moment, ref, table, words

coding = table(
    "coding",
    guid(),
    ref("source", "source", index=False),
    ref("revision", "revision"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    ref("code", "code", index=False),
    ref("coder", "coder"),
    ref("round", "round"),
    # A short hash of the coded words: a coding whose words no longer match is a fault, never shown shifted.
    Column("check", String(16), nullable=False),
    flag("star"),
    flag("unsure"),
    words("note"),
    flag("removed"),
    moment("made_at"),
    CheckConstraint('start >= 0 AND "end" > start', name="span"),
)
LIVE = text("removed = 0")
Index("ix_coding_source", coding.c.source, coding.c.start, sqlite_where=LIVE, postgresql_where=LIVE)
Index("ix_coding_code", coding.c.code, coding.c.source, coding.c.start)
Index(
    "uq_coding_once",
    coding.c.source,
    coding.c.start,
    coding.c.end,
    coding.c.code,
    coding.c.coder,
    coding.c.round,
    unique=True,
    sqlite_where=LIVE,
    postgresql_where=LIVE,
)
