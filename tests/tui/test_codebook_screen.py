"""The codebook screen by keyboard: what is pressed is what the study then holds, and one undo takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from qualcode.services.codebook_versions import list_codebook_versions
from qualcode.services.memos import list_memos
from qualcode.services.studies import history, open_study
from qualcode.tui.app import QualcodeApp
from qualcode.tui.modals.form import Form
from qualcode.tui.modals.memo_editor import MemoEditor
from qualcode.tui.modals.reason import Reason
from qualcode.tui.screens.codebook import CodebookScreen
from qualcode.tui.screens.split import SplitScreen
from qualcode.tui.screens.versions import VersionsScreen
from qualcode.tui.widgets.bars import StatusBar
from tests.tui.screens import SIZES, Driven, coded, driven

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.codes import Code


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
        assert "1 coding of 1 coder in 1 source, 1 memo" in asked(it)
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
        await it.press("equals_sign")
        assert isinstance(it.app.screen, VersionsScreen)
        status = it.app.screen.query_one(StatusBar).text
        assert "From version v1 to now: 3 retired, 1 recoloured" in status
        await it.press("escape", "V", "type:v1", "ctrl+s")
        assert 'There is already a codebook version "v1".' in said(it)
    with open_study(study_path) as study:
        assert [one.name for one in list_codebook_versions(study)] == ["v1"]


async def test_versions_are_compared_with_old_words_and_new(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("o", "b", "V", "type:v1", "ctrl+s", "j", "e", "type:Long ", "ctrl+s", "R", "type:!", "ctrl+s")
        await it.press("a", "type:Parking", "ctrl+s", "V", "type:v2", "ctrl+s", "equals_sign")
        versions = it.app.screen
        assert isinstance(versions, VersionsScreen)
        assert "From version v2 to now: nothing changed" in versions.query_one(StatusBar).text
        await it.press("equals_sign", "type:v1", "enter", "type:v2", "enter")
        assert "From version v1 to v2: 1 added, 1 renamed, 1 redefined" in versions.query_one(StatusBar).text
        assert [one.kind for one in versions.changes] == ["added", "renamed", "redefined"]
        await it.press("slash", "type:defin", "enter")
        words = versions.told().plain
        assert "was  Waiting for an appointment" in words
        assert "is   Long Waiting for an appointment" in words
        await it.press("T")
        assert [one.kind for one in versions.changes] == ["renamed", "redefined", "added"]
        await it.press("q")
        screen(it)


async def test_a_theme_is_made_of_several_codes(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("o", "b", "j", "space", "space", "ampersand", "type:Getting there", "tab", "type:It is far.", "ctrl+s")
        assert "Grouped Waiting times, Transport under Getting there." in said(it)
        await it.press("I", "tab", "right", "ctrl+s")
        assert "Getting there is reviewed." in said(it)
        await it.press("j", "I")
        assert "is a code" in said(it)
    assert paths(study_path)[:4] == [
        "Access",
        "Access > Getting there",
        "Access > Getting there > Waiting times",
        "Access > Getting there > Transport",
    ]
    theme = code(study_path, "Getting there")
    assert (theme.kind, theme.state, theme.central_idea) == ("theme", "reviewed", "It is far.")


async def test_siblings_change_places(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("o", "b", "j", "less_than_sign")
        assert "is the first there already" in said(it)
        await it.press("greater_than_sign")
        assert "Waiting times stands after Transport now." in said(it)
        assert paths(study_path)[1:3] == ["Access > Transport", "Access > Waiting times"]
        assert screen(it).codebook[screen(it).codes.code or 0].name == "Waiting times"
        await it.press("u")
    assert paths(study_path) == ALL


async def test_a_retired_code_is_brought_back_with_what_was_below_it(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("o", "b", "B")
        assert "No code is retired." in said(it)
        await it.press("minus", "enter", "B", "type:access", "enter")
        assert "offered again" in asked(it)
        await it.press("type:needed", "enter")
        assert "Brought Access back." in said(it)
    assert paths(study_path) == ALL


async def test_an_example_is_taken_from_a_coding(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("c", "type:wait", "enter", "o", "b", "quotation_mark", "enter")
        words = coded(study_path)[0][1]
        assert code(study_path, "Access").example == words
        await it.press("G", "quotation_mark")
        assert "has no coding to take an example from" in said(it)
        await it.press("u")
        assert code(study_path, "Access").example == ""


async def test_counts_of_ones_own_or_of_the_analysis_coding(study_path: Path) -> None:
    from qualcode.services.studies import add_coder

    with open_study(study_path) as study:
        add_coder(study, "tom")
    app = QualcodeApp(study_path, "tom")
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            while app.desk is None:
                await pilot.pause(0.02)
            await pilot.pause()
            it = Driven(app, pilot)
            await it.press("c", "type:wait", "enter", "o", "b")
            waiting = screen(it).codebook.find("Waiting times").id
            assert screen(it).counts[waiting].own == 1
            await it.press("number_sign")
            assert screen(it).counts[waiting].own == 0
            assert "analysis coding" in said(it)
    finally:
        app.close_study()


async def with_codings(it: Driven) -> None:
    """Three sentences coded with Waiting times."""
    for _ in range(3):
        await it.press("c", "type:wait", "enter", "right_parenthesis")


@pytest.mark.parametrize("size", SIZES)
async def test_a_code_is_split_by_choosing_its_codings(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size) as it:
        await with_codings(it)
        before = coded(study_path)
        await it.press("o", "b", "j", "vertical_line")
        split = it.app.screen
        assert isinstance(split, SplitScreen)
        assert len(split.lines) == 3
        await it.press("1")
        assert "No code is on 1 yet" in split.query_one(StatusBar).text
        await it.press("vertical_line")
        assert "No coding was given" in split.query_one(StatusBar).text
        await it.press("a", "type:For the nurse", "enter", "a", "type:Transport", "enter", "a", "type:Transport", "enter")
        assert "among them already" in split.query_one(StatusBar).text
        await it.press("1", "2")
        assert sorted(split.share.values()) == [1, 2]
        await it.press("vertical_line")
        assert isinstance(it.app.screen, Form)
        assert "For the nurse: 1; Transport: 1. 1 more on Waiting times." in it.app.screen._words
        await it.press("tab", "type:two things", "ctrl+s")
        assert "Split Waiting times into For the nurse, Transport: 2 moved, 1 stay on it." in said(it)
        assert [name for name, _ in coded(study_path)] == ["For the nurse", "Transport", "Waiting times"]
        assert [words for _, words in coded(study_path)] == [words for _, words in before]
        await it.press("u")
        assert coded(study_path) == before
    assert paths(study_path) == ALL


async def test_the_rest_of_a_split_goes_along_and_marks_give_many_at_once(study_path: Path) -> None:
    async with driven(study_path) as it:
        await with_codings(it)
        await it.press("o", "b", "j", "vertical_line", "a", "type:New", "enter")
        split = it.app.screen
        assert isinstance(split, SplitScreen)
        await it.press("slash", "type:zzz", "enter", "1", "slash", "escape", "w", "1")
        assert list(split.share.values()) == [1, 1, 1]
        await it.press("space", "0", "t")
        assert list(split.share.values()) == [1, 1]
        await it.press("escape", "escape")
        assert it.app.screen is split
        await it.press("vertical_line", "right", "ctrl+s")
        assert "it is retired" in said(it)
    assert [name for name, _ in coded(study_path)] == ["New"] * 3
    assert "Access > Waiting times" not in paths(study_path)


async def test_leaving_a_split_changes_nothing(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("o", "b", "j", "vertical_line")
        assert "has no coding to share out" in said(it)
        await it.press("q")
        await with_codings(it)
        await it.press("o", "b", "j", "vertical_line", "a", "type:New", "enter", "1", "q", "enter")
        screen(it)
    assert paths(study_path) == ALL


def row_of(it: Driven, name: str) -> tuple[int, int]:
    """Column of the name and row of a code on the tree."""
    codes = screen(it).codes
    line = codes.shown.line_of(codes.shown.codebook.find(name).id)
    assert line is not None
    return codes.sign_of(line) + 3, line + 1 - codes.scroll_offset.y


async def drag(it: Driven, name: str, to: tuple[int, int]) -> None:
    codes = screen(it).codes
    await it.pilot.mouse_down(codes, offset=row_of(it, name))
    await it.pilot.hover(codes, offset=to)
    await it.pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_a_code_is_dragged_under_another_with_the_place_shown(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size) as it:
        await it.press("o", "b")
        codes = screen(it).codes
        await drag(it, "Transport", row_of(it, "Trust"))
        assert "Let go: Transport goes under Trust." in said(it)
        assert codes.render_line(row_of(it, "Trust")[1]).text.startswith("→")
        await it.pilot.mouse_up(codes, offset=row_of(it, "Trust"))
        await it.pilot.pause()
        assert "Transport with all below goes under Trust." in asked(it)
        await it.press("enter")
        assert paths(study_path)[-1] == "Trust > Transport"
        await it.press("u")
    assert paths(study_path) == ALL


async def test_a_code_is_dragged_beside_another_and_several_at_once(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("o", "b", "j", "space", "space")
        codes = screen(it).codes
        column, row = row_of(it, "In clinician")
        await drag(it, "Transport", (column - 3, row))
        assert "Waiting times, Transport goes right after Trust > In clinician." in said(it)
        await it.pilot.mouse_up(codes, offset=(column - 3, row))
        await it.pilot.pause()
        await it.press("enter")
    assert paths(study_path)[2:] == [
        "Trust > In clinician",
        "Trust > Waiting times",
        "Trust > Transport",
        "Trust > Broken trust",
    ]


async def test_a_drag_that_goes_nowhere(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("o", "b")
        codes = screen(it).codes
        await drag(it, "Access", row_of(it, "Transport"))
        assert "cannot go there" in said(it)
        await it.pilot.mouse_up(codes, offset=row_of(it, "Transport"))
        await it.pilot.pause()
        screen(it)
        await drag(it, "Transport", row_of(it, "Trust"))
        await it.press("escape")
        assert "Nothing was moved." in said(it)
        await it.pilot.mouse_up(codes, offset=row_of(it, "Trust"))
        await it.pilot.pause()
        screen(it)
        await drag(it, "Transport", (10, 20))
        assert "goes under the root" in said(it)
        await it.pilot.mouse_up(codes, offset=(10, 20))
        await it.pilot.pause()
        await it.press("enter")
        assert paths(study_path)[-1] == "Transport"
        await it.pilot.click(codes, offset=row_of(it, "Trust"))
        assert screen(it).codebook[codes.code or 0].name == "Trust"


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
        while not isinstance(it.app.screen, MemoEditor) or "jmq" not in it.app.screen.area.text:
            await it.pilot.pause()
        await it.press("ctrl+s")
    with open_study(study_path) as study:
        assert [one.text for one in list_memos(study)] == ["queue\njmq"]
