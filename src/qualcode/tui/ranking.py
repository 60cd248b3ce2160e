"""Which code is meant by a few letters: the ranked search of the code picker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.letters import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code

__all__ = ["CodeSearch", "Hit", "folded"]

_FEW = 5
"""Under so many hits a typing mistake is considered."""
_CLOSE = 72.0
"""How alike (0 to 100) a name must be to count as meant by a mistyped query."""
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A code that fits, and which letters of its name fit (offsets into the name)."""

    code: int
    letters: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    code: int
    place: int
    name: str
    path: str
    word_starts: tuple[int, ...]
    initials: str


class CodeSearch:
    """The codes of a codebook that can be applied, or all live ones, ready to be searched at each letter."""

    def __init__(self, codebook: Codebook, *, all_codes: bool = False, chosen: Mapping[str, int] | None = None) -> None:
        """A search of a codebook; `chosen` are the codes that were taken for a query before."""
        applicable = [code for code in codebook if all_codes or code.codable]
        self._entries = [_entry(place, code, codebook) for place, code in enumerate(applicable)]
        self.chosen: dict[str, int] = dict(chosen or {})

    def remember(self, query: str, code: int) -> None:
        """Note what was chosen for a query: next time it comes first."""
        sought = _sought(query)
        if sought:
            # The newest last, so that the oldest can be dropped.
            self.chosen.pop(sought, None)
            self.chosen[sought] = code

    def search(self, query: str, recent: Sequence[int] = ()) -> list[Hit]:
        """The codes that fit, best first.

        In this order: the name begins with it, a word of the name does, the name holds it, its initials, the path
        holds its words, its letters stand in the name in order; where fewer than five fit, names that look like it.
        Equals are ordered by recent use, then as in the codebook. An empty query lists recent codes, then all. A path
        written with > is meant as written: nothing that only looks like it is offered.
        """
        rank_of = {code: place for place, code in enumerate(recent)}
        sought = _sought(query)
        found: list[tuple[int, int, int, Hit]] = []
        chosen = self.chosen.get(sought)
        for entry in self._entries:
            tier, letters = _fit(entry, sought) if sought else (0, ())
            if entry.code == chosen:
                # Also where only a typing mistake led to it.
                tier = -1
            if tier is not None:
                found.append((tier, rank_of.get(entry.code, len(rank_of)), entry.place, Hit(entry.code, letters)))
        found.sort(key=lambda one: one[:3])
        hits = [one[3] for one in found]
        if sought and len(hits) < _FEW:
            hits += self._alike(sought, {hit.code for hit in hits})
        return hits

    def _alike(self, sought: str, known: set[int]) -> list[Hit]:
        if len(sought) < 3 or ">" in sought:
            return []
        from rapidfuzz import fuzz, process

        names = {entry.code: entry.name for entry in self._entries if entry.code not in known}
        close = process.extract(sought, names, scorer=fuzz.WRatio, limit=_FEW, score_cutoff=_CLOSE)
        return [Hit(code) for _name, _score, code in close]


def _sought(query: str) -> str:
    return " ".join(folded(query).split())


def _entry(place: int, code: Code, codebook: Codebook) -> _Entry:
    name = folded(code.name)
    starts = tuple(word.start() for word in _WORDS.finditer(name))
    path = folded(" ".join(codebook.path(code.id)))
    return _Entry(code.id, place, name, path, starts, "".join(name[start] for start in starts))


def _fit(entry: _Entry, sought: str) -> tuple[int | None, tuple[int, ...]]:
    """The tier in which a code fits (smaller is better) with the letters that do, or None."""
    for tier, way in enumerate(_WAYS):
        letters = way(entry, sought)
        if letters is not None:
            return tier, letters
    return None, ()


def _name_prefix(entry: _Entry, sought: str) -> tuple[int, ...] | None:
    return tuple(range(len(sought))) if entry.name.startswith(sought) else None


def _word_prefix(entry: _Entry, sought: str) -> tuple[int, ...] | None:
    for start in entry.word_starts:
        if entry.name.startswith(sought, start):
            return tuple(range(start, start + len(sought)))
    return None


def _substring(entry: _Entry, sought: str) -> tuple[int, ...] | None:
    at = entry.name.find(sought)
    return None if at < 0 else tuple(range(at, at + len(sought)))


def _initials(entry: _Entry, sought: str) -> tuple[int, ...] | None:
    at = entry.initials.find(sought) if len(sought) > 1 else -1
    return None if at < 0 else entry.word_starts[at : at + len(sought)]


def _path(entry: _Entry, sought: str) -> tuple[int, ...] | None:
    parts = [part for part in sought.replace(">", " ").split() if part]
    if not parts or not all(part in entry.path for part in parts):
        return None
    return tuple(offset for part in parts if (at := entry.name.find(part)) >= 0 for offset in range(at, at + len(part)))


def _subsequence(entry: _Entry, sought: str) -> tuple[int, ...] | None:
    letters: list[int] = []
    at = -1
    for letter in sought:
        if letter == " ":
            continue
        at = entry.name.find(letter, at + 1)
        if at < 0:
            return None
        letters.append(at)
    return tuple(letters)


_WAYS: tuple[Callable[[_Entry, str], tuple[int, ...] | None], ...] = (
    _name_prefix,
    _word_prefix,
    _substring,
    _initials,
    _path,
    _subsequence,
)
