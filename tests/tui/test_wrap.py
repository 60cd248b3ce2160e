"""The wrap index against a plain restatement of its rule, one grapheme at a time."""

from __future__ import annotations

import re
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.domain.graphemes import boundaries
from qualcode.domain.sources import Role, Speaker, Turn
from qualcode.domain.spans import Span, trimmed
from qualcode.tui.widgets.transcript.reading import OUTSIDE, Reading
from qualcode.tui.widgets.transcript.signs import drawn, is_narrow
from qualcode.tui.widgets.transcript.wrap import SPACER, WrapIndex

PIECES = st.sampled_from(
    [
        "a",
        "word",
        "of",
        " ",
        "  ",
        "\n",
        "\n\n",
        "“so”",
        "…",
        "\t",
        "\x1b",
        "\u202e",
        "语",
        "言",
        "e\u0301",
        "👩\u200d🔬",
        "🇬🇧",
        "क\u094dषि",
        "–",
        "longerword",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=40).map("".join).filter(lambda text: text.strip())
NARROW_TEXTS = TEXTS.map(lambda text: "".join(sign for sign in text if is_narrow(drawn(sign)))).filter(lambda text: text.strip())


def brute_rows(line: str, width: int) -> list[str]:
    """Rows of one hard line: fill a row grapheme by grapheme, hang spaces, go back to the last place to break."""
    line = line.rstrip(" \u3000")
    graphemes = [(line[start:end], cell_len(line[start:end])) for start, end in pairwise(boundaries(line))]
    rows: list[str] = []
    row: list[tuple[str, int]] = []
    for grapheme, cells in graphemes:
        space = grapheme[0] in " \u3000"
        if not space and row and sum(width for _, width in row) + cells > width:
            keep = _break_before(row, cells)
            rows.append("".join(sign for sign, _ in row[:keep]))
            row = row[keep:]
        row.append((grapheme, cells))
    return [*rows, "".join(sign for sign, _ in row)]


def _break_before(row: list[tuple[str, int]], coming: int) -> int:
    """How many graphemes of a full row stay on it, when one of `coming` cells no longer fits."""
    for keep in range(len(row), 0, -1):
        sign, cells = row[keep - 1]
        following = row[keep][1] if keep < len(row) else coming
        after_space = sign[0] in " \u3000"
        if after_space and keep < len(row) and row[keep][0][0] in " \u3000":
            continue
        following_space = keep < len(row) and row[keep][0][0] in " \u3000"
        if after_space or (not following_space and (cells > 1 or following > 1)):
            return keep
    return len(row)


def one_turn(text: str) -> Reading:
    inside = trimmed(Span(0, len(text)), text)
    assert inside is not None
    return Reading(text, [Turn(1, inside, None, 1)])


def rows_as_text(index: WrapIndex) -> list[str]:
    return [index.reading.drawn[index.starts[row] : index.ends[row]] for row in range(len(index))]


@settings(max_examples=400)
@given(TEXTS, st.integers(2, 24))
def test_rows_are_those_of_the_plain_rule(text: str, width: int) -> None:
    index = WrapIndex(one_turn(text), width)
    shown = drawn(text).strip()
    expected: list[str] = []
    for part in re.split(r"(\n(?:[ \u3000]*\n)*)", drawn(text)[len(drawn(text)) - len(drawn(text).lstrip()) :][: len(shown)]):
        if part.startswith("\n"):
            if part.count("\n") > 1:
                expected.append("")
            continue
        expected.extend(row.rstrip(" \u3000") for row in brute_rows(part, width))
    assert rows_as_text(index) == expected


@given(TEXTS, st.integers(2, 24))
def test_every_code_point_is_on_one_row_and_no_row_is_too_wide(text: str, width: int) -> None:
    index = WrapIndex(one_turn(text), width)
    block = index.reading.blocks[0]
    assert index.starts[0] == block.start
    assert all(index.starts[row] < index.starts[row + 1] for row in range(len(index) - 1))
    for row in range(len(index)):
        start, end = index.extent(row)
        following = index.starts[row + 1] if row + 1 < len(index) else block.end
        assert not text[end:following].strip()
        assert cell_len(index.reading.drawn[start:end]) <= width
        for offset in range(start, following):
            assert index.row_of(offset) == row


@given(NARROW_TEXTS, st.integers(2, 24))
def test_the_quick_path_breaks_as_the_general_one(text: str, width: int) -> None:
    reading = one_turn(text)
    quick = WrapIndex(reading, width)
    slow_reading = one_turn(text)
    slow_reading.all_narrow = False
    slow = WrapIndex(slow_reading, width)
    assert reading.all_narrow
    assert (quick.starts, quick.ends) == (slow.starts, slow.ends)


@given(TEXTS, st.integers(2, 24))
def test_columns_and_offsets_lead_back_to_each_other(text: str, width: int) -> None:
    index = WrapIndex(one_turn(text), width)
    for row in range(len(index)):
        start, end = index.extent(row)
        for offset in range(start, end):
            graphemes = index.cells(row) or [(cell, cell + 1, 1) for cell in range(end - start)]
            first, cells = next((first, cells) for first, last, cells in graphemes if first <= offset - start < last)
            if cells:
                assert index.offset_at(row, index.column_of(row, offset)) == start + first
        if end > start:
            assert index.offset_at(row, 10_000) < end


def test_narrow_means_one_cell_for_rich() -> None:
    narrow = [chr(code) for code in range(sys.maxunicode) if not 0xD800 <= code < 0xE000 and is_narrow(chr(code))]
    assert len(narrow) > 1500
    assert [sign for sign in narrow if sign != "\n" and cell_len(sign) != 1] == []
    assert is_narrow("“Because – you know… it’s £5”")
    assert not is_narrow("语")
    assert not is_narrow("e\u0301")


def test_control_and_bidi_characters_are_drawn_as_signs_of_one_cell() -> None:
    text = "a\x1b[31mb\x00c\u202ed\x9bm\ufeff\x7f\r"
    shown = drawn(text)
    assert len(shown) == len(text)
    assert all(cell_len(sign) == 1 for sign in shown)
    assert not any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 for sign in shown)
    assert drawn("kept\nas it is, “mostly”") == "kept\nas it is, “mostly”"


def interview() -> Reading:
    text = "Licence text.\n\nMEL: Where do you work?\n\nDON: At the lab, mostly.\n\nWe share it.\n\nMEL: Okay."
    first, second, third = text.index("Where"), text.index("At the"), text.index("Okay")
    turns = [
        Turn(1, Span(first, first + 18), Span(first - 5, first - 1), 1),
        Turn(2, Span(second, text.index("it.") + 3), Span(second - 5, second - 1), 2),
        Turn(3, Span(third, third + 5), Span(third - 5, third - 1), 1),
    ]
    return Reading(text, turns, [Speaker(1, 1, "MEL", Role.INTERVIEWER), Speaker(2, 1, "DON", Role.PARTICIPANT)])


def test_blocks_are_turns_and_text_outside_them_without_labels() -> None:
    reading = interview()
    assert [reading.text[block.start : block.end] for block in reading.blocks] == [
        "Licence text.",
        "Where do you work?",
        "At the lab, mostly.\n\nWe share it.",
        "Okay.",
    ]
    assert [block.turn for block in reading.blocks] == [OUTSIDE, 0, 1, 2]
    assert reading.first_block() == 1


def test_a_text_without_turns_is_read_by_paragraphs() -> None:
    reading = Reading("\n\nOne line\nand another.\n \n\nSecond.  ")
    assert [reading.text[block.start : block.end] for block in reading.blocks] == ["One line\nand another.", "Second."]
    assert len(WrapIndex(reading, 40)) == 4
    assert Reading(" \n").blocks == []


@pytest.mark.parametrize("compact", [False, True])
def test_rows_of_spans_that_touch_labels(compact: bool) -> None:
    reading = interview()
    index = WrapIndex(reading, 40, compact=compact)
    label = reading.turns[1].label
    assert label is not None
    second = index.row_of(reading.turns[1].span.start)
    assert index.rows_of(label.start, reading.turns[1].span.start + 3) == (second, second)
    first = index.row_of(reading.turns[0].span.start)
    assert index.rows_of(reading.turns[0].span.start, label.end) == (first, first)
    assert index.rows_of(label.start, label.end) == (first, first)
    assert index.rows_of(0, len(reading.text)) == (0, len(index) - 1)
    assert [index.block_at_row(row) for row in range(len(index)) if index.blocks[row] != SPACER] == [
        index.blocks[row] for row in range(len(index)) if index.blocks[row] != SPACER
    ]
    assert index.rows_of_block(2) == (second, second + 2)
    assert sum(1 for block in index.blocks if block == SPACER) == (0 if compact else 3)
