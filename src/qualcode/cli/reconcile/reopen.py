"""`qualcode reconcile reopen`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done
from qualcode.cli.reconcile.options import coder_option


@click.command(epilog='Example: qualcode reconcile reopen fls P004 --reason "the new definition fits turn 12"')
@study_argument
@click.argument("source")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@coder_option
@as_option
def command(study: str, source: str, reason: str, coders: tuple[str, ...], acting: str | None) -> None:
    """Take a finished discussion up again: until it is finished anew, charts read the lead coder's coding of the source."""
    from qualcode.services.discussion_pair import pair_of
    from qualcode.services.discussion_verbs import reopen_discussion

    with opened(study, acting) as work:
        name = work.sources.named(source).name
        said_done(reopen_discussion(work, pair_of(work, coders), name, reason=reason), f"Took up the discussion of {name} again.")
