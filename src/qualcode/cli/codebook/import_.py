"""`qualcode codebook import`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import counted, print_table, said_done, say


@click.command("import", epilog="Example: qualcode codebook import fls codebook.yaml --dry-run")
@study_argument
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the change history.")
@as_option
def command(study: str, file: Path, dry_run: bool, reason: str, acting: str | None) -> None:
    """Merge a codebook file (YAML or CSV) into the codebook.

    The same path is the same code: what the file says of it is taken, what it does not say stays. Codes the file does
    not hold stay. Kinds that neither the file nor the codebook states are proposed from the tree, taken and printed;
    `codebook redefine --kind` changes one.
    """
    from qualcode.domain.codebook_paths import path_text
    from qualcode.services.codebook_files import import_codebook

    with opened(study, acting) as work:
        done = import_codebook(work, file, dry_run=dry_run, reason=reason)
    if done.proposed:
        say("Kinds that the file does not state, as the tree suggests them:" if dry_run else "Kinds taken from the tree:")
        print_table(["kind", "code"], [(one.kind, path_text(one.path)) for one in done.proposed])
    for path, fields in done.changed:
        say(f"{'Would change' if dry_run else 'Changed'} {path}: {', '.join(field.replace('_', ' ') for field in fields)}.")
    counts = f"{counted(len(done.added), 'code')} added, {len(done.changed)} changed, {done.unchanged} as they were"
    if dry_run:
        say(f"Would do: {counts}. Nothing was written.")
    else:
        said_done(done.change, f"{counts}.", f"Nothing had to be changed: {counted(done.unchanged, 'code')} as the file says.")
