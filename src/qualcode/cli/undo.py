"""`qualcode undo`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import say


@click.command(epilog='Example: qualcode undo fls --change 12 --reason "Merged too soon"')
@study_argument
@click.option("--change", "number", type=click.IntRange(min=1), metavar="N", help="This change, not your latest.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the change history.")
@as_option
def command(study: str, number: int | None, reason: str, acting: str | None) -> None:
    """Take your latest action back, or with --change any one; it is itself a change in the history.

    An older change is taken back where no later one stands on it; else it is refused, and the later ones are named. What
    another coder did to what all share (codes, sources, texts, cases) is taken back with a reason; their codings, memos
    and decisions are theirs.
    """
    from qualcode.services.history import undo_change
    from qualcode.services.studies import undo

    with opened(study, acting) as work:
        change = undo(work, reason=reason) if number is None else undo_change(work, number, reason=reason)
    say(f"Undone: {change.what} (change {change.undoes}).")
