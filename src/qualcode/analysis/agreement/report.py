"""The agreement table of two or more coders, from their finished codings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.analysis.agreement import tally as sums
from qualcode.analysis.agreement.intervals import Spread, four_figures, four_pooled, spread
from qualcode.analysis.agreement.sweep import Mark, Marks, PatternTable, intervals_of, marks_of, pattern_weights, units_applied
from qualcode.domain.agreement import (
    CROWDED,
    NO_UNITS,
    NOT_USED,
    NOT_USED_BY_ANY,
    USED_EVERYWHERE,
    USED_EVERYWHERE_BY_ALL,
    AgreementTable,
    CodeAgreement,
    Counts,
    Figure,
    Figures,
    PairAgreement,
    PooledAgreement,
    ScopeNote,
    SourceAgreement,
    undefined,
)
from qualcode.domain.progress import silent
from qualcode.domain.units import MappingRule, Scope, Unit, UnitAxis, axis_of, scope_of, unit_rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.analysis.agreement.tally import Tally
    from qualcode.domain.progress import Progress
    from qualcode.domain.sources import Turn

NO_CODES = "no codes to compare"
NONE_USED = "no code was used by either coder"
ALL_EVERYWHERE = "every code that was used was applied to everything by both coders"
TWO_CODERS = "Cohen's kappa is of two coders: each pair has its own"
ENOUGH_SOURCES = 8
"""With fewer sources than this, each source's figures are given and no interval is computed."""


@dataclass(frozen=True, slots=True)
class ComparedSource:
    """A source that at least two of the coders finished. `left_out` are the speakers whose turns do not count.

    `marks` are the finished codings of each coder as (code id, start, end) in code points; None for a coder who has not
    finished it.
    """

    name: str
    text: str
    turns: Sequence[Turn]
    left_out: frozenset[int]
    marks: tuple[Sequence[tuple[int, int, int]] | None, ...]


@dataclass(frozen=True, slots=True)
class ComparedCode:
    """A code to compare; `counting` are the ids of the codes whose codings count for it, its own among them."""

    id: int
    path: str
    counting: frozenset[int]


@dataclass(frozen=True, slots=True)
class Material:
    """What is compared, before a unit is chosen: coders by name, sources, codes in order, and what the caller left out.

    `domains` are parents by path, with the positions of the compared codes under each, for the unitizing family.
    """

    coders: tuple[str, ...]
    sources: tuple[ComparedSource, ...]
    codes: tuple[ComparedCode, ...]
    note: ScopeNote
    domains: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def judged(self) -> list[list[bool]]:
        """For each source which coders have finished it."""
        return [[marks is not None for marks in source.marks] for source in self.sources]

    def marks(self) -> list[Mark]:
        """Every finished coding by position of its source and coder, with the id of its code."""
        return [
            (at, coder, code, start, end)
            for at, source in enumerate(self.sources)
            for coder, marks in enumerate(source.marks)
            for code, start, end in marks or ()
        ]


def agreement_table(
    material: Material,
    unit: Unit,
    mapping: MappingRule = MappingRule.ANY,
    *,
    explore: float | None = None,
    cross_check: bool = False,
    progress: Progress = silent,
) -> AgreementTable:
    """Agreement on every code of the material, in that order.

    `explore` asks for exploratory figures too, segments being matched from that share in common on. `cross_check` recomputes
    every alpha with the `krippendorff` package. `progress` is called for each source and step and may raise to stop.
    """
    scopes = [
        scope_of(one.text, one.turns, left_out=one.left_out, without_backchannels=material.note.without_backchannels)
        for one in material.sources
    ]
    axes = _axes(material.sources, scopes, unit, progress)
    texts = [source.text for source in material.sources]
    reached = marks_of(axes, texts, material.marks())
    marks = _for_codes(reached, material.codes)
    sizes = [axis.count for axis in axes]
    weights = {
        rule: pattern_weights(intervals_of(marks, axes, texts, rule), sizes, len(material.codes), len(material.coders))
        for rule in MappingRule
    }
    by_source = sums.tally(weights[mapping], material.judged, len(material.coders))
    table = _rows(material, unit, mapping, by_source, sizes)
    moved = units_applied(weights[MappingRule.ANY]) - units_applied(weights[MappingRule.HALF])
    table = replace(
        table,
        codes=tuple(replace(row, moved=times) for row, times in zip(table.codes, moved.tolist(), strict=True)),
        pairs=_pairs(material, weights[mapping]) if len(material.coders) > 2 else (),
        scope=_noted(material, scopes, sum(sizes), reached.dropped),
    )
    units = intervals_of(marks, axes, texts, mapping)
    if explore is not None:
        from qualcode.analysis.agreement.exploring import explored

        table = explored(table, material, scopes, units, sizes, by_source.total(), explore)
    if cross_check:
        from qualcode.analysis.agreement.cross_check import cross_checked

        table = replace(table, cross_check=cross_checked(table.codes, units, sizes, material.judged, progress))
    return table


def _axes(sources: Sequence[ComparedSource], scopes: Sequence[Scope], unit: Unit, progress: Progress) -> list[UnitAxis]:
    axes: list[UnitAxis] = []
    for source, scope in zip(sources, scopes, strict=True):
        progress(len(axes), len(sources), "finding units")
        axes.append(axis_of(source.text, scope, unit))
    return axes


def _for_codes(marks: Marks, codes: Sequence[ComparedCode]) -> Marks:
    """The marks by position of the compared codes instead of code ids: each once for every code that it counts for."""
    counts_for: dict[int, list[int]] = {}
    for at, code in enumerate(codes):
        for counted in code.counting:
            counts_for.setdefault(counted, []).append(at)
    return marks.with_codes([counts_for.get(code, []) for code in marks.code.tolist()])


def _rows(material: Material, unit: Unit, mapping: MappingRule, by_source: Tally, sizes: Sequence[int]) -> AgreementTable:
    """The table's figures, from the tally of each source and code."""
    many = len(material.sources)
    drawn = spread(by_source) if many >= ENOUGH_SOURCES and material.codes and sum(sizes) else None
    each = [by_source.source(at) for at in range(many)] if many < ENOUGH_SOURCES else []
    rows = _code_rows(material.codes, by_source.total(), each, drawn)
    used = sum(row.counts.used for row in rows)
    return AgreementTable(
        unit=unit,
        rule=unit_rule(unit, mapping),
        mapping=mapping,
        coders=material.coders,
        sources=tuple(source.name for source in material.sources),
        codes=rows,
        pooled=PooledAgreement(_pooled_figures(by_source.total()), used, len(rows) - used, _crowded(by_source.total())),
        by_source=tuple(
            SourceAgreement(source.name, size, _pooled_figures(one), _crowded(one))
            for source, size, one in zip(material.sources, sizes, each, strict=False)
        ),
        intervals=drawn.pooled if drawn else None,
        judged_by=_judged_by(material),
        scope=material.note,
    )


def _code_rows(
    codes: Sequence[ComparedCode], total: Tally, each: Sequence[Tally], drawn: Spread | None
) -> tuple[CodeAgreement, ...]:
    """One row for each code, from the tally of all sources and, where they are few, of each."""
    counts = _counts(total)
    figures = _code_figures(total)
    of_sources = [_code_figures(one) for one in each]
    return tuple(
        CodeAgreement(
            code.id,
            code.path,
            counts[at],
            figures[at],
            drawn.by_code[at] if drawn else None,
            tuple(one[at] for one in of_sources),
        )
        for at, code in enumerate(codes)
    )


def _counts(table: Tally) -> list[Counts]:
    columns = [table.of(sums.EVERYONE), table.of(sums.NOBODY), table.of(sums.UNITS), table.of(sums.JUDGED)]
    columns += [table.coded_by(coder) for coder in range(table.coders)]
    found = []
    for row in zip(*(one.tolist() for one in columns), strict=True):
        # Weights are whole numbers, so that nothing is lost.
        everyone, nobody, units, judged, *coded = map(int, row)
        found.append(Counts(everyone, nobody, units, tuple(coded), judged))
    return found


def _code_figures(table: Tally) -> list[Figures]:
    """The four figures of each code, those undefined with their reasons."""
    columns = {name: values.tolist() for name, values in four_figures(table).items()}
    judged = zip(table.of(sums.UNITS).tolist(), table.of(sums.CODED).tolist(), strict=True)
    return [
        _figures({name: values[at] for name, values in columns.items()}, table.coders, _why_undefined(*of_code, table.coders))
        for at, of_code in enumerate(judged)
    ]


def _why_undefined(units: float, coded: float, coders: int) -> str:
    """Why chance leaves nothing to explain: `coded` are the judgements that the code applies."""
    if not units:
        return NO_UNITS
    if coded:
        return USED_EVERYWHERE if coders == 2 else USED_EVERYWHERE_BY_ALL
    return NOT_USED if coders == 2 else NOT_USED_BY_ANY


def _figures(values: Mapping[str, float], coders: int, why: str) -> Figures:
    """Computed numbers as figures; NaN is undefined for the reason given, and Cohen's kappa with more than two coders."""
    known = {name: figure_of(value, why) for name, value in values.items()}
    return Figures(**known) if coders == 2 else Figures(**{**known, "kappa": undefined(TWO_CODERS)})


def figure_of(value: float, why: str) -> Figure:
    """A computed number as a figure; NaN, which is never equal to itself, is undefined for the reason given."""
    return Figure(value) if value == value else undefined(why)  # noqa: PLR0124


def _pooled_figures(table: Tally) -> Figures:
    """All codes of a tally together, each undefined figure with its reason."""
    if not table.sums.shape[0]:
        return _all_undefined(NO_CODES)
    if not table.of(sums.UNITS)[0]:
        return _all_undefined(NO_UNITS)
    why = ALL_EVERYWHERE if table.of(sums.CODED).any() else NONE_USED
    if table.coders > 2:
        why = why.replace("either coder", "any coder").replace("both coders", "all coders")
    return _figures({name: float(value) for name, value in four_pooled(table).items()}, table.coders, why)


def _all_undefined(why: str) -> Figures:
    return Figures(*(undefined(why) for _ in range(4)))


def _crowded(table: Tally) -> bool:
    """Whether over all codes more than 95 % of the units are uncoded."""
    units = float(table.of(sums.UNITS).sum())
    return units > 0 and float(table.of(sums.NOBODY).sum()) / units > CROWDED


def _pairs(material: Material, weights: PatternTable) -> tuple[PairAgreement, ...]:
    """Each pair of coders on the sources both have finished: a mean over all would hide one who codes otherwise."""
    found = []
    judged = material.judged
    for second in range(len(material.coders)):
        for first in range(second):
            shared = [at for at, who in enumerate(judged) if who[first] and who[second]]
            of_pair = sums.pair_of(PatternTable(weights.patterns, weights.weights[shared]), first, second)
            table = sums.tally(of_pair, [[True, True]] * len(shared), 2).total()
            names = material.coders[first], material.coders[second]
            found.append(PairAgreement(names, len(shared), _pooled_figures(table), tuple(_code_figures(table))))
    return tuple(found)


def _judged_by(material: Material) -> tuple[tuple[tuple[str, ...], int], ...]:
    """Who finished how many sources together, where not all finished all."""
    groups: dict[tuple[str, ...], int] = {}
    for who in material.judged:
        names = tuple(name for name, has in zip(material.coders, who, strict=True) if has)
        groups[names] = groups.get(names, 0) + 1
    return () if set(groups) <= {material.coders} else tuple(sorted(groups.items(), key=lambda group: (-len(group[0]), group)))


def _noted(material: Material, scopes: Sequence[Scope], units: int, dropped: int) -> ScopeNote:
    """The caller's note with what was counted here."""
    return replace(
        material.note,
        units=units,
        characters=sum(scope.characters for scope in scopes),
        by_paragraphs=tuple(source.name for source, scope in zip(material.sources, scopes, strict=True) if scope.by_paragraphs),
        turns_left_out=sum(scope.turns_left_out for scope in scopes),
        backchannels=sum(scope.backchannels for scope in scopes),
        codings=tuple(
            sum(len(source.marks[coder] or ()) for source in material.sources) for coder in range(len(material.coders))
        ),
        codings_out_of_scope=dropped,
    )
