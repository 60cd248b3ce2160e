"""`qualcode demo`: the sample study with every output."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

from qualcode.cli.output import at_terminal, progress_bar, say


@click.command(epilog="Example: qualcode demo --to ~/fls-demo")
@click.option(
    "--to",
    "folder",
    default="fls-demo",
    show_default=True,
    type=click.Path(path_type=Path),
    help="A folder that is absent or empty.",
)
@click.option("--no-open", is_flag=True, help="Do not open the study afterwards.")
@click.option("--keep", is_flag=True, help="Where the folder has a study already, open that and build nothing.")
def command(folder: Path, no_open: bool, keep: bool) -> None:
    """Build the sample study (invented interviews) with its charts, tables and agreement, and open it at a terminal."""
    from qualcode.services.demo import NAME

    study = folder / f"{NAME}.qualcode"
    if keep and study.is_file():
        say(f"{study} is there already; nothing was built.")
    else:
        _build(folder)
    if not no_open and at_terminal():
        from qualcode.tui.launch import launch

        launch(str(study), None, None)
    else:
        say(f"Open the study with `qualcode open {quote(str(study))}`.")


def _build(folder: Path) -> None:
    from qualcode.cli.agree_text import print_agreement
    from qualcode.services.demo import build_demo

    with progress_bar("Building the sample study") as progress:
        made = build_demo(folder, progress)
    for line in made.done:
        say(line)
    say("")
    print_agreement(made.agreement)
    say("\nMade:")
    for path in (made.study, *made.outputs):
        say(f"  {path}")
