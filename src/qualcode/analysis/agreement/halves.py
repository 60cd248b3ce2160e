"""The mapping rule "half the unit": which of the units that segments cover in part are covered by half or more."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.agreement.sweep import Integers, Marks
    from qualcode.domain.units import UnitAxis

LAST_SPACE = 0x3000
"""No white space lies beyond the ideographic space."""


class Covered(NamedTuple):
    """Units that a coder's marks of one code cover by half or more in parts: source, coder, code, number of the unit."""

    source: Integers
    coder: Integers
    code: Integers
    unit: Integers


def half_covered(marks: Marks, axes: Sequence[UnitAxis], texts: Sequence[str]) -> tuple[Integers, Integers, Covered]:
    """For each mark the half-open range of units it covers whole, and the units that are half covered in parts.

    All of a coder's marks of one code count together, each character once; white space and what is out of scope do not.
    """
    import numpy as np

    offsets = np.cumsum([0, *(len(text) + 1 for text in texts)], dtype=np.int64)
    before = np.cumsum([0, *(axis.count for axis in axes)], dtype=np.int64)
    begins, ends = _units(axes, offsets)
    start, end = marks.start + offsets[marks.source], marks.end + offsets[marks.source]
    low, high = before[marks.source] + marks.first, before[marks.source] + marks.last - 1
    late, early = start > begins[low], end < ends[high]
    # A mark inside one unit that it neither begins nor ends is one part of it, not two.
    parts = [np.flatnonzero(late), np.flatnonzero(early & ~(late & (low == high)))]
    which = np.concatenate(parts)
    unit = np.concatenate((low[parts[0]], high[parts[1]]))
    edges = (np.maximum(start[which], begins[unit]), np.minimum(end[which], ends[unit]), begins, ends)
    covered_from, covered_to, begin_signs, end_signs = _signs_before(edges, axes, texts, offsets)
    coder, code = marks.coder[which], marks.code[which]
    coders, codes = (int(one.max(initial=0)) + 1 for one in (coder, code))
    groups, of_part = np.unique((unit * coders + coder) * codes + code, return_inverse=True)
    covered = _union_lengths(of_part, covered_from, covered_to, len(groups))
    unit, coder, code = groups // codes // coders, groups // codes % coders, groups % codes
    enough = 2 * covered >= end_signs[unit] - begin_signs[unit]
    unit, coder, code = unit[enough], coder[enough], code[enough]
    source = np.searchsorted(before, unit, side="right") - 1
    return marks.first + late, marks.last - early, Covered(source, coder, code, unit - before[source])


def _units(axes: Sequence[UnitAxis], offsets: Integers) -> tuple[Integers, Integers]:
    """Where the first piece of each unit begins and its last one ends, all texts laid end to end."""
    import numpy as np

    begins, ends = [], []
    for axis, offset in zip(axes, offsets.tolist(), strict=False):
        numbers, units = np.array(axis.numbers, dtype=np.int64), np.arange(axis.count)
        begins.append(np.array(axis.starts, dtype=np.int64)[np.searchsorted(numbers, units)] + offset)
        ends.append(np.array(axis.ends, dtype=np.int64)[np.searchsorted(numbers, units, side="right") - 1] + offset)
    return np.concatenate(begins), np.concatenate(ends)


def _signs_before(edges: Sequence[Integers], axes: Sequence[UnitAxis], texts: Sequence[str], offsets: Integers) -> list[Integers]:
    """How many characters in scope that are no white space stand before each edge, counted from the first edge of all.

    Only what lies inside units counts, so that text out of scope matters where it parts the pieces of one unit alone.
    """
    import numpy as np

    points = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    signs = np.array(_signs(), dtype=np.int8).take(points, mode="clip")
    for axis, offset in zip(axes, offsets.tolist(), strict=False):
        for at in np.flatnonzero(np.diff(np.array(axis.numbers, dtype=np.int64)) == 0).tolist():
            signs[axis.ends[at] + offset : axis.starts[at + 1] + offset] = 0
    places, of_edge = np.unique(np.concatenate(edges), return_inverse=True)
    between = np.add.reduceat(signs, places, dtype=np.int64) if len(places) else places
    before = np.concatenate(([0], np.cumsum(between[:-1])))[of_edge]
    return np.split(before, np.cumsum([len(edge) for edge in edges])[:-1])


@cache
def _signs() -> tuple[int, ...]:
    """1 for each code point that is no white space, up to the last that is, and for one more that stands for all others."""
    return (*(int(not chr(point).isspace()) for point in range(LAST_SPACE + 1)), 1)


def _union_lengths(group: Integers, start: Integers, end: Integers, groups: int) -> Integers:
    """The length that the intervals of each group cover together."""
    import numpy as np

    # Each group is moved behind all before it, so that one running maximum serves all of them.
    apart = int(end.max(initial=0)) + 1
    order = np.lexsort((start, group))
    group, start, end = group[order], start[order] + group[order] * apart, end[order] + group[order] * apart
    reached = np.maximum.accumulate(np.concatenate(([-1], end)))[:-1]
    fresh = np.maximum(0, end - np.maximum(start, reached))
    return np.bincount(group, weights=fresh, minlength=groups).astype(np.int64)
