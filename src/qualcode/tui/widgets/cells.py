"""Words in a number of cells."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def cut(words: str, room: int) -> str:
    """Words in at most `room` cells, with an ellipsis where they are cut."""
    return set_cell_size(words, max(0, room - 1)) + "…" if cell_len(words) > room else words


def filled(words: str, room: int) -> str:
    """Words in exactly `room` cells: cut, or with spaces behind them."""
    return set_cell_size(cut(words, room), room)
