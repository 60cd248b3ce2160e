"""Sources: what they are, what is known of them, and one of them read with its codings in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.domain.codebook import Codebook
from qualcode.domain.source_fields import FIELDS, read_field
from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput, QualcodeError
from qualcode.services.correcting import text_as_it_was
from qualcode.services.tables_in import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Coding
    from qualcode.domain.sources import SourceOverview, SourceText, Speaker, Turn
    from qualcode.storage import OpenStudy

HIDDEN = "(a code outside this round)"
"""What stands for a code that a blind coder used before their round and that its frozen codebook does not have."""


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A coding as people read it: its code's path, its coder's name and its words."""

    coding: Coding
    code: str
    coder: str
    words: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A turn, or a paragraph outside turns, with the codings that begin in it.

    `turn` and `speaker` are None outside turns.
    """

    span: Span
    text: str
    turn: Turn | None
    speaker: Speaker | None
    codings: tuple[CodedPassage, ...]


@dataclass(frozen=True, slots=True)
class ReadSource:
    """A source from its first word to its last."""

    text: SourceText
    passages: tuple[Passage, ...]


def list_sources(study: OpenStudy) -> tuple[SourceOverview, ...]:
    """All sources with their words, turns, speakers and the codings the viewer may see."""
    return study.sources.overview()


def read_source(
    study: OpenStudy, name: str, *, coder: str | None = None, codes: Sequence[str] = (), revision: int | None = None
) -> ReadSource:
    """A source, sought by name or number, passage by passage with its codings, or with those of one coder, or of some codes.

    An earlier `revision`, counted from 1, is read without codings: they stand on the current text.

    Raises:
        NotFound: there is no such source, revision or code, or nobody is called `coder`.
    """
    found = study.sources.named(name)
    text = study.sources.text(found.id)
    if revision is not None:
        earlier = text_as_it_was(study, found.id, revision)
        if earlier.revision != text.revision:
            return ReadSource(earlier, tuple(_passages(earlier, [])))
    whose = None if coder is None else study.coders.named(coder).id
    coders = {one.id: one.name for one in study.coders.all()}
    codings = study.codings.of_source(text.source.id, coder=whose)
    book = study.codes.codebook() if codings or codes else Codebook()
    if codes:
        only = {below for code in codes for below in book.subtree(book.find(code).id)}
        codings = tuple(one for one in codings if one.code in only)
    coded = [
        CodedPassage(
            one, book.path_text(one.code) if one.code in book else HIDDEN, coders[one.coder], one.span.words_of(text.text)
        )
        for one in codings
    ]
    return ReadSource(text, tuple(_passages(text, coded)))


def describe_sources(study: OpenStudy, path: Path) -> tuple[int, ChangeSet | None]:
    """Set what a table says of sources, where an empty cell leaves what is known; returns how many changed by it.

    Raises:
        InvalidInput: the file or rows of it are wrong; the message names them, and nothing was written.
    """
    table = read_table(path, required=["source"], optional=FIELDS)
    found: dict[int, dict[str, Any]] = {}
    for row in table.rows:
        try:
            source = study.sources.named(row.cells["source"])
        except QualcodeError as error:
            table.fault(row.line, error.message.rstrip("."))
            continue
        if source.id in found:
            table.fault(row.line, f'the source "{source.name}" stands there twice')
        found[source.id] = {}
        for field in FIELDS:
            given = row.cells.get(field, "").strip()
            try:
                found[source.id].update({field: read_field(field, given)} if given else {})
            except InvalidInput as error:
                table.fault(row.line, f"{error.message.rstrip('.')}. {error.hint.rstrip('.')}")
    table.refuse_if_faulty()
    with study.unit_of_work("describe_sources", what=f"{len(found)} sources from {table.name}") as work:
        changed = sum(work.sources.describe(number, values) for number, values in found.items() if values)
    return changed, work.change_set


def _passages(text: SourceText, coded: list[CodedPassage]) -> Iterator[Passage]:
    """The turns and the paragraphs between them, in order; a coding stands with the passage it begins in."""
    places = list(_places(text))
    waiting = sorted(coded, key=lambda one: (one.coding.span, one.coding.id))
    for number, (span, turn) in enumerate(places):
        last = number + 1 == len(places)
        until = len(text.text) + 1 if last else places[number + 1][0].start
        here = [one for one in waiting if one.coding.span.start < until]
        waiting = waiting[len(here) :]
        speaker = text.speaker_of(turn) if turn else None
        yield Passage(span, span.words_of(text.text), turn, speaker, tuple(here))


def _places(text: SourceText) -> Iterator[tuple[Span, Turn | None]]:
    at = 0
    for turn in text.turns:
        begins = turn.span.start if turn.label is None else min(turn.span.start, turn.label.start)
        yield from _outside(text.text, at, begins)
        yield turn.span, turn
        at = turn.span.end
    yield from _outside(text.text, at, len(text.text))


def _outside(text: str, start: int, end: int) -> Iterator[tuple[Span, None]]:
    from qualcode.domain.sentences import paragraphs

    if end > start and text[start:end].strip():
        for span in paragraphs(text, Span(start, end)):
            yield span, None
