"""A coded transcript to Word: the text with its coded passages numbered, their codes beside it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.domain.codebook_paths import parse_path, path_text
from qualcode.domain.coded_transcripts import CodedTranscript, MarkedPassage
from qualcode.services.outputs import require_docx, unprintable
from qualcode.services.tables_in import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
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
    passage it belongs to. Codes are called by their names, those of one name by the name above too; the legend has their paths.
    """
    coded = [(one, passage) for passage in read.passages for one in passage.codings]
    coders = list(dict.fromkeys(one.coder for one, _ in coded))
    initials = _initials(coders) if len(coders) > 1 else {}
    names = short_names([one.code for one, _ in coded])
    numbered = [(number, one, passage) for number, (one, passage) in enumerate(coded, 1)]
    whose = f"codings of {', '.join(_named(coder, initials) for coder in coders)}" if coders else "no codings"
    many = Counter(one.code for one, _ in coded)
    return CodedTranscript(
        read.text.source.name,
        f"{read.text.source.kind.value.capitalize()}; {len(read.passages)} passages; {whose}.",
        tuple(_marked(passage, numbered, names, initials) for passage in read.passages),
        tuple((names[path], path, many[path]) for path in sorted(many, key=lambda path: (names[path].casefold(), path))),
    )


def short_names(paths: Iterable[str]) -> dict[str, str]:
    """The name of each path, with as many of those above it as tell it from the others."""
    parsed = {path: parse_path(path) for path in dict.fromkeys(paths)}
    found = {}
    for path, names in parsed.items():
        least = 1
        while least < len(names) and any(other[-least:] == names[-least:] for key, other in parsed.items() if key != path):
            least += 1
        found[path] = path_text(names[-least:])
    return found


def _initials(coders: Sequence[str]) -> dict[str, str]:
    """The initials of each coder, their whole names where two have the same."""
    found = {name: "".join(part[0] for part in name.split()[:3]).upper() for name in coders}
    return found if len(set(found.values())) == len(found) else {name: name for name in coders}


def _named(coder: str, initials: Mapping[str, str]) -> str:
    short = initials.get(coder, coder)
    return coder if short == coder else f"{coder} ({short})"


def _marked(
    passage: Passage,
    numbered: Sequence[tuple[int, CodedPassage, Passage]],
    names: Mapping[str, str],
    initials: Mapping[str, str],
) -> MarkedPassage:
    marks: list[tuple[int, int, int, str]] = []
    margin: list[str] = []
    for number, one, home in numbered:
        span = one.coding.span
        inside = span.overlaps(passage.span)
        if not inside and home is not passage:
            continue
        notes = [initials[one.coder]] if initials else []
        notes += [mark for mark, holds in (("starred", one.coding.star), ("unsure", one.coding.unsure)) if holds]
        notes += [] if home is passage else ["continued"]
        said = f" ({', '.join(notes)})" if notes else ""
        margin.append(f"{number} {names[one.code]}{said}")
        if inside:
            start = max(span.start, passage.span.start) - passage.span.start
            end = min(span.end, passage.span.end) - passage.span.start
            # At one place marks close before others open; of two that open there the longer is the outer one.
            marks += [(start, 1, -end, f"[{number}"), (end, 0, -start, f"{number}]")]
    return MarkedPassage(_heading(passage), passage.text, tuple((at, sign) for at, _, _, sign in sorted(marks)), tuple(margin))


def _heading(passage: Passage) -> str:
    if passage.turn is None or passage.speaker is None:
        return ""
    started = passage.turn.started
    at = "" if started is None else f"  {started // 3_600_000}:{started // 60_000 % 60:02}:{started // 1000 % 60:02}"
    return f"{passage.turn.number} {passage.speaker.label}{at}"
