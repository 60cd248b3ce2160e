"""`qualcode cases`: participants, groups and sites, and what is known of them."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import emit_json, print_table, said_done, say


@click.group("cases", epilog="Example: qualcode cases import fls participants.csv")
def command() -> None:
    """Import and list cases and their attributes."""


@command.command("import", epilog="Example: qualcode cases import fls participants.csv --id participant")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option("--id", "id_column", metavar="COLUMN", help="The column that names the case; else the first one.")
@as_option
def import_(study: str, file: Path, id_column: str | None, acting: str | None) -> None:
    """Import cases: one row each; a column `source` links sources (several by ;), every other column is an attribute."""
    from qualcode.services.cases import import_cases

    with opened(study, acting) as work:
        done = import_cases(work, file, id_column=id_column)
    if done.made:
        say(f"Made cases for: {', '.join(done.made)}.")
    attributes = f"attributes: {', '.join(done.attributes)}" if done.attributes else "no attributes"
    said_done(done.change, f"{done.known} cases known, {len(done.made)} made, {done.linked} links to sources, {attributes}.")


@command.command("list", epilog="Example: qualcode cases list fls --json")
@study_argument
@as_option
@json_option
def list_(study: str, acting: str | None, as_json: bool) -> None:
    """List cases with their values and sources."""
    from qualcode.services.cases import list_cases

    with opened(study, acting) as work:
        cases, attributes = list_cases(work)
        names = {one.id: one.name for one in work.sources.all()}
        of_speaker = work.sources.sources_of_speakers()
    linked = {
        one.id: sorted({*one.sources, *(of_speaker[number] for number in one.speakers if number in of_speaker)}) for one in cases
    }
    if as_json:
        emit_json(
            [
                {
                    "case": one.name,
                    "kind": str(one.kind),
                    "sources": [names[number] for number in linked[one.id]],
                    "values": dict(one.values),
                }
                for one in cases
            ]
        )
        return
    columns = ["case", "kind", "sources", *(attribute.name for attribute in attributes)]
    rows = [
        (
            one.name,
            one.kind,
            "; ".join(names[number] for number in linked[one.id]),
            *(one.value(attribute.name) for attribute in attributes),
        )
        for one in cases
    ]
    print_table(columns, rows)
