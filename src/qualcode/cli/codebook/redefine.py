"""`qualcode codebook redefine`."""

from __future__ import annotations

import click

from qualcode.cli.codebook.fields import definition_of, definition_options
from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done


@click.command(epilog='Example: qualcode codebook redefine fls "Easy approval" --exclude "Cases waved through by habit."')
@study_argument
@click.argument("code")
@definition_options
@click.option("--reason", default="", metavar="TEXT", help="Why, for the change history.")
@as_option
def command(study: str, code: str, reason: str, acting: str | None, **fields: str | None) -> None:
    """Change what defines a code: only the fields given change, and an empty text clears one."""
    from qualcode.services.codebook import find_code, redefine_code

    with opened(study, acting) as work:
        found = find_code(work, code)
        change = redefine_code(work, found.id, definition_of(fields), reason=reason)
    said_done(change, f"Redefined {found.name}.")
