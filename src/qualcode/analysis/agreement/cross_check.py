"""Every alpha once more, by the `krippendorff` package on units laid out one by one: a second opinion on the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.progress import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.agreement.sweep import Integers, Intervals


def alphas_by_package(intervals: Intervals, sizes: Sequence[int], codes: int, progress: Progress = silent) -> list[float | None]:
    """Nominal alpha of two coders on each code, None where the package finds it undefined.

    Memory and time grow with the number of units; `progress` is called for each code and may raise to stop.
    """
    import numpy as np

    offsets = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    found: list[float | None] = []
    for code in range(codes):
        progress(code, codes, "recomputing alpha")
        values = np.zeros((2, int(offsets[-1])), dtype=np.int64)
        chosen = np.flatnonzero(intervals.code == code)
        for at in chosen.tolist():
            here = offsets[intervals.source[at]]
            values[intervals.coder[at], here + intervals.start[at] : here + intervals.end[at]] = 1
        found.append(_alpha(values))
    return found


def _alpha(values: Integers) -> float | None:
    import krippendorff
    import numpy as np

    if np.unique(values).size < 2:
        return None  # the package raises on a single value
    return float(krippendorff.alpha(reliability_data=values, level_of_measurement="nominal"))
