"""A coded transcript to Word: the text with its coded passages numbered, their codes beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.coded_transcripts import CodedTranscript, MarkedPassage
from qualcode.services.outputs import require_docx, unprintable
from qualcode.services.tables_in import write_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.services.sources import CodedPassage, Passage, ReadSource


def write_transcript(read: ReadSource, path: Path) -> tuple[str, ...]:
    """Write a source as `services.sources.read_source` gives it to a Word file; an existing file is replaced.

    Returns a line for each passage with characters that Word cannot hold.

    Raises:
        UsageError: the file's name does not end in .docx.
        InvalidInput: the file cannot be written.
    """
    from qualcode.formats.writers.docx.transcript import transcript_docx

    require_docx(path)
    write_bytes(path, transcript_docx(marked_transcript(read)))
    name = read.text.source.name
    return unprintable((f"{name} at {one.span.start}", one.text) for one in read.passages)


def marked_transcript(read: ReadSource) -> CodedTranscript:
    """The source with its codings numbered from 1 in the order of the text.

    A coding that runs over several passages is marked in each of them; one on a label alone stands in the margin of the
    passage it belongs to.
    """
    coded = [(one, passage) for passage in read.passages for one in passage.codings]
    coders = list(dict.fromkeys(one.coder for one, _ in coded))
    numbered = [(number, one, passage) for number, (one, passage) in enumerate(coded, 1)]
    whose = f"codings of {', '.join(coders)}" if coders else "no codings"
    return CodedTranscript(
        read.text.source.name,
        f"{read.text.source.kind.value.capitalize()}; {len(read.passages)} passages; {whose}.",
        tuple(_marked(passage, numbered, several=len(coders) > 1) for passage in read.passages),
    )


def _marked(passage: Passage, numbered: Sequence[tuple[int, CodedPassage, Passage]], *, several: bool) -> MarkedPassage:
    marks: list[tuple[int, int, int, str]] = []
    margin: list[str] = []
    for number, one, home in numbered:
        span = one.coding.span
        inside = span.overlaps(passage.span)
        if not inside and home is not passage:
            continue
        margin.append(f"{number} {_said(one, several=several)}{'' if home is passage else ' (continued)'}")
        if inside:
            start = max(span.start, passage.span.start) - passage.span.start
            end = min(span.end, passage.span.end) - passage.span.start
            # At one place marks close before others open; of two that open there the longer is the outer one.
            marks += [(start, 1, -end, f"[{number}"), (end, 0, -start, f"{number}]")]
    heading = f"{passage.turn.number} {passage.speaker.label}" if passage.turn and passage.speaker else ""
    return MarkedPassage(heading, passage.text, tuple((at, sign) for at, _, _, sign in sorted(marks)), tuple(margin))


def _said(one: CodedPassage, *, several: bool) -> str:
    notes = [one.coder] if several else []
    notes += [mark for mark, holds in (("starred", one.coding.star), ("unsure", one.coding.unsure)) if holds]
    return f"{one.code} ({', '.join(notes)})" if notes else one.code
