"""Codings: written once, removed by a mark, read through the viewer's sight; and the analysis coding."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import and_, func, or_, select

from qualcode.domain.citations import CitedCoding
from qualcode.domain.coding import CoderKind, Coding
from qualcode.domain.spans import Span
from qualcode.domain.summaries import Evidence
from qualcode.storage.clock import new_guid, now
from qualcode.storage.repositories.code_moves import CodingMoves
from qualcode.storage.session import Repository
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.rounds import discussion
from qualcode.storage.tables.sources import revision, turn
from qualcode.storage.tables.sources import source as source_table
from qualcode.storage.tables.studies import coder, study

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, Select

    from qualcode.storage.session import Record

LIVE = coding.c.removed == 0
FINISHED = "finished"
CHUNK = 500

CodedPlace: TypeAlias = tuple[int, int, int, int]
"""Source, start, end and code of a coding."""
READ = tuple(
    coding.c[name]
    for name in (
        "id", "guid", "source", "revision", "start", "end", "code", "coder", "round", "made_at", "star", "unsure", "note",
        "check",
    )
)  # fmt: skip
"""The columns of a coding, in the order `_coding` takes them."""

_CITED = select(
    *(coding.c[name] for name in ("id", "guid", "source")),
    source_table.c.name,
    *(coding.c[name] for name in ("revision", "start", "end", "check", "code", "coder", "removed")),
).join(source_table, source_table.c.id == coding.c.source)
"""What is read of a coding that is cited, in the order `cited` takes it."""


class CodingsRepository(Repository):
    """The live codings of a study."""

    def get(self, number: int) -> Coding:
        """The live coding with this id, if the viewer may see it.

        Raises:
            KeyError: there is none that the viewer may see.
        """
        row = self.row(select(*READ).where(coding.c.id == number, LIVE, self.sight.codings(coding)))
        if row is None:
            raise KeyError(number)
        return _coding(row)

    def some(self, numbers: Collection[int]) -> tuple[Coding, ...]:
        """The live codings among these ids that the viewer may see, by source and place."""
        wanted = sorted(numbers)
        found: list[Coding] = []
        for place in range(0, len(wanted), CHUNK):
            found += self._all(coding.c.id.in_(wanted[place : place + CHUNK]))
        return tuple(found)

    def of_source(self, source: int, *, coder: int | None = None) -> tuple[Coding, ...]:
        """Every live coding of a source that the viewer may see, in the order of the text; of one coder when named."""
        where = [coding.c.source == source]
        if coder is not None:
            where.append(coding.c.coder == coder)
        return self._all(*where)

    def all(self, *, coder: int | None = None, codes: Collection[int] | None = None) -> tuple[Coding, ...]:
        """Every live coding that the viewer may see, by source and place; of one coder or some codes when named."""
        where = [] if coder is None else [coding.c.coder == coder]
        return self._of_codes(where, codes)

    def analysis(self, *, codes: Collection[int] | None = None, source: int | None = None) -> tuple[Coding, ...]:
        """The analysis coding: of each source the agreed coding where its discussion is finished, else the lead coder's.

        Charts, tables and counts read this and nothing else. By source and place; of some codes when named.
        """
        where = [self._is_analysis()]
        if source is not None:
            where.append(coding.c.source == source)
        return self._of_codes(where, codes)

    def analysis_places(self, *, codes: Collection[int] | None = None) -> list[CodedPlace]:
        """The analysis coding as source, start, end and code alone, by source and place; of some codes when named."""
        columns = select(coding.c.source, coding.c.start, coding.c.end, coding.c.code)
        wanted = None if codes is None else sorted(codes)
        where = [] if wanted is None or len(wanted) > CHUNK else [coding.c.code.in_(wanted)]
        statement = columns.where(LIVE, self.sight.codings(coding), self._is_analysis(), *where)
        ordered = statement.order_by(coding.c.source, coding.c.start, coding.c.end, coding.c.id)
        kept = None if wanted is None or where else frozenset(wanted)
        found = ((source, start, end, code) for source, start, end, code in self.rows(ordered))
        return [place for place in found if kept is None or place[3] in kept]

    def counts_by_code(self, *, coder: int | None = None) -> dict[int, int]:
        """Codings by code: of one coder, or of the analysis coding when no coder is named."""
        whose = self._is_analysis() if coder is None else coding.c.coder == coder
        statement = select(coding.c.code, func.count()).where(LIVE, whose, self.sight.codings(coding)).group_by(coding.c.code)
        return {row[0]: int(row[1]) for row in self.rows(statement)}

    def counts_by_source(self) -> dict[int, dict[int, int]]:
        """Codings by source and coder, of every coder the viewer may see."""
        statement = (
            select(coding.c.source, coding.c.coder, func.count())
            .where(LIVE, self.sight.codings(coding))
            .group_by(coding.c.source, coding.c.coder)
        )
        found: dict[int, dict[int, int]] = {}
        for source, who, count in self.rows(statement):
            found.setdefault(source, {})[who] = int(count)
        return found

    def checks(self, numbers: Collection[int] | None = None) -> dict[int, str]:
        """The stored checks of words by coding."""
        statement = select(coding.c.id, coding.c.check).where(LIVE)
        if numbers is not None:
            statement = statement.where(coding.c.id.in_(list(numbers)))
        return {row.id: row.check for row in self.rows(statement)}

    def evidence(self, numbers: Collection[int]) -> dict[int, Evidence]:
        """Codings by id as evidence of a summary, those taken away included, as far as the viewer may see them."""
        wanted = sorted(numbers)
        found: dict[int, Evidence] = {}
        columns = [coding.c[name] for name in ("id", "guid", "source", "start", "end", "code", "check", "removed")]
        for place in range(0, len(wanted), CHUNK):
            some = select(*columns).where(coding.c.id.in_(wanted[place : place + CHUNK]), self.sight.codings(coding))
            for number, guid, source, start, end, code, check, removed in self.rows(some):
                found[number] = Evidence(number, guid, source, Span(start, end), code, check, not removed)
        return found

    def cited(self, *, guids: Collection[str] = (), numbers: Collection[int] = ()) -> tuple[CitedCoding, ...]:
        """Codings by guid or by number with their words, those taken away included, as far as the viewer may see them."""
        rows: list[Record] = []
        for column, wanted in ((coding.c.guid, sorted(guids)), (coding.c.id, sorted(numbers))):
            for place in range(0, len(wanted), CHUNK):
                rows += self.rows(_CITED.where(column.in_(wanted[place : place + CHUNK]), self.sight.codings(coding)))
        # Each text is read once and cut here: the database would go through a long one for every coding in it.
        texts, turns = self._talk({row.revision for row in rows})
        found = []
        for number, guid, source, name, read, start, end, check, code, who, removed in rows:
            words, spoken = texts[read][start:end], turns.get(read, [])
            place = bisect_right(spoken, start, key=lambda one: one[0]) - 1
            in_turn = spoken[place][2] if place >= 0 and start < spoken[place][1] else None
            found.append(
                CitedCoding(number, guid, source, name, Span(start, end), in_turn, words, check, code, who, bool(removed))
            )
        return tuple(found)

    def _talk(self, revisions: Collection[int]) -> tuple[dict[int, str], dict[int, list[tuple[int, int, int]]]]:
        """The texts of some revisions, and their turns in order as (start, end, number)."""
        texts: dict[int, str] = {}
        turns: dict[int, list[tuple[int, int, int]]] = {}
        wanted = sorted(revisions)
        columns = (turn.c.revision, turn.c.start, turn.c.end, turn.c.number)
        for place in range(0, len(wanted), CHUNK):
            some = wanted[place : place + CHUNK]
            texts |= {
                row.id: row.text for row in self.rows(select(revision.c.id, revision.c.text).where(revision.c.id.in_(some)))
            }
            spoken = self.rows(select(*columns).where(turn.c.revision.in_(some)).order_by(turn.c.revision, turn.c.start))
            for of_revision, start, end, number in spoken:
                turns.setdefault(of_revision, []).append((start, end, number))
        return texts, turns

    def same(self, *, source: int, span: Span, code: int, coder: int, round: int) -> int | None:
        """The id of the live coding that says just this, or None: the same thing twice is one coding."""
        return self.number(
            select(coding.c.id).where(
                LIVE,
                coding.c.source == source,
                coding.c.start == span.start,
                coding.c.end == span.end,
                coding.c.code == code,
                coding.c.coder == coder,
                coding.c.round == round,
            )
        )

    def add(
        self, *, source: int, revision: int, span: Span, code: int, coder: int, round: int, check: str, note: str = ""
    ) -> tuple[int, bool]:
        """Add a coding and return its id and whether it is new; one that says just this already is returned instead."""
        there = self.same(source=source, span=span, code=code, coder=coder, round=round)
        if there is not None:
            return there, False
        values = {
            "guid": new_guid(),
            "source": source,
            "revision": revision,
            "start": span.start,
            "end": span.end,
            "code": code,
            "coder": coder,
            "round": round,
            "check": check,
            "note": note,
            "made_at": now(),
        }
        return self.write.insert(coding, values), True

    def add_many(self, rows: Sequence[Mapping[str, Any]]) -> int:
        """Add codings in bulk, given by column without guid, and return how many were new."""
        keys = {(row.source, row.start, row.end, row.code, row.coder, row.round) for row in self._present(rows)}
        fresh: list[dict[str, Any]] = []
        for row in rows:
            key = (row["source"], row["start"], row["end"], row["code"], row["coder"], row["round"])
            if key not in keys:
                keys.add(key)
                fresh.append({"star": 0, "unsure": 0, "note": "", "made_at": now(), **row, "guid": new_guid()})
        self.write.insert_many(coding, fresh)
        return len(fresh)

    def add_fresh(self, rows: Sequence[Mapping[str, Any]]) -> range:
        """Add codings in bulk of which none is there yet, given as to `add_many`; returns their ids."""
        given = [{"star": 0, "unsure": 0, "note": "", "made_at": now(), **row, "guid": new_guid()} for row in rows]
        first = self.write.insert_many(coding, given)
        return range(first, first + len(given))

    def remove(self, numbers: Sequence[int]) -> None:
        """Mark codings removed; they stay in the study for its history."""
        self.write.update_many(coding, numbers, {"removed": 1})

    def join(self, kept: int, other: int) -> None:
        """Make one coding of two that say the same: the first stays, with what both carried and what hung on either."""
        CodingMoves(self.session).join(kept, other)

    def change(self, number: int, **values: Any) -> bool:
        """Change columns of a coding: code, star (0 or 1), unsure, note, start, end, check."""
        return self.write.update(coding, number, values)

    def _present(self, rows: Sequence[Mapping[str, Any]]) -> list[Record]:
        sources = sorted({row["source"] for row in rows})
        columns = select(coding.c.source, coding.c.start, coding.c.end, coding.c.code, coding.c.coder, coding.c.round)
        found: list[Record] = []
        for place in range(0, len(sources), CHUNK):
            found += self.rows(columns.where(LIVE, coding.c.source.in_(sources[place : place + CHUNK])))
        return found

    def _is_analysis(self) -> ColumnElement[bool]:
        lead = select(study.c.lead_coder).scalar_subquery()
        agreed = select(discussion.c.source).where(discussion.c.state == FINISHED)
        consensus = select(coder.c.id).where(coder.c.kind == CoderKind.CONSENSUS.value)
        return or_(
            and_(coding.c.coder == lead, coding.c.source.not_in(agreed)),
            and_(coding.c.coder.in_(consensus), coding.c.source.in_(agreed)),
        )

    def _of_codes(self, where: list[ColumnElement[bool]], codes: Collection[int] | None) -> tuple[Coding, ...]:
        if codes is None:
            return self._all(*where)
        wanted = sorted(codes)
        if len(wanted) <= CHUNK:
            return self._all(*where, coding.c.code.in_(wanted))
        return tuple(found for found in self._all(*where) if found.code in set(wanted))

    def _all(self, *where: ColumnElement[bool]) -> tuple[Coding, ...]:
        statement: Select[Any] = select(*READ).where(LIVE, self.sight.codings(coding), *where)
        return tuple(map(_coding, self.rows(statement.order_by(coding.c.source, coding.c.start, coding.c.end, coding.c.id))))


def _coding(row: Record) -> Coding:
    # Unpacked by place: by name it takes twice as long, and a chart reads thousands of them.
    number, guid, source, revision, start, end, code, who, round_, made_at, star, unsure, note, check = row
    return Coding(
        number, guid, source, revision, Span(start, end), code, who, round_, made_at, bool(star), bool(unsure), note, check
    )
