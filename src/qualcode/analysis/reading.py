"""One reading of a study: the codings that charts, tables and counts are made from, each with whose talk it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from qualcode.domain.segments import Extract

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from qualcode.analysis.talk import SourceTalk
    from qualcode.domain.cases import Case
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.coding import Coding


class Placed(NamedTuple):
    """A coding and the ids of the cases with at least one word of their talk in it."""

    coding: Coding
    cases: tuple[int, ...]


@dataclass(frozen=True)
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
        """The codings of some codes, in the order of sources and text."""
        found = [pair for code in codes for pair in self._by_code.get(code, ())]
        return [one for _, one in sorted(found, key=itemgetter(0))]

    @cached_property
    def by_coding(self) -> dict[int, Placed]:
        """Its codings by id."""
        return {one.coding.id: one for one in self.placed}

    @cached_property
    def _by_code(self) -> dict[int, list[tuple[int, Placed]]]:
        by_code: dict[int, list[tuple[int, Placed]]] = {}
        for place, one in enumerate(self.placed):
            by_code.setdefault(one.coding.code, []).append((place, one))
        return by_code

    @cached_property
    def _names(self) -> dict[int, str]:
        return {case.id: case.name for case in self.cases}

    @cached_property
    def _paths(self) -> dict[int, str]:
        return {code.id: self.book.path_text(code.id) for code in self.book.codes}

    def extracts(self, placed: Sequence[Placed]) -> tuple[Extract, ...]:
        """The verbatim words of codings, with where they stand."""
        talks, paths, coders, names = self.talks, self._paths, self.coders, self._names
        found = []
        for coding, cases in placed:
            talk, span = talks[coding.source], coding.span
            spoken = talk.spoken
            turn = talk.first_turn(span)
            found.append(
                Extract(
                    coding.id,
                    spoken.name,
                    span,
                    spoken.text[span.start : span.end],
                    paths[coding.code],
                    coders[coding.coder],
                    None if turn is None else spoken.numbers[turn],
                    None if turn is None else spoken.labels[spoken.speakers[turn]],
                    tuple([names[case] for case in cases]),
                )
            )
        return tuple(found)
