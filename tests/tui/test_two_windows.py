"""A study open in two windows: what is done in one is seen in the other, and what is open there stays open."""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from qualcode.domain.spans import Span
from qualcode.errors import QualcodeError
from qualcode.services.checking import check_study
from qualcode.services.codebook import add_code, rename_code, retire_code
from qualcode.services.coding import apply_code, remove_coding
from qualcode.services.correcting import correct_turn
from qualcode.services.double_coding import close_round
from qualcode.services.importing import import_files
from qualcode.services.memos import add_memo, list_memos
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import add_coder, history, open_study, rename_coder, undo
from qualcode.services.withdraw import withdraw
from qualcode.tui.commands import COMMANDS
from qualcode.tui.modals.leaving import Leaving
from qualcode.tui.modals.memo_editor import MemoEditor
from qualcode.tui.screens.codebook import CodebookScreen
from qualcode.tui.screens.history import HistoryScreen
from qualcode.tui.screens.memos import MemoScreen
from qualcode.tui.screens.retrieve import RetrieveScreen
from qualcode.tui.widgets.bars import StatusBar
from tests.storage.verbs import VERBS
from tests.tui.screens import coded, driven

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.storage import OpenStudy
    from tests.tui.screens import Driven

LONGER = "Well, it really did begin with the waiting. We waited all of three weeks, “and nobody rang”. My sister drove me there."


async def until(it: Driven, seen: Callable[[], bool]) -> None:
    """Wait until the window has heard of something."""
    for _ in range(200):
        if seen():
            await it.pilot.pause()
            return
        await it.pilot.pause(0.02)
    raise AssertionError("the window never heard of it")


async def heard(it: Driven) -> None:
    """Have the window look for news now."""
    it.app.listen()
    await it.pilot.pause()


def code_words(study: OpenStudy, words: str, code: str) -> int:
    text = study.sources.text(study.sources.named("first").id)
    start = text.text.index(words)
    number = study.codes.codebook().find(code).id
    return apply_code(study, source=text.source.id, span=Span(start, start + len(words)), code=number)[0]


async def test_what_the_other_window_codes_is_seen_without_a_key(study_path: Path) -> None:
    async with driven(study_path) as it:
        with open_study(study_path) as other:
            number = code_words(other, "We waited three weeks", "Waiting times")
            await until(it, lambda: number in it.screen.view.marks.by_id)
            assert "1 coding" in it.header
            assert it.screen.counts == {it.screen.codebook.find("Waiting times").id: 1}
            added, _ = add_code(other, name="Letters")
            await until(it, lambda: added.id in it.screen.codebook)
            await it.press("type:}}}}}c", "type:letters", "enter")
            remove_coding(other, number)
            await until(it, lambda: number not in it.screen.view.marks.by_id)
        assert "Coded Letters" in it.status
    assert [code for code, _ in coded(study_path)] == ["Letters"]


async def test_what_another_coder_codes_is_not_drawn_as_ones_own(study_path: Path) -> None:
    with open_study(study_path) as study:
        add_coder(study, "tomas")
    async with driven(study_path) as it:
        with open_study(study_path, "tomas") as other:
            code_words(other, "My sister drove me there", "Transport")
        await heard(it)
        assert it.screen.view.marks.by_id == {}
        assert it.screen.counts == {}


async def test_quick_code_stays_open_while_the_codebook_changes(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_parenthesis", "c", "type:tran")
        with open_study(study_path) as other:
            add_code(other, name="Transfers")
            rename_code(other, other.codes.codebook().find("Broken trust").id, "Lost trust")
            await heard(it)
            quick = it.screen.view.quick
            assert quick is not None
            assert (quick.line.text, quick.code.name if quick.code else "") == ("tran", "Transport")
            assert "Transfers" in {it.screen.codebook[hit.code].name for hit in quick.hits}
            retire_code(other, other.codes.codebook().find("Transport").id)
            await heard(it)
            assert quick.code is not None
            assert quick.code.name == "Transfers"
        await it.press("enter")
    assert coded(study_path) == [("Transfers", "Could you tell me how it began?")]


async def test_a_correction_elsewhere_leaves_caret_selection_and_quick_code_on_their_words(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "right_parenthesis", "v", *["l"] * 3)
        assert it.selected == "We waited three weeks"
        await it.press("c", "type:wait")
        with open_study(study_path) as other:
            correct_turn(other, other.sources.named("first").id, 2, LONGER)
        await heard(it)
        assert LONGER in it.text
        assert "was corrected" in it.status
        assert it.selected == "We waited all of three weeks"
        await it.press("enter", "escape", "type:hh")
        assert it.caret == "of"
    assert coded(study_path) == [("Waiting times", "We waited all of three weeks")]


async def test_words_that_were_corrected_away_are_not_coded(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "right_parenthesis", "c", "type:wait")
        with open_study(study_path) as other:
            correct_turn(other, other.sources.named("first").id, 2, "My sister drove me there.")
        await heard(it)
        assert it.screen.view.quick is None
        assert "corrected away" in it.status
    assert coded(study_path) == []


async def test_ends_in_hand_stay_on_their_words(study_path: Path) -> None:
    with open_study(study_path) as study:
        code_words(study, "My sister drove me", "Transport")
    async with driven(study_path) as it:
        await it.press("n", "e", "greater_than_sign")
        with open_study(study_path) as other:
            correct_turn(other, other.sources.named("first").id, 2, LONGER)
        await heard(it)
        assert it.screen.view.ends is not None
        await it.press("enter")
    assert coded(study_path) == [("Transport", "My sister drove me there")]


async def test_a_memo_being_written_stays_and_lands_on_the_words_as_they_are_now(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "right_parenthesis", "v", *["l"] * 3, "m", "type:Long ")
        with open_study(study_path) as other:
            correct_turn(other, other.sources.named("first").id, 2, LONGER)
            code_words(other, "My sister drove me there", "Transport")
        await heard(it)
        assert isinstance(it.app.screen, MemoEditor)
        await it.press("type:weeks", "ctrl+s")
    with open_study(study_path) as study:
        (memo,) = list_memos(study)
        text = study.sources.text(study.sources.named("first").id).text
    assert memo.text == "Long weeks"
    assert memo.about[0].span is not None
    assert memo.about[0].span.words_of(text) == "We waited all of three weeks"


async def test_the_open_source_is_left_alone_by_imports_and_left_for_another_when_it_goes(
    study_path: Path, tmp_path: Path
) -> None:
    (tmp_path / "third.txt").write_text("INT: Well?\n\nP03: Well enough.\n", encoding="utf-8")
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "v", "l")
        reading, selected = it.screen.view.reading, it.selected
        with open_study(study_path) as other:
            import_files(other, [tmp_path / "third.txt"])
            await heard(it)
            assert it.screen.view.reading is reading
            assert it.selected == selected
            undo(other)
            await heard(it)
            assert it.screen.view.reading is reading
            withdraw(other, ["P01"])
        await heard(it)
        assert "long" in it.header
        assert it.caret
        await it.press("l", "c", "type:wait", "enter")
        assert "Coded" in it.status


async def test_a_round_drawn_elsewhere_hides_and_one_closed_shows_again(study_path: Path) -> None:
    with open_study(study_path) as study:
        add_coder(study, "tomas")
        add_memo(study, "Only mine.", target="study")
    from qualcode.tui.app import QualcodeApp

    app = QualcodeApp(study_path, "tomas")
    async with app.run_test(size=(120, 40)) as pilot:
        while app.desk is None:
            await pilot.pause(0.02)
        await pilot.press("o", "m")
        screen = app.screen
        assert isinstance(screen, MemoScreen)
        assert len(screen.memos) == 1
        with open_study(study_path) as other:
            sample_sources(other, coder="tomas", share="1", seed=1)
            app.listen()
            await pilot.pause()
            assert screen.memos == []
            close_round(other, reason="Tomas is ill")
            app.listen()
            await pilot.pause()
        assert len(screen.memos) == 1
    app.close_study()


async def test_a_coder_who_is_renamed_elsewhere_codes_on_under_the_new_name(study_path: Path) -> None:
    with open_study(study_path) as study:
        code_words(study, "My sister drove me there", "Transport")
    async with driven(study_path) as it:
        with open_study(study_path) as other:
            await it.press("o", "b")
            rename_coder(other, "maya", "Maya Lindgren")
            await heard(it)
            codes = it.app.screen
            assert isinstance(codes, CodebookScreen)
            assert codes.counts[codes.codebook.find("Transport").id].own == 1
            assert "coder: Maya Lindgren" in it.header
            await it.press("q", "o", "q", "type:Transport", "enter")
            found = it.app.screen
            assert isinstance(found, RetrieveScreen)
            await until(it, lambda: len(found.answer.rows) == 1)
            await it.press("q", "c", "type:wait", "enter")
            assert [one.coder for one in other.codings.all()] == [other.viewer.id] * 2
            await it.press("u", "u")
            assert "coder: maya" in it.header


async def test_every_screen_shows_what_is_done_elsewhere(study_path: Path) -> None:
    async with driven(study_path) as it:
        with open_study(study_path) as other:
            await it.press("o", "h", "j")
            history = it.app.screen
            assert isinstance(history, HistoryScreen)
            chosen = history.line.change.id if history.line else 0
            code_words(other, "We waited three weeks", "Waiting times")
            await heard(it)
            assert history.lines[0].change.verb == "apply_code"
            assert history.line is not None
            assert history.line.change.id == chosen
            await it.press("q", "o", "m")
            add_memo(other, "From there.", target="study")
            await heard(it)
            memos = it.app.screen
            assert isinstance(memos, MemoScreen)
            assert [one.text for one in memos.memos] == ["From there."]
            await it.press("q", "o", "b", "slash", "type:let")
            add_code(other, name="Letters")
            await heard(it)
            codes = it.app.screen
            assert isinstance(codes, CodebookScreen)
            assert [place.code.name for place in codes.codes.shown.lines] == ["Letters"]
            await it.press("escape", "q", "o", "q", "type:Waiting times", "enter")
            found = it.app.screen
            assert isinstance(found, RetrieveScreen)
            await until(it, lambda: found.answer.rows != ())
            assert len(found.answer.rows) == 1
            code_words(other, "the waiting", "Waiting times")
            await heard(it)
            await until(it, lambda: len(found.answer.rows) == 2)
            assert "refused" not in found.query_one(StatusBar).text


async def test_changes_wait_for_a_window_that_writes_and_are_made_in_their_order(study_path: Path) -> None:
    async with driven(study_path) as it:
        with open_study(study_path) as other:
            other.begin()
            await it.press("right_curly_bracket", "w", "c", "type:wait", "enter")
            assert "1 change waits for the other window" in it.status
            assert "◌ 1 waits" in it.header
            await it.press("escape", "right_curly_bracket", "right_curly_bracket", "w", "c", "type:Her letters", "enter")
            await it.press("u", "escape", "left_curly_bracket", "left_curly_bracket", "L", "c", "type:trans", "enter")
            assert "4 changes wait" in it.status
            assert coded(study_path) == []
            await it.press("right_curly_bracket")
            caret = it.caret
            other.rollback()
            await until(it, lambda: not it.app.writes.waiting)
            assert "● saved" in it.header
            assert it.caret == caret
            assert len(it.screen.view.marks.by_id) == 2
        with open_study(study_path) as study:
            assert [line.change.verb for line in history(study)][-4:] == ["apply_code", "apply_new_code", "undo", "apply_code"]
    assert [code for code, _ in coded(study_path)] == ["Waiting times", "Transport"]


async def test_coding_goes_on_while_another_process_imports(study_path: Path, tmp_path: Path) -> None:
    many = 40
    for number in range(many):
        talk = "".join(f"INT: And then?\n\nP{number:02d}: It went on, as the {turn}th time.\n\n" for turn in range(60))
        (tmp_path / f"more {number:02d}.txt").write_text(talk, encoding="utf-8")
    async with driven(study_path, source="long") as it:
        await it.press("c", "type:wait", "enter")
        importing = subprocess.Popen(
            [sys.executable, "-m", "qualcode", "import", str(study_path), *map(str, sorted(tmp_path.glob("more *.txt")))],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        pressed = 1
        while importing.poll() is None:
            await it.press("right_parenthesis", "right_parenthesis", "full_stop")
            pressed += 1
        assert importing.returncode == 0
        await until(it, lambda: not it.app.writes.waiting)
        await heard(it)
        assert "● saved" in it.header
        assert len(it.screen.view.marks.by_id) == pressed
    assert len(coded(study_path, "long")) == pressed
    with open_study(study_path) as study:
        assert len(study.sources.all()) == many + 2
        assert check_study(study).faults == ()


async def test_several_codes_that_wait_from_one_quick_code(study_path: Path) -> None:
    async with driven(study_path) as it:
        with open_study(study_path) as other:
            other.begin()
            await it.press("right_curly_bracket", "w", "c", "type:wait", "tab", "type:trans", "tab")
            quick = it.screen.view.quick
            assert quick is not None
            assert quick.applied == ["Waiting times (waits)", "Transport (waits)"]
            other.rollback()
            await until(it, lambda: not it.app.writes.waiting)
            assert it.screen.view.quick is quick
    assert {code for code, _ in coded(study_path)} == {"Waiting times", "Transport"}


async def test_leaving_waits_for_what_is_not_written_yet(study_path: Path) -> None:
    async with driven(study_path) as it:
        with open_study(study_path) as other:
            other.begin()
            await it.press("right_curly_bracket", "w", "c", "type:wait", "enter", "ctrl+q")
            dialog = it.app.screen
            assert isinstance(dialog, Leaving)
            await it.press("escape", "ctrl+q", "ctrl+q")
            assert it.app.return_value is None
            assert it.app.is_running
            other.rollback()
            await until(it, lambda: not it.app.writes.waiting)
        await it.pilot.pause(0.1)
        assert not it.app.is_running or it.app._exit
    assert [code for code, _ in coded(study_path)] == ["Waiting times"]


async def test_leaving_without_what_waits_is_said_and_done(study_path: Path) -> None:
    async with driven(study_path) as it:
        with open_study(study_path) as other:
            other.begin()
            await it.press("right_curly_bracket", "w", "c", "type:wait", "enter", "ctrl+q", "x")
            assert it.app.writes.waiting == ()
            other.rollback()
    assert coded(study_path) == []


async def test_a_change_of_a_screen_that_was_left_is_made_and_seen(study_path: Path) -> None:
    with open_study(study_path) as study:
        number = code_words(study, "My sister drove me", "Transport")
    async with driven(study_path) as it:
        with open_study(study_path) as other:
            await it.press("o", "m")
            other.begin()
            await it.press("u", "q")
            assert number in it.screen.view.marks.by_id
            other.rollback()
            await until(it, lambda: not it.app.writes.waiting)
        assert number not in it.screen.view.marks.by_id
    assert coded(study_path) == []


async def test_the_codebook_is_built_in_its_turn_too(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("o", "b")
        screen = it.app.screen
        assert isinstance(screen, CodebookScreen)
        with open_study(study_path) as other:
            other.begin()
            await it.press("a", "type:Letters", "ctrl+s")
            assert "1 change waits" in screen.query_one(StatusBar).text
            other.rollback()
            await until(it, lambda: not it.app.writes.waiting)
        assert "Added Letters" in screen.query_one(StatusBar).text
        assert screen.codes.code == screen.codebook.find("Letters").id


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_walk_over_random_keys_while_another_window_does_anything(study_path: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    keys = sorted({key for command in COMMANDS for key in command.keys.split(",") if key} - {"ctrl+q"})
    # A round that is drawn hides the verbs' own codings from them.
    verbs = [verb for name, verb in sorted(VERBS.items()) if name not in ("sample", "finish")]
    async with driven(study_path) as it:
        with open_study(study_path) as other:
            for _ in range(120):
                await it.pilot.press(chance.choice(keys if chance.random() < 0.75 else ["a", "t", "enter", "escape", "down"]))
                if chance.random() < 0.3:
                    with suppress(QualcodeError):
                        chance.choice(verbs)(other, chance.randrange, tmp_path)
                if chance.random() < 0.3:
                    await heard(it)
        await it.press("escape", "escape", "escape")
    with open_study(study_path) as study:
        assert check_study(study).faults == ()
