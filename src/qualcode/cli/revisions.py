"""`qualcode revisions`: the texts of a source before and after each correction."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import emit_json, print_table


@click.command(epilog="Example: qualcode revisions fls P004")
@study_argument
@click.argument("source", metavar="SOURCE")
@as_option
@json_option
def command(study: str, source: str, acting: str | None, as_json: bool) -> None:
    """List the revisions of a source; `qualcode show --revision N` prints one."""
    from qualcode.domain.dates import local_time
    from qualcode.services.correcting import revisions

    with opened(study, acting) as work:
        found = revisions(work, work.sources.named(source).id)
    if as_json:
        emit_json(
            [
                {
                    "revision": one.number,
                    "made_at": one.made_at,
                    "words": one.words,
                    "replacements": one.replaced,
                    "reason": one.reason,
                    "current": one.current,
                }
                for one in found
            ]
        )
        return
    rows = [
        (one.number, local_time(one.made_at), one.words, one.replaced, one.reason, "current" if one.current else "")
        for one in found
    ]
    print_table(["revision", "when", "words", "replaced", "reason", ""], rows, right=["revision", "words", "replaced"])
