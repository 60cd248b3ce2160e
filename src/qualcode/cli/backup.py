"""`qualcode backup`: a copy of the study."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import say


@click.command(epilog="Example: qualcode backup fls --to fls-before-merging.qualcode")
@study_argument
@click.option("--to", "target", metavar="FILE", type=click.Path(path_type=Path), help="Where to; else STUDY.backups/ beside it.")
@as_option
def command(study: str, target: Path | None, acting: str | None) -> None:
    """Write a whole copy of a study while it may be in use; a copy is also kept of each day's start."""
    from qualcode.services.studies import back_up

    with opened(study, acting) as work:
        written = back_up(work, target)
    say(f"Copied to {written}.")
