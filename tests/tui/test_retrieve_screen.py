"""Retrieving: what is listed is what the query finds, and what is done to it is done in the study."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from qualcode.services.asked import queries_asked
from qualcode.services.codings_files import import_codings
from qualcode.services.memo_writing import place_of_memo
from qualcode.services.memos import list_memos
from qualcode.services.queries import query_segments
from qualcode.services.studies import open_study
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.retrieve import RetrieveScreen
from qualcode.tui.widgets.bars import StatusBar
from qualcode.tui.widgets.completions import Completions
from qualcode.tui.widgets.query_line import QueryLine
from tests.tui.screens import SIZES, Driven, driven

if TYPE_CHECKING:
    from pathlib import Path


async def answered(it: Driven) -> RetrieveScreen:
    await it.pilot.pause()
    await it.app.workers.wait_for_complete()
    await it.pilot.pause()
    screen = it.app.screen
    assert isinstance(screen, RetrieveScreen)
    return screen


async def coded_and_asked(it: Driven, query: str) -> RetrieveScreen:
    """Three sentences coded by two codes of Access and one of Trust, then a query."""
    await it.press("right_curly_bracket", "right_parenthesis", "c", "type:wait", "enter")
    await it.press("right_parenthesis", "c", "type:trans", "enter")
    await it.press("right_curly_bracket", "right_curly_bracket", "c", "type:clinician", "enter")
    await it.press("o", "q", f"type:{query}", "enter")
    return await answered(it)


def words_of(screen: RetrieveScreen) -> list[str]:
    return [screen.answer.rows[at].extract.words for at in screen.order]


QUERIES = ["Access or Trust", "Transport near 2 Trust", '"Trust > In clinician"']


@pytest.mark.parametrize(("size", "query"), list(zip(SIZES, QUERIES, strict=True)))
async def test_what_is_listed_is_what_the_query_finds(study_path: Path, size: tuple[int, int], query: str) -> None:
    async with driven(study_path, size) as it:
        screen = await coded_and_asked(it, query)
        with open_study(study_path) as study:
            expected = query_segments(study, query)
        assert expected.extracts
        assert sorted(words_of(screen)) == sorted(one.words for one in expected.extracts)
        assert f"{len(expected.extracts)} extract" in screen.query_one(QueryLine).text


async def test_by_participant_and_by_code(study_path: Path) -> None:
    async with driven(study_path) as it:
        screen = await coded_and_asked(it, "Trust or Access")
        assert [(group.heading, group.said) for group in screen.found.groups] == [("P01", "3")]
        await it.press("G", "T")
        assert [group.heading for group in screen.found.groups] == [
            "Access > Waiting times",
            "Access > Transport",
            "Trust > In clinician",
        ]
        assert screen.row is not None
        assert screen.codebook[screen.row.codes[0]].name == "In clinician"


async def test_enter_opens_the_coding_and_the_query_is_kept(study_path: Path) -> None:
    async with driven(study_path) as it:
        await coded_and_asked(it, "Access")
        await it.press("down", "enter")
        assert isinstance(it.app.screen, CodingScreen)
        focused = it.screen.view.focused
        assert focused is not None
        assert it.screen.codebook[focused.code].name == "Transport"
        await it.press("o", "q")
        screen = await answered(it)
        assert screen.row is not None
        assert screen.row.codings == (focused.id,)


async def test_recode_star_and_undo_from_the_list(study_path: Path) -> None:
    async with driven(study_path) as it:
        await coded_and_asked(it, "Access")
        await it.press("asterisk")
        screen = await answered(it)
        assert screen.row is not None
        assert screen.row.star
        assert "Starred." in screen.query_one(StatusBar).text
        await it.press("r")
        await it.pilot.pause()
        await it.press("type:broken", "enter")
        screen = await answered(it)
        assert len(screen.order) == 1
        assert "Now Broken trust, no longer Waiting times." in screen.query_one(StatusBar).text
        with open_study(study_path) as study:
            names = sorted(study.codes.codebook()[one.code].name for one in study.codings.all())
        assert names == ["Broken trust", "In clinician", "Transport"]
        await it.press("u")
        screen = await answered(it)
        assert len(screen.order) == 2


async def test_a_memo_is_written_on_the_chosen_extract(study_path: Path) -> None:
    async with driven(study_path) as it:
        screen = await coded_and_asked(it, "Access")
        await it.press("down")
        assert screen.row is not None
        coding = screen.row.codings[0]
        await it.press("m")
        await it.pilot.pause()
        await it.press("type:she drove", "ctrl+s")
        await answered(it)
        assert "Wrote a memo" in screen.query_one(StatusBar).text
    with open_study(study_path) as study:
        (memo,) = list_memos(study)
        assert memo.text == "she drove"
        assert place_of_memo(study, memo.id).coding == coding


async def test_a_code_is_chosen_by_a_few_letters(study_path: Path) -> None:
    async with driven(study_path) as it:
        await coded_and_asked(it, "Access")
        await it.press("f")
        await it.pilot.pause()
        await it.press("type:clin", "enter")
        screen = await answered(it)
        assert screen.question is not None
        assert screen.question.words == '"In clinician"'
        assert len(screen.order) == 1


async def test_a_query_that_cannot_be_read_is_shown_with_its_place(study_path: Path) -> None:
    async with driven(study_path) as it:
        screen = await coded_and_asked(it, "Access and (Trust")
        assert "At sign " in screen.query_one(StatusBar).text
        assert screen.found.many == 0
        await it.press("slash", "ctrl+u", "type:Access", "enter")
        assert len((await answered(it)).order) == 2


@pytest.mark.parametrize("size", SIZES)
async def test_names_are_completed_as_they_are_typed_and_earlier_queries_come_back(
    study_path: Path, size: tuple[int, int]
) -> None:
    async with driven(study_path, size) as it:
        screen = await coded_and_asked(it, "Access")
        await it.press("slash", "ctrl+u", "type:bro")
        completions = screen.query_one(Completions)
        assert [one.shown for one in completions.offered] == ["Broken trust"]
        assert completions.display
        assert "Broken trust" in completions.render_line(0).text
        await it.press("tab", "type: or wai")
        assert [one.words for one in completions.offered] == ["Waiting times"]
        await it.pilot.click(Completions, offset=(5, 0))
        await it.press("enter")
        screen = await answered(it)
        assert screen.question is not None
        assert screen.question.words == "Broken trust or Waiting times"
        assert not completions.display
        await it.press("slash", "ctrl+u", "up", "up")
        assert screen.prompt is not None
        assert screen.prompt.line.text == "Access"
        await it.press("enter")
        assert len((await answered(it)).order) == 2
    with open_study(study_path) as study:
        assert queries_asked(study) == ("Broken trust or Waiting times", "Access")


async def test_of_an_extract_that_rests_on_several_codings_one_is_chosen(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "right_parenthesis", "c", "type:wait", "enter")
        await it.press("c", "type:trans", "enter")
        await it.press("o", "q", "type:Waiting times and Transport", "enter")
        screen = await answered(it)
        assert screen.row is not None
        assert len(screen.row.under) == 2
        await it.press("asterisk")
        await it.pilot.pause()
        await it.press("type:transport", "enter")
        screen = await answered(it)
        assert screen.row is not None
        assert [(screen.codebook[one.code].name, one.star) for one in screen.row.under] == [
            ("Waiting times", False),
            ("Transport", True),
        ]
        await it.press("r")
        await it.pilot.pause()
        await it.press("type:waiting", "enter")
        await it.pilot.pause()
        await it.press("type:broken", "enter")
        screen = await answered(it)
        assert screen.order == []
        await it.press("u")
        assert len((await answered(it)).order) == 1


async def test_extracts_are_written_and_no_file_is_replaced_unasked(study_path: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    async with driven(study_path) as it:
        await coded_and_asked(it, "Access")
        await it.press("X", "ctrl+u", f"type:{target}", "enter")
        screen = await answered(it)
        assert "Wrote 2 extracts" in screen.query_one(StatusBar).text
        with target.open(encoding="utf-8-sig", newline="") as file:
            assert [row["words"] for row in csv.DictReader(file)] == words_of(screen)
        target.write_text("mine", encoding="utf-8")
        await it.press("X", "ctrl+u", f"type:{target}", "enter", "escape")
        assert target.read_text(encoding="utf-8") == "mine"
        await it.press("X", "ctrl+u", f"type:{tmp_path / 'out.pdf'}", "enter")
        screen = await answered(it)
        assert ".docx" in screen.query_one(StatusBar).text


async def test_code_in_the_menu_goes_back_to_the_text_from_any_depth(study_path: Path) -> None:
    async with driven(study_path) as it:
        await coded_and_asked(it, "Access")
        await it.press("F", "type:sister", "enter")
        await it.app.workers.wait_for_complete()
        await it.press("o", "c")
        await it.pilot.pause()
        assert isinstance(it.app.screen, CodingScreen)


async def test_thousands_of_extracts_are_drawn_a_screen_at_a_time(study_path: Path, tmp_path: Path) -> None:
    table = tmp_path / "codings.csv"
    with open_study(study_path) as study:
        text = study.sources.text(study.sources.named("long").id)
        rows = [(at, at + 7) for at in range(text.turns[1].span.start, len(text.text) - 8, 5)][:3000]
        lines = [f'maya,long,{start},{end},"Access > Transport"' for start, end in rows]
        table.write_text("\n".join(["coder,source,start,end,code", *lines]) + "\n", encoding="utf-8")
        import_codings(study, table)
        made = len(study.codings.all())
    assert made > 2500
    async with driven(study_path) as it:
        await it.press("o", "q", "type:Transport", "enter")
        screen = await answered(it)
        assert len(screen.order) == made
        await it.press("G", "pageup")
        assert screen.found.at == made - 16
        drawn = [screen.found.render_line(y) for y in range(screen.found.size.height)]
        assert {strip.cell_length for strip in drawn} == {screen.found.size.width - 1}
