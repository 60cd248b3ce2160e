"""`qualcode segments`: extracts of a code, or of a query over codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, say
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.domain.segments import Extract, SegmentList


@click.command(epilog='Example: qualcode segments fls --code "Time and capacity" --where professional_group=nurse')
@study_argument
@click.option("--code", metavar="PATH", help="The code, by its path, or its name where that is unique.")
@click.option("--query", metavar="QUERY", help="A query instead, such as 'Time near Budgets and role = nurse'.")
@click.option("--coder", metavar="NAME", help="One coder's codings instead of the analysis coding.")
@click.option("--where", multiple=True, metavar="ATTRIBUTE=VALUE", help="Only participants with this value; may be repeated.")
@click.option("--own", is_flag=True, help="Without the sub-codes.")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="Write a .docx or .csv file instead of printing.")
@as_option
@json_option
def command(
    study: str,
    code: str | None,
    query: str | None,
    coder: str | None,
    where: tuple[str, ...],
    own: bool,
    to: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Extracts of a code with its sub-codes, by code and participant: verbatim words, and where they stand.

    A query joins codes by and (where they overlap), or, not, near (in the same or a neighbouring turn; near 3: within
    three), in the same turn as; and conditions such as role = nurse, years > 5, starred, unsure. Codes whose names hold
    such words stand in quotation marks.
    """
    from qualcode.services.queries import query_segments
    from qualcode.services.segments import segments

    if (code is None) == (query is None) or (query is not None and where):
        raise UsageError(
            "Segments are asked for by --code (with --where) or by --query, one of the two.",
            "Conditions of a query stand in it: --query 'Time and role = nurse'.",
        )
    with opened(study, acting) as work:
        if query is None:
            found = segments(work, code or "", coder=coder, where=where, own=own)
        else:
            found = query_segments(work, query, coder=coder, own=own)
    give_segments(found, to, as_json=as_json)


def give_segments(found: SegmentList, to: Path | None, *, as_json: bool) -> None:
    """Write extracts to a file, print them as JSON, or in plain lines."""
    from qualcode.services.segments import write_segments

    if to is not None:
        for line in write_segments(found, to):
            say(line)
        say(f"Wrote {_counts(found)} to {to} ({found.reading}).")
    if as_json:
        emit_json([extract_as_json(one) for one in found.extracts])
    elif to is None:
        _print(found)


def extract_as_json(one: Extract) -> dict[str, Any]:
    """An extract as JSON."""
    several = {"codings": list(one.codings)} if one.codings else {}
    return {
        "id": one.id,
        "source": one.source,
        "start": one.span.start,
        "end": one.span.end,
        "words": one.words,
        "code": one.code,
        "coder": one.coder,
        "turn": one.turn,
        "speaker": one.speaker,
        # A query's extract can stand for several codings; a code's is one.
        **several,
    }


def _counts(found: SegmentList) -> str:
    return f"{counted(len(found.extracts), 'extract')} from {counted(found.participants, 'participant')}"


def _print(found: SegmentList) -> None:
    """The extracts in plain lines: a line for each code and participant, then words and place."""
    from qualcode.domain.text import drawn

    code, speaking = "", None
    for one in found.extracts:
        if found.by_code and one.code != code:
            code, speaking = one.code, None
            click.echo(f"\n{drawn(code)}" if one is not found.extracts[0] else drawn(code))
        if one.cases != speaking:
            speaking = one.cases
            click.echo(f"  {', '.join(speaking) if speaking else 'no participant talks here'}")
        words = " ".join(one.words.split())
        codes = "" if found.by_code else f" {drawn(one.code)}"
        click.echo(f"    [{one.number}] {drawn(words)} ({drawn(one.source)}, {one.place}){codes}")
    say(f"{_counts(found)} ({found.reading}).")
