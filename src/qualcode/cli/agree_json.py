"""Agreement as JSON: undefined figures are null, each with its reason in `undefined`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.domain.agreement import AgreementTable, CodeAgreement, CrossCheck, Exploratory, Figure, Figures, Intervals


def as_data(table: AgreementTable) -> dict[str, Any]:
    """The whole table."""
    data: dict[str, Any] = {
        "unit": str(table.unit),
        "rule": table.rule,
        "mapping": str(table.mapping),
        "exploratory": table.exploratory,
        "descriptive": table.descriptive,
        "rounds": list(table.rounds),
        "fixed": list(table.fixed),
        "coders": list(table.coders),
        "sources": list(table.sources),
        "codes": [_code(row, table) for row in table.codes],
        "pooled": {
            **_figures(table.pooled.figures),
            "codes_used": table.pooled.codes_used,
            "codes_unused": table.pooled.codes_unused,
        },
        "prevalence": table.prevalence,
        "mostly_uncoded": table.pooled.crowded,
        "by_source": [{"source": one.source, "units": one.units, **_figures(one.figures)} for one in table.by_source],
        "other_rule_changes": table.moved,
        "scope": _scope(table),
        "notes": list(table.notes),
    }
    if table.pairs:
        data["pairs"] = _pairs(table)
    if table.judged_by:
        data["finished_by"] = [{"coders": list(names), "sources": many} for names, many in table.judged_by]
    if table.intervals is not None:
        data["intervals"] = {"method": "percentile bootstrap over sources", **_intervals(table.intervals)}
    if table.more is not None:
        data["more"] = _more(table.more)
    if table.cross_check is not None:
        data["cross_check"] = _cross_check(table.cross_check)
    return data


def _pairs(table: AgreementTable) -> list[dict[str, Any]]:
    return [
        {
            "coders": list(pair.coders),
            "sources": pair.sources,
            **_figures(pair.figures),
            "codes": [{"code": row.path, **_figures(of_code)} for row, of_code in zip(table.codes, pair.codes, strict=True)],
        }
        for pair in table.pairs
    ]


def _cross_check(check: CrossCheck) -> dict[str, Any]:
    return {
        "package": "krippendorff",
        "version": check.version,
        "codes": check.compared,
        "largest_difference": check.largest,
        "disagreeing": list(check.disagreeing),
    }


def _code(row: CodeAgreement, table: AgreementTable) -> dict[str, Any]:
    counts = row.counts
    if len(table.coders) == 2:
        counted: dict[str, Any] = {
            "both": counts.everyone,
            "only_first": counts.only[0],
            "only_second": counts.only[1],
            "neither": counts.nobody,
        }
    else:
        coded = dict(zip(table.coders, counts.coded, strict=True))
        counted = {"all": counts.everyone, "some": counts.differences, "none": counts.nobody, "coded_by": coded}
    data = {
        "code": row.path,
        **counted,
        **_figures(row.figures),
        "prevalence": counts.prevalence,
        "mostly_uncoded": counts.crowded,
        "other_rule_changes": row.moved,
    }
    if row.intervals is not None:
        data["intervals"] = _intervals(row.intervals, settings=False)
    if row.by_source:
        data["by_source"] = [
            {"source": source, **_figures(figures)} for source, figures in zip(table.sources, row.by_source, strict=True)
        ]
    if row.more:
        data["more"] = _named(row.more)
    return data


def _figures(figures: Figures) -> dict[str, Any]:
    return _named(figures.named())


def _named(named: Iterable[tuple[str, Figure]]) -> dict[str, Any]:
    known = dict(named)
    return {
        **{name: figure.value for name, figure in known.items()},
        "undefined": {name: figure.reason for name, figure in known.items() if not figure.defined},
    }


def _intervals(intervals: Intervals, *, settings: bool = True) -> dict[str, Any]:
    """Null, with its reason, where too many draws are undefined."""
    named = intervals.named()
    of_all = {"level": intervals.level, "draws": intervals.draws, "seed": intervals.seed}
    return {
        **(of_all if settings else {}),
        **{name: None if one.low is None else [one.low, one.high] for name, one in named},
        "undefined_draws": {name: one.undefined_draws for name, one in named if one.undefined_draws},
        "undefined": {name: one.reason for name, one in named if one.low is None},
    }


def _more(more: Exploratory) -> dict[str, Any]:
    overlap = more.overlap
    return {
        "sets": _named(more.sets),
        "segments": {
            "threshold": overlap.threshold,
            "matched": overlap.matched,
            "segments": list(overlap.segments),
            **_named((("overlap", overlap.share), ("f1", overlap.f1))),
        },
        "domains": [
            {
                "domain": one.path,
                **_named(
                    (
                        ("u_alpha", one.units),
                        ("bar_u_alpha", one.relevance),
                        ("cu_alpha", one.values),
                        ("coverage", one.coverage),
                    )
                ),
                "codes": [
                    {"code": code.path, **_named((("ku_alpha", code.alpha), ("coverage", code.coverage)))} for code in one.codes
                ],
            }
            for one in more.domains
        ],
    }


def _scope(table: AgreementTable) -> dict[str, Any]:
    scope = table.scope
    return {
        "units": scope.units,
        "characters": scope.characters,
        "with_interviewer": scope.with_interviewer,
        "with_sub_codes": scope.with_sub_codes,
        "without_backchannels": scope.without_backchannels,
        "by_paragraphs": list(scope.by_paragraphs),
        "turns_left_out": scope.turns_left_out,
        "backchannels": scope.backchannels,
        "codings": list(scope.codings),
        "codings_out_of_scope": scope.codings_out_of_scope,
        "codes_not_listed": list(scope.codes_not_listed),
        "sources_not_shared": list(scope.sources_not_shared),
        "sources_not_in_sample": list(scope.not_in_sample),
        "sources_on_different_texts": list(scope.carried),
        "roles_changed_since": list(scope.roles_changed),
        "sources_to_develop": list(scope.developed),
    }
