"""The two themes of qualcode: ink for dark rooms, paper for bright ones."""

from __future__ import annotations

from textual.theme import Theme

INK = Theme(
    name="qual-ink",
    primary="#7aa2f7",
    secondary="#bb9af7",
    accent="#ffcf6b",
    success="#9ece6a",
    warning="#e0af68",
    error="#f7768e",
    foreground="#d5dbf0",
    background="#14161f",
    surface="#191c27",
    panel="#222736",
    dark=True,
)

PAPER = Theme(
    name="qual-paper",
    primary="#2f5fd0",
    secondary="#7a4fb5",
    accent="#b3470b",
    success="#3a761e",
    warning="#94620a",
    error="#b3261e",
    foreground="#26241f",
    background="#fbf8f1",
    surface="#f3eee2",
    panel="#e8e1d0",
    dark=False,
)


def names() -> tuple[str, ...]:
    """The names of the looks there are: our two first, then those that come with the toolkit."""
    from textual.theme import BUILTIN_THEMES

    return (INK.name, PAPER.name, *sorted(BUILTIN_THEMES))
