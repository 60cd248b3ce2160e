"""Sources, their revisions, turns and speakers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.domain.spans import Span


class SourceKind(StrEnum):
    """What a source is; a study document is never in a denominator."""

    INTERVIEW = "interview"
    GROUP = "group"
    FIELD_NOTE = "field note"
    DOCUMENT = "document"
    SUBMISSION = "submission"
    STUDY_DOCUMENT = "study document"


NO_TRANSCRIPTS = frozenset({SourceKind.STUDY_DOCUMENT, SourceKind.FIELD_NOTE})
"""Kinds that are no transcripts: they are in no sample and in no denominator."""


class Role(StrEnum):
    """Who speaks."""

    INTERVIEWER = "interviewer"
    PARTICIPANT = "participant"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Speaker:
    """One label of one source and the role it was given."""

    id: int
    source: int
    label: str
    role: Role


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of talk by one speaker, in code points over the stored text.

    `number` counts from 1 within the source. `span` is the talk itself: from the first non-space character after
    the label (and its time) to the last before the next label. `label` is the span of the label as written, with its
    colon and time; it stands after the talk in a table whose last column is the speaker, and is None in a row of a
    table that leaves the speaker out. `speaker` is the speaker's id once stored
    and the position in the list of labels before. `started` and `ended` are milliseconds from the recording's start.
    """

    number: int
    span: Span
    label: Span | None
    speaker: int
    started: int | None = None
    ended: int | None = None
    times: tuple[Span, ...] = ()
    """Spans of time marks inside the talk: out of scope for agreement, kept in the text."""


@dataclass(frozen=True, slots=True)
class Source:
    """An imported transcript or other text; `revision` is the id of its current revision."""

    id: int
    guid: str
    number: int
    name: str
    kind: SourceKind
    revision: int
    date: str | None = None
    minutes: int | None = None
    interviewer: str | None = None
    mode: str | None = None
    pilot: bool = False


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source's current revision, read whole: what a screen or an analysis needs to work on it."""

    source: Source
    revision: int
    text: str
    turns: tuple[Turn, ...]
    speakers: tuple[Speaker, ...]

    def speaker_of(self, turn: Turn) -> Speaker:
        """The speaker of a turn.

        Raises:
            KeyError: the turn belongs to another source.
        """
        for speaker in self.speakers:
            if speaker.id == turn.speaker:
                return speaker
        raise KeyError(turn.speaker)


@dataclass(frozen=True, slots=True)
class SpeakerTurns:
    """How many turns one speaker of a source has."""

    label: str
    role: Role
    turns: int


@dataclass(frozen=True, slots=True)
class SourceOverview:
    """A source as a list shows it.

    `words` are those of the whole text; `codings` are the live codings the viewer may see, by the coder's name.
    """

    source: Source
    words: int
    turns: int
    speakers: tuple[SpeakerTurns, ...]
    codings: tuple[tuple[str, int], ...] = ()
