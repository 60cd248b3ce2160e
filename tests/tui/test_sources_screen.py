"""The list of sources says how far the coder is, as the study holds it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from qualcode.domain.coding import Purpose
from qualcode.domain.sources import Role
from qualcode.services.checking import check_study
from qualcode.services.coding_screen import list_sources
from qualcode.services.importing import import_files
from qualcode.services.source_fields import set_source
from qualcode.services.sources import describe_sources
from qualcode.services.studies import open_study
from qualcode.tui.modals.form import Form
from qualcode.tui.modals.reading import ReadOnly
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.sources import COLUMNS, SourcesScreen
from qualcode.tui.screens.speakers import SpeakersScreen
from qualcode.tui.widgets.bars import StatusBar
from qualcode.tui.widgets.row_list import RowList
from tests.double_coded import SECOND
from tests.packages.sampled import home_study, packed
from tests.tui.screens import SIZES, Driven, driven

if TYPE_CHECKING:
    from qualcode.domain.sources import Source


def listed(it: Driven) -> list[dict[str, str]]:
    headings = [column.heading for column in COLUMNS]
    return [dict(zip(headings, row, strict=True)) for row in it.app.screen.query_one(RowList).rows]


@pytest.mark.parametrize("size", SIZES)
async def test_states_and_uncoded_shares(study_path: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "guide.txt").write_text("What do you do here?\n", encoding="utf-8")
    (tmp_path / "about.csv").write_text("source,kind\nguide,study document\n", encoding="utf-8")
    with open_study(study_path) as study:
        import_files(study, [tmp_path / "guide.txt"])
        describe_sources(study, tmp_path / "about.csv")
    async with driven(study_path, size) as it:
        await it.press("right_curly_bracket", "c", "type:wait", "enter", "q")
        first, long, guide = listed(it)
        assert (first["State"], first["Codings"], first["Coders"], first["Uncoded"]) == ("coding", "1", "maya", "67%")
        assert (long["State"], long["Coders"], long["Uncoded"]) == ("unread", "", "100%")
        assert (guide["Kind"], guide["State"], guide["Uncoded"], guide["Turns"]) == ("study document", "", "", "·")
        await it.press("down", "enter", "right_curly_bracket")
        it.screen.remember()
        await it.press("q")
        assert [row["State"] for row in listed(it)] == ["coding", "read", ""]


def test_the_share_counts_each_participant_turn_once(study_path: Path) -> None:
    from qualcode.services.coding import apply_code

    with open_study(study_path) as study:
        text = study.sources.text(study.sources.named("long").id)
        roles = {one.id: one.role for one in text.speakers}
        turns = [turn for turn in text.turns if roles[turn.speaker] is Role.PARTICIPANT]
        codes = [code.id for code in study.codes.codebook() if code.codable][:2]
        for code in codes:
            apply_code(study, source=text.source.id, span=turns[0].span.hull(turns[1].span), code=code)
        apply_code(study, source=text.source.id, span=turns[4].span, code=codes[0])
        line = next(one for one in list_sources(study) if one.overview.source.id == text.source.id)
        assert line.uncoded == pytest.approx(1 - 3 / len(turns))


# ---- what is done there ------------------------------------------------------------------------------------------


async def sources_of(it: Driven, *keys: str) -> SourcesScreen:
    await it.press("q")
    screen = it.app.screen
    assert isinstance(screen, SourcesScreen)
    await it.press(*keys)
    return screen


def said(it: Driven) -> str:
    return it.app.screen.query_one(StatusBar).text.strip()


def known(path: Path) -> list[Source]:
    with open_study(path) as study:
        assert check_study(study).faults == ()
        return list(study.sources.all())


async def test_fields_are_set_and_a_wrong_one_comes_back_with_the_reason(study_path: Path) -> None:
    async with driven(study_path) as it:
        await sources_of(it, "e", "tab", "type:yesterday", "tab", "type:52", "ctrl+s")
        await it.pilot.pause()
        form = it.app.screen
        assert isinstance(form, Form)
        assert "is no date" in str(form.query(".words").first(Static).content)
        assert form.values["minutes"] == "52"
        await it.press("tab", "ctrl+u", "type:2013-04-09", "ctrl+s")
        assert said(it) == "Set date, minutes of first."
        assert "2013-04-09  ·  52 minutes" in told(it)
        await it.press("u")
        assert "nothing else is known" in told(it)
    assert (known(study_path)[0].date, known(study_path)[0].minutes) == (None, None)


def told(it: Driven) -> str:
    return str(it.app.screen.query_one("#row-detail Static", Static).content)


async def test_a_source_is_renamed_and_moved(study_path: Path) -> None:
    async with driven(study_path) as it:
        screen = await sources_of(it, "R", "ctrl+u", "type:LONG", "ctrl+s")
        assert "another source" in said(it)
        await it.press("R", "ctrl+u", "type:Interview 1", "ctrl+s")
        assert said(it) == "first is now called Interview 1."
        await it.press("M", "ctrl+u", "type:2", "ctrl+s")
        assert said(it) == "Interview 1 stands at place 2."
        assert [line.overview.source.name for line in screen.lines] == ["long", "Interview 1"]
        assert screen.source is not None
        assert screen.source.name == "Interview 1"
        await it.press("M", "ctrl+u", "type:seven", "ctrl+s")
        assert "from 1 to 2" in said(it)
    assert [one.name for one in known(study_path)] == ["long", "Interview 1"]


async def test_a_source_is_finished_and_reopened_with_a_reason(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "c", "type:wait", "enter")
        screen = await sources_of(it, "d")
        await it.press("escape")
        assert screen.lines[0].state == "coding"
        await it.press("d", "enter")
        assert said(it) == "Finished first (1 coding)."
        assert "1 of 2 finished" in screen.summary()
        await it.press("d", "enter")
        assert "needs a reason" in said(it)
        await it.press("d", "type:missed a page", "enter")
        assert screen.lines[0].state == "coding"
        await it.press("u", "u")
        assert screen.lines[0].state == "coding"
    with open_study(study_path) as study:
        assert [line.change.reason for line in study.history.lines() if line.change.verb == "reopen_sources"] == ["missed a page"]


async def test_the_last_source_of_a_package_says_to_send_it_back(tmp_path: Path) -> None:
    with home_study(tmp_path) as home:
        package = packed(home)
    async with driven(package) as it:
        await sources_of(it, "d", "enter")
        assert said(it) == "Finished P001 (0 codings)."
        await it.press("j", "d", "enter")
        assert said(it) == "Finished P002 (0 codings). All of the sample is finished: send this file back."


@pytest.mark.parametrize(
    ("purpose", "after"), [(Purpose.DEVELOP, "o t matches the code lists."), (Purpose.CHECK, "agreement can be read.")]
)
async def test_the_finish_that_closes_a_round_says_what_it_was_for(
    tmp_path: Path, purpose: Purpose, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with home_study(tmp_path, purpose) as home:
        path = home.path
    assert path is not None
    monkeypatch.setenv("QUALCODE_CODER", SECOND)
    async with driven(path) as it:
        await sources_of(it, "d", "enter", "j", "d", "enter")
        assert said(it).endswith(f"The round {purpose} 1 is closed: {after}")


async def test_study_documents_are_marked_at_hand_and_in_no_count(study_path: Path, tmp_path: Path) -> None:
    (tmp_path / "guide.md").write_text("# Topic guide\n\nWhat do you do here?\n", encoding="utf-8")
    async with driven(study_path) as it:
        await it.press("Z")
        assert isinstance(it.app.screen, CodingScreen)
        with open_study(study_path) as study:
            import_files(study, [tmp_path / "guide.md"], speakers="none", case_from="none")
            number = study.sources.named("guide").id
            set_source(study, [number], {"kind": "study document"})
        await it.pilot.pause(0.6)
        screen = await sources_of(it)
        assert listed(it)[2]["Source"] == "◇ guide"
        assert "0 of 2 finished" in screen.summary()
        assert "1 study document" in screen.summary()
        await it.press("Z")
        await it.pilot.pause()
        assert isinstance(it.app.screen, ReadOnly)
        assert "What do you do here?" in str(it.app.screen.query_one(Static).content)
        await it.press("escape", "q", "Z")
        assert isinstance(it.app.screen, ReadOnly)


@pytest.mark.parametrize("size", SIZES)
async def test_roles_and_names_of_speakers_are_put_right(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size) as it:
        await sources_of(it, "slash", "type:first", "enter")
        await it.press("at")
        screen = it.app.screen
        assert isinstance(screen, SpeakersScreen)
        assert [row[1:4] for row in screen.rows.rows] == [("INT", "interviewer", "3"), ("P01", "participant", "3")]
        assert "It began with the waiting" not in told(it)
        await it.press("j")
        assert "It began with the waiting" in told(it)
        await it.press("1")
        assert said(it).startswith("P01 is an interviewer now. The case P01 is gone")
        await it.press("u", "R", "ctrl+u", "type:Ana", "ctrl+s")
        assert said(it) == "P01 is now called Ana."
        await it.press("plus", "type:int", "enter")
        assert said(it).startswith("Joined Ana with INT: 3 turns.")
        assert len(screen.rows.rows) == 1
        await it.press("u", "q")
        assert isinstance(it.app.screen, SourcesScreen)
        assert "Ana participant, 3 turns = P01" in told(it)
        await it.press("q")
        assert {one.label for one in it.screen.view.reading.speakers.values()} == {"INT", "Ana"}


async def test_a_memo_is_written_and_participants_are_withdrawn_from_the_list(study_path: Path) -> None:
    async with driven(study_path) as it:
        screen = await sources_of(it, "m", "type:Much about waiting.", "ctrl+s")
        assert said(it).startswith("Wrote a memo;")
        assert "1 memo" in told(it)
        await it.press("minus", "type:P01", "enter")
        await it.pilot.pause()
        assert isinstance(it.app.screen, ReadOnly)
        await it.press("escape")
        assert [line.overview.source.name for line in screen.lines] == ["long"]
    assert [one.name for one in known(study_path)] == ["long"]


async def test_the_speakers_of_a_source_whose_import_is_taken_back_are_left(study_path: Path) -> None:
    async with driven(study_path) as it:
        screen = await sources_of(it, "end", "at")
        assert len(it.app.screen_stack) == 3
        await it.press("u")
        assert it.app.screen_stack[-1] is screen
        assert [line.overview.source.name for line in screen.lines] == ["first"]


async def test_the_lead_coders_coding_of_double_coded_sources_is_on_the_screen(demo_study: Path, tmp_path: Path) -> None:
    study = Path(shutil.copy(demo_study, tmp_path / "fls.qualcode"))
    for name, many in (("P004", 30), ("P005", 18), ("P007", 30), ("P001", 19)):
        async with driven(study, source=name) as it:
            assert f"{many} codings" in it.header
