"""An open study: one connection, one viewer, and the repositories seen through that viewer's eyes."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import RLock
from time import sleep
from typing import TYPE_CHECKING, Self

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from qualcode.domain.packages import PACKAGE
from qualcode.errors import StudyBusy, StudyFileError
from qualcode.storage import backups, search
from qualcode.storage.engine import BUSY_MS, SNAPSHOT, SqliteBackend, leave_snapshot, translated
from qualcode.storage.kept import Kept
from qualcode.storage.repositories import Repositories
from qualcode.storage.session import Session
from qualcode.storage.sight import sight_of
from qualcode.storage.study_file import study_path
from qualcode.storage.tables.base import SCHEMA
from qualcode.storage.tables.studies import study as study_table
from qualcode.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path
    from types import TracebackType

    from sqlalchemy import Connection

    from qualcode.domain.coding import Coder
    from qualcode.domain.progress import Progress
    from qualcode.storage.engine import Backend
    from qualcode.storage.faults import Report
    from qualcode.storage.sight import Sight
    from qualcode.storage.study_file import Access
    from qualcode.storage.watching import Watch
    from qualcode.storage.withdrawal import Removed


TURN_OF_OTHERS = 0.03
"""Seconds between two writes of a long task: SQLite's waiting windows look every 25 ms at least whether it is their turn."""


@dataclass(frozen=True, slots=True)
class StudyFacts:
    """What a study says of itself; `lead_coder` is a coder's id, `schema` the number of its tables' form."""

    guid: str
    title: str
    approach: str
    lead_coder: int
    role: str
    package_of: str | None = None
    schema: int = SCHEMA

    @property
    def is_package(self) -> bool:
        """Whether this is a package: a sample that was sent to a second coder, and not a study of its own."""
        return self.role == PACKAGE


class OpenStudy(Repositories):
    """A study opened for one viewer: its repositories for reading, `unit_of_work` for writing.

    Use it as a context manager, or `close` it: closing writes everything into the one file.
    """

    def __init__(
        self,
        backend: Backend,
        viewer: Coder,
        *,
        name: str,
        path: Path | None = None,
        access: Access | None = None,
        changed: date | None = None,
    ) -> None:
        self.backend = backend
        self.viewer = viewer
        self.name = name
        self.path = path
        self.access = access
        self._lock = RLock()
        self._changed_before = changed
        self._writing = False
        self._watches: list[Watch] = []
        sight = sight_of(backend.connection, viewer.id)
        super().__init__(Session(backend.connection, sight, name=name, kept=Kept(backend.state)))

    @property
    def connection(self) -> Connection:
        """The one connection of this window."""
        return self.backend.connection

    @property
    def address(self) -> str:
        """What another process opens this study by: its path, or the URL of its database."""
        if self.path is not None:
            return str(self.path.absolute())
        return self.backend.engine.url.render_as_string(hide_password=False)

    @property
    def sight(self) -> Sight:
        """What the viewer may see now."""
        return self.session.sight

    @property
    def writable(self) -> bool:
        """Whether this study may be changed where it lies."""
        return self.access is None or self.access.writable

    @property
    def facts(self) -> StudyFacts:
        """Title, approach and lead coder, read afresh."""
        row = self.connection.execute(select(study_table)).one()
        return StudyFacts(row.guid, row.title, row.approach, row.lead_coder, row.role, row.package_of, row.schema)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read in this block is of one moment, whatever other windows write meanwhile.

        A screen or an answer is put together from several readings, and must not find a coding whose source it has not
        read. Keep it short. A write in the block ends it: what is read after that is as it is then.
        """
        began = not self._writing and self.begin_snapshot()
        try:
            yield
        finally:
            if began:
                leave_snapshot(self.connection)

    def begin_snapshot(self) -> bool:
        """Read one moment of the study until a write, or for good; False where that was begun before, or cannot be."""
        if SNAPSHOT in self.connection.info:
            return False
        try:
            return self.backend.begin_snapshot()
        except DBAPIError as error:
            raise translated(error, self.name) from error

    def unit_of_work(self, verb: str, *, reason: str = "", what: str = "", undoes: int | None = None) -> UnitOfWork:
        """Begin one action; what happens in its block is one transaction and one change set.

        `verb` names the action as its function does (`apply_code`); `reason` is the coder's; `what` a few words for
        the change history, without any of a transcript.
        """
        return UnitOfWork(self, verb, reason=reason, what=what, undoes=undoes)

    def refuse_unless_writable(self) -> None:
        """Raise before a write that cannot succeed.

        Raises:
            StudyFileError: the study lies where it may only be read.
        """
        if not self.writable:
            raise StudyFileError(
                f"The study {self.name} can only be read here.", "Copy it to a folder you may write in, and work on the copy."
            )

    def begin(self) -> None:
        """Start a write; the state as it was when today's work began is copied first."""
        self._lock.acquire()
        try:
            self.copy_of_the_day()
            self.backend.begin()
            self._writing = True
        except DBAPIError as error:
            self._lock.release()
            raise translated(error, self.name) from error
        except BaseException:
            self._lock.release()
            raise

    def wait_at_most(self, milliseconds: int) -> None:
        """How long a write waits for another window, from now on; past it StudyBusy is raised."""
        self.backend.wait_at_most(milliseconds)

    def is_free(self) -> bool:
        """Whether a write could begin now; asked without waiting."""
        patience = self.backend.patience_ms
        self.backend.wait_at_most(0)
        try:
            self.backend.begin()
            self.connection.exec_driver_sql("ROLLBACK")
        except DBAPIError as error:
            if isinstance(translated(error, self.name), StudyBusy):
                return False
            # Anything else is for the write itself to meet, and to say.
        finally:
            self.backend.wait_at_most(patience)
        return True

    def commit(self) -> None:
        """Make the write last."""
        self.connection.exec_driver_sql("COMMIT")
        self._writing = False
        self._lock.release()

    def rollback(self) -> None:
        """Leave the study as it was."""
        try:
            self.connection.exec_driver_sql("ROLLBACK")
        except DBAPIError:
            # The database has rolled back by itself, as SQLite does on a full disk.
            return
        finally:
            self._writing = False
            self._lock.release()

    def refresh_sight(self) -> None:
        """Read again who the viewer is and what they may see: they may have another name, and a round be drawn or closed."""
        with suppress(KeyError):
            self.viewer = self.coders.get(self.viewer.id)
        self.session.sight = sight_of(self.connection, self.viewer.id)

    def catch_up_search(self) -> bool:
        """Index the texts that came in since, in short writes; False when it must wait for another window or for room.

        Between two writes other windows get their turn. A window that waits for nobody does one short write only: what it
        changed itself is indexed by that, and the rest by whoever looks for words next.
        """
        if not self.writable:
            return False
        hurried = self.backend.patience_ms < BUSY_MS
        while True:
            try:
                self.begin()
            except StudyFileError:
                return False
            try:
                done = search.catch_up(self.connection, search.GLANCE if hurried else search.BATCH)
                self.commit()
            except DBAPIError:
                self.rollback()
                return False
            except BaseException:
                self.rollback()
                raise
            if done or hurried:
                return done
            sleep(TURN_OF_OTHERS)

    def copy_of_the_day(self) -> Path | None:
        """Make today's copy if it is due and the study is a file that may be written beside."""
        if self._changed_before is None or self.path is None or not isinstance(self.backend, SqliteBackend):
            return None
        changed, self._changed_before = self._changed_before, None
        return backups.daily_copy(self.backend, self.path, changed)

    def back_up(self, target: Path | None) -> Path:
        """Copy the study now.

        Raises:
            StudyFileError: it is not a file, or the target cannot be written.
        """
        if self.path is None or not isinstance(self.backend, SqliteBackend):
            raise StudyFileError(f"The study {self.name} is not a file.", "Back it up with the tools of its database.")
        return backups.named_copy(self.backend, self.path, target)

    def file_beside(self, given: str | Path) -> Path:
        """The path of another study file as typed, with the suffix of one."""
        return study_path(given)

    def backups(self) -> tuple[Path, ...]:
        """The copies of this study that lie where qualcode puts them."""
        return () if self.path is None else backups.copies_of(self.path)

    def withdraw(self, cases: Sequence[int], sources: Sequence[int]) -> tuple[Removed, bool]:
        """Take out cases and sources for good, and say whether the file was written anew without them.

        It was not where another window held it up, or where the study is no file.
        """
        from qualcode.storage import withdrawal

        self.refuse_unless_writable()
        # Today's copy is not made now: it would keep what is to be taken out.
        self._changed_before = None
        withdrawal.begin_cleanly(self.connection)
        self.begin()
        try:
            withdrawal.empty_index(self.connection)
            removed = withdrawal.withdraw(self.connection, cases, sources, self.viewer.id)
        except BaseException:
            self.rollback()
            raise
        self.commit()
        self.refresh_sight()
        self.catch_up_search()
        return removed, withdrawal.rewrite_file(self.connection)

    def would_withdraw(self, cases: Sequence[int], sources: Sequence[int]) -> dict[str, int]:
        """How many rows of each table a withdrawal of cases and sources would take out."""
        from qualcode.storage import withdrawal

        try:
            return withdrawal.would_go(self.connection, set(cases), set(sources))
        except DBAPIError as error:
            raise translated(error, self.name) from error

    def check(self, progress: Progress) -> Report:
        """What was checked, one line for each fault, and notes (see `storage.faults`)."""
        from qualcode.storage import faults

        try:
            return faults.check(self.connection, progress)
        except DBAPIError as error:
            raise translated(error, self.name) from error

    def watch(self) -> Watch:
        """Begin to hear of what other windows write; closed with the study."""
        from qualcode.storage.watching import Watch

        watch = Watch(self)
        self._watches.append(watch)
        return watch

    def close(self) -> None:
        """Let go of the study; its file then holds everything."""
        for watch in self._watches:
            watch.close()
        self.backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
