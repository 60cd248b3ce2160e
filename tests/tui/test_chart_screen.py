"""The framework chart: what it shows is the service's, and it is filtered, ordered and turned as asked."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList

from qualcode.domain.identification import ListedName, NameKind, ReplacementList
from qualcode.errors import QualcodeError
from qualcode.formats.csv_cells import read_csv
from qualcode.services.charts import charts
from qualcode.services.coding import apply_code
from qualcode.services.names_list import names_path, write_list
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import open_study
from qualcode.tui.app import QualcodeApp
from qualcode.tui.modals.chart_file import ChartFileForm
from qualcode.tui.modals.choose import Choose
from qualcode.tui.modals.reading import ReadOnly
from qualcode.tui.screens.chart import ChartScreen
from qualcode.tui.screens.chart_reading import CaseScreen
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.retrieve import RetrieveScreen
from qualcode.tui.widgets.bars import StatusBar
from tests.tui.screens import SIZES, Driven, driven

if TYPE_CHECKING:
    from textual.screen import Screen

    from qualcode.tui.widgets.chart.pane import CellPane

MAKING = "Experiences of making business cases"


@pytest.fixture
def fls(demo_study: Path, tmp_path: Path) -> Path:
    """A copy of the sample study for one test."""
    return Path(shutil.copy(demo_study, tmp_path / "fls.qualcode"))


async def settled(it: Driven) -> Screen[object]:
    for _ in range(3):
        await it.pilot.pause(0.1)
        await it.app.workers.wait_for_complete()
        await it.pilot.pause()
    return it.app.screen


async def charted(it: Driven, *keys: str) -> ChartScreen:
    await it.press("o", "a")
    await settled(it)
    for key in keys:
        await it.press(key)
        await settled(it)
    screen = it.app.screen
    assert isinstance(screen, ChartScreen)
    return screen


def status(screen: ChartScreen) -> str:
    return screen.query_one(StatusBar).text


def names(screen: ChartScreen) -> list[str]:
    assert screen.sheet is not None
    return [head.name for head in screen.sheet.case_heads]


@pytest.mark.parametrize("size", SIZES)
async def test_the_chart_is_the_services_and_its_cells_are_counted(fls: Path, size: tuple[int, int]) -> None:
    with open_study(fls) as study:
        expected = charts(study, group=MAKING)[0]
    async with driven(fls, size) as it:
        screen = await charted(it)
        assert screen.table == expected
        changed = sum(cell.evidence_changed for row in expected.rows for cell in row.cells)
        assert f"! {changed} evidence changed since" in status(screen)
        await it.press("down", "right")
        await settled(it)
        row, column, cell = expected.rows[1], expected.columns[1], expected.rows[1].cells[1]
        assert screen.at == (row, column, cell)
        assert row.name in screen.pane.shown.head[0][0]
        assert screen.pane.shown.words == cell.text
        assert screen.pane.shown.extracts is not None
        assert len(screen.pane.shown.extracts) == len(cell.codings) > 0
        await it.press("s")
        extracts = await settled(it)
        assert isinstance(extracts, RetrieveScreen)
        assert sorted(one for row in extracts.answer.rows for one in row.codings) == sorted(cell.codings)
        await it.press("enter")
        assert isinstance(await settled(it), CodingScreen)
        await it.press("o", "a")
        again = await settled(it)
        assert isinstance(again, ChartScreen)
        assert again.at == (row, column, cell)


async def test_another_group_and_the_subthemes(fls: Path) -> None:
    async with driven(fls) as it:
        screen = await charted(it, "b", "type:determine", "enter")
        assert screen.table is not None
        assert screen.table.title == "Factors seen to determine approval"
        before = len(screen.table.columns)
        await it.press("right_square_bracket")
        await settled(it)
        assert screen.table is not None
        assert len(screen.table.columns) > before
        await it.press("left_square_bracket")
        await settled(it)
        assert len(screen.table.columns) == before


async def test_cases_are_filtered_and_ordered_by_what_is_known_of_them(fls: Path) -> None:
    with open_study(fls) as study:
        participants = [case for case in study.cases.all() if case.kind == "participant"]
        nurses = [case.name for case in participants if case.value("professional_group") == "nurse"]
        years = {case.name: float(case.value("years_at_hospital") or "nan") for case in participants}
    async with driven(fls) as it:
        screen = await charted(it, "f", "type:group = nurse", "enter")
        assert names(screen) == nurses
        await it.press("O", "type:years", "enter")
        assert names(screen) == sorted(nurses, key=lambda name: years[name])
        await it.press("O", "type:years", "enter")
        assert [years[name] for name in names(screen)] == sorted((years[name] for name in nurses), reverse=True)
        await it.press("f", "enter")
        assert len(names(screen)) == len(participants)
        await it.press("slash", "type:compliments", "enter")
        assert names(screen) == ["P001"]


async def test_only_cells_whose_evidence_changed(fls: Path) -> None:
    async with driven(fls) as it:
        screen = await charted(it, "f", "type:evidence", "enter")
        sheet = screen.sheet
        assert sheet is not None
        assert sheet.cases
        assert all(
            any(sheet.charted(row, at).evidence_changed for at in range(len(sheet.columns))) for row in range(len(sheet.rows))
        )
        await it.press("f", "enter", "n")
        assert screen.at is not None
        assert screen.at[2].evidence_changed


async def test_turned_round_the_cursor_stays_on_its_cell(fls: Path) -> None:
    async with driven(fls) as it:
        screen = await charted(it, "down", "down", "right")
        here = screen.at
        await it.press("T")
        assert screen.at == here
        assert (screen.grid.row, screen.grid.column) == (1, 2)
        assert screen.sheet is not None
        assert screen.sheet.corner == "Theme"


async def test_what_is_coded_elsewhere_is_shown(fls: Path) -> None:
    async with driven(fls) as it:
        screen = await charted(it)
        assert screen.at is not None
        before = len(screen.at[2].codings)
        with open_study(fls) as study:
            text = study.sources.text(study.sources.named("P001").id)
            turn = next(turn for turn in text.turns if turn.speaker != text.turns[0].speaker)
            code = study.codes.codebook()[screen.at[1].code]
            below = next(one for one in study.codes.codebook().children(code.id) if one.codable)
            apply_code(study, source=text.source.id, span=turn.span, code=below.id)
        it.app.listen()
        await settled(it)
        assert screen.at is not None
        assert len(screen.at[2].codings) == before + 1


async def write_to(it: Driven, path: Path, *keys: str) -> None:
    """Open the form of X, press keys in it, name the file, and save."""
    await it.press("X")
    form = await settled(it)
    assert isinstance(form, ChartFileForm)
    for key in keys:
        await it.press(key)
    form.query_one("#path", Input).value = str(path)
    await it.pilot.pause()
    await it.press("ctrl+s")
    await settled(it)


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_shown_of_the_chart_is_written_as_it_is_shown(fls: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    async with driven(fls, size) as it:
        screen = await charted(
            it, "f", "type:group = nurse", "enter", "slash", "type:time", "enter", "O", "type:years", "enter", "T"
        )
        shown = names(screen)
        assert 0 < len(shown) < 6
        await write_to(it, tmp_path / "out.csv")
        assert "Wrote the chart" in status(screen)
        heads, rows = read_csv((tmp_path / "out.csv").read_text(encoding="utf-8-sig"))
        assert [head.partition(" (")[0] for head in heads] == ["theme", *shown, "selection"]
        note = f"{len(shown)} of 15 participants: professional_group = nurse; with “time” in the row."
        assert {row.cells["selection"] for row in rows} == {note}
        await write_to(it, tmp_path / "whole.csv", "tab", "tab", "right", "tab", "right")
        heads, rows = read_csv((tmp_path / "whole.csv").read_text(encoding="utf-8-sig"))
        assert heads[:2] == ["case", "about"]
        assert "selection" not in heads
        assert len(rows) == 15


async def test_a_page_has_cases_down_and_a_file_named_otherwise_is_of_that_kind(fls: Path, tmp_path: Path) -> None:
    async with driven(fls) as it:
        screen = await charted(it, "T")
        await write_to(it, tmp_path / "out.html")
        assert "Wrote the chart" in status(screen)
        assert "<blockquote" in (tmp_path / "out.html").read_text(encoding="utf-8")
        await write_to(it, tmp_path / "out.docx", "right", "right")
        assert (tmp_path / "out.docx").read_bytes().startswith(b"PK")
        await it.press("X", "right", "right", "right")
        await settled(it)
        assert it.app.screen.query_one("#path", Input).value == "chart.csv"


async def test_what_stops_a_publication_is_listed_and_gone_to(fls: Path, tmp_path: Path) -> None:
    async with driven(fls) as it:
        screen = await charted(it)
        await write_to(it, tmp_path / "out.docx", "tab", "right")
        assert isinstance(it.app.screen, ReadOnly)
        assert "no replacement list" in it.app.screen.words.plain
        await it.press("escape")
        with open_study(fls) as study:
            terms = (ListedName("Gillian Prowse", NameKind.PERSON, "a colleague"),)
            write_list(names_path(study), ReplacementList("", terms))
        await write_to(it, tmp_path / "out.docx", "tab", "right")
        listing = it.app.screen
        assert isinstance(listing, Choose)
        box = listing.query_one(".box")
        keys = box.border_subtitle
        await it.press("type:gillianx")
        assert "nothing fits what is typed" in str(box.border_subtitle)
        await it.press("backspace")
        assert box.border_subtitle == keys
        rows = [str(option.prompt) for option in listing.query_one(OptionList).options]
        assert rows == ["Chart 1, P004, Skills and training: “Gillian” is part of a listed name (“Gillian Prowse”)"]
        await it.press("enter")
        await settled(it)
        assert screen.at is not None
        assert (screen.at[0].name, screen.at[1].heading) == ("P004", "Skills and training")
        assert not (tmp_path / "out.docx").exists()


async def test_an_empty_codebook_is_said(study_path: Path) -> None:
    async with driven(study_path) as it:
        screen = await charted(it)
        assert screen.table is not None
        assert screen.table.title == "Themes"
        assert [column.heading for column in screen.table.columns] == ["Access", "Trust"]


@pytest.mark.parametrize("size", SIZES)
async def test_who_codes_blind_is_told_in_full_why_there_is_no_chart(fls: Path, size: tuple[int, int]) -> None:
    with open_study(fls, "Mairi Lennox") as study:
        sample_sources(study, coder="Tom Adeyemi", number=2, seed=1)
    app = QualcodeApp(fls, "Tom Adeyemi")
    try:
        async with app.run_test(size=size) as pilot:
            while app.desk is None:
                await pilot.pause(0.02)
            screen = await charted(Driven(app, pilot))
            with pytest.raises(QualcodeError) as refused, open_study(fls, "Tom Adeyemi") as study:
                charts(study, group=MAKING)
            grid = screen.grid
            rows = " ".join(" ".join(grid.render_line(y).text for y in range(grid.size.height)).split())
            assert f"There is nothing to chart {refused.value.message} {refused.value.hint}" in rows
            assert "reading" not in screen.query_line.text
    finally:
        app.close_study()


@pytest.mark.parametrize("size", SIZES)
async def test_author_and_date_that_do_not_fit_end_in_an_ellipsis(fls: Path, size: tuple[int, int]) -> None:
    async with driven(fls, size) as it:
        screen = await charted(it, "n")
        assert re.search(r", \d{4}-\d\d-\d\d$", screen.pane.shown.head[-1][0])
        assert_whole_or_cut(screen.pane, "".join(words for words, _ in screen.pane.shown.head))
        await it.press("_")
        across = await settled(it)
        assert isinstance(across, CaseScreen)
        assert_whole_or_cut(across.pane, "".join(words for words, _ in across.pane.shown.head[3:]))


def assert_whole_or_cut(pane: CellPane, words: str) -> None:
    """The heading of a pane says its words to the end, or as much as there is room for and an ellipsis."""
    line = next(line for line in (pane.render_line(y).text for y in range(2)) if "─" not in line)
    said = line.partition("│")[0].rstrip()
    assert words in said or (said.endswith("…") and any(words[:many] + "…" in said for many in range(3, len(words)))), said
