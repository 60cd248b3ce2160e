"""Rounds, draws, assignments, what was finished, and the discussion of differences."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Text, UniqueConstraint

from qualcode.storage.tables.base import flag, guid, moment, ref, table, words

round_ = table(
    "round",
    guid(),
    Column("name", String(200), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("purpose", String(16)),
    ref("codebook_version", "codebook_version", required=False),
    flag("blind"),
    # JSON: unit, mapping rule, coefficient, interviewer turns, as fixed when the sample was drawn.
    Column("fixed", Text),
    Column("state", String(16), nullable=False),
    moment("made_at"),
    moment("closed_at", required=False),
)

draw = table(
    "draw",
    ref("round", "round"),
    Column("method", String(16), nullable=False),
    words("reason"),
    # JSON lists of source guids.
    Column("pool", Text, nullable=False),
    Column("excluded", Text, nullable=False),
    Column("share", String(40)),
    Column("seed", String(40)),
    Column("strata", Text),
    Column("result", Text, nullable=False),
)

assignment = table(
    "assignment",
    ref("round", "round"),
    ref("source", "source"),
    ref("coder", "coder"),
    # The latest attempt, counted from 1, and its state: assigned, finished, reopened.
    Column("attempt", Integer, nullable=False, server_default="1"),
    Column("state", String(16), nullable=False),
    ref("revision", "revision", required=False),
    ref("codebook_version", "codebook_version", required=False),
    moment("finished_at", required=False),
    words("reason"),
    UniqueConstraint("round", "source", "coder", "attempt"),
)
Index("ix_assignment_coder_source", assignment.c.coder, assignment.c.source)

# A file with a sample that was sent to a coder; its guid is that of the study in the file.
package = table(
    "package",
    guid(),
    ref("round", "round"),
    ref("coder", "coder"),
    Column("file_name", String(400), nullable=False),
    moment("made_at"),
    # When something in it was last received.
    moment("received_at", required=False),
)

finished_coding = table(
    "finished_coding",
    ref("assignment", "assignment"),
    ref("coding", "coding", required=False, index=False),
    ref("code", "code"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

discussion = table(
    "discussion",
    guid(),
    # The round of its agreed codings.
    ref("round", "round"),
    ref("source", "source"),
    # The two attempts that are compared, whatever is finished later.
    ref("first", "assignment"),
    ref("second", "assignment"),
    # JSON: codes that were read as another one when it began, after merges and matching; null for one that was dropped.
    Column("reading", Text, nullable=False),
    Column("state", String(16), nullable=False),
    moment("started_at"),
    moment("finished_at", required=False),
    # One agreed coding for each source.
    UniqueConstraint("source"),
)

discussion_coder = table(
    "discussion_coder", ref("discussion", "discussion"), ref("coder", "coder"), UniqueConstraint("discussion", "coder")
)

decision = table(
    "decision",
    guid(),
    ref("discussion", "discussion"),
    Column("difference", String(16), nullable=False),
    Column("outcome", String(32), nullable=False),
    words("reason"),
    # The code it named, whether it made that code, and what it changed of it: JSON list of [field, before, after].
    ref("code", "code", required=False),
    flag("made"),
    words("redefined"),
    ref("decided_by", "coder"),
    moment("at"),
    flag("removed"),
)

decision_finished = table(
    "decision_finished",
    ref("decision", "decision"),
    ref("finished_coding", "finished_coding"),
    # first or second
    Column("side", String(8), nullable=False),
    UniqueConstraint("decision", "finished_coding"),
)

decision_agreed = table(
    "decision_agreed", ref("decision", "decision"), ref("coding", "coding"), UniqueConstraint("decision", "coding")
)
