"""Talking differences over with the keyboard: what the study holds after each key, and what the screen says."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualcode.domain.discussions import Outcome
from qualcode.services.correcting import correct_turn
from qualcode.services.discussion import discuss
from qualcode.services.discussion_pair import pair_of
from qualcode.services.memos import list_memos
from qualcode.services.studies import open_study
from qualcode.storage import create_study
from qualcode.storage import open_study as opened
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.reconcile import ReconcileScreen
from qualcode.tui.screens.reconcile_told import counts_told
from qualcode.tui.widgets.bars import HeaderBar, StatusBar
from tests.double_coded import LEAD, SECOND, furnish
from tests.services.discussed import agreed, code_both, furnished, settle
from tests.tui.screens import SIZES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from qualcode.services.discussion import SourceDiscussion


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("discussed")
    with create_study(folder / "study", lead=LEAD, title="Clinics") as study:
        furnished(study)
        with opened(folder / "study", SECOND) as other:
            code_both(study, other)
    return folder / "study.qualcode"


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "study.qualcode"))


class Discussed:
    """The app at the screen for differences."""

    def __init__(self, app: QualcodeApp, pilot: Pilot[None], path: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.path = path

    @property
    def screen(self) -> ReconcileScreen:
        screen = self.app.screen
        assert isinstance(screen, ReconcileScreen)
        return screen

    @property
    def status(self) -> str:
        return self.app.screen.query_one(StatusBar).text

    @property
    def header(self) -> str:
        return self.app.screen.query_one(HeaderBar).text

    @property
    def current(self) -> int | None:
        return self.screen.view.current

    def lines(self, top: int = 0, many: int = 99) -> str:
        """What the list draws."""
        listed = self.screen.differences
        return "\n".join(listed.render_line(y).text for y in range(top, min(many, listed.size.height)))

    def panel(self) -> str:
        panel = self.screen.panel
        return "\n".join(panel.render_line(y).text for y in range(panel.size.height))

    async def press(self, *keys: str) -> None:
        for key in keys:
            if key.startswith("type:"):
                await self.pilot.press(*["space" if sign == " " else sign for sign in key[5:]])
            else:
                await self.pilot.press(key)
        await self.pilot.pause()

    def found(self) -> SourceDiscussion:
        """The discussion as another window reads it."""
        with open_study(self.path, LEAD) as study:
            return discuss(study, pair_of(study), ["P001"])[0]

    def outcomes(self) -> list[tuple[int, str, str]]:
        return [
            (item.number, str(item.decision.outcome), item.decision.reason)
            for item in self.found().items
            if item.decision is not None and item.decision.outcome is not Outcome.CARRIED
        ]

    def agreed(self) -> list[tuple[str, str]]:
        with open_study(self.path, LEAD) as study:
            return agreed(study)


@asynccontextmanager
async def discussing(path: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Discussed]:
    app = QualcodeApp(path, LEAD, at="reconcile")
    try:
        async with app.run_test(size=size) as pilot:
            while not isinstance(app.screen, ReconcileScreen):
                await pilot.pause(0.02)
            await pilot.pause()
            yield Discussed(app, pilot, path)
    finally:
        app.close_study()


@pytest.mark.parametrize("size", SIZES)
async def test_it_opens_at_the_first_open_difference(path: Path, size: tuple[int, int]) -> None:
    async with discussing(path, size) as screen:
        assert screen.current == 1
        assert screen.status.strip().startswith("1 of 4   only Mairi  Time")
        assert "P001" in screen.header
        assert "Mairi × Tom" in screen.header
        assert "0 of 4" in screen.header
        assert "Mairi Lennox" in screen.panel()
        assert "not coded" in screen.panel()
        assert "1 first" in screen.panel()
        if size[0] >= 100:
            assert "○ ¶2 only Mairi" in screen.lines()
            kinds = "sibling code 0 · other theme 1" if size[0] >= 160 else "sibling 0 · theme 1"
            assert f"missed 2 · boundary 1 · {kinds}" in screen.header


@pytest.mark.in_colour
@pytest.mark.parametrize("size", SIZES)
async def test_the_first_coder_has_stripes_on_the_left_and_the_second_on_the_right(path: Path, size: tuple[int, int]) -> None:
    async with discussing(path, size) as screen:
        view = screen.screen.view
        rows = [view.render_line(y).text for y in range(view.size.height)]
        talk = next(row for row in rows if "I did" in row)
        left, _, right = talk.partition("I did")
        assert "•" in left or "◆" in left or "╭" in left or "┏" in left
        assert "•" in right or "╮" in right
        back = next(row for row in rows if "It came back" in row)
        assert back.rstrip().endswith("•")
        assert all(view.render_line(y).cell_length == view.size.width - 1 for y in range(view.size.height))


async def test_an_outcome_begins_the_discussion_settles_and_goes_on(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("1")
        assert screen.outcomes() == [(1, "take first", "")]
        assert screen.agreed() == [("I did", "Time"), ("at home", "Written at home")]
        assert screen.current == 2
        assert "Take first: 1." in screen.status
        await screen.press("4", "3", "2")
        assert [one[:2] for one in screen.outcomes()] == [(1, "take first"), (2, "overlap"), (3, "both"), (4, "take second")]
        assert "All 4 are settled: ! finishes it." in screen.status
        assert "4 of 4" in screen.header
        assert "✓ ¶2 only Mairi" in screen.lines()
        await screen.press("u")
        assert [one[:2] for one in screen.outcomes()] == [(1, "take first"), (2, "overlap"), (3, "both")]
        assert "3 of 4" in screen.header
        await screen.press("U")
        assert len(screen.outcomes()) == 4
        await screen.press("u", "u", "u", "u", "u")
        assert screen.outcomes() == []
        assert screen.found().state == "not begun"


async def test_the_tint_shows_what_stands(path: Path) -> None:
    async with discussing(path) as screen:
        view = screen.screen.view

        def behind(words: str) -> set[int]:
            start = view.reading.text.index(words)
            return {one.code for one in view.tinted.by_id.values() if start in one.span}

        book = screen.screen.codebook
        both = {book.find("Figures").id, book.find("Delays").id}
        assert behind("It came back") == both
        await screen.press("n", "n", "2")
        assert behind("It came back") == {book.find("Delays").id}
        await screen.press("N", "N", "x")
        assert behind("Nobody's job") == set()
        assert behind("at home") == {book.find("Written at home").id}


async def test_leaving_both_dropping_and_walking(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("n")
        assert screen.current == 2
        await screen.press("5", "x")
        assert [one[:2] for one in screen.outcomes()] == [(2, "leave both readings"), (3, "drop")]
        assert screen.current == 4
        await screen.press("t")
        assert screen.current == 1
        await screen.press("N")
        assert "This is the first one." in screen.status
        await screen.press("n", "n", "n", "n")
        assert "This is the last one." in screen.status


async def test_what_cannot_be_had_is_said_and_nothing_changes(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("3")
        assert "Only one of the two coded these words." in screen.status
        assert screen.outcomes() == []
        assert screen.current == 1


async def test_a_reason_goes_with_the_next_outcome_or_is_written_on_one_that_stands(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("enter", "type:said in jest", "enter")
        assert "because said in jest" in screen.panel()
        await screen.press("x")
        assert screen.outcomes() == [(1, "drop", "said in jest")]
        await screen.press("N", "enter")
        await screen.press("type:, we think", "enter")
        assert screen.outcomes() == [(1, "drop", "said in jest, we think")]
        await screen.press("enter", "escape")
        assert screen.outcomes() == [(1, "drop", "said in jest, we think")]


async def test_several_are_settled_by_one_decision(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("n", "n", "plus", "n", "plus")
        assert "2 differences marked" in screen.status
        await screen.press("r", "type:appro", "enter")
        found = screen.found()
        assert found.item(3).decision == found.item(4).decision
        assert ("It came back", "Approval") in screen.agreed()
        await screen.press("plus", "escape")
        assert screen.screen.marked == set()


async def test_the_ends_are_moved_by_sign_or_the_selection_is_taken(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("n", "e", "less_than_sign", "enter")
        assert ("Nobody's", "Nobody's job") in screen.agreed()
        await screen.press("N", "e", "escape")
        assert "Nothing was settled." in screen.status
        await screen.press("v", "l", "e")
        assert ("at home", "Nobody's job") in screen.agreed()


async def test_a_span_of_codes_that_differ_asks_for_its_code(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("n", "n", "e", "less_than_sign", "enter")
        await screen.press("down", "enter")
        assert ("It came", "Delays") in screen.agreed()


async def test_words_that_neither_coded_are_added(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("c")
        assert "Select the words" in screen.status
        await screen.press("x", "g", "v", "l", "c")
        await screen.press("type:appro", "enter")
        assert ("I: Who", "Approval") in screen.agreed()
        assert "added" in screen.lines()


async def test_the_codebook_is_changed_out_of_a_difference(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("n", "n", "b", "down", "enter")
        await screen.press("type:It came back late.", "ctrl+s")
        assert screen.outcomes() == [(3, "change the codebook", "")]
        with open_study(path, LEAD) as study:
            assert study.codes.codebook().find("Delays").definition == "It came back late."
        await screen.press("b", "enter")
        await screen.press("escape")
        assert len(screen.outcomes()) == 1


async def test_a_new_code_is_made_out_of_a_difference(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("n", "n", "b", *["down"] * 2, "enter", "type:Again", "ctrl+s")
        with open_study(path, LEAD) as study:
            assert study.codes.codebook().path_text(study.codes.codebook().find("Again").id) == "Again"
        assert ("It came back", "Again") in screen.agreed()


async def test_only_some_are_listed(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("f", "type:boundary", "enter")
        assert [item.number for item in screen.screen.order] == [2]
        assert screen.current == 2
        assert "Only boundary" in screen.status
        await screen.press("escape")
        assert len(screen.screen.order) == 4
        await screen.press("f", "type:agreed", "enter")
        assert [item.kind for item in screen.screen.order] == ["agreed"]
        await screen.press("x")
        assert screen.outcomes() == [(5, "drop", "")]
        assert "Drop: 5." in screen.status
        assert ("at home", "Written at home") not in screen.agreed()


async def test_with_only_open_ones_listed_an_outcome_goes_on_and_not_back_to_the_top(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("f", "type:not settled", "enter", "n")
        assert screen.current == 2
        await screen.press("4")
        assert [item.number for item in screen.screen.order] == [1, 3, 4]
        assert screen.current == 3
        await screen.press("n", "2")
        assert screen.current == 1


def test_counts_in_the_header_are_whole_or_left_out() -> None:
    counts = {"agreed": 5, "missed": 5, "boundary": 4, "sibling code": 1, "other theme": 0}
    whole = "agreed 5 · missed 5 · boundary 4 · sibling code 1 · other theme 0"
    fewer = "agreed 5 · missed 5 · boundary 4 · sibling 1"
    said = {counts_told(counts, room) for room in range(len(whole) + 2)}
    assert said == {whole, "agreed 5 · missed 5 · boundary 4 · sibling 1 · theme 0", fewer, ""}
    assert counts_told(counts, len(fewer)) == fewer
    assert counts_told(counts, len(fewer) - 1) == ""


async def test_who_is_present_and_finishing(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("exclamation_mark")
        assert "was not begun" in screen.status
        await screen.press("at")
        assert "Settle a difference first" in screen.status
        await screen.press("1", "exclamation_mark")
        assert "3 differences not settled yet" in screen.status
        await screen.press("5", "5", "5", "at", *["backspace"] * len(f", {SECOND}"), "enter")
        assert "Present: Mairi Lennox." in screen.status
        await screen.press("exclamation_mark", "enter")
        assert screen.found().state == "finished"
        assert "takes it up again" in screen.panel()
        await screen.press("1")
        assert "The discussion of P001 is finished." in screen.status
        await screen.press("exclamation_mark", "type:overlooked", "enter")
        assert screen.found().state == "in progress"


async def test_a_memo_is_written_on_the_words(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("m", "type:Whose job?", "ctrl+s")
        with open_study(path, LEAD) as study:
            assert [one.text for one in list_memos(study)] == ["Whose job?"]


async def test_the_caret_makes_the_difference_it_comes_to_current(path: Path) -> None:
    async with discussing(path) as screen:
        assert screen.current == 1
        await screen.press("G")
        assert screen.current == 4
        assert screen.screen.differences.lines[screen.screen.differences.at].number == 4


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_list_takes_the_keyboard(path: Path, size: tuple[int, int]) -> None:
    async with discussing(path, size) as screen:
        await screen.press("tab")
        assert screen.screen.differences.display
        await screen.press("j", "j")
        assert screen.current == 3
        await screen.press("2")
        assert screen.outcomes() == [(3, "take second", "")]
        await screen.press("escape")
        assert screen.app.focused is screen.screen.view


async def test_what_another_window_decides_is_shown(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("1")
        with opened(path, SECOND) as other:
            settle(other, Outcome.DROP, 3)
        screen.app.listen()
        await screen.pilot.pause()
        assert "✓ ¶4 other theme" in screen.lines()
        assert "2 of 4" in screen.header


async def test_a_correction_elsewhere_moves_the_stripes_with_their_words(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("n", "n")
        with opened(path, SECOND) as other:
            correct_turn(other, other.sources.named("P001").id, 2, "Well, well: I did, at home. Nobody's job.")
        screen.app.listen()
        await screen.pilot.pause()
        assert screen.current == 3
        view = screen.screen.view
        assert view.reading.text[view.selection.caret.start :].startswith("It came back")
        await screen.press("2")
        assert ("It came back", "Delays") in screen.agreed()


async def test_definitions_figures_and_sources_are_shown(path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("n", "n", "D")
        assert "No definition yet." in "".join(str(one.render()) for one in screen.app.screen.query("Static"))
        await screen.press("escape", "percent_sign")
        await screen.app.workers.wait_for_complete()
        await screen.pilot.pause()
        assert "all codes together" in "".join(str(one.render()) for one in screen.app.screen.query("Static"))
        await screen.press("escape", "s", "type:P002", "enter")
        assert screen.screen.found is not None
        assert screen.screen.found.source.name == "P002"
        assert "No differences here" in screen.lines()
        await screen.press("n", "1", "e", "x", "r", "c", "b", "D", "plus", "t", "m")
        assert screen.found().state == "not begun"


async def test_minutes_are_written_from_here(path: Path, tmp_path: Path) -> None:
    async with discussing(path) as screen:
        await screen.press("1", "X", *["backspace"] * len("minutes.docx"), f"type:{tmp_path}/m.docx", "enter")
        await screen.app.workers.wait_for_complete()
        await screen.pilot.pause()
        assert (tmp_path / "m.docx").exists()
        assert "Wrote the minutes of 1 source" in screen.status


async def test_a_study_without_anything_to_discuss_says_so(tmp_path: Path) -> None:
    with create_study(tmp_path / "bare", lead=LEAD) as study:
        furnish(study, "P001")
    async with discussing(tmp_path / "bare.qualcode") as screen:
        assert "nobody else has finished a source" in screen.status
        await screen.press(
            "1", "n", "N", "t", "f", "s", "at", "exclamation_mark", "X", "D", "percent_sign", "z", "enter", "m", "q"
        )
        assert not isinstance(screen.app.screen, ReconcileScreen)


async def test_it_is_opened_from_the_menu_and_left_again(path: Path) -> None:
    app = QualcodeApp(path, LEAD)
    async with app.run_test(size=(120, 40)) as pilot:
        while app.desk is None:
            await pilot.pause(0.02)
        await pilot.pause()
        await pilot.press("o", "r")
        await pilot.pause()
        assert isinstance(app.screen, ReconcileScreen)
        await pilot.press("q")
        await pilot.pause()
        assert len(app.screen_stack) == 1
    app.close_study()
