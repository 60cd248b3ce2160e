"""`qualcode codings`: codings as a table."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import counted, progress_bar, said_done, say


@click.group("codings", cls=OnceGroup, epilog="Example: qualcode codings export fls codings.csv")
def command() -> None:
    """Import and export codings as CSV: columns coder, source, start, end, code, round, note, words, when."""


@command.command("import", epilog="Example: qualcode codings import fls codings.csv --finished")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option("--finished", is_flag=True, help="Declare finished each (coder, source) pair that occurs in the file.")
@click.option("--skip-bad", is_flag=True, help="Leave wrong rows out, and name them, instead of refusing the file.")
@as_option
def import_(study: str, file: Path, finished: bool, skip_bad: bool, acting: str | None) -> None:
    """Import codings; every row is checked before any is written, and the whole file is one change."""
    from qualcode.services.codings_files import import_codings

    with opened(study, acting) as work, progress_bar("Importing codings") as progress:
        done = import_codings(work, file, finished=finished, skip_bad=skip_bad, progress=progress)
    for line, message in done.skipped:
        say(f"Left out line {line}: {message}.")
    if done.coders_made:
        say(f"Made coders: {', '.join(done.coders_made)}.")
    if done.finished:
        by_coder: dict[str, list[str]] = {}
        for who, source in done.finished:
            by_coder.setdefault(who, []).append(source)
        for who, sources in by_coder.items():
            say(f"{who} finished {len(sources)} sources: {', '.join(sources)}.")
    known = f", {done.known} were there already" if done.known else ""
    said_done(done.change, f"Imported {counted(done.new, 'coding')}{known}.", f"All {done.known} codings were there already.")


@command.command(epilog='Example: qualcode codings export fls codings.csv --coder "Mairi Lennox"')
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option("--coder", metavar="NAME", help="Only this coder's; else every coder's in every round.")
@click.option("--no-rounds", is_flag=True, help="Leave out in which rounds they were made, for another study.")
@as_option
def export(study: str, file: Path, coder: str | None, no_rounds: bool, acting: str | None) -> None:
    """Write the live codings that you may see as CSV."""
    from qualcode.services.codings_files import export_codings

    with opened(study, acting) as work:
        count = export_codings(work, file, coder=coder, rounds=not no_rounds)
    say(f"Wrote {counted(count, 'coding')} to {file}.")
