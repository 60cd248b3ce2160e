"""Which part of the audit trail a change belongs to, by its verb."""

from __future__ import annotations

SOURCES, CODEBOOK, ROUNDS, DIFFERENCES, CASES, OTHER, UNDONE = (
    "Sources",
    "Codebook",
    "Double coding",
    "Differences and their outcomes",
    "Cases",
    "Other decisions",
    "Decisions taken back",
)
"""The sections, in the order of the report: `Codebook` is parted by version."""

SECTIONS = {
    SOURCES: (
        *("import_source", "rename_source", "move_source", "set_source", "describe_sources", "remove_source"),
        *("set_roles", "rename_speaker", "join_speakers", "correct_turn", "correct_text", "settle_reviews", "withdraw"),
    ),
    CODEBOOK: (
        *("import_codebook", "add_code", "rename_code", "redefine_code", "move_code", "move_codes", "group_codes"),
        *("show_also_under", "show_codes_also_under", "show_no_more_under", "merge_codes", "split_code", "retire_code"),
        *("restore_code", "take_example", "apply_new_code", "recode_to_new", "code_in_vivo"),
    ),
    ROUNDS: (
        *("sample_sources", "choose_sources", "finish_sources", "reopen_sources", "close_round"),
        *("send_package", "receive_package"),
    ),
    DIFFERENCES: (
        *("begin_discussion", "set_present", "decide_difference", "add_agreed", "amend_reason", "finish_discussion"),
        *("reopen_discussion", "match_codes", "unmatch_codes", "finish_matching"),
    ),
    CASES: (
        *("import_cases", "add_case", "rename_case", "remove_case", "link_case", "unlink_case", "set_cases"),
        *("add_attribute", "change_attribute", "remove_attribute"),
    ),
}
SECTION_OF = {verb: section for section, verbs in SECTIONS.items() for verb in verbs}
"""By verb; a change of any other verb is listed only where a reason was given for it, under `OTHER`."""

VERSION = "save_codebook_version"
"""What ends a part of the codebook's development."""

ALIKE = {"import_source": ("imported ", "transcripts"), "add_code": ("added ", "codes"), "apply_new_code": ("new code ", "codes")}
"""Verbs of which several without a reason, by one person on one day, are one entry; how each begins, and what several are."""

PHRASES = {
    "describe_sources": "described {}",
    "import_cases": "imported {}",
    "import_codebook": "imported the {}",
    "finish_sources": "finished {}",
    "reopen_sources": "reopened {}",
    "close_round": "closed the round {}",
    "match_codes": "matched {}",
    "apply_new_code": "{}",
    "recode_to_new": "{}",
    "code_in_vivo": "made {}",
}
"""How a verb is told whose line in the history holds names only; the line of any other is a sentence already."""

COUNTED = (
    ("coding", "insert", "codings made"),
    ("coding", "update", "codings changed or taken away"),
    ("memo", "insert", "memos written"),
    ("summary", "insert", "summaries of charts written"),
    ("quote", "insert", "quotations chosen"),
)
"""Work that is counted: rows of a table by what was done to them."""
