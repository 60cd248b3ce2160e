"""`qualcode match unset`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done


@click.command(epilog='Example: qualcode match unset fls "No time"')
@study_argument
@click.argument("code")
@click.option("--with", "other", metavar="PATH", help="Only its relation with this code.")
@as_option
def command(study: str, code: str, other: str | None, acting: str | None) -> None:
    """Take the relations of a code away."""
    from qualcode.services.matching import unset_relation
    from qualcode.services.matching_names import ListNames

    with opened(study, acting) as work:
        names = ListNames(work)
        change = unset_relation(work, names.find(code, second=True), None if other is None else names.find(other, second=False))
    said_done(change, f"{code} has no relation any more." if other is None else f"{code} and {other} are not related any more.")
