"""`qualcode similar`: passages like the one at hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, print_table, progress_bar, say
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.domain.similar import SimilarPassage
    from qualcode.storage import OpenStudy


@click.command(epilog='Example: qualcode similar fls --code "Collecting data"')
@study_argument
@click.option("--coding", type=int, metavar="ID", help="Like the words of this coding.")
@click.option("--code", metavar="PATH", help="Like all that has this code or a sub-code of it.")
@click.option("--source", metavar="SOURCE", help="Like a turn of this source (with --turn).")
@click.option("--turn", type=int, metavar="N", help="The turn's number.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="At most so many.")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="Write a .docx or .csv file instead of printing.")
@click.option("--uses", is_flag=True, help="Instead: who looked for similar passages, and how often.")
@as_option
@json_option
def command(
    study: str,
    coding: int | None,
    code: str | None,
    source: str | None,
    turn: int | None,
    limit: int,
    to: Path | None,
    uses: bool,
    acting: str | None,
    as_json: bool,
) -> None:
    """Show turns, coded or not, that share telling words with a passage or a code, and which words.

    It proposes and never codes. Rare words weigh more than common ones; what a turn means is not looked at. Its use is
    recorded for each coder, and it is refused while they code a blind sample.
    """
    given = sum((coding is not None, code is not None, source is not None and turn is not None))
    if given != (not uses) or (source is None) != (turn is None):
        raise UsageError("What to compare with is given by --coding, --code, or --source with --turn: one of the three.")
    with opened(study, acting) as work:
        if uses:
            _print_uses(work, as_json=as_json)
            return
        found = _found(work, coding, code, (source, turn), limit)
    if to is not None:
        from qualcode.services.passages_out import write_similar

        asked = f"coding {coding}" if coding is not None else code or f"{source}, t. {turn}"
        for line in write_similar(found, asked, to):
            say(line)
        say(f"Wrote {counted(len(found), 'turn')} to {to}; nothing was coded.")
    if as_json:
        emit_json([_as_json(one) for one in found])
    elif to is None:
        _print(found)


def _found(
    work: OpenStudy, coding: int | None, code: str | None, place: tuple[str | None, int | None], limit: int
) -> tuple[SimilarPassage, ...]:
    from qualcode.services.similar import similar_to_code, similar_to_coding, similar_to_turn

    with progress_bar("comparing") as progress:
        if coding is not None:
            return similar_to_coding(work, coding, limit=limit, progress=progress)
        if code is not None:
            return similar_to_code(work, code, limit=limit, progress=progress)
        return similar_to_turn(work, place[0] or "", place[1] or 0, limit=limit, progress=progress)


def _as_json(one: SimilarPassage) -> dict[str, object]:
    return {
        "source": one.name,
        "start": one.span.start,
        "end": one.span.end,
        "words": one.words,
        "turn": one.turn,
        "speaker": one.speaker,
        "score": one.score,
        "shared": list(one.shared),
        "participants": list(one.cases),
        "codes": list(one.codes),
    }


def _print(found: tuple[SimilarPassage, ...]) -> None:
    from qualcode.domain.text import drawn

    for one in found:
        place = f"t. {one.turn}, {one.speaker}" if one.turn is not None else f"at {one.span.start}"
        coded = f" Coded {'; '.join(one.codes)}." if one.codes else ""
        click.echo(drawn(f"{one.name}, {place}: {one.score:.2f}, shares {', '.join(one.shared)}.{coded}"))
        click.echo(drawn(f"  {' '.join(one.words.split())}"))
    say(f"{counted(len(found), 'turn')} proposed by shared words; nothing was coded.")


def _print_uses(work: OpenStudy, *, as_json: bool) -> None:
    from qualcode.domain.dates import local_time
    from qualcode.services.similar import uses_of_similar

    uses = uses_of_similar(work)
    if as_json:
        emit_json([{"coder": one.coder, "times": one.times, "first": one.first, "last": one.last} for one in uses])
        return
    rows = [[one.coder, one.times, local_time(one.first), local_time(one.last)] for one in uses]
    print_table(["coder", "times", "first", "last"], rows, right=["times"])
