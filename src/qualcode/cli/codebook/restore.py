"""`qualcode codebook restore`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, asked_reason, opened, reason_option, study_argument
from qualcode.cli.output import said_done, say


@click.command(epilog='Example: qualcode codebook restore fls "Emotional toll"')
@study_argument
@click.argument("code")
@click.option("--with-sub-codes", is_flag=True, help="Bring back the codes retired below it too.")
@reason_option
@as_option
def command(study: str, code: str, with_sub_codes: bool, reason: str | None, acting: str | None) -> None:
    """Bring a retired code back into use, with the codings that stayed on it."""
    from qualcode.services.codebook import find_retired_code, restore_code

    with opened(study, acting) as work:
        found = find_retired_code(work, code)
        change = restore_code(work, found.id, with_sub_codes=with_sub_codes, reason=asked_reason(reason))
    said_done(change, f"Restored {found.name}.")
    if found.merged_into is not None:
        say("It had been merged away: its codings stay with the other code. `qualcode undo` of the merge would bring them back.")
