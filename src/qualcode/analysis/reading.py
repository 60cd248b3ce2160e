"""One reading of a study: the codings that charts, tables and counts are made from, each with whose talk it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.segments import Extract

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from qualcode.analysis.talk import SourceTalk
    from qualcode.domain.cases import Case
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.coding import Coding


@dataclass(frozen=True, slots=True)
class Placed:
    """A coding and the ids of the cases with at least one word of their talk in it."""

    coding: Coding
    cases: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Codings of one reading, in the order of sources and text.

    `whose` says in words whose they are. `talks` has every source with a coding, by id; `coders` names by id;
    `finished` the ids of the cases all of whose sources are finished: the N of "n of N".
    """

    whose: str
    book: Codebook
    cases: tuple[Case, ...]
    talks: Mapping[int, SourceTalk]
    placed: tuple[Placed, ...]
    coders: Mapping[int, str]
    finished: frozenset[int] = frozenset()

    def of(self, codes: Collection[int]) -> list[Placed]:
        """The codings of some codes."""
        return [one for one in self.placed if one.coding.code in codes]

    def extracts(self, placed: Sequence[Placed]) -> tuple[Extract, ...]:
        """The verbatim words of codings, with where they stand."""
        names = {case.id: case.name for case in self.cases}
        return tuple(self._extract(one, names) for one in placed)

    def _extract(self, one: Placed, names: Mapping[int, str]) -> Extract:
        coding = one.coding
        talk = self.talks[coding.source]
        touched = talk.touched(coding.span)
        return Extract(
            id=coding.id,
            source=talk.text.source.name,
            span=coding.span,
            words=coding.span.words_of(talk.text.text),
            code=self.book.path_text(coding.code),
            coder=self.coders[coding.coder],
            turn=talk.turns[touched[0]].number if touched else None,
            speaker=talk.labels[touched[0]] if touched else None,
            cases=tuple(names[case] for case in one.cases),
        )
