"""Whose talk stands where in a source."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.cases import CaseKind
from qualcode.domain.sources import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.domain.cases import Case
    from qualcode.domain.sources import SourceText, Turn
    from qualcode.domain.spans import Span


@dataclass(frozen=True, slots=True)
class SourceTalk:
    """A source's text, its turns in order, and for each turn the ids of the cases whose talk it is.

    `whole` are the cases whose talk the whole text is: those linked to a source that has no turns.
    """

    text: SourceText
    turns: tuple[Turn, ...]
    ends: tuple[int, ...]
    cases: tuple[tuple[int, ...], ...]
    labels: tuple[str, ...]
    whole: tuple[int, ...] = ()

    def touched(self, span: Span) -> range:
        """The positions of the turns whose talk shares a code point with the span."""
        first = bisect_right(self.ends, span.start)
        last = first
        while last < len(self.turns) and self.turns[last].span.start < span.end:
            last += 1
        return range(first, last)

    def speakers_in(self, span: Span) -> tuple[int, ...]:
        """The ids of the cases with at least one word of their talk in the span, in the order they speak there."""
        if not self.turns:
            return self.whole
        body = self.text.text
        found: dict[int, None] = {}
        for position in self.touched(span):
            turn = self.turns[position].span
            if self.cases[position] and _has_word(body, max(turn.start, span.start), min(turn.end, span.end)):
                found.update(dict.fromkeys(self.cases[position]))
        return tuple(found)


def talk_of(text: SourceText, cases: Sequence[Case]) -> SourceTalk:
    """Whose talk stands where in a source.

    A case's talk is what its speakers say. A participant linked to the source as a whole has what its participants say
    and no other participant is linked to; a group or site all that participants say.
    """
    turns = tuple(sorted(text.turns, key=lambda turn: turn.span))
    linked = [case for case in cases if text.source.id in case.sources]
    of_speaker = _cases_by_speaker(text, cases, linked)
    labels = {speaker.id: speaker.label for speaker in text.speakers}
    return SourceTalk(
        text,
        turns,
        tuple(turn.span.end for turn in turns),
        tuple(of_speaker.get(turn.speaker, ()) for turn in turns),
        tuple(labels.get(turn.speaker, "") for turn in turns),
        () if turns else tuple(case.id for case in linked),
    )


def _cases_by_speaker(text: SourceText, cases: Sequence[Case], linked: Iterable[Case]) -> dict[int, tuple[int, ...]]:
    here = {speaker.id for speaker in text.speakers}
    found: dict[int, list[int]] = {speaker: [] for speaker in here}
    by_speaker = {case.id: here & set(case.speakers) for case in cases}
    for case in cases:
        for speaker in by_speaker[case.id]:
            found[speaker].append(case.id)
    talking = [speaker.id for speaker in text.speakers if speaker.role is Role.PARTICIPANT]
    claimed = {speaker for case in cases if case.kind is CaseKind.PARTICIPANT for speaker in by_speaker[case.id]}
    for case in linked:
        if not by_speaker[case.id]:
            free = talking if case.kind is not CaseKind.PARTICIPANT else [one for one in talking if one not in claimed]
            for speaker in free:
                found[speaker].append(case.id)
    order = {case.id: place for place, case in enumerate(cases)}
    return {speaker: tuple(sorted(ids, key=order.__getitem__)) for speaker, ids in found.items()}


def _has_word(text: str, start: int, end: int) -> bool:
    """Whether there is a letter or a digit: the least that a word consists of."""
    return any(map(str.isalnum, text[start:end]))
