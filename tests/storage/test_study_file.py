from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from qualcode.errors import NotFound, StudyFileError, UsageError
from qualcode.services.checking import check_study
from qualcode.services.studies import add_coder, back_up, folder_warning, new_study, open_study
from qualcode.storage import study_file
from tests import plain_user

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return study_of_two(tmp_path)


@pytest.fixture
def open_path(open_folder: Path) -> Path:
    return study_of_two(open_folder)


def study_of_two(folder: Path) -> Path:
    with new_study(folder / "fls", lead="Mairi Lennox") as study:
        add_coder(study, "Tom Adeyemi")
    return folder / "fls.qualcode"


def test_a_study_is_one_file_that_only_its_owner_may_read(path: Path) -> None:
    assert [file.name for file in path.parent.iterdir()] == ["fls.qualcode"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_new_refuses_an_existing_file(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StudyFileError, match="exists already"):
        new_study(path, lead="Jo")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "file"),
    [
        ("fls", "fls.qualcode"),
        ("fls.qualcode", "fls.qualcode"),
        ("fls.db", "fls.db"),
        ("round 1.2", "round 1.2.qualcode"),
        ("Dr. May", "Dr. May.qualcode"),
        ("étude 日本", "étude 日本.qualcode"),
    ],
)
def test_a_name_without_a_suffix_gets_one(tmp_path: Path, typed: str, file: str) -> None:
    with new_study(tmp_path / typed, lead="Jo"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == [file]
    with open_study(tmp_path / typed) as study:
        assert study.name == file


def test_new_names_the_folder_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StudyFileError, match="no folder"):
        new_study(tmp_path / "nowhere" / "fls", lead="Jo")


@pytest.mark.parametrize("content", [b"", b"not a database at all, only words" * 40, b"SQLite format 3\0" + bytes(300)])
def test_what_is_no_study_is_refused_and_untouched(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.qualcode"
    file.write_bytes(content)
    with pytest.raises(StudyFileError, match=r"letter\.qualcode is not a qualcode study"):
        open_study(file)
    assert file.read_bytes() == content


def test_another_programs_database_is_no_study(tmp_path: Path) -> None:
    file = tmp_path / "other.qualcode"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE study (schema, needs_version)")
    connection.commit()
    connection.close()
    with pytest.raises(StudyFileError, match="not a qualcode study"):
        open_study(file)


def test_a_path_to_nothing_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(StudyFileError, match="There is no study"):
        open_study(tmp_path / "fls")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_study_is_named_as_such(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 * 2 : 4096 * 6] = b"\xff" * (4096 * 4)
    path.write_bytes(bytes(data))
    try:
        with open_study(path) as study:
            found = "; ".join(check_study(study).faults)
    except StudyFileError as error:
        found = error.message
    assert "damaged" in found


def test_who_acts(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    with open_study(path) as study:
        assert study.viewer.name == "Mairi Lennox"
    with open_study(path, "tom adeyemi") as study:
        assert study.viewer.name == "Tom Adeyemi"
    monkeypatch.setenv("QUALCODE_CODER", "Tom Adeyemi")
    with open_study(path) as study:
        assert study.viewer.name == "Tom Adeyemi"
    with pytest.raises(NotFound, match='no coder "Jo"'):
        open_study(path, "Jo")


def test_nobody_is_guessed_while_a_blind_round_is_in_progress(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO round (guid, name, kind, purpose, blind, state, made_at) "
        "VALUES ('g', 'check', 'independent', 'check', 1, 'in progress', '2013-04-01T00:00:00.000Z')"
    )
    connection.commit()
    connection.close()
    with pytest.raises(UsageError, match="Mairi Lennox, Tom Adeyemi"):
        open_study(path)


def test_a_copy_is_whole_and_private(path: Path) -> None:
    with open_study(path) as study:
        copy = back_up(study, path.with_name("copy.qualcode"))
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with open_study(copy) as study:
        assert [coder.name for coder in study.coders.all()] == ["Mairi Lennox", "Tom Adeyemi"]
        assert check_study(study).faults == ()


def test_a_copy_replaces_no_file_and_not_the_study_itself(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.qualcode"
    other.write_bytes(b"another study")
    with open_study(path) as study:
        for target in (path, other, tmp_path):
            with pytest.raises(StudyFileError, match="exists already"):
                back_up(study, target)
        add_coder(study, "Jo")
    assert other.read_bytes() == b"another study"
    with open_study(path) as study:
        assert "Jo" in {coder.name for coder in study.coders.all()}


def test_the_first_write_of_a_day_keeps_the_state_before_it(path: Path) -> None:
    yesterday = time.time() - 86400
    os.utime(path, (yesterday, yesterday))
    with open_study(path) as study:
        add_coder(study, "Jo")
        add_coder(study, "Kim")
    copies = list((path.parent / "fls.backups").iterdir())
    assert len(copies) == 1
    with open_study(copies[0]) as before:
        assert [coder.name for coder in before.coders.all()] == ["Mairi Lennox", "Tom Adeyemi"]


def test_a_folder_that_is_synchronised_gets_the_delete_journal(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox" / "study"
    folder.mkdir(parents=True)
    assert study_file.is_shared(folder / "fls.qualcode")
    with new_study(folder / "fls", lead="Mairi") as study:
        assert study.connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"


def test_in_a_read_only_folder_a_study_opens_for_reading(open_path: Path) -> None:
    open_path.parent.chmod(0o755)
    plain_user.give_to_nobody(open_path.parent)
    open_path.parent.chmod(0o555)
    before = open_path.read_bytes()
    try:
        read = plain_user.qualcode("coders", "list", "fls", cwd=open_path.parent)
        assert (read.returncode, read.stderr) == (0, "")
        assert "Tom Adeyemi" in read.stdout
        written = plain_user.qualcode("coders", "add", "fls", "Jo", cwd=open_path.parent)
    finally:
        open_path.parent.chmod(0o755)
    assert written.returncode == 1
    assert (
        written.stderr
        == "The study fls.qualcode can only be read here. Copy it to a folder you may write in, and work on the copy.\n"
    )
    assert open_path.read_bytes() == before


def test_a_full_disk_leaves_the_study_as_it_was(open_path: Path) -> None:
    plain_user.give_to_nobody(open_path.parent)
    names = [f"coder {place} {'x' * 150}" for place in range(3)]
    limit = 8192
    full = plain_user.qualcode("coders", "add", "fls", names[0], cwd=open_path.parent, file_limit=limit)
    assert full.returncode == 1
    assert "could not be used: the disk" in full.stderr
    assert full.stderr.count("\n") == 1
    with open_study(open_path) as study:
        assert [coder.name for coder in study.coders.all()] == ["Mairi Lennox", "Tom Adeyemi"]
        assert check_study(study).faults == ()


@pytest.mark.parametrize("limit", [20_000, 40_000, 200_000])
def test_a_disk_too_full_for_a_new_study_keeps_its_name_free(open_folder: Path, limit: int) -> None:
    plain_user.give_to_nobody(open_folder)
    full = plain_user.qualcode("new", "fls", "--coder", "Jo", cwd=open_folder, file_limit=limit)
    assert full.returncode == 1
    assert "fls.qualcode could not be used: the disk" in full.stderr
    assert list(open_folder.iterdir()) == []


def test_a_copy_that_cannot_be_made_says_so_and_changes_nothing(path: Path) -> None:
    (path.parent / "fls.backups").write_text("a file where the folder of copies should be", encoding="utf-8")
    with open_study(path) as study, pytest.raises(StudyFileError, match=r"fls\.backups cannot be made: file exists"):
        back_up(study)
    yesterday = time.time() - 86400
    os.utime(path, (yesterday, yesterday))
    with open_study(path) as study:
        with pytest.raises(StudyFileError, match=r"fls\.backups cannot be made") as refused:
            add_coder(study, "Jo")
        assert "--to" not in refused.value.hint
        assert [coder.name for coder in study.coders.all()] == ["Mairi Lennox", "Tom Adeyemi"]


@pytest.mark.parametrize("folder", [".", "..", "/"])
def test_a_folder_is_no_study(folder: str) -> None:
    with pytest.raises(StudyFileError, match="There is no study"):
        open_study(folder)


def test_another_window_is_waited_for_and_then_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualcode.storage.study_file.BUSY_MS", 50)
    monkeypatch.setattr("qualcode.storage.engine.BUSY_MS", 50)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_study(path) as study, pytest.raises(StudyFileError, match="another window is writing in it"):
        add_coder(study, "Jo")
    other.execute("ROLLBACK")
    other.close()
    with open_study(path) as study:
        add_coder(study, "Jo")


def test_a_synchronised_folder_is_warned_of_once(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    with new_study(folder / "fls", lead="Mairi") as study:
        first, second = folder_warning(study), folder_warning(study)
    assert first is not None
    assert "synchronised or network folder" in first
    assert second is None
    with open_study(folder / "fls") as study:
        assert folder_warning(study) is None


def test_a_coder_is_known_by_their_first_name_where_only_one_has_it(path: Path) -> None:
    with open_study(path, "tom") as study:
        assert study.viewer.name == "Tom Adeyemi"
        add_coder(study, "Tom Baker")
    with pytest.raises(NotFound, match='no coder "tom"'):
        open_study(path, "tom")


def test_copies_of_a_study_with_brackets_in_its_name_are_found_and_only_the_latest_kept(tmp_path: Path) -> None:
    path = tmp_path / "round [1].qualcode"
    new_study(path, lead="Mairi Lennox").close()
    folder = tmp_path / "round [1].backups"
    folder.mkdir()
    for day in range(10, 22):
        (folder / f"round [1]-2026-01-{day}.qualcode").touch()
    upgraded = tmp_path / "round [1]-before-upgrade-from-1.qualcode"
    upgraded.touch()
    yesterday = time.time() - 86400
    os.utime(path, (yesterday, yesterday))
    with open_study(path) as study:
        add_coder(study, "Tom")
        assert len(list(folder.iterdir())) == 10
        assert upgraded in study.backups()


def test_another_process_that_comes_and_goes_does_not_take_the_log_away_from_those_who_write(path: Path) -> None:
    """To open the file otherwise than by the database, and close it, drops the locks that a process has on it."""
    coming_and_going = (
        "import sys; from qualcode.services.studies import open_study\n"
        "with open_study(sys.argv[1], 'Mairi Lennox') as study: study.desk.keep_note('between', '2')"
    )
    with open_study(path, "Mairi Lennox") as first, open_study(path, "Mairi Lennox") as second:
        first.desk.keep_note("before", "1")
        subprocess.run([sys.executable, "-c", coming_and_going, str(path)], check=True)
        assert path.with_name("fls.qualcode-wal").exists()
        for number in range(20):
            first.desk.keep_note(f"after {number}", "3" * 500)
        assert second.desk.note("between") == "2"
        assert second.desk.note("after 19") is not None
    with open_study(path, "Mairi Lennox") as study:
        assert check_study(study).faults == ()
        assert [study.desk.note(name) for name in ("before", "between")] == ["1", "2"]
