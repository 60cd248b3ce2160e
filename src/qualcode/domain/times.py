"""Time marks in a transcript: `[00:12:33]`, `(0:21)`, `#00:00:12-3#`, `0:00.0 - 0:15.3`, `0:0:0.0 --> 0:0:1.250`.

A mark is one in brackets or hashes wherever it stands, or a bare one at the start or end of a line. A time beside
other words in brackets, as in `[inaudible 00:03:10]`, belongs to the talk.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qualcode.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A time written in the text.

    `span` holds its brackets or hashes too; `started` and `ended` are milliseconds, `ended` only for a range.
    `opens` and `closes` say that nothing but white space stands before it, or after it, on its line. `doubtful` is a
    bare `mm:ss` beside other words: it may be a clock time or a score in somebody's talk.
    """

    span: Span
    started: int
    ended: int | None
    opens: bool
    closes: bool
    doubtful: bool


_CLOCK = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3}|-\d(?=#))?"
_RANGE = rf"({_CLOCK})(?:[ \t]*(?:-->|[-–—])[ \t]*({_CLOCK}))?"
_IN_BRACKETS = re.compile(rf"[\[({{#][ \t]*{_RANGE}[ \t]*[\])}}#]")
_LINE_START = re.compile(rf"\n[ \t]*+{_RANGE}(?![\w:.,%/-])")
_LINE_END = re.compile(rf"(?<![\w:.,/([{{#-]){_RANGE}[ \t]*+(?=\n)")
_ANY_CLOCK = re.compile(r":\d")
_FIELDS = re.compile(r"\d+")
_PLAIN = re.compile(r"\d{1,3}:\d{1,2}")
_PAIRS = frozenset({"[]", "()", "{}", "##"})

_BELIEVED_FROM = 3
"""Doubtful marks are believed from this many on, and only while they never run backwards."""


def find_times(text: str) -> tuple[TimeMark, ...]:
    """Everything in a text that may be a time mark, doubtful ones too, in order, never overlapping."""
    if not _ANY_CLOCK.search(text):
        return ()
    padded = f"\n{text}\n"
    found: list[TimeMark] = []
    for pattern in (_IN_BRACKETS, _LINE_START, _LINE_END):
        taken = [mark.span for mark in found]
        marks = (mark for match in pattern.finditer(padded) if (mark := _mark(padded, match)))
        found.extend(mark for mark in marks if not _touched(taken, mark.span))
        found.sort(key=lambda mark: mark.span)
    return tuple(found)


def believed(marks: Iterable[TimeMark]) -> tuple[TimeMark, ...]:
    """The marks without the doubtful ones, unless those are at least three and never run backwards."""
    marks = tuple(marks)
    doubtful = [mark for mark in marks if mark.doubtful]
    if len(doubtful) >= _BELIEVED_FROM and not backward_jumps(doubtful):
        return marks
    return tuple(mark for mark in marks if not mark.doubtful)


def backward_jumps(marks: Sequence[TimeMark]) -> tuple[TimeMark, ...]:
    """The marks that say less than the one before them: worth a look, for a recording never runs backwards."""
    return tuple(later for earlier, later in pairwise(marks) if later.started < earlier.started)


def blanked(text: str, marks: Iterable[TimeMark]) -> str:
    """The text with each mark made blanks of its length, so that every offset stays valid."""

    def pieces() -> Iterator[str]:
        at = 0
        for mark in marks:
            yield text[at : mark.span.start]
            yield " " * len(mark.span)
            at = mark.span.end
        yield text[at:]

    return "".join(pieces())


def milliseconds(clock: str) -> int | None:
    """`[h:]mm:ss[.,fff]`, or f4's `hh:mm:ss-d`, in milliseconds; None where minutes or seconds exceed 59."""
    whole, _, fraction = clock.replace(",", ".").replace("-", ".").partition(".")
    fields = [int(field) for field in _FIELDS.findall(whole)]
    if any(field > 59 for field in fields[1:]):
        return None
    seconds = 0
    for field in fields:
        seconds = seconds * 60 + field
    return seconds * 1000 + (int(fraction.ljust(3, "0")) if fraction else 0)


def _mark(padded: str, match: re.Match[str]) -> TimeMark | None:
    """The mark of a match in the text padded by a line end on either side; None where it is no time after all."""
    started = milliseconds(match[1])
    ended = milliseconds(match[2]) if match[2] else None
    if started is None or (match[2] and ended is None):
        return None
    bracketed = match.re is _IN_BRACKETS
    if bracketed and match[0][0] + match[0][-1] not in _PAIRS:
        return None
    start, end = match.span() if bracketed else (match.start(1), max(match.end(1), match.end(2)))
    opens = _first_on_line(padded, start)
    closes = _last_on_line(padded, end)
    plain = not bracketed and _PLAIN.fullmatch(padded, start, end) is not None
    if plain and padded[end - 2] == ":":
        return None
    return TimeMark(Span(start - 1, end - 1), started, ended, opens, closes, plain and not (opens and closes))


def _first_on_line(padded: str, start: int) -> bool:
    at = start - 1
    while padded[at] != "\n" and padded[at].isspace():
        at -= 1
    return padded[at] == "\n"


def _last_on_line(padded: str, end: int) -> bool:
    at = end
    while padded[at] != "\n" and padded[at].isspace():
        at += 1
    return padded[at] == "\n"


def _touched(taken: Sequence[Span], span: Span) -> bool:
    at = bisect_left(taken, span)
    return any(other.overlaps(span) for other in taken[max(at - 1, 0) : at + 1])
