"""`qualcode agree`: agreement of two coders, as a table or as JSON."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import emit_json, progress_bar

if TYPE_CHECKING:
    from qualcode.domain.agreement import AgreementTable, Figures, Intervals

UNITS = ["turn", "sentence", "paragraph", "character", "source"]


@click.command("agree", epilog='Example: qualcode agree fls --coder "Mairi Lennox" --coder "Tom Adeyemi" --unit sentence')
@study_argument
@click.option("--coder", "coders", multiple=True, metavar="NAME", help="One of the two coders; give it twice.")
@click.option("--unit", type=click.Choice(UNITS), default="turn", show_default=True, help="What is counted as one decision.")
@click.option("--with-interviewer", is_flag=True, help="Count the interviewer's turns too.")
@click.option("--with-sub-codes", is_flag=True, help="A code counts with its own codings and those of its sub-codes.")
@click.option("--cross-check", is_flag=True, help="Compute every alpha a second time with the krippendorff package.")
@as_option
@json_option
def command(
    study: str,
    coders: tuple[str, ...],
    unit: str,
    with_interviewer: bool,
    with_sub_codes: bool,
    cross_check: bool,
    acting: str | None,
    as_json: bool,
) -> None:
    """Agreement of two coders on the sources both have finished.

    Without --coder: the lead coder and the only other one with finished sources. Each coder's latest finished attempt of a
    source is read. Nothing is computed while a blind round is in progress.
    """
    # numpy's linear algebra starts a thread for every core when it is loaded, and none of it is used here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from qualcode.domain.progress import silent
    from qualcode.domain.units import Unit
    from qualcode.services.agreement import agreement

    with opened(study, acting) as work, progress_bar("Comparing") if cross_check else nullcontext(silent) as progress:
        table = agreement(
            work,
            coders,
            unit=Unit(unit),
            with_interviewer=with_interviewer,
            with_sub_codes=with_sub_codes,
            cross_check=cross_check,
            progress=progress,
        )
    if as_json:
        emit_json(as_data(table))
    else:
        from qualcode.cli.agree_text import print_agreement

        print_agreement(table)


def as_data(table: AgreementTable) -> dict[str, Any]:
    """The table as JSON: undefined figures are null, each with its reason in `undefined`."""
    data: dict[str, Any] = {
        "unit": str(table.unit),
        "rule": table.rule,
        "exploratory": table.exploratory,
        "coders": list(table.coders),
        "sources": list(table.sources),
        "codes": [
            {
                "code": row.path,
                "both": row.counts.both,
                "only_first": row.counts.only_first,
                "only_second": row.counts.only_second,
                "neither": row.counts.neither,
                **_figures(row.figures),
            }
            for row in table.codes
        ],
        "pooled": {
            **_figures(table.pooled.figures),
            "codes_used": table.pooled.codes_used,
            "codes_unused": table.pooled.codes_unused,
        },
        "by_source": [{"source": one.source, "units": one.units, **_figures(one.figures)} for one in table.by_source],
        "scope": _scope(table),
        "notes": list(table.notes),
    }
    if table.intervals is not None:
        data["intervals"] = _intervals(table.intervals)
    if table.cross_check is not None:
        check = table.cross_check
        data["cross_check"] = {
            "package": "krippendorff",
            "codes": check.compared,
            "largest_difference": check.largest,
            "disagreeing": list(check.disagreeing),
        }
    return data


def _figures(figures: Figures) -> dict[str, Any]:
    named = figures.named()
    return {
        **{name: figure.value for name, figure in named},
        "undefined": {name: figure.reason for name, figure in named if not figure.defined},
    }


def _intervals(intervals: Intervals) -> dict[str, Any]:
    """Of all codes together; null, with its reason, where too many draws are undefined."""
    named = intervals.named()
    return {
        "method": "percentile bootstrap over sources",
        "level": intervals.level,
        "draws": intervals.draws,
        "seed": intervals.seed,
        **{name: None if one.low is None else [one.low, one.high] for name, one in named},
        "undefined_draws": {name: one.undefined_draws for name, one in named if one.undefined_draws},
        "undefined": {name: one.reason for name, one in named if one.low is None},
    }


def _scope(table: AgreementTable) -> dict[str, Any]:
    scope = table.scope
    return {
        "units": scope.units,
        "characters": scope.characters,
        "with_interviewer": scope.with_interviewer,
        "with_sub_codes": scope.with_sub_codes,
        "by_paragraphs": list(scope.by_paragraphs),
        "turns_left_out": scope.turns_left_out,
        "codings": list(scope.codings),
        "codings_out_of_scope": scope.codings_out_of_scope,
        "codes_not_listed": list(scope.codes_not_listed),
        "sources_not_shared": list(scope.sources_not_shared),
        "sources_corrected_since": list(scope.revisions_differ),
        "sources_to_develop": list(scope.developed),
    }
