"""`qualcode codebook split`."""

from __future__ import annotations

import click

from qualcode.cli.codebook.touched import dry_run_option, say_touched
from qualcode.cli.options import as_option, asked_reason, opened, reason_option, study_argument
from qualcode.cli.output import counted, said_done, say
from qualcode.errors import UsageError


@click.command(
    epilog='Example: qualcode codebook split fls "Figures" --into "Own figures" --codings 3,5,9 --rest-to "Comparison"'
)
@study_argument
@click.argument("code")
@click.option("--into", "names", multiple=True, metavar="NAME", help="A code beside it, made if there is none; may repeat.")
@click.option("--codings", "numbers", multiple=True, metavar="N,N,...", help="The codings for the --into before it, by number.")
@click.option("--rest-to", metavar="NAME", help="Where all other codings go; the code is then retired unless it has sub-codes.")
@dry_run_option
@reason_option
@as_option
def command(
    study: str,
    code: str,
    names: tuple[str, ...],
    numbers: tuple[str, ...],
    rest_to: str | None,
    dry_run: bool,
    reason: str | None,
    acting: str | None,
) -> None:
    """Share out a code's codings to codes beside it, by your choice of codings (`qualcode segments` prints their numbers).

    Codings that are not named stay where they are, unless --rest-to says otherwise.
    """
    from qualcode.services.codebook import find_code
    from qualcode.services.codebook_merging import Share, split_code

    if len(names) != len(numbers):
        raise UsageError("Each --into needs its --codings.", 'As in --into "Own figures" --codings 3,5,9.')
    shares = [Share(name, _numbers(given)) for name, given in zip(names, numbers, strict=True)]
    with opened(study, acting) as work:
        found = find_code(work, code)
        if dry_run:
            say_touched(work, [found.id], "kept")
            return
        done = split_code(work, found.id, shares, rest_to=rest_to, reason=asked_reason(reason))
    left = "it is retired" if done.retired else f"{done.left} left on it"
    said_done(done.change, f"Split {found.name}: {counted(done.moved, 'coding')} moved, {left}.")
    if done.made:
        say(f"Made {', '.join(done.made)}; define them with `qualcode codebook redefine`.")


def _numbers(text: str) -> tuple[int, ...]:
    parts = [part.strip().removeprefix("#") for part in text.replace(";", ",").split(",") if part.strip()]
    if not parts or not all(part.isdecimal() for part in parts):
        raise UsageError(f'"{text}" is no list of coding numbers.', "Write them with commas, as in --codings 3,5,9.")
    return tuple(map(int, parts))
