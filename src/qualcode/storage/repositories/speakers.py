"""Who speaks in a source: roles and names that can be changed, and two labels that are one speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from qualcode.domain.sources import Role, Speaker
from qualcode.storage.journal.images import from_json
from qualcode.storage.session import Repository
from qualcode.storage.tables.cases import case_speaker
from qualcode.storage.tables.journal import change_set, row_change
from qualcode.storage.tables.sources import revision, source, speaker, turn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class SpeakersRepository(Repository):
    """The speakers of the live sources; they are never hidden by a blind round."""

    def all(self) -> tuple[Speaker, ...]:
        """All speakers, source by source, in the order they first spoke."""
        rows = select(speaker).join(source, source.c.id == speaker.c.source).where(source.c.removed == 0)
        ordered = rows.order_by(source.c.rank, source.c.id, speaker.c.id)
        return tuple(Speaker(row.id, row.source, row.label, Role(row.role)) for row in self.rows(ordered))

    def turns(self) -> Mapping[int, int]:
        """How many turns of the current texts each speaker has, by id; none of those without any."""
        counted = select(turn.c.speaker, func.count().label("turns")).join(source, source.c.revision == turn.c.revision)
        return {row.speaker: row.turns for row in self.rows(counted.group_by(turn.c.speaker))}

    def roles_then(self, since: Mapping[int, str]) -> tuple[tuple[Speaker, Role], ...]:
        """Speakers whose role is another now than at a moment, and the role they had; `since` has the moment of each source."""
        here = {one.id: one for one in self.all() if one.source in since}
        columns = select(row_change.c.first, row_change.c.before, change_set.c.at)
        of_speakers = columns.join(change_set, change_set.c.id == row_change.c.change_set).where(
            row_change.c.table_name == speaker.name, row_change.c.action == "update", row_change.c.first.in_(list(here))
        )
        then: dict[int, Role] = {}
        for row in self.rows(of_speakers.order_by(row_change.c.id)):
            role = from_json(row.before)[0].get("role")
            if role is not None and row.at > since[here[row.first].source]:
                then.setdefault(row.first, Role(role))
        return tuple((here[number], role) for number, role in then.items() if role is not here[number].role)

    def cases_of(self, number: int) -> tuple[int, ...]:
        """The ids of the cases whose talk a speaker's is."""
        linked = select(case_speaker.c.case).where(case_speaker.c.speaker == number).order_by(case_speaker.c.case)
        return tuple(row.case for row in self.rows(linked))

    def change(self, number: int, values: Mapping[str, Any]) -> bool:
        """Set label or role of a speaker; False when it was so."""
        return self.write.update(speaker, number, values)

    def join(self, number: int, into: int) -> int:
        """Give a speaker's turns, of every text of the source, to another, and take the speaker away; returns how many turns.

        Its links to cases go with it.
        """
        here = select(turn.c.id).join(revision, revision.c.id == turn.c.revision).where(turn.c.speaker == number)
        moved = self.write.update_many(turn, [row.id for row in self.rows(here.order_by(turn.c.id))], {"speaker": into})
        for row in self.rows(select(case_speaker.c.id).where(case_speaker.c.speaker == number).order_by(case_speaker.c.id)):
            self.write.delete(case_speaker, row.id)
        self.write.delete(speaker, number)
        return moved
