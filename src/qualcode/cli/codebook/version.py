"""`qualcode codebook version`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import emit_json, print_table, said_done
from qualcode.errors import UsageError


@click.command(epilog='Example: qualcode codebook version fls v2 --note "after the first discussion"')
@study_argument
@click.argument("name", required=False)
@click.option("--note", default="", metavar="TEXT", help="What this version is, or why it was saved.")
@as_option
@json_option
def command(study: str, name: str | None, note: str, acting: str | None, as_json: bool) -> None:
    """Save the codebook as it is now under a name, or without a name list the saved versions."""
    from qualcode.domain.dates import local_time
    from qualcode.services.codebook_versions import list_codebook_versions, save_codebook_version

    with opened(study, acting) as work:
        if name is not None:
            version, change = save_codebook_version(work, name, note=note)
            said_done(change, f"Saved the codebook version {version.name}.")
            return
        if note:
            raise UsageError("A note was given and no name.", "Give the version a name.")
        names = {one.id: one.name for one in work.coders.all()}
        versions = [
            {"name": one.name, "note": one.note, "by": names.get(one.made_by, ""), "when": one.made_at}
            for one in list_codebook_versions(work)
        ]
    if as_json:
        emit_json(versions)
    else:
        rows = [(one["name"], one["by"], local_time(one["when"]), one["note"]) for one in versions]
        print_table(["version", "by", "when", "note"], rows)
