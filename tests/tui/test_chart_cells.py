"""Writing in a chart's cells by keys: the study holds what was typed, and nothing typed is ever lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from textual.events import Key
from textual.widgets import OptionList

from qualcode.domain.charts import CellMark, CellState
from qualcode.domain.summaries import Bearing
from qualcode.services.charting import write_summary
from qualcode.services.charting_cells import open_cell
from qualcode.services.coding import apply_code
from qualcode.services.studies import open_study
from qualcode.tui.modals.cell_editor import CellEditor
from qualcode.tui.modals.choose import Choose
from qualcode.tui.screens.coding import CodingScreen
from tests.tui.screens import SIZES, Driven, driven
from tests.tui.test_chart_screen import charted, fls, settled, status

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.cells import OpenCell
    from qualcode.tui.screens.chart import ChartScreen

__all__ = ["fls"]


def cell_of(path: Path, case: str, theme: str) -> OpenCell:
    with open_study(path) as study:
        number = next(one.id for one in study.cases.all() if one.name == case)
        return open_cell(study, number, study.codes.codebook().find(theme).id)


async def to_chart(it: Driven) -> tuple[ChartScreen, str, str]:
    """The third chart, in which most is still to be charted, at the first cell that has extracts."""
    screen = await charted(it, "b", "type:best", "enter")
    for _ in range(90):
        await it.press("t")
        assert screen.at is not None
        if screen.at[2].codings:
            break
    await settled(it)
    assert screen.at is not None
    return screen, screen.at[0].name, screen.at[1].path


def editor(it: Driven) -> CellEditor:
    screen = it.app.screen
    assert isinstance(screen, CellEditor)
    return screen


@pytest.mark.parametrize("size", SIZES)
async def test_a_summary_is_written_beside_its_extracts_and_undone(fls: Path, size: tuple[int, int]) -> None:
    async with driven(fls, size) as it:
        screen, case, theme = await to_chart(it)
        before = cell_of(fls, case, theme)
        await it.press("enter")
        await settled(it)
        assert [one.words for one in editor(it).extracts.extracts] == [
            " ".join(one.extract.words.split()) for one in before.evidence
        ]
        await it.press("type:Wrote it alone", "ctrl+t", "tab", "type:Resigned", "ctrl+s")
        await settled(it)
        after = cell_of(fls, case, theme)
        assert after.text == f"Wrote it alone {before.evidence[0].reference}"
        assert after.remark == "Resigned"
        assert after.state is CellState.COMPLETE
        assert not after.changes
        assert screen.at is not None
        assert screen.at[2].text == after.text
        assert f"Summarised {case}" in status(screen)
        await it.press("u")
        await settled(it)
        assert cell_of(fls, case, theme).state is CellState.NOT_CHARTED
        assert screen.at[2].text == ""


async def test_a_draft_does_not_count_until_it_is_complete(fls: Path) -> None:
    async with driven(fls) as it:
        screen, case, theme = await to_chart(it)
        await it.press("enter", "type:First words", "ctrl+d")
        await settled(it)
        assert cell_of(fls, case, theme).state is CellState.DRAFT
        assert screen.sheet is not None
        assert screen.sheet.counts[CellState.DRAFT] == 1
        await it.press("d")
        await settled(it)
        assert cell_of(fls, case, theme).state is CellState.COMPLETE
        await it.press("d")
        await settled(it)
        assert cell_of(fls, case, theme).state is CellState.DRAFT


@pytest.mark.parametrize("size", SIZES)
async def test_what_a_cell_said_before_is_listed_and_brought_back(fls: Path, size: tuple[int, int]) -> None:
    async with driven(fls, size) as it:
        screen, case, theme = await to_chart(it)
        await it.press("B")
        assert "Nothing has stood in this cell yet." in status(screen)
        for words in ("First wording", ". The second"):
            await it.press("enter", f"type:{words}", "ctrl+s")
            await settled(it)
        await it.press("B")
        listing = it.app.screen
        assert isinstance(listing, Choose)
        (row,) = [str(option.prompt) for option in listing.query_one(OptionList).options]
        assert re.fullmatch(r"1\. \d{4}-\d\d-\d\d \d\d:\d\d, Mairi Lennox: complete\nFirst wording", row)
        await it.press("enter")
        await settled(it)
        assert cell_of(fls, case, theme).text == "First wording"
        assert screen.at is not None
        assert screen.at[2].text == "First wording"
        assert "wording 1 brought back" in status(screen)
        await it.press("u")
        await settled(it)
        assert cell_of(fls, case, theme).text == "First wording. The second"


async def test_cells_are_marked_and_emptied(fls: Path) -> None:
    async with driven(fls) as it:
        screen, case, theme = await to_chart(it)
        for digit, mark in (("1", CellMark.NOT_RAISED), ("2", CellMark.NOT_ASKED)):
            await it.press(digit)
            await settled(it)
            assert cell_of(fls, case, theme).mark is mark
            assert f"{mark}, though" in status(screen), "the coding speaks against it"
        await it.press("x")
        await settled(it)
        assert cell_of(fls, case, theme).mark is None
        await it.press("x")
        assert "Nothing stands in this cell" in status(screen)
        await it.press("enter", "type:Words", "ctrl+s")
        await settled(it)
        await it.press("1", "escape")
        await settled(it)
        assert cell_of(fls, case, theme).text == "Words"
        await it.press("1", "enter")
        await settled(it)
        assert cell_of(fls, case, theme).mark is CellMark.NOT_RAISED
        await it.press("u")
        await settled(it)
        assert cell_of(fls, case, theme).text == "Words"


async def test_extracts_are_weighed_quoted_and_opened_and_the_words_are_there_again(fls: Path) -> None:
    async with driven(fls) as it:
        _, case, theme = await to_chart(it)
        first = cell_of(fls, case, theme).evidence[0]
        await it.press("enter", "type:So far", "tab", "tab")
        await settled(it)
        assert editor(it).extracts.has_focus
        await it.press("3")
        await settled(it)
        assert cell_of(fls, case, theme).evidence[0].bearing is Bearing.CONTRADICTS
        assert editor(it).extracts.extracts[0].bearing == "contradicts"
        await it.press("1")
        await settled(it)
        assert cell_of(fls, case, theme).evidence[0].bearing is Bearing.SUPPORTS
        await it.press("s")
        await settled(it)
        coding = it.app.screen
        assert isinstance(coding, CodingScreen)
        assert it.caret in first.extract.words
        await it.press("o", "a")
        await settled(it)
        assert editor(it).text.text == "So far"
        await it.press("ctrl+y", "ctrl+s")
        await settled(it)
        words = " ".join(first.extract.words.split())
        assert cell_of(fls, case, theme).text == f"So far “{words}” {first.reference}"


async def test_what_is_typed_is_kept_when_the_editor_is_left(fls: Path) -> None:
    async with driven(fls) as it:
        screen, case, theme = await to_chart(it)
        await it.press("enter", "type:Half a", "escape")
        await settled(it)
        assert cell_of(fls, case, theme).state is CellState.NOT_CHARTED
        assert "are kept" in status(screen)
    async with driven(fls) as it:
        screen, _, _ = await to_chart(it)
        assert "not saved yet" in screen.pane.shown.notes[0][0]
        await it.press("enter", "type: thought", "ctrl+s")
        await settled(it)
        assert cell_of(fls, case, theme).text == "Half a thought"
        assert not screen.pane.shown.notes
        await it.press("enter", "type: more", "ctrl+g", "enter")
        await settled(it)
        assert cell_of(fls, case, theme).text == "Half a thought"
        await it.press("enter")
        await settled(it)
        assert editor(it).text.text == "Half a thought"


async def test_two_windows_write_one_cell_and_no_word_is_lost(fls: Path) -> None:
    async with driven(fls) as it:
        _, case, theme = await to_chart(it)
        await it.press("enter", "type:Mine")
        before = cell_of(fls, case, theme)
        with open_study(fls) as study:
            write_summary(study, before.case, before.code, "Theirs.", remark="Seen by B")
        await it.press("ctrl+s")
        await settled(it)
        assert cell_of(fls, case, theme).text == "Theirs."
        assert editor(it).text.text == "Theirs.\n\nMine"
        assert editor(it).remark.text == "Seen by B"
        await it.press("ctrl+s")
        await settled(it)
        assert cell_of(fls, case, theme).text == "Theirs.\n\nMine"


async def test_changed_evidence_is_told_and_seen(fls: Path) -> None:
    async with driven(fls) as it:
        screen = await charted(it, "n")
        assert screen.at is not None
        case, theme = screen.at[0].name, screen.at[1].path
        told = cell_of(fls, case, theme).changed
        assert told
        await settled(it)
        assert any(told in words for words, _ in screen.pane.shown.notes)
        await it.press("!")
        await settled(it)
        assert not cell_of(fls, case, theme).changes
        assert not screen.at[2].evidence_changed
        assert "Seen" in status(screen)
        await it.press("u")
        await settled(it)
        assert cell_of(fls, case, theme).changed == told


async def test_what_is_coded_while_one_writes_counts_as_not_seen(fls: Path) -> None:
    async with driven(fls) as it:
        _, case, theme = await to_chart(it)
        before = cell_of(fls, case, theme)
        await it.press("enter", "type:Mine")
        with open_study(fls) as study:
            source = study.sources.text(before.evidence[0].source)
            turn = next(turn for turn in source.turns if turn.span.start > before.evidence[-1].extract.span.end)
            apply_code(study, source=source.source.id, span=turn.span, code=before.evidence[0].link.code)
            later = next(
                turn
                for turn in source.turns
                if turn.span.start > before.evidence[-1].extract.span.end and turn.speaker == source.turns[1].speaker
            )
            apply_code(study, source=source.source.id, span=later.span, code=before.evidence[0].link.code)
        it.app.listen()
        await settled(it)
        await it.press("ctrl+s")
        await settled(it)
        assert "added" in cell_of(fls, case, theme).changed


async def at_once(it: Driven, *keys: str) -> None:
    """Send keys as a paste or a macro does: all of them before the app answers the first."""
    for key in keys:
        for one in key.removeprefix("type:") if key.startswith("type:") else [key]:
            it.app.post_message(Key(one, one if len(one) == 1 else None))
    await settled(it)


@pytest.mark.parametrize("ending", ["ctrl+s", "ctrl+d", "escape"])
async def test_no_letter_is_lost_that_was_typed_right_before_the_words_are_saved(fls: Path, ending: str) -> None:
    words = "Wrote it " + "alone " * 60 + "to the last word."
    async with driven(fls) as it:
        _, case, theme = await to_chart(it)
        await it.press("enter")
        await settled(it)
        await at_once(it, f"type:{words}", ending)
        if ending == "escape":
            await it.press("enter")
            await settled(it)
            assert editor(it).text.text == words
        else:
            assert cell_of(fls, case, theme).text == words


async def test_a_turn_is_referred_to_behind_the_words_typed_before(fls: Path) -> None:
    async with driven(fls) as it:
        _, case, theme = await to_chart(it)
        before = cell_of(fls, case, theme)
        await it.press("enter")
        await settled(it)
        await at_once(it, "type:Wrote it alone on Sundays", "ctrl+t", "type:.", "ctrl+s")
        assert cell_of(fls, case, theme).text == f"Wrote it alone on Sundays {before.evidence[0].reference}."


async def test_words_typed_right_behind_tab_are_the_remark(fls: Path) -> None:
    async with driven(fls) as it:
        _, case, theme = await to_chart(it)
        await it.press("enter")
        await settled(it)
        await at_once(it, "type:Wrote it alone.", "tab", "type:Resigned.", "shift+tab", "type: At home.", "ctrl+s")
        after = cell_of(fls, case, theme)
        assert (after.text, after.remark) == ("Wrote it alone. At home.", "Resigned.")


async def test_a_cell_is_written_by_keys_that_were_all_pressed_before_its_editor_was_there(fls: Path) -> None:
    async with driven(fls) as it:
        _, case, theme = await to_chart(it)
        await at_once(it, "enter", "type:Wrote it alone.", "tab", "type:Resigned.", "ctrl+s")
        after = cell_of(fls, case, theme)
        assert (after.text, after.remark, after.state) == ("Wrote it alone.", "Resigned.", CellState.COMPLETE)
