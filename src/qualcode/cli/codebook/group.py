"""`qualcode codebook group`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, asked_reason, opened, reason_option, study_argument
from qualcode.cli.output import said_done


@click.command(epilog='Example: qualcode codebook group fls "No way in" "Different languages" --into "Never in one room"')
@study_argument
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@click.option("--into", "name", required=True, metavar="NAME", help="The name of the new theme.")
@click.option("--under", metavar="CODE", help="Its home; else it stands at the root.")
@click.option("--kind", type=click.Choice(["group", "theme", "subtheme", "code"]), default="theme", show_default=True)
@click.option("--central-idea", default="", metavar="TEXT", help="Its central idea, in one sentence.")
@reason_option
@as_option
def command(
    study: str,
    codes: tuple[str, ...],
    name: str,
    under: str | None,
    kind: str,
    central_idea: str,
    reason: str | None,
    acting: str | None,
) -> None:
    """Make a theme of codes: it is made, a candidate at first, and they move under it, as one change."""
    from qualcode.domain.codes import CodeKind
    from qualcode.services.codebook import find_code, read_codebook
    from qualcode.services.codebook_grouping import group_codes

    with opened(study, acting) as work:
        grouped = [find_code(work, code) for code in codes]
        home = None if under is None else find_code(work, under).id
        theme, change = group_codes(
            work,
            [code.id for code in grouped],
            name,
            kind=CodeKind(kind),
            under=home,
            central_idea=central_idea,
            reason=asked_reason(reason),
        )
        path = read_codebook(work).path_text(theme.id)
    said_done(change, f"Grouped {', '.join(code.name for code in grouped)} under the {theme.kind} {path}.")
