"""Agreement for people: the table by most differences, each source's figures, and what the figures rest on."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from qualcode.cli.output import print_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.domain.agreement import AgreementTable, CodeAgreement, Figure, Figures, Intervals

UNDEFINED = "n/a"
FIGURES = ["agree", "F1", "alpha", "kappa"]


def print_agreement(table: AgreementTable) -> None:
    """Print the whole table on stdout, headed "Exploratory" where it is not what a check sample fixed."""
    first, second = _short(table.coders)
    heading = f"Agreement of {table.coders[0]} and {table.coders[1]} on {_count(len(table.sources), 'source')}, by {table.unit}"
    click.echo(f"Exploratory: {heading[0].lower()}{heading[1:]}" if table.exploratory else heading)
    click.echo()
    columns = ["code", "both", f"only {first}", f"only {second}", *FIGURES, ""]
    labels = shortest_paths([row.path for row in table.codes])
    rows = [[labels[row.path], *_cells(row), _remark(row, (first, second))] for row in _by_differences(table.codes)]
    pooled = ["All codes together", "", "", "", *_printed(table.pooled.figures), ""]
    spread = [["95 % interval", "", "", "", *_spread(table.intervals), ""]] if table.intervals else []
    print_table(columns, [*rows, pooled, *spread], right=columns[1:-1])
    if table.by_source:
        click.echo()
        _print_by_source(table)
    click.echo()
    for line in _footer(table):
        click.echo(line)


def shortest_paths(paths: Sequence[str]) -> dict[str, str]:
    """For each path as much of its end as tells it from the others: the code's name alone where only one is called so."""
    from qualcode.domain.codebook_paths import parse_path, path_text

    parsed = {path: parse_path(path) for path in paths}
    endings = Counter(names[-length:] for names in parsed.values() for length in range(1, len(names) + 1))
    return {
        path: next((path_text(names[-length:]) for length in range(1, len(names)) if endings[names[-length:]] == 1), path)
        for path, names in parsed.items()
    }


def _by_differences(rows: Sequence[CodeAgreement]) -> list[CodeAgreement]:
    """Most differences first, then codes used before codes that were not; the order of the tree otherwise."""
    return sorted(rows, key=lambda row: (-row.counts.differences, not row.counts.used))


def _cells(row: CodeAgreement) -> list[object]:
    counts = row.counts
    return [counts.both, counts.only_first, counts.only_second, *_printed(row.figures)]


def _printed(figures: Figures) -> list[str]:
    return [_fraction(figure) for _, figure in figures.named()]


def _fraction(figure: Figure) -> str:
    return UNDEFINED if figure.value is None else f"{figure.value:.3f}"


def _spread(intervals: Intervals) -> list[str]:
    return [
        UNDEFINED if one.low is None or one.high is None else f"{one.low:.3f} to {one.high:.3f}" for _, one in intervals.named()
    ]


def _remark(row: CodeAgreement, coders: tuple[str, str]) -> str:
    """Why a figure is undefined, or who never used the code."""
    reasons = dict.fromkeys(figure.reason for _, figure in row.figures.named() if not figure.defined)
    if reasons:
        return "; ".join(reasons)
    never = [name for name, used in zip(coders, _used(row), strict=True) if not used]
    return f"{never[0]} never used it" if never else ""


def _used(row: CodeAgreement) -> tuple[bool, bool]:
    return row.counts.both + row.counts.only_first > 0, row.counts.both + row.counts.only_second > 0


def _print_by_source(table: AgreementTable) -> None:
    """Each source over all codes, and the range: too few sources for an interval."""
    rows: list[list[object]] = [[one.source, one.units, *_printed(one.figures)] for one in table.by_source]
    ranges = []
    for place in range(4):
        values = [value for one in table.by_source if (value := one.figures.named()[place][1].value) is not None]
        ranges.append(f"{min(values):.3f} to {max(values):.3f}" if values else UNDEFINED)
    columns = ["all codes, by source", f"{table.unit}s", *FIGURES]
    print_table(columns, [*rows, ["range", "", *ranges]], right=columns[1:])


def _footer(table: AgreementTable) -> Iterator[str]:
    scope, pooled = table.scope, table.pooled
    yield f"Unit: {table.unit}; {table.rule}."
    interviewer = (
        "interviewer's turns counted" if scope.with_interviewer else f"interviewer's turns left out ({scope.turns_left_out})"
    )
    yield f"Scope: {scope.units} {table.unit}s ({scope.characters} characters) of {', '.join(table.sources)}; {interviewer}."
    if scope.by_paragraphs:
        yield f"No turns, so paragraphs were taken instead: {', '.join(scope.by_paragraphs)}."
    codings = ", ".join(f"{name} {count}" for name, count in zip(table.coders, scope.codings, strict=True))
    yield f"Finished codings read: {codings}; {scope.codings_out_of_scope} of them reach nothing in scope."
    counting = "each with its sub-codes" if scope.with_sub_codes else "each with its own codings only"
    yield f"Codes: {len(table.codes)}, {counting}; {pooled.codes_used} used, {pooled.codes_unused} used by neither coder."
    yield "agree: percent agreement as a fraction. F1: agreement where either coded. alpha: Krippendorff's. kappa: Cohen's."
    yield (
        "All codes together: mean percent agreement, F1 of summed counts, alpha as 1 - sum Do / sum De,"
        " kappa pooled after de Vries et al. (2008)."
    )
    for name, figure in pooled.figures.named():
        if not figure.defined:
            yield f"All codes together, {name}: undefined, {figure.reason}."
    if table.intervals:
        yield from _about_intervals(table.intervals)
    yield from _left_out(table)
    yield from table.notes
    if table.cross_check is not None:
        yield _cross_check(table)


def _about_intervals(intervals: Intervals) -> Iterator[str]:
    yield f"Intervals: percentile bootstrap over sources, {intervals.draws} draws, seed {intervals.seed}."
    for name, one in intervals.named():
        if one.undefined_draws:
            yield f"Interval of {name}: {one.reason or f'without {one.undefined_draws} draws in which it is undefined'}."


def _left_out(table: AgreementTable) -> Iterator[str]:
    scope = table.scope
    for label, names in (
        ("Codes that occur but are not in the codebook version", scope.codes_not_listed),
        ("Sources that only one of the two has finished", scope.sources_not_shared),
        ("Sources whose text was corrected since they were finished", scope.revisions_differ),
        ("Sources coded to develop codes", scope.developed),
    ):
        if names:
            yield f"Left out: {label[0].lower()}{label[1:]} ({len(names)}): {', '.join(names)}."


def _cross_check(table: AgreementTable) -> str:
    check = table.cross_check
    assert check is not None
    if check.disagreeing:
        return (
            f"Cross-check: the krippendorff package gives another alpha for {', '.join(check.disagreeing)}. Please report this."
        )
    within = f"{check.compared} codes (largest difference {check.largest:.0e})"
    return f"Cross-check: the krippendorff package gives the same alpha for {within}."


def _short(coders: tuple[str, str]) -> tuple[str, str]:
    """First names where they differ, for narrow columns."""
    first, second = (name.split()[0] for name in coders)
    return (first, second) if first != second else coders


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
