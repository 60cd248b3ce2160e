"""`qualcode show`: a source in plain lines, which is also the accessible view of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.services.sources import CodedPassage, Passage, ReadSource


@click.command(epilog='Example: qualcode show fls P004 --coder "Tom Adeyemi"')
@study_argument
@click.argument("source", metavar="SOURCE")
@click.option("--coder", metavar="NAME", help="Only the codings of this coder.")
@click.option(
    "--code", "codes", multiple=True, metavar="PATH", help="Only the codings of this code and its sub-codes; repeat for several."
)
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="The text as it was, without codings.")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="Write a .docx: codes beside the text.")
@as_option
@json_option
def command(
    study: str,
    source: str,
    coder: str | None,
    codes: tuple[str, ...],
    revision: int | None,
    to: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Print a source: its turns numbered, each followed by the codings that begin in it, in words.

    SOURCE is a name or a number as `qualcode sources` lists them. The number behind # is the one `qualcode code`
    asks for. In Word coded passages are numbered in raised brackets, with their codes beside the turn.
    """
    from qualcode.services.sources import read_source
    from qualcode.services.transcripts_out import write_transcript

    with opened(study, acting) as work:
        read = read_source(work, source, coder=coder, codes=codes, revision=revision)
    if to is not None:
        for line in write_transcript(read, to):
            say(line)
        say(f"Wrote {read.text.source.name} with {counted(sum(len(one.codings) for one in read.passages), 'coding')} to {to}.")
        if not as_json:
            return
    if as_json:
        emit_json([_as_json(one) for one in read.passages])
        return
    click.echo("\n".join(_lines(read)))


def _lines(read: ReadSource) -> Iterator[str]:
    from qualcode.domain.text import drawn

    turns = len(read.text.turns)
    yield drawn(f"{read.text.source.name} ({read.text.source.kind.value}, {turns} turn{'' if turns == 1 else 's'})")
    for one in read.passages:
        yield ""
        if one.turn is None or one.speaker is None:
            yield f"Outside turns, {one.span}"
        else:
            at = f", {_clock(one.turn.started)}" if one.turn.started is not None else ""
            yield drawn(f"Turn {one.turn.number}, {one.speaker.label} ({one.speaker.role.value}){at}, {one.span}")
        yield from (f"  {drawn(line)}" if line.strip() else "" for line in one.text.split("\n"))
        for coded in one.codings:
            yield drawn(f"  * {_coding(coded, one)}")


def _coding(coded: CodedPassage, passage: Passage) -> str:
    """A coding in one line: its number, code, coder, words, and whether it runs on."""
    words = " ".join(coded.words.split())
    marks = "".join(f", {mark}" for mark, holds in (("starred", coded.coding.star), ("unsure", coded.coding.unsure)) if holds)
    runs_on = ", runs on" if coded.coding.span.end > passage.span.end else ""
    note = f" Note: {coded.coding.note}" if coded.coding.note else ""
    return f'{coded.code} #{coded.coding.id} ({coded.coder}{marks}{runs_on}): "{words}"{note}'


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def _as_json(one: Passage) -> dict[str, object]:
    return {
        "turn": one.turn.number if one.turn else None,
        "speaker": one.speaker.label if one.speaker else None,
        "role": one.speaker.role.value if one.speaker else None,
        "start": one.span.start,
        "end": one.span.end,
        "started": one.turn.started if one.turn else None,
        "ended": one.turn.ended if one.turn else None,
        "text": one.text,
        "codings": [
            {
                "id": coded.coding.id,
                "code": coded.code,
                "coder": coded.coder,
                "start": coded.coding.span.start,
                "end": coded.coding.span.end,
                "words": coded.words,
                "star": coded.coding.star,
                "unsure": coded.coding.unsure,
                "note": coded.coding.note,
            }
            for coded in one.codings
        ],
    }
