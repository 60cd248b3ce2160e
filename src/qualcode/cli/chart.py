"""`qualcode chart`: framework charts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import as_option, audience_option, json_option, opened, study_argument
from qualcode.cli.output import emit_json, say
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.domain.charts import ChartTable


@click.command(epilog='Example: qualcode chart fls --to chart.docx --group "Experiences of making business cases"')
@study_argument
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="A .docx, .xlsx, .html or .csv file.")
@click.option("--group", metavar="PATH", help="One group, or a theme with its subthemes; else a chart for each group.")
@click.option("--code", "codes", multiple=True, metavar="PATH", help="Only these themes; may be repeated.")
@click.option("--show", multiple=True, metavar="ATTRIBUTE", help="What prints under a participant's name; may be repeated.")
@click.option("--extracts", is_flag=True, help="Fill cells without a summary with their coded extracts.")
@click.option(
    "--evidence/--no-evidence",
    default=None,
    help="Whether the extracts behind each cell go with it: in Word an appendix, in Excel comments. "
    "They do for the team, and do not for publication.",
)
@audience_option
@as_option
@json_option
def command(
    study: str,
    to: Path | None,
    group: str | None,
    codes: tuple[str, ...],
    show: tuple[str, ...],
    extracts: bool,
    evidence: bool | None,
    audience: str,
    acting: str | None,
    as_json: bool,
) -> None:
    """Framework charts: participants by themes, the analyst's summary in each cell."""
    from qualcode.domain.printing import Audience
    from qualcode.services.charts import charts
    from qualcode.services.charts_out import unprintable_in, write_charts

    if to is None and not as_json:
        raise UsageError("It was not said where the chart goes.", "Name a file with --to, or print it with --json.")
    with opened(study, acting) as work:
        if to is None:
            found = charts(work, group=group, codes=codes, show=show, extracts=extracts)
        else:
            written = write_charts(
                work, to, group=group, codes=codes, show=show, extracts=extracts, evidence=evidence, audience=Audience(audience)
            )
            found = written.charts
    if to is not None:
        for chart in found:
            say(f"{chart.title}: {chart.charted} of {chart.size} cells charted.")
        for line in unprintable_in(written) if to.suffix.lower() != ".csv" else ():
            say(line)
        say(f"Wrote {to}. {written.audience.remark}")
    if as_json:
        emit_json([_as_json(chart) for chart in found])


def _as_json(chart: ChartTable) -> dict[str, Any]:
    return {
        "title": chart.title,
        "finished": chart.finished,
        "themes": [{"theme": column.path, "participants": column.participants} for column in chart.columns],
        "rows": [
            {
                "case": row.name,
                "about": row.about,
                "cells": [
                    {
                        "theme": column.path,
                        "text": cell.text,
                        "remark": cell.remark,
                        "mark": cell.mark.value if cell.mark else None,
                        "codings": list(cell.codings),
                        "evidence_changed": cell.evidence_changed,
                    }
                    for column, cell in zip(chart.columns, row.cells, strict=True)
                ],
            }
            for row in chart.rows
        ],
    }
