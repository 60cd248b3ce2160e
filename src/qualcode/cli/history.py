"""`qualcode history`: who did what, when and why."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import emit_json, print_table


@click.command(epilog='Example: qualcode history fls --verb "merge codes" --coder Tom --last 20')
@study_argument
@click.option("--verb", "verbs", multiple=True, metavar="VERB", help='Only changes of this kind, as "apply code"; may repeat.')
@click.option("--coder", metavar="NAME", help="Only what this coder did.")
@click.option("--source", metavar="SOURCE", help="Only what was done to this source and on its words.")
@click.option("--code", metavar="CODE", help="Only what was done to this code and with it.")
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only the latest N of them.")
@as_option
@json_option
def command(
    study: str,
    verbs: tuple[str, ...],
    coder: str | None,
    source: str | None,
    code: str | None,
    last: int | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Print the change history, oldest first; a change that was taken back says so."""
    from qualcode.domain.dates import local_time
    from qualcode.services.history import changes

    with opened(study, acting) as work:
        lines = changes(work, verbs=verbs, coder=coder, source=source, code=code, limit=last)
    if as_json:
        emit_json(
            [
                {
                    "change": line.change.id,
                    "at": line.change.at,
                    "coder": line.coder,
                    "verb": line.change.verb,
                    "what": line.change.what,
                    "reason": line.change.reason,
                    "undoes": line.change.undoes,
                    "stands": line.stands,
                    "undone_by": line.undone_by,
                }
                for line in lines
            ]
        )
        return
    rows = [
        (
            line.change.id,
            local_time(line.change.at),
            line.coder,
            line.change.verb.replace("_", " "),
            line.change.what,
            line.change.reason,
            "" if line.stands else "taken back" if line.undone_by is None else f"taken back by {line.undone_by}",
        )
        for line in lines
    ]
    print_table(["change", "when", "coder", "did", "what", "reason", ""], rows, right=["change"])
