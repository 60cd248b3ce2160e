"""Revisions of a source: its texts one after another, and the correction that makes the next one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from qualcode.domain.corrections import Anchor, Anchored, Fate, Revision, Touched, carried_edits
from qualcode.domain.quotes import Edit, EditKind
from qualcode.domain.sources import SourceText
from qualcode.domain.spans import Span
from qualcode.domain.text import check_of_words, size_in_words
from qualcode.storage.clock import new_guid, now
from qualcode.storage.journal.carrying import (
    CARRIED,
    CARRY,
    edits_as_text,
    edits_from_text,
    map_between,
    move,
    stored_revision,
)
from qualcode.storage.journal.locks import locked_by
from qualcode.storage.journal.recorder import RowNote
from qualcode.storage.journal.spanned import PLACE, SPANNED
from qualcode.storage.repositories.sources import SourcesRepository, turn_of, turn_values
from qualcode.storage.session import Repository
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.sources import revision, source, turn
from qualcode.storage.tables.writing import memo, memo_link, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.edits import EditMap
    from qualcode.domain.sources import Turn
    from qualcode.storage.journal.images import Image

TABLES = {Anchor.CODING: coding.name, Anchor.QUOTATION: quote.name, Anchor.MEMO: memo_link.name}
"""Where each kind of anchored span is kept."""


class RevisionsRepository(Repository):
    """The texts of sources; like sources themselves they are never hidden by a blind round."""

    def all(self, of_source: int) -> tuple[Revision, ...]:
        """The revisions of a source, the oldest first; to a viewer who codes blind without the reasons others gave."""
        current = self.number(select(source.c.revision).where(source.c.id == of_source))
        rows = self.rows(select(revision).where(revision.c.source == of_source).order_by(revision.c.number, revision.c.id))
        return tuple(
            Revision(
                row.id,
                row.number,
                row.made_at,
                "" if self.sight.blind else row.reason,
                size_in_words(row.text),
                len(edits_from_text(row.edit_map).replacements),
                row.id == current,
            )
            for row in rows
        )

    def text(self, of_source: int, number: int) -> SourceText | None:
        """The text of a source as revision `number` has it, with its turns; None where there is no such revision."""
        row = self.row(select(revision).where(revision.c.source == of_source, revision.c.number == number))
        if row is None:
            return None
        sources = SourcesRepository(self.session)
        turns = self.rows(select(turn).where(turn.c.revision == row.id).order_by(turn.c.number))
        told = replace(sources.get(of_source), revision=row.id)
        return SourceText(told, row.id, row.text, tuple(turn_of(one) for one in turns), sources.speakers(of_source))

    def told_by(self, current: SourceText, number: int) -> SourceText:
        """A source as one of its revisions, by id, has it: that text with its turns.

        Raises:
            KeyError: there is no such revision.
        """
        row = self.row(select(revision.c.text).where(revision.c.source == current.source.id, revision.c.id == number))
        if row is None:
            raise KeyError(number)
        turns = self.rows(select(turn).where(turn.c.revision == number).order_by(turn.c.number))
        return replace(current, revision=number, text=row.text, turns=tuple(turn_of(one) for one in turns))

    def edits_between(self, since: int, to: int) -> EditMap:
        """The map that leads from one revision of a source to another, given by id.

        Raises:
            KeyError: one of them never was, or went with its source.
        """
        return map_between(self.session.connection, since, to)

    def anchored(self, number: int, *, seen: bool = False) -> tuple[Anchored, ...]:
        """Everything that stands on words of a revision.

        With `seen` only what the viewer may see and was not removed; else all of it, for it is carried and not shown.
        """
        codings = select(coding).where(coding.c.revision == number).order_by(coding.c.id)
        quotes = select(quote).where(quote.c.revision == number).order_by(quote.c.id)
        links = select(memo_link).where(memo_link.c.revision == number, memo_link.c.start.is_not(None)).order_by(memo_link.c.id)
        if seen:
            codings = codings.where(coding.c.removed == 0, self.sight.codings(coding))
            quotes = quotes.where(quote.c.removed == 0, self.sight.work_of_others())
            links = links.join(memo, memo.c.id == memo_link.c.memo)
            links = links.where(memo.c.removed == 0, self.sight.work_since(memo.c.author, memo.c.made_at))
        return (
            *(
                Anchored(Anchor.CODING, row.id, Span(row.start, row.end), not row.removed, (row.code, row.coder, row.round))
                for row in self.rows(codings)
            ),
            *(Anchored(Anchor.QUOTATION, row.id, Span(row.start, row.end), not row.removed) for row in self.rows(quotes)),
            *(Anchored(Anchor.MEMO, row.id, Span(row.start, row.end)) for row in self.rows(links)),
        )

    def body(self, number: int) -> str:
        """The text of a revision, by id.

        Raises:
            KeyError: there is none.
        """
        found = self.scalar(select(revision.c.text).where(revision.c.id == number))
        if found is None:
            raise KeyError(number)
        return str(found)

    def being_sampled(self, of_source: int) -> str | None:
        """The round in progress whose sample a source belongs to, by name; None where its text may be corrected."""
        return locked_by(self.session.connection, of_source)

    def correct(
        self, text: SourceText, new: str, edits: EditMap, turns: Sequence[Turn], touched: Sequence[Touched], reason: str
    ) -> int:
        """Make the corrected text the source's current one, carry everything there, and return the revision's id.

        The history keeps the map once, and an image only of each row in `touched`.
        """
        last = self.number(select(func.max(revision.c.number)).where(revision.c.source == text.source.id))
        values = {
            "guid": new_guid(),
            "source": text.source.id,
            "number": int(last or 0) + 1,
            "text": new,
            "sha256": hashlib.sha256(new.encode()).hexdigest(),
            "parent": text.revision,
            "edit_map": edits_as_text(edits),
            "reason": reason,
            "made_at": now(),
        }
        number = self.write.insert(revision, values)
        self.write.insert_many(turn, [turn_values(one, number) for one in turns])
        targets: dict[tuple[str, int], Image] = {}
        notes = [RowNote(revision.name, number, number, CARRY)]
        for one in touched:
            table, row = TABLES[one.anchored.kind], one.anchored.id
            before, after = self._images(one, number, edits)
            targets[table, row] = after
            notes.append(RowNote(table, row, row, CARRIED, [before], [after]))
        self.write.note(*notes)
        connection = self.session.connection
        move(connection, stored_revision(connection, text.revision), stored_revision(connection, number), edits, targets)
        return number

    def _images(self, one: Touched, number: int, edits: EditMap) -> tuple[Image, Image]:
        """What a row whose words change was, and what it becomes; one that keeps no word stays where it was, removed."""
        table = SPANNED[TABLES[one.anchored.kind]]
        row = self.session.connection.execute(select(table).where(table.c.id == one.anchored.id)).mappings().one()
        after: dict[str, Any] = {}
        if one.span is not None:
            after = {"revision": number, "start": one.span.start, "end": one.span.end}
            if one.anchored.kind is not Anchor.MEMO:
                after["check"] = check_of_words(one.after)
            if one.anchored.kind is Anchor.QUOTATION:
                recorded = tuple(Edit(EditKind(kind), *rest) for kind, *rest in json.loads(row["edits"]))
                carried = carried_edits(recorded, edits, one.anchored.span, one.span)
                as_stored = [[edit.kind.value, edit.start, edit.end, edit.text] for edit in carried]
                after |= {"edits": json.dumps(as_stored, ensure_ascii=False), "read_by": None, "read_at": None}
            if one.fate is Fate.JOINED:
                after["removed"] = 1
        elif one.anchored.kind is Anchor.MEMO:
            after = dict.fromkeys(PLACE)
        else:
            after = {"removed": 1}
        return {name: row[name] for name in after}, after
