"""Importing from the screen: files are chosen, read, settled, confirmed, and only then in the study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.sources import Role
from qualcode.errors import Cancelled
from qualcode.services.checking import check_study
from qualcode.services.import_checks import KnownFiles
from qualcode.services.import_reading import read_file
from qualcode.services.speakers import list_speakers
from qualcode.services.studies import new_study, open_study
from qualcode.tui.import_files import WaitingFile, WaitingFiles
from qualcode.tui.modals.working import Working
from qualcode.tui.screens.importing import ImportScreen
from qualcode.tui.screens.sources import SourcesScreen
from qualcode.tui.widgets.bars import StatusBar
from tests.tui.screens import SIZES, Driven, driven

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.domain.progress import Progress

TALK = """TA: Who wrote it?

MIRA: I did, at home.

Note: she laughs.

TA: And then?

MIRA: It came back.
"""
ASKING = "TOM: Where were you?\n\nTA: At home, where else.\n\nTOM: And then?\n\nTA: Nothing at all.\n"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    new_study(tmp_path / "study", lead="maya", title="Clinics").close()
    return tmp_path / "study.qualcode"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text(TALK, encoding="utf-8")
    (folder / "b.txt").write_text(ASKING, encoding="utf-8")
    (folder / "c.txt").write_bytes("I: Où?\n\nP: Là – là.\n".encode("mac-roman"))
    return folder


def said(it: Driven) -> str:
    return it.app.screen.query_one(StatusBar).text.strip()


async def settled(it: Driven) -> None:
    await it.pilot.pause()
    await it.app.workers.wait_for_complete()
    await it.pilot.pause()
    await it.pilot.pause()


async def reading(it: Driven, typed: str) -> ImportScreen:
    await it.press("q", "a")
    await it.pilot.pause()
    await it.press(f"type:{typed}", "enter")
    await settled(it)
    screen = it.app.screen
    assert isinstance(screen, ImportScreen), said(it)
    return screen


def speakers(path: Path) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    with open_study(path) as study:
        assert check_study(study).faults == ()
        found: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
        for one in list_speakers(study):
            found.setdefault(one.source, []).append((one.speaker.label, one.speaker.role.value, one.cases))
        return found


@pytest.mark.parametrize("size", SIZES)
async def test_files_are_settled_confirmed_and_imported(empty: Path, files: Path, size: tuple[int, int]) -> None:
    async with driven(empty, size) as it:
        screen = await reading(it, str(files))
        assert [row[1] for row in screen.files.rows] == ["a.txt", "b.txt", "c.txt"]
        assert [row[1:4] for row in screen.rows.rows] == [
            ("TA", "2", "interviewer"),
            ("MIRA", "2", "participant"),
            ("Note", "", "no speaker"),
        ]
        await it.press("end")
        assert "Note in line 5 was not taken: a word for a remark" in said(it)
        await it.press("3")
        assert said(it) == "Note is taken, and is somebody else."
        await it.press("k", "R", "ctrl+u", "type:P017", "ctrl+s")
        assert [row[4] for row in screen.rows.rows] == ["", "P017", ""]
        await it.press("enter")
        assert [file.state for file in screen.waiting.files] == ["✓ confirmed", "to confirm", "to confirm"]
        assert [row[1:4] for row in screen.rows.rows] == [("TOM", "2", "interviewer"), ("TA", "2", "participant")]
        await it.press("1", "home", "2", "j", "1", "enter", "e", "ctrl+u", "type:Third", "tab", "right", "ctrl+s")
        await it.press("enter")
        assert said(it) == "All are confirmed: a imports them."
        with open_study(empty) as study:
            assert study.sources.all() == ()
        await it.press("a")
        await settled(it)
        assert isinstance(it.app.screen, SourcesScreen)
        assert said(it) == "Imported 3 files; u takes them back one by one."
        assert [line.overview.source.name for line in it.app.screen.lines] == ["a", "b", "Third"]
        await it.press("u")
        assert [line.overview.source.name for line in it.app.screen.lines] == ["a", "b"]
    assert speakers(empty) == {
        "a": [("TA", "interviewer", ()), ("MIRA", "participant", ("P017",)), ("Note", "other", ())],
        "b": [("TOM", "participant", ("TOM",)), ("TA", "interviewer", ())],
    }


async def test_what_was_confirmed_is_offered_and_can_be_forgotten(empty: Path, files: Path) -> None:
    async with driven(empty) as it:
        await reading(it, str(files / "a.txt"))
        await it.press("enter", "a")
        await settled(it)
        await it.press("a", "ctrl+u", f"type:{files / 'b.txt'}", "enter")
        await settled(it)
        screen = it.app.screen
        assert isinstance(screen, ImportScreen)
        assert [row[1:4] for row in screen.rows.rows] == [("TOM", "2", "participant"), ("TA", "2", "interviewer*")]
        await it.press("asterisk")
        assert [row[1:4] for row in screen.rows.rows] == [("TOM", "2", "interviewer"), ("TA", "2", "participant")]


async def test_an_encoding_is_chosen_by_its_text(empty: Path, files: Path) -> None:
    async with driven(empty) as it:
        screen = await reading(it, str(files / "c.txt"))
        first = screen.waiting.file.read.text.encoding
        await it.press("greater_than_sign")
        assert "look at quotation marks" in said(it)
        seen = [first, screen.waiting.file.read.text.encoding]
        for _ in range(9):
            await it.press("greater_than_sign")
            seen.append(screen.waiting.file.read.text.encoding)
        assert "mac-roman" in seen
        assert seen[-1] in seen[:-1]
        screen.waiting.settle(name="c", encoding="mac-roman", cases="speaker")
        assert "Où?" in screen.waiting.file.read.text.text
        await it.press("less_than_sign", "greater_than_sign")
        assert screen.waiting.file.read.text.encoding == "mac-roman"
        await it.press("e", "tab", "tab", "ctrl+u", "type:utf-8", "ctrl+s")
        assert "is not text in utf-8" in said(it)
        assert screen.waiting.file.read.text.encoding == "mac-roman"


async def test_leaving_asks_where_something_was_confirmed(empty: Path, files: Path) -> None:
    async with driven(empty) as it:
        screen = await reading(it, f"{files}/*.txt")
        await it.press("space", "right_curly_bracket", "enter", "q")
        await it.press("escape")
        assert it.app.screen is screen
        assert [file.state for file in screen.waiting.files] == ["left out", "✓ confirmed", "to confirm"]
        await it.press("a", "enter")
        await settled(it)
        assert said(it) == "Imported 1 file; u takes it back."
        assert [row[1] for row in screen.files.rows] == ["a.txt", "c.txt"]
        await it.press("q")
        assert isinstance(it.app.screen, SourcesScreen)
    assert list(speakers(empty)) == ["b"]


async def test_files_that_cannot_be_read_are_named_and_a_missing_one_is_refused(empty: Path, files: Path) -> None:
    (files / "none.docx").write_text("words")
    async with driven(empty) as it:
        await it.press("q", "a")
        await it.pilot.pause()
        await it.press("type:nowhere", "enter")
        assert not isinstance(it.app.screen, SourcesScreen | ImportScreen)
        await it.press("ctrl+u", f"type:{files}/non", "tab", "enter")
        await settled(it)
        assert "none.docx" in said(it)
        await it.press("a", "ctrl+u", f"type:{files}", "enter")
        await settled(it)
        assert "1 could not be read: none.docx" in said(it)


async def test_a_file_that_another_window_imports_meanwhile_stays_and_is_named(empty: Path, files: Path) -> None:
    from qualcode.services.importing import import_files

    async with driven(empty) as it:
        screen = await reading(it, str(files))
        with open_study(empty) as study:
            import_files(study, [files / "b.txt"])
        await it.press("a", "enter")
        await settled(it)
        assert "Imported 2 files" in said(it)
        assert 'already in the study, as "b"' in said(it)
        assert [row[1] for row in screen.files.rows] == ["b.txt"]


async def test_work_beside_the_screen_can_be_stopped(empty: Path) -> None:
    from threading import Event

    go_on = Event()
    results: list[object] = []

    def do(progress: Progress) -> str:
        for number in range(1000):
            progress(number, 1000, f"file {number}")
            go_on.wait(0.01)
        return "done"

    async with driven(empty) as it:
        it.app.push_screen(Working("Working", do), results.append)
        await it.pilot.pause(0.1)
        await it.press("escape")
        go_on.set()
        await settled(it)
        assert [type(one) for one in results] == [Cancelled]
        it.app.push_screen(Working("Working", lambda _: "done"), results.append)
        await settled(it)
        assert results[1:] == ["done"]


# ---- the files before they are shown -----------------------------------------------------------------------------


@pytest.fixture
def waiting(files: Path) -> Callable[..., WaitingFiles]:
    def made(*names: str) -> WaitingFiles:
        return WaitingFiles([WaitingFile(read_file(files / name)) for name in names], KnownFiles({}, set(), set()))

    return made


def test_roles_and_labels_of_one_file_are_given_to_the_others_that_are_not_confirmed(
    waiting: Callable[..., WaitingFiles], files: Path
) -> None:
    (files / "d.txt").write_text(TALK.replace("home", "the office"), encoding="utf-8")
    (files / "e.txt").write_text(TALK.replace("home", "work"), encoding="utf-8")
    them = waiting("a.txt", "d.txt", "e.txt")
    them.files[2].confirmed = True
    them.set_role(them.labels()[0], Role.OTHER)
    them.set_role(them.labels()[2], Role.PARTICIPANT)
    them.leave(them.labels()[1])
    assert them.alike() == 1
    assert [(one.label, one.role) for one in them.files[1].read.speakers] == [("TA", Role.OTHER), ("Note", Role.PARTICIPANT)]
    assert [one.label for one in them.files[2].read.speakers] == ["TA", "MIRA"]
    assert them.alike() == 0


def test_what_is_settled_anew_is_confirmed_anew(waiting: Callable[..., WaitingFiles]) -> None:
    them = waiting("a.txt")
    them.confirm()
    them.set_role(them.labels()[0], Role.OTHER)
    assert them.file.state == "to confirm"


def test_a_name_that_two_files_would_have_stands_in_the_way_of_the_second(waiting: Callable[..., WaitingFiles]) -> None:
    them = waiting("a.txt", "b.txt")
    them.at = 1
    them.settle(name="A", encoding="", cases="none")
    assert [bool(one.problem) for one in them.files] == [False, True]
    them.at = 0
    them.leave_out()
    assert [one.problem for one in them.files] == ["", ""]
    assert [read.name for read in them.proposed] == ["A"]
