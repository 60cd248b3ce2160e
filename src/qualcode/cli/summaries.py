"""`qualcode summaries`: what stands in the cells of framework charts."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done, say
from qualcode.cli.summaries_reading import across, beside, down, note, show
from qualcode.cli.summaries_wordings import bring_back, wordings
from qualcode.cli.summaries_writing import bearing, clear, mark, seen, write


@click.group("summaries", cls=OnceGroup, epilog='Example: qualcode summaries down fls "Time and capacity"')
def command() -> None:
    """Write, mark and read the cells of framework charts; import and export them.

    The columns of the table are case, theme, text, remark, mark, author, when, draft. The mark is "not raised" or "not asked"; a
    row has either a text or a mark.
    """


for one in (write, mark, clear, bearing, seen, wordings, bring_back, show, down, across, beside, note):
    command.add_command(one)


@command.command("import", epilog="Example: qualcode summaries import fls summaries.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def import_(study: str, file: Path, acting: str | None) -> None:
    """Import summaries; every row is checked before any is written, and the whole file is one change."""
    from qualcode.services.summaries import import_summaries

    with opened(study, acting) as work:
        done = import_summaries(work, file)
    said_done(
        done.change,
        f"Imported {done.new} summaries, changed {done.changed}; {done.known} said so already.",
        f"All {done.known} summaries said so already.",
    )


@command.command(epilog="Example: qualcode summaries export fls summaries.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def export(study: str, file: Path, acting: str | None) -> None:
    """Write the summaries that you may see as CSV."""
    from qualcode.services.summaries import export_summaries

    with opened(study, acting) as work:
        count = export_summaries(work, file)
    say(f"Wrote {count} summaries to {file}.")
