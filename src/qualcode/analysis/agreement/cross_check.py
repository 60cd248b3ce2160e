"""Every alpha once more, by the `krippendorff` package on units laid out one by one: a second opinion on the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.agreement import CrossCheck
from qualcode.domain.progress import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.analysis.agreement.sweep import Intervals
    from qualcode.analysis.agreement.tally import Floats
    from qualcode.domain.agreement import CodeAgreement

ROUNDING = 1e-9
"""Differences up to this are those of floating-point arithmetic."""


def cross_checked(
    rows: Sequence[CodeAgreement],
    intervals: Intervals,
    sizes: Sequence[int],
    judged: Sequence[Sequence[bool]],
    progress: Progress = silent,
) -> CrossCheck:
    """Each row's alpha against the package's, from the same units."""
    from importlib.metadata import version

    largest = 0.0
    disagreeing: list[str] = []
    for row, other in zip(rows, alphas_by_package(intervals, sizes, len(rows), judged, progress), strict=True):
        ours = row.figures.alpha.value
        if ours is None or other is None:
            same = ours is other
        else:
            largest = max(largest, abs(ours - other))
            same = abs(ours - other) <= ROUNDING
        if not same:
            disagreeing.append(row.path)
    return CrossCheck(len(rows), largest, tuple(disagreeing), version("krippendorff"))


def alphas_by_package(
    intervals: Intervals, sizes: Sequence[int], codes: int, judged: Sequence[Sequence[bool]], progress: Progress = silent
) -> Iterator[float | None]:
    """Nominal alpha of each code, None where the package finds it undefined.

    Memory and time grow with the number of units; `progress` is called for each code and may raise to stop.
    """
    import numpy as np

    offsets = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    # A coder who has not finished a source has no value there.
    blank = np.repeat(np.where(np.array(judged, dtype=bool), 0.0, np.nan), sizes, axis=0).T
    for code in range(codes):
        progress(code, codes, "recomputing alpha")
        values = blank.copy()
        for at in np.flatnonzero(intervals.code == code).tolist():
            here = offsets[intervals.source[at]]
            values[intervals.coder[at], here + intervals.start[at] : here + intervals.end[at]] = 1
        yield _alpha(values)


def _alpha(values: Floats) -> float | None:
    import krippendorff
    import numpy as np

    if np.unique(values[~np.isnan(values)]).size < 2:
        return None  # the package raises on a single value
    return float(krippendorff.alpha(reliability_data=values, level_of_measurement="nominal"))
