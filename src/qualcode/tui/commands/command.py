"""What a command of the screens is, and the moves that lists have in common."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a researcher can do.

    `place` says where it lives (a key of `SCREENS`, or a part of a screen), `action` the method without `action_`
    (with arguments in brackets), `keys` Textual's names of its keys, separated by commas; `shown` how the
    help writes them, `words` what it does, `footer` its order in the line of keys at the bottom, 0 for none there.
    """

    place: str
    action: str
    keys: str
    shown: str
    words: str
    group: str
    footer: int = 0
    short: str = ""
    palette: bool = True

    @property
    def id(self) -> str:
        """The name by which its keys can be changed."""
        argument = self.action.partition("(")[2].strip(")'\"")
        return f"{self.place}.{self.action.partition('(')[0]}" + (f".{argument}" if argument else "")

    @property
    def method(self) -> str:
        """The method that does it."""
        return "action_" + self.action.partition("(")[0]


def steps(place: str, one: str, group: str, page: int = 15) -> tuple[Command, ...]:
    """The moves in a list of things; `page` is how many a page is."""
    return (
        Command(place, "step(1)", "down,j", "↓ j", f"next {one}", group, palette=False),
        Command(place, "step(-1)", "up,k", "↑ k", f"{one} before", group, palette=False),
        Command(place, f"step({page})", "pagedown,space", "Space PgDn", "page down", group, palette=False),
        Command(place, f"step(-{page})", "pageup", "PgUp", "page up", group, palette=False),
        Command(place, "edge(-1)", "home,g", "g Home", f"first {one}", group, palette=False),
        Command(place, "edge(1)", "end,G", "G End", f"last {one}", group, palette=False),
    )


def list_moves(place: str, group: str, thing: str, page: str = "pagedown,space") -> tuple[Command, ...]:
    """The moves in a list of things; `page` are the keys of a page down."""
    shown = "Space PgDn" if "space" in page else "PgDn"
    moves = (
        ("step(1)", "down,j", "↓ j", f"next {thing}"),
        ("step(-1)", "up,k", "↑ k", f"{thing} before"),
        ("step(15)", page, shown, "page down"),
        ("step(-15)", "pageup", "PgUp", "page up"),
        ("edge(-1)", "home,g", "g Home", f"first {thing}"),
        ("edge(1)", "end,G", "G End", f"last {thing}"),
    )
    return tuple(Command(place, action, keys, shown, words, group, palette=False) for action, keys, shown, words in moves)
