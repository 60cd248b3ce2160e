"""Text of every script on the screen: stripes, tints and caret on the right cells, whole signs selected, offsets in code points.

What stands in a cell is found independently of the view: by walking the drawn line and counting cells as Rich does.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual.geometry import Offset

from qualcode.domain.graphemes import boundaries
from qualcode.domain.sources import Role, Speaker, Turn
from qualcode.domain.spans import Span
from qualcode.domain.text import clean
from qualcode.services.importing import import_files
from qualcode.services.studies import open_study
from qualcode.tui.widgets.transcript.reading import Reading
from qualcode.tui.widgets.transcript.tints import Look
from qualcode.tui.widgets.transcript.units import Units
from qualcode.tui.widgets.transcript.view import TranscriptView
from tests.tui import material
from tests.tui.reading_app import ReadingApp
from tests.tui.screens import SIZES, coded, driven

if TYPE_CHECKING:
    from pathlib import Path

    from rich.style import Style

BOOK = material.codebook()
CODE = BOOK.find("Waiting times").id
TEXTS = {
    "chinese": "我们很忙，真的很忙。医生说要等三个星期，没有人打电话来。" * 3,
    "japanese": "先生は「ｶﾞﾝ」と言いました。か\u3099んばりました。とても長い一日でした。",
    "accents": "Tēnā koutou, e\u0301te\u0301 nai\u0308ve. Le café Māori était fermé, l’été d’avant. “Déjà vu”, dit-elle…",
    "emoji": "Well 👩\u200d🔬👨\u200d👩\u200d👧 said 👍🏽 and ❤\ufe0f, 1\ufe0f\u20e3 of 🏴\U000e0067\U000e007f. ‼\ufe0f",
    "flags": "From 🇬🇧🇫🇷🇩🇪 to 🇳🇿 and back 🇬🇧. Nobody asked 🇪🇺 why, at all.",
    "hebrew": "אָמַרְתִּי לָהּ שֶׁלֹּא. ואז היא הלכה (laughs) הביתה. אף אחד לא התקשר.",
    "arabic": "قَالَتْ لِي إِنَّهَا لَا تَعْرِفُ؟ ثم ذهبت. لم يتصل بنا أحد.",
    "hindi": "मैंने क\u094dषण भर सोचा। फिर नर्स ने समझाया। किसी ने फ़ोन नहीं किया।",
    "thai": "พยาบาลอธิบายทุกอย่างให้เราฟัง เราเชื่อใจเธอ ไม่มีใครโทรมาน้ำ",
    "korean": "우리는 삼 주를 기다렸습니다. 각\u1100\u1161\u11a8 아무도 전화하지 않았어요.",
    "controls": "red \x1b[31mink\x00 here\u202e end\u2066ed\u2069. And\x85 more\u200b words\xad here.",
    "lengthy": "because nobody would tell us what was happening and so we waited on " * 75,
    "unbroken": "x" * 1200 + "我" * 900 + "👩\u200d🔬" * 300,
}


def reading_of(text: str) -> Reading:
    """An interviewer's turn, the text as a participant's, and a paragraph outside turns with the same."""
    opening, label = "Notes: begin.\n\nINT: And then?\n\n", "P07: "
    start = len(opening) + len(label)
    whole = f"{opening}{label}{text}\n\nEnd. {text[:40]}\n"
    turns = [
        Turn(1, Span(20, 29), Span(15, 18), 1),
        Turn(2, Span(start, start + len(text.rstrip())), Span(len(opening), start - 2), 2),
    ]
    speakers = [Speaker(1, 1, "INT", Role.INTERVIEWER), Speaker(2, 1, "P07", Role.PARTICIPANT)]
    return Reading(whole, turns, speakers)


def cells(view: TranscriptView, y: int) -> list[tuple[str, Style]]:
    """A line cell by cell: the sign that begins there, or "" in its further cells, with its style."""
    found: list[tuple[str, Style]] = []
    for segment in view.render_line(y):
        assert segment.style is not None
        edges = boundaries(segment.text)
        for start, end in pairwise(edges):
            sign = segment.text[start:end]
            found += [(sign, segment.style), *[("", segment.style)] * (cell_len(sign) - 1)]
    return found


def marked(view: TranscriptView, y: int, ground: object) -> str:
    """The text of a line that is drawn on a background."""
    # A space without width takes no cell: on which side of a boundary it is drawn cannot be seen.
    return "".join(sign for sign, style in cells(view, y)[view.geometry.text_left :] if style.bgcolor == ground).replace(
        "\u200b", ""
    )


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("size", SIZES)
async def test_the_caret_is_drawn_on_its_own_cells_and_steps_over_whole_signs(name: str, size: tuple[int, int]) -> None:
    reading = reading_of(TEXTS[name])
    app = ReadingApp(reading, BOOK, [], 0)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        view = app.view
        edges = {block.start + edge for block in reading.blocks for edge in boundaries(reading.text[block.start : block.end])}
        caret_ground = view.ink.style(Look(caret=True)).bgcolor
        stops = 0
        while True:
            caret = view.selection.caret
            assert {caret.start, caret.end} <= edges
            row = view.wrap.row_of(caret.start)
            y = row - view.scroll_offset.y
            shown = marked(view, y, caret_ground)
            assert shown == reading.drawn[caret.start : min(caret.end, view.wrap.extent(row)[1])], caret
            column = view.geometry.text_left + cell_len(reading.drawn[view.wrap.starts[row] : caret.start])
            assert app.cursor_position == view.content_region.offset + Offset(column, y)
            stops += 1
            await pilot.press("right")
            if view.selection.caret == caret or stops > 40:
                break
        assert stops >= 5


@pytest.mark.parametrize("name", TEXTS)
async def test_a_coding_is_tinted_on_its_words_and_striped_on_its_rows_and_nowhere_else(name: str) -> None:
    reading = reading_of(TEXTS[name])
    block = reading.blocks[2]
    words = Units(reading).words(2)
    middle = words[len(words) // 3].hull(words[min(len(words) - 1, len(words) // 3 + 2)])
    span = Span(middle.start, min(middle.end, middle.start + 60))
    span = Units(reading).whole(span)
    coding = material.coding(1, span, CODE)
    app = ReadingApp(reading, BOOK, [coding], 0)
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        view = app.view
        view.scroll_rows(view.wrap.row_of(span.start) - 3)
        await pilot.pause()
        first, last = view.wrap.rows_of(span.start, span.end)
        top = view.scroll_offset.y
        hue = view.stationery.hues[CODE]
        tint = view.ink.style(Look(hues=(hue,))).bgcolor
        tinted = ""
        for y in range(view.size.height):
            row = y + top
            here = marked(view, y, tint)
            line = "".join(sign for sign, _ in cells(view, y)[view.geometry.lanes_left : view.geometry.text_left])
            assert bool(here) == (first <= row <= last), row
            assert any(sign in line for sign in "╭│╰•┏┃┗◆★") == (first <= row <= last), row
            tinted += here
        expected = "".join(
            reading.drawn[max(span.start, view.wrap.extent(row)[0]) : min(span.end, view.wrap.extent(row)[1])]
            for row in range(first, last + 1)
        )
        assert tinted == expected
        assert block.start <= span.start < span.end <= block.end


@pytest.mark.parametrize("name", TEXTS)
async def test_a_drag_over_any_script_selects_whole_signs_and_draws_just_those(name: str) -> None:
    reading = reading_of(TEXTS[name])
    app = ReadingApp(reading, BOOK, [], 0)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        view = app.view
        row = view.wrap.row_of(reading.blocks[2].start)
        left, y = view.geometry.text_left, row - view.scroll_offset.y
        width = cell_len(reading.drawn[slice(*view.wrap.extent(row))])
        edges = {block.start + edge for block in reading.blocks for edge in boundaries(reading.text[block.start : block.end])}
        for start, end in [(1, width // 2), (width // 2, 2), (0, width - 1), (3, 3)]:
            await pilot.mouse_down(TranscriptView, offset=(left + start, y))
            await pilot.hover(TranscriptView, offset=(left + end, y))
            await pilot.mouse_up(TranscriptView, offset=(left + end, y))
            span = view.selection.span or view.selection.caret
            assert {span.start, span.end} <= edges
            for at in (start, end):
                under = view.wrap.offset_at(row, at)
                word = view.units.word_at(under)
                assert span.covers(word), (at, span, word)
            await pilot.press("escape")


@pytest.mark.parametrize("name", TEXTS)
async def test_what_is_coded_by_keys_is_stored_in_code_points_of_the_text(name: str, study_path: Path, tmp_path: Path) -> None:
    (tmp_path / f"{name}.txt").write_text(f"INT: And then?\n\nP07: {TEXTS[name]}\n", encoding="utf-8")
    with open_study(study_path) as study:
        assert not import_files(study, [tmp_path / f"{name}.txt"]).failed
    async with driven(study_path, source=name) as it:
        await it.press("right_curly_bracket", "right", "v", "l", "l", "c", "type:wait", "enter", "escape")
        await it.press("S", "type:trans", "enter", "escape")
        view = it.screen.view
        found = sorted((one.span for one in view.marks.by_id.values()), key=len)
    stored = clean(f"INT: And then?\n\nP07: {TEXTS[name]}\n").text
    assert sorted((words for _, words in coded(study_path, name)), key=len) == [stored[one.start : one.end] for one in found]
    assert found[1].words_of(stored) == clean(TEXTS[name]).text.strip()


async def test_interviewers_talk_and_text_outside_turns_are_coded_like_all_other(study_path: Path) -> None:
    async with driven(study_path) as it:
        await it.press("g", "c", "type:wait", "enter", "escape")
        await it.press("right_curly_bracket", "c", "type:trans", "enter", "escape")
        await it.press("v", "right_curly_bracket", "c", "type:broken", "enter", "escape")
        await it.press("g", "v", "right_curly_bracket", "c", "type:clinician", "enter", "escape")
        assert [len(it.screen.view.marks.on_row(row)) > 0 for row in (0, 1, 2, 3, 4)] == [True] * 5
        text = it.text
    asked = text.index("Thank")
    assert sorted(coded(study_path)) == sorted(
        [
            ("Waiting times", "Licence: anyone may share this."),
            ("Transport", "Thank you for coming."),
            ("Broken trust", text[asked : text.index("It began") + 2]),
            ("In clinician", text[: asked + len("Thank")]),
        ]
    )
