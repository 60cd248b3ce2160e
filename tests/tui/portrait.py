"""What a screen looks like, as text that can be compared and read: its rows, and the looks of their cells in each theme.

A portrait is a frame with the rows of one screen at one size, then for each theme a legend of its looks (foreground,
background, attributes) and one line for each row: how many cells have which look. What differs from run to run, days and
times of the change history, is replaced by signs of the same width.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len

from qualcode.tui.colour import contrast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.style import Style
    from textual.strip import Strip

    from qualcode.tui.app import QualcodeApp

ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "strike")
NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
READABLE = 4.5
MOMENT = re.compile(r"\b20[2-9]\d-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?\b")
"""Days of this decade: those of the sample study itself are of 2013, and stay."""


def rows_of(app: QualcodeApp) -> list[str]:
    """The words on a screen, row by row."""
    return [MOMENT.sub(lambda found: re.sub(r"\d", "#", found[0]), strip.text).rstrip() for strip in _strips(app)]


def looks_of(app: QualcodeApp) -> list[str]:
    """The looks of a screen's cells: a legend, then a line for each row."""
    legend: dict[str, str] = {}
    lines = []
    for strip in _strips(app):
        cells = [(_look(segment.style), cell_len(segment.text)) for segment in strip if segment.text]
        runs = [(look, sum(width for _, width in group)) for look, group in groupby(cells, key=lambda cell: cell[0])]
        lines.append(" ".join(f"{width}{legend.setdefault(look, _name(len(legend)))}" for look, width in runs))
    return [*(f"{name} {look}" for look, name in legend.items()), *lines]


def faint_on(app: QualcodeApp) -> list[str]:
    """Words on a screen that are hard to read on what is behind them: nearer to it than 4.5 : 1."""
    found = []
    for segment in (segment for strip in _strips(app) for segment in strip):
        style = segment.style
        if re.search(r"\w\w", segment.text) and style is not None and style.color is not None and style.bgcolor is not None:
            fore, back = style.color.get_truecolor(), style.bgcolor.get_truecolor()
            ratio = contrast((fore.red, fore.green, fore.blue), (back.red, back.green, back.blue))
            if ratio < READABLE:
                found.append(f"{segment.text.strip()!r}, {_look(style)}, {ratio:.2f} : 1")
    return found


def drawn(place: str, size: tuple[int, int], rows: Sequence[str], looks: Mapping[str, Sequence[str]]) -> str:
    """A portrait: where it was made, the rows in a frame, the looks in each theme."""
    width, height = size
    parts = [f"{place} at {width}x{height}", f"┌{'─' * width}┐"]
    parts += [f"│{row}{' ' * (width - cell_len(row))}│" for row in rows]
    parts.append(f"└{'─' * width}┘")
    for theme, lines in looks.items():
        parts += ["", theme, *lines]
    return "\n".join([*parts, ""])


def _strips(app: QualcodeApp) -> list[Strip]:
    return app.screen._compositor.render_strips()


def _name(number: int) -> str:
    return NAMES[number] if number < len(NAMES) else f"{NAMES[number % len(NAMES)]}{number // len(NAMES)}."


def _look(style: Style | None) -> str:
    if style is None:
        return "none"
    colours = [colour.get_truecolor().hex if colour is not None else "none" for colour in (style.color, style.bgcolor)]
    on = [name for name in ATTRIBUTES if getattr(style, name)]
    return " ".join([f"{colours[0]} on {colours[1]}", *on])
