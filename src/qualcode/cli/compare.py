"""`qualcode compare`: themes by groups of participants."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import emit_json, print_table, say
from qualcode.cli.segments import give_segments
from qualcode.errors import UsageError


@click.command(epilog="Example: qualcode compare fls --by years_in_post --bands 0-5,6-10,11+")
@study_argument
@click.option("--by", required=True, metavar="ATTRIBUTE", help="The attribute of participants whose values make the groups.")
@click.option("--code", "codes", multiple=True, metavar="PATH", help="This code and those right under it; may be repeated.")
@click.option("--bands", default="", metavar="BANDS", help="Groups of a number, such as 0-5,6-10,11+.")
@click.option("--cell", metavar="GROUP", help="With one --code: the extracts of this group instead, as `segments` gives them.")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="Write a .docx or .csv file instead of printing.")
@as_option
@json_option
def command(
    study: str,
    by: str,
    codes: tuple[str, ...],
    bands: str,
    cell: str | None,
    to: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Compare groups of participants: how many of each have each theme, n of N.

    N are those of the group whose sources are finished. The analysis coding alone is read, and no test of significance is
    made. With --json each cell has the ids of its codings.
    """
    from qualcode.services.comparing import compare_groups, extracts_of_cell, write_comparison

    if cell is not None and len(codes) != 1:
        raise UsageError("A cell is a theme and a group: name the theme with one --code.")
    with opened(study, acting) as work:
        if cell is not None:
            extracts = extracts_of_cell(work, by, codes[0], cell, bands=bands)
            give_segments(extracts, to, as_json=as_json)
            return
        found = compare_groups(work, by, codes=codes, bands=bands)
    if to is not None:
        write_comparison(found, to)
        say(f"Wrote {len(found.themes)} themes by {len(found.groups) - 1} groups to {to}.")
    if as_json:
        emit_json(
            [
                {
                    "theme": theme.path,
                    "group": group.name,
                    "n": cell.n,
                    "of": cell.of,
                    "participants": list(cell.participants),
                    "codings": list(cell.codings),
                }
                for theme in found.themes
                for group, cell in zip(found.groups, theme.cells, strict=True)
            ]
        )
    elif to is None:
        groups = [group.name for group in found.groups]
        print_table(["theme", *groups], [[theme.name, *map(str, theme.cells)] for theme in found.themes], right=groups)
        for note in found.notes:
            say(note)
