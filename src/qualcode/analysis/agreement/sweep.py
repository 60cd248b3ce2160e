"""The interval engine: for every source and code at once, in how many units each combination of coders applied it.

One sort of all segment ends and one pass over them; text is never expanded to characters. The result is a table of
`2 ** m` pattern weights for each source and code of m coders: bit i of a pattern says that coder i applied the code. All
coefficients of `weights.py` are closed formulas of these integers, and the identity with a count by character is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.spans import Span, trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qualcode.domain.units import UnitAxis

    Integers = NDArray[np.int64]

MOST_CODERS = 16
Mark = tuple[int, int, int, int, int]
"""One finished coding by position: source, coder, code, start, end; the offsets are code points of the source's text."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """Half-open intervals of unit numbers, one element each: who applied which code where. Arrays of equal length.

    `dropped` counts the marks that reached no unit in scope.
    """

    source: Integers
    coder: Integers
    code: Integers
    start: Integers
    end: Integers
    dropped: int = 0

    def with_codes(self, codes: Sequence[Sequence[int]]) -> Intervals:
        """The same intervals with other codes: element k once for each code of `codes[k]`, or not at all."""
        import numpy as np

        times = np.array([len(one) for one in codes], dtype=np.int64)
        code = np.array([number for one in codes for number in one], dtype=np.int64)
        source, coder, start, end = (np.repeat(part, times) for part in (self.source, self.coder, self.start, self.end))
        return Intervals(source, coder, code, start, end, self.dropped)


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


def intervals_of(axes: Sequence[UnitAxis], texts: Sequence[str], marks: Sequence[Mark]) -> Intervals:
    """Marks in code points turned into intervals of units; `axes` and `texts` stand in the order `marks` number sources.

    All axes must be of one unit. A coarse unit is marked when at least one sign of it is that is not white space; on a fine
    axis a code point is marked when it is covered.

    Raises:
        ValueError: a mark is empty or reaches outside its text.
    """
    import numpy as np

    fine = any(axis.fine for axis in axes)
    kept = _fitting(texts, marks, trim=not fine)
    rows = np.array(kept, dtype=np.int64).reshape(len(kept), 5)
    source, coder, code, start, end = rows.T
    offsets = np.concatenate(([0], np.cumsum([len(text) + 1 for text in texts], dtype=np.int64)))
    piece_start = _laid_out([axis.starts for axis in axes], offsets)
    piece_end = _laid_out([axis.ends for axis in axes], offsets)
    number = _laid_out([axis.numbers for axis in axes], np.zeros_like(offsets))
    if not len(piece_start):
        return Intervals(source[:0], coder[:0], code[:0], start[:0], end[:0], dropped=len(marks))
    here = offsets[source]
    first = np.searchsorted(piece_end, start + here, side="right")
    last = np.searchsorted(piece_start, end + here, side="left") - 1
    reached = first <= last
    source, coder, code, first, last = source[reached], coder[reached], code[reached], first[reached], last[reached]
    low, high = number[first], number[last] + 1
    if fine:
        low = low + np.maximum(start[reached] + here[reached] - piece_start[first], 0)
        high = number[last] + np.minimum(end[reached] + here[reached], piece_end[last]) - piece_start[last]
    return Intervals(source, coder, code, low, high, dropped=len(marks) - int(reached.sum()))


def _laid_out(parts: Sequence[Sequence[int]], offsets: Integers) -> Integers:
    """The parts one after the other, each moved by the offset of its source."""
    import numpy as np

    lengths = [len(part) for part in parts]
    flat = np.fromiter((value for part in parts for value in part), dtype=np.int64, count=sum(lengths))
    return flat + np.repeat(offsets[: len(parts)], lengths)


def pattern_weights(intervals: Intervals, sizes: Sequence[int], codes: int, coders: int) -> Integers:
    """Weights in units of every pattern: shape (sources, `codes`, 2 ** `coders`), each row summing to its source's size.

    `sizes` are units in each source. Overlapping or repeated intervals of one coder count once.

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
    patterns = 2**coders
    state = np.zeros_like(keys)
    for coder in range(coders):
        # Every key's steps sum to 0, so the running sum needs no reset from one source and code to the next.
        state |= (np.cumsum(np.where(who == coder, step, 0)) > 0).astype(np.int64) << coder
    length = np.diff(ends)
    same = keys[1:] == keys[:-1]
    cells = (keys[:-1] * patterns + state[:-1])[same]
    # bincount adds in float64, exact for whole numbers below 2 ** 53.
    summed = np.bincount(cells, weights=length[same], minlength=len(sizes) * codes * patterns)
    weights = summed.astype(np.int64).reshape(len(sizes), codes, patterns)
    weights[:, :, 0] = np.asarray(sizes, dtype=np.int64)[:, None] - weights[:, :, 1:].sum(axis=2)
    return weights
