"""Making a study and opening one for a viewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, insert, select
from sqlalchemy.exc import DBAPIError

from qualcode import __version__
from qualcode.domain.acting import acting_coder
from qualcode.domain.coding import RoundKind, RoundState
from qualcode.storage import backups, search, study_file
from qualcode.storage.clock import new_guid, now
from qualcode.storage.engine import PostgresBackend, translated
from qualcode.storage.repositories.coders import CodersRepository, initials_of
from qualcode.storage.session import Session
from qualcode.storage.sight import Sight
from qualcode.storage.study import OpenStudy
from qualcode.storage.tables import SCHEMA
from qualcode.storage.tables.rounds import round_
from qualcode.storage.tables.studies import coder, study

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from qualcode.domain.coding import Coder
    from qualcode.storage.engine import Backend


def is_url(where: str | Path) -> bool:
    """Whether a study is named by a database's URL rather than a path."""
    return "://" in str(where)


def create_study(where: str | Path, *, lead: str, title: str = "", approach: str = "codebook") -> OpenStudy:
    """Make a study with its lead coder and its open round, and open it for the lead coder.

    Raises:
        StudyFileError: a file of that name exists, or cannot be made.
    """
    if is_url(where):
        backend: Backend = PostgresBackend.connect(str(where))
        backend.create_tables()
        _furnish(backend, lead, title, approach)
        return open_study(where, lead)
    path = study_file.study_path(where)
    backend = study_file.create(path)
    try:
        _furnish(backend, lead, title or path.stem, approach)
    except DBAPIError as error:
        study_file.discard(backend, path)
        raise translated(error, path.name) from error
    backend.close()
    return open_study(path, lead)


def open_study(where: str | Path, acting: str | None = None) -> OpenStudy:
    """Open a study for the coder who acts (`domain.acting`): the one named, else the one it can only be.

    Raises:
        StudyFileError: it is no study, damaged, from a newer qualcode, or cannot be opened.
        NotFound: there is no coder of that name.
        UsageError: nobody is named and several coders could act.
    """
    if is_url(where):
        backend: Backend = PostgresBackend.connect(str(where))
        return OpenStudy(backend, _viewer(backend.connection, acting), name=str(where).rsplit("/", 1)[-1])
    path = study_file.study_path(where)
    schema = study_file.recognise(path)
    access = study_file.access_of(path)
    changed = backups.last_change(path)
    if schema < SCHEMA:
        from qualcode.storage.migrations import upgrade

        upgrade(path, schema)
    try:
        file = study_file.connect(path, access)
        try:
            return OpenStudy(file, _viewer(file.connection, acting), name=path.name, path=path, access=access, changed=changed)
        except BaseException:
            file.close()
            raise
    except DBAPIError as error:
        raise translated(error, path.name) from error


def _viewer(connection: Connection, acting: str | None) -> Coder:
    coders = CodersRepository(Session(connection, Sight(0))).all()
    lead = connection.scalar(select(study.c.lead_coder))
    blind = connection.scalar(select(exists().where(round_.c.blind == 1, round_.c.state == RoundState.IN_PROGRESS.value)))
    return acting_coder(coders, lead=lead, acting=acting, blind_round=bool(blind))


def _furnish(backend: Backend, lead: str, title: str, approach: str) -> None:
    """The rows every study begins with: its lead coder, itself, and the open round."""
    connection = backend.connection
    search.make_index(connection)
    backend.begin()
    name = lead.strip()
    made = connection.execute(insert(coder).values(guid=new_guid(), name=name, initials=initials_of(name)))
    assert made.inserted_primary_key is not None
    facts = {
        "title": title,
        "approach": approach,
        "lead_coder": made.inserted_primary_key[0],
        "schema": SCHEMA,
        "needs_version": __version__,
    }
    connection.execute(insert(study).values(guid=new_guid(), made_at=now(), **facts))
    first_round = {"name": "open", "kind": RoundKind.OPEN.value, "state": RoundState.IN_PROGRESS.value}
    connection.execute(insert(round_).values(guid=new_guid(), made_at=now(), **first_round))
    connection.exec_driver_sql("COMMIT")
