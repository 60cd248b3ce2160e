"""The tables of the paper: rows and candidates, both forms of a quotation, the words where they stand, the Word file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Region
from textual.widgets import Static

from qualcode.domain.quote_marking import marks_of
from qualcode.domain.summaries import Bearing
from qualcode.errors import QualcodeError
from qualcode.services.coding import apply_code, remove_coding
from qualcode.services.names import confirm_names
from qualcode.services.quotation_verbs import set_contrary
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import open_study
from qualcode.services.theme_row_verbs import link_evidence
from qualcode.services.theme_table_desk import quote_candidates
from qualcode.tui.app import QualcodeApp
from qualcode.tui.modals.confirm import Confirm
from qualcode.tui.modals.quote_editor import QuoteEditor
from qualcode.tui.modals.row_evidence import RowEvidence
from qualcode.tui.quote_marking import Marking
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.tables import TablesScreen
from qualcode.tui.widgets.bars import StatusBar
from qualcode.tui.widgets.block_list import Block, BlockList, Line
from qualcode.tui.widgets.marked_words import CURSOR, CUT, Mark, marked_rows
from qualcode.tui.widgets.query_line import QueryLine
from qualcode.tui.widgets.transcript.signs import drawn
from qualcode.tui.widgets.transcript.tints import Ink
from tests.tui.screens import SIZES, Driven, driven


@pytest.fixture
def demo(demo_study: Path, tmp_path: Path) -> Path:
    """A copy of the sample study."""
    return Path(shutil.copy(demo_study, tmp_path / "fls.qualcode"))


async def tables(it: Driven, *keys: str) -> TablesScreen:
    if not any(isinstance(screen, TablesScreen) for screen in it.app.screen_stack):
        await it.press("o", "u")
    await it.press(*keys)
    return next(screen for screen in it.app.screen_stack if isinstance(screen, TablesScreen))


def shown(blocks: BlockList) -> str:
    """What a list shows, row by row."""
    return "\n".join(blocks.render_line(y).text.rstrip() for y in range(blocks.size.height))


def said(screen: TablesScreen) -> str:
    return screen.query_one(StatusBar).text


def told(editor: QuoteEditor) -> str:
    """What the editor says, as it is drawn, its rows joined."""
    lines = editor.query_one("#quote-said", Static).render_lines(Region(0, 0, *editor.query_one("#quote-said").size))
    return " ".join(" ".join(line.text for line in lines).split())


@pytest.mark.parametrize("size", SIZES)
async def test_a_table_shows_as_it_prints_at_every_size(demo: Path, size: tuple[int, int]) -> None:
    async with driven(demo, size) as it:
        screen = await tables(it)
        assert "Experiences of making business cases" in screen.query_one(QueryLine).text
        text = shown(screen.rows)
        assert "Time and capacity" in text
        assert "Written at home" in text
        assert "10 of 15 · 8 of 11" in text
        assert "I wrote it at home over weeks and weeks […]" in text
        assert "Rests on      Time and capacity" in screen.proof.text
        await it.press("j")
        assert screen.quote is not None
        assert "lad’s drum kit" in screen.proof.text
        assert "[…]" in screen.proof.text
        assert screen.candidates.display is (size[0] >= 100)
        await it.press("2")
        assert "Factors seen to determine approval" in screen.query_one(QueryLine).text
        assert "Savings come too late" in shown(screen.rows)
        await it.press("9")
        assert "There is no Table 9." in said(screen)
        await it.press("tab")
        assert screen.candidates.display
        assert screen.rows.display is (size[0] >= 100)


async def test_the_candidates_are_those_of_the_row_and_say_where_they_are_used(demo: Path) -> None:
    async with driven(demo) as it:
        screen = await tables(it, "2", "tab")
        assert "31, 0 starred" in shown(screen.candidates)
        assert screen.candidate is not None
        assert "Around it" in screen.proof.text
        await it.press("slash", "type:inside the year", "enter")
        assert {one.cases for one in screen.fitting} >= {("P004",)}
        assert ("Table 2, row 1",) in [one.used for one in screen.fitting]
        await it.press("slash", "ctrl+u", "type:zebra", "enter")
        assert "No candidate holds these words." in shown(screen.candidates)
        await it.press("slash", "ctrl+u", "enter", "f")
        assert screen.fitting == []
        assert "No passage of this row is starred yet." in shown(screen.candidates)
        await it.press("f")
        assert len(screen.fitting) > 200
        await it.press("f", "escape", "right_curly_bracket")
        assert screen.row is not None
        assert screen.row.heading == "Savings are not believed"
        await it.press("left_curly_bracket", "G", "g", "ctrl+d", "ctrl+u", "z", "z")
        assert screen.row.heading == "Savings come too late"


async def test_a_starred_candidate_comes_first_is_quoted_and_taken_out_again(demo: Path) -> None:
    async with driven(demo) as it:
        screen = await tables(it, "2", "tab", "j", "j", "asterisk")
        assert "Starred." in said(screen)
        one = screen.candidate
        assert one is not None
        assert screen.fitting[0] is one
        await it.press("enter")
        assert "Quoted in “Savings come too late”" in said(screen)
        assert screen.quote is not None
        assert screen.quote.verbatim == one.words
        await it.press("enter")
        assert "quotes these words already" in said(screen)
        await it.press("escape", "less_than_sign")
        row = screen.row
        assert row is not None
        assert row.quotations[0].coding == one.coding
        await it.press("less_than_sign")
        assert "there already" in said(screen)
        await it.press("exclamation_mark")
        assert "contradicts the finding" in said(screen)
        await it.press("d")
        assert screen.quote is not None
        assert screen.quote.read_by == "Mairi Lennox"
        await it.press("x")
        assert "Taken out" in said(screen)
        assert screen.row is not None
        assert screen.row.id == row.id
        await it.press("u")
        assert screen.row is not None
        assert len(screen.row.quotations) == 2
        await it.press(*"uuuuu")
        assert len(screen.row.quotations) == 1
        assert not any(one.starred for one in screen.fitting)


def evidence(path: Path, table: int, row: int) -> list[tuple[int, str]]:
    """What a row rests on, and what each coding is to its finding."""
    with open_study(path) as study:
        found = study.theme_tables.rows_of()
        numbers = {one.guid: one.id for one in study.codings.analysis()}
        linked = [one for one in found if one.number == table][row - 1].evidence
        return [(numbers[one.coding], str(one.bearing)) for one in linked]


@pytest.mark.parametrize("size", SIZES)
async def test_the_evidence_of_a_row_is_listed_weighed_and_taken_away(demo: Path, size: tuple[int, int]) -> None:
    async with driven(demo, size) as it:
        screen = await tables(it, "2", "ampersand")
        dialog = it.app.screen
        assert isinstance(dialog, RowEvidence)
        assert "Rests on 0 codings" in shown(dialog.passages)
        await it.press("3", "j", "1")
        (first, against), (second, supports) = evidence(demo, 2, 1)
        assert (against, supports) == ("contradicts", "supports")
        assert dialog.chosen is not None
        assert dialog.chosen.codings == (second,)
        assert "Rests on 2 codings" in shown(dialog.passages)
        await it.press("k", "2")
        assert evidence(demo, 2, 1)[0] == (first, "qualifies")
        await it.press("j", "x", "escape")
        assert evidence(demo, 2, 1) == [(first, "qualifies")]
        assert "qualifies" in screen.proof.text
        await it.press("ampersand")
        assert isinstance(it.app.screen, RowEvidence)
        assert it.app.screen.chosen is not None
        assert it.app.screen.chosen.codings == (first,), "what is linked comes first"
        await it.press("s")
        assert isinstance(it.app.screen, CodingScreen)
        await it.press("o", "u")
        await it.press("u")
        assert {each for each, _ in evidence(demo, 2, 1)} == {first, second}


async def test_evidence_is_taken_away_whichever_of_the_codes_on_its_words_it_hangs_on(demo: Path) -> None:
    """Several codes can stand on the same words; a passage is shown once for all of them."""
    with open_study(demo) as study:
        row = next(one for one in study.theme_tables.rows_of() if one.number == 2)
        passage = quote_candidates(study, row.id)[0]
        twin, _ = apply_code(
            study, source=passage.source, span=passage.span, code=study.codes.codebook().find("Collecting data").id
        )
        assert all(one.coding != twin for one in quote_candidates(study, row.id))
        link_evidence(study, row.id, [twin], Bearing.SUPPORTS)
    async with driven(demo) as it:
        await tables(it, "2", "ampersand", "2")
        assert evidence(demo, 2, 1) == [(twin, "qualifies")]
        await it.press("x", "escape")
        assert evidence(demo, 2, 1) == []
        await it.press("u", "tab", "g")
        screen = await tables(it)
        place = next(at for at, one in enumerate(screen.fitting) if one.bearing is not None)
        await it.press(*["j"] * place, "ampersand", "type:does not rest", "enter")
        assert evidence(demo, 2, 1) == []


async def test_evidence_that_nobody_codes_any_more_is_told_and_can_be_taken_away(demo: Path) -> None:
    with open_study(demo) as study:
        row = next(one for one in study.theme_tables.rows_of() if one.number == 2)
        coding = quote_candidates(study, row.id)[0].coding
        link_evidence(study, row.id, [coding], Bearing.CONTRADICTS)
        remove_coding(study, coding)
    async with driven(demo) as it:
        await tables(it, "2", "ampersand")
        dialog = it.app.screen
        assert isinstance(dialog, RowEvidence)
        assert "none of the analysis coding any more" in shown(dialog.passages)
        await it.press("1")
        assert dialog.chosen is not None
        assert dialog.chosen.gone is not None
        await it.press("x")
        assert "none of the analysis coding any more" not in shown(dialog.passages)
        with open_study(demo) as study:
            assert not next(one for one in study.theme_tables.rows_of() if one.number == 2).evidence


async def test_a_quotation_is_edited_by_marking_words(demo: Path) -> None:
    async with driven(demo) as it:
        screen = await tables(it, "2", "right_curly_bracket", "j", "enter")
        editor = it.app.screen
        assert isinstance(editor, QuoteEditor)
        await it.press("w", "r", "type:I agree", "enter")
        assert "[I agree]" in editor.marking.printed
        await it.press("u", "g", "l", "L", "x")
        assert "[…]" in editor.marking.printed
        before = editor.marking.printed
        await it.press("i", "type:the nurse", "enter")
        await it.press("e")
        await it.pilot.pause()
        await it.press("end", "type: zebra", "ctrl+s")
        assert "of the printed form" in told(editor)
        await it.press("escape")
        await it.press("enter")
        assert isinstance(it.app.screen, TablesScreen)
        assert "Prints so now" in said(screen)
        assert screen.quote is not None
        assert screen.quote.printed != before or "[…]" in screen.quote.printed
        assert screen.quote.verbatim.startswith("I believe it clinically!")
        await it.press("u")
        assert "[…]" not in screen.quote.printed


@pytest.mark.parametrize("size", SIZES)
async def test_a_refusal_of_the_quotation_editor_is_read_to_its_end(demo: Path, size: tuple[int, int]) -> None:
    async with driven(demo, size) as it:
        await tables(it, "2", "right_curly_bracket", "j", "enter")
        editor = it.app.screen
        assert isinstance(editor, QuoteEditor)
        # Everything is selected and cut: nothing of the participant's is left.
        await it.press("g", "v", "G", "x")
        assert "only marks and brackets are left" in told(editor)
        assert told(editor).endswith("Choose other words, or type the whole printed form.")
        foot = editor.query_one("#quote-keys")
        assert foot.region.height > 0
        assert editor.query_one(".box").content_region.contains_region(foot.region)
        await it.press("r")
        assert not editor.query_one("#quote-said").display
        assert "INSTEAD OF" in editor.query_one(StatusBar).text
        await it.press("escape")
        assert editor.query_one("#quote-said").display
        assert not editor.query_one(StatusBar).display


async def test_a_quotation_begins_and_ends_elsewhere(demo: Path) -> None:
    async with driven(demo) as it:
        screen = await tables(it, "2", "j")
        before = screen.quote
        assert before is not None
        await it.press("enter")
        editor = it.app.screen
        assert isinstance(editor, QuoteEditor)
        await it.press("less_than_sign")
        assert editor.marking.verbatim.endswith("is nobody’s")
        await it.press("greater_than_sign", "greater_than_sign")
        assert before.verbatim in editor.marking.verbatim
        assert len(editor.marking.verbatim) > len(before.verbatim)
        assert "[year]" in editor.marking.printed, "marks stay on their words"
        await it.press("left_square_bracket", "right_square_bracket", *["less_than_sign"] * 4)
        assert isinstance(it.app.screen, QuoteEditor)
        await it.press("less_than_sign")
        assert isinstance(it.app.screen, Confirm), "[year] goes with its word, and is named before"
        await it.press("escape")
        assert "[year]" in editor.marking.printed
        await it.press("less_than_sign", "enter")
        assert "[year]" not in editor.marking.printed
        assert "u brings it back" in told(editor)
        await it.press("u", "escape")
        assert isinstance(it.app.screen, Confirm)
        await it.press("escape", "enter")
        now = screen.quote
        assert now is not None
        assert now.printed == before.printed.removesuffix(" is nobody’s saving.")
        assert now.span.end < before.span.end
        assert not now.read
        await it.press("u")
        assert screen.quote == before


async def test_marks_are_asked_about_before_they_are_lost(demo: Path) -> None:
    async with driven(demo, (80, 24)) as it:
        screen = await tables(it, "2", "j", "enter", "x", "escape")
        assert isinstance(it.app.screen, Confirm)
        await it.press("y")
        assert isinstance(it.app.screen, TablesScreen)
        assert screen.quote is not None
        assert screen.quote.printed.startswith("They want it back")


async def test_a_row_is_added_written_ordered_and_taken_away(demo: Path) -> None:
    async with driven(demo) as it:
        screen = await tables(it, "2", "a")
        await it.pilot.pause()
        await it.press("type:Nothing upfront", "tab", "type:Money now counts more.", "ctrl+s")
        row = screen.row
        assert row is not None
        assert (row.place, row.heading, row.theme_name) == (2, "Nothing upfront", "Finance and short-term savings")
        await it.press("A")
        await it.pilot.pause()
        await it.press("type:tariff", "tab", "enter")
        assert screen.row is not None
        assert screen.row.code_names == ("Tariff and income",)
        await it.press("e")
        await it.pilot.pause()
        await it.press("tab", "tab", "tab", "type:all transcripts", "ctrl+s")
        assert "looked for, none found  all transcripts" in shown(screen.rows)
        assert screen.row.contrary_sought
        await it.press("greater_than_sign")
        assert screen.row.place == 3
        await it.press("M")
        await it.pilot.pause()
        await it.press("type:table 3", "enter")
        assert screen.table is not None
        assert screen.table.number == 3
        assert screen.row.heading == "Nothing upfront"
        await it.press("x")
        assert "Row taken away; u brings it back." in said(screen)
        await it.press(*"uuuuuu")
        assert "Nothing upfront" not in [row.heading for table in screen.tables for row in table.rows]


async def test_a_quotation_goes_to_another_row_with_tag_and_id_of_its_own(demo: Path) -> None:
    async with driven(demo) as it:
        screen = await tables(it, "2", "j", "M")
        await it.pilot.pause()
        await it.press("type:table 3, 1", "enter")
        assert screen.table is not None
        assert screen.table.number == 3
        quote = screen.quote
        assert quote is not None
        assert quote.verbatim.startswith("They want it back")
        await it.press("quotation_mark", "ctrl+u", "type:a nurse", "enter")
        assert screen.quote is not None
        assert "a nurse" in screen.quote.tag
        await it.press("number_sign")
        assert screen.quote.fresh_id
        await it.press("number_sign")
        assert not screen.quote.fresh_id


async def test_a_table_for_each_group_is_made_from_nothing_and_laid_out(demo: Path) -> None:
    async with driven(demo) as it:
        screen = await tables(it)
        for _ in range(3):
            await it.press("minus", "y")
        assert "There is no table yet" in shown(screen.rows)
        await it.press("a")
        await it.pilot.pause()
        await it.press("enter")
        assert [table.title for table in screen.tables] == [
            "Experiences of making business cases",
            "Factors seen to determine approval",
            "Best ways of making the case",
        ]
        assert "no quotation yet" in shown(screen.rows)
        await it.press("R")
        await it.pilot.pause()
        await it.press("end", "type: in 2013", "ctrl+s")
        assert "in 2013" in screen.query_one(QueryLine).text
        await it.press("equals_sign")
        await it.pilot.pause()
        await it.press("right", "tab", "tab", "tab", "end", *["backspace"] * 40, "type:({role})", "ctrl+s")
        assert screen.found is not None
        assert (screen.found.rules.hesitations, screen.found.rules.tag) == ("taken out", "({role})")
        await it.press("X")
        assert "no quotation to write" in said(screen)
        await it.press("tab", "enter", "escape")
        assert screen.quote is not None
        assert screen.quote.tag.startswith("(")


async def test_what_to_know_and_what_is_unread_lead_to_their_places(demo: Path) -> None:
    async with driven(demo) as it:
        screen = await tables(it, "t")
        first = screen.quote
        assert first is not None
        await it.press("d", "t")
        await it.pilot.pause()
        assert screen.quote is not None
        assert screen.quote.number != first.number
        assert "Not read yet, one of" in said(screen), "going there leaves what is said"
        await it.press("percent_sign")
        await it.pilot.pause()
        await it.press("type:table 3, ", "enter")
        assert screen.table is not None
        assert screen.table.number == 3


async def test_another_window_shows_what_this_one_did(demo: Path) -> None:
    async with driven(demo) as it:
        screen = await tables(it, "2", "j")
        with open_study(demo, "Mairi Lennox") as study:
            quote = screen.quote
            assert quote is not None
            set_contrary(study, quote.number, contrary=True)
        it.app.listen()
        assert screen.quote is not None
        assert screen.quote.contrary
        assert "! They want it back" in shown(screen.rows)


async def test_the_words_are_opened_in_their_transcript_and_the_way_leads_back(demo: Path) -> None:
    async with driven(demo) as it:
        screen = await tables(it, "2", "j")
        quote = screen.quote
        assert quote is not None
        await it.press("s")
        assert isinstance(it.app.screen, CodingScreen)
        assert it.screen.view.selection.caret.start >= quote.span.start
        assert "They want it back inside the year" in it.text
        again = await tables(it)
        assert again.quote is not None
        assert again.quote.number == quote.number
        await it.press("tab", "s")
        assert isinstance(it.app.screen, CodingScreen)


async def test_an_empty_study_says_what_to_do_first(study_path: Path) -> None:
    async with driven(study_path, (80, 24)) as it:
        screen = await tables(it)
        assert "There is no table yet" in shown(screen.rows)
        await it.press("tab", "j", "k", "enter", "s", "t", "X", "escape", "z", "f", "right_curly_bracket")


@pytest.mark.parametrize("size", SIZES)
async def test_who_codes_blind_is_told_why_there_is_no_table(demo: Path, size: tuple[int, int]) -> None:
    with open_study(demo, "Mairi Lennox") as study:
        sample_sources(study, coder="Tom Adeyemi", number=2, seed=1)
    app = QualcodeApp(demo, "Tom Adeyemi")
    try:
        async with app.run_test(size=size) as pilot:
            while app.desk is None:
                await pilot.pause(0.02)
            await pilot.press("o", "u")
            await pilot.pause()
            screen = app.screen
            assert isinstance(screen, TablesScreen)
            assert "is coding a blind sample" in shown(screen.rows)
            assert screen.refused is not None
            rows = " ".join(shown(screen.rows).split())
            assert f"{screen.refused.message} {screen.refused.hint}" in rows
            assert screen.tables == ()
            await pilot.press("tab", "enter", "a", "X", "t", "percent_sign", "at", "s", "escape")
    finally:
        app.close_study()


async def test_all_is_written_to_word_for_the_team(demo: Path, tmp_path: Path) -> None:
    target = tmp_path / "tables.docx"
    async with driven(demo) as it:
        screen = await tables(it, "X")
        await it.pilot.pause()
        await it.press("enter", "ctrl+u", f"type:{target}", "enter")
        await it.app.workers.wait_for_complete()
        await it.pilot.pause()
        assert "Wrote 30 quotations" in said(screen)
    assert target.stat().st_size > 5000


WORDS = st.lists(
    st.sampled_from(
        ["savings", "never", "came,", "it’s", "2016.", "等待", "مرحبا", "e\u0301te", "👩‍👩‍👧", "er", "no-one", "\x1b[31m", "the"]
    ),
    min_size=1,
    max_size=30,
).map(" ".join)


BY_CHANCE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@BY_CHANCE
@given(WORDS, st.integers(8, 60), st.data())
def test_marked_words_lose_no_sign_at_any_width(words: str, width: int, data: st.DataObject) -> None:
    first, last = sorted(data.draw(st.lists(st.sampled_from(Marking(words).words), min_size=2, max_size=2)))
    marks = [Mark(first.start, last.end, CUT), Mark(last.start, last.end, CURSOR)]
    ink = Ink({}, dark=True)
    rows = marked_rows(words, marks, width, ink, ink.ground)
    assert "".join("".join(one.text for one in row) for row in rows).replace(" ", "") == drawn(words).replace(" ", "")
    assert "\x1b" not in "".join(one.text for row in rows for one in row)
    assert all(sum(cell_len(one.text) for one in row) <= max(width, 2) for row in rows)


@BY_CHANCE
@given(WORDS, st.data())
def test_whatever_is_marked_shows_in_both_forms_where_it_is(words: str, data: st.DataObject) -> None:
    marking = Marking(words)
    for _ in range(data.draw(st.integers(1, 4))):
        span = data.draw(st.sampled_from(marking.words))
        kind = data.draw(st.sampled_from(["cut", "put", "insert"]))
        try:
            if kind == "cut":
                marking = marking.cut(span)
            else:
                marking = marking.put(span, "x") if kind == "put" else marking.insert(span.end, "y")
        except QualcodeError:
            continue
    shown = [marking.printed[mark.start : mark.end].strip() for mark in marking.marks_on_printed()]
    assert shown == [edit.text.strip() for edit in marks_of(marking.edits)]
    assert all(0 <= mark.start < mark.end <= len(words) for mark in marking.marks_on_verbatim())
    for span in marking.words:
        marking = marking.unmarked(span)
    assert marking.printed == words


async def test_publication_stops_at_a_listed_term_and_leads_to_it(demo: Path, tmp_path: Path) -> None:
    target = tmp_path / "tables.docx"
    with open_study(demo, "Mairi Lennox") as study:
        confirm_names(study, ["finance lead"])
    async with driven(demo) as it:
        screen = await tables(it, "X")
        await it.pilot.pause()
        await it.press("down", "enter", "ctrl+u", f"type:{target}", "enter")
        await it.app.workers.wait_for_complete()
        await it.pilot.pause()
        assert "would tell who somebody is" in said(screen)
        assert "@ lists them" in said(screen)
        assert not target.exists()
        await it.press("at")
        await it.pilot.pause()
        await it.press("type:finance", "enter")
        assert screen.quote is not None
        assert screen.quote.printed.startswith("Our finance lead")
        await it.press("enter", "l", "L", "r", "type:a colleague", "enter", "enter")
        assert screen.quote.printed.startswith("Our [a colleague] got it")
        await it.press("at")
        await it.pilot.pause()
        assert not any(stop.term == "finance lead" for stop in screen.book.stops())


def test_wide_and_right_to_left_words_fill_their_rows() -> None:
    blocks = BlockList("some")
    blocks.show(
        [
            Block(
                ("row", 1),
                [Line("等待 three weeks 👩‍👩‍👧 and مرحبا بالعالم", lead=[("● ", "muted")], tail=[("甲", "muted")], most=1)],
            )
        ]
    )
    assert blocks.keys == [("row", 1)]
    assert blocks.at == 0
