"""`qualcode codebook export`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import counted, say


@click.command(epilog="Example: qualcode codebook export fls codebook.yaml")
@study_argument
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--version", metavar="NAME", help="A saved version instead of the codebook as it is now.")
@as_option
def command(study: str, file: Path, version: str | None, acting: str | None) -> None:
    """Write the codebook as YAML or CSV, by the file's ending; `codebook import` reads it back without loss."""
    from qualcode.services.codebook_files import export_codebook

    with opened(study, acting) as work:
        codes = export_codebook(work, file, version=version)
    say(f"Wrote {counted(codes, 'code')} to {file}.")
