"""Whose talk stands where in a source."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.cases import CaseKind
from qualcode.domain.sources import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.domain.cases import Case
    from qualcode.domain.spans import Span
    from qualcode.domain.talk import SpokenText


@dataclass(frozen=True, slots=True)
class SourceTalk:
    """A source's talk, and for each speaker the ids of the cases whose talk it is.

    `whole` are the cases whose talk the whole text is: those linked to a source that has no turns.
    """

    spoken: SpokenText
    cases: Mapping[int, tuple[int, ...]]
    whole: tuple[int, ...] = ()

    def first_turn(self, span: Span) -> int | None:
        """The position of the first turn whose talk shares a code point with the span, or None."""
        position = bisect_right(self.spoken.ends, span.start)
        return position if position < len(self.spoken.ends) and self.spoken.starts[position] < span.end else None

    def speakers_in(self, span: Span) -> tuple[int, ...]:
        """The ids of the cases with at least one word of their talk in the span, in the order they speak there."""
        spoken = self.spoken
        starts, ends = spoken.starts, spoken.ends
        if not ends:
            return self.whole
        found: tuple[int, ...] = ()
        position = bisect_right(ends, span.start)
        while position < len(starts) and starts[position] < span.end:
            cases = self.cases[spoken.speakers[position]]
            if cases and _has_word(spoken.text, max(starts[position], span.start), min(ends[position], span.end)):
                # Nearly every segment lies in the talk of one.
                found = tuple(dict.fromkeys((*found, *cases))) if found else cases
            position += 1
        return found


def talk_of(spoken: SpokenText, cases: Sequence[Case]) -> SourceTalk:
    """Whose talk stands where in a source.

    A case's talk is what its speakers say. A participant linked to the source as a whole has what its participants say
    and no other participant is linked to; a group or site all that participants say.
    """
    linked = [case for case in cases if spoken.source in case.sources]
    return SourceTalk(spoken, _cases_by_speaker(spoken, cases, linked), () if spoken.ends else tuple(case.id for case in linked))


def _cases_by_speaker(spoken: SpokenText, cases: Sequence[Case], linked: Iterable[Case]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {speaker: [] for speaker in spoken.labels}
    claimed: set[int] = set()
    speaking: set[int] = set()
    for case in cases:
        for speaker in case.speakers:
            if speaker in found:
                found[speaker].append(case.id)
                speaking.add(case.id)
                if case.kind is CaseKind.PARTICIPANT:
                    claimed.add(speaker)
    talking = [speaker for speaker, role in spoken.roles.items() if role is Role.PARTICIPANT]
    for case in linked:
        if case.id not in speaking:
            for speaker in talking:
                if case.kind is not CaseKind.PARTICIPANT or speaker not in claimed:
                    found[speaker].append(case.id)
    order = {case.id: place for place, case in enumerate(cases)}
    return {speaker: tuple(sorted(ids, key=order.__getitem__)) for speaker, ids in found.items()}


def _has_word(text: str, start: int, end: int) -> bool:
    """Whether there is a letter or a digit: the least that a word consists of."""
    return text[start].isalnum() or any(map(str.isalnum, text[start:end]))
