"""Hearing of what other windows and commands write to a study while it is open.

A window asks a connection of its own whether anything was written, which costs next to nothing and leaves no
transaction open, and reads the change sets it has not heard of only then.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from qualcode.domain.changes import ChangeSet
from qualcode.errors import StudyFileError

if TYPE_CHECKING:
    from qualcode.storage.study import OpenStudy


class Watch:
    """What one window has heard of: everything up to a change set, and changes of its own after it.

    Made before the study is read, so that nothing falls between the reading and the first look.
    """

    def __init__(self, study: OpenStudy) -> None:
        self._study = study
        self._connection = study.backend.another_connection()
        self._version = study.backend.version(self._connection)
        self._heard = study.history.latest()
        self._own: set[int] = set()
        self._sight = study.sight

    def news(self) -> tuple[ChangeSet, ...]:
        """What was written elsewhere since the last look, the oldest first, as far as the viewer may hear of it.

        While the study cannot be read, as in the moment in which another window writes it in a synchronised folder,
        there is no news; the next look has it.
        """
        study = self._study
        try:
            version = study.backend.version(self._connection)
            if version == self._version:
                return ()
            study.refresh_sight()
            heard, changes = study.history.since(self._heard)
        except (DBAPIError, StudyFileError):
            return ()
        own, self._own = self._own, set()
        self._version, self._heard = version, heard
        found = tuple(change for change in changes if change.id not in own)
        if self._sight_has_changed():
            return (ChangeSet(heard, "", study.viewer.id, "", everything=True),)
        return found

    def take_own(self, change: ChangeSet) -> ChangeSet | None:
        """Note a change that this window made and is about to show: None where it was heard of already.

        It comes back as one of everything where it changed what the viewer may see.
        """
        if change.id <= self._heard or change.id in self._own:
            return None
        self._own.add(change.id)
        if change.touches("coder"):
            self._study.refresh_sight()
        return replace(change, everything=True) if self._sight_has_changed() else change

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _sight_has_changed(self) -> bool:
        before, self._sight = self._sight, self._study.sight
        return before != self._sight
