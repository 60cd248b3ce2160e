"""What the list of sources tells of one: how it came in, who speaks in it, what was written about it; and study documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.cases import CaseKind
from qualcode.domain.memos import MemoTarget
from qualcode.domain.sources import SourceKind
from qualcode.services.speakers import SpeakerLine, list_speakers

if TYPE_CHECKING:
    from qualcode.domain.sources import Source
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class SourceAbout:
    """What is told of a source: the file it came from and how that was read, its speakers, its memos and revisions.

    `confidence` (0 to 1) is there where the encoding was guessed. `memos` and `revisions` are counts, `imported` a moment
    in UTC; the file's fields are empty for a source that came without one.
    """

    speakers: tuple[SpeakerLine, ...]
    memos: int
    revisions: int
    file: str = ""
    reader: str = ""
    encoding: str = ""
    confidence: float | None = None
    imported: str = ""


def about_source(study: OpenStudy, source: int) -> SourceAbout:
    """What is told of a source beside its line in the list; of memos those the viewer may see."""
    guid = study.sources.get(source).guid
    memos = sum(any(one.to is MemoTarget.SOURCE and one.guid == guid for one in memo.attachments) for memo in study.memos.all())
    revisions = len(study.revisions.all(source))
    record = study.sources.record_of(source)
    speakers = list_speakers(study, [source])
    if record is None:
        return SourceAbout(speakers, memos, revisions)
    return SourceAbout(
        speakers,
        memos,
        revisions,
        file=record["file_name"],
        reader=record["reader"],
        encoding=record["encoding"],
        confidence=record["confidence"],
        imported=record["at"],
    )


def study_documents(study: OpenStudy) -> tuple[Source, ...]:
    """The study documents, such as the topic guide, in their order."""
    return tuple(one for one in study.sources.all() if one.kind is SourceKind.STUDY_DOCUMENT)


def participants_of(study: OpenStudy, source: int) -> tuple[str, ...]:
    """The names of the participants who speak in a source, or are linked to it."""
    speakers = {one.id for one in study.sources.speakers(source)}
    return tuple(
        case.name
        for case in study.cases.all(CaseKind.PARTICIPANT)
        if source in case.sources or not speakers.isdisjoint(case.speakers)
    )
