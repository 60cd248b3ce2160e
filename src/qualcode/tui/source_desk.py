"""Sources as their screen uses them: calls to services, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.sources import Role, Source, SourceText
    from qualcode.services.coding_screen import SourceLine
    from qualcode.services.double_coding import FinishedSources
    from qualcode.services.source_screen import SourceAbout
    from qualcode.services.speakers import SpeakerLine, SpeakersChanged
    from qualcode.storage import OpenStudy


class SourceDesk:
    """The sources of an open study."""

    def __init__(self, study: OpenStudy) -> None:
        from qualcode.services import coding_screen, double_coding, source_fields, source_screen, speakers

        self._study = study
        self._listing = coding_screen
        self._coding = double_coding
        self._fields = source_fields
        self._screen = source_screen
        self._speakers = speakers

    # reading

    def lines(self) -> tuple[SourceLine, ...]:
        """The sources in their order, each with how far this coder is."""
        return self._listing.list_sources(self._study)

    def about(self, source: int) -> SourceAbout:
        """What is known of a source beside the list."""
        return self._screen.about_source(self._study, source)

    def speakers(self, source: int) -> tuple[SpeakerLine, ...]:
        """Who speaks in a source."""
        return self._speakers.list_speakers(self._study, [source])

    def text(self, source: int) -> SourceText:
        """A source's text with its turns."""
        return self._study.sources.text(source)

    def documents(self) -> tuple[Source, ...]:
        """The study documents, such as the topic guide."""
        return self._screen.study_documents(self._study)

    # what is known

    def set_fields(self, source: int, given: Mapping[str, str]) -> ChangeSet | None:
        """Say what a source is and what is known of it."""
        return self._fields.set_source(self._study, [source], given)

    def rename(self, source: int, name: str) -> ChangeSet | None:
        """Give a source another name."""
        return self._fields.rename_source(self._study, source, name)

    def move(self, source: int, position: int) -> ChangeSet | None:
        """Give a source another place."""
        return self._fields.move_source(self._study, source, position)

    # finishing

    def finish(self, source: str) -> FinishedSources:
        """Declare a source finished."""
        return self._coding.finish_sources(self._study, [source])

    def reopen(self, source: str, reason: str) -> ChangeSet:
        """Begin a new attempt at a finished source."""
        return self._coding.reopen_sources(self._study, [source], reason=reason)

    # speakers

    def set_roles(self, source: int, roles: Mapping[str, Role]) -> SpeakersChanged:
        """Give speakers other roles."""
        return self._speakers.set_roles(self._study, [source], roles)

    def rename_speaker(self, source: int, label: str, name: str) -> ChangeSet | None:
        """Give a speaker another name."""
        return self._speakers.rename_speaker(self._study, source, label, name)

    def join_speakers(self, source: int, label: str, into: str) -> tuple[int, SpeakersChanged]:
        """Make one speaker of two labels."""
        return self._speakers.join_speakers(self._study, source, label, into)

    def cases_of(self, source: int) -> Sequence[str]:
        """The participants who speak in a source."""
        return self._screen.participants_of(self._study, source)
