"""`qualcode open`: the terminal workbench."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, study_argument


@click.command(epilog="Example: qualcode open fls    (or just: qualcode fls)")
@study_argument
@as_option
@click.option("--source", metavar="SOURCE", help="Open at this source instead of where you left off.")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with signs of ASCII alone, whatever the settings say.")
def command(study: str, acting: str | None, source: str | None, ascii_only: bool) -> None:
    """Open a study in the terminal; ? shows every key."""
    from qualcode.tui.launch import launch

    launch(study, acting, source, ascii_only=ascii_only)
