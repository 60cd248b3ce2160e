"""`qualcode quotes`: quotations for the theme tables."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import counted, said_done, say


@click.group("quotes", cls=OnceGroup, epilog="Example: qualcode quotes import fls quotes.csv")
def command() -> None:
    """Import and export quotations as CSV.

    Columns table, row, source, start, end, words, printed, tag, theme, finding, contrary. `printed` is the words after
    cuts […], words replaced or added in square brackets, and a capital at the start; nothing else may differ.
    """


@command.command("import", epilog="Example: qualcode quotes import fls quotes.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def import_(study: str, file: Path, acting: str | None) -> None:
    """Import quotations: each table that occurs in the file comes to hold what the file says, as one change."""
    from qualcode.services.quotations import import_quotes

    with opened(study, acting) as work:
        done = import_quotes(work, file)
    tables = f"Table{'' if len(done.tables) == 1 else 's'} {', '.join(map(str, done.tables))}"
    said_done(
        done.change,
        f"{tables}: {counted(done.new, 'quotation')} new, {done.changed} changed, {done.removed} taken out.",
        f"{tables} held all of them already.",
    )


@command.command(epilog="Example: qualcode quotes export fls quotes.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def export(study: str, file: Path, acting: str | None) -> None:
    """Write all quotations as CSV, in the order of print."""
    from qualcode.services.quotations import export_quotes

    with opened(study, acting) as work:
        count = export_quotes(work, file)
    say(f"Wrote {count} quotations to {file}.")
