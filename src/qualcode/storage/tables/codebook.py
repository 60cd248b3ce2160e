"""Codes, where else they are shown, and saved versions."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Text, UniqueConstraint

from qualcode.storage.tables.base import flag, guid, index_of_live, moment, ref, table, words

code = table(
    "code",
    guid(),
    ref("parent", "code", required=False),
    Column("rank", Integer, nullable=False),
    Column("name", String(400), nullable=False),
    Column("kind", String(16), nullable=False),
    words("definition"),
    words("include"),
    words("exclude"),
    words("example"),
    Column("colour", String(7)),
    flag("codable", default=True),
    words("central_idea"),
    Column("state", String(16)),
    ref("made_by", "coder", required=False),
    ref("made_in_round", "round", required=False),
    flag("accepted", default=True),
    flag("retired"),
    ref("merged_into", "code", required=False),
)
index_of_live("ix_code_live", code.c.parent, code.c.rank, live="retired = 0")

code_shown_under = table("code_shown_under", ref("code", "code"), ref("parent", "code"), UniqueConstraint("code", "parent"))

codebook_version = table(
    "codebook_version",
    guid(),
    Column("name", String(200), nullable=False),
    words("note"),
    # JSON: every live code with its fields, in tree order.
    Column("snapshot", Text, nullable=False),
    ref("made_by", "coder"),
    moment("made_at"),
)

code_map_set = table(
    "code_map_set",
    guid(),
    words("name"),
    ref("first_version", "codebook_version", required=False),
    ref("second_version", "codebook_version", required=False),
    ref("result_version", "codebook_version", required=False),
    Column("state", String(16), nullable=False),
    moment("made_at"),
    moment("finished_at", required=False),
)

code_map = table(
    "code_map",
    ref("map_set", "code_map_set"),
    ref("first_code", "code", required=False),
    ref("second_code", "code", required=False),
    Column("relation", String(16), nullable=False),
    # The code that both are read as; a new one is made when the matching is finished.
    ref("result_code", "code", required=False),
    # What the resulting code is to be called, defined as, and placed under; empty where it stays as it is.
    words("name"),
    words("definition"),
    ref("parent", "code", required=False),
    words("reason"),
    ref("decided_by", "coder"),
    moment("at"),
    Column("rank", Integer, nullable=False, server_default="0"),
)
