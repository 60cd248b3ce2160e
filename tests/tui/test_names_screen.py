"""The replacement list: terms found with their places, each confirmed, dismissed or taken off; the list is a file of its own."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from qualcode.domain.spans import Span
from qualcode.services.names import confirm_names
from qualcode.services.names_allowing import list_allowances
from qualcode.services.names_list import read_list
from qualcode.services.studies import open_study
from qualcode.services.theme_table_desk import tables_desk
from qualcode.tui.modals.choose import Choose
from qualcode.tui.modals.form import Form
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.names import NamesScreen
from qualcode.tui.screens.tables import TablesScreen
from qualcode.tui.widgets.bars import StatusBar
from tests.tui.screens import SIZES, Driven, driven

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.tui.widgets.block_list import BlockList


@pytest.fixture
def named(study_path: Path) -> Path:
    """A study whose first interview holds a title with a name, twice, and a town's postcode."""
    from qualcode.services.importing import import_files

    file = study_path.parent / "talk.txt"
    file.write_text(
        "INT: Who wrote it?\n\nP02: It was Mr Albright, the bone man. Mr Albright lives at LS1 4AP.\n\nINT: Thanks.\n",
        encoding="utf-8",
    )
    with open_study(study_path) as study:
        import_files(study, [file])
    return study_path


def quoted(path: Path) -> None:
    """Quote Mr Albright in Table 1, and put him on the list."""
    from qualcode.services.quotation_verbs import add_quotation
    from qualcode.services.theme_row_verbs import add_row
    from qualcode.services.theme_table_verbs import make_table

    with open_study(path) as study:
        confirm_names(study, ["Mr Albright"], replacement="a patient")
        table, _ = make_table(study, title="Findings")
        row, _ = add_row(study, table, heading="Who wrote it")
        talk = study.sources.named("talk").id
        text = study.sources.text(talk).text
        start = text.index("It was Mr")
        add_quotation(study, row, source=talk, span=Span(start, text.index(" Mr Albright lives")))


async def names(it: Driven, *keys: str) -> NamesScreen:
    if not any(isinstance(screen, NamesScreen) for screen in it.app.screen_stack):
        await it.press("o", "n")
    screen = next(screen for screen in it.app.screen_stack if isinstance(screen, NamesScreen))
    await it.pilot.pause()
    await it.app.workers.wait_for_complete()
    await it.pilot.pause()
    await it.press(*keys)
    return screen


def shown(blocks: BlockList) -> str:
    return "\n".join(blocks.render_line(y).text.rstrip() for y in range(blocks.size.height))


def said(screen: NamesScreen) -> str:
    return screen.query_one(StatusBar).text


def states(path: Path) -> dict[str, tuple[str, str]]:
    with open_study(path) as study:
        return {one.term: (str(one.state), one.replacement) for one in read_list(study).listed.names}


@pytest.mark.parametrize("size", SIZES)
async def test_terms_are_listed_by_kind_with_the_places_of_the_chosen_one(named: Path, size: tuple[int, int]) -> None:
    async with driven(named, size) as it:
        screen = await names(it)
        assert "Albright" in shown(screen.terms)
        assert "2 ×" in shown(screen.terms)
        assert "the bone man" in shown(screen.places)
        await it.press("tab", "j")
        assert screen.active is screen.places
        assert screen.place is not None
        await it.press("s")
        assert isinstance(it.app.screen, CodingScreen)
        assert it.screen.view.selection.caret.words_of(it.text) in {"Mr", "Albright"}


async def test_a_term_is_confirmed_dismissed_taken_off_and_taken_back(named: Path) -> None:
    async with driven(named) as it:
        screen = await names(it, "slash", "type:albright", "enter", "enter")
        await it.pilot.pause()
        await it.press("type:consultant", "ctrl+s")
        assert "outputs for publication stop on it" in said(screen)
        ((term, state),) = states(named).items()
        assert "Albright" in term
        assert state == ("confirmed", "consultant")
        await it.press("slash", "ctrl+u", "enter", "T")
        assert "[consultant]" in shown(screen.terms)
        await it.press("x")
        assert states(named)[term][0] == "not a name"
        await it.press("u")
        assert states(named)[term] == ("confirmed", "consultant")
        await it.press("minus")
        assert states(named) == {}
        assert "No term is on the list yet." in shown(screen.terms)
    listed = named.with_suffix(".names")
    assert stat.S_IMODE(listed.stat().st_mode) == 0o600


async def test_a_term_that_nothing_found_is_added_and_the_list_written(named: Path, tmp_path: Path) -> None:
    target = tmp_path / "names.csv"
    async with driven(named) as it:
        screen = await names(it, "a", "type:the bone man", "enter")
        await it.pilot.pause()
        await it.press("type:a consultant", "tab", "tab", "type:everyone knows", "ctrl+s")
        assert states(named)["the bone man"] == ("confirmed", "a consultant")
        await it.press("T")
        assert "everyone knows" in shown(screen.terms)
        await it.press("X", "ctrl+u", f"type:{target}", "enter")
        await it.app.workers.wait_for_complete()
        await it.pilot.pause()
        assert "Wrote 1 term to" in said(screen)
    assert "the bone man" in target.read_text(encoding="utf-8-sig")


async def test_the_form_says_what_prints_where_nothing_is_typed(named: Path) -> None:
    from textual.widgets import Input

    async with driven(named) as it:
        await names(it, "a", "type:Kelderby", "enter")
        await it.pilot.pause()
        assert it.app.screen.query_one("#replacement", Input).placeholder == "empty: colleague"
        await it.press("tab", "right")
        assert it.app.screen.query_one("#replacement", Input).placeholder == "empty: town"
        await it.press("ctrl+s")
        assert states(named) == {"Kelderby": ("confirmed", "town")}
        await it.press("a", "type:kelderby", "enter")
        await it.pilot.pause()
        assert it.app.screen.query_one("#replacement", Input).value == ""
        await it.press("type:a market town", "tab", "tab", "type:P004", "ctrl+s")
        await it.press("a", "type:Kelderby", "enter")
        await it.pilot.pause()
        line = it.app.screen.query_one("#replacement", Input)
        assert line.value == "a market town"
        line.value = ""
        assert line.placeholder == "empty: it stays a market town"
        await it.press("ctrl+s")
        assert states(named) == {"Kelderby": ("confirmed", "a market town")}


def allowed(path: Path) -> list[tuple[str, str, str, str]]:
    with open_study(path) as study:
        return [(one.what, one.allowance.output, one.allowance.reason, one.by) for one in list_allowances(study)]


async def settled(it: Driven) -> None:
    await it.app.workers.wait_for_complete()
    await it.pilot.pause()


async def test_a_confirmed_term_is_allowed_with_a_reason_and_that_is_taken_back(named: Path) -> None:
    with open_study(named) as study:
        confirm_names(study, ["Kelderby"], kind="place", replacement="a town")
    async with driven(named) as it:
        screen = await names(it, "T", "plus")
        await settled(it)
        assert isinstance(it.app.screen, Form)
        await it.press("ctrl+s")
        assert isinstance(it.app.screen, Form), "no reason, no allowance"
        await it.press("type:Kelderby agreed.", "ctrl+s")
        assert "holds a listed term" in said(screen)
        assert allowed(named) == []
        await it.press("plus", "type:The town agreed to be named.", "ctrl+s")
        assert allowed(named) == [("Kelderby", "", "The town agreed to be named.", "maya")]
        assert "may print in every output" in said(screen)
        assert "may print in every output: The town agreed to be" in shown(screen.terms)
        await it.press("u")
        assert allowed(named) == []
        assert "may print" not in shown(screen.terms)
        await it.press("U")
        assert len(allowed(named)) == 1
        await it.press("T", "T", "T")
        await settled(it)
        assert "Kelderby" in shown(screen.terms)
        assert "The town agreed to be named." in shown(screen.terms)
        assert "maya" in shown(screen.terms)
        await it.press("minus", "type:They took it back.", "enter")
        assert allowed(named) == []
        assert "Nothing was allowed to print." in shown(screen.terms)
        with open_study(named) as study:
            assert "They took it back." in {line.change.reason for line in study.history.lines()}
        await it.press("u")
        assert allowed(named) == [("Kelderby", "", "The town agreed to be named.", "maya")]
        await it.press("T", "T", "x")
        assert states(named)["Kelderby"][0] == "not a name"
        await it.press("u")
        assert states(named)["Kelderby"] == ("confirmed", "a town"), "the list again, and not the study"
        assert len(allowed(named)) == 1


@pytest.mark.parametrize("size", SIZES)
async def test_what_stops_is_listed_and_allowed_where_it_stops(named: Path, size: tuple[int, int]) -> None:
    quoted(named)
    async with driven(named, size) as it:
        screen = await names(it, "T", "T", "T")
        await settled(it)
        assert "Table 1" in shown(screen.terms)
        assert "Albright" in shown(screen.terms)
        stop = screen.stop
        assert stop is not None
        assert (stop.found, stop.term) == ("Mr Albright", "Mr Albright")
        await it.press("plus", "type:He asked to be named.", "ctrl+s")
        assert allowed(named) == [("Mr Albright", "Table 1", "He asked to be named.", "maya")]
        await settled(it)
        assert all(one.term != "Mr Albright" for one in screen.stops or () if one.allowance is None)
        await it.press("T")
        await settled(it)
        assert "Table 1" in shown(screen.terms)
        assert "It was Mr Albright" in shown(screen.places)
        await it.press("minus", "enter")
        await settled(it)
        assert allowed(named) == []
        await it.press("T", "T", "T", "T")
        await settled(it)
        await it.press("s")
        await it.pilot.pause()
        assert isinstance(it.app.screen, TablesScreen)
        assert it.app.screen.quote is not None
        assert "Albright" in it.app.screen.quote.printed


async def test_words_that_stop_wrongly_are_dismissed_where_they_stop(named: Path) -> None:
    quoted(named)
    async with driven(named) as it:
        screen = await names(it, "T", "T", "T")
        await settled(it)
        await it.press("x")
        await settled(it)
        assert states(named)["Mr Albright"][0] == "not a name"
        assert "Nothing stops a publication." in shown(screen.terms)


async def test_a_list_that_cannot_be_read_is_a_sentence(named: Path) -> None:
    named.with_suffix(".names").write_bytes(b"\xff\xfe\x00broken")
    async with driven(named, (80, 24)) as it:
        screen = await names(it, "j", "k", "tab", "T", "T", "T", "e", "escape")
        assert screen.found == ()


async def test_listed_terms_are_replaced_in_all_quotations_and_it_is_taken_back(named: Path) -> None:
    quoted(named)
    async with driven(named) as it:
        screen = await names(it, "r")
        assert isinstance(it.app.screen, Choose)
        await it.press("enter")
        assert "Replaced listed terms in 1 quotation; u takes it back." in said(screen)
        with open_study(named) as study:
            assert "[a patient]" in tables_desk(study).tables[0].quotations[0].printed
        await it.press("r")
        assert "No quotation and no summary prints a listed term" in said(screen)
        await it.press("u")
        with open_study(named) as study:
            assert "Mr Albright" in tables_desk(study).tables[0].quotations[0].printed


async def test_without_a_confirmed_term_there_is_nothing_to_replace_with(named: Path) -> None:
    async with driven(named) as it:
        screen = await names(it, "r")
        assert isinstance(it.app.screen, NamesScreen)
        assert "confirmed term" in said(screen)
