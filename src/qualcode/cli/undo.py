"""`qualcode undo`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import say


@click.command(epilog="Example: qualcode undo fls")
@study_argument
@click.option("--reason", default="", metavar="TEXT", help="Why, for the change history.")
@as_option
def command(study: str, reason: str, acting: str | None) -> None:
    """Take your latest action back; it is itself a change in the history."""
    from qualcode.services.studies import undo

    with opened(study, acting) as work:
        change = undo(work, reason=reason)
    say(f"Undone: {change.what} (change {change.undoes}).")
