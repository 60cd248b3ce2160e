from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.pool import StaticPool

from qualcode.errors import StudyFileError
from qualcode.services.studies import add_coder, new_study, open_study
from qualcode.storage.migrations import run
from qualcode.storage.tables import SCHEMA
from qualcode.storage.tables.base import make_tables

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection


def shape(connection: Connection) -> dict[str, object]:
    """Columns, keys and indexes of every table, as the database itself reports them."""
    seen = inspect(connection)
    return {
        table: (
            [(column["name"], str(column["type"]), column["nullable"], column["default"]) for column in seen.get_columns(table)],
            sorted((key["constrained_columns"], key["referred_table"]) for key in seen.get_foreign_keys(table)),
            sorted((index["name"] or "", index["column_names"], bool(index["unique"])) for index in seen.get_indexes(table)),
            sorted(str(unique["column_names"]) for unique in seen.get_unique_constraints(table)),
        )
        for table in seen.get_table_names()
    }


def test_the_upgrades_from_nothing_make_the_tables_of_a_new_study() -> None:
    stepped = create_engine("sqlite://", poolclass=StaticPool, isolation_level="AUTOCOMMIT").connect()
    made = create_engine("sqlite://", poolclass=StaticPool, isolation_level="AUTOCOMMIT").connect()
    run(stepped, 0, SCHEMA)
    make_tables(made)
    assert shape(stepped) == shape(made)
    stepped.close()
    made.close()


def test_a_study_is_copied_before_it_is_upgraded(tmp_path: Path) -> None:
    from qualcode.storage import study_file
    from qualcode.storage.migrations import upgrade

    with new_study(tmp_path / "fls", lead="Mairi") as study:
        add_coder(study, "Tom")
    path = tmp_path / "fls.qualcode"
    copy = upgrade(path, SCHEMA)
    assert study_file.recognise(path) == SCHEMA
    with open_study(copy) as before:
        assert [coder.name for coder in before.coders.all()] == ["Mairi", "Tom"]
    with open_study(path) as upgraded:
        assert [coder.name for coder in upgraded.coders.all()] == ["Mairi", "Tom"]


def test_a_study_from_a_newer_version_is_refused_with_the_version_it_needs(tmp_path: Path) -> None:
    with new_study(tmp_path / "fls", lead="Mairi") as study:
        study.connection.exec_driver_sql(f"UPDATE study SET schema = {SCHEMA + 1}, needs_version = '9.4.0'")
    path = tmp_path / "fls.qualcode"
    before = path.read_bytes()
    with pytest.raises(StudyFileError, match=r"made by a newer qualcode and needs version 9\.4\.0 or later"):
        open_study(path)
    assert path.read_bytes() == before
