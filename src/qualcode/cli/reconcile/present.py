"""`qualcode reconcile present`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done
from qualcode.cli.reconcile.options import coder_option


@click.command(epilog='Example: qualcode reconcile present fls P004 "Mairi Lennox" "Tom Adeyemi"')
@study_argument
@click.argument("source")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@coder_option
@as_option
def command(study: str, source: str, names: tuple[str, ...], coders: tuple[str, ...], acting: str | None) -> None:
    """Say who is present at the discussion of a source; the minutes print it."""
    from qualcode.services.discussion_pair import pair_of
    from qualcode.services.discussion_verbs import set_present

    with opened(study, acting) as work:
        change = set_present(work, pair_of(work, coders), work.sources.named(source).name, names)
        said_done(change, f"Present at the discussion of {work.sources.named(source).name}: {', '.join(names)}.")
