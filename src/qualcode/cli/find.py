"""`qualcode find`: where words stand in the transcripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.finding import Hit


@click.command(epilog='Example: qualcode find fls "business case* | bid"')
@study_argument
@click.argument("text", metavar="TEXT")
@click.option("--source", metavar="SOURCE", help="In this source alone, by name or number.")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="Write a .docx or .csv file instead of printing.")
@as_option
@json_option
def command(study: str, text: str, source: str | None, to: Path | None, acting: str | None, as_json: bool) -> None:
    """Find words in the transcripts, with who says them and what stands around them.

    Words of TEXT stand next to each other. A word is found whole, fund* with any ending; | parts alternatives. Capitals do
    not count, an accent counts where it is typed. Labels of speakers are not searched.
    """
    from qualcode.services.finding import find
    from qualcode.services.passages_out import write_hits

    with opened(study, acting) as work:
        found = find(work, text, source)
    if to is not None:
        for line in write_hits(found, text, to):
            say(line)
        say(f"Wrote {counted(len(found), 'hit')} to {to}.")
    if as_json:
        emit_json([hit_as_json(one) for one in found])
    elif to is None:
        _print(found)


def hit_as_json(one: Hit) -> dict[str, Any]:
    """A hit as JSON."""
    return {
        "source": one.name,
        "start": one.span.start,
        "end": one.span.end,
        "words": one.words,
        "before": one.before,
        "after": one.after,
        "turn": one.turn,
        "speaker": one.speaker,
        "role": one.role.value if one.role else None,
        "participants": list(one.cases),
    }


def _print(found: Sequence[Hit]) -> None:
    from qualcode.domain.text import drawn

    source = None
    for one in found:
        if one.source != source:
            click.echo(drawn(one.name) if source is None else f"\n{drawn(one.name)}")
            source = one.source
        where = f"t. {one.turn}, {one.speaker}" if one.turn is not None else f"at {one.span.start}"
        words = one.words.replace("\n", " ")
        click.echo(drawn(f"  {where}: {one.before}«{words}»{one.after}"))
    sources = len({one.source for one in found})
    people = len({name for one in found for name in one.cases})
    say(f"{counted(len(found), 'hit')} in {counted(sources, 'source')}, in the talk of {counted(people, 'participant')}.")
