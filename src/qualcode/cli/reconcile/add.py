"""`qualcode reconcile add`."""

from __future__ import annotations

import click

from qualcode.cli.code import read_span
from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done
from qualcode.cli.reconcile.options import coder_option
from qualcode.errors import UsageError


@click.command(epilog='Example: qualcode reconcile add fls P004 --words "there was nobody" --code "No way in"')
@study_argument
@click.argument("source")
@click.option("--code", "codes", required=True, multiple=True, metavar="PATH", help="The code; may repeat.")
@click.option("--turn", type=int, metavar="N", help="The turn the words stand in.")
@click.option("--words", metavar="TEXT", help="Words that stand in the source, or the turn, once.")
@click.option("--span", metavar="START:END", help="The span in characters from 0, the end not included.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the minutes.")
@coder_option
@as_option
def command(
    study: str,
    source: str,
    codes: tuple[str, ...],
    turn: int | None,
    words: str | None,
    span: str | None,
    reason: str,
    coders: tuple[str, ...],
    acting: str | None,
) -> None:
    """Code words that neither coder had coded, in the agreed coding of a source that is being discussed."""
    from qualcode.services.coding import span_of_words
    from qualcode.services.discussion_pair import pair_of
    from qualcode.services.discussion_verbs import add_agreed

    if (words is None) == (span is None):
        raise UsageError("The words are given by --words or by --span.", "Give one of the two.")
    with opened(study, acting) as work:
        book = work.codes.codebook()
        text = work.sources.text(work.sources.named(source).id)
        where = read_span(span) if span is not None else span_of_words(text, words or "", turn=turn)
        wanted = [(where, book.find(code).id) for code in codes]
        _, change = add_agreed(work, pair_of(work, coders), text.source.name, wanted, reason=reason)
    said_done(change, f"Added to the agreed coding of {text.source.name}: {', '.join(codes)}.", "It is there already.")
