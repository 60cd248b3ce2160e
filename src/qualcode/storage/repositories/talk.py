"""The texts of many sources with who speaks where, read in four queries."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import select

from qualcode.domain.sources import Role
from qualcode.domain.talk import SpokenText
from qualcode.storage.session import Repository
from qualcode.storage.tables.sources import revision, source, speaker, turn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import ColumnElement

LIVE = source.c.removed == 0
CHUNK = 500

Columns: TypeAlias = "tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int | None, ...]]"
"""Number, start, end, speaker and start of the label of turns, a column each."""

NO_TURNS: Columns = ((), (), (), (), ())


class TalkRepository(Repository):
    """What is said in the live sources; sources, turns and speakers are never hidden by a blind round."""

    def of_sources(self, numbers: Collection[int]) -> tuple[SpokenText, ...]:
        """The talk of the sources with these ids, in the order of the sources."""
        wanted = sorted(set(numbers))
        kept = set(wanted)
        inside = [LIVE, source.c.id.in_(wanted)] if len(wanted) <= CHUNK else [LIVE]
        columns = select(turn.c.revision, turn.c.number, turn.c.start, turn.c.end, turn.c.speaker, turn.c.label_start)
        current = columns.join(source, source.c.revision == turn.c.revision).where(*inside)
        turns: dict[int, Columns] = {}
        for number, rows in groupby(self.rows(current.order_by(turn.c.revision, turn.c.start)), key=itemgetter(0)):
            _, counted, starts, ends, speakers, label_starts = zip(*rows, strict=True)
            turns[number] = counted, starts, ends, speakers, label_starts
        return tuple(
            _with_turns(spoken, turns.get(spoken.revision, NO_TURNS)) for spoken in self._bodies(inside) if spoken.source in kept
        )

    def without_turns(self, revisions: Collection[int]) -> tuple[SpokenText, ...]:
        """The texts and speakers of the live sources with these current revisions, in the order of the sources, but no turns."""
        wanted = sorted(set(revisions))
        inside = [LIVE, source.c.revision.in_(wanted)] if len(wanted) <= CHUNK else [LIVE]
        kept = set(wanted)
        return tuple(spoken for spoken in self._bodies(inside) if spoken.revision in kept)

    def _bodies(self, inside: Sequence[ColumnElement[bool]]) -> Iterator[SpokenText]:
        labels: dict[int, dict[int, str]] = {}
        roles: dict[int, dict[int, Role]] = {}
        who = select(speaker.c.id, speaker.c.source, speaker.c.label, speaker.c.role)
        for row in self.rows(who.join(source, source.c.id == speaker.c.source).where(*inside).order_by(speaker.c.id)):
            labels.setdefault(row.source, {})[row.id] = row.label
            roles.setdefault(row.source, {})[row.id] = Role(row.role)
        bodies = select(source.c.id, source.c.name, source.c.revision, revision.c.text)
        current = bodies.join(revision, revision.c.id == source.c.revision).where(*inside)
        for number, name, current_revision, text in self.rows(current.order_by(source.c.rank, source.c.id)):
            who_speaks = labels.get(number, {}), roles.get(number, {})
            yield SpokenText(number, name, current_revision, text, (), (), (), (), *who_speaks)


def _with_turns(spoken: SpokenText, turns: Columns) -> SpokenText:
    numbers, starts, ends, speakers, label_starts = turns
    return replace(spoken, numbers=numbers, starts=starts, ends=ends, speakers=speakers, label_starts=label_starts)
