"""`qualcode co-occurrence`: codes that are on the same words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, print_table, say
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.domain.cooccurrence import Cooccurrence


@click.command(epilog='Example: qualcode co-occurrence fls --code "Quality of care" --code "Finance and short-term savings"')
@study_argument
@click.option("--code", "codes", multiple=True, metavar="PATH", help="This code and those right under it; may be repeated.")
@click.option("--every", is_flag=True, help="Every code that has codings, each without its sub-codes.")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="Write a .docx or .csv file instead of printing.")
@as_option
@json_option
def command(study: str, codes: tuple[str, ...], every: bool, to: Path | None, acting: str | None, as_json: bool) -> None:
    """Count how often two codes are on the same words: themes by themes, each with its sub-codes.

    A cell counts stretches of words that both are on, those that `segments --query "A and B"` lists. The analysis coding alone is
    read. With --json and in CSV each pair that meets has the participants who speak there, of those whose sources are finished.
    """
    from qualcode.services.cooccurrence import codes_together, write_codes_together

    if codes and every:
        raise UsageError("Either every code, or some: --every and --code exclude each other.")
    with opened(study, acting) as work:
        found = codes_together(work, codes=codes, every=every)
    if to is not None:
        write_codes_together(found, to)
        say(f"Wrote {counted(len(found.codes), 'code')} by {len(found.codes)} to {to}.")
    if as_json:
        emit_json(
            [
                {
                    "code": found.codes[first].path,
                    "with": found.codes[second].path,
                    "overlaps": one.overlaps,
                    "n": len(one.participants),
                    "of": found.of,
                    "participants": list(one.participants),
                }
                for (first, second), one in found.meetings.items()
            ]
        )
    elif to is None:
        _print(found)


def _print(found: Cooccurrence) -> None:
    numbers = [str(place + 1) for place in range(len(found.codes))]
    columns = range(len(found.codes))
    rows = [[f"{row + 1} {code.name}", *(found.text(row, column) for column in columns)] for row, code in enumerate(found.codes)]
    print_table(["code", *numbers], rows, right=numbers)
    for note in found.notes:
        say(note)
