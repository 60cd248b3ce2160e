"""The agreement engine without a study: 40 generated texts of 50,000 characters, 100 codes, two coders, 11,000 segments."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from benchmarks.measure import Figure, timed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.analysis.agreement.sweep import Mark

TEXTS, LENGTH, CODES, SEGMENTS = 40, 50_000, 100, 11_000


def segments() -> list[Mark]:
    """Segments of the first coder, and for seven in ten one of the second coder near it."""
    chance = random.Random(1)
    found: list[Mark] = []
    while len(found) < SEGMENTS:
        source, code, length = chance.randrange(TEXTS), chance.randrange(CODES), chance.randint(20, 900)
        start = chance.randrange(LENGTH - 1000)
        found.append((source, 0, code, start, start + length))
        if chance.random() < 0.7:
            moved = max(0, start + chance.randint(-40, 40))
            found.append((source, 1, code, moved, moved + length))
    return found


def figures() -> Iterator[Figure]:
    """The sweep with the four coefficients of every code, and the bootstrap."""
    from qualcode.analysis.agreement.intervals import four_figures, four_pooled, spread
    from qualcode.analysis.agreement.sweep import intervals_of, marks_of, pattern_weights
    from qualcode.analysis.agreement.tally import Tally, tally
    from qualcode.domain.sources import Turn
    from qualcode.domain.spans import Span
    from qualcode.domain.units import Unit, axis_of, scope_of

    text = "x" * LENGTH
    axis = axis_of(text, scope_of(text, [Turn(1, Span(0, LENGTH), None, 0)]), Unit.CHARACTER)
    axes, texts, sizes, judged = [axis] * TEXTS, [text] * TEXTS, [LENGTH] * TEXTS, [[True, True]] * TEXTS
    marks = segments()

    def engine() -> Tally:
        intervals = intervals_of(marks_of(axes, texts, marks), axes, texts)
        found = tally(pattern_weights(intervals, sizes, CODES, 2), judged, 2)
        four_figures(found.total())
        four_pooled(found.total())
        return found

    tallied = engine()
    what = f"{TEXTS * LENGTH:,} characters, {CODES} codes"
    yield Figure(f"agreement engine, {what}", 50, "ms", timed(engine, scale=1000))
    yield Figure(f"bootstrap of 2,000, {CODES} codes", 300, "ms", timed(lambda: spread(tallied), scale=1000))
