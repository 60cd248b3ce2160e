"""`qualcode code`: coding by command, for scripts and for readers of plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import Function, as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, said_done, say
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.domain.coding_hits import CodingPlan, PlannedCoding
    from qualcode.domain.sources import SourceText
    from qualcode.domain.spans import Span
    from qualcode.storage import OpenStudy


@click.group(
    "code",
    cls=OnceGroup,
    epilog='Example: qualcode code add fls P004 --turn 12 --words "nobody\'s job" --code "Time and capacity"',
)
def command() -> None:
    """Add, remove, recode, star and mark codings, move their ends; code all hits of a search or all answers to a question."""


def _segment_options(function: Function) -> Function:
    """The options that say which words are meant."""
    for option in reversed(
        (
            click.option("--turn", type=int, metavar="N", help="The turn; without --words the whole of it."),
            click.option("--words", metavar="TEXT", help="Words of it, or of the source; they must stand there once."),
            click.option(
                "--span", metavar="START:END", help="The span in characters from 0, the end not included, taken exactly."
            ),
        )
    ):
        function = option(function)
    return function


def _refuse_unless_segment(turn: int | None, words: str | None, span: str | None) -> None:
    if (turn is None and words is None) == (span is None):
        raise UsageError(
            "A segment is given by --turn, by --words (with --turn or without), or by --span.", 'Try --turn 12 --words "...".'
        )


def _segment(text: SourceText, turn: int | None, words: str | None, span: str | None) -> Span:
    """The segment that the options name."""
    from qualcode.services.coding import span_of_turn, span_of_words

    if span is not None:
        return read_span(span)
    if words is not None:
        return span_of_words(text, words, turn=turn)
    assert turn is not None
    return span_of_turn(text, turn)


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
@_segment_options
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
    """Apply a code to a segment: words of a turn, the whole turn, or a span."""
    from qualcode.services.coding import apply_codes

    _refuse_unless_segment(turn, words, span)
    with opened(study, acting) as work:
        text = work.sources.text(work.sources.named(source).id)
        book = work.codes.codebook()
        where = _segment(text, turn, words, span)
        numbers, change = apply_codes(
            work, source=text.source.id, span=where, codes=[book.find(code).id for code in codes], note=note, known_text=text
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


@command.command(
    "in-vivo", epilog='Example: qualcode code in-vivo fls P004 --turn 14 --words "nobody\'s job" --under "Time and capacity"'
)
@study_argument
@click.argument("source")
@_segment_options
@click.option("--under", metavar="PATH", help="The code under which a new one is made; else it stands at the root.")
@as_option
def in_vivo(
    study: str, source: str, turn: int | None, words: str | None, span: str | None, under: str | None, acting: str | None
) -> None:
    """Apply a code named by the words themselves; it is made unless there is one called so. Both are one change."""
    from qualcode.services.coding_anew import code_in_vivo

    _refuse_unless_segment(turn, words, span)
    with opened(study, acting) as work:
        text = work.sources.text(work.sources.named(source).id)
        where = _segment(text, turn, words, span)
        above = None if under is None else work.codes.codebook().find(under).id
        code, number, change = code_in_vivo(work, source=text.source.id, span=where, under=above, known_text=text)
        path = work.codes.codebook().path_text(code)
    said_done(change, f"Coding {number}: {path} on {text.source.name} {where}.", f"Coding {number} says that already.")


@command.command("move-ends", epilog='Example: qualcode code move-ends fls 214 --words "nobody\'s job, is it?"')
@study_argument
@click.argument("number", metavar="ID", type=int)
@_segment_options
@as_option
def move_ends(study: str, number: int, turn: int | None, words: str | None, span: str | None, acting: str | None) -> None:
    """Let a coding hold more, fewer or other words of its source; its code and its marks stay."""
    from qualcode.services.coding import coding_of
    from qualcode.services.coding_ends import move_ends as moved

    _refuse_unless_segment(turn, words, span)
    with opened(study, acting) as work:
        text = work.sources.text(coding_of(work, number).source)
        where = _segment(text, turn, words, span)
        kept, change = moved(work, number, where, known_text=text)
    one = f"Coding {number} now holds {text.source.name} {where}."
    if kept != number:
        one = f"Coding {number} and coding {kept} hold the same words now, so they are one: {kept}."
    said_done(change, one, f"Coding {number} holds just that already.")


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


@command.command(epilog="Example: qualcode code unsure fls 214")
@study_argument
@click.argument("number", metavar="ID", type=int)
@click.option("--off", is_flag=True, help="Mark it sure again.")
@as_option
def unsure(study: str, number: int, off: bool, acting: str | None) -> None:
    """Mark a coding unsure: such ones are talked over first."""
    from qualcode.services.coding import mark_unsure

    with opened(study, acting) as work:
        _, change = mark_unsure(work, number, unsure=not off)
    said_done(change, f"Marked coding {number} {'sure' if off else 'unsure'}.")


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


def _plan_options(function: Function) -> Function:
    """The options of coding in one go."""
    for option in reversed(
        (
            click.option("--code", required=True, metavar="PATH", help="The code, by its path, or its name where unique."),
            click.option("--source", metavar="SOURCE", help="In this source alone, by name or number."),
            click.option("--dry-run", is_flag=True, help="List what would be coded, and code nothing."),
            json_option,
            as_option,
        )
    ):
        function = option(function)
    return function


@command.command(epilog='Example: qualcode code hits fls "audit clerk*" --code "Collecting data" --unit sentence --dry-run')
@study_argument
@click.argument("text", metavar="TEXT")
@click.option(
    "--unit",
    type=click.Choice(["words", "sentence", "turn"]),
    default="words",
    show_default=True,
    help="Code the words found, their sentences, or their turns.",
)
@click.option("--with-interviewer", is_flag=True, help="Code hits in interviewers' talk too.")
@_plan_options
def hits(
    study: str,
    text: str,
    unit: str,
    with_interviewer: bool,
    code: str,
    source: str | None,
    dry_run: bool,
    acting: str | None,
    as_json: bool,
) -> None:
    """Code all hits of a search, as one change. TEXT is read as `qualcode find` reads it."""
    from qualcode.domain.coding_hits import HitUnit
    from qualcode.services.coding_hits import plan_hits

    with opened(study, acting) as work:
        plan = plan_hits(work, text, code=code, unit=HitUnit(unit), source=source, with_interviewer=with_interviewer)
        _carry_out(work, plan, dry_run=dry_run, as_json=as_json)


@command.command(epilog='Example: qualcode code answers fls "best way | advise" --code "Best ways of making the case"')
@study_argument
@click.argument("text", metavar="TEXT")
@_plan_options
def answers(study: str, text: str, code: str, source: str | None, dry_run: bool, acting: str | None, as_json: bool) -> None:
    """Code all answers to a question, as one change.

    They are the participants' turns that follow an interviewer's turn with TEXT in it, up to the interviewer's next one; a
    turn of one or two words that asks nothing (such as "Mm-hm.") does not end an answer.
    """
    from qualcode.services.coding_hits import plan_answers

    with opened(study, acting) as work:
        _carry_out(work, plan_answers(work, text, code=code, source=source), dry_run=dry_run, as_json=as_json)


def _carry_out(work: OpenStudy, plan: CodingPlan, *, dry_run: bool, as_json: bool) -> None:
    """List a plan, or code it and say so."""
    from qualcode.services.coding_hits import code_plan

    left_out = f" {counted(plan.left_out, 'hit')} in interviewers' talk left out." if plan.left_out else ""
    there = len(plan.codings) - len(plan.new)
    known = f", {there} of them coded so already" if there else ""
    if as_json:
        emit_json([_planned_as_json(one) for one in plan.codings])
    if dry_run:
        if not as_json:
            _print_plan(plan)
        say(f"{plan.path} would be applied to {counted(len(plan.codings), 'segment')}{known}.{left_out} Nothing was coded.")
        return
    added, change = code_plan(work, plan)
    said_done(change, f"{plan.path}: {counted(added, 'coding')}{known}.{left_out}", f"Nothing new to code{known}.{left_out}")


def _planned_as_json(one: PlannedCoding) -> dict[str, object]:
    return {
        "source": one.name,
        "start": one.span.start,
        "end": one.span.end,
        "words": one.words,
        "turn": one.turn,
        "speaker": one.speaker,
        "coded": one.coded,
    }


def _print_plan(plan: CodingPlan) -> None:
    from qualcode.domain.text import drawn

    for one in plan.codings:
        place = f"t. {one.turn}, {one.speaker}" if one.turn is not None else f"at {one.span.start}"
        words = " ".join(one.words.split())
        click.echo(drawn(f'{one.name}, {place}: "{words}"{" (coded so already)" if one.coded else ""}'))
