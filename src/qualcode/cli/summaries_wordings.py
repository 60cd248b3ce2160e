"""`qualcode summaries wordings` and `bring-back`: what a cell of the framework charts said before, and has it say again."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, json_option, opened, reason_option, study_argument
from qualcode.cli.output import emit_json
from qualcode.cli.summaries_writing import cell_of, said_of_cell


@click.command(epilog='Example: qualcode summaries wordings fls P004 "Time and capacity"')
@study_argument
@click.argument("case")
@click.argument("theme")
@as_option
@json_option
def wordings(study: str, case: str, theme: str, acting: str | None, as_json: bool) -> None:
    """List what a cell has said, the latest first: each wording and mark once, with who wrote it first and when."""
    from qualcode.domain.dates import local_time
    from qualcode.domain.text import drawn
    from qualcode.services.charting_wordings import wordings

    with opened(study, acting) as work:
        found = wordings(work, *cell_of(work, case, theme))
    if as_json:
        emit_json(
            [
                {
                    "number": one.number,
                    "state": one.state.value,
                    "text": one.text,
                    "remark": one.remark,
                    "author": one.author,
                    "when": one.written_at,
                    "stands": one.stands,
                }
                for one in found[::-1]
            ]
        )
        return
    for one in found[::-1]:
        stands = ", as it stands" if one.stands else ""
        click.echo(drawn(f"{one.number}. {local_time(one.written_at)}, {one.author}: {one.state.value}{stands}"))
        for line in (*one.text.splitlines(), *([f"[{one.remark}]"] if one.remark else [])):
            click.echo(drawn(f"   {line}"))


@click.command("bring-back", epilog='Example: qualcode summaries bring-back fls P004 "Time and capacity" 1')
@study_argument
@click.argument("case")
@click.argument("theme")
@click.argument("number", type=int)
@reason_option
@as_option
def bring_back(study: str, case: str, theme: str, number: int, reason: str | None, acting: str | None) -> None:
    """Let a cell say again what it said before, by the number of its wording; `undo` takes that back.

    It does not say that you looked at the evidence: what changed since is told as before.
    """
    from qualcode.services.charting_wordings import bring_back_wording

    with opened(study, acting) as work:
        change = bring_back_wording(work, *cell_of(work, case, theme), number, reason=reason or "")
    said_of_cell(change, "It says so already.")
