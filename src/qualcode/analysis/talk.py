"""Whose talk stands where in a source."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.cases import CaseKind
from qualcode.domain.sources import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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


@dataclass(frozen=True, slots=True)
class Casting:
    """Who speaks in which source: the cases of each speaker and those linked to each source as a whole, by id, in their order."""

    speakers: Mapping[int, tuple[Case, ...]]
    linked: Mapping[int, tuple[Case, ...]]
    order: Mapping[int, int]


def casting_of(cases: Iterable[Case]) -> Casting:
    """Look up once who speaks where, for the talk of many sources."""
    speakers: dict[int, list[Case]] = {}
    linked: dict[int, list[Case]] = {}
    order: dict[int, int] = {}
    for place, case in enumerate(cases):
        order[case.id] = place
        for speaker in case.speakers:
            speakers.setdefault(speaker, []).append(case)
        for source in case.sources:
            linked.setdefault(source, []).append(case)
    return Casting(
        {speaker: tuple(found) for speaker, found in speakers.items()},
        {source: tuple(found) for source, found in linked.items()},
        order,
    )


def talks_of(texts: Iterable[SpokenText], cases: Iterable[Case]) -> dict[int, SourceTalk]:
    """Whose talk stands where in many sources, by the source's id."""
    casting = casting_of(cases)
    return {spoken.source: _talk(spoken, casting) for spoken in texts}


def talk_of(spoken: SpokenText, cases: Iterable[Case]) -> SourceTalk:
    """Whose talk stands where in a source.

    A case's talk is what its speakers say. A participant linked to the source as a whole has what its participants say
    and no other participant is linked to; a group or site all that participants say.
    """
    return _talk(spoken, casting_of(cases))


def _talk(spoken: SpokenText, casting: Casting) -> SourceTalk:
    linked = casting.linked.get(spoken.source, ())
    by_speaker = _cases_by_speaker(spoken, casting, linked)
    return SourceTalk(spoken, by_speaker, () if spoken.ends else tuple(case.id for case in linked))


def _cases_by_speaker(spoken: SpokenText, casting: Casting, linked: Iterable[Case]) -> dict[int, tuple[int, ...]]:
    cast = {speaker: casting.speakers.get(speaker, ()) for speaker in spoken.labels}
    found = {speaker: [case.id for case in cases] for speaker, cases in cast.items()}
    speaking = {case.id for cases in cast.values() for case in cases}
    claimed = {speaker for speaker, cases in cast.items() if any(case.kind is CaseKind.PARTICIPANT for case in cases)}
    talking = [speaker for speaker, role in spoken.roles.items() if role is Role.PARTICIPANT]
    for case in linked:
        if case.id not in speaking:
            for speaker in talking:
                if case.kind is not CaseKind.PARTICIPANT or speaker not in claimed:
                    found[speaker].append(case.id)
    return {speaker: tuple(sorted(ids, key=casting.order.__getitem__)) for speaker, ids in found.items()}


def _has_word(text: str, start: int, end: int) -> bool:
    """Whether there is a letter or a digit: the least that a word consists of."""
    return text[start].isalnum() or any(map(str.isalnum, text[start:end]))
