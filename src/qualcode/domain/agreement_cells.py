"""Agreement as data for spreadsheets: rows of numbers, and words where a figure is undefined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.agreement_text import NEAR_ONE, SHOWN, TOGETHER, shortest_paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qualcode.domain.agreement import AgreementTable, Figure, Figures, Intervals

Cell = str | int | float | None
"""None where there is nothing: a figure that is undefined, or an interval that there is none of."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under their columns; `grey` are (row, column) of figures that uncoded units alone push towards 1."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    grey: frozenset[tuple[int, int]] = frozenset()


def sheets(table: AgreementTable) -> Iterator[Sheet]:
    """The codes, all together, each code in each source, pairs of coders, and exploratory figures: those that there are."""
    yield code_sheet(table)
    yield _together(table)
    if table.by_source:
        yield _by_source(table)
    if table.pairs:
        yield _by_pair(table)
    if table.more is not None:
        yield _domains(table)


def code_sheet(table: AgreementTable) -> Sheet:
    """A row for each code, most differences first, and last all together; undefined figures are empty, with the reason."""
    two = len(table.coders) == 2
    counted = ["both", *(f"only {name}" for name in table.coders)] if two else ["all", "some", *table.coders]
    counted += ["neither" if two else "none", "share coded"]
    names = [name for name, _ in table.pooled.figures.named()]
    more = [name for name, _ in table.codes[0].more] if table.codes else []
    spread = [f"{SHOWN[name]}, {end} end of 95 %" for name in names for end in ("lower", "upper")] if table.intervals else []
    last = ("changed by the other rule", "undefined", "path")
    columns = ("code", *counted, *(SHOWN[name] for name in names), *spread, *(SHOWN[name] for name in more), *last)
    near_one = {
        at + 1 + len(counted) + (0 if at < len(names) else len(spread))
        for at, name in enumerate([*names, *more])
        if name in NEAR_ONE
    }
    labels = shortest_paths([row.path for row in table.codes])
    rows: list[tuple[Cell, ...]] = []
    for row in table.by_differences():
        counts = row.counts
        of_coders: tuple[int, ...] = counts.only if two else (counts.differences, *counts.coded)
        head: tuple[Cell, ...] = (labels[row.path], counts.everyone, *of_coders, counts.nobody, counts.prevalence)
        of_code = [figure.value for _, figure in row.more]
        why = reasons([*row.figures.named(), *row.more])
        rows.append((*head, *_values(row.figures), *_ends(row.intervals), *of_code, row.moved, why, row.path))
    pooled = table.pooled
    figures = (*_values(pooled.figures), *_ends(table.intervals), *[None] * len(more))
    rows.append(
        (TOGETHER, *[None] * (len(counted) - 1), table.prevalence, *figures, table.moved, reasons(pooled.figures.named()), None)
    )
    crowded = [row.counts.crowded for row in table.by_differences()] + [pooled.crowded]
    grey = frozenset((line, at) for line, has in enumerate(crowded) if has for at in near_one)
    return Sheet("Codes", columns, tuple(rows), grey)


def _together(table: AgreementTable) -> Sheet:
    """All codes together: of all sources and of each; over sets and segments where asked."""
    names = [name for name, _ in table.pooled.figures.named()]
    rows: list[tuple[Cell, ...]] = [
        ("all sources", table.scope.units, *_values(table.pooled.figures), reasons(table.pooled.figures.named()))
    ]
    rows += [(one.source, one.units, *_values(one.figures), reasons(one.figures.named())) for one in table.by_source]
    if table.more is not None:
        overlap = table.more.overlap
        named = [*table.more.sets, ("segments matched, of all", overlap.share), ("segments matched, F1", overlap.f1)]
        blank: tuple[Cell, ...] = (None,) * len(names)
        rows += [(f"{SHOWN.get(name, name)}: {_or_reason(figure)}", None, *blank, "") for name, figure in named]
    columns = ("all codes", f"{table.unit}s", *(SHOWN[name] for name in names), "undefined")
    return Sheet("All codes", columns, tuple(rows))


def _by_source(table: AgreementTable) -> Sheet:
    names = [name for name, _ in table.pooled.figures.named()]
    labels = shortest_paths([row.path for row in table.codes])
    rows: list[tuple[Cell, ...]] = [
        (labels[row.path], source, *_values(figures), reasons(figures.named()))
        for row in table.by_differences()
        for source, figures in zip(table.sources, row.by_source, strict=True)
    ]
    return Sheet("By source", ("code", "source", *(SHOWN[name] for name in names), "undefined"), tuple(rows))


def _by_pair(table: AgreementTable) -> Sheet:
    names = [name for name, _ in table.pooled.figures.named()]
    rows: list[tuple[Cell, ...]] = []
    for pair in table.pairs:
        who = " and ".join(pair.coders)
        rows += [
            (who, row.path, pair.sources, *_values(figures), reasons(figures.named()))
            for row, figures in zip(table.codes, pair.codes, strict=True)
        ]
        rows.append((who, TOGETHER, pair.sources, *_values(pair.figures), reasons(pair.figures.named())))
    columns = ("coders", "code", "sources", *(SHOWN[name] for name in names), "undefined")
    return Sheet("Pairs", columns, tuple(rows))


def _domains(table: AgreementTable) -> Sheet:
    """The unitizing family: a row for each domain, and one for each of its codes."""
    assert table.more is not None
    rows: list[tuple[Cell, ...]] = []
    for one in table.more.domains:
        named = [("u-alpha", one.units), ("|u-alpha", one.relevance), ("cu-alpha", one.values), ("coverage", one.coverage)]
        rows.append((one.path, "", *(figure.value for _, figure in named), None, reasons(named)))
        rows += [
            (
                one.path,
                code.path,
                None,
                None,
                None,
                code.coverage.value,
                code.alpha.value,
                reasons([("(k)u-alpha", code.alpha)]),
            )
            for code in one.codes
        ]
    columns = ("domain", "code", "u-alpha", "|u-alpha", "cu-alpha", "coverage", "(k)u-alpha", "undefined")
    return Sheet("Unitizing", columns, tuple(rows))


def reasons(named: Iterable[tuple[str, Figure]]) -> str:
    """Why figures are undefined, each reason with the figures it is of; empty where all have values."""
    found: dict[str, list[str]] = {}
    for name, figure in named:
        if not figure.defined:
            found.setdefault(figure.reason, []).append(SHOWN.get(name, name))
    return "; ".join(f"{', '.join(names)}: {reason}" for reason, names in found.items())


def _or_reason(figure: Figure) -> str:
    return f"{figure.value:.3f}" if figure.value is not None else f"undefined, {figure.reason}"


def _values(figures: Figures) -> tuple[Cell, ...]:
    return tuple(figure.value for _, figure in figures.named())


def _ends(intervals: Intervals | None) -> tuple[Cell, ...]:
    return tuple(end for _, one in intervals.named() for end in (one.low, one.high)) if intervals else ()
