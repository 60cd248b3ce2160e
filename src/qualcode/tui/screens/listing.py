"""A screen with a list of rows above and what is said of the chosen one below, filtered by words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualcode.tui.ranking import folded
from qualcode.tui.screens.study_screen import StudyScreen
from qualcode.tui.widgets.typed_rows import TypedRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.widget import Widget

    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.row_list import Column


class ListScreen(StudyScreen):
    """Shows rows made from things; the subclass says which things, how each is written, and what is told of it."""

    COLUMNS: ClassVar[Sequence[Column]] = ()

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__(desk)
        self.sought = ""
        self._places: Sequence[int] = ()
        self._told: Content | None = None

    def body(self) -> Iterator[Widget]:
        """List and detail."""
        yield TypedRows(self.COLUMNS)
        yield VerticalScroll(Static(), id="row-detail", can_focus=False)

    def on_mount(self) -> None:
        """Show the list."""
        super().on_mount()
        self.set_focus(self.rows)

    @property
    def rows(self) -> TypedRows:
        """The list."""
        return self.query_one(TypedRows)

    @property
    def at(self) -> int | None:
        """The place of the chosen thing among all of them, None in an empty list."""
        return self._places[self.rows.at] if self._places else None

    def show_rows(self, texts: Sequence[Sequence[str]], haystacks: Sequence[str], keep: int = 0) -> None:
        """Show those rows whose haystack holds every word sought; `keep` is the place to be chosen.

        Without words sought no haystack is looked at, and of the rows only those in sight: both may be made when asked for.
        """
        words = folded(self.sought).split()
        if words:
            self._places = [place for place, text in enumerate(haystacks) if all(word in folded(text) for word in words)]
        else:
            self._places = range(len(texts))
        shown = [texts[place] for place in self._places] if words else texts
        self.rows.show(shown, next((row for row, place in enumerate(self._places) if place >= keep), 0))
        self.show_detail()

    def list_rows(self) -> None:
        """List what was read, as far as it fits the filter."""
        raise NotImplementedError

    def told(self) -> Content:
        """What is said of the chosen thing."""
        return Content("")

    def show_detail(self) -> None:
        """Show what is said of the chosen thing; while it says the same it stays where it was scrolled to."""
        if self.show_words():
            self.query_one("#row-detail", VerticalScroll).scroll_home(animate=False)

    def show_words(self) -> bool:
        """Show what is said of the chosen thing at the place where it is being read; False where it says the same."""
        told = self.told() if self.at is not None else Content("")
        if told == self._told:
            return False
        self._told = told
        self.query_one("#row-detail", VerticalScroll).query_one(Static).update(told)
        return True

    def on_typed_rows_stepped(self) -> None:
        """Another row was chosen."""
        self.show_detail()

    def action_step(self, step: int) -> None:
        """Some rows on or back."""
        self.rows.step_to(self.rows.at + step)
        self.say("")

    def action_edge(self, step: int) -> None:
        """To the first or last row."""
        self.action_step(step * len(self._places))

    def action_scroll_detail(self, step: int) -> None:
        """Scroll what is said of the chosen thing."""
        self.query_one("#row-detail", VerticalScroll).scroll_relative(y=step * 4, animate=False)

    def action_filter(self) -> None:
        """Type words that rows must hold."""

        def changed(words: str) -> None:
            self.sought = words
            self.list_rows()

        self.rows.prompt = self.type_line("FILTER", self.sought, changed)

    def typing_ended(self) -> None:
        """The list gets its keys back."""
        self.rows.prompt = None
