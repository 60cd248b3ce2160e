"""`qualcode codebook recolour`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done


@click.command(epilog='Example: qualcode codebook recolour fls "Time and capacity" "#E69F00"')
@study_argument
@click.argument("code")
@click.argument("colour", metavar="#RRGGBB|none")
@as_option
def command(study: str, code: str, colour: str, acting: str | None) -> None:
    """Give a code a colour, or with `none` that of the code above it."""
    from qualcode.services.codebook import find_code, recolour_code

    with opened(study, acting) as work:
        found = find_code(work, code)
        change = recolour_code(work, found.id, None if colour == "none" else colour)
    said_done(change, f"Recoloured {found.name}.")
