"""The agreement table of two coders, from their finished codings of the sources both finished."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.analysis.agreement import weights as coefficients
from qualcode.analysis.agreement.intervals import pooled, pooled_intervals
from qualcode.analysis.agreement.sweep import Intervals, Mark, intervals_of, pattern_weights
from qualcode.analysis.agreement.tables import NO_UNITS, NOT_USED, USED_EVERYWHERE
from qualcode.domain.agreement import (
    AgreementTable,
    CodeAgreement,
    Counts,
    CrossCheck,
    Figure,
    Figures,
    PooledAgreement,
    ScopeNote,
    SourceAgreement,
    undefined,
)
from qualcode.domain.progress import silent
from qualcode.domain.units import Scope, Unit, UnitAxis, axis_of, scope_of, unit_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.agreement.weights import Integers
    from qualcode.domain.progress import Progress
    from qualcode.domain.sources import Turn

NO_CODES = "no codes to compare"
NONE_USED = "no code was used by either coder"
ALL_EVERYWHERE = "every code that was used was applied to everything by both coders"
ROUNDING = 1e-9
"""Differences up to this are those of floating-point arithmetic."""
ENOUGH_SOURCES = 8
"""With fewer sources than this, each source's figures are given and no interval is computed."""


@dataclass(frozen=True, slots=True)
class ComparedSource:
    """A source both coders finished. `left_out` are the speakers whose turns do not count.

    `marks` are the finished codings of the first and of the second coder as (code id, start, end) in code points.
    """

    name: str
    text: str
    turns: Sequence[Turn]
    left_out: frozenset[int]
    marks: tuple[Sequence[tuple[int, int, int]], Sequence[tuple[int, int, int]]]


@dataclass(frozen=True, slots=True)
class ComparedCode:
    """A code to compare; `counting` are the ids of the codes whose codings count for it, its own among them."""

    id: int
    path: str
    counting: frozenset[int]


def agreement_table(
    coders: tuple[str, str],
    sources: Sequence[ComparedSource],
    codes: Sequence[ComparedCode],
    unit: Unit,
    *,
    note: ScopeNote,
    cross_check: bool = False,
    progress: Progress = silent,
) -> AgreementTable:
    """Agreement of two coders on every code of `codes`, in that order, over `sources`.

    `note` carries what the caller left out; units, characters, turns left out and codings are filled in here. `progress` is
    called for each source and step and may raise to stop. `cross_check` recomputes every alpha with the `krippendorff` package.
    """
    scopes = [scope_of(source.text, source.turns, left_out=source.left_out) for source in sources]
    axes = _axes(sources, scopes, unit, progress)
    reached = intervals_of(axes, [source.text for source in sources], _marks(sources))
    intervals = _for_codes(reached, codes)
    sizes = [axis.count for axis in axes]
    table = pattern_weights(intervals, sizes, len(codes), 2)
    rows = _code_rows(codes, table.sum(axis=0))
    return AgreementTable(
        unit=unit,
        rule=unit_rule(unit),
        coders=coders,
        sources=tuple(source.name for source in sources),
        codes=rows,
        pooled=_pooled(rows, table.sum(axis=0)),
        by_source=tuple(
            SourceAgreement(source.name, size, _pooled_figures(of_source))
            for source, size, of_source in zip(sources, sizes, table, strict=True)
        )
        if len(sources) < ENOUGH_SOURCES
        else (),
        intervals=pooled_intervals(table) if len(sources) >= ENOUGH_SOURCES and codes and sum(sizes) else None,
        scope=_noted(note, sources, scopes, sum(sizes), reached.dropped),
        cross_check=_cross_checked(rows, intervals, sizes, progress) if cross_check else None,
    )


def _axes(sources: Sequence[ComparedSource], scopes: Sequence[Scope], unit: Unit, progress: Progress) -> list[UnitAxis]:
    axes: list[UnitAxis] = []
    for source, scope in zip(sources, scopes, strict=True):
        progress(len(axes), len(sources), "finding units")
        axes.append(axis_of(source.text, scope, unit))
    return axes


def _marks(sources: Sequence[ComparedSource]) -> list[Mark]:
    """Every finished coding by position of its source and coder, with the id of its code."""
    return [
        (at, coder, code, start, end)
        for at, source in enumerate(sources)
        for coder, marks in enumerate(source.marks)
        for code, start, end in marks
    ]


def _for_codes(intervals: Intervals, codes: Sequence[ComparedCode]) -> Intervals:
    """The intervals by position of the compared codes instead of code ids: each once for every code that it counts for."""
    counts_for: dict[int, list[int]] = {}
    for at, code in enumerate(codes):
        for counted in code.counting:
            counts_for.setdefault(counted, []).append(at)
    return intervals.with_codes([counts_for.get(code, []) for code in intervals.code.tolist()])


def _code_rows(codes: Sequence[ComparedCode], table: Integers) -> tuple[CodeAgreement, ...]:
    """One row for each code, from weights of shape (codes, 4)."""
    figures = {
        "percent": coefficients.percent(table).tolist(),
        "f1": coefficients.f1(table).tolist(),
        "alpha": coefficients.alpha(coefficients.alpha_parts(table)).tolist(),
        "kappa": coefficients.kappa(coefficients.kappa_parts(table)).tolist(),
    }
    rows = []
    for at, (code, (neither, first, second, both)) in enumerate(zip(codes, table.tolist(), strict=True)):
        counts = Counts(both, first, second, neither)
        reason = _why_undefined(counts)
        of_code = {name: _figure(values[at], reason) for name, values in figures.items()}
        rows.append(CodeAgreement(code.id, code.path, counts, Figures(**of_code)))
    return tuple(rows)


def _figure(value: float, reason: str) -> Figure:
    """A computed number as a figure; NaN, which is never equal to itself, is undefined for `reason`."""
    return Figure(value) if value == value else undefined(reason)  # noqa: PLR0124


def _why_undefined(counts: Counts) -> str:
    if not counts.units:
        return NO_UNITS
    return USED_EVERYWHERE if counts.used else NOT_USED


def _pooled(rows: Sequence[CodeAgreement], table: Integers) -> PooledAgreement:
    used = sum(row.counts.used for row in rows)
    return PooledAgreement(_pooled_figures(table), used, len(rows) - used)


def _pooled_figures(table: Integers) -> Figures:
    """All codes of weights of shape (codes, 4) together, each undefined figure with its reason."""
    if not len(table):
        return _all_undefined(NO_CODES)
    if not table[0].sum():
        return _all_undefined(NO_UNITS)
    reason = ALL_EVERYWHERE if table[:, 1:].any() else NONE_USED
    return Figures(**{name: _figure(float(value), reason) for name, value in pooled(table).items()})


def _all_undefined(reason: str) -> Figures:
    return Figures(*(undefined(reason) for _ in range(4)))


def _noted(note: ScopeNote, sources: Sequence[ComparedSource], scopes: Sequence[Scope], units: int, dropped: int) -> ScopeNote:
    """The caller's note with what was counted here."""
    return replace(
        note,
        units=units,
        characters=sum(scope.characters for scope in scopes),
        by_paragraphs=tuple(source.name for source, scope in zip(sources, scopes, strict=True) if scope.by_paragraphs),
        turns_left_out=sum(scope.turns_left_out for scope in scopes),
        codings=(sum(len(source.marks[0]) for source in sources), sum(len(source.marks[1]) for source in sources)),
        codings_out_of_scope=dropped,
    )


def _cross_checked(rows: Sequence[CodeAgreement], intervals: Intervals, sizes: Sequence[int], progress: Progress) -> CrossCheck:
    from qualcode.analysis.agreement.cross_check import alphas_by_package

    largest = 0.0
    disagreeing: list[str] = []
    for row, other in zip(rows, alphas_by_package(intervals, sizes, len(rows), progress), strict=True):
        ours = row.figures.alpha.value
        if ours is None or other is None:
            same = ours is other
        else:
            largest = max(largest, abs(ours - other))
            same = abs(ours - other) <= ROUNDING
        if not same:
            disagreeing.append(row.path)
    return CrossCheck(len(rows), largest, tuple(disagreeing))
