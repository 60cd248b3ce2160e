"""Memos and the change history by keyboard: what is written is what the study then holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.memos import MemoTarget
from qualcode.errors import UndoRefused
from qualcode.services.codebook import rename_code
from qualcode.services.memos import ListedMemo, add_memo, list_memos
from qualcode.services.studies import add_coder, history, open_study, undo
from qualcode.tui.modals.memo_editor import MemoEditor
from qualcode.tui.modals.reading import ReadOnly
from qualcode.tui.modals.reason import Reason
from qualcode.tui.screens.codebook import CodebookScreen
from qualcode.tui.screens.history import HistoryScreen
from qualcode.tui.screens.memos import MemoScreen
from qualcode.tui.widgets.bars import StatusBar
from tests.tui.screens import SIZES, driven

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.screens import Driven


def said(it: Driven) -> str:
    return it.app.screen.query_one(StatusBar).text


def memos(path: Path) -> tuple[ListedMemo, ...]:
    with open_study(path) as study:
        return list_memos(study)


def with_memos(path: Path) -> None:
    with open_study(path) as study:
        add_memo(study, "Waiting is everywhere.", kind="analytic", target="code Waiting times")
        add_memo(study, "I nodded too much.", kind="reflexive", target="source first")
        add_memo(study, "Two rounds.", kind="methodological", target="study")


@pytest.mark.parametrize("size", SIZES)
async def test_memos_on_what_is_before_one(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size) as it:
        await it.press("m", "type:Listened twice", "enter", "type:She laughs.", "ctrl+s")
        assert "Wrote a memo" in it.status
        await it.press(
            "right_parenthesis", "c", "type:wait", "enter", "left", "right", "m", "type:Why here", "tab", "right", "ctrl+s"
        )
        await it.press("v", "l", "l", "m", "type:These words", "ctrl+s")
        await it.press("escape")
        coding = next(iter(it.screen.view.marks.by_id))
        source = it.screen.desk.source.text.source.guid if it.screen.desk and it.screen.desk.source else ""
    written = memos(study_path)
    assert [(one.kind, one.text) for one in written] == [
        ("familiarisation note", "Listened twice\nShe laughs."),
        ("methodological", "Why here"),
        ("analytic", "These words"),
    ]
    assert [one.target for one in written[:2]] == ["source first", f"coding {coding}"]
    (about,) = written[2].about
    assert (about.to, about.guid) == (MemoTarget.SOURCE, source)
    with open_study(study_path) as study:
        text = study.sources.text(study.sources.named("first").id).text
    assert about.span is not None
    assert len(about.span.words_of(text).split()) == 3


@pytest.mark.parametrize("size", SIZES)
async def test_the_memos_are_listed_searched_edited_and_removed(study_path: Path, size: tuple[int, int]) -> None:
    with_memos(study_path)
    async with driven(study_path, size) as it:
        await it.press("o", "m")
        screen = it.app.screen
        assert isinstance(screen, MemoScreen)
        assert [one.text for one in screen.memos] == ["Two rounds.", "I nodded too much.", "Waiting is everywhere."]
        assert "3 memos, by date" in said(it)
        await it.press("T")
        assert [one.target for one in screen.memos] == ["study", "source first", "code Access > Waiting times"]
        await it.press("slash", "type:nodded", "enter", "e", "home", "type:Once ", "ctrl+s")
        assert "Edited the memo." in said(it)
        assert memos(study_path)[1].text == "Once I nodded too much."
        await it.press("x", "type:unkind", "enter")
        assert [one.text for one in memos(study_path)] == ["Waiting is everywhere.", "Two rounds."]
        await it.press("u")
        assert memos(study_path)[1].text == "Once I nodded too much."
        await it.press("m", "type:A third", "tab", "left", "ctrl+s", "q")
        assert it.app.screen is it.screen
    last = memos(study_path)[-1]
    assert (last.kind, last.target, last.text) == ("reflexive", "study", "A third")


async def test_what_a_memo_is_about_is_opened(study_path: Path) -> None:
    with_memos(study_path)
    async with driven(study_path, source="long") as it:
        await it.press("o", "m", "enter")
        assert "no screen to open" in said(it)
        await it.press("j", "enter")
        assert it.app.screen is it.screen
        assert "first" in it.header
        await it.press("o", "m", "G", "enter")
        screen = it.app.screen
        assert isinstance(screen, CodebookScreen)
        assert screen.codebook[screen.codes.code or 0].name == "Waiting times"
        await it.press("q", "w", "w", "m", "type:Here.", "ctrl+s", "G", "o", "m", "enter")
        assert it.app.screen is it.screen
        assert it.caret == "Thank"


async def test_a_memo_of_somebody_else_is_not_edited(study_path: Path) -> None:
    with open_study(study_path) as study:
        add_coder(study, "tomas")
    with open_study(study_path, "tomas") as study:
        add_memo(study, "Mine.", target="study")
    async with driven(study_path) as it:
        await it.press("o", "m", "e")
        assert "Somebody else wrote this memo." in said(it)
    assert [one.text for one in memos(study_path)] == ["Mine."]


@pytest.mark.parametrize("size", SIZES)
async def test_the_history_its_rows_and_undo(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size) as it:
        await it.press("c", "type:wait", "enter", "o", "h")
        screen = it.app.screen
        assert isinstance(screen, HistoryScreen)
        assert screen.lines[0].change.verb == "apply_code"
        await it.press("enter")
        assert isinstance(it.app.screen, ReadOnly)
        assert "Waiting times in first" in it.app.screen.words.plain
        await it.press("escape", "slash", "type:import maya", "enter")
        assert {line.change.verb for line in (screen.lines[place] for place in screen._places)} <= {
            "import_source",
            "import_sources",
            "import_codebook",
            "import_files",
        }
        assert screen._places
        await it.press("slash", "escape", "u")
        assert "Undone" in said(it)
        assert [line.stands for line in screen.lines[:2]] == [True, False]
        await it.press("U")
        assert "Done again" in said(it)
    with open_study(study_path) as study:
        assert [line.change.verb for line in history(study)][-3:] == ["apply_code", "undo", "redo"]
        assert len(study.codings.all()) == 1


@pytest.mark.parametrize("size", SIZES)
async def test_the_history_is_filtered_and_an_older_change_taken_back(study_path: Path, size: tuple[int, int]) -> None:
    with open_study(study_path) as study:
        add_coder(study, "tomas")
        rename_code(study, study.codes.codebook().find("Transport").id, "Travel")
    with open_study(study_path, "tomas") as study:
        rename_code(study, study.codes.codebook().find("Broken trust").id, "Lost trust")
    async with driven(study_path, size) as it:
        await it.press("c", "type:wait", "enter", "o", "h", "f", "type:what", "enter", "type:rename", "enter")
        screen = it.app.screen
        assert isinstance(screen, HistoryScreen)
        assert [line.coder for line in screen.lines] == ["tomas", "maya"]
        await it.press("f", "type:who", "enter", "type:maya", "enter")
        assert [line.change.what for line in screen.lines] == ["renamed Transport to Travel"]
        assert "verb rename code, coder maya" in said(it)
        await it.press("x", "type:Travel is wider", "enter")
        assert "Taken back: renamed Transport" in said(it)
        assert [line.stands for line in screen.lines] == [False]
        assert "Travel is wider" in str(screen.told())
        await it.press("x")
        assert "taken back already" in said(it)
        await it.press("f", "type:all", "enter", "f", "type:code", "enter", "type:lost", "enter")
        assert [line.change.verb for line in screen.lines] == ["rename_code", "import_codebook"]
        await it.press("x", "enter")
        assert isinstance(it.app.screen, Reason)
        await it.press("type:Not lost", "enter")
        await it.press("f", "type:all", "enter", "f", "type:source", "enter", "type:long", "enter")
        assert [line.change.verb for line in screen.lines] == ["import_source"]
        await it.press("f", "escape", "f", "enter")
        assert "All changes are shown again" in said(it)
    with open_study(study_path) as study:
        names = {code.name for code in study.codes.codebook()}
        assert {"Transport", "Broken trust"} <= names
        assert [line.change.reason for line in history(study)[-2:]] == ["Travel is wider", "Not lost"]


async def test_the_audit_trail_is_written_from_the_history(study_path: Path, tmp_path: Path) -> None:
    target = tmp_path / "trail.csv"
    async with driven(study_path) as it:
        await it.press("o", "h", "X")
        assert "audit-trail.docx" in said(it)
        await it.press(*["backspace"] * len("audit-trail.docx"), f"type:{target}", "enter")
        for _ in range(100):
            if "Wrote the audit trail" in said(it):
                break
            await it.pilot.pause(0.05)
        assert "decisions" in said(it)
        await it.press("X", "escape", "j")
        assert it.app.screen is not it.screen
    assert "Imported the codebook" in target.read_text(encoding="utf-8")


async def test_an_undo_that_is_refused_says_why(study_path: Path) -> None:
    with open_study(study_path) as study:
        add_coder(study, "tomas")
        code = study.codes.codebook().find("Transport").id
        rename_code(study, code, "Travel")
    with open_study(study_path, "tomas") as study:
        rename_code(study, code, "Transport to care")
    with open_study(study_path) as study, pytest.raises(UndoRefused) as refusal:
        undo(study)
    async with driven(study_path) as it:
        await it.press("o", "h", "u")
        assert str(refusal.value)[:60] in said(it)
    with open_study(study_path) as study:
        assert study.codes.codebook()[code].name == "Transport to care"


async def test_without_colour(study_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with_memos(study_path)
    async with driven(study_path, (80, 24)) as it:
        await it.press("o", "m", "e")
        assert isinstance(it.app.screen, MemoEditor)
        await it.press("escape", "o", "h", "enter")
        assert isinstance(it.app.screen, ReadOnly)
