"""`qualcode reconcile decide`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.code import read_span
from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import counted, said_done, say
from qualcode.cli.reconcile.options import OUTCOMES, checked_outcome, coder_option, source_option, the_source
from qualcode.cli.reconcile.show import KINDS
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.domain.discussions import Outcome
    from qualcode.domain.spans import Span
    from qualcode.services.codebook import Definition
    from qualcode.services.discussion_deciding import Choice, NewCode
    from qualcode.services.discussion_pair import Pair
    from qualcode.storage import OpenStudy


@click.command(epilog='Example: qualcode reconcile decide fls 3 --source P004 --outcome first --reason "the sentence needs it"')
@study_argument
@click.argument("numbers", metavar="[N]...", type=int, nargs=-1)
@click.option(
    "--outcome", required=True, metavar="OUTCOME", callback=checked_outcome, help=f"One of: {', '.join(OUTCOMES)}; see above."
)
@source_option
@click.option("--reason", default="", metavar="TEXT", help="Why, for the minutes.")
@click.option("--code", metavar="PATH", help="The code: of `code`, `codebook`, or of `span` where the two differ.")
@click.option("--span", metavar="START:END", help="The edited span in characters from 0, the end not included.")
@click.option("--words", metavar="TEXT", help="The edited span as words, which must stand in the source once.")
@click.option("--new", metavar="NAME", help="Of `codebook`: a code to be made.")
@click.option("--under", metavar="PATH", help="Of `codebook`: its home; the root without.")
@click.option("--definition", metavar="TEXT", help="Of `codebook`: the new definition.")
@click.option("--include", metavar="TEXT", help="Of `codebook`: when to use the code.")
@click.option("--exclude", metavar="TEXT", help="Of `codebook`: when not to use it.")
@click.option("--no-coding", is_flag=True, help="Of `codebook`: these words get no coding.")
@click.option("--each", is_flag=True, help="Several differences each for itself, and not as one decision.")
@click.option(
    "--kind", type=click.Choice(KINDS[:4]), help="Instead of numbers: every open difference of this kind, each for itself."
)
@coder_option
@as_option
def command(
    study: str,
    numbers: tuple[int, ...],
    outcome: Outcome,
    source: str | None,
    each: bool,
    kind: str | None,
    coders: tuple[str, ...],
    acting: str | None,
    **chosen: Any,
) -> None:
    """Settle differences of a source; `qualcode reconcile STUDY --plain` prints their numbers.

    \b
    first     what the first coder has there; where that is nothing, nothing
    second    what the second coder has there
    both      both; of one code, their extents become one
    overlap   the words that both coded
    span      the span you give with --span or --words
    code      another code, --code
    drop      no coding
    codebook  the codebook is changed: --code with a new --definition, or --new;
              the words get that code
    leave     not agreed: both readings stay in the agreed coding

    Several numbers are one decision on all of them, unless --each is given. Deciding again replaces what was decided.
    """  # noqa: D301
    from qualcode.services.discussion_deciding import decide
    from qualcode.services.discussion_pair import pair_of

    if bool(numbers) == (kind is not None):
        raise UsageError("Name differences by their numbers, or all of a --kind.", "Give one of the two.")
    with opened(study, acting) as work:
        pair = pair_of(work, coders)
        name = the_source(work, pair, source)
        which = numbers or _of_kind(work, pair, name, kind or "")
        if not which:
            say(f"{name} has no open difference of that kind.")
            return
        done = decide(work, pair, name, which, _choice(work, name, outcome, chosen), together=not each and kind is None)
    listed = ", ".join(map(str, done.numbers))
    said_done(done.change, f"{done.source} {listed}: {outcome}, {counted(done.codings, 'agreed coding')}.")
    if done.open_again:
        say(f"Not settled any more: {', '.join(map(str, done.open_again))}, which had been settled together with it.")


def _choice(work: OpenStudy, source: str, outcome: Outcome, chosen: Mapping[str, Any]) -> Choice:
    """The choice that the options make."""
    from qualcode.services.discussion_deciding import Choice

    code = chosen["code"]
    return Choice(
        outcome,
        chosen["reason"],
        _spans(work, source, chosen["span"], chosen["words"]),
        None if code is None else work.codes.codebook().find(code).id,
        _new(work, chosen["new"], chosen["under"]),
        _definition(chosen["definition"], chosen["include"], chosen["exclude"]),
        coded=not chosen["no_coding"],
    )


def _spans(work: OpenStudy, source: str, span: str | None, words: str | None) -> tuple[Span, ...]:
    from qualcode.services.coding import span_of_words

    if span is not None and words is not None:
        raise UsageError("The edited span is given by --span or by --words.", "Give one of the two.")
    if span is not None:
        return (read_span(span),)
    if words is not None:
        return (span_of_words(work.sources.text(work.sources.named(source).id), words),)
    return ()


def _new(work: OpenStudy, name: str | None, under: str | None) -> NewCode | None:
    from qualcode.services.discussion_deciding import NewCode

    if name is None:
        if under is not None:
            raise UsageError("--under says where a new code goes.", "Give its name with --new.")
        return None
    return NewCode(name, None if under is None else work.codes.codebook().find(under).id)


def _definition(definition: str | None, include: str | None, exclude: str | None) -> Definition | None:
    from qualcode.services.codebook import Definition

    if definition is None and include is None and exclude is None:
        return None
    return Definition(definition=definition, include=include, exclude=exclude)


def _of_kind(work: OpenStudy, pair: Pair, source: str, kind: str) -> tuple[int, ...]:
    from qualcode.services.discussion import discuss

    (found,) = discuss(work, pair, [source])
    return tuple(item.number for item in found.differences if item.kind == kind and not item.settled)
