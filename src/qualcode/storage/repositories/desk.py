"""The desk: where a coder was, which codes they used of late. Outside the journal: no work is lost with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from qualcode.storage.clock import now
from qualcode.storage.engine import leave_snapshot, translated
from qualcode.storage.session import Repository
from qualcode.storage.tables.desk import desk_code, desk_import_profile, desk_note, desk_place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Executable, Table

SIMILAR = "similar passages"
VIEW_IN_ROUND = "view opened in round "
LAST = "last"
"""The name under which the choices of the last imports are kept."""
RECENT = 9
"""How many recent codes are kept in sight: one for each digit."""


class DeskRepository(Repository):
    """The viewer's own desk; writing to it needs no unit of work."""

    def place(self, source: int) -> int | None:
        """The offset where the viewer left off in a source, or None where they never were."""
        found = self.scalar(
            select(desk_place.c.offset).where(desk_place.c.coder == self.sight.viewer, desk_place.c.source == source)
        )
        return None if found is None else int(found)

    def places(self) -> dict[int, int]:
        """The offset where the viewer left off, by source they have opened."""
        mine = select(desk_place.c.source, desk_place.c.offset).where(desk_place.c.coder == self.sight.viewer)
        return {row.source: int(row.offset) for row in self.rows(mine)}

    def last_source(self) -> int | None:
        """The source the viewer worked in last."""
        found = self.scalar(
            select(desk_place.c.source)
            .where(desk_place.c.coder == self.sight.viewer)
            .order_by(desk_place.c.at.desc(), desk_place.c.id.desc())
            .limit(1)
        )
        return None if found is None else int(found)

    def remember_place(self, source: int, offset: int) -> None:
        """Keep where the viewer is in a source."""
        self._put(desk_place, {"source": source}, {"offset": offset, "state": "coding", "at": now()})

    def recent_codes(self, limit: int = RECENT) -> tuple[int, ...]:
        """The viewer's codes of late, newest first."""
        statement = (
            select(desk_code.c.code)
            .where(desk_code.c.coder == self.sight.viewer)
            .order_by(desk_code.c.used_at.desc(), desk_code.c.id.desc())
        )
        return tuple(row.code for row in self.rows(statement.limit(limit)))

    def remember_code(self, code: int) -> None:
        """Note that the viewer used a code just now."""
        self._put(desk_code, {"code": code}, {"used_at": now()})

    def pinned_codes(self) -> dict[int, int]:
        """The viewer's pinned codes by digit."""
        statement = select(desk_code.c.digit, desk_code.c.code).where(
            desk_code.c.coder == self.sight.viewer, desk_code.c.digit.is_not(None)
        )
        return {row.digit: row.code for row in self.rows(statement)}

    def pin(self, code: int, digit: int | None) -> None:
        """Pin a code to a digit from 1 to 9, or unpin it with None."""
        if digit is not None:
            mine = (desk_code.c.coder == self.sight.viewer) & (desk_code.c.digit == digit)
            self._execute(update(desk_code).where(mine).values(digit=None))
        self._put(desk_code, {"code": code}, {"digit": digit, "used_at": now()})

    def note(self, name: str) -> str | None:
        """What the viewer's desk remembers under a name, or None."""
        found = self.scalar(select(desk_note.c.content).where(desk_note.c.coder == self.sight.viewer, desk_note.c.name == name))
        return None if found is None else str(found)

    def keep_note(self, name: str, content: str) -> None:
        """Remember something under a name."""
        self._put(desk_note, {"name": name}, {"content": content})

    def import_choices(self) -> str | None:
        """What was confirmed of the last imports, whoever imported, or None."""
        found = self.scalar(select(desk_import_profile.c.choices).where(desk_import_profile.c.name == LAST))
        return None if found is None else str(found)

    def keep_import_choices(self, choices: str) -> None:
        """Remember what was confirmed of an import, for all who import."""
        self._put(desk_import_profile, {"name": LAST}, {"choices": choices}, of_viewer=False)

    def notes(self, beginning: str) -> dict[int, tuple[str, str]]:
        """Name and content of what the viewer's desk remembers under names that begin so, by number, the oldest first."""
        mine = select(desk_note).where(desk_note.c.coder == self.sight.viewer, desk_note.c.name.startswith(beginning))
        return {row.id: (row.name, row.content) for row in self.rows(mine.order_by(desk_note.c.id))}

    def forget_note(self, name: str) -> None:
        """Forget what was remembered under a name."""
        self._execute(delete(desk_note).where(desk_note.c.coder == self.sight.viewer, desk_note.c.name == name))

    def forget(self, source: int) -> None:
        """Forget where the viewer was in a source."""
        self._execute(delete(desk_place).where(desk_place.c.coder == self.sight.viewer, desk_place.c.source == source))

    def note_use_of_similar(self) -> None:
        """Count that the viewer looked for similar passages now.

        It is kept here and not in the change history: it changes nothing in the study, so undo must not take it back, nor
        it stand in the way of a redo.
        """
        mine = desk_note.c.coder == self.sight.viewer, desk_note.c.name == SIMILAR
        stored = self.scalar(select(desk_note.c.content).where(*mine))
        at = now()
        uses: dict[str, Any] = {"times": 0, "first": at} if stored is None else json.loads(stored)
        uses = {**uses, "times": uses["times"] + 1, "last": at}
        self._put(desk_note, {"name": SIMILAR}, {"content": json.dumps(uses)})

    def uses_of_similar(self) -> tuple[tuple[int, int, str, str], ...]:
        """Coder, number of uses, first and last time of looking for similar passages; a blind viewer's own only."""
        statement = select(desk_note.c.coder, desk_note.c.content).where(desk_note.c.name == SIMILAR)
        found = self.rows(statement.where(self.sight.work_of_others(desk_note.c.coder)).order_by(desk_note.c.coder))
        return tuple(
            (row.coder, uses["times"], uses["first"], uses["last"]) for row in found for uses in (json.loads(row.content),)
        )

    def note_view(self, round: int, account: str) -> None:
        """Remember that the viewer's view was opened from a user account while a blind round was in progress.

        Like the uses of similar passages it is no work of the study, and so not in the change history.
        """
        name = f"{VIEW_IN_ROUND}{round}"
        stored = self.note(name)
        accounts = json.loads(stored) if stored is not None else []
        if account not in accounts:
            self.keep_note(name, json.dumps([*accounts, account]))

    def views_of(self, round: int) -> dict[int, frozenset[str]]:
        """From which accounts each coder's view was opened while a blind round was in progress; a blind viewer's own only."""
        statement = select(desk_note.c.coder, desk_note.c.content).where(desk_note.c.name == f"{VIEW_IN_ROUND}{round}")
        found = self.rows(statement.where(self.sight.work_of_others(desk_note.c.coder)).order_by(desk_note.c.coder))
        return {row.coder: frozenset(json.loads(row.content)) for row in found}

    def _put(self, table: Table, key: Mapping[str, Any], values: Mapping[str, Any], *, of_viewer: bool = True) -> None:
        mine = {"coder": self.sight.viewer, **key} if of_viewer else dict(key)
        condition = [table.c[name] == value for name, value in mine.items()]
        if self._execute(update(table).where(*condition).values(**values)) == 0:
            self._execute(insert(table).values(**mine, **values))

    def _execute(self, statement: Executable) -> int:
        """Write on the desk; returns how many rows it changed.

        Raises:
            StudyBusy: another window writes just then.
            StudyFileError: the study cannot be written.
        """
        try:
            # Else the reading around it would hold the study for itself until its end.
            leave_snapshot(self.session.connection)
            return int(self.session.connection.execute(statement).rowcount)
        except DBAPIError as error:
            raise translated(error, self.session.name) from error
