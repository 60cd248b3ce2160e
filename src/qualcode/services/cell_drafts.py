"""Summaries that were typed and not saved yet: they lie on the viewer's desk, outside the change history, by cell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.storage.clock import now

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy

_NAMED = "cell draft "


@dataclass(frozen=True, slots=True)
class CellDraft:
    """Unsaved words of a cell: the summary, the analyst's remark, and when they were typed, a moment in UTC."""

    text: str
    remark: str
    when: str


def keep_cell_draft(study: OpenStudy, case: int, code: int, *, text: str, remark: str) -> None:
    """Keep words that are being typed in a cell, in place of what was kept for it; ids of case and code.

    Empty ones are forgotten. A study that may only be read keeps nothing.
    """
    if not study.writable:
        return
    if not (text.strip() or remark.strip()):
        drop_cell_draft(study, case, code)
        return
    guid = next((one.guid for one in study.cases.all() if one.id == case), "")
    # Whoever is withdrawn is found by the guid, and what lies unsaved about them goes too.
    content = {"guid": guid, "text": text, "remark": remark, "when": now()}
    study.desk.keep_note(_name(case, code), json.dumps(content, ensure_ascii=False))


def cell_draft(study: OpenStudy, case: int, code: int) -> CellDraft | None:
    """The viewer's unsaved words of a cell; None where there are none. Ids of case and code."""
    kept = study.desk.note(_name(case, code))
    if kept is None:
        return None
    content = json.loads(kept)
    return CellDraft(content["text"], content["remark"], content["when"])


def cells_with_drafts(study: OpenStudy) -> frozenset[tuple[int, int]]:
    """The ids of case and code of the cells in which the viewer has unsaved words."""
    found = []
    for name, _content in study.desk.notes(_NAMED).values():
        case, _, code = name.removeprefix(_NAMED).partition(" ")
        found.append((int(case), int(code)))
    return frozenset(found)


def drop_cell_draft(study: OpenStudy, case: int, code: int) -> None:
    """Forget the viewer's unsaved words of a cell; ids of case and code."""
    study.desk.forget_note(_name(case, code))


def _name(case: int, code: int) -> str:
    return f"{_NAMED}{case} {code}"
