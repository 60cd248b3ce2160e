"""`qualcode receive`: what a second coder did in a package becomes part of the study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.domain.coding import Purpose
    from qualcode.services.receiving import Received
    from qualcode.services.receiving_ground import Tally


@click.command("receive", epilog="Example: qualcode receive fls second.qualcode --dry-run")
@study_argument
@click.argument("package", metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Say what would be received, and change nothing.")
@as_option
@json_option
def command(study: str, package: str, dry_run: bool, acting: str | None, as_json: bool) -> None:
    """Take in a package that came back: the second coder's codings, memos, codes, and what they finished.

    It can be received as often as it comes: nothing is doubled, what was removed here does not come back, and what was
    changed here stays. The package is only read. While the round is in progress it is not told how much was coded.
    """
    from qualcode.services.receiving import receive_package

    with opened(study, acting) as work:
        received = receive_package(work, package, dry_run=dry_run)
    if as_json:
        emit_json(_as_data(received))
    else:
        for line in _lines(received, dry_run=dry_run):
            click.echo(line)
    if dry_run:
        say("Nothing was changed: this was a dry run.")
    elif received.change is None:
        say("There was nothing new in it.")
    elif received.closes:
        say(f"Received {received.file} (change {received.change.id}).")
    else:
        say(f"Received {received.file}. (change {received.change.id}; `qualcode undo` takes it back)")


def _lines(received: Received, *, dry_run: bool) -> Iterator[str]:
    yield f"{received.file}: {received.round}, coded by {received.coder}"
    states: dict[str, list[str]] = {}
    for name, state in received.sources:
        states.setdefault({"assigned": "to code"}.get(state.value, state.value), []).append(name)
    yield from (f"{state.capitalize()}: {', '.join(names)}" for state, names in states.items())
    if received.tally is None:
        yield f"How much was coded is told when the round {received.round} is closed."
    else:
        yield from _tally_lines(received.tally)
    if received.withdrawn:
        yield f"Refused, for they were withdrawn from the study: {', '.join(received.withdrawn)}"
    if received.ignored:
        yield f"Not {received.coder}'s to bring, and left alone: {'; '.join(received.ignored)}"
    yield from received.notes
    if received.held is not None:
        yield f"In all, {received.coder} has {counted(received.held, 'coding')} in the round {received.round}."
    if received.closes:
        done = "would be" if dry_run else "is"
        yield f"All of the round {received.round} is finished: it {done} closed, and stays so; {next_step(received.purpose)}."
        yield from still_waiting(received.waiting)
    yield from to_match(received.codes_made)


def next_step(purpose: Purpose | None) -> str:
    """What can be done with a round that is closed; a sample to develop codes has no coefficient."""
    from qualcode.domain.coding import Purpose

    return (
        "`qualcode match` lays the two code lists side by side" if purpose is Purpose.DEVELOP else "`qualcode agree` can read it"
    )


def still_waiting(sources: Sequence[str]) -> Iterator[str]:
    """What is said of sources of a closed round that the lead coder has not finished."""
    if sources:
        yield f"The lead coder has not finished {', '.join(sources)}; what both have finished is compared."


def to_match(codes: Sequence[str]) -> Iterator[str]:
    """What is said of codes that a second coder made, once the round is closed."""
    if codes:
        yield f"Codes made in it, to be matched with the codebook by `qualcode match`: {'; '.join(codes)}"


def _tally_lines(tally: Tally) -> Iterator[str]:
    for noun, new, changed, removed in (
        ("coding", tally.codings_new, tally.codings_changed, tally.codings_removed),
        ("memo", tally.memos_new, tally.memos_changed, tally.memos_removed),
    ):
        yield f"{noun.capitalize()}s: {new} new, {changed} changed, {removed} removed"
    if tally.codes_made:
        yield f"Codes of theirs: {'; '.join(tally.codes_made)}"
    if tally.to_review:
        yield f"{counted(tally.to_review, 'passage')} on words that were corrected meanwhile: `qualcode reviews list`"
    if tally.removed_here:
        yield f"Removed here before, and not brought back: {tally.removed_here}"
    if tally.changed_here:
        yield f"Changed here since, and left as they are here: {tally.changed_here}"


def _as_data(received: Received) -> dict[str, Any]:
    return {
        "file": received.file,
        "coder": received.coder,
        "round": received.round,
        "sources": [{"source": name, "state": state.value} for name, state in received.sources],
        "closes": received.closes,
        "codings": received.held,
        "codes_to_match": list(received.codes_made),
        "counts": None if received.tally is None else _counts(received.tally),
        "ignored": list(received.ignored),
        "withdrawn": list(received.withdrawn),
        "notes": list(received.notes),
        "waiting": list(received.waiting),
        "change": None if received.change is None else received.change.id,
    }


def _counts(tally: Tally) -> dict[str, Any]:
    return {
        "codings": {"new": tally.codings_new, "changed": tally.codings_changed, "removed": tally.codings_removed},
        "memos": {"new": tally.memos_new, "changed": tally.memos_changed, "removed": tally.memos_removed},
        "codes_made": tally.codes_made,
        "to_review": tally.to_review,
        "removed_here": tally.removed_here,
        "changed_here": tally.changed_here,
    }
