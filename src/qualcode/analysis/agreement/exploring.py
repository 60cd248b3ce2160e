"""Exploratory figures beside the table: other coefficients, sets of codes, segments, and the unitizing family."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.analysis.agreement import tally as sums
from qualcode.analysis.agreement.report import figure_of
from qualcode.analysis.agreement.segments import Matched, Segments, matched_by_code, own_segments
from qualcode.analysis.agreement.sets import alphas_of_sets
from qualcode.analysis.agreement.sweep import intervals_of, marks_of
from qualcode.analysis.agreement.unitizing import Continuum, unitizing
from qualcode.domain.agreement import (
    DomainAgreement,
    DomainCode,
    Exploratory,
    Figure,
    OverlapAgreement,
    undefined,
)
from qualcode.domain.units import Unit, axis_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.agreement.report import Material
    from qualcode.analysis.agreement.sweep import Intervals, Marks
    from qualcode.analysis.agreement.tally import Floats, Tally
    from qualcode.analysis.agreement.unitizing import Segment, UnitizingFigures
    from qualcode.domain.agreement import AgreementTable, CodeAgreement
    from qualcode.domain.units import Scope

BY_CHARACTER = "sets of codes are compared by turn, sentence, paragraph or source"
NO_SEGMENTS = "there are no segments"


def explored(
    table: AgreementTable,
    material: Material,
    scopes: Sequence[Scope],
    units: Intervals,
    sizes: Sequence[int],
    total: Tally,
    threshold: float,
) -> AgreementTable:
    """The table with exploratory figures; `units`, `sizes` and `total` are what its own figures were made of.

    Segments are taken by character whatever the unit, and matched from a share of `threshold` in common on.
    """
    judged, coders, codes = material.judged, len(material.coders), len(material.codes)
    axes = [axis_of(one.text, scope, Unit.CHARACTER) for one, scope in zip(material.sources, scopes, strict=True)]
    texts = [source.text for source in material.sources]
    marks = marks_of(axes, texts, material.marks())
    counting = own_segments(intervals_of(marks.with_codes(_positions(marks, material, own=False)), axes, texts))
    own = own_segments(intervals_of(marks.with_codes(_positions(marks, material, own=True)), axes, texts))
    lengths = [axis.count for axis in axes]
    matched = matched_by_code(counting, judged, codes, threshold)
    columns = _coefficients(total, coders)
    alone = [_family([at], counting, lengths, judged).units for at in range(codes)]
    rows = []
    for at, row in enumerate(table.codes):
        more = [(name, _of_code(name, float(values[at]), row)) for name, values in columns.items()]
        rows.append(replace(row, more=(*more, ("segment_overlap", _share(matched[at])), ("u_alpha", alone[at]))))
    by_character = table.unit is Unit.CHARACTER
    sets = _no_sets() if by_character else alphas_of_sets(units, sizes, judged)
    overlap = _all_segments(own, matched_by_code(own, judged, codes, threshold), threshold, coders)
    domains = (_domain(path, under, own, lengths, material) for path, under in material.domains)
    return replace(table, codes=tuple(rows), more=Exploratory(sets, overlap, tuple(filter(None, domains))))


def _positions(marks: Marks, material: Material, *, own: bool) -> list[list[int]]:
    """For each mark the positions of the compared codes it counts for, or of its own code alone."""
    positions: dict[int, list[int]] = {}
    for at, code in enumerate(material.codes):
        for counted in (code.id,) if own else code.counting:
            positions.setdefault(counted, []).append(at)
    return [positions.get(code, []) for code in marks.code.tolist()]


def _coefficients(total: Tally, coders: int) -> dict[str, Floats]:
    """Other coefficients of each code by name; Fleiss' and Conger's are what Scott's and Cohen's are with more coders."""
    gwet = sums.gwet_parts(total)
    fleiss = sums.coefficient(sums.fleiss_parts(total), total)
    two = {"scott_pi": fleiss}
    more = {"fleiss_kappa": fleiss, "conger_kappa": sums.coefficient(sums.kappa_parts(total), total)}
    return {
        **(two if coders == 2 else more),
        "gwet_ac1": 1 - sums.ratio(gwet.observed, gwet.expected),
        "brennan_prediger": sums.brennan_prediger(total),
        "jaccard": sums.jaccard(total),
    }


def _of_code(name: str, value: float, row: CodeAgreement) -> Figure:
    """A coefficient of a code. AC1 is 1 where nobody used the code, which is no agreement on anything; so it is undefined."""
    why = row.figures.alpha.reason
    return undefined(why) if name == "gwet_ac1" and not row.counts.used else figure_of(value, why)


def _share(matched: Matched) -> Figure:
    """Matched segments of all segments, a matched pair being one."""
    return Figure(matched.pairs / (matched.segments - matched.pairs)) if matched.segments else undefined(NO_SEGMENTS)


def _no_sets() -> tuple[tuple[str, Figure], ...]:
    return tuple((name, undefined(BY_CHARACTER)) for name in ("alpha_masi", "alpha_jaccard"))


def _all_segments(own: Segments, matched: Sequence[Matched], threshold: float, coders: int) -> OverlapAgreement:
    """All codes together, each segment once, under its own code."""
    pairs, segments = sum(one.pairs for one in matched), sum(one.segments for one in matched)
    drawn = tuple(sum(len(by_coder.get(coder, ())) for by_coder in own.values()) for coder in range(coders))
    f1 = Figure(2 * pairs / segments) if segments else undefined(NO_SEGMENTS)
    return OverlapAgreement(threshold, pairs, drawn, _share(Matched(pairs, segments)), f1)


def _family(
    values: Sequence[int], segments: Segments, lengths: Sequence[int], judged: Sequence[Sequence[bool]]
) -> UnitizingFigures:
    """The unitizing family on codes that exclude each other, by their positions.

    Raises:
        ValueError: segments of a coder overlap.
    """
    continuum = Continuum()
    for source, length in enumerate(lengths):
        coders = [coder for coder, has in enumerate(judged[source]) if has]
        continuum.add(length, [_of_coder(values, segments, source, coder) for coder in coders])
    return unitizing(continuum, values)


def _of_coder(values: Sequence[int], segments: Segments, source: int, coder: int) -> list[Segment]:
    """A coder's segments of some codes in a source, in order."""
    return sorted(
        (start, end, value)
        for value in values
        if (source, value) in segments
        for start, end in segments[source, value].get(coder, ())
    )


def _domain(path: str, under: Sequence[int], own: Segments, lengths: Sequence[int], material: Material) -> DomainAgreement | None:
    """The family on the codes under a parent; None where fewer than two of them were used."""
    used = [at for at in under if any((source, at) in own for source in range(len(lengths)))]
    if len(used) < 2:
        return None
    clashes = [
        f"{name} {places} time{'' if places == 1 else 's'}"
        for coder, name in enumerate(material.coders)
        if (places := sum(_clashes(_of_coder(used, own, source, coder)) for source in range(len(lengths))))
    ]
    paths = [material.codes[at].path for at in used]
    if clashes:
        none = undefined(f"its codes do not exclude each other: on the same words, {', '.join(clashes)}")
        return DomainAgreement(path, tuple(DomainCode(one, none, none) for one in paths), none, none, none, none)
    found = _family(used, own, lengths, material.judged)
    codes = tuple(DomainCode(one, *found.by_value[at]) for one, at in zip(paths, used, strict=True))
    return DomainAgreement(path, codes, found.units, found.relevance, found.values, found.coverage)


def _clashes(segments: Sequence[Segment]) -> int:
    """How many segments begin before an earlier one ends."""
    clashes = end = 0
    for start, stop, _ in segments:
        clashes += start < end
        end = max(end, stop)
    return clashes
