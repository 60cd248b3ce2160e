"""The memo editor: words of any length with undo of their own, codings cited, and nothing that was typed is ever lost."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from textual import events

from qualcode.domain.memos import MemoTarget
from qualcode.services.coding import remove_coding
from qualcode.services.correcting import correct_turn
from qualcode.services.memo_drafts import list_drafts
from qualcode.services.memos import ListedMemo, add_memo, list_memos
from qualcode.services.studies import open_study
from qualcode.tui.modals.choose_coding import ChooseCoding
from qualcode.tui.modals.confirm import Confirm
from qualcode.tui.modals.memo_editor import MemoEditor
from qualcode.tui.screens.memos import MemoScreen
from qualcode.tui.widgets.bars import StatusBar
from tests.tui.screens import SIZES, driven

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.services.memo_drafts import Draft
    from tests.tui.screens import Driven


def editor(it: Driven) -> MemoEditor:
    assert isinstance(it.app.screen, MemoEditor)
    return it.app.screen


def said(it: Driven) -> str:
    return it.app.screen.query_one(StatusBar).text


def memos(path: Path) -> tuple[ListedMemo, ...]:
    with open_study(path) as study:
        return list_memos(study)


def drafts(path: Path) -> tuple[Draft, ...]:
    with open_study(path) as study:
        return list_drafts(study)


@pytest.mark.parametrize("size", SIZES)
async def test_undo_and_redo_are_the_editors_own(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size) as it:
        await it.press("m", "type:One", "enter", "type:two", "ctrl+u", "ctrl+u")
        assert editor(it).area.text == "One"
        await it.press("ctrl+r", "ctrl+r")
        assert editor(it).area.text == "One\ntwo"
        await it.press("ctrl+s")
        assert it.app.screen is it.screen
        # The study's own undo takes the whole memo back.
        await it.press("u")
    assert memos(study_path) == ()


async def test_what_a_memo_is_about_is_chosen_with_its_kinds(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "m", "type:A turn", "tab", "tab", "right", "ctrl+s")
        assert memos(study_path)[-1].target == "turn first 2"
        assert memos(study_path)[-1].kind == "analytic"
        await it.press("c", "type:wait", "enter", "m")
        assert [about.word for about in editor(it)._abouts] == ["this coding", "the source", "this turn", "its code", "case P01"]
        await it.press("type:Its code", "tab", "tab", "left", "left", "ctrl+s")
    assert memos(study_path)[-1].target == "code Access > Waiting times"
    (about,) = memos(study_path)[-1].about
    assert about.to is MemoTarget.CODE


async def test_a_memo_on_the_case_of_the_speaker(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "m", "type:Tired.", "tab", "tab", "left", "shift+tab", "left", "ctrl+s")
    assert (memos(study_path)[-1].target, memos(study_path)[-1].kind) == ("case P01", "case portrait")


@pytest.mark.parametrize("size", SIZES)
async def test_words_that_are_left_are_there_again(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size) as it:
        await it.press("m", "type:Half a thou", "escape")
        assert it.app.screen is it.screen
        assert "kept as a draft" in it.status
        await it.press("m")
        assert editor(it).area.text == "Half a thou"
        await it.press("type:ght", "ctrl+s")
    assert [one.text for one in memos(study_path)] == ["Half a thought"]
    assert drafts(study_path) == ()


async def test_quitting_keeps_the_words_and_the_memo_screen_goes_on_with_them(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("m", "type:On the way", "ctrl+q")
    (draft,) = drafts(study_path)
    assert (draft.text, draft.target, draft.memo) == ("On the way", "source first", None)
    async with driven(study_path) as it:
        await it.press("o", "m")
        assert "1 draft" in said(it)
        await it.press("enter", "type: out", "ctrl+s")
        assert "Wrote a memo" in said(it)
    assert [(one.text, one.target) for one in memos(study_path)] == [("On the way out", "source first")]
    assert drafts(study_path) == ()


async def test_a_crash_costs_a_second_at_most(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("m", "type:Sudden")
        for _ in range(100):
            await asyncio.sleep(0.05)
            if drafts(study_path):
                break
        assert [one.text for one in drafts(study_path)] == ["Sudden"]
        # The app ends here without a word.
        it.app.exit()


async def test_a_draft_of_an_edit_does_not_touch_the_memo(study_path: Path) -> None:
    with open_study(study_path) as study:
        add_memo(study, "As it was.")
    async with driven(study_path) as it:
        await it.press("o", "m", "e", "type: Or not?", "escape")
        assert [one.text for one in memos(study_path)] == ["As it was."]
        screen = it.app.screen
        assert isinstance(screen, MemoScreen)
        assert len(screen.entries) == 2
        await it.press("g", "x", "enter")
        assert "Threw the draft away." in said(it)
        await it.press("e", "type: Or not?", "escape", "g", "e", "ctrl+s")
        assert "Edited the memo." in said(it)
    assert [one.text for one in memos(study_path)] == ["As it was. Or not?"]
    assert drafts(study_path) == ()


async def test_words_are_thrown_away_only_when_asked(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("m", "type:Nonsense", "ctrl+g")
        asked: object = it.app.screen
        assert isinstance(asked, Confirm)
        await it.press("escape")
        assert editor(it).area.text == "Nonsense"
        await it.press("ctrl+g", "enter")
        assert it.app.screen is it.screen
        await it.press("m")
        assert editor(it).area.text == ""
        await it.press("ctrl+s", "escape")
    assert drafts(study_path) == ()
    assert memos(study_path) == ()


@pytest.mark.parametrize("size", SIZES)
async def test_a_coding_is_cited_read_and_opened(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size, source="first") as it:
        await it.press("right_parenthesis", "c", "type:wait", "enter", "escape", "G", "c", "type:trans", "enter", "escape")
        first = min(it.screen.view.marks.by_id)
        await it.press("g", "m", "type:Both say ", "left_square_bracket", "left_square_bracket")
        choice: object = it.app.screen
        assert isinstance(choice, ChooseCoding)
        await it.press("type:waiting t", "enter", "type:, and more.")
        assert editor(it).area.text == f"Both say [[coding {first}]], and more."
        await it.press("ctrl+u", "ctrl+u", "ctrl+r", "type:.")
        await it.press("ctrl+s", "o", "m")
        screen = it.app.screen
        assert isinstance(screen, MemoScreen)
        assert f"Both say 1 “{it_words(study_path, first)}” (first, turn" in screen.told().plain
        await it.press("n")
        assert "1 of 1 it cites" in said(it)
        await it.press("enter")
        assert it.app.screen is it.screen
        assert it.screen.view.focus_id == first
        await it.press("o", "m", "1")
        assert it.screen.view.focus_id == first


def it_words(path: Path, coding: int) -> str:
    with open_study(path) as study:
        (cited,) = study.codings.cited(numbers=[coding])
        return " ".join(cited.words.split())


async def test_what_is_typed_right_after_the_brackets_searches(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("c", "type:wait", "enter", "escape", "m", "type:So ")
        number = min(it.screen.view.marks.by_id)
        for key in ("[", "[", *"wai"):
            it.app.post_message(events.Key({"[": "left_square_bracket"}.get(key, key), key))
        while not isinstance(it.app.screen, ChooseCoding):
            await it.pilot.pause()
        await it.press("enter")
        assert editor(it).area.text == f"So [[coding {number}]]"


async def test_what_cannot_be_cited_keeps_the_editor_open(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("m", "ctrl+l")
        assert isinstance(it.app.screen, MemoEditor)
        await it.press("type:See [[coding 999]]", "ctrl+s")
        words = str(editor(it).query_one("#memo-said").render())
        assert "There is no coding 999 to cite." in words
        await it.press("escape")
    assert [one.text for one in drafts(study_path)] == ["See [[coding 999]]"]


async def test_the_memo_screen_says_what_became_of_what_is_cited(study_path: Path) -> None:
    async with driven(study_path, source="first") as it:
        await it.press("right_parenthesis", "right_curly_bracket", "c", "type:wait", "enter", "escape")
        number = min(it.screen.view.marks.by_id)
    with open_study(study_path) as study:
        add_memo(study, f"Look: [[coding {number}]]")
        source = study.sources.named("first").id
        text = study.sources.text(source)
        turn = text.turns[1]
        correct_turn(
            study, source, turn.number, turn.span.words_of(text.text).replace("It began", "All began"), reason="misheard"
        )
    async with driven(study_path) as it:
        await it.press("o", "m")
        screen = it.app.screen
        assert isinstance(screen, MemoScreen)
        assert "! 1 cites what is no longer so" in said(it)
        assert "words changed since" in screen.told().plain
        await it.press("d")
        assert "cites the words as they are now" in said(it)
        assert "words changed since" not in screen.told().plain
        with open_study(study_path) as study:
            remove_coding(study, number)
        while "no longer coded" not in screen.told().plain:
            await it.pilot.pause(0.05)
        await it.press("d")
        assert "taken out with e" in said(it)


async def test_a_refused_memo_stays_a_draft(study_path: Path) -> None:
    async with driven(study_path, source="first") as it:
        await it.press("c", "type:wait", "enter", "escape")
        number = min(it.screen.view.marks.by_id)
        await it.press("m", f"type:See [[coding {number}]].")
        assert editor(it).area.text == f"See [[coding {number}]]."
        with open_study(study_path) as study:
            remove_coding(study, number)
        await it.press("ctrl+s")
        assert f"cites coding {number}" in it.status
    assert [one.text for one in drafts(study_path)] == [f"See [[coding {number}]]."]
    assert memos(study_path) == ()


async def test_without_a_selection_the_sources_familiarisation_note_is_opened_again(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("m", "type:she laughs a lot", "ctrl+s")
        await it.pilot.pause(0.1)
        await it.press("m", "type:Often ", "ctrl+s")
        await it.pilot.pause(0.1)
        assert "Edited the memo." in it.status
        await it.press("c", "type:wait", "enter", "escape")
        await it.press("m", "type:on the coding", "ctrl+s")
        await it.pilot.pause(0.1)
        it.screen.action_familiarise()
        await it.pilot.pause(0.1)
        await it.press("type:Very ", "ctrl+s")
        await it.pilot.pause(0.1)
    with open_study(study_path) as study:
        memos = [(one.kind, one.text) for one in list_memos(study)]
    assert len(memos) == 2
    kind, text = memos[0]
    assert kind == "familiarisation note"
    assert all(word in text for word in ("she laughs a lot", "Often", "Very"))
    assert memos[1][1] == "on the coding"
