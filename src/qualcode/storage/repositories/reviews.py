"""Spans whose words a correction changed, until a person has looked at them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from qualcode.domain.corrections import Anchor, Fate, Review, ReviewState
from qualcode.storage.session import Repository
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.exchange import raw_part
from qualcode.storage.tables.sources import revision, source, span_review
from qualcode.storage.tables.writing import memo, memo_link, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.corrections import Touched
    from qualcode.storage.session import Record

PART = "span review"
"""The kind under which reviews of quotations and memos are kept: those of codings have a table of their own."""
LETTERS = {Anchor.CODING: "", Anchor.QUOTATION: "q", Anchor.MEMO: "m"}
OWNERS = {quote.name: Anchor.QUOTATION, memo.name: Anchor.MEMO}


class ReviewsRepository(Repository):
    """Reviews that the viewer may see: those of codings as the codings themselves, the others not while coding blind."""

    def all(self, *, with_done: bool = False) -> tuple[Review, ...]:
        """Reviews in the order of their making, by kind; those that were done only when asked for."""
        found = [*self._of_codings(), *self._of_parts()]
        return tuple(one for one in found if with_done or one.state is ReviewState.TO_REVIEW)

    def add(self, touched: Sequence[Touched], on: int) -> None:
        """List spans for review that were changed by revision `on`."""
        codings = [one for one in touched if one.anchored.kind is Anchor.CODING]
        self.write.insert_many(
            span_review,
            [
                {
                    "coding": one.anchored.id,
                    "revision": on,
                    "words_before": one.before,
                    "words_after": one.after,
                    "state": ReviewState.TO_REVIEW.value,
                }
                for one in codings
            ],
        )
        others = [one for one in touched if one.anchored.kind is not Anchor.CODING]
        self.write.insert_many(raw_part, [self._part(one, on) for one in others])

    def settle(self, reviews: Sequence[Review]) -> int:
        """Mark reviews done and return how many were not."""
        done = self.write.update_many(
            span_review,
            [int(one.number) for one in reviews if one.kind is Anchor.CODING],
            {"state": ReviewState.DONE.value},
        )
        for one in reviews:
            if one.kind is not Anchor.CODING:
                row = int(one.number[1:])
                content = json.loads(self.scalar(select(raw_part.c.content).where(raw_part.c.id == row)))
                done += self.write.update(raw_part, row, {"content": _as_content({**content, "state": ReviewState.DONE.value})})
        return done

    def _part(self, one: Touched, on: int) -> dict[str, object]:
        if one.anchored.kind is Anchor.QUOTATION:
            owner, guid = quote.name, self.scalar(select(quote.c.guid).where(quote.c.id == one.anchored.id))
        else:
            of_link = select(memo.c.guid).join(memo_link, memo_link.c.memo == memo.c.id)
            owner, guid = memo.name, self.scalar(of_link.where(memo_link.c.id == one.anchored.id))
        content = _as_content({"before": one.before, "after": one.after, "state": ReviewState.TO_REVIEW.value})
        return {"owner_table": owner, "owner_guid": guid, "rank": on, "kind": PART, "content": content}

    def _of_codings(self) -> list[Review]:
        statement = (
            select(span_review, coding.c.source, coding.c.coder, coding.c.code, coding.c.removed, source.c.name)
            .join(coding, coding.c.id == span_review.c.coding)
            .join(source, source.c.id == coding.c.source)
            .where(source.c.removed == 0, self.sight.codings(coding))
            .order_by(span_review.c.id)
        )
        return [
            Review(
                str(row.id),
                Anchor.CODING,
                row.source,
                row.revision,
                _fate(row),
                row.words_before,
                row.words_after,
                ReviewState(row.state),
                row.coding,
                row.coder,
                row.code,
            )
            for row in self.rows(statement)
        ]

    def _of_parts(self) -> list[Review]:
        visible = or_(
            raw_part.c.owner_guid.in_(select(quote.c.guid).where(self.sight.work_of_others())),
            raw_part.c.owner_guid.in_(select(memo.c.guid).where(self.sight.work_since(memo.c.author, memo.c.made_at))),
        )
        statement = (
            select(raw_part, revision.c.source)
            .join(revision, revision.c.id == raw_part.c.rank)
            .join(source, source.c.id == revision.c.source)
            .where(raw_part.c.kind == PART, source.c.removed == 0, visible)
        )
        found: list[Review] = []
        for row in self.rows(statement.order_by(raw_part.c.id)):
            kind, content = OWNERS[row.owner_table], json.loads(row.content)
            fate = Fate.CHANGED if content["after"] else Fate.EMPTIED
            words = content["before"], content["after"]
            number = f"{LETTERS[kind]}{row.id}"
            found.append(Review(number, kind, row.source, row.rank, fate, *words, ReviewState(content["state"])))
        return found


def _fate(row: Record) -> Fate:
    if not row.words_after:
        return Fate.EMPTIED
    return Fate.JOINED if row.removed else Fate.CHANGED


def _as_content(values: dict[str, str]) -> str:
    return json.dumps(values, ensure_ascii=False)
