"""`qualcode code`: coding by command, for scripts and for readers of plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.domain.spans import Span


@click.group("code", epilog='Example: qualcode code add fls P004 --turn 12 --words "nobody\'s job" --code "Time and capacity"')
def command() -> None:
    """Add, remove, recode and star codings."""


@command.command(epilog='Example: qualcode code add fls P004 --turn 12 --words "nobody\'s job" --code "Time and capacity"')
@study_argument
@click.argument("source")
@click.option(
    "--code",
    "codes",
    required=True,
    multiple=True,
    metavar="PATH",
    help="The code's path, or its name where unique; repeat for several.",
)
@click.option("--turn", type=int, metavar="N", help="The turn the words stand in (with --words).")
@click.option("--words", metavar="TEXT", help="The words to code; they must stand there once.")
@click.option("--span", metavar="START:END", help="The span in characters from 0, the end not included, taken exactly.")
@click.option("--note", default="", metavar="TEXT", help="A note on this coding.")
@as_option
def add(
    study: str,
    source: str,
    codes: tuple[str, ...],
    turn: int | None,
    words: str | None,
    span: str | None,
    note: str,
    acting: str | None,
) -> None:
    """Apply a code to a segment: words of a turn, or a span."""
    from qualcode.services.coding import apply_codes, span_of_words

    if (words is None) == (span is None):
        raise UsageError(
            "A segment is given by --words (with --turn) or by --span, one of the two.", 'Try --turn 12 --words "...".'
        )
    with opened(study, acting) as work:
        text = work.sources.text(work.sources.named(source).id)
        book = work.codes.codebook()
        where = span_of_words(text, words, turn=turn) if words is not None else read_span(span or "")
        numbers, change = apply_codes(
            work, source=text.source.id, span=where, codes=[book.find(code).id for code in codes], note=note
        )
        paths = ", ".join(book.path_text(book.find(code).id) for code in codes)
    listed = ", ".join(str(number) for number in numbers)
    said_done(change, f"Coding {listed}: {paths} on {text.source.name} {where}.", f"Coding {listed} says that already.")


@command.command(epilog="Example: qualcode code remove fls 214")
@study_argument
@click.argument("number", metavar="ID", type=int)
@as_option
def remove(study: str, number: int, acting: str | None) -> None:
    """Take a coding away."""
    from qualcode.services.coding import remove_coding

    with opened(study, acting) as work:
        said_done(remove_coding(work, number), f"Removed coding {number}.")


@command.command(epilog='Example: qualcode code recode fls 214 --code "Collecting data"')
@study_argument
@click.argument("number", metavar="ID", type=int)
@click.option("--code", required=True, metavar="PATH", help="The code it gets instead.")
@as_option
def recode(study: str, number: int, code: str, acting: str | None) -> None:
    """Give a coding another code."""
    from qualcode.services.coding import recode as recoded

    with opened(study, acting) as work:
        book = work.codes.codebook()
        found = book.find(code)
        said_done(recoded(work, number, found.id), f"Coding {number} is now {book.path_text(found.id)}.")


@command.command(epilog="Example: qualcode code star fls 214")
@study_argument
@click.argument("number", metavar="ID", type=int)
@click.option("--off", is_flag=True, help="Take the star away.")
@as_option
def star(study: str, number: int, off: bool, acting: str | None) -> None:
    """Star a coding as quotable."""
    from qualcode.services.coding import star as starred

    with opened(study, acting) as work:
        _, change = starred(work, number, starred=not off)
    said_done(change, f"{'Unstarred' if off else 'Starred'} coding {number}.")


def read_span(text: str) -> Span:
    """A span as typed: START:END.

    Raises:
        UsageError: it is not two numbers with the end after the start.
    """
    from qualcode.domain.spans import Span

    start, _, end = text.partition(":")
    try:
        return Span(int(start), int(end))
    except ValueError:
        raise UsageError(f'"{text}" is no span.', "Write START:END in characters from 0, such as 120:164.") from None
