"""Who speaks in a source: roles and names put right, two labels of one person joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from qualcode.domain.sources import Role
from qualcode.domain.text import drawn
from qualcode.tui.commands import bindings
from qualcode.tui.modals.form import Field, Form
from qualcode.tui.roles import COLOURS, DIGITS, in_words
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.source_desk import SourceDesk
from qualcode.tui.widgets.row_list import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.sources import SourceText
    from qualcode.services.speakers import SpeakerLine, SpeakersChanged
    from qualcode.tui.desk import StudyDesk

_TURNS = 6
"""Turns of a speaker that are shown."""


class SpeakersScreen(ListScreen):
    """The speakers of one source."""

    PLACE = "speakers"
    HEADING = "Speakers"
    COLUMNS = (
        Column("", 1),
        Column("Speaker"),
        Column("Role", 12),
        Column("Turns", 6, figures=True),
        Column("Case", 24, least=60),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("speakers")]

    def __init__(self, desk: StudyDesk, source: int, name: str) -> None:
        super().__init__(desk)
        self.book = SourceDesk(desk.study)
        self.number = source
        self.name_of_source = name
        self.lines: Sequence[SpeakerLine] = ()
        self.text: SourceText | None = None

    def renew(self) -> None:
        """Read the speakers anew."""
        here = self.line
        self.lines = self.book.speakers(self.number)
        self.text = self.book.text(self.number) if self.lines else None
        self.list_rows(here.speaker.id if here is not None else 0)

    def take_change(self, change: ChangeSet) -> None:
        """Show the speakers as they are after a change; where its source is gone, as with its import taken back, leave."""
        if change.touches("source") and not self.desk.has_source(self.number):
            self.dismiss(None)
            return
        super().take_change(change)

    def list_rows(self, here: int = 0) -> None:
        """List the speakers."""
        rows = [
            (DIGITS[one.speaker.role], drawn(one.speaker.label), one.speaker.role, f"{one.turns:,}", drawn("; ".join(one.cases)))
            for one in self.lines
        ]
        keep = next((place for place, one in enumerate(self.lines) if one.speaker.id == here), 0)
        self.show_rows(rows, [" ".join(row) for row in rows], keep)

    @property
    def line(self) -> SpeakerLine | None:
        """The chosen speaker."""
        return None if self.at is None or self.at >= len(self.lines) else self.lines[self.at]

    def summary(self) -> str:
        """Who speaks, and what the digits do."""
        if not self.lines:
            return f"Nobody speaks in {drawn(self.name_of_source)}: it is read by paragraphs"
        many = len(self.lines)
        speakers = f"{many} speaker{'' if many == 1 else 's'} in {drawn(self.name_of_source)}"
        return f"{speakers}; 1 2 3 give a role, and codings stay where they are"

    def told(self) -> Content:
        """The first turns of the speaker."""
        line, text = self.line, self.text
        assert line is not None
        label = (drawn(line.speaker.label), f"bold {COLOURS[line.speaker.role]}")
        parts = [Content.assemble(label, f"  {line.speaker.role}, {line.turns:,} turns\n\n")]
        turns = [turn for turn in text.turns if turn.speaker == line.speaker.id][:_TURNS] if text is not None else []
        for turn in turns:
            assert text is not None
            words = drawn(" ".join(turn.span.words_of(text.text).split()))
            parts.append(Content.assemble((f"¶{turn.number}  ", "$foreground 70%"), words, "\n\n"))
        return Content("").join(parts)

    # verbs

    def action_role(self, role: str) -> None:
        """Give the speaker a role."""
        line = self.line
        if line is None:
            return
        label = line.speaker.label

        def then(done: SpeakersChanged) -> None:
            self.done(done.change, f"{drawn(label)} is {in_words(Role(role))} now.{_cases(done)}")

        self.write(lambda: self.book.set_roles(self.number, {label: Role(role)}), then, "a speaker's role")

    def action_rename(self) -> None:
        """Give the speaker another name."""
        line = self.line
        if line is None:
            return
        label = line.speaker.label

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                name = values["name"]
                self.write(
                    lambda: self.book.rename_speaker(self.number, label, name),
                    lambda change: self.done(change, f"{drawn(label)} is now called {drawn(' '.join(name.split()))}."),
                    "a speaker's name",
                )

        words = "The transcript stays as it is written."
        self.app.push_screen(Form(f"Rename {drawn(label)}", [Field("name", "Name", label)], words=words, needed="name"), filled)

    def action_merge(self) -> None:
        """Join the speaker with another label of the same person."""
        from qualcode.tui.modals.choose import Choose

        line = self.line
        others = [one.speaker.label for one in self.lines if line is not None and one.speaker.id != line.speaker.id]
        if line is None or not others:
            self.say("There is no other speaker to join it with.", refused=True)
            return
        label = line.speaker.label

        def chosen(into: str | None) -> None:
            if into is None:
                return

            def then(result: tuple[int, SpeakersChanged]) -> None:
                moved, done = result
                turns = f"{moved} turn{'' if moved == 1 else 's'}"
                self.done(done.change, f"Joined {drawn(label)} with {drawn(into)}: {turns}.{_cases(done)}")

            self.write(lambda: self.book.join_speakers(self.number, label, into), then, "two labels of one speaker")

        words = f"{drawn(label)} becomes the one you choose, which keeps its role and its case. The transcript stays as it is."
        self.app.push_screen(Choose("Join with", [(one, drawn(one)) for one in others], words), chosen)

    def action_filter(self) -> None:
        """A source has few speakers: there is nothing to filter."""

    def action_back(self) -> None:
        """Back to the sources."""
        self.dismiss(None)


def _cases(done: SpeakersChanged) -> str:
    """What became of the cases, in words."""
    said = ""
    if done.linked:
        said += f" Their talk is that of {', '.join(map(drawn, done.linked))}{' (made)' if done.made else ''}."
    if done.removed:
        said += f" The case {', '.join(map(drawn, done.removed))} is gone: nothing else was known of it."
    if done.emptied:
        said += f" {', '.join(map(drawn, done.emptied))} has no talk now."
    return said
