"""The interval engine: for every source and code at once, in how many units each combination of coders applied it.

One sort of all segment ends and one pass over them; text is never expanded to characters. The result is a table of
pattern weights for each source and code: bit i of a pattern says that coder i applied the code. All coefficients of
`tally.py` are closed formulas of these integers, and the identity with a count by character is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from qualcode.analysis.agreement.halves import half_covered
from qualcode.domain.spans import Span, trimmed
from qualcode.domain.units import MappingRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qualcode.domain.units import UnitAxis

    Integers = NDArray[np.int64]

MOST_CODERS = 16
ALL_PATTERNS = 4
"""Up to this many coders every pattern has its column; with more only those that occur."""
Mark = tuple[int, int, int, int, int]
"""One finished coding by position: source, coder, code, start, end; the offsets are code points of the source's text."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks that reach a unit in scope, one element each, as arrays of equal length.

    `start` and `end` are code points of the source's text; `first` and `last` half-open numbers of units. `dropped` counts
    the marks that reach none.
    """

    source: Integers
    coder: Integers
    code: Integers
    start: Integers
    end: Integers
    first: Integers
    last: Integers
    dropped: int = 0

    def with_codes(self, codes: Sequence[Sequence[int]]) -> Marks:
        """The same marks with other codes: element k once for each code of `codes[k]`, or not at all."""
        import numpy as np

        times = np.array([len(one) for one in codes], dtype=np.int64)
        code = np.array([number for one in codes for number in one], dtype=np.int64)
        parts = (self.source, self.coder, self.start, self.end, self.first, self.last)
        source, coder, start, end, first, last = (np.repeat(part, times) for part in parts)
        return Marks(source, coder, code, start, end, first, last, self.dropped)


class Intervals(NamedTuple):
    """Half-open intervals of unit numbers, one element each: who applied which code where. Arrays of equal length."""

    source: Integers
    coder: Integers
    code: Integers
    start: Integers
    end: Integers


@dataclass(frozen=True, slots=True)
class PatternTable:
    """Weights in units, shape (sources, codes, patterns); `patterns` are the bit patterns of the last axis, in order.

    Every row sums to the size of its source.
    """

    patterns: Integers
    weights: Integers


def marks_of(axes: Sequence[UnitAxis], texts: Sequence[str], marks: Sequence[Mark]) -> Marks:
    """Marks with the units they reach; `axes` and `texts` stand in the order `marks` number sources.

    All axes must be of one unit. A coarse unit is reached by a sign of it that is not white space, a code point on a fine
    axis by being covered.

    Raises:
        ValueError: a mark is empty or reaches outside its text.
    """
    import numpy as np

    fine = any(axis.fine for axis in axes)
    kept = _fitting(texts, marks, trim=not fine)
    source, coder, code, start, end = np.array(kept, dtype=np.int64).reshape(len(kept), 5).T
    offsets = np.concatenate(([0], np.cumsum([len(text) + 1 for text in texts], dtype=np.int64)))
    piece_start = _laid_out([axis.starts for axis in axes], offsets)
    piece_end = _laid_out([axis.ends for axis in axes], offsets)
    number = _laid_out([axis.numbers for axis in axes], np.zeros_like(offsets))
    if not len(piece_start):
        none = source[:0]
        return Marks(none, none, none, none, none, none, none, dropped=len(marks))
    here = offsets[source]
    first = np.searchsorted(piece_end, start + here, side="right")
    last = np.searchsorted(piece_start, end + here, side="left") - 1
    reached = first <= last
    source, coder, code, start, end, first, last, here = (
        part[reached] for part in (source, coder, code, start, end, first, last, here)
    )
    low, high = number[first], number[last] + 1
    if fine:
        low = low + np.maximum(start + here - piece_start[first], 0)
        high = number[last] + np.minimum(end + here, piece_end[last]) - piece_start[last]
    return Marks(source, coder, code, start, end, low, high, dropped=len(marks) - len(source))


def intervals_of(marks: Marks, axes: Sequence[UnitAxis], texts: Sequence[str], rule: MappingRule = MappingRule.ANY) -> Intervals:
    """The units that marks code under a mapping rule; `axes` and `texts` are those the marks were made with."""
    import numpy as np

    if rule is MappingRule.ANY or not len(marks.source) or axes[0].fine:
        return Intervals(marks.source, marks.coder, marks.code, marks.first, marks.last)
    first, last, half = half_covered(marks, axes, texts)
    whole = last > first
    return Intervals(
        np.concatenate((marks.source[whole], half.source)),
        np.concatenate((marks.coder[whole], half.coder)),
        np.concatenate((marks.code[whole], half.code)),
        np.concatenate((first[whole], half.unit)),
        np.concatenate((last[whole], half.unit + 1)),
    )


def pattern_weights(intervals: Intervals, sizes: Sequence[int], codes: int, coders: int) -> PatternTable:
    """Weights in units of every pattern of `coders` coders; `sizes` are units in each source.

    Overlapping or repeated intervals of one coder count once.

    Raises:
        ValueError: there are no coders or more than 16, or an interval is empty.
    """
    import numpy as np

    if not 1 <= coders <= MOST_CODERS:
        raise ValueError(f"agreement is computed for 1 to {MOST_CODERS} coders, not {coders}")
    if (intervals.end <= intervals.start).any():
        raise ValueError("an interval of units is never empty")
    key = intervals.source * codes + intervals.code
    keys = np.concatenate((key, key))
    ends = np.concatenate((intervals.start, intervals.end))
    step = np.concatenate((np.ones_like(key), -np.ones_like(key)))
    who = np.concatenate((intervals.coder, intervals.coder))
    order = np.lexsort((ends, keys))
    keys, ends, step, who = keys[order], ends[order], step[order], who[order]
    state = np.zeros_like(keys)
    for coder in range(coders):
        # Every key's steps sum to 0, so the running sum needs no reset from one source and code to the next.
        state |= (np.cumsum(np.where(who == coder, step, 0)) > 0).astype(np.int64) << coder
    length = np.diff(ends)
    within = (keys[1:] == keys[:-1]) & (length > 0)
    keys, state, length = keys[:-1][within], state[:-1][within], length[within]
    patterns = np.arange(2**coders) if coders <= ALL_PATTERNS else np.union1d(state, [0])
    cells = keys * len(patterns) + np.searchsorted(patterns, state)
    # bincount adds in float64, exact for whole numbers below 2 ** 53.
    summed = np.bincount(cells, weights=length, minlength=len(sizes) * codes * len(patterns))
    weights = summed.astype(np.int64).reshape(len(sizes), codes, len(patterns))
    weights[:, :, 0] = np.asarray(sizes, dtype=np.int64)[:, None] - weights[:, :, 1:].sum(axis=2)
    return PatternTable(patterns, weights)


def _fitting(texts: Sequence[str], marks: Sequence[Mark], *, trim: bool) -> list[Mark]:
    """The marks, on demand without outer white space, so that a coarse unit is coded only by a sign that is none."""
    kept: list[Mark] = []
    for source, coder, code, start, end in marks:
        text = texts[source]
        if not 0 <= start < end <= len(text):
            raise ValueError(f"a mark at {start}:{end} does not fit a text of {len(text)} code points")
        if trim and (text[start].isspace() or text[end - 1].isspace()):
            inner = trimmed(Span(start, end), text)
            if inner is not None:
                kept.append((source, coder, code, inner.start, inner.end))
        else:
            kept.append((source, coder, code, start, end))
    return kept


def _laid_out(parts: Sequence[Sequence[int]], offsets: Integers) -> Integers:
    """The parts one after the other, each moved by the offset of its source."""
    import numpy as np

    lengths = [len(part) for part in parts]
    flat = np.fromiter((value for part in parts for value in part), dtype=np.int64, count=sum(lengths))
    return flat + np.repeat(offsets[: len(parts)], lengths)


def units_applied(table: PatternTable) -> Integers:
    """How often a code was applied to a unit by a coder, of each code: units that two coders coded count twice."""
    import numpy as np

    applied: Integers = (table.weights * np.bitwise_count(table.patterns.astype(np.uint64))).sum(axis=(0, 2))
    return applied
