"""Segments as they were drawn: a coder's own overlaps made one, and two coders' segments matched where they overlap enough."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.analysis.agreement.sweep import Intervals

Stretch = tuple[int, int]
Segments = dict[tuple[int, int], dict[int, list[Stretch]]]
"""By source and code, then by coder: half-open stretches in order, none overlapping another."""

THRESHOLD = 0.9


def own_segments(intervals: Intervals) -> Segments:
    """The segments of each source, code and coder. A coder's overlapping segments are one; those that only touch stay two."""
    drawn: Segments = defaultdict(lambda: defaultdict(list))
    for source, coder, code, start, end in zip(*(part.tolist() for part in intervals), strict=True):
        drawn[source, code][coder].append((start, end))
    for by_coder in drawn.values():
        for coder, stretches in by_coder.items():
            by_coder[coder] = _without_overlaps(stretches)
    return drawn


def _without_overlaps(stretches: list[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


@dataclass
class Matched:
    """Segments of pairs of coders: how many were matched, and how many there are of both."""

    pairs: int = 0
    segments: int = 0


def matched_by_code(
    segments: Mapping[tuple[int, int], Mapping[int, Sequence[Stretch]]],
    judged: Sequence[Sequence[bool]],
    codes: int,
    threshold: float = THRESHOLD,
) -> list[Matched]:
    """For each code, over all pairs of coders who both finished a source, the segments matched one to one.

    Two segments can be matched where they have at least `threshold` of the characters that either covers in common; those
    with most in common are matched first.
    """
    found = [Matched() for _ in range(codes)]
    for (source, code), by_coder in segments.items():
        coders = [coder for coder, has in enumerate(judged[source]) if has]
        for at, first in enumerate(coders):
            for second in coders[at + 1 :]:
                one, other = by_coder.get(first, ()), by_coder.get(second, ())
                found[code].pairs += _matched(one, other, threshold)
                found[code].segments += len(one) + len(other)
    return found


def _matched(one: Sequence[Stretch], other: Sequence[Stretch], threshold: float) -> int:
    """How many pairs a greedy matching makes, the largest share in common first."""
    candidates: list[tuple[float, int, int]] = []
    begin = 0
    for at, (start, end) in enumerate(one):
        while begin < len(other) and other[begin][1] <= start:
            begin += 1
        for beside in range(begin, len(other)):
            low, high = other[beside]
            if low >= end:
                break
            common = min(end, high) - max(start, low)
            share = common / (max(end, high) - min(start, low))
            if share >= threshold:
                candidates.append((-share, at, beside))
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, at, beside in sorted(candidates):
        if at not in taken[0] and beside not in taken[1]:
            taken[0].add(at)
            taken[1].add(beside)
    return len(taken[0])
