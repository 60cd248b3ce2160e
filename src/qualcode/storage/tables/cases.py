"""Cases, their attributes and what links them to talk."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, String, Text, UniqueConstraint

from qualcode.storage.tables.base import flag, guid, ref, table, words

participant_case = table(
    "participant_case",
    guid(),
    Column("name", String(200), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("rank", Integer, nullable=False, server_default="0"),
    flag("may_quote", default=True),
    flag("may_share", default=True),
    flag("withdrawn"),
)

case_speaker = table(
    "case_speaker", ref("case", "participant_case"), ref("speaker", "speaker"), UniqueConstraint("case", "speaker")
)
case_source = table("case_source", ref("case", "participant_case"), ref("source", "source"), UniqueConstraint("case", "source"))

attribute = table(
    "attribute",
    guid(),
    Column("name", String(200), nullable=False),
    Column("of", String(8), nullable=False),
    Column("type", String(16), nullable=False),
    # JSON list: the order of a category's values.
    Column("order", Text),
    Column("unit", String(40)),
    Column("identifies", String(12), nullable=False, server_default="indirectly"),
    Column("printed", String(12), nullable=False, server_default="as is"),
    Column("bands", Text),
    Column("rank", Integer, nullable=False, server_default="0"),
    UniqueConstraint("of", "name"),
)

value = table(
    "value",
    ref("attribute", "attribute"),
    ref("case", "participant_case", required=False),
    ref("source", "source", required=False),
    words("value"),
    UniqueConstraint("attribute", "case"),
    UniqueConstraint("attribute", "source"),
    CheckConstraint('("case" IS NULL) <> (source IS NULL)', name="of_one"),
)
