"""Memos and what they are attached to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from qualcode.domain.memos import Attachment, Memo, MemoKind, MemoTarget
from qualcode.domain.spans import Span
from qualcode.storage.clock import new_guid, now
from qualcode.storage.session import Repository
from qualcode.storage.tables.writing import memo, memo_link

if TYPE_CHECKING:
    from collections.abc import Sequence

_TABLES = {
    MemoTarget.STUDY: "study",
    MemoTarget.SOURCE: "source",
    MemoTarget.CODE: "code",
    MemoTarget.CASE: "participant_case",
    MemoTarget.CODING: "coding",
}
_TARGETS = {table: target for target, table in _TABLES.items()}


class MemosRepository(Repository):
    """The live memos of a study; a coder in a blind round sees their own."""

    def all(self, *, about: str | None = None) -> tuple[Memo, ...]:
        """All memos, the oldest first; with `about` those attached to what has this guid."""
        links = select(memo_link).order_by(memo_link.c.id)
        chosen = None if about is None else select(memo_link.c.memo).where(memo_link.c.target_guid == about)
        attached: dict[int, list[Attachment]] = {}
        for row in self.rows(links if chosen is None else links.where(memo_link.c.memo.in_(chosen))):
            if row.target_table in _TARGETS:
                span = None if row.start is None else Span(row.start, row.end)
                attachment = Attachment(_TARGETS[row.target_table], row.target_guid, row.revision, span)
                attached.setdefault(row.memo, []).append(attachment)
        statement = select(memo).where(memo.c.removed == 0, self.sight.work_since(memo.c.author, memo.c.made_at))
        if chosen is not None:
            statement = statement.where(memo.c.id.in_(chosen))
        return tuple(
            Memo(
                row.id,
                row.guid,
                MemoKind(row.kind),
                row.title,
                row.text,
                row.author,
                row.made_at,
                tuple(attached.get(row.id, ())),
            )
            for row in self.rows(statement.order_by(memo.c.made_at, memo.c.id))
        )

    def add(
        self, *, kind: MemoKind, text: str, author: int, attachments: Sequence[Attachment], title: str = "", made_at: str = ""
    ) -> int:
        """Add a memo and return its id; without `made_at` it is made now."""
        values = {
            "guid": new_guid(),
            "kind": kind.value,
            "title": title,
            "text": text,
            "author": author,
            "made_at": made_at or now(),
        }
        number = self.write.insert(memo, values)
        for one in attachments:
            link = {
                "memo": number,
                "target_table": _TABLES[one.to],
                "target_guid": one.guid,
                "revision": one.revision,
                "start": one.span.start if one.span else None,
                "end": one.span.end if one.span else None,
            }
            self.write.insert(memo_link, link)
        return number

    def change(self, number: int, *, kind: MemoKind, text: str) -> bool:
        """Give a memo other words or another kind; False where it is so already."""
        row = self.row(select(memo.c.kind, memo.c.text).where(memo.c.id == number))
        if row is not None and (row.kind, row.text) == (kind.value, text):
            return False
        return self.write.update(memo, number, {"kind": kind.value, "text": text, "changed_at": now()})

    def remove(self, number: int) -> bool:
        """Take a memo away; it stays in the history and undo brings it back."""
        return self.write.update(memo, number, {"removed": 1})
