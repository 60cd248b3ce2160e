"""The mapping rule "half the unit": which of the units that segments cover in part are covered by half or more."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.domain.spans import Span, union

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.agreement.sweep import Integers, Marks
    from qualcode.domain.units import UnitAxis

Touched = tuple[int, int, int, int]
"""Source, coder, code and number of a unit that is covered in part."""


def half_covered(marks: Marks, axes: Sequence[UnitAxis], texts: Sequence[str]) -> tuple[Marks, list[Touched]]:
    """The marks on the units they cover whole (none where `last` is not after `first`), and the units half covered.

    All of a coder's marks of one code count together, each character once; white space does not count.
    """
    late, early = _begun_and_left_inside(marks, axes)
    columns = (marks.source, marks.coder, marks.code, marks.first, marks.last, marks.start, marks.end, late, early)
    covered: dict[Touched, list[Span]] = {}
    for source, coder, code, first, last, start, end, begun, left in zip(*(one.tolist() for one in columns), strict=True):
        for unit in {*([first] if begun else []), *([last - 1] if left else [])}:
            covered.setdefault((source, coder, code, unit), []).append(Span(start, end))
    sizes: dict[tuple[int, int], int] = {}
    halves = []
    for one, spans in covered.items():
        where = source, unit = one[0], one[3]
        pieces = _pieces(axes[source], unit)
        if where not in sizes:
            sizes[where] = sum(_signs(texts[source], start, end) for start, end in pieces)
        if 2 * _signs_inside(texts[source], pieces, union(spans)) >= sizes[where]:
            halves.append(one)
    return replace(marks, first=marks.first + late, last=marks.last - early), halves


def _begun_and_left_inside(marks: Marks, axes: Sequence[UnitAxis]) -> tuple[Integers, Integers]:
    """For each mark 1 where it begins inside its first unit, and 1 where it ends inside its last one; else 0."""
    import numpy as np

    firsts = [np.searchsorted(axis.numbers, np.arange(axis.count)) for axis in axes]
    lasts = [np.searchsorted(axis.numbers, np.arange(axis.count), side="right") - 1 for axis in axes]
    begins = np.concatenate([np.array(axis.starts, dtype=np.int64)[at] for axis, at in zip(axes, firsts, strict=True)])
    ends = np.concatenate([np.array(axis.ends, dtype=np.int64)[at] for axis, at in zip(axes, lasts, strict=True)])
    here = np.cumsum([0, *(axis.count for axis in axes)], dtype=np.int64)[marks.source]
    begun = marks.start > begins[here + marks.first]
    left = marks.end < ends[here + marks.last - 1]
    return begun.astype(np.int64), left.astype(np.int64)


def _pieces(axis: UnitAxis, unit: int) -> list[tuple[int, int]]:
    """The stretches of a unit, more than one where a time is cut out of it."""
    chosen = slice(bisect_left(axis.numbers, unit), bisect_right(axis.numbers, unit))
    return list(zip(axis.starts[chosen], axis.ends[chosen], strict=True))


def _signs_inside(text: str, pieces: Sequence[tuple[int, int]], spans: Sequence[Span]) -> int:
    """How many characters of the pieces that are not white space lie in spans, which are disjoint."""
    return sum(
        _signs(text, max(start, span.start), min(end, span.end))
        for start, end in pieces
        for span in spans
        if span.start < end and start < span.end
    )


def _signs(text: str, start: int, end: int) -> int:
    return sum(map(len, text[start:end].split()))
