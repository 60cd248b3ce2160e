"""`qualcode quotes edit`, `cut`, `replace`, `insert`, `capital`, `undo-edit`, `ends`: how a quotation prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done, say
from qualcode.cli.tables_text import quotation_lines
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.spans import Span
    from qualcode.storage import OpenStudy

SPAN_HELP = "The place in characters from the quotation's first one, the end not included."


@click.command(epilog='Example: qualcode quotes edit fls 12 "They want it back […] in [year]."')
@study_argument
@click.argument("number", type=int)
@click.argument("printed")
@as_option
def edit(study: str, number: int, printed: str, acting: str | None) -> None:
    """Type the whole printed form: cuts as […], words changed or added in square brackets, all others as they were said."""
    from qualcode.services.quotation_edits import print_as

    with opened(study, acting) as work:
        _say(work, number, print_as(work, number, printed))


@click.command(epilog='Example: qualcode quotes cut fls 12 "and the board"')
@study_argument
@click.argument("number", type=int)
@click.argument("words", required=False)
@click.option("--span", metavar="START:END", help=SPAN_HELP)
@as_option
def cut(study: str, number: int, words: str | None, span: str | None, acting: str | None) -> None:
    """Leave words of the verbatim out; […] prints in their place."""
    from qualcode.services.quotation_edits import cut_words

    with opened(study, acting) as work:
        _say(work, number, cut_words(work, number, _where(work, number, words, span)))


@click.command(epilog='Example: qualcode quotes replace fls 12 "the Royal" --by "the hospital"')
@study_argument
@click.argument("number", type=int)
@click.argument("words", required=False)
@click.option("--span", metavar="START:END", help=SPAN_HELP)
@click.option("--by", required=True, metavar="WORDS", help="What prints instead, in square brackets.")
@as_option
def replace(study: str, number: int, words: str | None, span: str | None, by: str, acting: str | None) -> None:
    """Print words in square brackets in place of words of the verbatim."""
    from qualcode.services.quotation_edits import replace_words

    with opened(study, acting) as work:
        _say(work, number, replace_words(work, number, _where(work, number, words, span), by))


@click.command(epilog='Example: qualcode quotes insert fls 12 "the finance director" --after "he said"')
@study_argument
@click.argument("number", type=int)
@click.argument("words")
@click.option("--after", metavar="TEXT", help="After these words of the verbatim.")
@click.option("--before", metavar="TEXT", help="Before these words of the verbatim.")
@click.option("--at", type=int, metavar="N", help="At this character, from the quotation's first one.")
@as_option
def insert(
    study: str, number: int, words: str, after: str | None, before: str | None, at: int | None, acting: str | None
) -> None:
    """Print words in square brackets that were not said."""
    from qualcode.services.quotation_edits import insert_words, words_in

    if sum(one is not None for one in (after, before, at)) != 1:
        raise UsageError("It is not said where.", "Give one of --after, --before and --at.")
    with opened(study, acting) as work:
        if after is not None:
            at = words_in(work, number, after).end
        elif before is not None:
            at = words_in(work, number, before).start
        _say(work, number, insert_words(work, number, at or 0, words))


@click.command(epilog="Example: qualcode quotes capital fls 12")
@study_argument
@click.argument("number", type=int)
@as_option
def capital(study: str, number: int, acting: str | None) -> None:
    """Begin a quotation with a capital."""
    from qualcode.services.quotation_edits import begin_with_capital

    with opened(study, acting) as work:
        _say(work, number, begin_with_capital(work, number))


@click.command("undo-edit", epilog="Example: qualcode quotes undo-edit fls 12 2")
@study_argument
@click.argument("number", type=int)
@click.argument("mark", metavar="EDIT", type=int, required=False)
@as_option
def undo_edit(study: str, number: int, mark: int | None, acting: str | None) -> None:
    """Take back one edit of a quotation, counted from 1 in the order of its words, or all of them."""
    from qualcode.services.quotation_edits import undo_edit as take_back

    with opened(study, acting) as work:
        _say(work, number, take_back(work, number, mark))


@click.command(epilog="Example: qualcode quotes ends fls 12 --after 5")
@study_argument
@click.argument("number", type=int)
@click.option("--before", type=int, default=0, metavar="N", help="Words more at the beginning; with a minus, fewer.")
@click.option("--after", type=int, default=0, metavar="N", help="Words more at the end; with a minus, fewer.")
@click.option("--words", metavar="TEXT", help="All its words, as they stand in the source.")
@click.option("--span", metavar="START:END", help="Its place in characters of the source from 0, the end not included.")
@click.option("--drop-edits", is_flag=True, help="Edits on words that are no longer quoted may go.")
@as_option
def ends(
    study: str,
    number: int,
    before: int,
    after: int,
    words: str | None,
    span: str | None,
    drop_edits: bool,
    acting: str | None,
) -> None:
    """Let a quotation begin or end some words earlier or later; its edits are kept.

    Edits that stand on words that go are named, and nothing is changed unless --drop-edits is given.
    """
    from qualcode.services.coding import span_of_words
    from qualcode.services.quotation_ends import set_ends, words_more
    from qualcode.services.quotation_verbs import find_quotation

    if sum((bool(before or after), words is not None, span is not None)) != 1:
        raise UsageError("It is not said where it begins and ends.", "Give --before and --after, or --words, or --span.")
    with opened(study, acting) as work:
        if words is not None:
            where = span_of_words(work.sources.text(find_quotation(work, number).source), words)
        else:
            where = read_span(span) if span is not None else words_more(work, number, before=before, after=after)
        moved, change = set_ends(work, number, where, drop_edits=drop_edits)
        _say(work, number, change)
    if change is not None and moved.gone:
        say(f"Gone with the words: {', '.join(moved.gone)}.")


def read_span(text: str) -> Span:
    """A span as it is typed, START:END.

    Raises:
        UsageError: it is none.
    """
    from qualcode.domain.spans import Span

    start, _, end = text.partition(":")
    try:
        return Span(int(start), int(end))
    except ValueError:
        raise UsageError(f'"{text}" is no span.', "Write it as START:END, END greater than START.") from None


def _where(work: OpenStudy, number: int, words: str | None, span: str | None) -> Span:
    from qualcode.services.quotation_edits import words_in

    if (words is None) is (span is None):
        raise UsageError("The words are given as they stand in the verbatim, or by --span.", "Give one of the two.")
    return words_in(work, number, words) if words is not None else read_span(span or "")


def _say(work: OpenStudy, number: int, change: ChangeSet | None) -> None:
    """Say what was done, and print how the quotation prints now."""
    from qualcode.services.theme_table_desk import tables_desk

    said_done(change, f"Changed how quotation {number} prints.", "It prints so already.")
    shown = tables_desk(work).quotation(number)
    for line in quotation_lines(shown) if shown is not None else ():
        click.echo(line.removeprefix("     "))
