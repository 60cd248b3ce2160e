"""Codings: one coder applied one code to one segment in one round."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, String

from qualcode.storage.tables.base import flag, guid, index_of_live, moment, ref, table, words

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
index_of_live("ix_coding_source", coding.c.source, coding.c.start, live="removed = 0")
Index("ix_coding_code", coding.c.code, coding.c.source, coding.c.start)
index_of_live(
    "uq_coding_once",
    coding.c.source,
    coding.c.start,
    coding.c.end,
    coding.c.code,
    coding.c.coder,
    coding.c.round,
    live="removed = 0",
    unique=True,
)
