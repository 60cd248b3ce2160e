"""Sources, revisions, turns, speakers and how each came in."""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, LargeBinary, String, Text

from qualcode.storage.tables.base import flag, guid, index_of_live, moment, ref, table, words

source = table(
    "source",
    guid(),
    Column("number", Integer, nullable=False),
    Column("name", String(400), nullable=False),
    Column("kind", String(20), nullable=False, server_default="interview"),
    # The id of the current revision; no foreign key, for revision.source already ties the two.
    Column("revision", Integer, nullable=False),
    Column("words", Integer, nullable=False, server_default="0"),
    Column("date", String(10)),
    Column("minutes", Integer),
    Column("interviewer", String(200)),
    Column("mode", String(40)),
    flag("pilot"),
    Column("rank", Integer, nullable=False, server_default="0"),
    flag("removed"),
)
index_of_live("uq_source_live_name", source.c.name, live="removed = 0", unique=True)

revision = table(
    "revision",
    guid(),
    ref("source", "source"),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    ref("parent", "revision", required=False),
    Column("edit_map", Text),
    words("reason"),
    moment("made_at"),
)

speaker = table(
    "speaker",
    guid(),
    ref("source", "source"),
    Column("label", String(200), nullable=False),
    Column("role", String(16), nullable=False),
)

turn = table(
    "turn",
    ref("revision", "revision"),
    Column("number", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("label_start", Integer),
    Column("label_end", Integer),
    ref("speaker", "speaker"),
    Column("started", Integer),
    Column("ended", Integer),
    # JSON list of [start, end]: times inside the talk, out of scope for agreement.
    Column("times", Text),
)

span_review = table(
    "span_review",
    ref("coding", "coding"),
    ref("revision", "revision"),
    words("words_before"),
    words("words_after"),
    Column("state", String(16), nullable=False),
)

import_record = table(
    "import_record",
    ref("source", "source"),
    Column("file_name", String(400), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("reader", String(40), nullable=False),
    Column("reader_version", Integer, nullable=False),
    Column("encoding", String(40), nullable=False),
    Column("encoding_known_by", String(20), nullable=False),
    Column("confidence", Float),
    Column("newlines", String(10), nullable=False),
    flag("bom"),
    Column("replaced", Integer, nullable=False, server_default="0"),
    # JSON: labels found, labels not taken and why, warnings.
    words("report"),
    moment("at"),
)

original = table(
    "original",
    ref("source", "source"),
    Column("compression", String(10), nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)
