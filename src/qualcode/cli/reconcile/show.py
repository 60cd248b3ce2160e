"""`qualcode reconcile STUDY`: the screen, or in plain lines the differences and how far they are settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import at_terminal, emit_json, say
from qualcode.cli.reconcile.options import coder_option
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.domain.discussions import Decision
    from qualcode.services.discussion import Item, Side, SourceDiscussion
    from qualcode.storage import OpenStudy

KINDS = ["missed", "boundary", "sibling code", "other theme", "agreed", "added"]


@click.command(epilog="Example: qualcode reconcile show fls --plain --source P004 --open")
@study_argument
@click.option("--plain", is_flag=True, help="Print lines instead of opening the screen.")
@click.option("--source", "sources", multiple=True, metavar="SOURCE", help="Only this source; may repeat.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only this kind; may repeat.")
@click.option("--code", "codes", multiple=True, metavar="PATH", help="Only where this code or one below it is given; may repeat.")
@click.option("--open", "only_open", is_flag=True, help="Only what is not settled.")
@click.option("--unsure", is_flag=True, help="Only what a coder was unsure of.")
@click.option("--progress", is_flag=True, help="Only how far each source is.")
@click.option("--revisit", is_flag=True, help="Instead: sources of the first coder that used codes which changed.")
@coder_option
@as_option
@json_option
def command(
    study: str,
    plain: bool,
    sources: tuple[str, ...],
    kinds: tuple[str, ...],
    codes: tuple[str, ...],
    only_open: bool,
    unsure: bool,
    progress: bool,
    revisit: bool,
    coders: tuple[str, ...],
    acting: str | None,
    as_json: bool,
) -> None:
    """Open the screen for discussing differences, or print them.

    With --plain (or --json, --progress, --revisit, or an option that says which differences), and where the output goes
    elsewhere than a terminal, nothing is opened: each difference is a few lines, those a coder was unsure of first. Its
    number is what `qualcode reconcile decide` takes.
    """
    chosen = bool(kinds or codes or only_open or unsure)
    if at_terminal() and not (plain or progress or revisit or as_json or chosen):
        from qualcode.tui.launch import launch

        launch(study, acting, sources[0] if sources else None, at="reconcile")
        return
    from qualcode.services.discussion import discuss
    from qualcode.services.discussion_pair import pair_of

    if revisit:
        from qualcode.cli.reconcile.revisit import print_revisits

        with opened(study, acting) as work:
            print_revisits(work, as_json=as_json)
        return
    with opened(study, acting) as work:
        found = discuss(work, pair_of(work, coders), sources)
        keeps = _filter(work, kinds, codes, only_open=only_open, unsure=unsure)
        if as_json:
            emit_json([_as_data(work, one, keeps) for one in found])
            return
        if not found:
            say("Both have finished no source that could be discussed.")
        for one in found:
            _print_head(work, one)
            if not progress:
                _print_items(work, one, keeps)


def _filter(
    work: OpenStudy, kinds: Sequence[str], codes: Sequence[str], *, only_open: bool, unsure: bool
) -> Callable[[Item], bool]:
    book = work.codes.codebook()
    wanted = frozenset().union(*(book.subtree(book.find(code).id) for code in codes)) if codes else None
    if "agreed" in kinds and only_open:
        raise UsageError("What was agreed is settled from the beginning.", "Leave out --open or --kind agreed.")

    def keeps(item: Item) -> bool:
        by_kind = item.kind in kinds if kinds else item.kind != "agreed"
        by_code = wanted is None or bool(wanted & set(item.codes))
        return by_kind and by_code and not (only_open and item.settled) and not (unsure and not item.unsure)

    return keeps


def _print_head(work: OpenStudy, one: SourceDiscussion) -> None:
    names = {coder.id: coder.name for coder in work.coders.all()}
    counts = " · ".join(f"{kind} {count}" for kind, count in one.counts().items())
    said = f"{one.settled} of {len(one.differences)} settled" if one.discussion is not None else "not begun"
    if one.discussion is not None:
        said += f", {one.state}; present: {', '.join(names[number] for number in one.discussion.present)}"
    click.echo(f"{one.source.name}  {one.pair.first.name} × {one.pair.second.name}  {said}")
    click.echo(f"  {counts}")
    for note in one.notes:
        click.echo(f"  {note}")


def _print_items(work: OpenStudy, one: SourceDiscussion, keeps: Callable[[Item], bool]) -> None:
    from qualcode.domain.passages import shortened
    from qualcode.domain.text import drawn
    from qualcode.services.discussion import unsure_first

    book = work.codes.codebook()
    for item in unsure_first(item for item in one.items if keeps(item)):
        where = f"t. {item.turns[0]}" if item.turns else f"at {item.span.start}"
        unsure = ", unsure" if item.unsure else ""
        click.echo(f"\n  {item.number}  {where}  {item.kind}{unsure}")
        for coder, sides in ((one.pair.first, item.first), (one.pair.second, item.second)):
            for side in sides:
                note = f"  note: {side.mark.note}" if side.mark.note else ""
                words = shortened(" ".join(side.words.split()))
                click.echo(drawn(f"     {coder.name}: {book.path_text(side.reading.code)}  “{words}”{note}"))
            if not sides and item.is_difference:
                click.echo(f"     {coder.name}: not coded")
        if item.decision is not None:
            click.echo(drawn(f"     → {_said(work, item.decision)}"))
    click.echo("")


def _said(work: OpenStudy, decision: Decision) -> str:
    """A decision in a line: the outcome, the code it named, what it made, and why."""
    book = work.codes.codebook()
    code = f": {book.path_text(decision.code)}" if decision.code is not None and decision.code in book else ""
    made = f" ({len(decision.agreed)} agreed codings)" if len(decision.agreed) > 1 else ""
    reason = f" — {decision.reason}" if decision.reason else ""
    return f"{decision.outcome}{code}{made}{reason}"


def _as_data(work: OpenStudy, one: SourceDiscussion, keeps: Callable[[Item], bool]) -> dict[str, Any]:
    from qualcode.services.discussion import unsure_first

    names = {coder.id: coder.name for coder in work.coders.all()}
    discussion = one.discussion
    return {
        "source": one.source.name,
        "first": one.pair.first.name,
        "second": one.pair.second.name,
        "state": one.state,
        "present": [] if discussion is None else [names[number] for number in discussion.present],
        "started_at": None if discussion is None else discussion.started_at,
        "finished_at": None if discussion is None else discussion.finished_at,
        "settled": one.settled,
        "counts": one.counts(),
        "notes": list(one.notes),
        "differences": [_item(work, item, names) for item in unsure_first(item for item in one.items if keeps(item))],
    }


def _item(work: OpenStudy, item: Item, names: dict[int, str]) -> dict[str, Any]:
    book = work.codes.codebook()

    def sides(given: Sequence[Side]) -> list[dict[str, Any]]:
        return [
            {
                "code": book.path_text(side.reading.code),
                "given": book.path_text(side.given),
                "start": None if side.reading.span is None else side.reading.span.start,
                "end": None if side.reading.span is None else side.reading.span.end,
                "words": side.words,
                "unsure": side.mark.unsure,
                "note": side.mark.note,
            }
            for side in given
        ]

    decision = item.decision
    return {
        "number": item.number,
        "kind": item.kind,
        "turns": list(item.turns),
        "start": item.span.start,
        "end": item.span.end,
        "overlap": round(item.overlap, 4),
        "first": sides(item.first),
        "second": sides(item.second),
        "decision": None
        if decision is None
        else {
            "outcome": str(decision.outcome),
            "reason": decision.reason,
            "code": None if decision.code is None else book.path_text(decision.code),
            "agreed": list(decision.agreed),
            "decided_by": names[decision.decided_by],
            "at": decision.at,
        },
    }
