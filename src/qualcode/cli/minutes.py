"""`qualcode minutes`: what was discussed, decided and matched."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, say
from qualcode.errors import UsageError


@click.command("minutes", epilog="Example: qualcode minutes fls --to minutes.docx")
@study_argument
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="A .docx, .csv or .json file to write.")
@click.option("--source", "sources", multiple=True, metavar="SOURCE", help="Only the discussion of this source; may repeat.")
@click.option("--no-words", is_flag=True, help="Without words of participants.")
@as_option
@json_option
def command(study: str, to: Path | None, sources: tuple[str, ...], no_words: bool, acting: str | None, as_json: bool) -> None:
    """Write the minutes of discussions: outcomes and reasons, matched code lists, changes of the codebook.

    A table for each source with what either coder had, the outcome and the reason; then how code lists were matched, and
    what changed in the codebook with the sources to read again. Identifiable: study team only.
    """
    from qualcode.services.minutes import minutes, minutes_data, write_minutes

    if (to is None) != as_json:
        raise UsageError("Minutes are written to a file, or printed as JSON.", "Give --to FILE.docx, or --json.")
    with opened(study, acting) as work:
        found = minutes(work, sources)
    if to is None:
        emit_json(minutes_data(found, with_words=not no_words))
        return
    for remark in write_minutes(found, to, with_words=not no_words):
        say(remark)
    differences = sum(len(one.lines) for one in found.sources)
    say(
        f"Wrote the minutes of {counted(len(found.sources), 'source')} with {counted(differences, 'difference')} to {to}. "
        "Identifiable: study team only."
    )
