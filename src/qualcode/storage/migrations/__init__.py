"""Upgrades of a study made by an earlier version: a copy first, then Alembic, step by step.

A new study gets its tables from the metadata and never meets Alembic; each upgrade's revision is its schema number.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import update

from qualcode import __version__
from qualcode.storage.tables import SCHEMA
from qualcode.storage.tables.studies import study

if TYPE_CHECKING:
    from sqlalchemy import Connection


def upgrade(path: Path, schema: int) -> Path:
    """Copy a study file, bring it from `schema` to this version's, and return the copy.

    Raises:
        StudyFileError: the copy cannot be written; the study is then untouched.
    """
    from qualcode.storage import study_file

    access = study_file.access_of(path)
    backend = study_file.connect(path, access)
    try:
        kept = path.with_name(f"{path.stem}-before-upgrade-from-{schema}{path.suffix}")
        study_file.copy(backend, kept, hint="Make room for it, and open the study again; it is untouched.")
        backend.begin()
        try:
            run(backend.connection, schema, SCHEMA)
            backend.connection.execute(update(study).values(schema=SCHEMA, needs_version=__version__))
            backend.connection.exec_driver_sql("COMMIT")
        except BaseException:
            backend.connection.exec_driver_sql("ROLLBACK")
            raise
    finally:
        backend.close()
    return kept


def run(connection: Connection, since: int, to: int) -> None:
    """Run the upgrades from schema `since` (0 is an empty database) to schema `to` on an open connection."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(Path(__file__).parent))
    steps = list(script.iterate_revisions(f"{to:04d}", f"{since:04d}" if since else "base"))
    context = MigrationContext.configure(connection, opts={"render_as_batch": True, "transactional_ddl": False})
    with Operations.context(context):
        for step in reversed(steps):
            step.module.upgrade()
