"""`qualcode redo`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import say


@click.command(epilog="Example: qualcode redo fls")
@study_argument
@click.option("--reason", default="", metavar="TEXT", help="Why, for the change history.")
@as_option
def command(study: str, reason: str, acting: str | None) -> None:
    """Put back what you took back last; it is itself a change in the history."""
    from qualcode.services.studies import redo

    with opened(study, acting) as work:
        change = redo(work, reason=reason)
    say(f"Redone: {change.what} (change {change.undoes}).")
