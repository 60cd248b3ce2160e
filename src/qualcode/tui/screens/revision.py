"""An earlier text of a source, to be read: its words as they were, without codings."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from qualcode.domain.text import drawn
from qualcode.tui.commands import bindings
from qualcode.tui.screens.study_screen import StudyScreen
from qualcode.tui.widgets.transcript.moves import MovingTranscript
from qualcode.tui.widgets.transcript.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualcode.domain.sources import SourceText
    from qualcode.tui.desk import StudyDesk


class RevisionText(MovingTranscript, inherit_bindings=False):
    """The words of a revision; the screen has the keys that this does not."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reading")]


class RevisionScreen(StudyScreen):
    """One revision that is no longer the current one."""

    PLACE = "revision"
    HEADING = "An earlier text"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("revision")]

    def __init__(self, desk: StudyDesk, text: SourceText, number: int) -> None:
        super().__init__(desk)
        self._text = text
        self._number = number

    def body(self) -> Iterator[Widget]:
        """The text."""
        yield RevisionText(self.say)

    def on_mount(self) -> None:
        """Show the text from its beginning."""
        self.set_focus(self.query_one(RevisionText))

    def renew(self) -> None:
        """Show the text: it is what it was for ever."""
        text = self._text
        view = self.query_one(RevisionText)
        if not view.reading.blocks:
            view.read(Reading(text.text, text.turns, text.speakers), (), None)

    def summary(self) -> str:
        """Which text it is."""
        return (
            f"{drawn(self._text.source.name)} as revision {self._number} had it; codings stand on the current text. q goes back"
        )
