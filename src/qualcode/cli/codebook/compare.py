"""`qualcode codebook compare`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import emit_json, print_table, say


@click.command(epilog="Example: qualcode codebook compare fls v1 v2")
@study_argument
@click.argument("before")
@click.argument("after", required=False)
@as_option
@json_option
def command(study: str, before: str, after: str | None, acting: str | None, as_json: bool) -> None:
    """Tell what changed from the version BEFORE to the version AFTER, or to the codebook as it is now."""
    from qualcode.services.codebook_versions import compare_codebook

    with opened(study, acting) as work:
        changes = compare_codebook(work, before, after)
    if as_json:
        emit_json(
            [
                {"change": str(one.kind), "code": one.path, "field": one.field, "before": one.before, "after": one.after}
                for one in changes
            ]
        )
    elif changes:
        rows = [(f"{one.kind} {one.field}".strip(), one.path, one.before, one.after) for one in changes]
        print_table(["change", "code", "before", "after"], rows)
    else:
        say("No differences.")
