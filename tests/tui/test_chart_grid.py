"""The grid of a chart: exact heights, nothing cut that should not be, headings and labels always in sight."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from rich.cells import cell_len
from textual.app import App, ComposeResult

from qualcode.domain.charts import CellMark, ChartCell, ChartColumn, ChartRow, ChartTable
from qualcode.tui.chart_sheet import ChartSheet, Shown
from qualcode.tui.widgets.chart.geometry import MARGINS, Heights, Widths, lines_of
from qualcode.tui.widgets.chart.view import ChartGrid

WORDS = some.lists(
    some.sampled_from(
        ["a", "waiting", "“nobody”", "(t. 12)", "病院", "بيت", "👩🏽‍⚕️", "e\u0301", "x" * 70, "\n", "\x1b[31m", "Māori"]
    ),
    max_size=60,
).map(" ".join)


def chart(cells: list[list[ChartCell]]) -> ChartTable:
    columns = tuple(ChartColumn(at, f"Theme {at}", f"Theme {at}", at) for at in range(len(cells[0])))
    rows = tuple(ChartRow(at, f"P{at:03d}", "Nurse; FLS: no", tuple(row)) for at, row in enumerate(cells))
    return ChartTable("Chart", columns, rows, finished=len(rows))


class GridApp(App[None]):
    """A grid alone."""

    def __init__(self, table: ChartTable, **options: int) -> None:
        super().__init__()
        self.sheet = ChartSheet(table, Shown())
        self.options = options

    def compose(self) -> ComposeResult:
        yield ChartGrid(**self.options)

    def on_mount(self) -> None:
        self.grid.show(self.sheet)

    @property
    def grid(self) -> ChartGrid:
        return self.query_one(ChartGrid)

    @property
    def lines(self) -> list[str]:
        return [self.grid.render_line(y).text for y in range(self.grid.scrollable_content_region.height)]


@settings(max_examples=60)
@given(some.lists(some.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=6), some.integers(12, 60), some.integers(0, 12))
def test_a_row_is_as_high_as_its_fullest_cell_and_no_line_is_too_wide(texts: list[list[str]], width: int, most: int) -> None:
    sheet = ChartSheet(chart([[ChartCell(text, "own words" if text else "") for text in row] for row in texts]), Shown())
    widths = Widths(20 + 3 * width, 3, 20, dict.fromkeys(range(3), width))
    heights = Heights(sheet, widths, most, rules=True)
    for row in range(len(texts)):
        drawn = [lines_of(sheet.cell(row, at), widths.columns[at] - MARGINS) for at in range(3)]
        for at, lines in enumerate(drawn):
            assert all(cell_len(words) <= widths.columns[at] - MARGINS for words, _ in lines)
        label = 2
        wanted = max(label, *map(len, drawn))
        assert heights.lines[row] == (min(wanted, most) if most else wanted)
        assert heights.row_at(heights.starts[row]) == row
    assert heights.total == sum(heights.lines) + len(texts)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_headings_and_labels_stay_and_the_label_of_a_cut_row_sticks(size: tuple[int, int]) -> None:
    long = " ".join(f"word{at}" for at in range(400))
    app = GridApp(chart([[ChartCell(long if row == 1 else f"cell {row} {at}") for at in range(12)] for row in range(8)]), zoom=0)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        grid = app.grid
        assert "Theme 0" in app.lines[0]
        assert app.lines[grid.head].startswith(" P000")
        grid.step_to(1, 0)
        await pilot.pause()
        # The row is higher than the screen: its rest comes into sight first, and its label with it.
        for _ in range(3):
            grid.step(1)
            await pilot.pause()
            assert grid.row == 1
            assert app.lines[grid.head].startswith(" P001")
            assert "Theme 0" in app.lines[0]
        for _ in range(60):
            grid.step(1)
        await pilot.pause()
        assert grid.row == 7
        assert any(line.startswith(" P007") for line in app.lines)
        grid.step_to(7, 11)
        await pilot.pause()
        assert "Theme 11" in app.lines[0]
        assert "◂" in app.lines[0]
        assert all(cell_len(line) == grid.scrollable_content_region.width for line in app.lines)
        grid.step_to(0, 0)
        await pilot.pause()
        assert "Theme 0" in app.lines[0]
        assert "▸" in app.lines[0]


async def test_wide_joined_and_controlled_signs_keep_the_columns_straight() -> None:
    words = [
        "病院で待つ" * 30,
        "بيت " * 60,
        "👩🏽‍⚕️👨‍👩‍👧 " * 30,
        "e\u0301" * 100,
        "\x1b[31m red \u202e back",
        "a" * 10_000,
        "tab\tand\nline",
    ]
    app = GridApp(chart([[ChartCell(word) for word in words] for _ in range(3)]))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for column in range(len(words)):
            app.grid.step_to(1, column)
            await pilot.pause()
            width = app.grid.scrollable_content_region.width
            for y in range(app.grid.scrollable_content_region.height):
                strip = app.grid.render_line(y)
                assert strip.cell_length == width == cell_len(strip.text)
                assert "\x1b" not in strip.text
                assert "\u202e" not in strip.text


async def test_widths_and_rows_are_changed_and_kept_within_bounds() -> None:
    app = GridApp(chart([[ChartCell("Some words that take a few lines of a column. " * 8) for _ in range(6)] for _ in range(5)]))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        grid = app.grid
        before = grid.many_in_sight
        assert grid.show_columns(before + 1) == before + 1
        assert grid.show_columns(1) == 1
        grid.take_widths({})
        grid.show(app.sheet)
        assert grid.many_in_sight == before
        widest = [grid.widen(20) for _ in range(10)][-1]
        assert grid.many_in_sight == 1 or widest < 120
        assert [grid.widen(-20) for _ in range(10)][-1] == 12
        seen = {grid.zoom_on() for _ in range(5)}
        assert seen == {0, 1, 3, 6, 12}
        assert all(cell_len(line) == grid.scrollable_content_region.width for line in app.lines)


async def test_what_is_drawn_after_many_moves_is_what_a_new_grid_draws() -> None:
    table = chart([[ChartCell(f"{row} {at} " + "words " * (row * at % 40)) for at in range(9)] for row in range(30)])
    app = GridApp(table)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        for step in range(40):
            app.grid.step_to((step * 7) % 30, (step * 5) % 9)
            if step % 6 == 0:
                app.grid.zoom_on()
            await pilot.pause()
        here, offset = app.lines, app.grid.scroll_offset
        place = app.grid.row, app.grid.column
        app.grid.show(ChartSheet(table, Shown()), *place)
        await pilot.pause()
        assert app.grid.scroll_offset == offset
        assert app.lines == here


async def test_a_click_chooses_a_cell_and_each_state_has_a_sign() -> None:
    states = [
        ChartCell("Said."),
        ChartCell("Said.", draft=True),
        ChartCell(mark=CellMark.NOT_RAISED),
        ChartCell(mark=CellMark.NOT_ASKED),
        ChartCell(codings=(1, 2)),
        ChartCell(),
        ChartCell("Said.", evidence_changed=True),
    ]
    app = GridApp(chart([states]))
    async with app.run_test(size=(200, 20)) as pilot:
        await pilot.pause()
        line = app.lines[app.grid.head]
        for sign in ("◇ Said.", "– not raised", "× not asked", "○ 2 extracts", "· ", "! Said."):
            assert sign in line
        left = line.index("× not asked")
        await pilot.click(ChartGrid, offset=(left, app.grid.head))
        assert (app.grid.row, app.grid.column) == (0, 3)
