"""`qualcode codebook move`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.codebook.touched import dry_run_option, say_touched
from qualcode.cli.options import as_option, asked_reason, opened, reason_option, study_argument
from qualcode.cli.output import said_done
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codes import Code
    from qualcode.storage import OpenStudy


@click.command(epilog='Example: qualcode codebook move fls "Changing goalposts" --under "Approval route"')
@study_argument
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@click.option("--under", metavar="CODE", help="The new home; they come last there.")
@click.option("--root", is_flag=True, help="Out of their home, to the root.")
@click.option("--before", metavar="CODE", help="Right before this one, under its home; for one code.")
@click.option("--after", metavar="CODE", help="Right after this one, under its home.")
@dry_run_option
@reason_option
@as_option
def command(
    study: str,
    codes: tuple[str, ...],
    under: str | None,
    root: bool,
    before: str | None,
    after: str | None,
    dry_run: bool,
    reason: str | None,
    acting: str | None,
) -> None:
    """Give codes, with all below them, another home or another place among their siblings, as one change."""
    from qualcode.services.codebook import find_code, read_codebook

    if root == any(option is not None for option in (under, before, after)):
        raise UsageError("It is not clear where the code shall go.", "Give --root, or --under, --before or --after with a code.")
    if before is not None and len(codes) > 1:
        raise UsageError("--before is for one code.", "Move several with --after or --under.")
    with opened(study, acting) as work:
        moved = [find_code(work, code) for code in codes]
        if dry_run:
            home = under or before or after
            beside = None if home is None else find_code(work, home)
            to = None if beside is None else beside.id if under is not None else beside.parent
            say_touched(work, [code.id for code in moved], "moved", to)
            return
        if len(moved) == 1:
            change = _one(work, moved[0], under=under, before=before, after=after, reason=asked_reason(reason))
        else:
            change = _several(work, moved, under=under, after=after, reason=asked_reason(reason))
        book = read_codebook(work)
        paths = ", ".join(book.path_text(code.id) for code in moved)
    names = ", ".join(code.name for code in moved)
    said_done(change, f"Moved {names}; {'it is' if len(moved) == 1 else 'they are'} now {paths}.")


def _one(
    work: OpenStudy, code: Code, *, under: str | None, before: str | None, after: str | None, reason: str
) -> ChangeSet | None:
    from qualcode.cli.codebook.places import place_of
    from qualcode.services.codebook import move_code

    parent, position = place_of(work, code.id, under=under, before=before, after=after)
    return move_code(work, code.id, parent=parent, position=position, reason=reason)


def _several(work: OpenStudy, codes: list[Code], *, under: str | None, after: str | None, reason: str) -> ChangeSet | None:
    from qualcode.services.codebook import find_code
    from qualcode.services.codebook_grouping import move_codes

    numbers = [code.id for code in codes]
    if after is None:
        return move_codes(work, numbers, parent=None if under is None else find_code(work, under).id, reason=reason)
    beside = find_code(work, after)
    if under is not None and find_code(work, under).id != beside.parent:
        raise UsageError(f'"{after}" is not right under "{under}".', "Leave --under out: the home is that of the code beside it.")
    return move_codes(work, numbers, after=beside.id, reason=reason)
