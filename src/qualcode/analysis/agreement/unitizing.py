"""The unitizing family of alpha: agreement on where segments are and which code they have, not on fixed units.

Krippendorff, Mathet, Bouvry and Widloecher, On the reliability of unitizing textual continua: Further developments, Quality
& Quantity 50 (2016) 2347-2364 = Krippendorff, Content Analysis, 4th ed. (2019), section 12.6, equations 32 to 38. Each coder
parts the continuum into segments, each of one value, and gaps. In the correction for segments paired with themselves a
gap counts by its length and a segment by its length squared; where segments meet, by ordered pairs of coders.

Several texts are one continuum laid end to end, with gaps cut where a text ends. A text that not all have judged counts
with those who have.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from qualcode.domain.agreement import Figure, undefined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Segment = tuple[int, int, int]
"""A segment: half-open start and end on its text, and its value (a code's number)."""

NOBODY = "nobody coded anything"
ONE_VALUE = "everything is coded, and all of it alike"
ALL_CODED = "everything is coded by everybody"
NEVER_MEET = "no segments of two coders meet"
ONE_CODE = "where segments meet there is one code only"
SELDOM = "segments meet too seldom to tell what chance would do"
MEETS_NOTHING = "never meets another coder's segment (coverage 0 %)"
_GAP = -1
_NOTHING = 1e-9
"""Characters: less than this is a sum that only rounding keeps from 0."""


@dataclass
class Continuum:
    """What the formulas need of the texts added so far: lengths by pairs of values, and their corrections."""

    length: float = 0.0
    meeting: dict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))
    squares: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    met_squares: dict[int, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, length: int, coders: Sequence[Sequence[Segment]]) -> None:
        """Add a text of this length with the segments of each of two coders or more, in order and without overlap.

        Raises:
            ValueError: segments of a coder overlap, are out of order, or reach outside the text.
        """
        many = len(coders)
        self.length += length * many
        for units in coders:
            at = 0
            for start, end, value in units:
                if not at <= start < end <= length:
                    raise ValueError(f"a segment at {start}:{end} does not fit behind {at} in a text of {length}")
                self.squares[_GAP] += start - at
                self.squares[value] += float(end - start) ** 2
                at = end
            self.squares[_GAP] += length - at
        met: dict[tuple[int, int, int], int] = defaultdict(int)
        for size, state in _slices(length, coders):
            for i, one in enumerate(state):
                for j, other in enumerate(state):
                    if i == j:
                        continue
                    left = coders[i][one][2] if one >= 0 else _GAP
                    right = coders[j][other][2] if other >= 0 else _GAP
                    self.meeting[left, right] += size / (many - 1)
                    if one >= 0 and other >= 0:
                        met[i, one, j] += size
        for (i, one, _), size in met.items():
            self.met_squares[coders[i][one][2]] += float(size) ** 2 / (many - 1)


def _slices(length: int, coders: Sequence[Sequence[Segment]]) -> Iterable[tuple[int, list[int]]]:
    """The text between any two boundaries: its length, and for each coder the number of the segment there or -1."""
    places = sorted({0, length, *(at for units in coders for unit in units for at in unit[:2])})
    following = [0] * len(coders)
    for start, end in pairwise(places):
        state = []
        for coder, units in enumerate(coders):
            while following[coder] < len(units) and units[following[coder]][1] <= start:
                following[coder] += 1
            at = following[coder]
            state.append(at if at < len(units) and units[at][0] <= start else -1)
        yield end - start, state


@dataclass(frozen=True, slots=True)
class UnitizingFigures:
    """u-alpha (`units`), |u-alpha (`relevance`), cu-alpha (`values`) with its coverage, and (k)u-alpha with coverage by value."""

    units: Figure
    relevance: Figure
    values: Figure
    coverage: Figure
    by_value: dict[int, tuple[Figure, Figure]]


def unitizing(continuum: Continuum, values: Iterable[int]) -> UnitizingFigures:
    """The family on a continuum; `values` are those (k)u-alpha is wanted of."""
    margins: dict[int, float] = defaultdict(float)
    met: dict[int, float] = defaultdict(float)
    for (left, right), size in continuum.meeting.items():
        margins[left] += size
        if _GAP not in (left, right):
            met[left] += size
    of_units, of_relevance = _units_and_relevance(continuum, margins)
    whole = sum(met.values())
    coverage = Figure(whole / continuum.length) if continuum.length else undefined(NOBODY)
    # The expected coincidences where segments meet are products of margins over this, without self-pairs on the diagonal.
    scale = whole - sum(continuum.met_squares.values()) / whole if whole else 0.0
    if not whole:
        of_values = undefined(NEVER_MEET)
    elif len(met) < 2:
        of_values = undefined(ONE_CODE)
    elif scale < _NOTHING:
        of_values = undefined(SELDOM)
    else:
        unlike = (whole**2 - sum(size**2 for size in met.values())) / scale
        apart = sum(size for (left, right), size in continuum.meeting.items() if left != right and _GAP not in (left, right))
        of_values = Figure(1 - apart / unlike, observed=apart / whole, expected=unlike / whole)
    by_value = {value: _of_value(continuum, value, margins, met, scale) for value in values}
    return UnitizingFigures(of_units, of_relevance, of_values, coverage, by_value)


def _units_and_relevance(continuum: Continuum, margins: dict[int, float]) -> tuple[Figure, Figure]:
    whole = continuum.length
    coded = sum(size for value, size in margins.items() if value != _GAP)
    scale = whole**2 - sum(continuum.squares.values())
    unlike = whole * (whole**2 - sum(size**2 for size in margins.values())) / scale if scale else 0.0
    apart = sum(size for (left, right), size in continuum.meeting.items() if left != right)
    if not coded:
        return undefined(NOBODY), undefined(NOBODY)
    used = [value for value, size in margins.items() if size]
    units = Figure(1 - apart / unlike, observed=apart / whole, expected=unlike / whole) if len(used) > 1 else undefined(ONE_VALUE)
    if not margins.get(_GAP):
        return units, undefined(ALL_CODED)
    bare = sum(size for (left, right), size in continuum.meeting.items() if left == _GAP != right)
    by_chance = whole * margins[_GAP] * coded / scale
    return units, Figure(1 - bare / by_chance, observed=2 * bare / whole, expected=2 * by_chance / whole)


def _of_value(
    continuum: Continuum, value: int, margins: dict[int, float], met: dict[int, float], scale: float
) -> tuple[Figure, Figure]:
    """(k)u-alpha of a value, and the share of its length where it meets a segment of another coder."""
    if not margins.get(value):
        return undefined(NOBODY), undefined(NOBODY)
    mine, whole = met.get(value, 0.0), sum(met.values())
    coverage = Figure(mine / margins[value])
    if not mine:
        return undefined(MEETS_NOTHING), coverage
    if len(met) < 2:
        return undefined(ONE_CODE), coverage
    if scale < _NOTHING:
        return undefined(SELDOM), coverage
    same = (mine**2 - continuum.met_squares[value]) / scale
    others = mine * (whole - mine) / scale
    apart = sum(size for (left, right), size in continuum.meeting.items() if left == value != right and right != _GAP)
    return Figure(1 - (same + others) / mine * apart / others, observed=apart / mine, expected=others / mine), coverage
