"""`qualcode codebook also-under`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, asked_reason, opened, reason_option, study_argument
from qualcode.cli.output import said_done
from qualcode.errors import UsageError


@click.command("also-under", epilog='Example: qualcode codebook also-under fls "Champions leave" "Staff turnover"')
@study_argument
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@click.argument("parent")
@click.option("--remove", is_flag=True, help="No longer show it there.")
@reason_option
@as_option
def command(study: str, codes: tuple[str, ...], parent: str, remove: bool, reason: str | None, acting: str | None) -> None:
    """Show codes also under PARENT, as one change; their homes stay, and where both are counted a passage counts once."""
    from qualcode.services.codebook import find_code, show_also_under
    from qualcode.services.codebook_grouping import show_codes_also_under

    if remove and len(codes) > 1:
        raise UsageError("--remove is for one code.", "Give them one after the other.")
    with opened(study, acting) as work:
        shown, other = [find_code(work, code) for code in codes], find_code(work, parent)
        if remove:
            change = show_also_under(work, shown[0].id, other.id, remove=True, reason=asked_reason(reason))
        else:
            change = show_codes_also_under(work, [one.id for one in shown], other.id, reason=asked_reason(reason))
    names, verb = ", ".join(one.name for one in shown), "is" if len(shown) == 1 else "are"
    said_done(change, f"{names} {verb} {'no longer' if remove else 'now also'} shown under {other.name}.")
