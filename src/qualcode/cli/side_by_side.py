"""`qualcode side-by-side`: extracts of one theme, participant beside participant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, say
from qualcode.cli.segments import extract_as_json
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.domain.side_by_side import SideBySide


@click.command(epilog='Example: qualcode side-by-side fls --code "Collecting data" --case P004 --case P009 --to side.docx')
@study_argument
@click.option("--code", metavar="PATH", help="The theme or code, with its sub-codes.")
@click.option("--query", metavar="QUERY", help="A query instead, as `segments` reads it.")
@click.option("--case", "cases", multiple=True, metavar="NAME", help="A participant to compare; may be repeated, in this order.")
@click.option("--by", default="", metavar="ATTRIBUTE", help="A column for each group that this attribute makes.")
@click.option("--bands", default="", metavar="BANDS", help="Groups of a number, such as 0-5,6-10,11+.")
@click.option("--coder", metavar="NAME", help="One coder's codings instead of the analysis coding.")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="Write a .docx or .csv file instead of printing.")
@as_option
@json_option
def command(
    study: str,
    code: str | None,
    query: str | None,
    cases: tuple[str, ...],
    by: str,
    bands: str,
    coder: str | None,
    to: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Compare the extracts of one theme across participants, or across groups of participants: constant comparison.

    Printed one column under the other; in Word they stand side by side, four to a page.
    """
    from qualcode.services.queries import query_segments
    from qualcode.services.segments import segments
    from qualcode.services.side_by_side import side_by_side, write_side_by_side

    if (code is None) == (query is None):
        raise UsageError("What is compared is given by --code or by --query, one of the two.")
    with opened(study, acting) as work:
        asked = (segments, code) if query is None else (query_segments, query)
        found = side_by_side(work, asked[0](work, asked[1] or "", coder=coder), by=by, bands=bands, cases=cases)
    if to is not None:
        for line in write_side_by_side(found, to):
            say(line)
        say(f"Wrote {counted(found.extracts, 'extract')} in {counted(len(found.columns), 'column')} to {to} ({found.reading}).")
    if as_json:
        emit_json(
            [{"column": column.name, "extracts": [extract_as_json(one) for one in column.extracts]} for column in found.columns]
        )
    elif to is None:
        _print(found)


def _print(found: SideBySide) -> None:
    from qualcode.domain.text import drawn

    for place, column in enumerate(found.columns):
        click.echo(drawn(f"{'' if place == 0 else chr(10)}{column.name}: {counted(len(column.extracts), 'extract')}"))
        for one in column.extracts:
            who = f"{', '.join(one.cases)}, " if found.by and one.cases else ""
            words = " ".join(one.words.split())
            click.echo(drawn(f"  [{one.number}] {words} ({who}{one.source}, {one.place}) {one.code}"))
    say(f"{counted(found.extracts, 'extract')} in {counted(len(found.columns), 'column')} ({found.reading}).")
    if found.without:
        say(f"Nothing under this theme: {', '.join(found.without)}.")
