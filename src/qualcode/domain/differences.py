"""Where two finished codings of one text agree and where they differ, as things to talk over.

The rule: each coder's segment is compared without the spaces and punctuation at its ends, and the overlap of two is the
share of the characters of either that both hold. Segments of the same code are paired first, the largest overlap first;
an overlap of 1 is agreement, anything below a boundary. What is left is paired across codes in the same way: codes of
one family make a sibling code, others another theme. A segment without a partner was missed by the other coder. One
whose words the other coder did give the same code, in a segment that has a partner already, was not missed: it joins
that pair, so that three sentences coded one by one and the passage of all three are one difference and not three.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING

from qualcode.domain.codes import CodeKind
from qualcode.domain.spans import Span, union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qualcode.domain.codebook import Codebook


class DifferenceKind(StrEnum):
    """How two codings of the same words relate."""

    AGREED = "agreed"
    BOUNDARY = "boundary"
    SIBLING = "sibling code"
    THEME = "other theme"
    MISSED = "missed"


TO_SETTLE = (DifferenceKind.MISSED, DifferenceKind.BOUNDARY, DifferenceKind.SIBLING, DifferenceKind.THEME)
"""The kinds that are differences, in the order they are listed."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One segment a coder finished with: `id` is that of the finished coding, `code` the code as it is read.

    `unsure` and `note` are what the coder marked and wrote on the coding.
    """

    id: int
    code: int
    span: Span
    unsure: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Segments of the first and of the second coder that belong together, n to m; one side is empty where it was missed.

    `overlap` is the share of the characters of either side that both hold, from 0 to 1.
    """

    kind: DifferenceKind
    first: tuple[Mark, ...]
    second: tuple[Mark, ...]
    overlap: Fraction = Fraction(0)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The segments of both sides."""
        return (*self.first, *self.second)

    @property
    def span(self) -> Span:
        """The smallest span that holds all of it."""
        return Span(min(one.span.start for one in self.marks), max(one.span.end for one in self.marks))

    @property
    def codes(self) -> tuple[int, ...]:
        """The codes in it, each once, the first coder's first."""
        return tuple(dict.fromkeys(one.code for one in self.marks))

    @property
    def unsure(self) -> bool:
        """Whether a coder marked one of the segments unsure."""
        return any(one.unsure for one in self.marks)

    @property
    def ids(self) -> frozenset[int]:
        """The finished codings it is about."""
        return frozenset(one.id for one in self.marks)


@dataclass(slots=True)
class _Pair:
    first: list[Mark]
    second: list[Mark]


def find_differences(
    text: str, first: Iterable[Mark], second: Iterable[Mark], related: Callable[[int, int], bool]
) -> tuple[Difference, ...]:
    """Everything two coders coded in one text, agreed and not, in the order of the text.

    `related` says whether two different codes are of one family, and so siblings. Spans lie in `text`.
    """
    marks = list(first), list(second)
    extents = {mark.id: bare(mark.span, text) for mark in chain(*marks)}

    def extent(mark: Mark) -> Span:
        return extents[mark.id]

    found = []
    lone: tuple[list[Mark], list[Mark]] = ([], [])
    for code in dict.fromkeys(mark.code for mark in chain(*marks)):
        one, other = ([mark for mark in side if mark.code == code] for side in marks)
        pairs, rest = _paired(one, other, extent, lambda *_: False)
        found += [_same_code(text, pair) for pair in _joined(pairs, rest, extent)]
        lone[0].extend(rest[0])
        lone[1].extend(rest[1])
    pairs, rest = _paired(*lone, extent, related)
    for pair in pairs:
        mine, theirs = pair.first[0], pair.second[0]
        kind = DifferenceKind.SIBLING if related(mine.code, theirs.code) else DifferenceKind.THEME
        found.append(Difference(kind, (mine,), (theirs,), _overlap(extent(mine), extent(theirs))))
    found += [Difference(DifferenceKind.MISSED, (mark,), ()) for mark in rest[0]]
    found += [Difference(DifferenceKind.MISSED, (), (mark,)) for mark in rest[1]]
    return tuple(sorted(found, key=lambda one: (one.span, sorted(one.ids))))


def families(book: Codebook) -> Callable[[int, int], bool]:
    """Which two codes of a codebook are of one family: of one parent, or one below the other.

    Two themes are of one family only where one stands below the other: what a group holds together is an aim of the study.
    """
    themes = {code.id for code in book.codes if code.kind in {CodeKind.THEME, CodeKind.GROUP}}
    groups = {code.id for code in book.codes if code.kind is CodeKind.GROUP}

    def related(one: int, other: int) -> bool:
        if one not in book or other not in book:
            return False
        if book[one].parent == book[other].parent:
            return not {one, other} & themes
        above = {code.id for code in (*book.ancestors(one), *book.ancestors(other))}
        return bool({one, other} & above - groups)

    return related


def bare(span: Span, text: str) -> Span:
    """A span without the spaces and punctuation at its ends; as it is where it holds nothing else."""
    start, end = span.start, span.end
    while start < end and _is_light(text[start]):
        start += 1
    while end > start and _is_light(text[end - 1]):
        end -= 1
    return Span(start, end) if end > start else span


def _is_light(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign)[0] == "P"


def _overlap(one: Span, other: Span) -> Fraction:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return Fraction(shared, len(one) + len(other) - shared) if shared > 0 else Fraction(0)


def _paired(
    first: Sequence[Mark], second: Sequence[Mark], extent: Callable[[Mark], Span], related: Callable[[int, int], bool]
) -> tuple[list[_Pair], tuple[list[Mark], list[Mark]]]:
    """Pairs by the largest overlap, those of related codes first where it is the same, and who is left on each side."""

    def rank(pair: tuple[Mark, Mark]) -> tuple[Fraction, bool, list[Span], list[int]]:
        # Nothing in it depends on who is first: the other way round, the same pairs come out.
        one, other = pair
        spans = sorted([extent(one), extent(other)])
        return -_overlap(*spans), not related(one.code, other.code), spans, sorted([one.id, other.id])

    taken: set[int] = set()
    pairs = []
    for one, other in sorted(_meetings(first, second, extent), key=rank):
        if not taken & {one.id, other.id}:
            taken |= {one.id, other.id}
            pairs.append(_Pair([one], [other]))
    return pairs, ([one for one in first if one.id not in taken], [one for one in second if one.id not in taken])


def _meetings(first: Sequence[Mark], second: Sequence[Mark], extent: Callable[[Mark], Span]) -> Iterator[tuple[Mark, Mark]]:
    """All pairs that share a character, without looking at those that cannot."""
    waiting: tuple[list[Mark], list[Mark]] = ([], [])
    ordered = sorted([(extent(mark), side, place, mark) for side in (0, 1) for place, mark in enumerate((first, second)[side])])
    for at, side, _, mark in ordered:
        other = [one for one in waiting[1 - side] if extent(one).end > at.start]
        waiting[1 - side][:] = other
        yield from ((one, mark) if side else (mark, one) for one in other)
        waiting[side].append(mark)


def _joined(pairs: list[_Pair], rest: tuple[list[Mark], list[Mark]], extent: Callable[[Mark], Span]) -> list[_Pair]:
    """Let segments without a partner join the pair in which the other coder gave their words the same code."""
    for side in (0, 1):
        left = []
        for mark in rest[side]:
            best = max(
                (
                    (_overlap(extent(mark), extent(other)), -place)
                    for place, pair in enumerate(pairs)
                    for other in (pair.first, pair.second)[1 - side]
                ),
                default=(Fraction(0), 0),
            )
            if best[0] > 0:
                pair = pairs[-best[1]]
                (pair.first, pair.second)[side].append(mark)
            else:
                left.append(mark)
        rest[side][:] = left
    return pairs


def _same_code(text: str, pair: _Pair) -> Difference:
    first, second = (_covered(text, side) for side in (pair.first, pair.second))
    shared = sum(
        min(one.end, other.end) - max(one.start, other.start) for one in first for other in second if one.overlaps(other)
    )
    overlap = Fraction(shared, sum(map(len, first)) + sum(map(len, second)) - shared)
    kind = DifferenceKind.AGREED if overlap == 1 else DifferenceKind.BOUNDARY
    return Difference(kind, _by_place(pair.first), _by_place(pair.second), overlap)


def _by_place(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: (mark.span, mark.id)))


def _covered(text: str, marks: Iterable[Mark]) -> list[Span]:
    """The words of several segments, each once; what stands between two of them with no word between does not part them."""
    whole: list[Span] = []
    for span in union([bare(mark.span, text) for mark in marks]):
        if whole and all(_is_light(sign) for sign in text[whole[-1].end : span.start]):
            whole[-1] = Span(whole[-1].start, span.end)
        else:
            whole.append(span)
    return whole
