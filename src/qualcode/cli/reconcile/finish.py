"""`qualcode reconcile finish`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import counted, said_done, say
from qualcode.cli.reconcile.options import OF_THE_REST, checked_outcome, coder_option

if TYPE_CHECKING:
    from qualcode.domain.discussions import Outcome


@click.command(epilog="Example: qualcode reconcile finish fls P004 --rest leave")
@study_argument
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "--rest",
    metavar="OUTCOME",
    callback=checked_outcome,
    help=f"The outcome of all that is not settled yet: {', '.join(OF_THE_REST)}.",
)
@click.option("--reason", default="", metavar="TEXT", help="Why, for the minutes.")
@coder_option
@as_option
def command(
    study: str, sources: tuple[str, ...], rest: Outcome | None, reason: str, coders: tuple[str, ...], acting: str | None
) -> None:
    """Finish the discussion of sources: their agreed coding is then what charts, tables and counts read.

    Every difference must have an outcome; --rest gives the same one to all that have none.
    """
    from qualcode.services.discussion_pair import pair_of
    from qualcode.services.discussion_verbs import finish_discussions

    with opened(study, acting) as work:
        names = [work.sources.named(source).name for source in sources]
        done, change = finish_discussions(work, pair_of(work, coders), names, rest=rest, reason=reason)
    for one in done:
        say(f"{one.source}: {counted(one.settled, 'difference')} settled, {counted(one.codings, 'agreed coding')}.")
    said_done(change, "Their agreed coding is now their analysis coding." if len(done) > 1 else "It is now the analysis coding.")
