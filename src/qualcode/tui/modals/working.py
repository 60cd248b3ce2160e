"""Something that takes a while, done beside the screen: how far it is, and Esc stops it."""

from __future__ import annotations

from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qualcode.domain.text import drawn
from qualcode.errors import Cancelled, QualcodeError
from qualcode.tui.modals.dialog import Dialog
from qualcode.tui.widgets.bars import gauge

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from qualcode.domain.progress import Progress

Result = TypeVar("Result")

_EVERY = 0.05
"""Seconds between two drawings of how far it is."""


class Working(Dialog["Result | QualcodeError"], Generic[Result]):
    """Does something in a worker; answers its result, or the refusal that ended it. Leaving it asks it to stop."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "stop", show=False, id="working.stop")]

    class Went(Message):
        """It is so far."""

        def __init__(self, done: int, total: int, what: str) -> None:
            self.done = done
            self.total = total
            self.what = what
            super().__init__()

    class Ended(Message):
        """It is done, or was stopped or refused."""

        def __init__(self, result: object) -> None:
            self.result = result
            super().__init__()

    def __init__(self, title: str, do: Callable[[Progress], Result]) -> None:
        super().__init__()
        self._title = title
        self._do = do
        self._stop = Event()
        self._told = 0.0

    def compose(self) -> ComposeResult:
        """How far it is."""
        box = Static("", classes="box")
        box.border_title = self._title
        box.border_subtitle = "Esc stops it"
        yield box

    def on_mount(self) -> None:
        """Begin."""
        self._work()

    def on_unmount(self) -> None:
        """Stop it where the app is left meanwhile."""
        self._stop.set()

    @work(thread=True, exit_on_error=False)
    def _work(self) -> None:
        try:
            self.post_message(self.Ended(self._do(self._progress)))
        except QualcodeError as error:
            self.post_message(self.Ended(error))

    def _progress(self, done: int, total: int, what: str) -> None:
        if self._stop.is_set():
            raise Cancelled("Stopped.")
        if monotonic() - self._told > _EVERY:
            self._told = monotonic()
            self.post_message(self.Went(done, total, what))

    def on_working_went(self, event: Went) -> None:
        """Draw how far it is."""
        share = event.done / event.total if event.total else 0.0
        said = f"{gauge(share, 30)}  {event.done:,} of {event.total:,}\n{drawn(event.what)}"
        self.query_one(Static).update(Content(said))

    def on_working_ended(self, event: Ended) -> None:
        """Answer."""
        self.dismiss(event.result)  # type: ignore[arg-type]

    def action_leave(self) -> None:
        """Ask it to stop; it ends at the next file."""
        self._stop.set()
        self.query_one(Static).border_subtitle = "stops after this file"
