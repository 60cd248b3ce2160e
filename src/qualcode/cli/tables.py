"""`qualcode tables`: the paper's tables of themes and quotations."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import counted, say


@click.command(epilog="Example: qualcode tables fls --to tables.docx")
@study_argument
@click.option("--to", required=True, type=click.Path(path_type=Path), metavar="FILE.docx", help="The Word file to write.")
@click.option("--counts/--no-counts", default=None, help="Participants and sites beside each theme, n of N.")
@as_option
def command(study: str, to: Path, counts: bool | None, acting: str | None) -> None:
    """One table for each group: themes and illustrative quotations. Identifiable: study team only.

    The quotations are those of the study, else its starred codings.
    """
    from qualcode.services.theme_tables import write_theme_tables

    with opened(study, acting) as work:
        found = write_theme_tables(work, to, counts=counts)
    if found.starred:
        say("The study has no quotations; these are its starred codings, verbatim.")
    for remark in found.remarks:
        say(remark)
    quoted = sum(len(table.quotations) for table in found.tables)
    tables = counted(len(found.tables), "table")
    say(f"Wrote {tables} with {counted(quoted, 'quotation')} to {to}. Identifiable: study team only.")
