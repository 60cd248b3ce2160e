"""Units of a source and the text that figures are computed on: one definition for screens and for agreement.

Scope text is the words of turns: without labels, without the times inside a turn, without text outside turns, and
without the turns of interviewers unless they are asked for. A source that has no turns falls back to its paragraphs,
and the scope says so. Sentences and paragraphs are found inside a turn and never run across two.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qualcode.domain.sentences import SENTENCE_RULES, paragraphs, sentences
from qualcode.domain.sources import Role, Speaker, Turn
from qualcode.domain.spans import Span, trimmed
from qualcode.domain.words import count_words, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

__all__ = [
    "BACKCHANNEL_WORDS",
    "SENTENCE_RULES",
    "MappingRule",
    "Scope",
    "Unit",
    "UnitAxis",
    "axis_of",
    "count_words",
    "interviewers",
    "paragraphs",
    "scope_of",
    "sentences",
    "unit_rule",
    "units_of",
    "words",
]


class Unit(StrEnum):
    """What is counted as one decision to code or not to code."""

    TURN = "turn"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    CHARACTER = "character"
    SOURCE = "source"


class MappingRule(StrEnum):
    """How much of a unit must be coded for it to count as coded; a character counts as itself under either.

    All of a coder's codings of the code in the unit count together, and spaces do not count.
    """

    ANY = "any overlap"
    HALF = "half the unit"


BACKCHANNEL_WORDS = 3
"""A turn of fewer words than this is a backchannel: "Mm.", "I see."."""
LONGEST_BACKCHANNEL = 200
"""Code points; a longer turn has more words than that."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The text of one source that figures are computed on.

    `stretches` are turns' talk, or paragraphs where `by_paragraphs` says that the source has no turns, in order and
    disjoint; `cut` are the times inside them, which do not count. `turns_left_out` counts the turns of speakers left out,
    `backchannels` the very short turns of the others, counted or left out.
    """

    stretches: tuple[Span, ...]
    cut: tuple[Span, ...] = ()
    by_paragraphs: bool = False
    turns_left_out: int = 0
    backchannels: int = 0

    @property
    def characters(self) -> int:
        """Code points in scope, spaces included."""
        return sum(len(piece) for piece in _without(self.stretches, self.cut))


@dataclass(frozen=True, slots=True)
class UnitAxis:
    """The units of one source laid end to end, numbered from 0: what an engine needs to turn code points into units.

    Piece k covers the code points `starts[k]` to `ends[k]` (half-open) of the text. It belongs to unit `numbers[k]`, or,
    where `fine`, its first code point is unit `numbers[k]` and every further one the next. Pieces are in order and
    disjoint and, unless `fine`, begin and end with a sign that is not white space. A unit with a time in the middle has
    two pieces.
    """

    count: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    numbers: tuple[int, ...]
    fine: bool = False


def interviewers(speakers: Iterable[Speaker]) -> frozenset[int]:
    """Ids of the speakers whose role is interviewer."""
    return frozenset(speaker.id for speaker in speakers if speaker.role is Role.INTERVIEWER)


def scope_of(
    text: str, turns: Sequence[Turn], *, left_out: Collection[int] = frozenset(), without_backchannels: bool = False
) -> Scope:
    """The scope text of a source, without the turns of the speakers `left_out` (as `Turn.speaker` names them)."""
    if not turns:
        return Scope(tuple(paragraphs(text)), by_paragraphs=True)
    kept = [turn for turn in turns if turn.speaker not in left_out]
    kept.sort(key=lambda turn: turn.span)
    said_more = [turn for turn in kept if not _is_backchannel(text, turn)]
    counted = said_more if without_backchannels else kept
    return Scope(
        tuple(turn.span for turn in counted),
        tuple(sorted(time for turn in counted for time in turn.times)),
        turns_left_out=len(turns) - len(kept),
        backchannels=len(kept) - len(said_more),
    )


def _is_backchannel(text: str, turn: Turn) -> bool:
    """Whether a turn has fewer than three words, the times in it aside; one of nothing but a time is no unit at all."""
    # A turn this long is none, and counting the words of every turn would cost more than all else.
    if not turn.times and len(turn.span) > LONGEST_BACKCHANNEL:
        return False
    said = [piece.words_of(text) for piece in _without([turn.span], turn.times)]
    return any(map(str.strip, said)) and sum(map(count_words, said)) < BACKCHANNEL_WORDS


def unit_rule(unit: Unit, mapping: MappingRule = MappingRule.ANY) -> str:
    """In words, when a unit counts as coded; sentences name the version of their rules."""
    if unit is Unit.CHARACTER:
        return "each character of the talk, spaces included, counts as itself"
    rule = f"a {unit} counts as coded when at least one character of it that is not a space is coded"
    if mapping is MappingRule.HALF:
        rule = f"a {unit} counts as coded when at least half of its characters that are no spaces are coded"
    return f"{rule}; sentence rules {SENTENCE_RULES}" if unit is Unit.SENTENCE else rule


def units_of(text: str, scope: Scope, unit: Unit) -> list[Span]:
    """The units of a scope as spans from first to last sign; the one of a whole source may span text out of scope."""
    axis = axis_of(text, scope, unit)
    if axis.fine:
        return [Span(at, at + 1) for start, end in zip(axis.starts, axis.ends, strict=True) for at in range(start, end)]
    found: list[Span] = []
    for start, end, number in zip(axis.starts, axis.ends, axis.numbers, strict=True):
        if number == len(found):
            found.append(Span(start, end))
        else:
            found[-1] = Span(found[-1].start, end)
    return found


def axis_of(text: str, scope: Scope, unit: Unit) -> UnitAxis:
    """The units of a scope as an axis. Units that hold nothing but white space and times do not exist."""
    if unit is Unit.CHARACTER:
        return _axis_of_characters(scope)
    starts: list[int] = []
    ends: list[int] = []
    numbers: list[int] = []
    count = 0
    for stretches in _grouped(text, scope, unit):
        before = len(starts)
        for piece in _without(stretches, scope.cut):
            inner = trimmed(piece, text)
            if inner is not None:
                starts.append(inner.start)
                ends.append(inner.end)
                numbers.append(count)
        count += len(starts) > before
    return UnitAxis(count, tuple(starts), tuple(ends), tuple(numbers))


def _axis_of_characters(scope: Scope) -> UnitAxis:
    pieces = list(_without(scope.stretches, scope.cut))
    numbers: list[int] = []
    count = 0
    for piece in pieces:
        numbers.append(count)
        count += len(piece)
    return UnitAxis(
        count, tuple(piece.start for piece in pieces), tuple(piece.end for piece in pieces), tuple(numbers), fine=True
    )


def _grouped(text: str, scope: Scope, unit: Unit) -> Iterator[Sequence[Span]]:
    """The stretches of each unit: one each, but for the source, whose one unit has them all."""
    if unit is Unit.SOURCE:
        yield scope.stretches
        return
    if unit is Unit.TURN:
        for stretch in scope.stretches:
            yield (stretch,)
        return
    divide = sentences if unit is Unit.SENTENCE else paragraphs
    blanked = _blanked(text, scope.cut)
    for stretch in scope.stretches:
        for part in divide(blanked, stretch):
            yield (part,)


def _blanked(text: str, cut: Sequence[Span]) -> str:
    """The text with every time replaced by as many spaces, so that `[00:12:03.00]` neither ends nor joins a sentence."""
    parts: list[str] = []
    done = 0
    for time in cut:
        if time.end <= done:
            continue
        start = max(time.start, done)
        parts += (text[done:start], " " * (time.end - start))
        done = time.end
    return "".join([*parts, text[done:]]) if parts else text


def _without(stretches: Sequence[Span], cut: Sequence[Span]) -> Iterator[Span]:
    """What is left of the stretches when the spans of `cut` are taken out; both in order."""
    at = 0
    for stretch in stretches:
        start = stretch.start
        while at < len(cut) and cut[at].end <= start:
            at += 1
        following = at
        while following < len(cut) and cut[following].start < stretch.end:
            time = cut[following]
            if time.start > start:
                yield Span(start, time.start)
            start = max(start, time.end)
            following += 1
        if start < stretch.end:
            yield Span(start, stretch.end)
