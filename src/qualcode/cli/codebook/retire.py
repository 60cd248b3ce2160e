"""`qualcode codebook retire`."""

from __future__ import annotations

import click

from qualcode.cli.codebook.touched import dry_run_option, say_touched
from qualcode.cli.options import as_option, asked_reason, opened, reason_option, study_argument
from qualcode.cli.output import counted, said_done, say


@click.command(epilog='Example: qualcode codebook retire fls "Emotional toll" --reason "neither coder used it"')
@study_argument
@click.argument("code")
@click.option("--with-sub-codes", is_flag=True, help="Retire the codes below it too.")
@dry_run_option
@reason_option
@as_option
def command(study: str, code: str, with_sub_codes: bool, dry_run: bool, reason: str | None, acting: str | None) -> None:
    """Take a code out of use. Its codings stay readable and are no longer counted."""
    from qualcode.services.codebook import count_codings, find_code, retire_code

    with opened(study, acting) as work:
        found = find_code(work, code)
        if dry_run:
            say_touched(work, [found.id], "retired")
            return
        codings = count_codings(work)[found.id]
        change = retire_code(work, found.id, with_sub_codes=with_sub_codes, reason=asked_reason(reason))
    said_done(change, f"Retired {found.name}.")
    left = codings.with_sub_codes if with_sub_codes else codings.own
    if left:
        stay = "stays" if left == 1 else "stay"
        say(f"{counted(left, 'coding')} of the analysis coding {stay} on it, no longer counted; `codebook merge` moves codings.")
