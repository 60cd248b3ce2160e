"""Summaries: what stands in the cells of framework charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from qualcode.domain.charts import CellMark, Summary
from qualcode.storage.clock import new_guid, now
from qualcode.storage.session import Repository
from qualcode.storage.tables.writing import summary

if TYPE_CHECKING:
    from collections.abc import Collection

    from qualcode.storage.session import Record


class SummariesRepository(Repository):
    """The live summaries of a study, at most one for each case and code; a coder in a blind round sees their own."""

    def all(self, *, codes: Collection[int] | None = None) -> tuple[Summary, ...]:
        """All summaries by case and code; of some codes when named."""
        statement = select(summary).where(summary.c.removed == 0, self.sight.work_of_others(summary.c.author))
        found = self.rows(statement.order_by(summary.c["case"], summary.c.code, summary.c.id))
        return tuple(_summary(row) for row in found if codes is None or row.code in codes)

    def put(
        self,
        *,
        case: int,
        code: int,
        author: int,
        text: str = "",
        remark: str = "",
        mark: CellMark | None = None,
        evidence_seen: str,
        written_at: str = "",
    ) -> bool | None:
        """Write the summary of a case and a code: True when it is new, False when it changed, None when it was so.

        Without `written_at` it is written now. One that says the same by the same author is left as it is.
        """
        there = self.row(select(summary).where(summary.c.removed == 0, summary.c["case"] == case, summary.c.code == code))
        values = {
            "text": text,
            "remark": remark,
            "mark": mark.value if mark else None,
            "author": author,
            "draft": 0,
            "evidence_seen": evidence_seen,
        }
        if there is None:
            fresh = {**values, "guid": new_guid(), "case": case, "code": code, "written_at": written_at or now()}
            self.write.insert(summary, fresh)
            return True
        said = ("text", "remark", "mark", "author", "draft")
        same = all(there._mapping[name] == values[name] for name in said)
        if same and written_at in ("", there.written_at):
            return None
        self.write.update(summary, there.id, {**values, "written_at": written_at or now()})
        return False


def _summary(row: Record) -> Summary:
    return Summary(
        row.id,
        row.guid,
        row._mapping["case"],
        row.code,
        row.text,
        row.remark,
        CellMark(row.mark) if row.mark else None,
        row.author,
        row.written_at,
        bool(row.draft),
        row.evidence_seen,
    )
