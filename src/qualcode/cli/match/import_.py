"""`qualcode match import`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import counted, said_done


@click.command(epilog="Example: qualcode match import fls matching.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def command(study: str, file: Path, acting: str | None) -> None:
    """Set the relations of a table: columns first, second, relation, and if you like result, name, definition, under, reason.

    Every row is checked before anything is written; rows without a relation are passed over.
    """
    from qualcode.services.matching_files import import_matching

    with opened(study, acting) as work:
        count, change = import_matching(work, file)
    said_done(change, f"Set {counted(count, 'relation')}.")
