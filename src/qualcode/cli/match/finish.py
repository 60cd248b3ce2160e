"""`qualcode match finish`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import counted, said_done, say


@click.command(epilog='Example: qualcode match finish fls --version "v2" --note "agreed on 12 September"')
@study_argument
@click.option("--version", default="", metavar="NAME", help="What the codebook version is called.")
@click.option("--note", default="", metavar="TEXT", help="A note on the version.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the change history.")
@as_option
def command(study: str, version: str, note: str, reason: str, acting: str | None) -> None:
    """Make one code list of the two as the relations say, and save it as a codebook version.

    Live codings move with their codes; what was finished keeps the codes it has and is read through the matching.
    """
    from qualcode.services.matching_finish import finish_matching

    with opened(study, acting) as work:
        done = finish_matching(work, version=version, note=note, reason=reason)
    said_done(done.change, f"Finished {done.name}: codebook version {done.version}, {counted(len(done.changes), 'change')}.")
    say("`qualcode reconcile STUDY --revisit` lists the sources that used codes which changed.")
