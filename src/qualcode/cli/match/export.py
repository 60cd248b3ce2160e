"""`qualcode match export`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import counted, say


@click.command(epilog="Example: qualcode match export fls matching.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def command(study: str, file: Path, acting: str | None) -> None:
    """Write the codes that wait to be matched and the relations so far as CSV, with both definitions side by side."""
    from qualcode.services.matching_files import export_matching

    with opened(study, acting) as work:
        rows = export_matching(work, file)
    say(f"Wrote {counted(rows, 'row')} to {file}.")
