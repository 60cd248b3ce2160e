"""`qualcode check`: is everything in the study as it must be."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, progress_bar, say


@click.command(epilog="Example: qualcode check fls")
@study_argument
@as_option
@json_option
@click.pass_context
def command(ctx: click.Context, study: str, acting: str | None, as_json: bool) -> None:
    """Check a study: exit 0 when clean, 1 with one line for each fault."""
    from qualcode.services.checking import check_study

    with opened(study, acting) as work, progress_bar("Checking") as progress:
        report = check_study(work, progress=progress)
    if as_json:
        emit_json({"checked": report.checked, "faults": list(report.faults), "notes": list(report.notes)})
    else:
        for fault in report.faults:
            click.echo(fault)
        for note in report.notes:
            say(note)
        checked = ", ".join(counted(count, what.removesuffix("s")) for what, count in report.checked.items())
        say(f"{counted(len(report.faults), 'fault') if report.faults else 'No faults'} in {checked}.")
    if report.faults:
        ctx.exit(1)
