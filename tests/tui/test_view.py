"""The transcript view alone: geometry, mouse, and that what is on screen equals what a fresh drawing would give."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from textual.geometry import Region

from qualcode.domain.spans import Span
from qualcode.tui.widgets.transcript.quickcode import QuickCode
from qualcode.tui.widgets.transcript.reading import Reading
from qualcode.tui.widgets.transcript.view import TranscriptView
from tests.tui import material
from tests.tui.reading_app import ReadingApp

if TYPE_CHECKING:
    from qualcode.domain.coding import Coding

SIZES = [(80, 24), (120, 40), (200, 60)]
BOOK = material.codebook()
CODES = [code.id for code in BOOK if code.parent]
KEYS = [
    "right",
    "left",
    "down",
    "up",
    "pagedown",
    "pageup",
    "right_parenthesis",
    "left_parenthesis",
    "right_curly_bracket",
    "left_curly_bracket",
    "g",
    "G",
    "v",
    "L",
    "H",
    "J",
    "K",
    "w",
    "W",
    "O",
    "escape",
    "right_square_bracket",
    "left_square_bracket",
    "ctrl+d",
    "ctrl+u",
    "l",
    "h",
    "j",
    "k",
]


def app_of(words: int = 1500, count: int = 60, at: int | None = None, theme: str = "qual-ink") -> ReadingApp:
    reading = material.interview(words)
    return ReadingApp(reading, BOOK, material.codings(reading, count, CODES), at, theme)


def words_of(view: TranscriptView, span: Span | None) -> str | None:
    return None if span is None else span.words_of(view.reading.text)


def shown(view: TranscriptView) -> list[list[tuple[str, str]]]:
    """The lines as the compositor has them, from its own caches."""
    lines = view.render_lines(Region(0, 0, view.columns, view.size.height))
    return [[(segment.text, str(segment.style)) for segment in line] for line in lines]


def merged(lines: list[list[tuple[str, str]]]) -> list[list[tuple[str, str]]]:
    """Neighbouring runs of one style joined: two drawings may cut a row differently."""
    joined = []
    for line in lines:
        runs: list[tuple[str, str]] = []
        for text, style in line:
            if runs and runs[-1][1] == style:
                runs[-1] = (runs[-1][0] + text, style)
            else:
                runs.append((text, style))
        joined.append(runs)
    return joined


def redrawn(view: TranscriptView) -> list[list[tuple[str, str]]]:
    """The lines drawn again from nothing: codings placed anew, no cache."""
    fresh = TranscriptView(lambda _said: None)
    fresh.ink, fresh.compact = view.ink, view.compact
    fresh.codebook = view.codebook
    fresh.read(view.reading, list(view.marks.by_id.values()), None)
    fresh._lay_out(view.geometry.width, list(view.marks.by_id.values()))
    fresh.selection, fresh.focus_id, fresh.hits = view.selection, view.focus_id, view.hits
    top = view.scroll_offset.y
    rows = []
    for row in range(top, top + view.size.height):
        state = fresh._state(row, view.highlighted) if row < len(fresh.wrap) else None
        strip = fresh._painter.row(row if state else -1, state or fresh._state(0, None))
        drawn = view.with_overlay(row - top, strip)
        for change in view.app.get_line_filters():
            # The app turns colours to greys under NO_COLOR, after the view has drawn.
            drawn = drawn.apply_filter(change, view.background_colors[1])
        rows.append([(segment.text, str(segment.style)) for segment in drawn])
    return rows


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seed", [1, 2])
async def test_after_random_keys_and_edits_the_screen_equals_a_fresh_drawing(size: tuple[int, int], seed: int) -> None:
    app = app_of()
    chance = random.Random(seed)
    async with app.run_test(size=size) as pilot:
        view = app.view
        new = 1000
        for step in range(70):
            if chance.random() < 0.25:
                new = _edit(view, chance, new)
            else:
                await pilot.press(chance.choice(KEYS))
            if step % 10 == 9:
                await pilot.pause()
                assert merged(shown(view)) == merged(redrawn(view)), step
        assert len(app.said) > 20


def _edit(view: TranscriptView, chance: random.Random, new: int) -> int:
    ids = list(view.marks.by_id)
    if ids and chance.random() < 0.5:
        gone = chance.choice(ids)
        view.put_codings({gone: None})
        return new
    start = chance.randrange(len(view.reading.text) - 2000)
    span = Span(start, start + chance.choice([5, 40, 300, 1500]))
    view.put_codings({new: material.coding(new, span, chance.choice(CODES), star=chance.random() < 0.2)})
    return new + 1


@pytest.mark.parametrize("size", SIZES)
async def test_every_row_is_as_wide_as_the_view_and_the_text_keeps_its_measure(size: tuple[int, int]) -> None:
    app = app_of()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        view = app.view
        assert view.geometry.measure <= 88
        assert view.geometry.width == view.columns == view.size.width - 1
        assert bool(view.geometry.margin) == (size[0] > 100)
        for line in view.render_lines(Region(0, 0, view.size.width, view.size.height)):
            assert sum(segment.cell_length for segment in line) == line.cell_length


async def test_a_resize_keeps_the_first_visible_words_and_the_caret() -> None:
    app = app_of(4000)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*["pagedown"] * 4)
        view = app.view
        caret = view.selection.caret
        first = view.wrap.starts[view.scroll_offset.y]
        await pilot.resize_terminal(70, 30)
        await pilot.pause(0.3)
        assert view.selection.caret == caret
        assert view.geometry.width == view.columns < 80
        row = view.scroll_offset.y
        assert view.wrap.starts[row] <= first or view.wrap.row_of(caret.start) < row + view.size.height
        assert row <= view.wrap.row_of(caret.start) < row + view.size.height


async def test_a_place_given_is_where_the_caret_stands() -> None:
    reading = material.interview(3000)
    at = reading.text.index(" ", reading.turns[20].span.start) + 1
    app = ReadingApp(reading, BOOK, [], at)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        view = app.view
        assert at in view.selection.caret
        top = view.scroll_offset.y
        assert top <= view.wrap.row_of(at) < top + view.size.height


async def test_a_drag_selects_whole_words_and_clicks_take_units() -> None:
    app = app_of()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        view = app.view
        turn = view.reading.turns[1]
        sentence = view.units.sentence_at(turn.span.start)
        words = view.units.words(view.reading.block_at(turn.span.start))
        spot = place_of(view, words[1].start + 1)
        await pilot.mouse_down(TranscriptView, offset=spot)
        await pilot.hover(TranscriptView, offset=place_of(view, words[4].end - 1))
        await pilot.mouse_up(TranscriptView, offset=place_of(view, words[4].end - 1))
        assert words_of(view, view.selection.span) == words_of(view, words[1].hull(words[4]))
        await pilot.click(TranscriptView, offset=spot, times=2)
        assert view.selection.span == sentence
        await pilot.click(TranscriptView, offset=spot, times=3)
        assert view.selection.span == turn.span
        await pilot.click(TranscriptView, offset=spot)
        await pilot.pause(0.6)
        assert view.selection.span is None
        assert view.selection.caret == words[1]


async def test_a_drag_held_past_the_edge_scrolls_on() -> None:
    app = app_of(4000)
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.pause()
        view = app.view
        await pilot.mouse_down(TranscriptView, offset=(30, 6))
        from textual import events

        past = events.MouseMove(view, 30, view.size.height + 2, 0, 3, 1, False, False, False)
        view.post_message(past)
        await pilot.pause(0.5)
        assert view.scroll_offset.y >= 4
        selected = view.selection.span
        assert selected is not None
        assert len(selected) > 200
        await pilot.mouse_up(TranscriptView, offset=(30, 10))
        top = view.scroll_offset.y
        await pilot.pause(0.3)
        assert view.scroll_offset.y == top


async def test_a_drag_backwards_and_over_turns_selects_whole_words_and_ends_where_it_is_let_go() -> None:
    app = app_of()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        view = app.view
        first, second = view.reading.turns[0].span, view.reading.turns[1].span
        words = view.units.words(view.reading.block_at(second.start))
        asked = view.units.words(view.reading.block_at(first.start))
        await pilot.mouse_down(TranscriptView, offset=place_of(view, words[3].end - 1))
        for at in (words[2].start, words[0].start, asked[-1].start, asked[-2].start + 1):
            await pilot.hover(TranscriptView, offset=place_of(view, at))
        await pilot.mouse_up(TranscriptView, offset=place_of(view, asked[-2].start + 1))
        assert words_of(view, view.selection.span) == words_of(view, asked[-2].hull(words[3]))
        assert view.selection.caret == asked[-2]
        await pilot.hover(TranscriptView, offset=place_of(view, words[9].start))
        assert view.selection.caret == asked[-2]
        await pilot.press("L")
        assert view.selection.caret == asked[-1]


@pytest.mark.parametrize("spot", ["spacer", "gutter", "past the end of the row", "below the text"])
async def test_a_click_beside_words_takes_the_nearest_one(spot: str) -> None:
    reading = material.interview(60)
    app = ReadingApp(reading, BOOK, [])
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.pause()
        view = app.view
        turn = reading.turns[1].span
        column, row = place_of(view, turn.start)
        first, last = view.wrap.rows_of_block(view.reading.block_at(turn.start))
        words = view.units.words(view.reading.block_at(turn.start))
        at, expected = {
            "spacer": ((column, last + 1 - view.scroll_offset.y), None),
            "gutter": ((1, row), words[0]),
            "past the end of the row": (
                (view.geometry.text_left + view.geometry.measure - 1, last - view.scroll_offset.y),
                words[-1],
            ),
            "below the text": ((column, view.size.height - 1), view.motion.bottom()),
        }[spot]
        await pilot.click(TranscriptView, offset=at)
        if expected is None:
            assert turn.covers(view.selection.caret)
        elif spot == "below the text":
            assert view.reading.block_at(view.selection.caret.start) == view.reading.block_at(expected.start)
        else:
            assert view.selection.caret == expected
        assert first <= last


async def test_a_drag_held_above_the_top_scrolls_back_and_a_drag_is_coded_by_keys() -> None:
    app = app_of(4000)
    async with app.run_test(size=(100, 20)) as pilot:
        view = app.view
        await pilot.press(*["pagedown"] * 6)
        await pilot.pause()
        top = view.scroll_offset.y
        await pilot.mouse_down(TranscriptView, offset=(30, 10))
        anchor = view.selection.caret
        from textual import events

        view.post_message(events.MouseMove(view, 30, -2, 0, -3, 1, False, False, False))
        await pilot.pause(0.5)
        assert view.scroll_offset.y <= top - 4
        await pilot.mouse_up(TranscriptView, offset=(30, 2))
        selected = view.selection.span
        assert selected is not None
        assert selected.covers(anchor)
        assert len(selected) > 200
        assert {selected.start, selected.end} <= {
            edge
            for block in range(len(view.reading.blocks))
            for word in view.units.words(block)
            for edge in (word.start, word.end)
        }
        stopped = view.scroll_offset.y
        await pilot.pause(0.2)
        assert view.scroll_offset.y == stopped


def place_of(view: TranscriptView, offset: int) -> tuple[int, int]:
    row = view.wrap.row_of(offset)
    return view.geometry.text_left + view.wrap.column_of(row, offset), row - view.scroll_offset.y


async def test_page_and_row_keep_the_caret_in_sight() -> None:
    app = app_of(4000)
    async with app.run_test(size=(120, 40)) as pilot:
        view = app.view
        for key in ["pagedown"] * 5 + ["up"] * 30 + ["G", "pageup", "g", "down", "space", "ctrl+d", "ctrl+u"]:
            await pilot.press(key)
            row = view.wrap.row_of(view.selection.caret.start)
            assert view.scroll_offset.y <= row < view.scroll_offset.y + view.size.height, key


async def test_quick_code_is_drawn_over_the_rows_and_takes_every_key() -> None:
    app = app_of(1500, 0)
    chosen: list[object] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        view = app.view
        before = merged(shown(view))
        from qualcode.tui.ranking import CodeSearch

        quick = QuickCode(view.target, words_of(view, view.target) or "", BOOK, CodeSearch(BOOK))
        view.open_quick_code(quick, chosen.append)
        await pilot.press("w", "t")
        await pilot.pause()
        text = "\n".join("".join(run for run, _ in line) for line in shown(view))
        assert "Waiting times" in text
        assert "What is said about waiting times" in text
        assert "Not: Hearsay." in text
        assert merged(shown(view)) == merged(redrawn(view))
        await pilot.press("down", "up", "enter")
        assert [getattr(one, "code", None) for one in chosen] == [BOOK.find("Waiting times").id]
        await pilot.press("escape")
        await pilot.pause()
        assert view.quick is None
        assert merged(shown(view)) == before


async def test_a_click_in_quick_code_chooses_and_beside_it_closes() -> None:
    app = app_of(1500, 0)
    chosen: list[object] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        view = app.view
        from qualcode.tui.ranking import CodeSearch

        quick = QuickCode(view.target, "words", BOOK, CodeSearch(BOOK))
        view.open_quick_code(quick, chosen.append)
        assert view._box is not None
        frame = view._box.frame
        await pilot.click(TranscriptView, offset=(frame.left + 8, frame.top + 6))
        assert [getattr(one, "code", None) for one in chosen] == [quick.hits[2].code]
        assert frame.top > 0
        await pilot.click(TranscriptView, offset=(frame.left + 8, 0))
        assert view.quick is None


@pytest.mark.in_colour
@pytest.mark.parametrize("name", ["qual-paper", "textual-dark", "solarized-light", "ansi-dark"])
async def test_another_theme_redraws_everything(name: str) -> None:
    app = app_of()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        before = merged(shown(app.view))
        app.theme = name
        await pilot.pause(0.1)
        after = merged(shown(app.view))
        assert after == merged(redrawn(app.view))
        assert after != before
        assert ["".join(run for run, _ in line) for line in after] == ["".join(run for run, _ in line) for line in before]


async def test_wide_and_joined_characters_keep_stripes_and_caret_on_their_cells() -> None:
    text = "P: 我们很忙。Māori e\u0301te\u0301 👩\u200d🔬 works 🇬🇧 מילה here\u202e \x1b[31mred\x00 end. " * 6
    reading = Reading(text)
    coding = material.coding(1, Span(text.index("works"), text.index("here")), CODES[0])
    app = ReadingApp(reading, BOOK, [coding])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        view = app.view
        for _ in range(40):
            await pilot.press("right")
        await pilot.pause()
        assert merged(shown(view)) == merged(redrawn(view))
        for line in shown(view):
            joined = "".join(run for run, _ in line)
            assert "\x1b" not in joined
            assert "\x00" not in joined
            assert "\u202e" not in joined


async def test_an_empty_source_can_be_shown_and_keys_do_nothing() -> None:
    app = ReadingApp(Reading("  \n"), BOOK, [])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*KEYS)
        assert app.view.reading.blocks == []


def test_codings_of_a_made_up_interview_overlap() -> None:
    reading = material.interview(1500)
    made: list[Coding] = material.codings(reading, 60, CODES)
    assert any(one.span.overlaps(other.span) for one in made for other in made if one.id < other.id)
