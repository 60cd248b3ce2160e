"""`qualcode codebook example`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done


@click.command(epilog='Example: qualcode codebook example fls "Easy approval" --coding 214')
@study_argument
@click.argument("code")
@click.option("--coding", type=int, required=True, metavar="N", help="A coding of it or of a code below it, by number.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the change history.")
@as_option
def command(study: str, code: str, coding: int, reason: str, acting: str | None) -> None:
    """Take the words of a coding as the example of a code (`qualcode segments --code` prints the numbers)."""
    from qualcode.services.codebook import find_code
    from qualcode.services.codebook_examples import take_example

    with opened(study, acting) as work:
        found = find_code(work, code)
        change = take_example(work, found.id, coding, reason=reason)
    said_done(change, f"{found.name} has the words of coding {coding} as its example.")
