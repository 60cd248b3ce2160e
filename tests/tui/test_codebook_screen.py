"""The codebook screen by keyboard: what is pressed is what the study then holds, and one undo takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from qualcode.services.codebook_versions import list_codebook_versions
from qualcode.services.memos import list_memos
from qualcode.services.studies import history, open_study
from qualcode.tui.modals.form import Form
from qualcode.tui.modals.reading import ReadOnly
from qualcode.tui.modals.reason import Reason
from qualcode.tui.screens.codebook import CodebookScreen
from qualcode.tui.widgets.bars import StatusBar
from tests.tui.screens import SIZES, coded, driven

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.codes import Code
    from tests.tui.screens import Driven


def screen(it: Driven) -> CodebookScreen:
    assert isinstance(it.app.screen, CodebookScreen)
    return it.app.screen


def said(it: Driven) -> str:
    return screen(it).query_one(StatusBar).text


def asked(it: Driven) -> str:
    """The words of the question on the screen."""
    assert isinstance(it.app.screen, Reason)
    return it.app.screen._words


def paths(path: Path) -> list[str]:
    with open_study(path) as study:
        book = study.codes.codebook()
        return [book.path_text(code.id) for code in book]


def code(path: Path, name: str) -> Code:
    with open_study(path) as study:
        return study.codes.codebook().find(name)


async def chosen(it: Driven, name: str) -> None:
    """Put the cursor on a code."""
    found = screen(it).codebook.find(name)
    screen(it).go_to(found.id)
    await it.pilot.pause()


ALL = ["Access", "Access > Waiting times", "Access > Transport", "Trust", "Trust > In clinician", "Trust > Broken trust"]


@pytest.mark.parametrize("size", SIZES)
async def test_the_tree_and_what_is_said_of_a_code(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size) as it:
        await it.press("c", "type:wait", "enter", "right_parenthesis", "c", "type:wait", "enter", "o", "b")
        codes = screen(it)
        waiting, access = (codes.codebook.find(name).id for name in ("Waiting times", "Access"))
        assert (codes.counts[waiting].own, codes.counts[access].own, codes.counts[access].with_sub_codes) == (2, 0, 2)
        await it.press("j")
        assert codes.codes.code == waiting
        from textual.widgets import Static

        words = str(codes.query_one("#code-detail").query_one(Static).render())
        for part in ("Waiting times", "Access", "2 codings", "Waiting for an appointment", "Waiting in the building"):
            assert part in words
        await it.press("h", "h")
        assert [place.code.name for place in codes.codes.shown.lines] == ["Access", "Trust", "In clinician", "Broken trust"]
        await it.press("l", "G")
        assert codes.codebook[codes.codes.code or 0].name == "Broken trust"
        await it.press("slash", "type:tran", "enter")
        assert [place.code.name for place in codes.codes.shown.lines] == ["Access", "Transport"]
        await it.press("slash", "escape", "q")
        assert it.app.screen is it.screen


@pytest.mark.parametrize("size", SIZES)
async def test_adding_renaming_and_editing(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size) as it:
        await it.press("o", "b", "a", "type:Parking", "ctrl+s")
        assert "Added Parking." in said(it)
        await chosen(it, "In clinician")
        await it.press("a", "type:In records", "tab", "tab", "tab", "type:Trust in what is written.", "ctrl+s")
        await it.press("R", "type: kept", "ctrl+s")
        assert isinstance(it.app.screen, CodebookScreen)
        await it.press("e", "type:Also ", "tab", "type:Letters.", "ctrl+s")
        assert "Redefined In records kept." in said(it)
    assert paths(study_path) == [*ALL[:3], "Access > Parking", *ALL[3:5], "Trust > In records kept", ALL[5]]
    made = code(study_path, "In records kept")
    assert (made.definition, made.include) == ("Also Trust in what is written.", "Letters.")


async def test_a_changed_form_is_not_left_without_asking(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("o", "b", "e", "escape")
        screen(it)
        await it.press("e", "type:lost", "escape", "escape")
        assert isinstance(it.app.screen, Form)
        await it.press("escape", "enter")
        screen(it)
        await it.press("a", "ctrl+s")
        assert isinstance(it.app.screen, Form)
        await it.press("type:Kept", "ctrl+q", "escape", "ctrl+s")
        assert "Added Kept." in said(it)
    assert paths(study_path) == [*ALL[:3], "Access > Kept", *ALL[3:]]
    assert code(study_path, "Access").definition == "Getting to care"


async def test_several_codes_move_at_once_and_one_undo_takes_it_back(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("o", "b", "j", "space", "space", "M", "type:trust", "enter")
        assert "Waiting times, Transport" in asked(it)
        await it.press("type:one theme", "enter")
        assert "Moved Waiting times, Transport under Trust." in said(it)
        assert paths(study_path) == ["Access", *ALL[3:], "Trust > Waiting times", "Trust > Transport"]
        with open_study(study_path) as study:
            line = history(study)[-1].change
        assert (line.verb, line.reason) == ("move_codes", "one theme")
        await it.press("u")
        assert paths(study_path) == ALL
        await it.press("U")
        assert paths(study_path)[-1] == "Trust > Transport"
        await it.press("M", "type:root", "enter", "enter")
    assert paths(study_path)[-1] == "Waiting times"


async def test_merging_says_what_it_touches_and_the_text_follows(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("c", "type:trans", "enter", "o", "b", "j", "j", "m", "type:Buses.", "ctrl+s")
        await it.press("plus", "type:wait", "enter")
        assert "1 coding of 1 coder, 1 memo" in asked(it)
        await it.press("enter")
        assert "1 coding." in said(it)
        assert [name for name, _ in coded(study_path)] == ["Waiting times"]
        waiting = it.screen.codebook.find("Waiting times").id
        assert [one.code for one in it.screen.view.marks.by_id.values()] == [waiting]
        assert it.screen.counts == {waiting: 1}
        await it.press("u")
        assert [name for name, _ in coded(study_path)] == ["Transport"]
        assert it.screen.counts == {it.screen.codebook.find("Transport").id: 1}
    with open_study(study_path) as study:
        assert [(one.target, one.text) for one in list_memos(study)] == [("code Access > Transport", "Buses.")]


async def test_also_under_and_no_longer(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("o", "b", "j", "A", "type:trust", "enter", "enter")
        with open_study(study_path) as study:
            book = study.codes.codebook()
            assert book.also_under(book.find("Waiting times").id) == (book.find("Trust"),)
        await it.press("A", "type:access", "enter", "enter")
        assert "that is its home" in said(it)
        await it.press("A", "type:trust", "enter")
        assert "no longer" in asked(it)
        await it.press("enter")
    with open_study(study_path) as study:
        assert study.codes.codebook().shown_under == frozenset()


async def test_retiring_versions_and_what_changed_between_them(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("o", "b", "equals_sign")
        assert "No version is saved yet" in said(it)
        await it.press("V", "type:v1", "ctrl+s", "minus")
        assert "2 sub-codes" in asked(it)
        await it.press("escape")
        assert paths(study_path) == ALL
        await it.press("minus", "type:not asked", "enter")
        assert paths(study_path) == ALL[3:]
        await it.press("C", "type:#2fbf8f", "enter")
        assert code(study_path, "Trust").colour == "#2fbf8f"
        await it.press("equals_sign", "enter", "enter")
        assert isinstance(it.app.screen, ReadOnly)
        words = it.app.screen.words.plain
        assert "4 changes" in words
        assert "retired" in words
        assert "recoloured" in words
        await it.press("escape", "V", "type:v1", "ctrl+s")
        assert 'There is already a codebook version "v1".' in said(it)
    with open_study(study_path) as study:
        assert [one.name for one in list_codebook_versions(study)] == ["v1"]


async def test_an_empty_codebook_gets_its_first_code(tmp_path: Path) -> None:
    from qualcode.services.studies import new_study

    with new_study(tmp_path / "empty", lead="maya"):
        pass
    async with driven(tmp_path / "empty.qualcode") as it:
        await it.press("o", "b", "R")
        assert "There is no code here." in said(it)
        await it.press("a", "type:First", "ctrl+s")
    assert paths(tmp_path / "empty.qualcode") == ["First"]


async def test_without_colour(study_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with driven(study_path, (80, 24)) as it:
        await it.press("o", "b", "j", "e", "escape", "M", "escape", "plus", "escape", "R", "escape")
        assert screen(it).codebook[screen(it).codes.code or 0].name == "Waiting times"


async def test_what_is_typed_before_a_form_is_drawn_is_not_lost(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("o", "b", "j")
        for key in ["m", *"queue", "enter", *"jmq"]:
            it.app.post_message(events.Key(key, None if len(key) > 1 else key))
        while not isinstance(it.app.screen, Form) or "jmq" not in it.app.screen.values["text"]:
            await it.pilot.pause()
        await it.press("ctrl+s")
    with open_study(study_path) as study:
        assert [one.text for one in list_memos(study)] == ["queue\njmq"]
