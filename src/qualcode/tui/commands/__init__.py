"""Every command of the screens, once: key bindings, the palette, the help and the documented key table come from here.

Rules: plain letters and arrows for all core work; the same letter is the same idea on each screen; digits choose the
numbered thing. No alt, no ctrl+shift, none of the keys that terminals, screen or tmux keep for themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from qualcode.tui.commands import (
    cases,
    chart,
    codes,
    coding,
    compare,
    everywhere,
    found,
    history,
    importing,
    match,
    memos,
    names,
    reading,
    reconcile,
    reviews,
    side,
    sources,
    split,
    tables,
    together,
    versions,
)
from qualcode.tui.commands.command import Command

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["COMMANDS", "SCREENS", "Command", "bindings", "footer", "of_place"]

COMMANDS: tuple[Command, ...] = (
    *reading.COMMANDS,
    *coding.COMMANDS,
    *sources.COMMANDS,
    *importing.COMMANDS,
    *cases.COMMANDS,
    *found.COMMANDS,
    *side.COMMANDS,
    *compare.COMMANDS,
    *chart.COMMANDS,
    *together.COMMANDS,
    *tables.COMMANDS,
    *names.COMMANDS,
    *codes.COMMANDS,
    *split.COMMANDS,
    *versions.COMMANDS,
    *memos.COMMANDS,
    *reconcile.COMMANDS,
    *match.COMMANDS,
    *history.COMMANDS,
    *reviews.COMMANDS,
    *everywhere.COMMANDS,
)

SCREENS: dict[str, tuple[str, ...]] = {
    "coding": ("reading", "coding", "app"),
    "codebook": ("codebook", "coding", "app"),
    "sources": ("sources", "app"),
    "speakers": ("speakers", "app"),
    "import": ("import", "app"),
    "cases": ("cases", "app"),
    "codes": ("codes", "app"),
    "split": ("split", "app"),
    "versions": ("versions", "app"),
    "memos": ("memos", "app"),
    "reconcile": ("reading", "reconcile", "app"),
    "match": ("match", "app"),
    "differences": ("differences", "reconcile", "app"),
    "history": ("history", "app"),
    "reviews": ("reviews", "app"),
    "revision": ("reading", "revision", "app"),
    "find": ("find", "found", "app"),
    "retrieve": ("retrieve", "found", "app"),
    "similar": ("similar", "found", "app"),
    "side": ("side", "app"),
    "compare": ("compare", "app"),
    "chart": ("chart", "app"),
    "down": ("down", "app"),
    "across": ("across", "app"),
    "together": ("together", "app"),
    "tables": ("tables", "app"),
    "names": ("names", "app"),
}
"""The places whose commands can be reached together, the nearest to the keyboard first: it wins where both bind a key."""


def of_place(*places: str) -> Iterator[Command]:
    """The commands of some places, in their order."""
    return (command for place in places for command in COMMANDS if command.place == place)


def bindings(place: str) -> list[Binding]:
    """The key bindings of a place, each with the id by which it can be changed."""
    return [
        Binding(command.keys, command.action, command.words, show=False, id=command.id, priority=command.id == "app.quit")
        for command in of_place(place)
        if command.keys
    ]


def footer(screen: str) -> list[Command]:
    """What the bottom line of a screen shows, at most eight."""
    shown = [command for command in of_place(*SCREENS[screen]) if command.footer]
    return sorted(shown, key=lambda command: command.footer)[:8]
