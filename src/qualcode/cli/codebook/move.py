"""`qualcode codebook move`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, asked_reason, opened, reason_option, study_argument
from qualcode.cli.output import said_done
from qualcode.errors import UsageError


@click.command(epilog='Example: qualcode codebook move fls "Changing goalposts" --under "Approval route"')
@study_argument
@click.argument("code")
@click.option("--under", metavar="CODE", help="The new home; it comes last there.")
@click.option("--root", is_flag=True, help="Out of its home, to the root.")
@click.option("--before", metavar="CODE", help="Right before this one, under its home.")
@click.option("--after", metavar="CODE", help="Right after this one, under its home.")
@reason_option
@as_option
def command(
    study: str,
    code: str,
    under: str | None,
    root: bool,
    before: str | None,
    after: str | None,
    reason: str | None,
    acting: str | None,
) -> None:
    """Give a code, with all below it, another home or another place among its siblings."""
    from qualcode.cli.codebook.places import place_of
    from qualcode.services.codebook import find_code, move_code, read_codebook

    if root == any(option is not None for option in (under, before, after)):
        raise UsageError("It is not clear where the code shall go.", "Give --root, or --under, --before or --after with a code.")
    with opened(study, acting) as work:
        found = find_code(work, code)
        parent, position = place_of(work, found.id, under=under, before=before, after=after)
        change = move_code(work, found.id, parent=parent, position=position, reason=asked_reason(reason))
        path = read_codebook(work).path_text(found.id)
    said_done(change, f"Moved {found.name}; it is now {path}.")
