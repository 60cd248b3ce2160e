"""`qualcode reconcile reason`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done
from qualcode.cli.reconcile.options import coder_option, source_option, the_source


@click.command(epilog='Example: qualcode reconcile reason fls 3 "he says it in jest" --source P004')
@study_argument
@click.argument("number", metavar="N", type=int)
@click.argument("text", metavar="TEXT")
@source_option
@coder_option
@as_option
def command(study: str, number: int, text: str, source: str | None, coders: tuple[str, ...], acting: str | None) -> None:
    """Give the decision on a difference another reason; an empty one takes it away."""
    from qualcode.services.discussion_pair import pair_of
    from qualcode.services.discussion_verbs import amend_reason

    with opened(study, acting) as work:
        pair = pair_of(work, coders)
        name = the_source(work, pair, source)
        said_done(amend_reason(work, pair, name, number, text), f"{name} {number}: reason changed.")
