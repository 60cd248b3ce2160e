"""The small parts of the screens: digits, the codebook's lines, quick code's state, finding, dialogs, remapped keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App

from qualcode.domain.spans import Span
from qualcode.tui.colour import READABLE, blend, contrast, hexed, laid_under, readable, rgb
from qualcode.tui.digits import Digits
from qualcode.tui.modals.reason import Reason
from qualcode.tui.ranking import CodeSearch
from qualcode.tui.widgets.bars import gauge
from qualcode.tui.widgets.codebook_tree import CodebookTree
from qualcode.tui.widgets.transcript.quickcode import Choice, QuickCode, Reply
from qualcode.tui.widgets.transcript.quickcode_box import frame_for, wrapped
from tests.tui import material
from tests.tui.screens import driven

if TYPE_CHECKING:
    from pathlib import Path

BOOK = material.codebook()
COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


def test_a_code_keeps_its_digit_while_it_is_in_use() -> None:
    digits = Digits()
    for code in range(101, 110):
        assert digits.use(code) == {code}
    assert [digits.code(digit) for digit in range(1, 10)] == list(range(101, 110))
    assert digits.use(103) == set()
    assert digits.use(200) == {101, 200}
    assert digits.code(1) == 200
    assert digits.of_code(101) is None
    assert digits.last == 200
    assert digits.recent[:3] == [200, 103, 109]


def test_pinned_codes_are_never_pushed_off_their_digits() -> None:
    digits = Digits({2: 50}, recent=[60, 50, 70])
    assert (digits.code(2), digits.of_code(60), digits.of_code(70)) == (50, 1, 3)
    assert digits.toggle_pin(60) == 1
    for code in range(300, 320):
        digits.use(code)
    assert (digits.code(1), digits.code(2)) == (60, 50)
    assert digits.toggle_pin(60) is None
    full = Digits({digit: digit + 500 for digit in range(1, 10)})
    assert full.toggle_pin(9) is None
    full.use(9)
    assert full.of_code(9) is None


def test_digits_forget_codes_that_are_gone() -> None:
    digits = Digits({4: 40}, recent=[10, 20])
    digits.forget([20])
    assert (digits.pinned, digits.last, digits.of_code(10)) == ({}, 20, None)


def names(tree: CodebookTree) -> list[str]:
    return [place.code.name for place in tree.lines]


def test_folding_hides_what_is_below_and_the_cursor_stays_on_its_code() -> None:
    tree = CodebookTree()
    tree.show(BOOK)
    assert len(tree.lines) == len(BOOK)
    trust = BOOK.find("Trust").id
    tree.at = tree.line_of(trust) or 0
    tree.fold(BOOK.find("Access to care").id, fold=True)
    assert names(tree)[:3] == ["Access to care", "Trust", "In clinician"]
    assert tree.code == trust
    tree.fold(BOOK.find("Access to care").id, fold=False)
    assert len(tree.lines) == len(BOOK)


def test_a_filter_keeps_what_fits_and_what_is_above_it() -> None:
    tree = CodebookTree()
    tree.show(BOOK)
    tree.set_filter("TRUST")
    assert names(tree) == ["Trust", "Broken trust", "Rebuilt trust"]
    tree.set_filter("feeling")
    assert names(tree) == ["Emotion", "Feeling invisible"]
    assert tree.code == BOOK.find("Feeling invisible").id
    tree.set_filter("")
    assert len(tree.lines) == len(BOOK)


def quick() -> QuickCode:
    return QuickCode(Span(0, 5), "words", BOOK, CodeSearch(BOOK))


def test_quick_code_chooses_by_letters_arrows_and_enter() -> None:
    one = quick()
    for letter in "tru":
        assert one.key(letter, letter) is Reply.CHANGED
    assert one.code is not None
    assert one.code.name == "Trust"
    one.key("down", None)
    assert one.key("enter", None) == Choice(BOOK.find("Broken trust").id)
    assert one.key("f5", None) is Reply.IGNORED
    assert one.key("escape", None) is Reply.CLOSED
    one.key("pagedown", None)
    assert one.chosen == one.rows - 1


def test_quick_code_offers_a_new_code_last_and_only_when_there_is_none() -> None:
    one = quick()
    one.paste("zebra  stripes")
    assert (one.new_name, one.rows, one.code) == ("zebra stripes", 1, None)
    assert one.key("tab", None) == Choice(None, new="zebra stripes", stay=True)
    one.line.set("broken trust")
    assert one.new_name == ""
    one.line.set("Trust >")
    assert one.new_name == ""
    closed = QuickCode(Span(0, 5), "words", BOOK, CodeSearch(BOOK), may_create=False)
    closed.paste("zebra")
    assert closed.rows == 0
    assert closed.key("enter", None) is Reply.IGNORED


@pytest.mark.parametrize("height", [10, 21, 37, 57])
def test_the_box_leaves_the_passage_in_sight_where_it_fits(height: int) -> None:
    for first in range(height):
        frame = frame_for(88, height, first, min(first + 1, height - 1))
        assert frame.top >= 0
        assert frame.left + frame.width <= 88
        if frame.height + 2 <= height // 2:
            assert not frame.top <= first < frame.top + frame.height


def test_lines_of_a_definition_are_wrapped_by_cells() -> None:
    assert wrapped("one two\nthree", 7) == ["one two", "three"]
    assert all(len(line) <= 5 for line in wrapped("语言" * 9, 10))
    assert wrapped("", 10) == []


@given(COLOURS, COLOURS, st.floats(0, 1))
def test_a_readable_colour_is_readable(colour: tuple[int, int, int], ground: tuple[int, int, int], share: float) -> None:
    text = readable(colour, ground)
    assert contrast(text, ground) >= READABLE
    assert contrast(text, laid_under(text, ground, colour, share)) >= READABLE
    assert rgb(hexed(colour)) == colour
    assert blend(colour, ground, 0) == colour
    assert blend(colour, ground, 1) == ground


def test_a_gauge_is_full_only_when_all_is_done() -> None:
    assert [gauge(share) for share in (0, 0.5, 0.96, 1)] == ["▱" * 10, "▰" * 5 + "▱" * 5, "▰" * 9 + "▱", "▰" * 10]


async def test_a_reason_may_be_empty_or_given_up() -> None:
    said: list[str | None] = []
    app: App[None] = App()
    async with app.run_test() as pilot:
        for keys in (["b", "e", "space", "enter"], ["enter"], ["escape"]):
            await app.push_screen(Reason("Merge", "Two codes become one."), said.append)
            await pilot.press(*keys)
            await pilot.pause()
    assert said == ["be", "", None]


async def test_keys_can_be_changed_by_the_id_of_their_command(study_path: Path) -> None:
    async with driven(study_path) as it:
        it.app.set_keymap({"reading.turn.1": "f7"})
        await it.press("right_curly_bracket")
        assert it.caret == "Thank"
        await it.press("f7")
        assert it.caret == "It"


async def test_the_terminals_cursor_stands_at_the_caret(study_path: Path) -> None:
    async with driven(study_path) as it:
        view = it.screen.view
        for key in ("right_curly_bracket", "right", "down"):
            await it.press(key)
            caret = view.selection.caret
            row = view.wrap.row_of(caret.start)
            column = view.region.x + view.geometry.text_left + view.wrap.column_of(row, caret.start)
            assert it.app.cursor_position == (column, view.region.y + row - view.scroll_offset.y)
