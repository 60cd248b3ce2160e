"""Agreement as people read it: tables of printed cells and the lines beneath, the same on a screen, in a terminal and in Word.

A figure has three decimals; one that is undefined prints `n/a`, and its reason stands beside it or beneath. Percent agreement
and AC1 stand in brackets where more than 95 % of the units are uncoded: that alone puts them near 1.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.codebook_paths import parse_path, path_text
from qualcode.domain.units import MappingRule, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.domain.agreement import AgreementTable, CodeAgreement, DomainAgreement, Figure, Figures, Interval, Intervals

UNDEFINED = "n/a"
SHOWN = {
    "f1": "F1",
    "alpha": "alpha",
    "kappa": "kappa",
    "percent": "agree",
    "scott_pi": "pi",
    "fleiss_kappa": "Fleiss",
    "conger_kappa": "Conger",
    "gwet_ac1": "AC1",
    "brennan_prediger": "BP",
    "jaccard": "Jaccard",
    "segment_overlap": "segments",
    "u_alpha": "u-alpha",
    "alpha_masi": "alpha (MASI)",
    "alpha_jaccard": "alpha (Jaccard)",
}
"""How each figure is headed."""
NEAR_ONE = {"percent", "gwet_ac1", "brennan_prediger"}
"""Figures that uncoded units alone push towards 1."""
TOGETHER = "All codes together"


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table of cells; `figures` are the numbers of the columns that hold figures, and are aligned right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int]
    totals: int = 0
    """How many of the last rows stand for all the others."""
    exploratory: bool = False


def heading(table: AgreementTable) -> str:
    """What the table is of, beginning with what kind of figures these are where they are not what a check sample fixed."""
    who = f"{', '.join(table.coders[:-1])} and {table.coders[-1]}"
    sources = f"{len(table.sources)} source{'' if len(table.sources) == 1 else 's'}"
    rule = "" if table.mapping is MappingRule.ANY or table.unit is Unit.CHARACTER else f" ({table.mapping})"
    words = f"Agreement of {who} on {sources}, by {table.unit}{rule}"
    kinds = [kind for kind, has in (("exploratory", table.exploratory), (IN_VIEW, table.descriptive)) if has]
    if not kinds:
        return words
    kind = "; ".join(kinds)
    return f"{kind[0].upper()}{kind[1:]}: {words[0].lower()}{words[1:]}"


IN_VIEW = "descriptive, both codings in view"


def all_tables(table: AgreementTable, *, by_source: bool = False) -> Iterator[PrintedTable]:
    """The tables there are, the codes first; `by_source` asks for F1 and alpha of each code in each source too."""
    yield code_table(table)
    if table.pairs:
        yield pair_table(table)
    if table.by_source:
        yield source_table(table)
    if by_source and table.by_source:
        yield from (code_by_source_table(table, name) for name in ("f1", "alpha"))
    yield from more_tables(table)


def code_table(table: AgreementTable) -> PrintedTable:
    """A line for each code, most differences first, and all together; from 8 sources on with intervals of F1 and alpha."""
    short = short_names(table.coders)
    two = len(table.coders) == 2
    counted = ["both", *(f"only {name}" for name in short)] if two else ["all", "some", *short]
    names = [name for name, _ in table.pooled.figures.named() if two or name != "kappa"]
    with_intervals = table.intervals is not None
    columns = ["code", *counted, *_figure_columns(names, with_intervals=with_intervals)]
    labels = shortest_paths([row.path for row in table.codes])
    rows = []
    for row in table.by_differences():
        cells = printed_figures(row.figures, names, row.intervals, crowded=row.counts.crowded)
        rows.append((labels[row.path], *_counted(row, two=two), *cells, _remark(row, short)))
    blank = [""] * len(counted)
    together = printed_figures(table.pooled.figures, names, table.intervals, crowded=table.pooled.crowded)
    rows.append((TOGETHER, *blank, *together, ""))
    return PrintedTable(heading(table), (*columns, ""), tuple(rows), frozenset(range(1, len(columns))), totals=1)


def source_table(table: AgreementTable) -> PrintedTable:
    """Each source over all codes, and the range: too few sources for an interval."""
    names = [name for name, _ in table.pooled.figures.named() if len(table.coders) == 2 or name != "kappa"]
    rows = [(one.source, str(one.units), *printed_figures(one.figures, names, crowded=one.crowded)) for one in table.by_source]
    rows.append(("range", "", *(_range([dict(one.figures.named())[name] for one in table.by_source]) for name in names)))
    columns = ("all codes, by source", f"{table.unit}s", *(SHOWN[name] for name in names))
    return PrintedTable("All codes, by source", columns, tuple(rows), frozenset(range(1, len(columns))), totals=1)


def code_by_source_table(table: AgreementTable, name: str) -> PrintedTable:
    """One figure of each code in each source, and its range; `name` is that of the figure."""
    labels = shortest_paths([row.path for row in table.codes])
    rows = []
    for row in _used(table):
        figures = [dict(one.named())[name] for one in row.by_source]
        rows.append((labels[row.path], *map(fraction, figures), _range(figures)))
    columns = (f"{SHOWN[name]} of each code, by source", *table.sources, "range")
    return PrintedTable(f"{SHOWN[name]} by source", columns, tuple(rows), frozenset(range(1, len(columns))))


def pair_table(table: AgreementTable) -> PrintedTable:
    """Each pair of coders over all codes."""
    names = [name for name, _ in table.pooled.figures.named()]
    rows = tuple((" and ".join(pair.coders), str(pair.sources), *printed_figures(pair.figures, names)) for pair in table.pairs)
    columns = ("all codes, by pair of coders", "sources", *(SHOWN[name] for name in names))
    return PrintedTable("By pair of coders", columns, rows, frozenset(range(1, len(columns))))


def more_tables(table: AgreementTable) -> tuple[PrintedTable, ...]:
    """The exploratory figures: of each code, over sets and segments, and of domains."""
    if table.more is None:
        return ()
    return tuple(one for one in (_more_of_codes(table), _more_of_all(table), _domains(table), _domain_codes(table)) if one.rows)


def _more_of_codes(table: AgreementTable) -> PrintedTable:
    labels = shortest_paths([row.path for row in table.codes])
    names = [name for name, _ in table.codes[0].more] if table.codes else []
    rows = tuple(
        (labels[row.path], *(_bracketed(name, figure, crowded=row.counts.crowded) for name, figure in row.more))
        for row in _used(table)
    )
    columns = ("other figures of each code", *(SHOWN[name] for name in names))
    return PrintedTable("Other figures of each code", columns, rows, frozenset(range(1, len(columns))), exploratory=True)


def _used(table: AgreementTable) -> list[CodeAgreement]:
    """The codes that were used, most differences first: of others every figure is undefined."""
    return [row for row in table.by_differences() if row.counts.used]


def _more_of_all(table: AgreementTable) -> PrintedTable:
    assert table.more is not None
    overlap = table.more.overlap
    of_segments = [("segments matched, of all", overlap.share), ("segments matched, F1", overlap.f1)]
    rows = tuple((SHOWN.get(name, name), fraction(figure), figure.reason) for name, figure in (*table.more.sets, *of_segments))
    columns = ("over all codes", "figure", "")
    return PrintedTable("Sets of codes, and segments", columns, rows, frozenset({1}), exploratory=True)


def _domains(table: AgreementTable) -> PrintedTable:
    assert table.more is not None
    labels = shortest_paths([one.path for one in table.more.domains])
    rows = tuple(
        (
            labels[one.path],
            str(len(one.codes)),
            *map(fraction, (one.units, one.relevance, one.values, one.coverage)),
            _domain_remark(one),
        )
        for one in table.more.domains
    )
    columns = ("domain", "codes", "u-alpha", "|u-alpha", "cu-alpha", "coverage", "")
    return PrintedTable("Unitizing alpha by domain", columns, rows, frozenset(range(1, 6)), exploratory=True)


def _domain_remark(one: DomainAgreement) -> str:
    return "; ".join(dict.fromkeys(figure.reason for figure in (one.units, one.relevance, one.values) if figure.reason))


def _domain_codes(table: AgreementTable) -> PrintedTable:
    assert table.more is not None
    labels = shortest_paths([one.path for one in table.more.domains])
    rows = [
        (
            "" if place else labels[domain.path],
            path_text(parse_path(code.path)[-1:]),
            fraction(code.alpha),
            fraction(code.coverage),
            code.alpha.reason,
        )
        for domain in table.more.domains
        if domain.coverage.defined
        for place, code in enumerate(domain.codes)
    ]
    columns = ("domain", "code", "(k)u-alpha", "coverage", "")
    return PrintedTable("Unitizing alpha by code", columns, tuple(rows), frozenset({2, 3}), exploratory=True)


def shortest_paths(paths: Sequence[str]) -> dict[str, str]:
    """For each path as much of its end as tells it from the others: the code's name alone where only one is called so."""
    parsed = {path: parse_path(path) for path in paths}
    endings = Counter(names[-length:] for names in parsed.values() for length in range(1, len(names) + 1))
    return {
        path: next((path_text(names[-length:]) for length in range(1, len(names)) if endings[names[-length:]] == 1), path)
        for path, names in parsed.items()
    }


def short_names(coders: Sequence[str]) -> tuple[str, ...]:
    """First names where they all differ, for narrow columns."""
    first = tuple(name.split()[0] for name in coders)
    return first if len(set(first)) == len(first) else tuple(coders)


def fraction(figure: Figure) -> str:
    """A figure with three decimals, or `n/a`."""
    return UNDEFINED if figure.value is None else f"{figure.value:.3f}"


def printed_figures(
    figures: Figures, names: Sequence[str], intervals: Intervals | None = None, *, crowded: bool = False
) -> list[str]:
    """Cells of the figures of these names; with intervals, those of F1 and alpha follow their figures."""
    values = dict(figures.named())
    spread = dict(intervals.named()) if intervals else {}
    cells = []
    for name in names:
        cells.append(_bracketed(name, values[name], crowded=crowded))
        if spread and name in WITH_INTERVAL:
            cells.append(interval_text(spread[name]))
    return cells


WITH_INTERVAL = ("f1", "alpha")
"""The figures whose intervals have a column of their own."""


def interval_text(one: Interval) -> str:
    """An interval as its ends, or `n/a`."""
    return UNDEFINED if one.low is None or one.high is None else f"{one.low:.2f} to {one.high:.2f}"


def _figure_columns(names: Sequence[str], *, with_intervals: bool) -> list[str]:
    columns = []
    for name in names:
        columns.append(SHOWN[name])
        if with_intervals and name in WITH_INTERVAL:
            columns.append(f"{SHOWN[name]} 95 %")
    return columns


def _bracketed(name: str, figure: Figure, *, crowded: bool) -> str:
    cell = fraction(figure)
    return f"({cell})" if crowded and name in NEAR_ONE and figure.defined else cell


def _range(figures: Sequence[Figure]) -> str:
    values = [figure.value for figure in figures if figure.value is not None]
    return f"{min(values):.3f} to {max(values):.3f}" if values else UNDEFINED


def _counted(row: CodeAgreement, *, two: bool) -> list[str]:
    counts = row.counts
    numbers = (counts.everyone, *counts.only) if two else (counts.everyone, counts.differences, *counts.coded)
    return list(map(str, numbers))


def _remark(row: CodeAgreement, coders: Sequence[str]) -> str:
    """Why a figure is undefined, or who never used the code."""
    if why := _reasons(row, len(coders)):
        return "; ".join(why)
    never = _never(row, coders)
    return f"{' and '.join(never)} never used it" if never else ""


def remarks_of(row: CodeAgreement, coders: Sequence[str]) -> list[str]:
    """The same as words to stand before a list of codes."""
    if why := _reasons(row, len(coders)):
        return [f"undefined, {one}" for one in why]
    return [f"never used by {name}" for name in _never(row, coders)]


def _reasons(row: CodeAgreement, coders: int) -> list[str]:
    figures = [figure for name, figure in row.figures.named() if coders == 2 or name != "kappa"]
    return list(dict.fromkeys(figure.reason for figure in figures if not figure.defined))


def _never(row: CodeAgreement, coders: Sequence[str]) -> list[str]:
    return [name for name, coded in zip(coders, row.counts.coded, strict=True) if not coded]
