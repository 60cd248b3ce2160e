"""Memos, summaries, charts, theme tables, quotations and the rest of the paper."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Text, UniqueConstraint

from qualcode.storage.tables.base import flag, guid, moment, ref, table, words

memo = table(
    "memo",
    guid(),
    Column("kind", String(20), nullable=False),
    words("title"),
    words("text"),
    ref("author", "coder"),
    moment("made_at"),
    moment("changed_at", required=False),
    flag("removed"),
)

memo_link = table(
    "memo_link",
    ref("memo", "memo"),
    Column("target_table", String(40), nullable=False),
    Column("target_guid", String(36), nullable=False, index=True),
    ref("revision", "revision", required=False),
    Column("start", Integer),
    Column("end", Integer),
)

summary = table(
    "summary",
    guid(),
    ref("case", "participant_case"),
    ref("code", "code"),
    words("text"),
    words("remark"),
    ref("author", "coder"),
    flag("draft"),
    # "not raised" or "not asked".
    Column("mark", String(12)),
    # Hash of the cell's codings and their words when this was written.
    Column("evidence_seen", String(64)),
    moment("written_at"),
    flag("removed"),
)

summary_link = table(
    "summary_link",
    ref("summary", "summary"),
    ref("coding", "coding"),
    # supports, qualifies, contradicts or left out.
    Column("bearing", String(12), nullable=False),
    # The coding as it was when the summary was written, or when its evidence was last seen; without a code, as it is.
    ref("code_then", "code", required=False),
    words("words_then"),
    UniqueConstraint("summary", "coding"),
)

chart = table(
    "chart",
    guid(),
    words("title"),
    ref("group", "code", required=False),
    Column("codes", Text),
    Column("case_kind", String(16), nullable=False, server_default="participant"),
    Column("filter", Text),
    Column("order", Text),
    # JSON: the names of the attributes that stand under a case's name; columns' widths by code id.
    Column("shown", Text),
    Column("widths", Text),
    Column("level", Integer, nullable=False, server_default="1"),
    # Whether the portraits of the cases stand before the themes.
    flag("portrait"),
    flag("removed"),
)

theme_table = table(
    "theme_table",
    guid(),
    Column("number", Integer, nullable=False),
    words("title"),
    ref("group", "code", required=False),
    Column("layout", String(8), nullable=False, server_default="A"),
    # "auto", "portrait" or "landscape".
    Column("orientation", String(10), nullable=False, server_default="auto"),
    words("legend"),
    words("abbreviations"),
    flag("removed"),
)

theme_table_row = table(
    "theme_table_row",
    guid(),
    ref("theme_table", "theme_table"),
    ref("theme", "code", required=False),
    words("heading"),
    words("finding"),
    Column("rank", Integer, nullable=False),
    # JSON list of [coding guid, supports | qualifies | contradicts].
    Column("evidence", Text),
    words("none_found_note"),
    flag("removed"),
)

theme_table_row_code = table(
    "theme_table_row_code", ref("row", "theme_table_row"), ref("code", "code"), UniqueConstraint("row", "code")
)

quote = table(
    "quote",
    guid(),
    ref("row", "theme_table_row"),
    ref("source", "source"),
    ref("revision", "revision"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("check", String(16), nullable=False),
    ref("coding", "coding", required=False),
    # JSON: the ordered edits that make the printed words of the verbatim ones.
    Column("edits", Text, nullable=False),
    words("tag"),
    flag("contrary"),
    Column("rank", Integer, nullable=False),
    Column("read_by", String(200)),
    moment("read_at", required=False),
    Column("fresh_id", String(40)),
    flag("removed"),
)

recommendation = table("recommendation", guid(), words("text"), Column("rank", Integer, nullable=False), flag("removed"))
recommendation_theme = table(
    "recommendation_theme",
    ref("recommendation", "recommendation"),
    ref("code", "code"),
    UniqueConstraint("recommendation", "code"),
)

identification = table(
    "identification",
    Column("output", String(200), nullable=False),
    Column("allowance", Text, nullable=False),
    words("reason"),
    ref("allowed_by", "coder"),
    moment("at"),
)

rating = table(
    "rating",
    guid(),
    ref("source", "source"),
    words("panel"),
    words("present"),
    Column("impact", Integer),
    Column("feasibility", Integer),
    words("anchors"),
    words("rationale"),
    Column("date", String(10)),
    Column("individual", Text),
)

report_answer = table(
    "report_answer",
    Column("report", String(20), nullable=False),
    Column("item", String(40), nullable=False),
    words("answer"),
    UniqueConstraint("report", "item"),
)

output = table(
    "output",
    Column("name", String(200), nullable=False, unique=True),
    Column("definition", Text, nullable=False),
    Column("sha256", String(64)),
    moment("built_at", required=False),
)
