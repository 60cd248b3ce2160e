"""`qualcode codebook add`."""

from __future__ import annotations

import click

from qualcode.cli.codebook.fields import definition_of, definition_options
from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done


@click.command(
    epilog='Example: qualcode codebook add fls "No way in" --under "Different languages" --definition "Nobody to talk to."'
)
@study_argument
@click.argument("name")
@click.option("--under", metavar="CODE", help="Its home; else it stands at the root.")
@click.option("--before", metavar="CODE", help="Stand right before this one, under the same home.")
@click.option("--after", metavar="CODE", help="Stand right after this one, under the same home.")
@click.option("--colour", metavar="#RRGGBB", help="Its colour; else that of the code above it.")
@definition_options
@as_option
def command(
    study: str,
    name: str,
    under: str | None,
    before: str | None,
    after: str | None,
    colour: str | None,
    acting: str | None,
    **fields: str | None,
) -> None:
    """Add a code, of kind code unless told; NAME is its name alone."""
    from qualcode.cli.codebook.places import place_of
    from qualcode.services.codebook import add_code, read_codebook

    with opened(study, acting) as work:
        parent, position = place_of(work, None, under=under, before=before, after=after)
        code, change = add_code(
            work, name=name, parent=parent, position=position, colour=colour, definition=definition_of(fields)
        )
        path = read_codebook(work).path_text(code.id)
    said_done(change, f"Added the {code.kind} {path}.")
