"""`qualcode codebook merge`."""

from __future__ import annotations

import click

from qualcode.cli.codebook.touched import dry_run_option, say_touched
from qualcode.cli.options import as_option, asked_reason, opened, reason_option, study_argument
from qualcode.cli.output import counted, said_done, say


@click.command(epilog='Example: qualcode codebook merge fls "Enthusiast" "Senior backing" --into "Someone with standing"')
@study_argument
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@click.option("--into", required=True, metavar="CODE", help="The code that stays.")
@dry_run_option
@reason_option
@as_option
def command(study: str, codes: tuple[str, ...], into: str, dry_run: bool, reason: str | None, acting: str | None) -> None:
    """Merge one or more codes into another one.

    Every live coding, whoever made it, gets the code that stays; the same coding twice becomes one, with both notes.
    Sub-codes move too. The merged codes are retired. Finished codings stay as they were finished.
    """
    from qualcode.services.codebook import find_code
    from qualcode.services.codebook_merging import merge_codes

    with opened(study, acting) as work:
        merged = [find_code(work, code) for code in codes]
        target = find_code(work, into)
        if dry_run:
            say_touched(work, [code.id for code in merged], "merged", target.id)
            return
        done = merge_codes(work, [code.id for code in merged], target.id, reason=asked_reason(reason))
    if done.summaries_kept:
        say(f"Summaries kept with the retired codes: {done.summaries_kept}, for {target.name} has its own for those cases.")
    names = ", ".join(code.name for code in merged)
    said_done(done.change, f"Merged {names} into {target.name}: {counted(done.codings, 'coding')}.")
