"""What a package that came back is held against, and the rows it adds to a study.

It reads without regard to what the viewer may see, for what is received is merged and not shown: while the round is in
progress it stays its coder's alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.domain.rounds import Attempt, AttemptState
from qualcode.domain.spans import Span
from qualcode.storage.clock import now
from qualcode.storage.journal import images, trail
from qualcode.storage.journal.carrying import map_between
from qualcode.storage.repositories.attempts import attempt_of
from qualcode.storage.repositories.codes import code_of
from qualcode.storage.repositories.sources import WITHDRAWN
from qualcode.storage.session import Repository
from qualcode.storage.tables import metadata
from qualcode.storage.tables.codebook import code, codebook_version
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.exchange import raw_part
from qualcode.storage.tables.journal import change_set, row_change
from qualcode.storage.tables.rounds import assignment, finished_coding, package, round_
from qualcode.storage.tables.sources import revision
from qualcode.storage.tables.writing import memo, memo_link

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from qualcode.domain.codes import Code
    from qualcode.domain.edits import EditMap
    from qualcode.storage.session import Record

CHUNK = 500
RECEIVE = "receive_package"
"""The verb of a receipt: what it changed was not changed at home."""
MERGE = "merge_codes"
"""The verb whose change of a coding's code is followed and is no decision on that coding."""


@dataclass(frozen=True, slots=True)
class HomeText:
    """A text that a source has or had; `stands` is False for one of a correction that was taken back."""

    id: int
    stands: bool


@dataclass(frozen=True, slots=True)
class HomeCoding:
    """A coding at home, live or removed."""

    id: int
    coder: int
    round: int
    source: int
    revision: int
    span: Span
    code: int
    star: bool
    unsure: bool
    note: str
    removed: bool


@dataclass(frozen=True, slots=True)
class HomeMemo:
    """A memo at home, live or removed."""

    id: int
    author: int
    kind: str
    title: str
    text: str
    removed: bool


class ReceivingRepository(Repository):
    """The home side of a receipt, within one unit of work."""

    def version_of(self, of_round: int) -> str | None:
        """The guid of the codebook version a round is coded with."""
        found: str | None = self.scalar(
            select(codebook_version.c.guid)
            .join(round_, round_.c.codebook_version == codebook_version.c.id)
            .where(round_.c.id == of_round)
        )
        return found

    def codes(self) -> dict[str, Code]:
        """All codes by guid, whoever made them."""
        return {row.guid: code_of(row) for row in self.rows(select(code).order_by(code.c.id))}

    def withdrawn(self) -> frozenset[str]:
        """The guids of sources that were withdrawn."""
        return frozenset(row.owner_guid for row in self.rows(select(raw_part.c.owner_guid).where(raw_part.c.kind == WITHDRAWN)))

    def texts(self, of_source: int) -> dict[str, HomeText]:
        """The texts of a source by their hash; of several that are the same the latest."""
        there = select(revision.c.id, revision.c.sha256).where(revision.c.source == of_source).order_by(revision.c.id)
        return {row.sha256: HomeText(row.id, stands=True) for row in self.rows(there)}

    def gone_texts(self, of_source: int) -> dict[str, HomeText]:
        """The texts of a source whose correction was taken back, by their hash: only the history has them."""
        found: dict[str, HomeText] = {}
        gone = select(row_change.c.before).where(row_change.c.table_name == revision.name, row_change.c.action == "delete")
        for row in self.rows(gone.order_by(row_change.c.id)):
            for image in images.from_json(row.before) if row.before else ():
                if image["source"] == of_source:
                    found[image["sha256"]] = HomeText(image["id"], stands=False)
        return found

    def map_between(self, since: int, to: int) -> EditMap:
        """The edit map that leads from one text of a source to another."""
        return map_between(self.session.connection, since, to)

    def codings(self, guids: Iterable[str]) -> dict[str, HomeCoding]:
        """Codings by guid, whoever made them, removed ones too."""
        return {
            row.guid: HomeCoding(
                row.id,
                row.coder,
                row.round,
                row.source,
                row.revision,
                Span(row.start, row.end),
                row.code,
                bool(row.star),
                bool(row.unsure),
                row.note,
                bool(row.removed),
            )
            for row in self._by_guid("coding", guids)
        }

    def live_codings(self, of_round: int, coder: int) -> set[tuple[int, int, int, int]]:
        """What a coder's live codings in a round say: source, start, end and code."""
        columns = select(coding.c.source, coding.c.start, coding.c.end, coding.c.code)
        live = columns.where(coding.c.round == of_round, coding.c.coder == coder, coding.c.removed == 0)
        return {(row[0], row[1], row[2], row[3]) for row in self.rows(live)}

    def ids_of(self, table: str, guids: Iterable[str]) -> dict[str, int]:
        """The ids of rows by guid."""
        return {row.guid: row.id for row in self._by_guid(table, guids)}

    def memos(self, guids: Iterable[str]) -> dict[str, HomeMemo]:
        """Memos by guid, whoever wrote them, removed ones too."""
        return {
            row.guid: HomeMemo(row.id, row.author, row.kind, row.title, row.text, bool(row.removed))
            for row in self._by_guid("memo", guids)
        }

    def attempts(self, of_round: int, coder: int) -> dict[int, list[Attempt]]:
        """A coder's attempts in a round, by source, the earliest first."""
        found: dict[int, list[Attempt]] = {}
        statement = select(assignment).where(assignment.c.round == of_round, assignment.c.coder == coder)
        for row in self.rows(statement.order_by(assignment.c.source, assignment.c.attempt)):
            found.setdefault(row.source, []).append(attempt_of(row))
        return found

    def marks(self, attempt: int) -> set[tuple[int, int, int]]:
        """What an attempt froze: code, start and end of each coding."""
        columns = select(finished_coding.c.code, finished_coding.c.start, finished_coding.c.end)
        return {(row.code, row.start, row.end) for row in self.rows(columns.where(finished_coding.c.assignment == attempt))}

    def changed_here(self, table: str, rows: Collection[int]) -> dict[int, set[str]]:
        """The columns of rows that somebody changed at home and that stand so; merges are followed and do not count."""
        found: dict[int, set[str]] = {}
        changes = (
            select(row_change.c.first, row_change.c.after)
            .join(change_set, change_set.c.id == row_change.c.change_set)
            .where(
                row_change.c.table_name == table,
                row_change.c.action == "update",
                change_set.c.verb.not_in([RECEIVE, MERGE]),
                trail.is_original(change_set),
                trail.stands(change_set),
            )
        )
        wanted = sorted(rows)
        for place in range(0, len(wanted), CHUNK):
            for row in self.rows(changes.where(row_change.c.first.in_(wanted[place : place + CHUNK]))):
                for image in images.from_json(row.after) if row.after else ():
                    found.setdefault(row.first, set()).update(image)
        return found

    def add_code(self, values: Mapping[str, Any]) -> int:
        """Add a code a second coder made, by column, last among its siblings; returns its id."""
        last = self.number(
            select(code.c.rank).where(code.c.parent.is_not_distinct_from(values["parent"])).order_by(code.c.rank.desc())
        )
        return self.write.insert(code, {"accepted": 0, **values, "rank": (last or 0) + 1024})

    def change_code(self, number: int, values: Mapping[str, Any]) -> bool:
        """Change columns of a code."""
        return self.write.update(code, number, values)

    def change_coding(self, number: int, values: Mapping[str, Any]) -> bool:
        """Change columns of a coding."""
        return self.write.update(coding, number, values)

    def add_codings(self, rows: Sequence[Mapping[str, Any]]) -> int:
        """Add codings by column, guid included; returns the first id."""
        return self.write.insert_many(coding, rows)

    def add_memo(self, values: Mapping[str, Any], links: Sequence[Mapping[str, Any]]) -> list[int]:
        """Add a memo by column, guid included, with its links; returns the ids of the links."""
        number = self.write.insert(memo, values)
        return [self.write.insert(memo_link, {"memo": number, **link}) for link in links]

    def change_memo(self, number: int, values: Mapping[str, Any]) -> bool:
        """Change columns of a memo."""
        return self.write.update(memo, number, values)

    def finish(self, attempt: int, values: Mapping[str, Any], marks: Sequence[Mapping[str, Any]]) -> None:
        """Fill an attempt that was not finished with one that was."""
        self.write.insert_many(finished_coding, [{**mark, "assignment": attempt} for mark in marks])
        self.write.update(assignment, attempt, {**values, "state": AttemptState.FINISHED.value})

    def add_attempt(self, values: Mapping[str, Any]) -> int:
        """Add an attempt by column; returns its id."""
        return self.write.insert(assignment, {"state": AttemptState.REOPENED.value, **values})

    def remove_attempt(self, number: int) -> None:
        """Take away an attempt that was begun and not finished."""
        self.write.delete(assignment, number)

    def received(self, guid: str, *, of_round: int, coder: int, file_name: str) -> None:
        """Record that a package came back; one whose sending is not recorded is recorded now."""
        row = self.number(select(package.c.id).where(package.c.guid == guid))
        if row is None:
            values = {"guid": guid, "round": of_round, "coder": coder, "file_name": file_name, "made_at": now()}
            self.write.insert(package, {**values, "received_at": now()})
        else:
            self.write.update(package, row, {"received_at": now()})

    def changed_anything(self) -> bool:
        """Whether this unit of work has written anything yet."""
        return bool(self.write.notes)

    def _by_guid(self, table: str, guids: Iterable[str]) -> Iterable[Record]:
        wanted = sorted(set(guids))
        rows = metadata.tables[table]
        for place in range(0, len(wanted), CHUNK):
            yield from self.rows(select(rows).where(rows.c.guid.in_(wanted[place : place + CHUNK])))
