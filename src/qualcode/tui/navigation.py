"""Going from screen to screen: the coding screen lies at the bottom, every other one over it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from qualcode.tui.key_order import KeyOrderApp
from qualcode.tui.screens.coding import CodingScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from qualcode.tui.chart_desk import ChartView
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.screens.found import Place, Question


@dataclass(frozen=True, slots=True)
class Destination:
    """A screen that can be opened from every other.

    `name` is its place in the registry, `letter` opens it in the menu, `title` and `about` say there what it is;
    `module` and `screen` name its class, imported when it is opened. The coding screen has none: it is always there.
    `asks` tells that the screen shows what was asked of it last.
    """

    name: str
    letter: str
    title: str
    about: str = ""
    module: str = ""
    screen: str = ""
    asks: bool = False


DESTINATIONS: tuple[Destination, ...] = (
    Destination("sources", "s", "Sources", ": choose what to code", "sources", "SourcesScreen"),
    Destination("coding", "c", "Code", ": back to the text"),
    Destination("find", "f", "Find", " words in all sources", "find", "FindScreen", asks=True),
    Destination("retrieve", "q", "Query", ": extracts of a code or a query", "retrieve", "RetrieveScreen", asks=True),
    Destination("similar", "l", "Like this", ": turns by shared words", "similar", "SimilarScreen"),
    Destination("side", "e", "Extracts", " of a theme side by side", "side", "SideScreen", asks=True),
    Destination("compare", "g", "Groups", " of participants compared", "compare", "CompareScreen"),
    Destination("chart", "a", "Chart", ": cases by themes, summarised", "chart", "ChartScreen"),
    Destination("together", "o", "Overlaps", ": codes on the same words", "together", "TogetherScreen"),
    Destination("tables", "u", "Quotations", " in the tables of the paper", "tables", "TablesScreen"),
    Destination("names", "n", "Names", " and what prints instead of them", "names", "NamesScreen"),
    Destination("reconcile", "r", "Reconcile", ": talk differences over", "reconcile", "ReconcileScreen"),
    Destination("cases", "p", "Participants", ", groups and sites: the cases", "cases", "CasesScreen"),
    Destination("match", "t", "Match", " two code lists to one", "match", "MatchScreen"),
    Destination("codes", "b", "Codebook", ": build it", "codebook", "CodebookScreen"),
    Destination("memos", "m", "Memos", ": read and edit them", "memos", "MemoScreen"),
    Destination("reviews", "v", "Reviews", ": passages whose words were corrected", "reviews", "ReviewsScreen"),
    Destination("history", "h", "History", ": who did what and when", "history", "HistoryScreen"),
)
"""The screens in the order of the menu that opens them."""


class Navigation(KeyOrderApp[None]):
    """An app whose screens lie over the coding screen, one at a time, except what is opened from a passage."""

    def __init__(self) -> None:
        super().__init__()
        self.desk: StudyDesk | None = None
        self.asked: dict[str, tuple[Question, Any]] = {}
        self.charted: ChartView | None = None
        self._early: tuple[str, tuple[int, ...]] | None = None

    @property
    def coding(self) -> CodingScreen:
        """The coding screen, at the bottom of the stack."""
        screen = self.screen_stack[0]
        assert isinstance(screen, CodingScreen)
        return screen

    def action_open_menu(self) -> None:
        """Choose a screen."""
        from qualcode.tui.modals.open_menu import OpenMenu

        def chosen(name: str | None) -> None:
            if name is not None:
                self.action_open_screen(name)

        self.push_screen(OpenMenu(), chosen)

    def action_open_screen(self, name: str, *at: int) -> None:
        """Show a screen over the text; `at` is what to begin with, where the screen can be told."""
        self._early = None
        if getattr(self.screen, "PLACE", "") == name:
            return
        if name == "coding":
            self.back_to_text()
            return
        destination = next(one for one in DESTINATIONS if one.name == name)
        if self.desk is None:
            self._early = name, at
            self.coding.say(f"The study is still being opened: {destination.title} comes as soon as it is there.")
            return
        if not destination.asks:
            self.back_to_text()
        self.coding.remember()
        make: Callable[..., Screen[int | None]] = getattr(
            import_module(f"qualcode.tui.screens.{destination.module}"), destination.screen
        )
        asked: tuple[Any, ...] = self.asked.get(name, ()) if destination.asks else ()
        if name == "chart" and self.charted is not None:
            asked = (self.charted,)
        self.push_screen(make(self.desk, *asked, *at), self._left)

    def is_open(self) -> bool:
        """Whether the study is there; where it is still being opened, that is said."""
        if self.desk is None:
            self.coding.say("The study is still being opened: press the key again once its text is there.")
        return self.desk is not None

    def open_what_was_asked(self, name: str, *at: int) -> None:
        """Once the study is there, show the screen that was chosen meanwhile, else that of a name, if any."""
        early, self._early = self._early, None
        if early is not None:
            self.action_open_screen(early[0], *early[1])
        elif name:
            self.action_open_screen(name, *at)

    def action_similar(self) -> None:
        """Show turns like what is at hand on the screen; where nothing is, turns like all that has a code to be chosen."""
        from qualcode.tui.screens.similar import SimilarScreen

        if self.is_open() and getattr(self.screen, "PLACE", "") != "":
            assert self.desk is not None
            at_hand: Callable[[], Question | None] | None = getattr(self.screen, "like_here", None)
            self.coding.remember()
            self.push_screen(SimilarScreen(self.desk, at_hand() if at_hand is not None else None))

    def action_beside(self) -> None:
        """Show the extracts of what is at hand on the screen side by side; where nothing is, those of a code to be chosen."""
        from qualcode.tui.screens.side import SideScreen

        if self.is_open() and getattr(self.screen, "PLACE", "") not in {"", "side"}:
            assert self.desk is not None
            at_hand: Callable[[], tuple[Question, tuple[str, str]] | None] | None = getattr(self.screen, "beside_here", None)
            found = at_hand() if at_hand is not None else None
            self.coding.remember()
            self.push_screen(SideScreen(self.desk, *(found or ())))

    def _left(self, source: int | None) -> None:
        """A screen that answers the number of a source has it opened."""
        if source is not None:
            self.coding.open_source(source)

    def back_to_text(self) -> None:
        """Close every screen over the text."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def open_place(self, place: Place) -> None:
        """Show a passage on the coding screen, and no other screen over it."""
        self.back_to_text()
        self.coding.show_place(place)
