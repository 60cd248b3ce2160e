"""`qualcode history`: who did what, when and why."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import emit_json, print_table


@click.command(epilog="Example: qualcode history fls --last 20")
@study_argument
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only the latest N changes.")
@as_option
@json_option
def command(study: str, last: int | None, acting: str | None, as_json: bool) -> None:
    """Print the change history, oldest first; a change that was taken back says so."""
    from qualcode.domain.dates import local_time
    from qualcode.services.studies import history

    with opened(study, acting) as work:
        lines = history(work, limit=last)
    if as_json:
        emit_json(
            [
                {
                    "change": line.change.id,
                    "at": line.change.at,
                    "coder": line.coder,
                    "verb": line.change.verb,
                    "what": line.change.what,
                    "reason": line.change.reason,
                    "undoes": line.change.undoes,
                    "stands": line.stands,
                }
                for line in lines
            ]
        )
        return
    rows = [
        (
            line.change.id,
            local_time(line.change.at),
            line.coder,
            line.change.verb.replace("_", " "),
            line.change.what,
            line.change.reason,
            "" if line.stands else "taken back",
        )
        for line in lines
    ]
    print_table(["change", "when", "coder", "did", "what", "reason", ""], rows, right=["change"])
