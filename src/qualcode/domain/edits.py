"""What a correction did to a text: which stretches became which words, and where every span goes through it.

An edit map is made from the text before and after. It is word-aware: a word that was replaced is replaced whole, so
that a coding on "Smith" covers "Smithson" afterwards and not its first five letters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, Self

from qualcode.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Replacement(NamedTuple):
    """`old[start:end]` became `words`, in code points of the text before; `start == end` where words were put in."""

    start: int
    end: int
    words: str

    @property
    def shift(self) -> int:
        """By how much everything behind it moves."""
        return len(self.words) - (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a span is after a correction, None where all its words were taken out; `changed` when its words are others."""

    span: Span | None
    changed: bool


@dataclass(frozen=True, slots=True)
class EditMap:
    """Replacements in the order of the text, none overlapping another; make it with `of` or `between`."""

    replacements: tuple[Replacement, ...] = ()
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _ends: list[int] = field(init=False, repr=False, compare=False)
    _shifts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        at = 0
        for one in self.replacements:
            if not at <= one.start <= one.end or (one.start == one.end and not one.words):
                raise ValueError(f"the replacement at {one.start}:{one.end} does not fit behind {at}")
            at = one.end
        object.__setattr__(self, "_starts", [one.start for one in self.replacements])
        object.__setattr__(self, "_ends", [one.end for one in self.replacements])
        object.__setattr__(self, "_shifts", [0, *accumulate(one.shift for one in self.replacements)])

    def __bool__(self) -> bool:
        return bool(self.replacements)

    @classmethod
    def of(cls, replacements: Iterable[Replacement]) -> Self:
        """A map of replacements in the order of the text; words put in where another replacement ends become part of it.

        Raises:
            ValueError: two replacements overlap or are out of order.
        """
        joined: list[Replacement] = []
        for one in replacements:
            if one.start == one.end and not one.words:
                continue
            before = joined[-1] if joined else None
            if before is not None and before.end == one.start and (before.start == before.end or one.start == one.end):
                joined[-1] = Replacement(before.start, one.end, before.words + one.words)
            else:
                joined.append(one)
        return cls(tuple(joined))

    @classmethod
    def between(cls, old: str, new: str, *, at: int = 0) -> Self:
        """The map that leads from `old` to `new`, in whole words; `at` is where `old` begins in its text."""
        from qualcode.domain.edit_finding import replacements_between

        return cls.of(Replacement(at + one.start, at + one.end, one.words) for one in replacements_between(old, new))

    def applied(self, text: str) -> str:
        """The text after the correction."""
        parts: list[str] = []
        position = 0
        for start, end, words in self.replacements:
            parts += (text[position:start], words)
            position = end
        return "".join((*parts, text[position:]))

    def carry(self, span: Span, *, grows: bool = False) -> Carried:
        """Where a span is afterwards.

        Words put in at an edge stay outside, unless it `grows` (a turn does); inside they belong to it. Where a
        replacement reaches over an edge, its words belong to the span, as do those that took the place of all of it.
        """
        first, last = self._touching(span, grows=grows)
        before = self._shifts[first]
        if first == last:
            return Carried(Span(span.start + before, span.end + before), changed=False)
        opening, closing = self.replacements[first], self.replacements[last - 1]
        start = min(opening.start, span.start) + before
        end = closing.start + self._shifts[last - 1] + len(closing.words) + max(0, span.end - closing.end)
        return Carried(Span(start, end) if end > start else None, changed=True)

    def place(self, offset: int) -> int:
        """Where a place between two code points is afterwards; one inside a replacement goes to its beginning."""
        number = bisect_right(self._ends, offset)
        inside = number < len(self._starts) and self._starts[number] < offset
        return (self._starts[number] if inside else offset) + self._shifts[number]

    def inverse(self, old: str) -> EditMap:
        """The map that leads back; `old` is the text before."""
        shifted = zip(self.replacements, self._shifts, strict=False)
        return EditMap.of(
            Replacement(one.start + shift, one.start + shift + len(one.words), old[one.start : one.end]) for one, shift in shifted
        )

    def then(self, later: EditMap) -> EditMap:
        """One map for two corrections: this and a `later` one of what it led to."""
        return EditMap.of(_composed(self.replacements, later.replacements))

    def _touching(self, span: Span, *, grows: bool) -> tuple[int, int]:
        """The range of replacements that change the words of a span."""
        first, last = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)
        if grows:
            first -= first > 0 and self._starts[first - 1] == self._ends[first - 1] == span.start
            last += last < len(self._starts) and self._starts[last] == self._ends[last] == span.end
        return first, last


def _composed(first: Sequence[Replacement], later: Sequence[Replacement]) -> Iterator[Replacement]:
    """Both walked over the text between them; replacements that overlap there become one."""
    ahead, behind = list(reversed(first)), list(reversed(later))
    shift = 0
    while ahead or behind:
        made: list[tuple[int, str]] = []
        changes: list[Replacement] = []
        start = min([one[-1].start + moved for one, moved in ((ahead, shift), (behind, 0)) if one])
        end, grown = start, 0
        while True:
            fresh = not made and not changes
            if ahead and (ahead[-1].start + shift + grown < end or (fresh and ahead[-1].start + shift == start)):
                one = ahead.pop()
                made.append((one.start + shift + grown, one.words))
                end = max(end, made[-1][0] + len(one.words))
                grown += one.shift
            elif behind and (behind[-1].start < end or (fresh and behind[-1].start == start)):
                changes.append(behind.pop())
                end = max(end, changes[-1].end)
            else:
                break
        yield Replacement(start - shift, end - shift - grown, _rewritten(start, end, made, changes))
        shift += grown


def _rewritten(start: int, end: int, made: Sequence[tuple[int, str]], changes: Sequence[Replacement]) -> str:
    """The words of a stretch of the text between, where every character was put in by one or taken out by the other."""
    between = [""] * (end - start)
    for at, words in made:
        between[at - start : at - start + len(words)] = list(words)
    out: list[str] = []
    position = start
    for one in changes:
        out += (*between[position - start : one.start - start], one.words)
        position = one.end
    return "".join((*out, *between[position - start :]))
