"""Correcting on the screen: what it does is seen before it is saved, and what changed its words is looked at afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.coding import Purpose
from qualcode.services.checking import check_study
from qualcode.services.correcting import list_reviews, preview_correction
from qualcode.services.importing import import_files
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import add_coder, open_study
from qualcode.tui.app import QualcodeApp
from qualcode.tui.modals.correct import CorrectWords
from qualcode.tui.screens.reviews import ReviewsScreen
from qualcode.tui.screens.revision import RevisionScreen, RevisionText
from tests.tui.screens import SIZES, Driven, coded, driven

if TYPE_CHECKING:
    from pathlib import Path

WAITED = "We waited three weeks, “and nobody rang”."


async def open_correction(it: Driven) -> CorrectWords:
    await it.press("E")
    await it.pilot.pause(0.05)
    dialog = it.app.screen
    assert isinstance(dialog, CorrectWords)
    return dialog


async def code_around_waiting(it: Driven) -> None:
    """Code `We waited three weeks` and the sentence after it; the caret on the first."""
    await it.press("right_curly_bracket", "right_parenthesis", "v", "l", "l", "l", "c", "type:wait", "enter", "escape")
    await it.press("right_parenthesis", "c", "type:trans", "enter", "escape")
    await it.press("left_parenthesis", "l", "l")


@pytest.mark.parametrize("size", SIZES)
async def test_a_longer_word_inside_a_coding_is_seen_saved_and_listed(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size) as it:
        await code_around_waiting(it)
        assert it.caret == "three"
        dialog = await open_correction(it)
        assert "Nothing is changed yet." in dialog.said
        await it.press(*["delete"] * 5, "type:thirteen")
        await it.pilot.pause(0.3)
        assert "“three” becomes “thirteen”" in dialog.said
        assert "Keep their words and move with them: 1 coding." in dialog.said
        assert "Change their words, and will be listed to be looked at: 1." in dialog.said
        assert "before  “We waited three weeks”" in dialog.said
        assert "after   “We waited thirteen weeks”" in dialog.said
        assert coded(study_path)[0][1] == "We waited three weeks"
        await it.press("tab", "type:heard again", "ctrl+s")
        await it.pilot.pause(0.1)
        assert isinstance(it.app.screen, ReviewsScreen)
        assert it.text.count("thirteen") == 1
        assert coded(study_path) == [("Waiting times", "We waited thirteen weeks"), ("Transport", "My sister drove me there.")]
        assert it.caret in ("thirteen", "three")
        await it.press("d")
        with open_study(study_path) as study:
            assert list_reviews(study) == ()
            history = (
                [(one.change.verb, one.change.reason) for one in study.history.lines()] if hasattr(study.history, "lines") else []
            )
            assert not history or ("correct_turn", "heard again") in history
            assert check_study(study).faults == ()
        await it.press("u", "u", "q")
        assert "three weeks" in it.text
    assert coded(study_path)[0] == ("Waiting times", "We waited three weeks")


async def test_what_is_seen_is_what_the_command_says(study_path: Path) -> None:
    async with driven(study_path) as it:
        await code_around_waiting(it)
        dialog = await open_correction(it)
        await it.press("type:about ")
        await it.pilot.pause(0.3)
        with open_study(study_path) as study:
            told = preview_correction(study, 1, dialog.words, turn=2)
        assert [(one.before, one.after) for one in told.touched] == [("We waited three weeks", "We waited about three weeks")]
        assert "We waited about three weeks" in dialog.said
        await it.press("escape", "enter")


async def test_nothing_is_saved_that_was_not_seen_and_nothing_typed_is_lost_unasked(study_path: Path) -> None:
    def top() -> str:
        return type(it.app.screen).__name__

    async with driven(study_path) as it:
        await code_around_waiting(it)
        dialog = await open_correction(it)
        dialog._area.insert("nearly ")
        dialog.action_save()
        assert top() == "CorrectWords"
        assert "nearly three" in dialog.said
        await it.press("escape")
        assert top() == "Confirm"
        await it.press("escape")
        assert top() == "CorrectWords"
        await it.press("ctrl+q")
        assert top() == "Confirm"
        await it.press("enter")
        assert top() == "CodingScreen"
        assert "The text is as it was." in it.status
        await open_correction(it)
        await it.press("ctrl+s")
        assert top() == "CorrectWords"
        await it.press("escape")
        assert top() == "CodingScreen"
        assert "nearly" not in it.text


async def test_a_correction_that_touches_no_coding_moves_them_and_keeps_the_place(study_path: Path) -> None:
    async with driven(study_path) as it:
        await code_around_waiting(it)
        await it.press("left_curly_bracket", "left_curly_bracket")
        await open_correction(it)
        await it.press("type:Well, t", "delete")
        await it.pilot.pause(0.3)
        await it.press("ctrl+s")
        await it.pilot.pause(0.1)
        assert it.app.screen is it.screen
        assert "2 passages moved with their words, none changed its words. u takes it back." in it.status
        assert it.text.index("Well, thank you") > 0
        assert [one.span.words_of(it.text) for one in it.screen.view.marks.by_id.values()] == [
            "We waited three weeks",
            "My sister drove me there.",
        ]
        assert it.caret == "Well"
        await it.press("u")
        assert "Well" not in it.text


async def test_text_outside_turns_is_corrected_too_and_an_empty_turn_is_refused_in_words(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("g")
        dialog = await open_correction(it)
        assert "outside turns" in str(dialog._title)
        await it.press("ctrl+e", "type: Thanks.")
        await it.press("end", "type: Thanks.")
        await it.pilot.pause(0.3)
        await it.press("ctrl+s")
        await it.pilot.pause(0.1)
        assert it.text.startswith("Licence: anyone may share this.")
        assert "Thanks." in it.text.split("\n")[0]
        assert len(it.screen.view.reading.turns) == 6
        await it.press("right_curly_bracket")
        dialog = await open_correction(it)
        dialog._area.clear()
        await it.pilot.pause(0.3)
        assert "Nothing would be left" in dialog.said
        await it.press("ctrl+s")
        await it.pilot.pause(0.1)
        assert "Nothing would be left" in it.status


async def test_a_coding_that_loses_all_its_words_is_listed_and_comes_back_by_undo(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("G", "v", "c", "type:broken", "enter", "escape")
        assert coded(study_path) == [("Broken trust", "twice")]
        dialog = await open_correction(it)
        await it.press(*["delete"] * 5, "backspace")
        await it.pilot.pause(0.3)
        assert "emptied" in dialog.said
        await it.press("ctrl+s")
        await it.pilot.pause(0.1)
        reviews = it.app.screen
        assert isinstance(reviews, ReviewsScreen)
        await it.press("enter")
        assert "was taken away" in reviews._said[0]
        await it.press("u")
        assert coded(study_path) == [("Broken trust", "twice")]
        assert reviews.reviews == ()
        assert "Nothing to look at" in reviews.summary()


async def test_a_passage_to_be_looked_at_is_opened_taken_away_or_left(study_path: Path) -> None:
    async with driven(study_path) as it:
        await code_around_waiting(it)
        await open_correction(it)
        await it.press(*["delete"] * 5, "type:two")
        await it.pilot.pause(0.3)
        await it.press("ctrl+s")
        await it.pilot.pause(0.1)
        await it.press("enter")
        await it.pilot.pause(0.1)
        assert it.app.screen is it.screen
        focused = it.screen.view.focused
        assert focused is not None
        assert focused.span.words_of(it.text) == "We waited two weeks"
        await it.press("less_than_sign", "o", "v", "x")
        await it.pilot.pause(0.1)
        assert coded(study_path) == [("Transport", "My sister drove me there.")]
        reviews = it.app.screen
        assert isinstance(reviews, ReviewsScreen)
        await it.press("d")
        assert reviews.reviews == ()
        reviews.action_show_done()
        assert len(reviews.reviews) == 1
        await it.press("q")


async def test_earlier_texts_are_read_and_walked(study_path: Path) -> None:
    async with driven(study_path) as it:
        it.screen.action_revisions()
        await it.pilot.pause()
        assert "never corrected" in it.status
        await it.press("right_curly_bracket")
        await open_correction(it)
        await it.press("type:Oh, i", "delete")
        await it.pilot.pause(0.3)
        await it.press("ctrl+s")
        await it.pilot.pause(0.1)
        it.screen.action_revisions()
        await it.pilot.pause(0.1)
        await it.press("enter")
        await it.pilot.pause(0.2)
        screen = it.app.screen
        assert isinstance(screen, RevisionScreen)
        view = screen.query_one(RevisionText)
        assert "INT: Thank" in view.reading.text
        assert "Oh, it began" not in view.reading.text
        await it.press("right_curly_bracket")
        assert view.selection.caret.words_of(view.reading.text) == "It"
        await it.press("c", "x", "q")
        assert it.app.screen is it.screen
        assert "Oh, it began" in it.text


async def test_control_and_bidi_characters_survive_a_correction_beside_them(study_path: Path, tmp_path: Path) -> None:
    odd = "P: well \u202bשלום\u202c and \x1b[31m e\u0301te\u0301 👩\u200d🔬 end."
    (tmp_path / "odd.txt").write_text(f"I: so?\n\n{odd}\n", encoding="utf-8")
    with open_study(study_path) as study:
        assert not import_files(study, [tmp_path / "odd.txt"]).failed
    async with driven(study_path, source="odd") as it:
        await it.press("right_curly_bracket")
        dialog = await open_correction(it)
        assert "\x1b" not in dialog._area.text
        assert "\u202b" not in dialog._area.text
        await it.press("type:oh ")
        await it.pilot.pause(0.3)
        await it.press("ctrl+s")
        await it.pilot.pause(0.1)
        assert odd.replace("P: well", "P: oh well") in it.text


async def test_a_source_in_a_sample_is_refused_before_anything_is_typed(study_path: Path) -> None:
    with open_study(study_path) as study:
        add_coder(study, "tom")
        sample_sources(study, coder="tom", share="1", seed=1, purpose=Purpose.CHECK)
    app = QualcodeApp(study_path, "maya", "first")
    async with app.run_test(size=(120, 40)) as pilot:
        while app.desk is None:
            await pilot.pause(0.02)
        it = Driven(app, pilot)
        await it.press("E")
        assert it.app.screen is it.screen
        assert "its text is fixed" in it.status
    app.close_study()


async def test_a_correction_made_meanwhile_elsewhere_is_not_written_over(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_curly_bracket")
        await open_correction(it)
        with open_study(study_path, "maya") as other:
            from qualcode.services.correcting import correct_turn

            correct_turn(other, 1, 2, "Something else was said.")
        await it.press("type:Oh ")
        await it.pilot.pause(0.3)
        await it.press("ctrl+s")
        await it.pilot.pause(0.2)
        assert "was corrected since this was begun" in it.status
        assert "Something else was said." in it.text
