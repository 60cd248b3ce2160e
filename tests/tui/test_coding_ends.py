"""Ends of codings nudged by word and moved by sign, whole turns, and codes named by the words: by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.graphemes import boundaries
from qualcode.services.importing import import_files
from qualcode.services.studies import open_study
from tests.tui.screens import SIZES, Driven, coded, driven

if TYPE_CHECKING:
    from pathlib import Path

WAITED = "We waited three weeks, “and nobody rang”."


async def coded_wait(it: Driven) -> None:
    """Code `We waited three weeks` and let the selection go."""
    await it.press("right_curly_bracket", "right_parenthesis", "v", "l", "l", "l", "c", "type:wait", "enter", "escape")


@pytest.mark.parametrize("size", SIZES)
async def test_the_end_of_a_coding_is_nudged_by_word_and_by_its_closing_marks(study_path: Path, size: tuple[int, int]) -> None:
    async with driven(study_path, size) as it:
        await coded_wait(it)
        held = []
        for key in ("greater_than_sign", *["greater_than_sign"] * 4, *["less_than_sign"] * 5):
            await it.press(key)
            held.append(coded(study_path)[0][1])
        assert held == [
            "We waited three weeks, “and",
            "We waited three weeks, “and nobody",
            "We waited three weeks, “and nobody rang",
            WAITED,
            f"{WAITED} My",
            WAITED,
            "We waited three weeks, “and nobody rang",
            "We waited three weeks, “and nobody",
            "We waited three weeks, “and",
            "We waited three weeks",
        ]
        assert "Waiting times now holds 4 words “We waited three weeks”." in it.status
        assert it.caret == "weeks"
        await it.press("u")
        assert coded(study_path)[0][1] == "We waited three weeks, “and"
        await it.press("u", "U", "greater_than_sign")
        assert coded(study_path)[0][1] == "We waited three weeks, “and nobody"


async def test_the_start_is_nudged_once_it_is_in_hand(study_path: Path) -> None:
    async with driven(study_path) as it:
        await coded_wait(it)
        await it.press("O")
        assert "now move the start" in it.status
        await it.press("greater_than_sign")
        assert coded(study_path)[0][1] == "waited three weeks"
        assert it.caret == "waited"
        await it.press(*["less_than_sign"] * 3)
        assert coded(study_path)[0][1] == "the waiting. We waited three weeks"
        await it.press("O", "less_than_sign")
        assert coded(study_path)[0][1] == "the waiting. We waited three"


async def test_a_nudge_stops_at_the_last_word_and_at_the_ends_of_the_text(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("G", "v", "c", "type:wait", "enter", "escape")
        assert coded(study_path) == [("Waiting times", "twice")]
        await it.press("less_than_sign")
        assert "is one word here" in it.status
        await it.press("greater_than_sign", "greater_than_sign")
        assert "the text ends" in it.status
        assert coded(study_path) == [("Waiting times", "twice.")]
        await it.press("x", "less_than_sign")
        assert "No coding at the caret." in it.status


async def test_a_nudge_passes_into_the_next_turn(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "w", "w", "c", "type:wait", "enter", "greater_than_sign")
        assert coded(study_path)[0][1].endswith("drove me there.\n\nINT: And")


async def test_ends_are_moved_by_sign_and_kept_or_given_up(study_path: Path) -> None:
    async with driven(study_path) as it:
        await coded_wait(it)
        await it.press("e")
        assert "ENDS" in it.status
        assert "weeks▏" in it.status
        assert it.selected is None
        await it.press("right", "right", "right")
        assert coded(study_path)[0][1] == "We waited three weeks"
        await it.press("escape")
        assert "where they were" in it.status
        assert coded(study_path)[0][1] == "We waited three weeks"
        await it.press("e", "right", "right", "right", "tab", "l", "l", "enter")
        assert coded(study_path) == [("Waiting times", "waited three weeks, “a")]
        assert "now holds" in it.status
        await it.press("u", "e", "O", "less_than_sign", "O", "less_than_sign", "enter")
        assert coded(study_path) == [("Waiting times", "waiting. We waited three")]


async def test_an_end_in_hand_goes_where_one_clicks(study_path: Path) -> None:
    async with driven(study_path) as it:
        from qualcode.tui.widgets.transcript.view import TranscriptView

        await coded_wait(it)
        view = it.screen.view
        at = it.text.index("obody rang")
        row = view.wrap.row_of(at)
        spot = (view.geometry.text_left + view.wrap.column_of(row, at), row - view.scroll_offset.y)
        await it.press("e")
        await it.pilot.click(TranscriptView, offset=spot)
        await it.press("enter")
        assert coded(study_path) == [("Waiting times", "We waited three weeks, “and no")]


async def test_the_ends_of_a_selection_are_moved_by_sign_before_it_is_coded(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "v", "l", "e", "left", "left", "enter")
        assert it.selected == "It beg"
        await it.press("c", "type:wait", "enter")
        assert coded(study_path) == [("Waiting times", "It beg")]
        # What was coded just now is what `e` is about, not the selection that waits to be let go.
        await it.press("e", "right", "enter")
        assert coded(study_path) == [("Waiting times", "It bega")]


async def test_ends_that_meet_another_coding_of_the_code_make_one(study_path: Path) -> None:
    async with driven(study_path) as it:
        await coded_wait(it)
        await it.press("greater_than_sign")
        await it.press("right_curly_bracket", "left_curly_bracket", "left_curly_bracket")
        await coded_wait(it)
        assert len(coded(study_path)) == 2
        await it.press("greater_than_sign")
        assert "the two are one now" in it.status
    assert coded(study_path) == [("Waiting times", "We waited three weeks, “and")]


async def test_the_whole_turn_is_coded_by_one_key(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("right_curly_bracket", "right_parenthesis", "l", "S")
        assert "whole turn: 17 words" in it.status
        await it.press("type:wait", "enter")
        await it.press("left_curly_bracket", "left_curly_bracket", "v", "}", "l", "S")
    words = coded(study_path)[0][1]
    assert words.startswith("It began with the waiting.")
    assert words.endswith("My sister drove me there.")


async def test_a_code_in_vivo_is_made_of_the_selected_words_and_is_one_undo(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("i")
        assert "Select the words" in it.status
        await it.press("right_curly_bracket", "right_parenthesis", *["l"] * 4, "v", "l", "l", "i")
        assert "Made the code “and nobody rang” of these words." in it.status
        assert coded(study_path) == [("and nobody rang", "and nobody rang")]
        await it.press("i")
        assert "there already" in it.status
        await it.press("u")
        assert coded(study_path) == []
        assert "and nobody rang" not in [code.name for code in it.screen.codebook]
        await it.press("U", "escape", "right_curly_bracket", "full_stop")
        assert coded(study_path)[-1][0] == "and nobody rang"
        await it.press("g", "w", "w", "w", "w", "i")
    assert len(coded(study_path)) == 2


async def test_a_new_code_of_quick_code_is_one_undo_with_its_coding(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("c", "type:trust > in records", "enter")
        assert "Made the code in records and coded 4 words." in it.status
        await it.press("u")
        assert coded(study_path) == []
        assert "in records" not in [code.name for code in it.screen.codebook]


SIGNS = """P: Ça va? e\u0301te\u0301 👩\u200d🔬 works 🇬🇧🇫🇷 and ‼\ufe0f stays. 我们很忙,真的。 מִילָה טוֹבָה (laughs) क\u094dषि end.
"""


async def test_ends_never_stand_inside_a_sign(study_path: Path, tmp_path: Path) -> None:
    (tmp_path / "signs.txt").write_text(SIGNS, encoding="utf-8")
    with open_study(study_path) as study:
        assert not import_files(study, [tmp_path / "signs.txt"]).failed
    async with driven(study_path, source="signs") as it:
        await it.press("w", "c", "type:wait", "enter", "e")
        view = it.screen.view
        start = view.reading.blocks[0].start
        edges = {start + edge for edge in boundaries(it.text[start:])}
        seen = set()
        for key in [*["right"] * 70, "tab", *["right"] * 60, "tab", *["left"] * 30]:
            await it.press(key)
            assert view.ends is not None
            span = view.ends.span
            assert {span.start, span.end} <= edges
            assert not it.text[span.end - 1].isspace()
            assert not it.text[span.start].isspace()
            assert view.ends.held.words_of(it.text) in span.words_of(it.text)
            seen.add(span)
        assert len(seen) > 100
        await it.press("enter")
        (coding,) = view.marks.by_id.values()
        assert {coding.span.start, coding.span.end} <= edges
