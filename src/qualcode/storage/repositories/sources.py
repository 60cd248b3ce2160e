"""Sources: their texts, turns and speakers, how each came in, and what is known of them."""

from __future__ import annotations

import hashlib
import json
import zlib
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from qualcode.domain.order import RANK_STEP
from qualcode.domain.sources import Role, Source, SourceKind, SourceOverview, SourceText, Speaker, SpeakerTurns, Turn
from qualcode.domain.spans import Span
from qualcode.domain.text import size_in_words
from qualcode.errors import Ambiguous, NotFound
from qualcode.storage.clock import new_guid, now
from qualcode.storage.session import Repository
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.exchange import raw_part
from qualcode.storage.tables.sources import import_record, original, revision, source, speaker, turn
from qualcode.storage.tables.studies import coder

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Select

    from qualcode.domain.imports import NewSource
    from qualcode.storage.session import Record

LIVE = source.c.removed == 0
CHUNK = 500
# Built once: an import runs them for each file, and building one costs more than running it.
_LAST = select(func.max(source.c.number), func.max(source.c.rank))
_SPEAKERS = select(speaker).where(speaker.c.source == bindparam("of_source")).order_by(speaker.c.id)
WITHDRAWN = "withdrawn"
"""The kind of the parts that keep the hash of a withdrawn source's file."""
LARGEST_ORIGINAL = 20_000_000
"""Bytes up to which the imported file itself is kept, compressed, inside the study."""


class SourcesRepository(Repository):
    """The live sources of a study; sources, turns and speakers are never hidden by a blind round."""

    def all(self) -> tuple[Source, ...]:
        """All sources in their order."""
        return tuple(_source(row) for row in self.rows(self._live()))

    def get(self, number: int) -> Source:
        """The source with this id.

        Raises:
            KeyError: there is none.
        """
        row = self.row(self._live().where(source.c.id == number))
        if row is None:
            raise KeyError(number)
        return _source(row)

    def named(self, name: str) -> Source:
        """The source of this name, in any case of letters where only one fits so, else of this number.

        Raises:
            NotFound: there is none.
            Ambiguous: several names differ from it in the case of letters only.
        """
        wanted = name.strip()
        sources = self.all()
        close = [one for one in sources if one.name.casefold() == wanted.casefold()]
        fitting = [one for one in close if one.name == wanted] or close
        if not fitting and wanted.isdecimal():
            fitting = [one for one in sources if one.number == int(wanted)]
        if len(fitting) > 1:
            raise Ambiguous(f'"{wanted}" fits several sources.', f"Write one of {', '.join(one.name for one in fitting)}.")
        if not fitting:
            hint = "`qualcode sources` lists them." if sources else "Import transcripts first: `qualcode import`."
            raise NotFound(f'There is no source "{wanted}".', hint)
        return fitting[0]

    def ranks(self) -> list[tuple[int, int]]:
        """The id and rank of each source, in their order."""
        ranked = select(source.c.id, source.c.rank).where(LIVE).order_by(source.c.rank, source.c.id)
        return [(row.id, row.rank) for row in self.rows(ranked)]

    def name_taken(self, name: str) -> bool:
        """Whether a live source is called just so."""
        return self.scalar(select(source.c.id).where(LIVE, source.c.name == name)) is not None

    def files(self) -> dict[str, str]:
        """The name of each source by the hash of the file it was made from; empty for one that was withdrawn."""
        rows = self.rows(
            select(import_record.c.sha256, source.c.name).join(source, source.c.id == import_record.c.source).where(LIVE)
        )
        withdrawn = self.rows(select(raw_part.c.content).where(raw_part.c.kind == WITHDRAWN))
        return {row.content: "" for row in withdrawn} | {row.sha256: row.name for row in rows}

    def text(self, number: int) -> SourceText:
        """A source's current text with its turns and speakers.

        Raises:
            KeyError: there is no such source.
        """
        found = self.texts([number])
        if not found:
            raise KeyError(number)
        return found[0]

    def body(self, number: int) -> tuple[Source, str]:
        """A source and its current text without turns and speakers: all that a single coding needs.

        Raises:
            KeyError: there is no such source.
        """
        current = select(source, revision.c.text).join(revision, revision.c.id == source.c.revision)
        row = self.row(current.where(LIVE, source.c.id == number))
        if row is None:
            raise KeyError(number)
        return _source(row), row.text

    def texts(self, numbers: Collection[int] | None = None) -> tuple[SourceText, ...]:
        """The current texts of all sources, or of those with the given ids, in the order of the sources."""
        wanted = None if numbers is None else sorted(set(numbers))
        if wanted is not None and len(wanted) > CHUNK:
            kept = set(wanted)
            return tuple(one for one in self.texts() if one.source.id in kept)
        inside = [LIVE] if wanted is None else [LIVE, source.c.id.in_(wanted)]
        of_current = select(turn).join(source, source.c.revision == turn.c.revision).where(*inside)
        turns: dict[int, list[Turn]] = {}
        for row in self.rows(of_current.order_by(turn.c.revision, turn.c.number)):
            turns.setdefault(row.revision, []).append(turn_of(row))
        speakers: dict[int, list[Speaker]] = {}
        for row in self.rows(select(speaker).join(source, source.c.id == speaker.c.source).where(*inside).order_by(speaker.c.id)):
            speakers.setdefault(row.source, []).append(Speaker(row.id, row.source, row.label, Role(row.role)))
        bodies = select(source, revision.c.text).join(revision, revision.c.id == source.c.revision).where(*inside)
        return tuple(
            SourceText(_source(row), row.revision, row.text, tuple(turns.get(row.revision, ())), tuple(speakers.get(row.id, ())))
            for row in self.rows(bodies.order_by(source.c.rank, source.c.id))
        )

    def turns_at(self, spans: Collection[tuple[int, Span]]) -> dict[tuple[int, Span], int]:
        """The number of the turn that is just this span, for those of the given (revision, span) that are one."""
        revisions = sorted({number for number, _ in spans})
        found: dict[tuple[int, Span], int] = {}
        for place in range(0, len(revisions), CHUNK):
            inside = turn.c.revision.in_(revisions[place : place + CHUNK])
            for row in self.rows(select(turn.c.revision, turn.c.start, turn.c.end, turn.c.number).where(inside)):
                found[row.revision, Span(row.start, row.end)] = row.number
        return {one: found[one] for one in spans if one in found}

    def turn_rows(self, number: int) -> tuple[int, int]:
        """The first and the last id among the turns of a revision; (0, 0) where it has none."""
        row = self.row(select(func.min(turn.c.id), func.max(turn.c.id)).where(turn.c.revision == number))
        return (0, 0) if row is None or row[0] is None else (int(row[0]), int(row[1]))

    def speakers(self, number: int) -> tuple[Speaker, ...]:
        """The speakers of a source in the order they first spoke."""
        found = self.session.connection.execute(_SPEAKERS, {"of_source": number})
        return tuple(Speaker(row.id, row.source, row.label, Role(row.role)) for row in found)

    def sources_of_speakers(self) -> dict[int, int]:
        """The source of each speaker, by their ids."""
        rows = self.rows(select(speaker.c.id, speaker.c.source).join(source, source.c.id == speaker.c.source).where(LIVE))
        return {row.id: row.source for row in rows}

    def overview(self) -> tuple[SourceOverview, ...]:
        """All sources with their words, turns, speakers and codings."""
        counts: dict[int, list[SpeakerTurns]] = {}
        per_speaker = (
            select(turn.c.speaker, func.count().label("turns")).join(source, source.c.revision == turn.c.revision).where(LIVE)
        )
        turns = {row.speaker: row.turns for row in self.rows(per_speaker.group_by(turn.c.speaker))}
        for row in self.rows(select(speaker).order_by(speaker.c.id)):
            counts.setdefault(row.source, []).append(SpeakerTurns(row.label, Role(row.role), turns.get(row.id, 0)))
        codings = self._coding_counts()
        return tuple(
            SourceOverview(
                _source(row),
                row.words,
                sum(one.turns for one in counts.get(row.id, ())),
                tuple(counts.get(row.id, ())),
                tuple(codings.get(row.id, ())),
            )
            for row in self.rows(self._live())
        )

    def turns_coded(self, coder_id: int) -> dict[int, tuple[int, int]]:
        """Participant turns that a coder has coded some of, and participant turns, by source; of coded sources alone.

        Where a source has no participant its turns are all counted.
        """
        mine = select(coding.c.source, coding.c.start, coding.c.end).where(
            coding.c.removed == 0, coding.c.coder == coder_id, self.sight.codings(coding)
        )
        spans: dict[int, list[tuple[int, int]]] = {}
        for row in self.rows(mine.order_by(coding.c.source, coding.c.start)):
            merged = spans.setdefault(row.source, [])
            if merged and row.start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(row.end, merged[-1][1]))
            else:
                merged.append((row.start, row.end))
        turns = (
            select(source.c.id, turn.c.start, turn.c.end, speaker.c.role)
            .join(turn, turn.c.revision == source.c.revision)
            .join(speaker, speaker.c.id == turn.c.speaker)
            .where(LIVE, source.c.id.in_(list(spans)))
        )
        by_role: dict[int, dict[bool, list[bool]]] = {}
        for row in self.rows(turns):
            here = by_role.setdefault(row.id, {True: [], False: []})
            here[row.role == Role.PARTICIPANT.value].append(_meets(spans[row.id], row.start, row.end))
        counted = {number: found[True] or found[False] for number, found in by_role.items()}
        return {number: (sum(found), len(found)) for number, found in counted.items()}

    def record_of(self, number: int) -> Mapping[str, Any] | None:
        """How a source came in, column by column as it was recorded, or None."""
        row = self.row(select(import_record).where(import_record.c.source == number).order_by(import_record.c.id.desc()))
        return dict(row._mapping) if row is not None else None

    def original_of(self, number: int) -> bytes | None:
        """The imported file itself, or None where it was too large to keep."""
        row = self.row(select(original).where(original.c.source == number))
        if row is None:
            return None
        return zlib.decompress(row.bytes) if row.compression == "zlib" else bytes(row.bytes)

    def add(self, new: NewSource) -> int:
        """Add a source with its first revision, speakers, turns, import record and file; returns its id."""
        first_revision = self.write.next_id(revision)
        last = self.row(_LAST)
        values = {
            "guid": new_guid(),
            "number": int((last and last[0]) or 0) + 1,
            "name": new.name,
            "kind": new.kind.value,
            "revision": first_revision,
            "words": size_in_words(new.text) if new.words is None else new.words,
            "rank": int((last and last[1]) or 0) + RANK_STEP,
        }
        number = self.write.insert(source, values)
        self._add_revision(number, first_revision, new.text)
        labels = [{"guid": new_guid(), "source": number, "label": label, "role": role.value} for label, role in new.speakers]
        first_speaker = self.write.insert_many(speaker, labels)
        self.write.insert_many(turn, [turn_values(one, first_revision, first_speaker) for one in new.turns])
        self.write.insert(import_record, {"source": number, "at": now(), **new.record.columns()})
        if len(new.original) <= LARGEST_ORIGINAL:
            self.write.insert(original, {"source": number, **_packed(new.original)})
        return number

    def describe(self, number: int, changes: Mapping[str, Any]) -> bool:
        """Set columns of a source (name, rank, kind, date and the like); False when all were so."""
        return self.write.update(source, number, changes)

    def _add_revision(self, number: int, first_revision: int, text: str) -> None:
        values = {
            "id": first_revision,
            "guid": new_guid(),
            "source": number,
            "number": 1,
            "text": text,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "made_at": now(),
        }
        self.write.insert(revision, values)

    def _coding_counts(self) -> dict[int, list[tuple[str, int]]]:
        counted = (
            select(coding.c.source, coder.c.name, func.count().label("codings"))
            .join(coder, coder.c.id == coding.c.coder)
            .where(coding.c.removed == 0, self.sight.codings(coding))
            .group_by(coding.c.source, coder.c.id, coder.c.name)
            .order_by(coding.c.source, coder.c.id)
        )
        found: dict[int, list[tuple[str, int]]] = {}
        for row in self.rows(counted):
            found.setdefault(row.source, []).append((row.name, row.codings))
        return found

    @staticmethod
    def _live() -> Select[Any]:
        return select(source).where(LIVE).order_by(source.c.rank, source.c.id)


def _source(row: Record) -> Source:
    return Source(
        id=row.id,
        guid=row.guid,
        number=row.number,
        name=row.name,
        kind=SourceKind(row.kind),
        revision=row.revision,
        date=row.date,
        minutes=row.minutes,
        interviewer=row.interviewer,
        mode=row.mode,
        pilot=bool(row.pilot),
    )


def turn_of(row: Record) -> Turn:
    """A turn as its row has it."""
    return Turn(
        row.number,
        Span(row.start, row.end),
        None if row.label_start is None else Span(row.label_start, row.label_end),
        row.speaker,
        row.started,
        row.ended,
        tuple(Span(start, end) for start, end in json.loads(row.times)) if row.times else (),
    )


def _packed(file: bytes) -> dict[str, Any]:
    """A file as it is kept; one that is a zip already gains nothing by being packed again."""
    if file.startswith(b"PK"):
        return {"compression": "none", "bytes": file}
    return {"compression": "zlib", "bytes": zlib.compress(file, 1)}


def turn_values(one: Turn, of_revision: int, first_speaker: int = 0) -> dict[str, Any]:
    """The row of a turn; `first_speaker` is added to the speaker, for turns that name a position in a list of labels."""
    return {
        "revision": of_revision,
        "number": one.number,
        "start": one.span.start,
        "end": one.span.end,
        "label_start": one.label.start if one.label else None,
        "label_end": one.label.end if one.label else None,
        "speaker": first_speaker + one.speaker,
        "started": one.started,
        "ended": one.ended,
        "times": json.dumps([[span.start, span.end] for span in one.times]) if one.times else None,
    }


def _meets(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of some disjoint spans in order has a character in common with start to end."""
    at = bisect_right(spans, start, key=lambda span: span[1])
    return at < len(spans) and spans[at][0] < end
