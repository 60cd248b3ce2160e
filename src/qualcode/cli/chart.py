"""`qualcode chart`: framework charts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.charts import layout_options
from qualcode.cli.options import as_option, audience_option, json_option, opened, say_what_was_not_checked, study_argument
from qualcode.cli.output import counted, emit_json, say
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.domain.charts import ChartTable
    from qualcode.services.charting_states import ChartStatus
    from qualcode.storage import OpenStudy


@click.command(epilog='Example: qualcode chart fls --to chart.docx --group "Experiences of making business cases"')
@study_argument
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="A .docx, .xlsx, .html or .csv file.")
@click.option("--status", is_flag=True, help="List the cells with their state and what changed since; write no file.")
@click.option(
    "--state",
    metavar="STATE",
    help='Only the cases and themes with a cell that is so: "draft", "evidence changed since" and the like; with --status, '
    "only the cells.",
)
@click.option("--words", default="", metavar="WORDS", help="Only the cases that hold all these words in their row.")
@click.option("--transpose", is_flag=True, help="Themes down, cases across; not on a page for the browser.")
@click.option("--saved", metavar="TITLE", help="A chart that was saved, else one for each group.")
@layout_options
@click.option("--extracts", is_flag=True, help="Fill cells without a summary with their coded extracts.")
@click.option(
    "--evidence/--no-evidence",
    default=None,
    help="Whether the extracts behind each cell go with it: in Word an appendix, in Excel comments, on the page under the cell, "
    "in CSV a column. They do for the team but in CSV, not for publication.",
)
@audience_option
@as_option
@json_option
def command(
    study: str,
    to: Path | None,
    status: bool,
    state: str | None,
    words: str,
    transpose: bool,
    saved: str | None,
    extracts: bool,
    evidence: bool | None,
    audience: str,
    acting: str | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Framework charts: participants by themes, the analyst's summary in each cell.

    With --status their cells: not yet charted, draft, complete, not raised, not asked; "evidence changed since" where a
    coding was added, removed, recoded or corrected after the summary was written; "references not found" and "quoted words
    not found" where a summary refers to a turn that is not there, or quotes words that the case has not said.

    A file that does not hold all cases says in a note of what it is a selection.
    """
    from qualcode.domain.chart_selection import ChartSelection, read_state
    from qualcode.domain.printing import Audience
    from qualcode.services.charting_layouts import layouts_for
    from qualcode.services.charting_states import cells_in_state
    from qualcode.services.charts import read_charts

    _refuse_contradiction(to, status=status, transpose=transpose, as_json=as_json)
    with opened(study, acting) as work:
        layouts = layouts_for(work, saved=saved, **given)
        if status:
            _say_status(cells_in_state(work, layouts, state=state, sought=words), as_json=as_json)
            return
        selection = ChartSelection(words, "" if state is None else read_state(state))
        if to is None:
            found = read_charts(work, layouts, extracts=extracts, selection=selection).charts
        else:
            found = _written(
                work,
                to,
                layouts=layouts,
                extracts=extracts,
                evidence=evidence,
                audience=Audience(audience),
                selection=selection,
                transposed=transpose,
            )
    if as_json:
        emit_json([_as_json(chart) for chart in found])


def _refuse_contradiction(to: Path | None, *, status: bool, transpose: bool, as_json: bool) -> None:
    if to is None and not as_json and not status:
        raise UsageError(
            "It was not said where the chart goes.",
            "Name a file with --to, print it with --json, or list its cells with --status.",
        )
    if to is not None and status:
        raise UsageError("A list of cells goes to no file.", "Leave out --to, or --status.")
    if transpose and to is None:
        raise UsageError("Only a file is transposed.", "Name one with --to, or leave out --transpose.")


def _written(work: OpenStudy, to: Path, **asked: Any) -> tuple[ChartTable, ...]:
    """The charts as they were written to a file, and what there is to say of it."""
    from qualcode.services.charts_out import unprintable_in, write_charts

    written = write_charts(work, to, **asked)
    for chart in written.charts:
        say(f"{chart.title}: {chart.charted} of {chart.size} cells charted.")
        if chart.selection:
            say(f"{chart.title}: {chart.selection}")
        if chart.evidence_changed:
            cells = counted(chart.evidence_changed, "cell")
            say(f"{chart.title}: evidence changed since in {cells}; `chart --status` names them.")
    for line in unprintable_in(written) if to.suffix.lower() != ".csv" else ():
        say(line)
    say_what_was_not_checked(work, written.audience)
    say(f"Wrote {to}. {written.audience.remark}")
    return written.charts


def _say_status(found: ChartStatus, *, as_json: bool) -> None:
    if as_json:
        emit_json(
            {
                "cells": [
                    {
                        "chart": one.chart,
                        "case": one.case_name,
                        "theme": one.theme,
                        "state": one.state.value,
                        "codings": one.codings,
                        "evidence_changed": bool(one.changed),
                        "changed": one.changed,
                        "marked_though_coded": one.marked_yet_coded,
                        "references_not_found": list(one.loose),
                        "references_not_coded": list(one.not_coded),
                        "quoted_words_not_found": list(one.not_found),
                    }
                    for one in found.cells
                ],
                "counts": found.counts,
                "size": found.size,
            }
        )
        return
    from qualcode.domain.text import drawn

    for chart in dict.fromkeys(one.chart for one in found.cells):
        click.echo(drawn(chart))
        for one in found.cells:
            if one.chart == chart:
                theme = one.theme.rpartition(" > ")[2]
                click.echo(drawn(f"  {one.case_name}, {theme}: {one.state.value} ({counted(one.codings, 'coding')})"))
                for line in one.notes:
                    click.echo(drawn(f"      {line}"))
    counts = ", ".join(f"{count} {name}" for name, count in found.counts.items() if count)
    say(f"{counted(found.size, 'cell')}: {counts or 'none'}.")


def _as_json(chart: ChartTable) -> dict[str, Any]:
    return {
        "title": chart.title,
        "selection": chart.selection,
        "finished": chart.finished,
        "themes": [{"theme": column.path, "participants": column.participants} for column in chart.columns],
        "rows": [
            {
                "case": row.name,
                "about": row.about,
                **({"portrait": row.portrait.text if row.portrait else ""} if chart.portrait else {}),
                "cells": [
                    {
                        "theme": column.path,
                        "text": cell.text,
                        "remark": cell.remark,
                        "mark": cell.mark.value if cell.mark else None,
                        "codings": list(cell.codings),
                        "evidence_changed": cell.evidence_changed,
                        "state": cell.state.value,
                    }
                    for column, cell in zip(chart.columns, row.cells, strict=True)
                ],
            }
            for row in chart.rows
        ],
    }
