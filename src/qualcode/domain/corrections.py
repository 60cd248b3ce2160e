"""What a correction of a transcript does to everything that stands on its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from qualcode.domain.spans import Span, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.domain.edits import EditMap
    from qualcode.domain.quotes import Edit
    from qualcode.domain.sources import Turn


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of a source; `number` counts from 1, `replaced` are the stretches in which it differs from the one before."""

    id: int
    number: int
    made_at: str
    reason: str
    words: int
    replaced: int
    current: bool


class Anchor(StrEnum):
    """What can stand on words of a source."""

    CODING = "coding"
    QUOTATION = "quotation"
    MEMO = "memo"


class Fate(StrEnum):
    """What becomes of a span whose words are touched by a correction."""

    CHANGED = "words changed"
    EMPTIED = "emptied"
    JOINED = "same as another"
    """Two codings of one coder with one code that now say the same: the second is marked removed."""


class ReviewState(StrEnum):
    """Whether a person has looked at a span whose words were corrected."""

    TO_REVIEW = "to review"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Anchored:
    """A span over a source's current text, whoever made it; `id` is that of the coding, quotation or memo link.

    `live` is False for one that was removed: it is carried too, for its removal can be taken back. `says` is what makes
    two codings the same but for their span: code, coder, round.
    """

    kind: Anchor
    id: int
    span: Span
    live: bool = True
    says: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """An anchored span whose words a correction changes: what becomes of it; `span` is None where nothing is left."""

    anchored: Anchored
    fate: Fate
    span: Span | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Review:
    """A span that waits for a person to look at it, or was looked at.

    `number` is what commands call it. `coding` is the id of the coding, None for a quotation or memo; `coder` and `code`
    are ids too.
    """

    number: str
    kind: Anchor
    source: int
    revision: int
    fate: Fate
    before: str
    after: str
    state: ReviewState
    coding: int | None = None
    coder: int | None = None
    code: int | None = None


def touched_by(edits: EditMap, anchored: Iterable[Anchored], old: str, new: str) -> list[Touched]:
    """What becomes of the spans whose words a correction changes, in the order given; all others merely move."""
    found: list[Touched] = []
    taken: set[tuple[Span, tuple[int, ...]]] = set()
    for one in anchored:
        carried = edits.carry(one.span)
        if not carried.changed:
            if one.live and carried.span is not None:
                taken.add((carried.span, one.says))
            continue
        before = one.span.words_of(old)
        span = _kept(one.span, carried.span, old, new)
        fate = Fate.CHANGED if span else Fate.EMPTIED
        found.append(Touched(one, fate, span, before, span.words_of(new) if span else ""))
    return [_joined(one, taken) for one in found]


def _kept(was: Span, now: Span | None, old: str, new: str) -> Span | None:
    """What is left of a span, without the white space that losing a word left at its edges."""
    if now is None or not now.words_of(new).strip():
        return None
    return trimmed(now, new) if trimmed(was, old) == was else now


def _joined(one: Touched, taken: set[tuple[Span, tuple[int, ...]]]) -> Touched:
    if not one.anchored.live or one.span is None or not one.anchored.says:
        return one
    key = (one.span, one.anchored.says)
    if key in taken:
        return replace(one, fate=Fate.JOINED)
    taken.add(key)
    return one


def carried_turns(turns: Sequence[Turn], edits: EditMap, old: str, new: str) -> tuple[Turn, ...]:
    """The turns of the text after: numbered anew where one lost all its words.

    A turn takes in what is put at its edges, and what is put behind it up to the next label.
    """
    carried: list[Turn] = []
    at = 0
    for place, turn in enumerate(turns):
        label = edits.carry(turn.label).span if turn.label else None
        talk = edits.carry(_reaching(turn, turns[place + 1] if place + 1 < len(turns) else None, old), grows=True).span
        talk = _talk(talk, max(at, label.end if label else 0), new)
        if talk is None:
            continue
        at = talk.end
        times = (edits.carry(time).span for time in turn.times)
        inside = tuple(time for time in times if time is not None and talk.covers(time))
        carried.append(replace(turn, number=len(carried) + 1, span=talk, label=label, times=inside))
    return tuple(carried)


def _reaching(turn: Turn, following: Turn | None, old: str) -> Span:
    """A turn's talk with the white space behind it, as far as nothing else stands there before the next turn."""
    until = len(old)
    if following is not None:
        until = following.label.start if following.label else following.span.start
    blank = until > turn.span.end and not old[turn.span.end : until].strip()
    return Span(turn.span.start, until if blank else turn.span.end)


def _talk(talk: Span | None, at: int, new: str) -> Span | None:
    if talk is None or talk.end <= at:
        return None
    return trimmed(Span(max(talk.start, at), talk.end), new)


def carried_edits(edits: Iterable[Edit], change: EditMap, was: Span, now: Span) -> tuple[Edit, ...]:
    """The recorded edits of a quotation over its words after a correction, each at the place it had."""
    kept: list[Edit] = []
    at = 0
    for one in edits:
        start, end = was.start + one.start, was.start + one.end
        moved = change.carry(Span(start, end)).span if end > start else None
        first, last = (moved.start, moved.end) if moved else (change.place(start),) * 2
        start = min(max(first - now.start, at), len(now))
        at = min(max(last - now.start, start), len(now))
        kept.append(replace(one, start=start, end=at))
    return tuple(kept)
