"""The queries a coder asked of late: kept on their desk, outside the change history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy

KEPT = 50
"""How many are kept."""
_NOTE = "queries"


def queries_asked(study: OpenStudy) -> tuple[str, ...]:
    """The viewer's queries of late, the newest last."""
    noted = study.desk.note(_NOTE)
    return () if noted is None else tuple(json.loads(noted))


def note_query(study: OpenStudy, query: str) -> None:
    """Note a query that was asked, once, as the newest; a study that may only be read keeps nothing."""
    if study.writable:
        others = [one for one in queries_asked(study) if one != query]
        study.desk.keep_note(_NOTE, json.dumps([*others, query][-KEPT:]))
