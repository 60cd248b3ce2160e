"""One action, one transaction, one change set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from sqlalchemy.exc import DBAPIError

from qualcode.errors import StudyFileError
from qualcode.storage.engine import translated
from qualcode.storage.journal.recorder import Recorder
from qualcode.storage.repositories import Repositories
from qualcode.storage.search import keep_index
from qualcode.storage.session import Session
from qualcode.storage.sight import sight_of

if TYPE_CHECKING:
    from types import TracebackType

    from qualcode.domain.changes import ChangeSet
    from qualcode.storage.study import OpenStudy


class UnitOfWork(Repositories):
    """The repositories of a study, writable until the block ends; an error in the block leaves the study unchanged.

    `change_set` is there after the block, or None when nothing was written. `what` may be set inside the block: a few
    words for the change history, without any of a transcript.
    """

    def __init__(self, study: OpenStudy, verb: str, *, reason: str, what: str, undoes: int | None) -> None:
        self._study = study
        self._verb = verb
        self._reason = reason
        self._undoes = undoes
        self.what = what
        self.change_set: ChangeSet | None = None

    def __enter__(self) -> Self:
        study = self._study
        study.refuse_unless_writable()
        study.begin()
        try:
            recorder = Recorder(study.connection, study.backend.allocate)
            super().__init__(Session(study.connection, sight_of(study.connection, study.viewer.id), recorder, study.name))
        except BaseException:
            study.rollback()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        study = self._study
        if error is not None:
            study.rollback()
            if isinstance(error, DBAPIError):
                raise translated(error, study.name) from error
            return
        try:
            recorder = self.session.recorder
            assert recorder is not None
            keep_index(study.connection, recorder.notes)
            done = recorder.close(self._verb, study.viewer.id, reason=self._reason, what=self.what, undoes=self._undoes)
            study.commit()
        except DBAPIError as failure:
            study.rollback()
            raise translated(failure, study.name) from failure
        except BaseException:
            study.rollback()
            raise
        self.change_set = done
        if done is not None and done.touches("round", "assignment"):
            study.refresh_sight()
        else:
            study.session.sight = self.session.sight

    def insist(self) -> ChangeSet:
        """The change set of a block that surely wrote something.

        Raises:
            StudyFileError: it wrote nothing.
        """
        if self.change_set is None:
            raise StudyFileError("Nothing had to be changed.")
        return self.change_set
