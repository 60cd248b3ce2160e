"""`qualcode open`: the terminal workbench."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, study_argument


@click.command(epilog="Example: qualcode open fls    (or just: qualcode fls)")
@study_argument
@as_option
@click.option("--source", metavar="SOURCE", help="Open at this source instead of where you left off.")
def command(study: str, acting: str | None, source: str | None) -> None:
    """Open a study in the terminal; ? shows every key."""
    from qualcode.tui.launch import launch

    launch(study, acting, source)
