"""Coding by keyboard: what is pressed is what the study then holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.services.studies import open_study
from tests.tui.screens import SIZES, coded, driven

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "Thank you for coming."
WAITED = "We waited three weeks, “and nobody rang”."


@pytest.mark.parametrize("size", SIZES)
async def test_a_first_opening_and_the_steps_of_the_caret(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size) as it:
        assert it.caret == "Thank"
        assert "first time" in it.status
        await it.press("right_parenthesis")
        assert it.caret == "Could"
        await it.press("right_curly_bracket")
        assert it.caret == "It"
        await it.press("v")
        assert it.selected == "It"
        await it.press("l", "l")
        assert it.selected == "It began with"
        await it.press("h")
        assert it.selected == "It began"
        await it.press("escape")
        assert it.selected is None
        await it.press("left_curly_bracket")
        assert it.caret == "It"
        await it.press("left_curly_bracket")
        assert it.caret == "Thank"
        await it.press("G")
        assert it.caret == "twice"
        await it.press("g")
        assert it.caret == "Licence"


@pytest.mark.parametrize("size", SIZES)
async def test_codings_land_on_exactly_the_selected_words(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size) as it:
        await it.press("right_curly_bracket", "right_parenthesis", "v", *["l"] * 3, "c", "type:wait", "enter")
        assert "Coded Waiting times on 4 words." in it.status
        await it.press("escape", "right_curly_bracket", "right_curly_bracket", "w", "w", "c", "type:clinician", "enter")
        await it.press("escape", "right_curly_bracket", "right_curly_bracket", "L", "L", "enter", "type:trans", "enter")
    assert coded(study_path) == [
        ("Waiting times", "We waited three weeks"),
        ("In clinician", "Then the nurse explained it all. I trusted her. Not the clinic, though, not any more."),
        ("Transport", "They lost my"),
    ]


async def test_without_a_selection_the_sentence_is_coded_and_it_is_said(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "right_parenthesis", "l", "c")
        assert "the sentence at the caret" in it.status
        await it.press("type:broken", "enter")
    assert coded(study_path) == [("Broken trust", WAITED)]


async def test_several_codes_at_once_and_the_same_twice(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("c", "type:wait", "tab", "type:tran", "tab", "escape")
        assert it.screen.view.quick is None
        await it.press("1")
        assert "already" in it.status
    assert sorted(coded(study_path)) == [("Transport", FIRST), ("Waiting times", FIRST)]


async def test_new_codes_from_quick_code(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("c", "type:trust > in records", "enter")
        await it.press("right_parenthesis", "c", "type:beginnings", "enter")
        await it.press("right_curly_bracket", "c", "type:nowhere > lost", "enter")
        assert "There is no code" in it.status
    with open_study(study_path) as study:
        book = study.codes.codebook()
        assert book.path_text(book.find("in records").id) == "Trust > in records"
        assert book.find("beginnings").parent is None
    assert [code for code, _ in coded(study_path)] == ["in records", "beginnings"]


async def test_uncode_undo_redo_star_and_recode(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("c", "type:wait", "enter", "x")
        assert "Took Waiting times away" in it.status
        assert it.screen.view.marks.by_id == {}
        await it.press("u")
        assert [one.code for one in it.screen.view.marks.by_id.values()] == [it.screen.codebook.find("Waiting times").id]
        await it.press("u")
        assert it.screen.view.marks.by_id == {}
        await it.press("U", "ctrl+r", "u")
        await it.press("asterisk", "tilde")
        (coding,) = it.screen.view.marks.by_id.values()
        assert coding.star
        assert coding.unsure
        await it.press("r", "type:broken", "enter")
        assert "Now Broken trust, no longer Waiting times." in it.status
        await it.press("u")
        await it.press("r", "type:Letters", "enter")
        assert "Made the code Letters, no longer Waiting times." in it.status
        await it.press("u")
        assert "Letters" not in [code.name for code in it.screen.codebook.live]
    assert coded(study_path) == [("Waiting times", FIRST)]


async def test_overlapping_codings_are_focused_in_turn(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("c", "type:wait", "enter", "w", "w", "c", "type:trans", "enter", "left_curly_bracket")
        names = []
        for key in ("right_square_bracket", "right_square_bracket", "left_square_bracket"):
            await it.press(key)
            focused = it.screen.view.focused
            assert focused is not None
            names.append(it.screen.codebook[focused.code].name)
        assert names == ["Waiting times", "Transport", "Waiting times"]
        await it.press("x")
    assert [code for code, _ in coded(study_path)] == ["Transport"]


async def test_walks_over_codings_and_uncoded_turns(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("t")
        assert it.caret == "It"
        await it.press("c", "type:wait", "enter", "t")
        assert it.caret == "Then"
        await it.press("c", "type:clinician", "enter", "t", "2", "t")
        assert "Every participant turn has a coding." in it.status
        await it.press("g", "n")
        assert it.caret == "It"
        await it.press("n")
        assert it.caret == "Then"
        assert "Coding 2 of 3" in it.status
        await it.press("N")
        assert it.caret == "It"
        await it.press("N")
        assert "No coding before this." in it.status
        assert "100%" in it.header


async def test_digits_and_repeat(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("5")
        assert "No code is on 5 yet" in it.status
        await it.press("c", "type:wait", "enter", "right_curly_bracket", "c", "type:trans", "enter")
        await it.press("right_curly_bracket", "1", "right_curly_bracket", "full_stop", "p", "right_curly_bracket", "2", "ctrl+q")
    assert [code for code, _ in coded(study_path)] == [
        "Waiting times",
        "Transport",
        "Waiting times",
        "Waiting times",
        "Transport",
    ]
    async with driven(study_path) as it:
        assert it.screen.digits.pinned == {1: it.screen.codebook.find("Waiting times").id}
        assert it.screen.digits.last == it.screen.codebook.find("Transport").id


async def test_finding(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("slash", "type:trust")
        assert "1 found" in it.status
        await it.press("enter")
        assert it.caret == "trusted"
        await it.press("escape", "g", "slash", "type:the*", "enter")
        seen = [it.caret]
        for key in ("n", "n", "n", "N"):
            await it.press(key)
            seen.append(it.caret)
        assert seen == ["the", "there", "then", "Then", "then"]
        await it.press("escape")
        assert it.screen.view.hits == ()
        await it.press("slash", "type:zebra", "enter")
        assert "not in this source" in it.status


async def test_the_codebook_beside_the_text(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("tab", "down", "down")
        assert it.screen.pane.has_focus
        await it.press("enter")
        assert "Coded Transport" in it.status
        await it.press("slash", "type:broken", "enter", "down", "enter")
        assert "Coded Broken trust" in it.status
        await it.press("escape", "escape")
        assert it.screen.view.has_focus
        await it.press("D")
        assert it.app.screen is not it.screen
        await it.press("escape", "b")
        assert not it.screen.pane.display
    assert sorted(code for code, _ in coded(study_path)) == ["Broken trust", "Transport"]


async def test_a_narrow_screen_calls_the_codebook_over_the_text(study_path: Path) -> None:
    async with driven(study_path, (80, 24)) as it:
        width = it.screen.view.size.width
        assert not it.screen.pane.display
        await it.press("b")
        assert it.screen.pane.has_focus
        assert it.screen.view.size.width == width
        await it.press("down", "enter", "b")
        assert not it.screen.pane.display
        assert it.screen.view.has_focus
    assert coded(study_path) == [("Waiting times", FIRST)]


async def test_sources_and_the_place_left_off(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "right_parenthesis", "o", "s")
        assert type(it.app.screen).__name__ == "SourcesScreen"
        await it.press("down", "enter")
        assert "long" in it.header
        await it.press("right_curly_bracket", "ctrl+q")
    async with driven(study_path) as it:
        assert "long" in it.header
        here = it.screen.view.selection.caret
        assert here.start == it.screen.view.reading.turns[1].span.start
        await it.press("q", "up", "enter")
        assert (it.caret, "first" in it.header) == ("We", True)


async def test_a_copied_quote_has_its_citation_and_the_first_one_is_asked_about(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "right_parenthesis", "y", "escape")
        assert it.app.clipboard == ""
        await it.press("y", "enter")
        assert it.app.clipboard == f"“{WAITED}” (first, turn 2)"
        await it.press("v", "y")
        assert it.app.clipboard == "“We” (first, turn 2)"


async def test_quotations_are_added_to_a_text_file(study_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "right_parenthesis")
        for _ in range(2):
            it.screen.action_quote_to_file()
            await it.press("enter")
            await it.app.workers.wait_for_complete()
            await it.pilot.pause()
            assert "Added to quotations.txt with its citation." in it.status
            await it.press("v")
        it.screen.action_quote_to_file()
        await it.press(*["backspace"] * 4, "enter")
        await it.app.workers.wait_for_complete()
        await it.pilot.pause()
        assert "quotations is not a file that can be written here." in it.status
    held = (tmp_path / "quotations.txt").read_text(encoding="utf-8")
    assert held == f"“{WAITED}” (first, turn 2)\n\n“We” (first, turn 2)\n\n"


async def test_pasting_into_quick_code(study_path: Path) -> None:
    async with driven(study_path) as it:
        from textual.events import Paste

        await it.press("c")
        it.screen.view.post_message(Paste("broken\ntrust"))
        await it.press("enter")
    assert coded(study_path) == [("Broken trust", FIRST)]


async def test_help_and_palette_come_from_the_registry(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("question_mark", "type:uncoded")
        from textual.widgets import Static

        shown = str(it.app.screen.query_one(Static).content)
        assert "next uncoded participant turn" in shown
        assert "swap" not in shown
        await it.press("escape", "colon")
        await it.pilot.pause(0.1)
        await it.press("type:next uncoded part")
        await it.pilot.pause(0.3)
        await it.press("enter")
        await it.pilot.pause(0.1)
        assert it.caret == "It"


async def test_keys_typed_ahead_are_taken_in_their_order(study_path: Path) -> None:
    async with driven(study_path) as it:
        from textual.events import Key

        names = {"\r": "enter", "}": "right_curly_bracket", "/": "slash"}
        for sign in "cbroken\r}cwait\r/twice\rctransp\r":
            it.app.post_message(Key(names.get(sign, sign), sign))
        await it.pilot.pause(0.5)
    assert coded(study_path) == [
        ("Broken trust", FIRST),
        ("Waiting times", "It began with the waiting."),
        ("Transport", "They lost my letter twice."),
    ]


async def test_undoing_past_the_import_of_the_open_source_shows_another_or_none(study_path: Path) -> None:
    async with driven(study_path, source="long") as it:
        await it.press("right_curly_bracket", "c", "type:wait", "enter", "u", "u")
        assert "Undone: " in it.status
        assert "first" in it.header
        assert it.caret == "Thank"
        await it.press("u")
        assert it.text == ""
        await it.press("right", "c", "escape", "t", "n", "v", "l", "x", "slash", "escape", "right_curly_bracket")
        await it.press("U")
        assert "first" in it.header
        await it.press("U", "q", "down", "enter")
        assert "long" in it.header


async def test_keys_and_codes_can_be_clicked(study_path: Path) -> None:
    async with driven(study_path) as it:
        from qualcode.tui.widgets.bars import KeyBar
        from qualcode.tui.widgets.codebook_pane import CodebookPane

        at = it.screen.query_one(KeyBar).text.index(" c code ")
        await it.pilot.click(KeyBar, offset=(at + 2, 0))
        await it.pilot.pause()
        assert it.screen.view.quick is not None
        await it.press("escape")
        await it.pilot.click(CodebookPane, offset=(8, 2))
        await it.pilot.pause()
        assert "Coded Waiting times" in it.status
        await it.pilot.click(CodebookPane, offset=(1, 1))
        await it.pilot.pause()
        assert [place.code.name for place in it.screen.pane.codes.lines][:2] == ["Access", "Trust"]
        await it.pilot.click(CodebookPane, offset=(3, 0))
        await it.press("type:transp", "enter")
        assert [place.code.name for place in it.screen.pane.codes.lines] == ["Access", "Transport"]
    assert coded(study_path) == [("Waiting times", FIRST)]


async def test_a_source_is_opened_by_two_clicks(study_path: Path) -> None:
    async with driven(study_path) as it:
        from qualcode.tui.widgets.row_list import RowList

        await it.press("q")
        await it.pilot.click(RowList, offset=(10, 2), times=2)
        await it.pilot.pause(0.1)
        assert "long" in it.header


async def test_a_code_taken_for_some_letters_comes_first_for_them_also_after_leaving(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("c", "type:tr", "down", "down", "enter")
        taken = coded(study_path)[0][0]
        assert taken != "Transport"
        await it.press("right_curly_bracket", "c", "type:new code here", "enter", "right_curly_bracket", "c", "type:tr", "enter")
        assert coded(study_path)[-1][0] == taken
        await it.press("ctrl+q")
    async with driven(study_path) as it:
        await it.press("G", "c", "type:TR ", "enter")
    assert coded(study_path)[-1] == (taken, "They lost my letter twice.")


async def test_leaving_quick_code_says_what_was_applied(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("c", "escape")
        assert "Nothing was applied." in it.status
        await it.press("c", "type:wait", "tab", "type:trans", "tab", "escape")
        assert "Applied Waiting times, Transport." in it.status


async def test_a_mistyped_code_is_found_and_its_definition_and_exclusion_are_in_view(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("c", "type:waitng tmes")
        from textual.geometry import Region

        view = it.screen.view
        lines = [
            "".join(segment.text for segment in line) for line in view.render_lines(Region(0, 0, view.columns, view.size.height))
        ]
        box = "\n".join(lines)
        assert "Waiting for an appointment" in box
        assert "Not: Waiting in the building" in box
        await it.press("enter")
    assert coded(study_path) == [("Waiting times", FIRST)]
