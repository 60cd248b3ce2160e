"""`qualcode codebook also-under`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, asked_reason, opened, reason_option, study_argument
from qualcode.cli.output import said_done


@click.command("also-under", epilog='Example: qualcode codebook also-under fls "Champions leave" "Staff turnover"')
@study_argument
@click.argument("code")
@click.argument("parent")
@click.option("--remove", is_flag=True, help="No longer show it there.")
@reason_option
@as_option
def command(study: str, code: str, parent: str, remove: bool, reason: str | None, acting: str | None) -> None:
    """Show CODE also under PARENT; its home stays, and where both are counted a passage counts once."""
    from qualcode.services.codebook import find_code, show_also_under

    with opened(study, acting) as work:
        one, other = find_code(work, code), find_code(work, parent)
        change = show_also_under(work, one.id, other.id, remove=remove, reason=asked_reason(reason))
    said_done(change, f"{one.name} is {'no longer' if remove else 'now also'} shown under {other.name}.")
