"""The texts of many sources with who speaks where, read in three queries."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from sqlalchemy import select

from qualcode.domain.sources import Role
from qualcode.domain.talk import SpokenText
from qualcode.storage.engine import gathered
from qualcode.storage.session import Repository
from qualcode.storage.tables.sources import revision, source, speaker, turn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import ColumnElement

LIVE = source.c.removed == 0
CHUNK = 500
KEPT = 8_000_000
"""Code points of talk that are kept from one question to the next."""

Columns: TypeAlias = "tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int | None, ...]]"
"""Number, start, end, speaker and start of the label of turns, a column each."""

Value = TypeVar("Value")

NO_TURNS: Columns = ((), (), (), (), ())
_ROLES = {role.value: role for role in Role}


class TalkRepository(Repository):
    """What is said in the live sources; sources, turns and speakers are never hidden by a blind round."""

    def of_sources(self, numbers: Collection[int], *, labels: bool = False) -> tuple[SpokenText, ...]:
        """The talk of the sources with these ids, in the order of the sources; with where labels begin if asked for."""
        wanted = frozenset(numbers)
        known = self.kept("talk", dict[int, SpokenText], labels)
        missing = wanted - known.keys()
        found = known if not missing else {**known, **self._read(missing, labels=labels)}
        if sum(len(spoken.text) for spoken in found.values()) <= KEPT:
            known.update(found)
        return tuple(sorted((found[number] for number in wanted if number in found), key=attrgetter("rank", "source")))

    def without_turns(self, revisions: Collection[int]) -> tuple[SpokenText, ...]:
        """The texts and speakers of the live sources with these current revisions, in the order of the sources, but no turns."""
        wanted = sorted(set(revisions))
        inside = [LIVE, source.c.revision.in_(wanted)] if len(wanted) <= CHUNK else [LIVE]
        kept = set(wanted)
        return tuple(spoken for spoken in self._bodies(inside) if spoken.revision in kept)

    def _read(self, numbers: Collection[int], *, labels: bool) -> dict[int, SpokenText]:
        inside = [LIVE, source.c.id.in_(sorted(numbers))] if len(numbers) <= CHUNK else [LIVE]
        turns = self._turns(inside, labels=labels)
        bodies = (spoken for spoken in self._bodies(inside) if spoken.source in numbers)
        return {spoken.source: _with_turns(spoken, turns.get(spoken.revision, NO_TURNS)) for spoken in bodies}

    def _turns(self, inside: Sequence[ColumnElement[bool]], *, labels: bool) -> dict[int, Columns]:
        # A list for each column and revision: as rows the turns of thirty transcripts take three times as long.
        wanted = [turn.c.number, turn.c.start, turn.c.end, turn.c.speaker, *([turn.c.label_start] if labels else [])]
        dialect = self.session.connection.dialect.name
        columns = select(turn.c.revision, *(gathered(dialect, column) for column in wanted))
        current = columns.where(turn.c.revision.in_(select(source.c.revision).where(*inside))).group_by(turn.c.revision)
        return {number: _in_order(*found) for number, *found in self.rows(current)}

    def _bodies(self, inside: Sequence[ColumnElement[bool]]) -> Iterator[SpokenText]:
        labels: dict[int, dict[int, str]] = {}
        roles: dict[int, dict[int, Role]] = {}
        who = select(speaker.c.id, speaker.c.source, speaker.c.label, speaker.c.role)
        of_live = who.where(speaker.c.source.in_(select(source.c.id).where(*inside)))
        for number, of_source, label, role in self.rows(of_live.order_by(speaker.c.id)):
            labels.setdefault(of_source, {})[number] = label
            roles.setdefault(of_source, {})[number] = _ROLES[role]
        bodies = select(source.c.id, source.c.name, source.c.revision, revision.c.text, source.c.rank)
        current = bodies.join(revision, revision.c.id == source.c.revision).where(*inside)
        for number, name, current_revision, text, rank in self.rows(current.order_by(source.c.rank, source.c.id)):
            who_speaks = labels.get(number, {}), roles.get(number, {})
            yield SpokenText(number, name, current_revision, text, (), (), (), (), *who_speaks, rank=rank)


def _in_order(
    numbers: Sequence[int], starts: Sequence[int], ends: Sequence[int], speakers: Sequence[int], labels: Sequence[int | None] = ()
) -> Columns:
    """The columns of one revision's turns by place; a database hands them over in the order it likes."""
    if list(starts) == sorted(starts):
        return tuple(numbers), tuple(starts), tuple(ends), tuple(speakers), tuple(labels)
    order = sorted(range(len(starts)), key=starts.__getitem__)

    def ordered(column: Sequence[Value]) -> tuple[Value, ...]:
        return tuple(column[at] for at in order) if column else ()

    return ordered(numbers), ordered(starts), ordered(ends), ordered(speakers), ordered(labels)


def _with_turns(spoken: SpokenText, turns: Columns) -> SpokenText:
    numbers, starts, ends, speakers, label_starts = turns
    return replace(spoken, numbers=numbers, starts=starts, ends=ends, speakers=speakers, label_starts=label_starts)
