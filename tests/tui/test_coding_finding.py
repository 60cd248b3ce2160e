"""Finding on the coding screen, and coding in one go what was found or what answers a question: looked at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.coding_hits import HitUnit
from qualcode.domain.finding import as_beginning
from qualcode.services.coding_hits import plan_answers, plan_hits
from qualcode.services.importing import import_files
from qualcode.services.studies import open_study
from qualcode.tui.modals.coding_plan import CodingPlanned
from qualcode.tui.widgets.transcript.finding import Finder
from qualcode.tui.widgets.transcript.reading import Reading
from tests.tui.screens import Driven, coded, driven

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def three_sources(study_path: Path, tmp_path: Path) -> Path:
    """The study with a second interview in which the same question is asked."""
    turns = (
        "INT: And then?",
        "P02: Then we waited. The nurse rang.",
        "INT: Mm-hm.",
        "P02: Twice.",
        "INT: Thank you all.",
        "P02: Bye.",
    )
    talk = "\n\n".join(turns)
    (tmp_path / "second.txt").write_text(talk, encoding="utf-8")
    with open_study(study_path) as study:
        assert not import_files(study, [tmp_path / "second.txt"]).failed
    return study_path


async def planned(it: Driven) -> CodingPlanned:
    """The dialog, its plan there."""
    for _ in range(200):
        await it.pilot.pause(0.02)
        if isinstance(it.app.screen, CodingPlanned) and (it.app.screen.plan is not None or it.app.screen.said != "Looking …"):
            return it.app.screen
    raise AssertionError("no plan came")


def test_words_are_found_whole_or_else_by_their_beginning() -> None:
    finder = Finder(Reading("She said “it’s fine”. It's\n\nFINE, she trusted us. The thesis."))

    def found(words: str) -> list[str]:
        here = finder.find(words)
        return [here.words, *(hit.words_of(finder_text) for hit in here.hits)]

    finder_text = "She said “it’s fine”. It's\n\nFINE, she trusted us. The thesis."
    assert found("it's fine") == ["it's fine", "it’s fine"]
    assert found("the") == ["the", "The"]
    assert found("trust") == ["trust*", "trusted"]
    assert found("thes") == ["thes*", "thesis"]
    assert found("trust*") == ["trust*", "trusted"]
    assert found('"trust"') == ['"trust"']
    assert found("zebra") == ["zebra*"]
    assert found("she | us") == ["she | us", "She", "she", "us"]
    assert finder.find("  ").words == ""
    assert "no word" in finder.find("(").wrong
    assert "*" in finder.find("a*b").wrong


@pytest.mark.parametrize(
    ("typed", "longer"), [("trust", "trust*"), (" a b ", "a b*"), ("a*", None), ('"a b"', None), ("a |", None), ("né", "né*")]
)
def test_what_a_beginning_is(typed: str, longer: str | None) -> None:
    assert as_beginning(typed) == longer


async def test_what_a_search_finds_is_what_the_command_finds(study_path: Path) -> None:
    async with driven(study_path) as it:
        for typed in ("the", "trust", "three weeks", "nobody | twice", "it*"):
            await it.press("slash", f"type:{typed}", "enter")
            words, hits = it.screen._found.words, it.screen.view.hits
            with open_study(study_path) as study:
                from qualcode.services.finding import find

                assert [hit.span for hit in find(study, words, "first")] == list(hits), typed
            await it.press("escape")


async def test_all_hits_are_coded_as_one_change_after_a_look(three_sources: Path) -> None:
    async with driven(three_sources) as it:
        await it.press("ampersand")
        assert "Nothing was looked for" in it.status
        await it.press("slash", "type:explained | trusted | rang", "enter", "ampersand")
        assert it.screen.view.quick is not None
        await it.press("type:clinician", "enter")
        dialog = await planned(it)
        assert dialog.said == "Trust > In clinician: 3 segments in 1 source."
        assert coded(three_sources) == []
        await it.press("2")
        dialog = await planned(it)
        assert [one.words for one in dialog.kept] == [
            "We waited three weeks, “and nobody rang”.",
            "Then the nurse explained it all.",
            "I trusted her.",
        ]
        await it.press("a")
        dialog = await planned(it)
        assert "4 segments in 2 sources" in dialog.said
        await it.press("down", "down", "space", "up", "up", "up", "space")
        assert "2 left out by you" in dialog.said
        await it.press("enter")
        assert "Coded In clinician on 2 segments in 2 sources; u takes all of it back." in it.status
        assert coded(three_sources) == [("In clinician", "Then the nurse explained it all.")]
        assert coded(three_sources, "second") == [("In clinician", "The nurse rang.")]
        assert [one.code for one in it.screen.view.marks.by_id.values()] == [it.screen.codebook.find("In clinician").id]
        assert it.screen.counts[it.screen.codebook.find("In clinician").id] == 2
        await it.press("u")
        assert coded(three_sources) == coded(three_sources, "second") == []
        await it.press("U")
        assert len(coded(three_sources, "second")) == 1


async def test_what_is_coded_so_already_is_shown_and_not_coded_twice(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "right_parenthesis", "c", "type:wait", "enter", "escape")
        await it.press("slash", "type:waited", "enter", "ampersand", "type:wait", "enter")
        await planned(it)
        await it.press("2")
        dialog = await planned(it)
        assert "0 segments" in dialog.said
        assert "1 coded so already." in dialog.said
        await it.press("enter")
        assert it.app.screen is dialog
        await it.press("escape")
        assert "Nothing was coded." in it.status
    assert len(coded(study_path)) == 1


async def test_interviewers_talk_is_left_out_and_can_be_taken_in(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("slash", "type:then", "enter", "ampersand", "type:wait", "enter")
        dialog = await planned(it)
        assert "1 hit in interviewers’ talk left out." in dialog.said
        await it.press("i")
        dialog = await planned(it)
        assert len(dialog.kept) == 2
        await it.press("escape", "escape", "escape")


async def test_all_answers_to_a_question_are_coded_in_all_sources(three_sources: Path) -> None:
    async with driven(three_sources) as it:
        it.screen.action_code_answers()
        await it.press("type:and then")
        assert "1 places in questions here" in it.status
        await it.press("enter", "type:broken", "enter")
        dialog = await planned(it)
        with open_study(three_sources) as study:
            assert dialog.plan == plan_answers(study, "and then", code="Broken trust")
        assert "3 segments in 2 sources" in dialog.said
        await it.press("a")
        assert "1 segment in 1 source" in (await planned(it)).said
        await it.press("a")
        await planned(it)
        await it.press("enter")
        assert [words for _, words in coded(three_sources, "second")] == ["Then we waited. The nurse rang.", "Twice."]
        await it.press("u")
        assert coded(three_sources) == coded(three_sources, "second") == []


async def test_answers_can_be_had_from_a_search_too_and_a_question_from_the_selection(three_sources: Path) -> None:
    async with driven(three_sources) as it:
        await it.press("slash", "type:and then", "enter", "ampersand", "type:broken", "enter")
        await planned(it)
        await it.press("4")
        dialog = await planned(it)
        assert [one.turn for one in dialog.kept] == [4]
        await it.press("1")
        dialog = await planned(it)
        with open_study(three_sources) as study:
            expected = plan_hits(study, "and then", code="Broken trust", unit=HitUnit.WORDS, source="first")
        assert dialog.plan == expected
        await it.press("escape", "escape")
        view = it.screen.view
        view.go_to(view.units.word_at(it.text.index("And then?")))
        await it.press("w")
        it.screen.action_code_answers()
        await it.pilot.pause()
        assert it.screen.prompt is not None
        assert it.screen.prompt.line.text == "And then?"
        await it.press("escape")
        assert it.screen.view.hits == ()


async def test_words_found_in_all_sources_can_be_coded_where_they_are_opened(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("F", "type:nurse", "enter")
        for _ in range(100):
            await it.pilot.pause(0.02)
            if getattr(it.app.screen, "order", []):
                break
        await it.press("enter", "ampersand", "type:clinician", "enter")
        assert len((await planned(it)).kept) == 1
        await it.press("escape")


async def test_the_cursor_of_the_terminal_stands_in_the_line_that_is_typed(study_path: Path) -> None:
    async with driven(study_path) as it:
        from qualcode.tui.widgets.bars import StatusBar

        await it.press("slash", "type:the w", "left")
        bar = it.screen.query_one(StatusBar).region
        assert it.app.cursor_position == (bar.x + len(" FIND ") + len(" the "), bar.y)
        await it.press("escape")
        view = it.screen.view
        row = view.wrap.row_of(view.selection.caret.start)
        assert it.app.cursor_position.y == view.region.y + row - view.scroll_offset.y
