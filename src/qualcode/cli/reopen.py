"""`qualcode reopen`: a new attempt at finished sources."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done


@click.command("reopen", epilog='Example: qualcode reopen fls P004 --reason "missed the last page" --as Tom')
@study_argument
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stands in the change history.")
@as_option
def command(study: str, sources: tuple[str, ...], reason: str, acting: str | None) -> None:
    """Reopen sources that you finished, for a new attempt; what was finished before is kept and stays readable."""
    from qualcode.services.double_coding import reopen_sources

    with opened(study, acting) as work:
        change = reopen_sources(work, sources, reason=reason)
    said_done(change, f"Reopened {', '.join(dict.fromkeys(sources))}: finish again when done.")
