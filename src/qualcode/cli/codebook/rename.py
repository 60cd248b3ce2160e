"""`qualcode codebook rename`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done


@click.command(epilog='Example: qualcode codebook rename fls "Jumping through hoops" "Layers and committees"')
@study_argument
@click.argument("code")
@click.argument("name")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the change history.")
@as_option
def command(study: str, code: str, name: str, reason: str, acting: str | None) -> None:
    """Give a code another name; its place in the codebook, its codings and all else stay. NAME is the name alone."""
    from qualcode.services.codebook import find_code, read_codebook, rename_code

    with opened(study, acting) as work:
        found = find_code(work, code)
        change = rename_code(work, found.id, name, reason=reason)
        path = read_codebook(work).path_text(found.id)
    said_done(change, f"Renamed {found.name}; it is now {path}.")
